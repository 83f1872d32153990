//! What the load says: made once, before anything is sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Load;

/// Everything that is ever sent.
pub(super) struct Words {
    pub(super) auth: Vec<u8>,
    pub(super) mail: Vec<u8>,
    pub(super) rcpt: Vec<u8>,
    /// MAIL, RCPT and DATA.
    pub(super) group: Vec<u8>,
    /// With its dot.
    pub(super) content: Vec<u8>,
    /// The content, its dot, and the group of the next message.
    pub(super) content_and_group: Vec<u8>,
    /// The content, its dot, and QUIT.
    pub(super) content_and_quit: Vec<u8>,
}

/// Who sends everything.
pub const SENDER: &str = "sender@client.bench.example";

pub(super) const HELLO: &[u8] = b"EHLO client.bench.example\r\n";
pub(super) const DATA: &[u8] = b"DATA\r\n";
pub(super) const QUIT: &[u8] = b"QUIT\r\n";

impl Words {
    pub(super) fn new(load: &Load) -> Self {
        let auth = load.opening.login.as_ref().map_or_else(Vec::new, |login| {
            let response = BASE64.encode(format!("\0{}\0{}", login.name, login.password));
            format!("AUTH PLAIN {response}\r\n").into_bytes()
        });
        let mail = format!("MAIL FROM:<{SENDER}>\r\n").into_bytes();
        let rcpt = format!("RCPT TO:<{}>\r\n", load.recipient).into_bytes();
        let group = [&mail[..], &rcpt, DATA].concat();
        let content = [&content(load.octets)[..], b".\r\n"].concat();
        let content_and_group = [&content[..], &group].concat();
        let content_and_quit = [&content[..], QUIT].concat();
        Self { auth, mail, rcpt, group, content, content_and_group, content_and_quit }
    }
}

/// A message of so many octets, but at least its header.
#[must_use]
pub fn content(octets: usize) -> Vec<u8> {
    const LINE: &[u8] = b"A line of a message as people write them, and not longer than they are.\r\n";
    let mut content = b"From: Sender <sender@client.bench.example>\r\nTo: Reader <reader@bench.example>\r\n\
        Subject: How fast is this taken in?\r\nDate: Mon, 02 Feb 2026 12:00:00 +0000\r\n\
        Message-ID: <1@client.bench.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        .to_vec();
    while content.len() + LINE.len() <= octets {
        content.extend_from_slice(LINE);
    }
    if let Some(rest @ 2..) = octets.checked_sub(content.len()) {
        content.resize(content.len() + rest - 2, b'x');
        content.extend_from_slice(b"\r\n");
    }
    content
}
