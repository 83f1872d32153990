//! The conversation as a person reads it. What is said within AUTH is not shown: whoever is sent a transcript, to see what is
//! wrong, is not to learn a password from it.

use std::io::Write;

use postrider_proto::client::ShownInAuth;
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
#[derive(Debug)]
struct ShownLogin {
    /// What the client has shown, which the server may repeat.
    shown: ShownInAuth,
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
            if let Some(login) = &self.login {
                let code = catalogue::AUTH_CHALLENGE.code.number().to_string();
                let challenge = octets.strip_prefix(code.as_bytes()).map(<[u8]>::trim_ascii);
                let hidden = login.hides_challenges
                    && challenge.is_some_and(|challenge| !challenge.is_empty())
                    || login.shown.is_repeated_in(octets);
                if challenge.is_none() && !goes_on(octets) {
                    self.login = None;
                }
                if hidden {
                    let code = octets.get(..code.len()).unwrap_or_default();
                    return self.lines("S:", &[code, b" ****"].concat());
                }
            }
            self.lines("S:", octets);
        }
    }

    /// AUTH, or a response: what stands there in base64 is the password, or as good as that.
    fn login_line(&mut self, octets: &[u8]) {
        let line = octets.trim_ascii_end();
        let mut words = line.splitn(3, |octet| *octet == b' ');
        match (&mut self.login, words.next(), words.next(), words.next()) {
            (None, Some(verb), Some(mechanism), initial) => {
                let mut shown = ShownInAuth::default();
                shown.add_encoded(initial.unwrap_or_default());
                let hides_challenges = mechanism.starts_with(b"SCRAM-");
                self.login = Some(ShownLogin { shown, hides_challenges });
                let hidden: &[u8] = if initial.is_some() { b" ****" } else { b"" };
                self.lines("C:", &[verb, b" ", mechanism, hidden].concat());
            }
            (Some(_), ..) if line == b"*" => self.lines("C:", line),
            (Some(login), ..) => {
                login.shown.add_encoded(line);
                self.lines("C:", b"****");
            }
            (None, ..) => self.lines("C:", b"****"),
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

/// Whether more lines of the same reply follow (RFC 5321 §4.2.1).
fn goes_on(octets: &[u8]) -> bool {
    let last = octets.trim_ascii_end().rsplit(|octet| *octet == b'\n').next();
    last.is_some_and(|line| line.get(3) == Some(&b'-'))
}
