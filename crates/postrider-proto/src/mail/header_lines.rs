//! The lines of a header as they come: what is a field, what goes on with one, and where the body begins. Whoever looks into a header,
//! or changes it, reads it with this.

/// Reads a message in pieces of any size, and says of each what it belongs to. However it is cut, the parts together are the message.
///
/// The front of a line is held until it is known what the line is, [`HeaderLines::FRONT_MAX`] octets at most; nothing else is.
#[derive(Debug, Default)]
pub struct HeaderLines {
    /// The front of the line under way, as long as it is not known what that is.
    front: Vec<u8>,
    at: At,
    /// A line has been there.
    any: bool,
    /// A field has been there.
    field: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum At {
    /// In the front of a line.
    #[default]
    Front,
    /// In a line of which it is known what it is.
    Line,
    Body,
}

/// Some octets of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// A line that begins a field, as far as it has come, and at least to the colon.
    Field {
        /// The name, as it was written. RFC 5322 §4.5.8: white space before the colon is obsolete, and was once written.
        name: &'a [u8],
        /// All of it.
        octets: &'a [u8],
    },
    /// A line that goes on with the field before it (RFC 5322 §2.2.3), or with what stands there in its place.
    Fold(&'a [u8]),
    /// The first line, with which an mbox begins each message: `From alice Mon Nov 30 12:00:00 2026`.
    Mbox(&'a [u8]),
    /// A line that is no field.
    Stray(&'a [u8]),
    /// More of the line before.
    More(&'a [u8]),
    /// The empty line behind the header.
    End(&'a [u8]),
    /// What follows it.
    Body(&'a [u8]),
}

impl HeaderLines {
    /// In so many octets the colon of a field stands: no line of a header is longer (RFC 5322 §2.1.1).
    pub const FRONT_MAX: usize = 1000;

    /// Takes the next octets of the message, and gives them on in parts.
    pub fn push(&mut self, mut octets: &[u8], mut part: impl FnMut(Part<'_>)) {
        while !octets.is_empty() {
            match self.at {
                At::Body => return part(Part::Body(octets)),
                At::Line => {
                    let (more, rest) = octets.split_at(line_end(octets, 0));
                    self.line_goes_on(more);
                    part(Part::More(more));
                    octets = rest;
                }
                At::Front => {
                    let room = Self::FRONT_MAX.saturating_sub(self.front.len()).max(1);
                    let reach = &octets[..octets.len().min(room)];
                    let folds = self.front.is_empty() && matches!(reach[0], b' ' | b'\t');
                    let known = if folds { Some(0) } else { memchr::memchr2(b':', b'\n', reach) };
                    if known.is_none() && reach.len() < room {
                        self.front.extend_from_slice(reach);
                        return;
                    }
                    let known = known.map_or(reach.len(), |at| at + 1);
                    if self.front.is_empty() {
                        // Nothing was held: the line goes on as far as it has come.
                        let (line, rest) = octets.split_at(line_end(octets, known));
                        self.line(line, known, &mut part);
                        octets = rest;
                    } else {
                        let mut front = std::mem::take(&mut self.front);
                        front.extend_from_slice(&octets[..known]);
                        self.line(&front, front.len(), &mut part);
                        front.clear();
                        self.front = front;
                        octets = &octets[known..];
                    }
                }
            }
        }
    }

    /// The message has ended. Gives what was held: the front of a last line without an end.
    pub fn finish(&mut self, part: impl FnOnce(Part<'_>)) {
        if !self.front.is_empty() {
            part(Part::Stray(&self.front));
            self.front.clear();
            self.at = At::Line;
        }
    }

    /// Whether the body has begun.
    #[must_use]
    pub fn in_body(&self) -> bool {
        self.at == At::Body
    }

    /// Whether a line is under way.
    #[must_use]
    pub fn within_line(&self) -> bool {
        self.at == At::Line || !self.front.is_empty()
    }

    /// A line, as far as it has come. What it is shows in its first `known` octets.
    fn line(&mut self, line: &[u8], known: usize, part: &mut impl FnMut(Part<'_>)) {
        let front = &line[..known];
        let first = !std::mem::replace(&mut self.any, true);
        self.line_goes_on(line);
        if matches!(front[0], b' ' | b'\t') && self.field {
            part(Part::Fold(line));
        } else if matches!(front, b"\n" | b"\r\n") {
            self.at = At::Body;
            part(Part::End(line));
        } else if first && front.starts_with(b"From ") && name(front).is_none() {
            part(Part::Mbox(line));
        } else if let Some(name) = name(front) {
            self.field = true;
            part(Part::Field { name, octets: line });
        } else {
            // What looks like a fold behind it goes on with it.
            self.field = true;
            part(Part::Stray(line));
        }
    }

    fn line_goes_on(&mut self, octets: &[u8]) {
        self.at = if octets.ends_with(b"\n") { At::Front } else { At::Line };
    }
}

/// Where the line ends, or what there is of it. Its first `known` octets are looked at already.
fn line_end(octets: &[u8], known: usize) -> usize {
    if octets[..known].ends_with(b"\n") {
        return known;
    }
    memchr::memchr(b'\n', &octets[known..]).map_or(octets.len(), |end| known + end + 1)
}

/// The name of the field that a line begins (RFC 5322 §2.2), given as far as its first colon at least; none if it begins none.
#[must_use]
pub fn name(line: &[u8]) -> Option<&[u8]> {
    let colon = memchr::memchr(b':', line)?;
    // RFC 5322 §4.5.8: white space, which is a space or a tab.
    let end =
        line[..colon].iter().rposition(|octet| !matches!(octet, b' ' | b'\t')).map_or(0, |last| last + 1);
    let name = &line[..end];
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The parts of a message, those of one line put together: what each is, and its octets.
    fn parts(pieces: &[&[u8]]) -> Vec<(String, Vec<u8>)> {
        let (mut lines, mut found) = (HeaderLines::default(), Vec::<(String, Vec<u8>)>::new());
        let mut take = |part: Part<'_>| {
            let (kind, octets) = match part {
                Part::Field { name, octets } => (format!("field {}", name.escape_ascii()), octets),
                Part::Fold(octets) => ("fold".to_owned(), octets),
                Part::Mbox(octets) => ("mbox".to_owned(), octets),
                Part::Stray(octets) => ("stray".to_owned(), octets),
                Part::End(octets) => ("end".to_owned(), octets),
                Part::Body(octets) => ("body".to_owned(), octets),
                Part::More(octets) => {
                    return found.last_mut().expect("a line before").1.extend_from_slice(octets);
                }
            };
            match found.last_mut() {
                Some((last, body)) if kind == "body" && last == "body" => body.extend_from_slice(octets),
                _ => found.push((kind, octets.to_vec())),
            }
        };
        for piece in pieces {
            lines.push(piece, &mut take);
        }
        lines.finish(&mut take);
        found
    }

    fn kinds(message: &[u8]) -> String {
        let kinds: Vec<String> = parts(&[message]).into_iter().map(|(kind, _)| kind).collect();
        kinds.join(", ")
    }

    #[test]
    fn each_line_is_known_for_what_it_is() {
        assert_eq!(kinds(b"A: b\r\n c\r\nD :\te\r\n\r\nF: g\r\n"), "field A, fold, field D, end, body");
        assert_eq!(kinds(b"A: b\r\n \r\n\x0c\r\n\r\n"), "field A, fold, stray, end");
        assert_eq!(kinds(b" A: b\r\n\tc\r\n"), "stray, fold", "a fold of nothing");
        assert_eq!(kinds(b"no field\r\n c\r\nX Y: z\r\n: z\r\n"), "stray, fold, stray, stray");
        assert_eq!(
            kinds(b"From a@b Mon Nov 30 12:00\r\nFrom: c\r\nFrom d 1:2\r\n"),
            "mbox, field From, stray"
        );
        assert_eq!(kinds(b"From \t: a@b\r\n"), "field From", "a name with white space behind it");
        for no_white_space in [b'\x0b', b'\x0c', b'\r', b'\0', 0xa0] {
            assert_eq!(kinds(&[b"From", &[no_white_space][..], b": a@b\r\n"].concat()), "stray");
        }
        assert_eq!(kinds(b"\r\nA: b\r\n"), "end, body");
        assert_eq!(kinds(b"A: b"), "field A");
        assert_eq!(kinds(b"A"), "stray");
        assert_eq!(kinds(b""), "");
    }

    #[test]
    fn no_more_than_a_front_is_held() {
        let mut lines = HeaderLines::default();
        let mut given = 0;
        for _ in 0..3 * HeaderLines::FRONT_MAX {
            lines.push(b"x", |part| {
                assert!(matches!(part, Part::Stray(_) | Part::More(_)), "{part:?}");
                given += 1;
            });
        }
        assert_eq!(given, 2 * HeaderLines::FRONT_MAX + 1, "what is held comes at once, and then every octet");
        assert!(lines.front.capacity() <= 2 * HeaderLines::FRONT_MAX);
        let far = [&vec![b'x'; HeaderLines::FRONT_MAX - 1][..], b": y\r\n"].concat();
        assert!(kinds(&far).starts_with("field xxx"));
        assert_eq!(kinds(&[b"x", &far[..]].concat()), "stray");
    }

    proptest! {
        #[test]
        fn cutting_changes_nothing(lines in proptest::collection::vec(proptest::sample::select(vec![
            &b"Received: x\r\n"[..], b"A : b\r\n", b" folded\r\n", b"\r\n", b"text\r\n", b"\n", b"\t\r\n", b"From x 1:2\r\n", b"half",
        ]), 0..12), cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..4), long in 990_usize..1010) {
            let message = [&lines.concat()[..], &vec![b'y'; long], b":\r\n"].concat();
            let whole = parts(&[&message]);
            let together: Vec<u8> = whole.iter().flat_map(|(_, octets)| octets.clone()).collect();
            prop_assert_eq!(&together, &message);
            prop_assert_eq!(&whole, &parts(&message.chunks(1).collect::<Vec<_>>()));
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(message.len() + 1)).collect();
            cuts.sort_unstable();
            let (mut pieces, mut from) = (Vec::new(), 0);
            for cut in cuts.into_iter().chain([message.len()]) {
                pieces.push(&message[from..cut]);
                from = cut;
            }
            prop_assert_eq!(&whole, &parts(&pieces));
        }
    }
}
