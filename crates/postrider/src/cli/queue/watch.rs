//! `--watch`: draws what a command shows again and again.

use std::io::{self, IsTerminal as _, Write};
use std::thread;
use std::time::Duration;

use comfy_table::Table;

use super::End;

/// Draw it once, or again and again.
#[derive(Debug, clap::Args)]
pub struct Every {
    /// Draw it anew every so many seconds, until interrupted.
    #[arg(
        long,
        value_name = "SECONDS",
        num_args = 0..=1,
        default_missing_value = "2",
        value_parser = clap::value_parser!(u64).range(1..=86_400)
    )]
    watch: Option<u64>,
}

/// What there is to draw on.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Characters in a line; what is no terminal has no end.
    pub width: usize,
    /// Lines; none if it is drawn once, and may be as long as it is.
    pub lines: Option<usize>,
}

/// Where a terminal does not say how high it is.
const LINES: usize = 24;

impl Every {
    /// Whether it is drawn again and again.
    pub const fn is_watching(&self) -> bool {
        self.watch.is_some()
    }

    /// Draws what `make` makes.
    pub fn draw(
        &self,
        out: &mut dyn Write,
        make: &mut dyn FnMut(Screen) -> Result<String, End>,
    ) -> Result<(), End> {
        let Some(seconds) = self.watch else {
            let screen = Screen { width: width(), lines: None };
            return Ok(out.write_all(make(screen)?.as_bytes())?);
        };
        if !io::stdout().is_terminal() {
            return Err(End::Fault(
                "--watch draws on a terminal, and standard output is none: without it this is written once"
                    .to_owned(),
            ));
        }
        loop {
            let screen = Screen { width: width(), lines: Some(lines()) };
            let text = make(screen)?;
            // Made before the screen is emptied, so that it does not flicker; and never higher than the screen.
            let text: String = text.split_inclusive('\n').take(lines().saturating_sub(1)).collect();
            write!(out, "\x1b[H\x1b[2J{text}")?;
            out.flush()?;
            thread::sleep(Duration::from_secs(seconds));
        }
    }
}

fn width() -> usize {
    // A terminal that does not know its width says 0.
    Table::new().width().filter(|width| *width > 0).map_or(usize::MAX, usize::from)
}

fn lines() -> usize {
    let size = rustix::termios::tcgetwinsize(io::stdout());
    size.ok().map(|size| usize::from(size.ws_row)).filter(|lines| *lines > 0).unwrap_or(LINES)
}
