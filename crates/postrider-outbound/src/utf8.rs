//! Whether a message that came with SMTPUTF8 has to go on with it.
//!
//! Many clients say SMTPUTF8 wherever it is offered. What needs it is a message whose envelope or header is not ASCII (RFC 6531 §3.4):
//! any other may go to a host that does not offer it. An octet beyond ASCII in the body alone is a matter of 8BITMIME,
//! and so is one in the header of a body part: RFC 6531 §3.6 does not ask to look for it there.

use std::io::{self, BufReader, Read};

/// How much of a header is looked at, in octets. One that is longer is taken for one that is not ASCII.
const HEADER_MAX: u64 = 1024 * 1024;

/// Whether the header of this content, which ends with the first empty line, is ASCII.
///
/// # Errors
///
/// The content cannot be read.
pub(crate) fn has_ascii_header(content: impl Read) -> io::Result<bool> {
    let (mut octets, mut is_line_empty) = (0, true);
    for octet in BufReader::new(content.take(HEADER_MAX)).bytes() {
        match octet? {
            b'\n' if is_line_empty => return Ok(true),
            b'\n' => is_line_empty = true,
            b'\r' => {}
            0x80.. => return Ok(false),
            _ => is_line_empty = false,
        }
        octets += 1;
    }
    Ok(octets < HEADER_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_ends_with_the_first_empty_line() {
        let judged = |content: &[u8]| has_ascii_header(content).expect("it can be read");
        assert!(judged(b"Subject: hello\r\n\r\ngr\xc3\xbc\xc3\x9fe\r\n"));
        assert!(judged(b"\r\ngr\xc3\xbc\xc3\x9fe\r\n"));
        assert!(judged(b"Subject: hello\r\n") && judged(b""));
        assert!(!judged(b"Subject: gr\xc3\xbc\xc3\x9fe\r\n\r\nhello\r\n"));
        assert!(!judged(b"Subject: hello\r\n gr\xc3\xbc\xc3\x9fe"));
    }

    #[test]
    fn no_more_is_looked_at_than_a_header_may_have() {
        let endless = io::repeat(b'x');
        assert!(!has_ascii_header(endless).expect("it can be read"));
    }

    #[test]
    fn what_cannot_be_read_is_not_judged() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::UnexpectedEof.into())
            }
        }
        assert!(has_ascii_header(b"Subject: hello\r\n".chain(Broken)).is_err());
    }
}
