//! Octets that a trace writes as digits, read as what was said: `00000000 : 45 48 4C 4F 20 61 0D 0A : EHLO a..`.
//!
//! ```text
//!   System.Net Verbose: 0 : [1] Data from Socket#7::Send           who speaks
//!   System.Net Verbose: 0 : [1] 00000000 : 41 55 54 48 ... : AUTH  what, sixteen octets a line
//!       ProcessId=1                                                between them, about each line
//! ```
//!
//! The network trace of .NET (`System.Net`), `curl --trace` and `--trace-ascii`, `openssl s_client -debug` and `hexdump -C` are read. It is done before
//! secrets are taken out, so that those in digits are too. Each line of the text goes where its first octet stood, so that every line keeps its number; of
//! the content of a message nothing is left, since nobody needs it to know why it was refused. What is encrypted stays as it is.

use crate::dialect::{Form, Who, form};

/// So many octets stand in a line.
const OCTETS_MAX: usize = 16;

/// `curl --trace-ascii` breaks a line behind so many.
const ASCII_MAX: usize = 64;

/// Where nothing says whose they are, digits with fewer letters and numbers behind them are taken for something else.
const LETTERS_MIN: usize = 4;

/// No line of a dump is longer, in octets.
const LINE_MAX: usize = 1024;

/// Reads the dumps in the lines of a paste.
pub fn read(lines: &mut [String]) {
    let mut reader = Reader::default();
    for at in 0..lines.len() {
        crate::effort::spend(lines[at].len().min(LINE_MAX));
        let line = std::mem::take(&mut lines[at]);
        if reader.stays(&line, at, lines) {
            lines[at] = line;
        }
    }
    reader.end(lines);
}

/// Who writes a dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writer {
    SystemNet,
    Curl,
    Openssl,
}

/// What a line says of the dump behind it: who writes it, and who has said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Source {
    writer: Writer,
    who: Option<Who>,
}

/// A line of a dump.
#[derive(Debug, Clone)]
struct Piece {
    line: usize,
    offset: usize,
    octets: Vec<u8>,
    /// It is written as text, without line ends.
    is_ascii: bool,
}

#[derive(Default)]
struct Reader {
    source: Option<Source>,
    pieces: Vec<Piece>,
    /// Whose last line has not ended yet, and where it stands.
    open: Option<(Who, usize)>,
    /// Whether the content of a message is sent.
    in_content: bool,
    /// Whether a trace of .NET was seen.
    is_trace: bool,
}

impl Reader {
    /// Reads a line, and tells whether it stays for now.
    fn stays(&mut self, line: &str, at: usize, lines: &mut [String]) -> bool {
        if line.len() > LINE_MAX {
            self.end(lines);
            return true;
        }
        let text = behind_prefix(line);
        if let Some(piece) = piece(text, at).or_else(|| self.ascii(text, at)) {
            if self.begins_anew(&piece) {
                let source = self.source;
                self.end(lines);
                self.source = source;
            }
            self.is_trace |= is_trace(line);
            self.add(piece);
            return true;
        }
        if is_about_a_line(line) || is_call(line) {
            // It would stand between a challenge and its answer.
            return !self.is_trace && !is_trace(line);
        }
        self.end(lines);
        self.source = source(line);
        self.is_trace |= is_trace(line);
        true
    }

    fn begins_anew(&self, piece: &Piece) -> bool {
        self.pieces.last().is_some_and(|last| {
            piece.is_ascii != last.is_ascii
                || piece.offset <= last.offset
                || (!piece.is_ascii && piece.offset != last.offset + last.octets.len())
        })
    }

    fn add(&mut self, piece: Piece) {
        if let Some(last) = self.pieces.last_mut().filter(|last| last.is_ascii) {
            let goes_on = last.octets.len() == ASCII_MAX && piece.offset == last.offset + last.octets.len();
            if !goes_on {
                last.octets.extend_from_slice(b"\r\n");
            }
        }
        self.pieces.push(piece);
    }

    /// A line of `curl --trace-ascii`: `0000: EHLO client`.
    fn ascii(&self, text: &str, line: usize) -> Option<Piece> {
        self.source.filter(|source| source.writer == Writer::Curl)?;
        let (digits, said) =
            text.split_once(": ").or_else(|| text.strip_suffix(':').map(|text| (text, "")))?;
        let offset = offset(digits)?;
        Some(Piece { line, offset, octets: said.as_bytes().to_vec(), is_ascii: true })
    }

    /// The dump is at its end: its lines become what they say.
    fn end(&mut self, lines: &mut [String]) {
        let source = self.source.take();
        let mut pieces = std::mem::take(&mut self.pieces);
        if let Some(last) = pieces.last_mut().filter(|last| last.is_ascii && last.octets.len() < ASCII_MAX) {
            last.octets.extend_from_slice(b"\r\n");
        }
        let octets: Vec<u8> = pieces.iter().flat_map(|piece| piece.octets.iter().copied()).collect();
        let letters = octets.iter().filter(|octet| octet.is_ascii_alphanumeric()).count();
        if octets.is_empty() || !is_text(&octets) || (source.is_none() && letters < LETTERS_MIN) {
            return;
        }
        for piece in &pieces {
            lines[piece.line].clear();
        }
        let who = source.and_then(|source| source.who.or_else(|| speaker(source.writer, &octets)));
        let (mut start, mut place, mut behind) = (0, 0, pieces[0].octets.len());
        for part in octets.split_inclusive(|octet| *octet == b'\n') {
            while start >= behind {
                place += 1;
                behind += pieces[place].octets.len();
            }
            let text: String = String::from_utf8_lossy(part)
                .trim_end_matches(['\r', '\n'])
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            let ends = part.ends_with(b"\n");
            self.say(source, who, &text, pieces[place].line, ends, lines);
            start += part.len();
        }
    }

    /// A line of the text, or a part of it, that begins in this line of the paste.
    fn say(
        &mut self,
        source: Option<Source>,
        who: Option<Who>,
        text: &str,
        line: usize,
        ends: bool,
        lines: &mut [String],
    ) {
        // What was sent in two goes is one line.
        let open = self.open.take().filter(|(speaks, _)| Some(*speaks) == who);
        if let Some((_, known)) = open {
            lines[known].push_str(text);
            self.open = who.filter(|_| !ends).map(|who| (who, known));
            return;
        }
        if self.in_content && who == Some(Who::Client) {
            self.in_content = text != ".";
            if self.in_content {
                return;
            }
        }
        if who == Some(Who::Server) {
            self.in_content = form(text) == Form::Reply(354);
        }
        let said = &mut lines[line];
        if said.is_empty() {
            said.push_str(mark(source, who));
        } else {
            said.push_str("\\r\\n");
        }
        said.push_str(text);
        self.open = who.filter(|_| !ends).map(|who| (who, line));
    }
}

/// The mark of the dialect that goes on with the text.
const fn mark(source: Option<Source>, who: Option<Who>) -> &'static str {
    match (source, who) {
        (Some(Source { writer: Writer::SystemNet, .. }), Some(Who::Client)) => "C: ",
        (Some(Source { writer: Writer::SystemNet, .. }), Some(Who::Server)) => "S: ",
        (Some(Source { writer: Writer::Curl, .. }), Some(Who::Client)) => "> ",
        (Some(Source { writer: Writer::Curl, .. }), Some(Who::Server)) => "< ",
        _ => "",
    }
}

/// Who says octets of which the trace does not tell it: .NET calls both ways `PostCompletion`.
fn speaker(writer: Writer, octets: &[u8]) -> Option<Who> {
    let text = String::from_utf8_lossy(octets.get(..4).unwrap_or(octets));
    let is_reply = matches!(form(&text), Form::Reply(_));
    (writer == Writer::SystemNet).then_some(if is_reply { Who::Server } else { Who::Client })
}

/// Whether octets are text, and not what TLS has made of it.
fn is_text(octets: &[u8]) -> bool {
    let is_control = |octet: &&u8| **octet < b' ' && !matches!(**octet, b'\t' | b'\r' | b'\n');
    let controls = octets.iter().filter(is_control).count();
    let strange: usize = octets.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    controls * 64 <= octets.len() && strange * 8 <= octets.len()
}

/// Whether a line says something of the line before it, as a listener of .NET is told to write it.
fn is_about_a_line(line: &str) -> bool {
    const NAMES: [&str; 6] =
        ["ProcessId=", "ThreadId=", "DateTime=", "Timestamp=", "LogicalOperationStack=", "Callstack="];
    // A container has its name in front.
    let text = line.rsplit_once(" | ").map_or(line, |(_, text)| text).trim_start();
    line.trim().is_empty() || NAMES.iter().any(|name| text.starts_with(name))
}

fn is_trace(line: &str) -> bool {
    line.contains("System.Net") && line.contains(": 0 : [")
}

/// Whether a line of a trace only says that a function of a socket begins or ends.
fn is_call(line: &str) -> bool {
    let of_socket = is_trace(line) && line.contains("Socket#");
    of_socket && !["Data from ", "Exception", "::Connect("].iter().any(|words| line.contains(words))
}

/// What a line says of the dump behind it.
fn source(line: &str) -> Option<Source> {
    let from = |writer, who| Some(Source { writer, who });
    if let Some((_, method)) = line.split_once("Data from ").and_then(|(_, from)| from.rsplit_once("::")) {
        let begins = |names: &[&str]| names.iter().any(|name| method.starts_with(name));
        let who = match () {
            () if begins(&["Send", "BeginSend", "Write", "BeginWrite"]) => Some(Who::Client),
            () if begins(&["Receive", "EndReceive", "Read", "EndRead"]) => Some(Who::Server),
            () => None,
        };
        return from(Writer::SystemNet, who);
    }
    if line.contains(" bytes (0x") {
        if line.contains("=> Send ") {
            return from(Writer::Curl, Some(Who::Client));
        }
        if line.contains("<= Recv ") {
            return from(Writer::Curl, Some(Who::Server));
        }
    }
    if line.starts_with("write to 0x") {
        return from(Writer::Openssl, Some(Who::Client));
    }
    line.starts_with("read from 0x").then_some(())?;
    from(Writer::Openssl, Some(Who::Server))
}

/// A line of a dump behind what .NET writes in front of it.
fn behind_prefix(line: &str) -> &str {
    let text = line.find("System.Net").and_then(|at| line[at..].split_once("] ")).map(|(_, text)| text);
    text.unwrap_or(line).trim_start()
}

/// The number of the first octet of a line.
fn offset(digits: &str) -> Option<usize> {
    let is_offset = (4..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_offset.then(|| usize::from_str_radix(digits, 16).ok()).flatten()
}

/// A line of a dump: the number of its first octet, the octets, and the same as text, by which it is known for one.
fn piece(text: &str, line: usize) -> Option<Piece> {
    let (digits, behind) = text.split_at_checked(text.find(|c: char| !c.is_ascii_hexdigit())?)?;
    let offset = offset(digits)?;
    let mut rest = behind.trim_start_matches([' ', ':', '-']);
    if rest.len() == behind.len() {
        return None;
    }
    let mut octets = Vec::with_capacity(OCTETS_MAX);
    while octets.len() < OCTETS_MAX
        && let Some((pair, behind)) = rest.split_at_checked(2)
        && pair.bytes().all(|b| b.is_ascii_hexdigit())
        && (behind.is_empty() || behind.starts_with([' ', '-']))
    {
        octets.push(u8::from_str_radix(pair, 16).ok()?);
        rest = behind.get(1..).unwrap_or("");
        if octets.len() == OCTETS_MAX / 2 {
            // Some leave a gap in the middle.
            rest = rest.strip_prefix(' ').unwrap_or(rest);
        }
    }
    let shown = rest.bytes().filter(u8::is_ascii_alphanumeric);
    let said = octets.iter().copied().filter(u8::is_ascii_alphanumeric);
    (!octets.is_empty() && said.eq(shown)).then_some(Piece { line, offset, octets, is_ascii: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        read(&mut lines);
        lines
    }

    #[test]
    fn a_dump_is_read_as_what_it_says_and_keeps_its_lines() {
        let text = "System.Net.Sockets Verbose: 0 : [19292] Data from Socket#2383799::Receive\n\
            \x20   ProcessId=5700\n\
            System.Net.Sockets Verbose: 0 : [19292] 00000000 : 32 35 30 2D 6D 78 0D 0A-32 35 30 2D 53 49 5A 45 : 250-mx..250-SIZE\n\
            \x20   ProcessId=5700\n\
            System.Net.Sockets Verbose: 0 : [19292] 00000010 : 0D 0A 32 35 30 20 48 45-4C 50 0D 0A             : ..250 HELP..\n\
            System.Net.Sockets Verbose: 0 : [19292] Exiting Socket#2383799::Receive() \t-> Int32#28\n";
        let lines = shown(text);
        assert_eq!(lines.len(), text.lines().count());
        assert_eq!(lines[2], "S: 250-mx\\r\\n250-SIZE");
        assert_eq!(lines[4], "S: 250 HELP");
    }

    #[test]
    fn a_container_may_stand_in_front() {
        let text = "app-1  | System.Net Verbose: 0 : [1] Data from Socket#1::Receive\n\
            app-1  |     ProcessId=1\n\
            app-1  | System.Net Verbose: 0 : [1] 00000000 : 35 33 35 20 6E 6F                               : 535 no\n\
            app-1  |     ProcessId=1\n\
            app-1  | System.Net Verbose: 0 : [1] 00000006 : 74 0D 0A                                        : t..";
        assert_eq!(shown(text)[2], "S: 535 not");
    }

    #[test]
    fn what_was_sent_in_two_goes_is_one_line() {
        let text = "System.Net Verbose: 0 : [1] Data from Socket#1::Send\n\
            System.Net Verbose: 0 : [1] 00000000 : 41 55 54 48 20 6C 6F 67-69 6E 20                : AUTH login \n\
            System.Net Verbose: 0 : [1] Data from Socket#1::Send\n\
            System.Net Verbose: 0 : [1] 00000000 : 62 57 55 3D 0D 0A                               : bWU=..";
        let lines = shown(text);
        assert_eq!((lines[1].as_str(), lines[3].as_str()), ("C: AUTH login bWU=", ""));
    }

    #[test]
    fn curl_writes_digits_or_text() {
        let lines = shown(
            "== Info: Connected\n<= Recv header, 8 bytes (0x8)\n0000: 32 32 30 20 6d 78 0d 0a                         220 mx..\n\
             => Send header, 6 bytes (0x6)\n0000: EHLO a\n<= Recv header, 16 bytes (0x10)\n0000: 250-mx\n0008: 250 OK",
        );
        let said: Vec<&str> =
            lines.iter().filter(|line| line.starts_with(['<', '>'])).map(String::as_str).collect();
        assert_eq!(
            said,
            [
                "<= Recv header, 8 bytes (0x8)",
                "< 220 mx",
                "> EHLO a",
                "<= Recv header, 16 bytes (0x10)",
                "< 250-mx",
                "< 250 OK"
            ]
        );
    }

    #[test]
    fn the_content_of_a_message_is_left_out() {
        let send = |text: &str| {
            let digits: Vec<String> = text.bytes().map(|octet| format!("{octet:02X}")).collect();
            let shown = text.replace(['\r', '\n'], ".");
            format!("Data from Socket#1::PostCompletion\n00000000 : {} : {shown}\n", digits.join(" "))
        };
        let text = [send("354 go on\r\n"), send("my word\r\n.\r\n"), send("250 ok\r\n")].concat();
        let said: Vec<String> = shown(&text).into_iter().skip(1).step_by(2).collect();
        assert_eq!(said, ["S: 354 go on", "C: .", "S: 250 ok"]);
    }

    #[test]
    fn what_is_no_dump_or_no_text_stays() {
        for text in [
            "2024: 12 of them",
            "2024-03-01 10:00:00 x",
            "0000: 0a",
            "Data from Socket#1::Send\n00000000 : 16 03 01 00 05 41 42 43                         : .....ABC",
            "00000000 : 45 48 4C 4F : EHLP",
            "00000000 : 45 48 4C 4F 20 \u{20ac}",
        ] {
            assert_eq!(shown(text).join("\n"), text);
        }
        assert_eq!(shown("00000000  32 32 30 20 6d 78 2e 61  0d 0a       |220 mx.a..|"), ["220 mx.a"]);
    }
}
