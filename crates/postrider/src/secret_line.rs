//! The line that a password or a token is given in.

use std::io::{self, BufRead, Read as _};

use postrider_proto::sasl::Secret;

/// The longest line with a password that is read, in octets.
pub const PASSWORD_OCTETS: usize = 4096;

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum LineFault {
    /// The system does not let us.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The line is empty, or there is none.
    #[error("the first line is empty")]
    Empty,
    /// What would be left of it is no secret of anybody's.
    #[error("the first line is longer than {0} octets")]
    TooLong(usize),
}

/// The first line, which is read no further.
///
/// # Errors
///
/// It cannot be read, is empty, or has more octets than `most`.
pub fn first_line(input: &mut dyn BufRead, most: usize) -> Result<Secret, LineFault> {
    // With the end of the line. It does not grow: each time that it did, it would leave a copy behind.
    let room = most + 2;
    let mut line = Vec::with_capacity(room);
    input.take(u64::try_from(room).unwrap_or(u64::MAX)).read_until(b'\n', &mut line)?;
    for end in [b'\n', b'\r'] {
        line.pop_if(|octet| *octet == end);
    }
    match line.len() {
        0 => Err(LineFault::Empty),
        octets if octets > most => Err(LineFault::TooLong(most)),
        _ => Ok(Secret::new(line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_refused_and_not_cut() {
        let read = |text: &str| first_line(&mut text.as_bytes(), 4);
        for text in ["1234", "1234\n", "1234\r\n", "1234\nnext"] {
            assert_eq!(read(text).expect("a line").expose(), b"1234", "{text:?}");
        }
        assert!(matches!(read("12345"), Err(LineFault::TooLong(4))));
        assert!(matches!(read("12345\r\n"), Err(LineFault::TooLong(4))));
        assert!(matches!(read("12345678\n"), Err(LineFault::TooLong(4))));
        assert!(matches!(read("\r\n1234"), Err(LineFault::Empty)));
        assert!(matches!(read(""), Err(LineFault::Empty)));
    }
}
