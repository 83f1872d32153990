//! The header of a message as it passes: the fields that are signed are kept, the others are not.

use super::fields::{NAME_MAX, SIGNED_FIELDS, place_of};

/// The most that is kept of the fields that are signed, in octets. A message with more goes unsigned: no honest one has it.
pub const KEPT_MAX: usize = 256 * 1024;

/// Reads the header of a message, in pieces of any size.
#[derive(Debug)]
pub(super) struct HeaderReader {
    /// For each of [`SIGNED_FIELDS`], its fields as they stand in the message, from the top down, without the CRLF at the end.
    kept: Vec<Vec<Vec<u8>>>,
    kept_octets: usize,
    too_large: bool,
    /// The field under way.
    field: Field,
    /// The front of the line under way, until it is known what the line is.
    line: Vec<u8>,
}

/// What is done with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    /// At the start of a line: the field before it is kept, or was not.
    Start { before: Option<usize> },
    /// Its octets are kept with those of the last field of this place.
    Kept(usize),
    /// Its octets are passed over.
    Skipped,
}

impl HeaderReader {
    pub(super) fn new() -> Self {
        Self {
            kept: vec![Vec::new(); SIGNED_FIELDS.len()],
            kept_octets: 0,
            too_large: false,
            field: Field::Start { before: None },
            line: Vec::new(),
        }
    }

    /// Takes the next octets. Gives the body among them, from where it begins, once the header has ended. The lines end with CRLF.
    pub(super) fn push<'o>(&mut self, mut octets: &'o [u8]) -> Option<&'o [u8]> {
        while let Some(&first) = octets.first() {
            match self.field {
                Field::Start { before } => {
                    self.line.push(first);
                    octets = &octets[1..];
                    self.front(before);
                    if self.line == b"\r\n" {
                        return Some(octets);
                    }
                }
                Field::Kept(_) | Field::Skipped => {
                    let end = memchr::memchr(b'\n', octets).map_or(octets.len(), |end| end + 1);
                    let (now, rest) = octets.split_at(end);
                    self.take(now);
                    octets = rest;
                }
            }
        }
        None
    }

    /// One octet more is known of the front of a line.
    fn front(&mut self, before: Option<usize>) {
        let line = std::mem::take(&mut self.line);
        let last = line.last().copied();
        self.field = match line[0] {
            // White space goes on with the field before (RFC 5322 §2.2.3).
            b' ' | b'\t' => before.map_or(Field::Skipped, Field::Kept),
            _ if last == Some(b':') => {
                let name = line[..line.len() - 1].trim_ascii_end();
                match place_of(name).filter(|_| !self.too_large) {
                    Some(place) => {
                        self.kept[place].push(Vec::new());
                        Field::Kept(place)
                    }
                    None => Field::Skipped,
                }
            }
            // Not a field, or none that is signed.
            _ if line.len() > NAME_MAX || last == Some(b'\n') => Field::Skipped,
            _ => {
                self.line = line;
                return;
            }
        };
        if line == b"\r\n" {
            self.line = line;
        } else {
            self.take(&line);
        }
    }

    /// More of a line whose field is known.
    fn take(&mut self, octets: &[u8]) {
        let place = if let Field::Kept(place) = self.field { Some(place) } else { None };
        if let Some(place) = place {
            self.kept_octets += octets.len();
            self.too_large |= self.kept_octets > KEPT_MAX;
            if !self.too_large
                && let Some(field) = self.kept[place].last_mut()
            {
                field.extend_from_slice(octets);
            }
        }
        if octets.last() == Some(&b'\n') {
            self.field = Field::Start { before: place };
        }
    }

    /// All has passed. Gives what was kept, or nothing where that was too much.
    pub(super) fn finish(mut self) -> Option<Vec<Vec<Vec<u8>>>> {
        if self.too_large {
            return None;
        }
        for field in self.kept.iter_mut().flatten() {
            let end = field.strip_suffix(b"\r\n").map_or(field.len(), <[u8]>::len);
            field.truncate(end);
        }
        Some(self.kept)
    }
}
