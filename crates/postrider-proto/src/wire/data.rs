//! Content on the wire: DATA with its dots (RFC 5321 §4.5.2), BDAT by count (RFC 3030 §2), and the repair of lines that do
//! not end with CRLF.
//!
//! The rules, for both ways in:
//!
//! - **Only CRLF.CRLF ends DATA.** What merely resembles it is content. Servers that disagree on this let one message be
//!   smuggled inside another (CVE-2023-51764 and its kin).
//! - A bare LF becomes CRLF and a bare CR a space. A repaired line end is an end for whoever reads the message later; it is
//!   none for this protocol, so a dot behind it is neither an end nor stuffed.
//! - Octets are handed out as slices of the input wherever they need no repair.

use memchr::memchr3;

/// What a reader found at the front of its input.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'i> {
    /// Content, repaired: append it. Never empty.
    Octets(&'i [u8]),
    /// The end of DATA.
    End,
    /// Everything was consumed and nothing came of it yet.
    More,
}

/// What the lines of some content were like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineFacts {
    /// LF without a CR before it.
    pub bare_lf: u64,
    /// CR without an LF behind it.
    pub bare_cr: u64,
    /// There was a NUL octet.
    pub nul: bool,
    /// The longest line with its line end, in octets, as it was received.
    pub longest_line: u64,
}

/// Reads the content of DATA.
#[derive(Debug, Default)]
pub struct ContentReader {
    lines: Lines,
    end: End,
}

/// How far into an end of DATA the reader is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum End {
    /// At the start of a line that a CRLF has begun, or of the content.
    #[default]
    LineStart,
    /// Behind a dot at the start of a line.
    AfterDot,
    /// Behind a dot and a CR at the start of a line.
    AfterDotCr,
    /// Within a line.
    Within,
}

impl ContentReader {
    /// Reads from the front of `input`. Gives how much was consumed and what it was. Call again with the rest until it
    /// says [`Piece::End`], and not after it.
    pub fn read<'i>(&mut self, input: &'i [u8]) -> (usize, Piece<'i>) {
        let mut used = 0;
        loop {
            let rest = &input[used..];
            let Some(&first) = rest.first() else { return (used, Piece::More) };
            match self.end {
                End::LineStart if first == b'.' => {
                    self.end = End::AfterDot;
                    self.lines.line_octets += 1;
                    used += 1;
                }
                End::LineStart => self.end = End::Within,
                // CRLF.CRLF it may become; the CR is not content unless it does not.
                End::AfterDot if first == b'\r' => {
                    self.end = End::AfterDotCr;
                    used += 1;
                }
                // The dot was stuffed: it is dropped (RFC 5321 §4.5.2).
                End::AfterDot => self.end = End::Within,
                End::AfterDotCr if first == b'\n' => return (used + 1, Piece::End),
                // A CR alone behind the dot: the dot goes as any first dot does, and the CR is a bare one.
                End::AfterDotCr => {
                    self.end = End::Within;
                    self.lines.cr = true;
                }
                End::Within => {
                    let (consumed, piece) = self.lines.read(rest, Dots::Minded);
                    if self.lines.at_line_start {
                        self.lines.at_line_start = false;
                        self.end = End::LineStart;
                    }
                    match piece {
                        Piece::More => used += consumed,
                        piece => return (used + consumed, piece),
                    }
                }
            }
        }
    }

    /// What the lines were like so far.
    #[must_use]
    pub fn facts(&self) -> LineFacts {
        self.lines.facts
    }
}

/// Reads the content of BDAT chunks. A CR at the end of a chunk waits for the next.
#[derive(Debug, Default)]
pub struct ChunkReader {
    lines: Lines,
    /// The last octet handed out ended a line, or there was none.
    ended: bool,
    any: bool,
}

impl ChunkReader {
    /// Reads from the front of `input`, all of which belongs to the chunk. Never says [`Piece::End`].
    pub fn read<'i>(&mut self, input: &'i [u8]) -> (usize, Piece<'i>) {
        let (used, piece) = self.lines.read(input, Dots::Plain);
        if let Piece::Octets(octets) = &piece {
            self.any = true;
            self.ended = octets.ends_with(b"\n");
        }
        (used, piece)
    }

    /// The last chunk has been read. Gives what is still to be appended: a CR that waited becomes a space, and a last line
    /// without a line end gets one, since DATA on the way out could not carry it otherwise.
    pub fn finish(&mut self) -> &'static [u8] {
        let cr = std::mem::take(&mut self.lines.cr);
        if cr {
            self.lines.facts.bare_cr += 1;
            self.lines.line_octets += 1;
        }
        self.lines.line_end(0);
        match (cr, self.any && !self.ended) {
            (true, _) => b" \r\n",
            (false, true) => b"\r\n",
            (false, false) => b"",
        }
    }

    /// What the lines were like so far.
    #[must_use]
    pub fn facts(&self) -> LineFacts {
        self.lines.facts
    }
}

/// Repairs line ends, and sees what the lines are like.
#[derive(Debug, Default)]
struct Lines {
    facts: LineFacts,
    /// Octets of the line under way.
    line_octets: u64,
    /// A CR was consumed and not handed out yet: it is the first half of a CRLF, or bare.
    cr: bool,
    /// A CRLF was just handed out, and what follows it was not looked at.
    at_line_start: bool,
}

/// Whether a dot at the start of a line means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dots {
    /// In DATA: it may be the end, or be stuffed.
    Minded,
    /// In a chunk: it is content.
    Plain,
}

impl Lines {
    /// Hands out as many lines at once as need no repair. Where dots are minded it stops behind a CRLF that a dot follows or
    /// may follow, with `at_line_start` set.
    fn read<'i>(&mut self, input: &'i [u8], dots: Dots) -> (usize, Piece<'i>) {
        let Some(&first) = input.first() else { return (0, Piece::More) };
        if std::mem::take(&mut self.cr) {
            if first == b'\n' {
                self.line_end(2);
                self.at_line_start = true;
                return (1, Piece::Octets(b"\r\n"));
            }
            self.facts.bare_cr += 1;
            self.line_octets += 1;
            return (0, Piece::Octets(b" "));
        }
        let mut at = 0;
        loop {
            let Some(found) = memchr3(b'\r', b'\n', 0, &input[at..]).map(|found| at + found) else {
                self.line_octets += (input.len() - at) as u64;
                return (input.len(), Piece::Octets(input));
            };
            self.line_octets += (found - at) as u64;
            match (input[found], input.get(found + 1)) {
                (0, _) => {
                    self.facts.nul = true;
                    self.line_octets += 1;
                    at = found + 1;
                }
                (b'\r', Some(b'\n')) => {
                    self.line_end(2);
                    at = found + 2;
                    if dots == Dots::Minded && matches!(input.get(at), None | Some(b'.')) {
                        self.at_line_start = true;
                        return (at, Piece::Octets(&input[..at]));
                    }
                }
                // A bare CR, or a CR whose LF may still come: what stands before it first.
                (b'\r', _) => {
                    self.cr = true;
                    let before = &input[..found];
                    return (found + 1, if found == 0 { Piece::More } else { Piece::Octets(before) });
                }
                // A bare LF: first what stands before it, then the line end it should have been.
                _ if found > 0 => return (found, Piece::Octets(&input[..found])),
                _ => {
                    self.facts.bare_lf += 1;
                    self.line_end(1);
                    return (1, Piece::Octets(b"\r\n"));
                }
            }
        }
    }

    fn line_end(&mut self, octets: u64) {
        self.facts.longest_line = self.facts.longest_line.max(self.line_octets + octets);
        self.line_octets = 0;
    }
}

/// Writes content for DATA: dots stuffed, lines repaired, the end marked. Whatever comes in, no bare CR or LF goes out, so
/// that no other server can be made to see an end where there is none.
#[derive(Debug)]
pub struct Stuffer {
    lines: Lines,
    at_start: bool,
}

impl Default for Stuffer {
    fn default() -> Self {
        Self { lines: Lines::default(), at_start: true }
    }
}

impl Stuffer {
    /// Appends the wire form of `content` to `out`.
    pub fn write(&mut self, content: &[u8], out: &mut Vec<u8>) {
        let mut rest = content;
        while !rest.is_empty() {
            let (used, piece) = self.lines.read(rest, Dots::Minded);
            if let Piece::Octets(octets) = piece {
                if self.at_start && octets.starts_with(b".") {
                    out.push(b'.');
                }
                out.extend_from_slice(octets);
                self.at_start = octets.ends_with(b"\r\n");
            }
            rest = &rest[used..];
        }
    }

    /// Appends the end: the last line's CRLF if it has none, then a dot alone.
    pub fn finish(mut self, out: &mut Vec<u8>) {
        if std::mem::take(&mut self.lines.cr) {
            out.extend_from_slice(b" ");
            self.at_start = false;
        }
        out.extend_from_slice(if self.at_start { b".\r\n" } else { b"\r\n.\r\n" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads DATA content cut into pieces: what it was, and what was left behind its end.
    fn read(pieces: &[&[u8]]) -> (Vec<u8>, Option<usize>, LineFacts) {
        let (mut reader, mut out, mut total) = (ContentReader::default(), Vec::new(), 0);
        for piece in pieces {
            let mut at = 0;
            loop {
                let (used, found) = reader.read(&piece[at..]);
                at += used;
                match found {
                    Piece::Octets(octets) => {
                        assert!(!octets.is_empty());
                        out.extend_from_slice(octets);
                    }
                    Piece::End => return (out, Some(total + at), reader.facts()),
                    Piece::More => {
                        assert_eq!(at, piece.len(), "More means that everything was consumed");
                        break;
                    }
                }
            }
            total += piece.len();
        }
        (out, None, reader.facts())
    }

    fn chunks(pieces: &[&[u8]]) -> (Vec<u8>, LineFacts) {
        let (mut reader, mut out) = (ChunkReader::default(), Vec::new());
        for piece in pieces {
            let mut at = 0;
            while at < piece.len() {
                let (used, found) = reader.read(&piece[at..]);
                at += used;
                if let Piece::Octets(octets) = found {
                    out.extend_from_slice(octets);
                }
            }
        }
        let tail = reader.finish();
        out.extend_from_slice(tail);
        (out, reader.facts())
    }

    fn repaired(input: &[u8]) -> Vec<u8> {
        let (out, end, _) = read(&[input]);
        assert_eq!(end, Some(input.len()), "{}", input.escape_ascii());
        out
    }

    #[test]
    fn only_crlf_dot_crlf_ends() {
        // Everything that some server somewhere has taken for the end.
        let imitations: &[(&[u8], &[u8])] = &[
            (b"\n.\n", b"\r\n.\r\n"),
            (b"\n.\r\n", b"\r\n.\r\n"),
            (b"\r\n.\n", b"\r\n\r\n"),
            (b"\r.\r", b" . "),
            (b"\r.\r\n", b" .\r\n"),
            (b"\r\n.\r", b"\r\n "),
            (b"\r.\n", b" .\r\n"),
            (b"\n.\r", b"\r\n. "),
            (b"\r\n\0.\r\n", b"\r\n\0.\r\n"),
            (b"\r\n.\0\r\n", b"\r\n\0\r\n"),
            (b"\r\n.\r\r\n", b"\r\n \r\n"),
            (b"\r\r\n.\r\r\n", b" \r\n \r\n"),
            (b"\r\n .\r\n", b"\r\n .\r\n"),
            (b"\r\n. \r\n", b"\r\n \r\n"),
            (b"\r\n..\r\n", b"\r\n.\r\n"),
            (b"\n\n.\n\n", b"\r\n\r\n.\r\n\r\n"),
            (b"\n\r.\n\r", b"\r\n .\r\n "),
            (b"\x85.\x85", b"\x85.\x85"),
            ("\u{2028}.\u{2028}".as_bytes(), "\u{2028}.\u{2028}".as_bytes()),
            (b"\x0b.\x0b", b"\x0b.\x0b"),
            (b"\x0c.\x0c", b"\x0c.\x0c"),
            (b"\x1a", b"\x1a"),
            (b"\t.\t", b"\t.\t"),
            (b"\0.\0", b"\0.\0"),
            (b".\r\r\n", b". \r\n"),
            (b"\r\n.\r \n", b"\r\n  \r\n"),
        ];
        for (imitation, becomes) in imitations {
            let input = [b"first", *imitation, b"MAIL FROM:<x@y>\r\n.\r\n"].concat();
            let expected = [b"first", *becomes, b"MAIL FROM:<x@y>\r\n"].concat();
            assert_eq!(
                repaired(&input).escape_ascii().to_string(),
                expected.escape_ascii().to_string(),
                "{}",
                imitation.escape_ascii()
            );
        }
    }

    #[test]
    fn dots_are_unstuffed_at_the_start_of_lines_only() {
        assert_eq!(repaired(b".\r\n"), b"");
        assert_eq!(repaired(b"..\r\n.\r\n"), b".\r\n");
        assert_eq!(repaired(b"..x\r\n..\r\n...\r\na.b\r\n.\r\n"), b".x\r\n.\r\n..\r\na.b\r\n");
    }

    #[test]
    fn the_facts_are_counted() {
        let (_, _, facts) = read(&[b"a\nb\rc\0\r\nlonger line\r\n.\r\n"]);
        assert_eq!(facts, LineFacts { bare_lf: 1, bare_cr: 1, nul: true, longest_line: 13 });
    }

    #[test]
    fn lines_that_need_no_repair_come_in_one_piece() {
        let input = b"one\r\ntwo\r\n\r\nfour\r\n..five\r\n.\r\n";
        let mut reader = ContentReader::default();
        let (used, piece) = reader.read(input);
        assert_eq!((used, piece), (18, Piece::Octets(&input[..18])));
        let (more, piece) = reader.read(&input[used..]);
        assert_eq!((more, piece), (8, Piece::Octets(&b".five\r\n"[..])));
        assert_eq!(reader.read(&input[used + more..]), (3, Piece::End));
        let mut reader = ChunkReader::default();
        assert_eq!(
            reader.read(input),
            (input.len(), Piece::Octets(&input[..])),
            "a dot in a chunk is content"
        );
    }

    #[test]
    fn the_last_line_of_a_chunk_counts_without_an_end() {
        assert_eq!(chunks(&[b"a\r\n", &[b'x'; 2000]]).1.longest_line, 2000);
        assert_eq!(chunks(&[b"abc\r"]).1, LineFacts { bare_cr: 1, longest_line: 4, ..LineFacts::default() });
    }

    #[test]
    fn a_chunk_may_end_anywhere() {
        assert_eq!(chunks(&[b"a\r", b"\nb"]).0, b"a\r\nb\r\n");
        assert_eq!(chunks(&[b"a\r", b"b\n"]).0, b"a b\r\n");
        assert_eq!(chunks(&[b"a\r"]).0, b"a \r\n");
        assert_eq!(chunks(&[b""]).0, b"");
        assert_eq!(chunks(&[b".\r\n.\r\n"]).0, b".\r\n.\r\n");
    }

    fn octets() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            Just(b"\r\n".to_vec()),
            Just(b".".to_vec()),
            Just(b"\r".to_vec()),
            Just(b"\n".to_vec()),
            Just(b"\0".to_vec()),
            Just(b"text".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..5),
        ];
        proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    /// What the reader should make of DATA, said plainly and with everything at hand: where the end is, and the content.
    fn plainly(input: &[u8]) -> Option<(Vec<u8>, usize)> {
        let end = if input.starts_with(b".\r\n") {
            0
        } else {
            input.windows(5).position(|octets| octets == b"\r\n.\r\n")? + 2
        };
        let mut content = Vec::new();
        let mut rest = &input[..end];
        while !rest.is_empty() {
            let length = rest.windows(2).position(|octets| octets == b"\r\n").map_or(rest.len(), |at| at + 2);
            let (line, behind) = rest.split_at(length);
            let line = line.strip_suffix(b"\r\n").unwrap_or(line);
            for octet in line.strip_prefix(b".").unwrap_or(line) {
                match octet {
                    b'\n' => content.extend_from_slice(b"\r\n"),
                    b'\r' => content.push(b' '),
                    octet => content.push(*octet),
                }
            }
            content.extend_from_slice(b"\r\n");
            rest = behind;
        }
        Some((content, end + 3))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn the_reader_agrees_with_a_plain_account(input in octets(), ends in any::<bool>()) {
            let input = if ends { [&input[..], b"\r\n.\r\nQUIT\r\n"].concat() } else { input };
            let (out, end, _) = read(&[&input]);
            match plainly(&input) {
                Some((content, at)) => prop_assert_eq!((out, end), (content, Some(at))),
                None => prop_assert_eq!(end, None),
            }
        }

        #[test]
        fn cutting_changes_nothing(input in octets(), at in any::<prop::sample::Index>()) {
            let input = [&input[..], b"\r\n.\r\n"].concat();
            let at = at.index(input.len());
            let whole = read(&[&input]);
            prop_assert_eq!(&whole, &read(&[&input[..at], &input[at..]]));
            prop_assert_eq!(&whole, &read(&input.chunks(1).collect::<Vec<_>>()));
            let whole = chunks(&[&input]);
            prop_assert_eq!(&whole, &chunks(&[&input[..at], &input[at..]]));
            prop_assert_eq!(&whole, &chunks(&input.chunks(1).collect::<Vec<_>>()));
        }

        #[test]
        fn what_is_handed_out_has_whole_line_ends(input in octets()) {
            let out = chunks(&[&input]).0;
            for (i, octet) in out.iter().enumerate() {
                match octet {
                    b'\n' => prop_assert!(i > 0 && out[i - 1] == b'\r'),
                    b'\r' => prop_assert_eq!(out.get(i + 1), Some(&b'\n')),
                    _ => {}
                }
            }
        }

        #[test]
        fn what_is_stuffed_is_read_back(input in octets(), at in any::<prop::sample::Index>()) {
            let at = at.index(input.len() + 1);
            let (mut stuffer, mut wire) = (Stuffer::default(), Vec::new());
            stuffer.write(&input[..at], &mut wire);
            stuffer.write(&input[at..], &mut wire);
            stuffer.finish(&mut wire);
            let (out, end, facts) = read(&[&wire]);
            prop_assert_eq!(end, Some(wire.len()), "one end, at the end");
            prop_assert_eq!((facts.bare_cr, facts.bare_lf), (0, 0));
            prop_assert_eq!(out, chunks(&[&input]).0);
        }
    }
}
