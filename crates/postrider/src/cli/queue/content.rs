//! `postrider queue cat`: the content of a message.

use std::io::{self, IsTerminal as _, StdoutLock, Write};

use super::End;
use crate::control::client::Client;
use crate::visible::only_shows;

/// On a terminal nobody's mail may do more than show; a file or a program gets every octet.
pub(super) fn content(client: &mut Client, octets: u64, mut out: StdoutLock<'_>) -> Result<(), End> {
    if out.is_terminal() {
        client.content(octets, &mut Visible(out))?;
    } else {
        client.content(octets, &mut out)?;
        out.flush()?;
    }
    Ok(())
}

/// Shows content on a terminal: what is neither a line's end nor visible becomes `?`.
struct Visible<W>(W);

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        // The CR of a line's end is not needed there. A character that is cut in two by this piece's end is shown as two
        // that are not known.
        let text = String::from_utf8_lossy(octets).replace('\r', "");
        let show = |c: char| if only_shows(c) || matches!(c, '\n' | '\t') { c } else { '?' };
        let shown: String = text.chars().map(show).collect();
        self.0.write_all(shown.as_bytes())?;
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
