//! Octets that a trace writes as digits, read as what was said: `00000000 : 45 48 4C 4F 20 61 0D 0A : EHLO a..`.
//!
//! ```text
//!   System.Net Verbose: 0 : [1] Data from Socket#7::Send           who speaks
//!   System.Net Verbose: 0 : [1] 00000000 : 41 55 54 48 ... : AUTH  what, sixteen octets a line
//!       ProcessId=1                                                between them, about each line
//! ```
//!
//! The network trace of .NET (`System.Net`), `curl --trace` and `--trace-ascii`, `openssl s_client -debug`, `hexdump -C` and `xxd` are read, also where a
//! quotation or the name of a container stands in front. It is done before secrets are taken out, so that those in digits are too: [`Said`] has each line
//! of the text alone, as it was sent, since what an answer is only the line before it tells. Behind that each line of the text goes where its first octet
//! stood, so that every line keeps its number. Of the content of a message, behind 354 or BDAT, nothing is left, since nobody needs it to know why it was
//! refused. What is encrypted stays as it is.

mod row;
mod said;

use postrider_proto::wire::command::Verb;

use crate::dialect::{Form, Who, form};
use crate::redact::CHALLENGE;
use row::{behind_prefix, offset, piece, source};
pub use said::Said;
use said::{Row, Spoken};

/// So many octets stand in a line.
const OCTETS_MAX: usize = 16;

/// `curl --trace-ascii` breaks a line behind so many.
const ASCII_MAX: usize = 64;

/// Where nothing says whose they are, digits with fewer letters and numbers behind them are taken for something else.
const LETTERS_MIN: usize = 4;

/// No line of a dump is longer, in octets.
const LINE_MAX: usize = 1024;

/// What was sent in several goes is one line up to so many octets, the longest answer of AUTH (RFC 4954 §4); what is beyond is left out.
const JOINED_MAX: usize = 12_288;

/// So many printable octets in a row are words, and not chance.
const RUN_MIN: usize = 4;

/// A text between octets that are none is looked at where it has one of these, in small letters, or a challenge of AUTH.
const WORDS: [&str; 3] = ["auth", "pass", "login"];

/// So many things may stand in front of a line of a dump: the marks of a quotation, the name of a container.
const PREFIXES_MAX: usize = 4;

/// Reads the dumps in the lines of a paste.
pub fn read(lines: Vec<String>) -> Said {
    let mut reader = Reader::default();
    let mut rows: Vec<Row> = vec![Row::new(); lines.len()];
    for (at, line) in lines.into_iter().enumerate() {
        crate::effort::spend(line.len().min(LINE_MAX));
        if reader.stays(&line, at, &mut rows) {
            rows[at].push(Spoken { mark: "", text: line });
        }
    }
    reader.end(&mut rows);
    Said::of(rows)
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
    /// So many octets of it are still to come behind BDAT.
    chunk: usize,
    /// Whether a line of it goes on in the next piece.
    in_line: bool,
    /// Whether a trace of .NET was seen.
    is_trace: bool,
}

impl Reader {
    /// Reads a line, and tells whether it stays for now.
    fn stays(&mut self, line: &str, at: usize, rows: &mut [Row]) -> bool {
        if line.len() > LINE_MAX {
            self.end(rows);
            return true;
        }
        let found = behind_prefix(line).find_map(|text| piece(text, at).or_else(|| self.ascii(text, at)));
        if let Some(piece) = found {
            if self.begins_anew(&piece) {
                let source = self.source;
                self.end(rows);
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
        self.end(rows);
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
    fn end(&mut self, rows: &mut [Row]) {
        let source = self.source.take();
        let mut pieces = std::mem::take(&mut self.pieces);
        if let Some(last) = pieces.last_mut().filter(|last| last.is_ascii && last.octets.len() < ASCII_MAX) {
            last.octets.extend_from_slice(b"\r\n");
        }
        let octets: Vec<u8> = pieces.iter().flat_map(|piece| piece.octets.iter().copied()).collect();
        let letters = octets.iter().filter(|octet| octet.is_ascii_alphanumeric()).count();
        if octets.is_empty() || (source.is_none() && letters < LETTERS_MIN) {
            return;
        }
        let who = source.and_then(|source| source.who.or_else(|| speaker(source.writer, &octets)));
        if source.is_none() {
            // It has nothing to do with the one before.
            (self.in_content, self.chunk, self.in_line) = (false, 0, false);
        }
        if !is_text(&octets) {
            if who == Some(Who::Client) {
                self.chunk = self.chunk.saturating_sub(octets.len());
            }
            return;
        }
        for piece in &pieces {
            rows[piece.line].clear();
        }
        let dump = Dump { source, who };
        let (mut start, mut place, mut behind) = (proxy_octets(&octets), 0, pieces[0].octets.len());
        // Where the content ends by a dot, if the dump has one.
        let dot = octets.windows(5).rposition(|five| five == b"\r\n.\r\n").map_or(0, |at| at + 2);
        while start < octets.len() {
            if who != Some(Who::Server) && self.chunk > 0 {
                let skipped = self.chunk.min(octets.len() - start);
                (start, self.chunk) = (start + skipped, self.chunk - skipped);
                continue;
            }
            while start >= behind {
                place += 1;
                behind += pieces[place].octets.len();
            }
            let rest = &octets[start..];
            let end = rest.iter().position(|octet| *octet == b'\n').map_or(rest.len(), |end| end + 1);
            let (part, next) = rest.split_at(end);
            start += end;
            let ends = part.ends_with(b"\n");
            let text = if is_text(part) { words(part) } else { String::new() };
            if !self.is_content(who, &text, ends, dot < start) {
                self.say(dump, text.clone(), pieces[place].line, ends, rows);
                self.begin_content(who, &text, next);
            }
        }
    }

    /// Whether a line is content of a message; the dot that ends it is none. Where nothing says who speaks, a reply ends it too if no dot is to come.
    fn is_content(&mut self, who: Option<Who>, text: &str, ends: bool, is_last: bool) -> bool {
        let goes_on = std::mem::take(&mut self.in_line);
        if !self.in_content || who == Some(Who::Server) {
            return false;
        }
        let is_reply = who.is_none() && is_last && matches!(form(text), Form::Reply(_));
        if (text == "." && !goes_on) || is_reply {
            self.in_content = false;
            return false;
        }
        self.in_line = !ends;
        true
    }

    /// Whether content follows behind a line.
    fn begin_content(&mut self, who: Option<Who>, text: &str, next: &[u8]) {
        let form = form(text);
        match who {
            Some(Who::Server) => self.in_content = form == Form::Reply(354),
            None if form == Form::Reply(354) => self.in_content = true,
            // One side alone.
            None if form == Form::Command(Verb::Data) => {
                let line = next.split(|octet| *octet == b'\n').next().unwrap_or(next);
                self.in_content = !matches!(self::form(&words(line)), Form::Reply(_));
            }
            _ => {}
        }
        if who != Some(Who::Server) && form == Form::Command(Verb::Bdat) {
            let octets =
                text.split_ascii_whitespace().nth(1).and_then(|octets| octets.parse().ok()).unwrap_or(0);
            if who.is_none() && octets > next.len() {
                self.in_content = true;
            } else {
                self.chunk = octets;
            }
        }
    }

    /// A line of the text, or a part of it, that begins in this line of the paste.
    fn say(&mut self, dump: Dump, mut text: String, line: usize, ends: bool, rows: &mut [Row]) {
        let Dump { source, who } = dump;
        // What was sent in two goes is one line.
        let open = self.open.take().filter(|(speaks, _)| Some(*speaks) == who);
        let known = open.and_then(|(_, known)| Some((known, rows[known].last_mut()?)));
        let place = if let Some((known, said)) = known {
            if said.text.len() + text.len() <= JOINED_MAX {
                said.text.push_str(&text);
            }
            known
        } else {
            text.truncate(text.floor_char_boundary(JOINED_MAX));
            rows[line].push(Spoken { mark: mark(source, who), text });
            line
        };
        self.open = who.filter(|_| !ends).map(|who| (who, place));
    }
}

/// Whose octets a dump has.
#[derive(Debug, Clone, Copy)]
struct Dump {
    source: Option<Source>,
    who: Option<Who>,
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

/// So many octets in front are the header of PROXY, second version: its last one may look like a letter of the command behind it.
fn proxy_octets(octets: &[u8]) -> usize {
    let header = octets.strip_prefix(b"\r\n\r\n\0\r\nQUIT\n");
    let length = header.and_then(|header| header.get(2..4)).map(|two| u16::from_be_bytes([two[0], two[1]]));
    length.map_or(0, |length| 16 + usize::from(length))
}

/// Octets as a line: without its end, without controls, and without what is no text in front of it, such as options of telnet.
fn words(octets: &[u8]) -> String {
    let is_printable = |octet: &u8| matches!(octet, b' '..=b'~' | b'\t');
    let is_strange =
        std::str::from_utf8(octets).is_err() || octets.iter().any(|b| *b < b' ' && !b.is_ascii_whitespace());
    let octets = if is_strange {
        let begins = octets.windows(RUN_MIN).position(|run| run.iter().all(is_printable)).unwrap_or(0);
        &octets[begins..]
    } else {
        octets
    };
    let text = String::from_utf8_lossy(octets);
    let text = text.trim_end_matches(['\r', '\n']);
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Whether octets are text, and not what TLS has made of it. Something else may stand in between, as the header of PROXY does, or the options of telnet.
fn is_text(octets: &[u8]) -> bool {
    let is_control = |octet: &&u8| **octet < b' ' && !matches!(**octet, b'\t' | b'\r' | b'\n');
    let controls = octets.iter().filter(is_control).count();
    let strange: usize = octets.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let is_clean = controls * 64 <= octets.len() && strange * 8 <= octets.len();
    let is_printable = |octet: &u8| (b' '..=b'~').contains(octet);
    let runs = octets.split(|octet| !is_printable(octet)).map(<[u8]>::len);
    let printable: usize = runs.filter(|run| *run >= RUN_MIN).sum();
    let has = |word: &str| octets.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    let is_told = || WORDS.iter().any(|word| has(word)) || has(&CHALLENGE.to_string());
    is_clean || printable * 2 >= octets.len() || is_told()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        read(text.lines().map(str::to_owned).collect()).joined()
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
    fn the_content_is_left_out_where_nothing_says_who_speaks() {
        let dump = |text: &str| -> String {
            let rows = text.as_bytes().chunks(OCTETS_MAX).enumerate().map(|(row, octets)| {
                let digits: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
                let shown: String =
                    octets.iter().map(|b| if b.is_ascii_graphic() { char::from(*b) } else { '.' }).collect();
                format!("{:08x}  {:48} |{shown}|\n", row * OCTETS_MAX, digits.join(" "))
            });
            rows.collect()
        };
        for (text, left) in [
            ("DATA\r\n354 go on\r\nmy words\r\n250 of them\r\n.\r\n250 ok\r\n", "DATA 354 go on . 250 ok"),
            ("DATA\r\nmy words\r\n.\r\nQUIT\r\n", "DATA . QUIT"),
            ("354 go on\r\n554 5.7.1 no\r\n", "354 go on 554 5.7.1 no"),
            ("BDAT 11\r\nmy words\r\n QUIT\r\n", "BDAT 11 QUIT"),
            ("BDAT 99\r\nmy words\r\n554 5.7.1 no\r\n", "BDAT 99 554 5.7.1 no"),
        ] {
            let said = shown(&dump(text)).join(" ").replace("\\r\\n", " ");
            assert_eq!(said.split_whitespace().collect::<Vec<_>>().join(" "), left, "{text}");
        }
    }

    #[test]
    fn text_between_octets_that_are_none_is_read() {
        let text = "00000000  0d 0a 0d 0a 00 0d 0a 51  55 49 54 0a 21 11 00 0c |.......QUIT.!...|\n\
            00000010  c0 00 02 01 c0 00 02 02  c0 01 02 4b 41 55 54 48 |...........KAUTH|\n\
            00000020  20 50 4c 41 49 4e 0d 0a                          | PLAIN..|";
        assert_eq!(shown(text), ["", "AUTH PLAIN", ""]);
        let telnet = "0000: FF FD 03 FF FB 18 50 41 53 53 20 78 0D 0A : ......PASS x..";
        assert_eq!(shown(telnet), ["PASS x"]);
    }

    #[test]
    fn a_quotation_a_container_and_xxd_are_read() {
        for text in [
            "> 0000: 45 48 4C 4F 20 61 0D 0A : EHLO a..",
            "> > 0000: 45 48 4C 4F 20 61 0D 0A : EHLO a..",
            "app-1  | 0000: 45 48 4C 4F 20 61 0D 0A : EHLO a..",
            "> app-1  | 0000 - 45 48 4C 4F 20 61 0D 0A    EHLO a..",
            "00000000: 4548 4c4f 2061 0d0a                      EHLO a..",
        ] {
            assert_eq!(shown(text), ["EHLO a"], "{text}");
        }
    }

    #[test]
    fn a_line_that_goes_on_and_on_is_bounded() {
        let piece = "Data from Socket#1::Send\n00000000 : 41 41 41 41 : AAAA\n";
        let lines = shown(&piece.repeat(2 * JOINED_MAX / 4));
        assert_eq!(lines[1].len(), "C: ".len() + JOINED_MAX);
    }

    #[test]
    fn what_is_no_dump_or_no_text_stays() {
        for text in [
            "2024: 12 of them",
            "2024-03-01 10:00:00 x",
            "0000: 0a",
            "Data from Socket#1::Send\n00000000 : 16 03 01 00 05 41 42 43                         : .....ABC",
            "00000000 : 45 48 4C 4F : EHLP",
            "00000000: 4548 4c4f 20  EHLP",
            "00000000 : 45 48 4C 4F 20 \u{20ac}",
        ] {
            assert_eq!(shown(text).join("\n"), text);
        }
        assert_eq!(shown("00000000  32 32 30 20 6d 78 2e 61  0d 0a       |220 mx.a..|"), ["220 mx.a"]);
    }
}
