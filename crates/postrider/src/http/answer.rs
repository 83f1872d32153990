//! What is answered.

use std::borrow::Cow;

/// A code of HTTP, and its words.
pub type Status = (u16, &'static str);

/// What is answered.
#[derive(Debug)]
pub struct Answer {
    pub(super) status: Status,
    pub(super) kind: &'static str,
    /// Fields more, each with its CRLF.
    pub(super) more: Cow<'static, str>,
    pub(super) body: String,
    pub(super) head_only: bool,
}

impl Answer {
    /// Plain text.
    #[must_use]
    pub fn plain(status: Status, body: &str) -> Self {
        let kind = "text/plain; charset=utf-8";
        Self { status, kind, more: Cow::Borrowed(""), body: body.to_owned(), head_only: false }
    }

    /// The same, as content of this type.
    #[must_use]
    pub fn of_kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// The same, with a field more. What could end it, and begin another, is left out of its value.
    #[must_use]
    pub fn with_field(self, name: &'static str, value: &str) -> Self {
        let value: String = value.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
        Self { more: Cow::Owned(format!("{}{name}: {value}\r\n", self.more)), ..self }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let Self { status: (code, words), kind, more, body, head_only } = self;
        let head = format!(
            "HTTP/1.1 {code} {words}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n{more}Connection: close\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), if *head_only { b"" } else { body.as_bytes() }].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_how_long_it_is() {
        let answer = Answer::plain((200, "OK"), "x\n");
        let text = String::from_utf8(answer.encode()).expect("UTF-8");
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("Content-Length: 2\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\nx\n"), "{text}");
        let moved =
            Answer::plain((301, "Moved Permanently"), "").with_field("Location", "/x\r\nSet-Cookie: y");
        let moved = String::from_utf8(moved.encode()).expect("UTF-8");
        assert!(moved.contains("\r\nLocation: /xSet-Cookie: y\r\nConnection: close\r\n\r\n"), "{moved}");
        let head = Answer { head_only: true, ..answer };
        assert!(head.encode().ends_with(b"Connection: close\r\n\r\n"));
    }
}
