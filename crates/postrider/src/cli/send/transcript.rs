//! The conversation as a person reads it.

use std::io::Write;

use crate::visible::visible;

/// C: and S: lines; content is counted and not shown.
pub struct Transcript<'a> {
    out: Option<&'a mut dyn Write>,
    /// Set while content is sent.
    content: Option<ShownContent>,
}

#[derive(Debug, Clone, Copy)]
struct ShownContent {
    chunked: bool,
    octets: usize,
}

impl<'a> Transcript<'a> {
    /// Written to `out`, if anybody wants to see it.
    pub fn new(out: Option<&'a mut dyn Write>) -> Self {
        Self { out, content: None }
    }

    /// What is sent next is content.
    pub(super) fn content_begins(&mut self, chunked: bool) {
        self.content.get_or_insert(ShownContent { chunked, octets: 0 });
    }

    pub(super) fn client(&mut self, octets: &[u8]) {
        match &mut self.content {
            None => self.lines("C:", octets),
            Some(content) if content.chunked => {
                let line_end =
                    octets.iter().position(|octet| *octet == b'\n').map_or(octets.len(), |at| at + 1);
                let (command, chunk) = octets.split_at(line_end);
                let chunk = format!("... {} octets of the message", chunk.len());
                self.lines("C:", command);
                self.lines("C:", chunk.as_bytes());
            }
            Some(content) => content.octets += octets.len(),
        }
    }

    pub(super) fn server(&mut self, octets: &[u8]) {
        if !octets.is_empty() {
            self.content_ends();
            self.lines("S:", octets);
        }
    }

    pub(super) fn content_ends(&mut self) {
        if let Some(ShownContent { chunked: false, octets }) = self.content.take() {
            self.lines("C:", format!("... {octets} octets of the message").as_bytes());
        }
    }

    fn lines(&mut self, who: &str, octets: &[u8]) {
        let Some(out) = &mut self.out else { return };
        for line in String::from_utf8_lossy(octets).lines() {
            // A server's octets must not be able to write on the terminal what they like.
            let _ = writeln!(out, "{who} {}", visible(line));
        }
    }
}
