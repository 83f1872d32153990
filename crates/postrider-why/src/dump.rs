//! Octets that a trace writes as digits, read as what was said: `00000000 : 45 48 4C 4F 20 61 0D 0A : EHLO a..`.
//!
//! ```text
//!   System.Net Verbose: 0 : [1] Data from Socket#7::Send           who speaks
//!   System.Net Verbose: 0 : [1] 00000000 : 41 55 54 48 ... : AUTH  what, sixteen octets a line
//!       ProcessId=1                                                between them, about each line
//! ```
//!
//! The network trace of .NET (`System.Net`), `curl --trace` and `--trace-ascii`, `openssl s_client -debug`, `hexdump -C`, `xxd` and `tcpdump -X` are read, in
//! UTF-8 and in UTF-16, also where a quotation or the name of a container stands in front. It is done before secrets are taken out, so that those in digits are too: [`Said`] has each line
//! of the text alone, as it was sent, since what an answer is only the line before it tells. Behind that each line of the text goes where its first octet
//! stood, so that every line keeps its number. Of the content of a message, behind 354 or BDAT, nothing is left, since nobody needs it to know why it was
//! refused. What is encrypted stays as it is.

mod packet;
mod row;
mod said;
mod text;

use std::ops::Range;

use postrider_proto::wire::command::Verb;

use crate::dialect::{Form, Who, form};
use crate::wide;
use packet::Packet;
use row::{behind_prefix, offset, piece, source};
pub use said::Said;
use said::{Row, Spoken};
use text::{is_text, proxy_octets, words};

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
    Tcpdump,
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
    /// It is written as `tcpdump` writes packets: `0x0000:  4500 003b`.
    is_packet: bool,
}

#[derive(Default)]
struct Reader {
    source: Option<Source>,
    /// The line that says it.
    source_line: Option<usize>,
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
                let source = (self.source, self.source_line);
                self.end(rows);
                (self.source, self.source_line) = source;
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
        self.source_line = self.source.map(|_| at);
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
        Some(Piece { line, offset, octets: said.as_bytes().to_vec(), is_ascii: true, is_packet: false })
    }

    /// The dump is at its end: its lines become what they say.
    fn end(&mut self, rows: &mut [Row]) {
        let mut source = self.source.take();
        let source_line = self.source_line.take();
        let mut pieces = std::mem::take(&mut self.pieces);
        if let Some(last) = pieces.last_mut().filter(|last| last.is_ascii && last.octets.len() < ASCII_MAX) {
            last.octets.extend_from_slice(b"\r\n");
        }
        let mut octets = joined(&pieces);
        let packet = pieces.first().filter(|piece| piece.is_packet).and_then(|_| packet::read(&octets));
        if let Some(Packet { payload, who }) = packet {
            octets = octets[payload.clone()].to_vec();
            keep(&mut pieces, payload);
            let reply = || if says_a_reply(&octets) { Who::Server } else { Who::Client };
            source = Some(Source { writer: Writer::Tcpdump, who: Some(who.unwrap_or_else(reply)) });
        }
        if let Some(unit) = wide::unit(&octets) {
            narrow(&mut pieces, unit);
            octets = joined(&pieces);
        }
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
        // What it says of the packet would stand between the lines of a conversation, and may say them once more.
        if let Some(line) =
            source_line.filter(|_| source.is_some_and(|source| source.writer == Writer::Tcpdump))
        {
            rows[line].clear();
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
        (Some(Source { writer: Writer::SystemNet | Writer::Tcpdump, .. }), Some(Who::Client)) => "C: ",
        (Some(Source { writer: Writer::SystemNet | Writer::Tcpdump, .. }), Some(Who::Server)) => "S: ",
        (Some(Source { writer: Writer::Curl, .. }), Some(Who::Client)) => "> ",
        (Some(Source { writer: Writer::Curl, .. }), Some(Who::Server)) => "< ",
        _ => "",
    }
}

/// Who says octets of which the trace does not tell it: .NET calls both ways `PostCompletion`.
fn speaker(writer: Writer, octets: &[u8]) -> Option<Who> {
    (writer == Writer::SystemNet).then(|| if says_a_reply(octets) { Who::Server } else { Who::Client })
}

/// Whether octets begin with a reply.
fn says_a_reply(octets: &[u8]) -> bool {
    let text = String::from_utf8_lossy(octets.get(..4).unwrap_or(octets));
    matches!(form(&text), Form::Reply(_))
}

/// The octets of all lines.
fn joined(pieces: &[Piece]) -> Vec<u8> {
    pieces.iter().flat_map(|piece| piece.octets.iter().copied()).collect()
}

/// Leaves of each line what is in this part of all octets.
fn keep(pieces: &mut [Piece], part: Range<usize>) {
    let mut begins = 0;
    for piece in pieces {
        let ends = begins + piece.octets.len();
        let place = |at: usize| at.clamp(begins, ends) - begins;
        piece.octets = piece.octets[place(part.start)..place(part.end)].to_vec();
        begins = ends;
    }
}

/// Makes UTF-8 of what each line has in UTF-16; of two octets the first may stand in the line before.
fn narrow(pieces: &mut [Piece], unit: wide::Unit) {
    let mut held = None;
    for piece in pieces {
        let octets: Vec<u8> = held.take().into_iter().chain(piece.octets.iter().copied()).collect();
        held = octets.as_chunks::<2>().1.first().copied();
        piece.octets = wide::text(&octets, unit).into_bytes();
    }
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
mod tests;
