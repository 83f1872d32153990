//! The replies of a server, out of octets that come in any pieces.

use memchr::memchr;

/// Tells where a reply ends. A reply of several lines ends with the line that has no `-` behind its code.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Replies {
    /// The front of the line that has begun.
    front: [u8; 4],
    seen: usize,
}

impl Replies {
    /// Looks at the octets that have come, and gives the code of each reply that they end.
    pub(crate) fn read(&mut self, mut octets: &[u8], mut each: impl FnMut([u8; 3])) {
        while !octets.is_empty() {
            let end = memchr(b'\n', octets);
            let line = &octets[..end.unwrap_or(octets.len())];
            let wanted = line.len().min(self.front.len() - self.seen);
            self.front[self.seen..self.seen + wanted].copy_from_slice(&line[..wanted]);
            self.seen += wanted;
            let Some(end) = end else { return };
            octets = &octets[end + 1..];
            let [a, b, c, separator] = self.front;
            if separator != b'-' {
                each([a, b, c]);
            }
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_end_where_their_last_line_does_however_the_octets_come() {
        let octets = b"220 here\r\n250-one\r\n250-two\r\n250 three\r\n354\r\n";
        for piece in 1..=octets.len() {
            let (mut replies, mut codes) = (Replies::default(), Vec::new());
            for piece in octets.chunks(piece) {
                replies.read(piece, |code| codes.push(code));
            }
            assert_eq!(codes, [*b"220", *b"250", *b"354"], "in pieces of {piece}");
        }
    }
}
