//! The conversation as a person reads it. What is said within AUTH is not shown: whoever is sent a transcript, to see what is
//! wrong, is not to learn a password from it.

use std::io::Write;

use postrider_proto::reply::catalogue;

use crate::visible::visible;

/// C: and S: lines; content is counted and not shown.
pub struct Transcript<'a> {
    out: Option<&'a mut dyn Write>,
    /// Set while content is sent.
    content: Option<ShownContent>,
    /// Set within AUTH.
    login: Option<ShownLogin>,
}

/// How much is shown of a login.
#[derive(Debug, Clone, Copy)]
struct ShownLogin {
    /// The mechanism is one whose challenges, too, let somebody guess at the password.
    hides_challenges: bool,
}

#[derive(Debug, Clone, Copy)]
struct ShownContent {
    chunked: bool,
    octets: usize,
}

impl<'a> Transcript<'a> {
    /// Written to `out`, if anybody wants to see it.
    pub fn new(out: Option<&'a mut dyn Write>) -> Self {
        Self { out, content: None, login: None }
    }

    /// What is sent next is content.
    pub(super) fn content_begins(&mut self, chunked: bool) {
        self.content.get_or_insert(ShownContent { chunked, octets: 0 });
    }

    pub(super) fn client(&mut self, octets: &[u8]) {
        match &mut self.content {
            None if octets.starts_with(b"AUTH ") || self.login.is_some() => self.login_line(octets),
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

    /// What neither of the two has said.
    pub(super) fn note(&mut self, text: &str) {
        self.lines("--", text.as_bytes());
    }

    pub(super) fn server(&mut self, octets: &[u8]) {
        if !octets.is_empty() {
            self.content_ends();
            if let Some(login) = self.login {
                let code = catalogue::AUTH_CHALLENGE.code.number().to_string();
                match octets.strip_prefix(code.as_bytes()) {
                    None => self.login = None,
                    Some(challenge) if login.hides_challenges && !challenge.trim_ascii().is_empty() => {
                        return self.lines("S:", format!("{code} ****").as_bytes());
                    }
                    Some(_) => {}
                }
            }
            self.lines("S:", octets);
        }
    }

    /// AUTH, or a response: what stands there in base64 is the password, or as good as that.
    fn login_line(&mut self, octets: &[u8]) {
        let line = octets.trim_ascii_end();
        let mut words = line.splitn(3, |octet| *octet == b' ');
        match (self.login, words.next(), words.next(), words.next()) {
            (None, Some(verb), Some(mechanism), initial) => {
                self.login = Some(ShownLogin { hides_challenges: mechanism.starts_with(b"SCRAM-") });
                let hidden: &[u8] = if initial.is_some() { b" ****" } else { b"" };
                self.lines("C:", &[verb, b" ", mechanism, hidden].concat());
            }
            (Some(_), ..) if line == b"*" => self.lines("C:", line),
            _ => self.lines("C:", b"****"),
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
