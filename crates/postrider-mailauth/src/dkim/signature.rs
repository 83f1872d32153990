//! The words of a DKIM-Signature field (RFC 6376 §3.5).

use std::fmt::Write as _;

/// A line is no longer than this without its CRLF, in octets (RFC 5322 §2.1.1), where no name or value alone is longer.
const LINE_MAX: usize = 76;

/// A field that is being written, folded as it grows.
pub(super) struct Folded {
    text: String,
    /// How long the line under way is.
    column: usize,
}

impl Folded {
    /// A field of this name.
    pub(super) fn new(name: &str) -> Self {
        Self { text: format!("{name}:"), column: name.len() + 1 }
    }

    /// Appends a part behind a blank, or on a line of its own where it does not fit on this one.
    pub(super) fn part(&mut self, part: &str) {
        if self.column + 1 + part.len() > LINE_MAX {
            self.fold();
        } else {
            self.text.push(' ');
            self.column += 1;
        }
        self.append(part);
    }

    /// Appends a tag whose value is a list, which may be folded behind each colon.
    pub(super) fn list(&mut self, tag: &str, items: &[&str]) {
        let mut front = format!("{tag}=");
        let last = items.len().saturating_sub(1);
        for (at, item) in items.iter().enumerate() {
            let _ = write!(front, "{item}{}", if at == last { ';' } else { ':' });
            if at == 0 {
                self.part(&front);
            } else {
                if self.column + front.len() > LINE_MAX {
                    self.fold();
                }
                self.append(&front);
            }
            front.clear();
        }
    }

    /// Appends base64, which may be folded anywhere.
    pub(super) fn base64(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            if self.column >= LINE_MAX {
                self.fold();
            }
            let (now, after) = rest.split_at(rest.len().min(LINE_MAX - self.column));
            self.append(now);
            rest = after;
        }
    }

    fn append(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.len();
    }

    fn fold(&mut self) {
        self.text.push_str("\r\n\t");
        self.column = 1;
    }

    /// What has been written, without a CRLF at its end.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push_str("\r\n");
        self.text
    }
}
