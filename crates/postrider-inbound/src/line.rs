//! The line that a client is being answered, for the log and the journal: whoever reads there that it was refused wants to see it.

mod argument;

use std::borrow::Cow;

use postrider_proto::wire::command::{Verb, split};

use crate::journal;
use crate::journal::Line::{Hidden, Nothing, Shown};

/// So many octets of a line are shown, in the log of every line.
pub(crate) const OCTETS_MAX: usize = 120;

/// Of MAIL and RCPT, in the journal: whoever looks for an address there has to find it, and a path has 256 octets at most (RFC 5321 §4.5.3.1.3).
const ADDRESSED_MAX: usize = 1024;

/// Words behind which a secret stands, or a name in whose place somebody has typed one, in the languages that are spoken to a mail port: SMTP, and POP3 or IMAP by mistake.
const SECRETIVE: [&[u8]; 5] = [b"AUTH", b"AUTHENTICATE", b"LOGIN", b"USER", b"PASS"];

/// Words that are said by mistake, and tell what went wrong: of HTTP, POP3, IMAP, proxies and shells, and mistyped verbs. It is a list and no rule: whatever rule
/// there were, a password could follow it.
const FOREIGN: [&str; 3] = [
    "GET POST HEAD PUT DELETE OPTIONS CONNECT TRACE PATCH PRI PROXY XFORWARD",
    "USER PASS APOP LIST STAT CAPA UIDL RETR DELE TOP STLS LOGIN LOGOUT CAPABILITY SELECT AUTHENTICATE",
    "HELLO ELHO EHELO HEHLO HLEO EHLOO MIAL RCTP RCP DTAA STARTLS STARTSSL QIUT EXIT BYE",
];

/// The front of the line that the client has sent and not been answered yet.
#[derive(Default)]
pub(crate) struct Line {
    octets: Vec<u8>,
    /// A secret was on its way. A client that was refused AUTH may send the rest of its exchange nevertheless, as lines of
    /// their own, so of what it says from here on only what is plainly a command is shown.
    secret: bool,
    /// It is the answer to a challenge of AUTH, and nobody may see it whatever it begins with.
    answers_challenge: bool,
}

impl Line {
    /// Takes what has come of the line.
    pub(crate) fn push(&mut self, octets: &[u8]) {
        let room = ADDRESSED_MAX + 1 - self.octets.len();
        self.octets.extend_from_slice(&octets[..octets.len().min(room)]);
    }

    /// It was answered.
    pub(crate) fn clear(&mut self) {
        self.octets.clear();
        self.answers_challenge = false;
        // One long line must not cost an idle session its memory for ever.
        self.octets.shrink_to(OCTETS_MAX + 1);
    }

    /// The client has said a secret: it is gone, and this stands for it.
    pub(crate) fn keep_secret(&mut self, instead: &[u8]) {
        self.secret = true;
        self.octets = instead.to_vec();
    }

    /// The client was sent a challenge of AUTH: what comes next is a secret.
    pub(crate) fn challenged(&mut self) {
        self.secret = true;
        self.answers_challenge = true;
    }

    /// The line as the log has it: what is kept of it, cut where it is long. None if there is none, or if nobody may see it.
    pub(crate) fn for_log(&mut self) -> Option<Cow<'_, str>> {
        let Shown(front, behind) = self.shown() else { return None };
        // MAIL and RCPT are kept longer than a line of the log needs.
        let (front, behind) = if front.len() > OCTETS_MAX { cut(front, OCTETS_MAX) } else { (front, behind) };
        let front = String::from_utf8_lossy(front);
        Some(if behind.is_empty() {
            front
        } else {
            (front.into_owned() + &String::from_utf8_lossy(behind)).into()
        })
    }

    /// Whether the client has sent nothing since it was answered, or content.
    pub(crate) fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// The line as others may see it, in the journal and in the log. After a DATA that was refused a client may send content all the same, and
    /// whoever has taken the port for another one its password, so shown is no more than is plainly a command: its verb, an argument that belongs
    /// there, or a word that is known to be said by mistake.
    pub(crate) fn shown(&mut self) -> journal::Line<'_> {
        if self.octets.is_empty() {
            return Nothing;
        }
        if self.answers_challenge {
            return Hidden;
        }
        let behind_secret = self.secret;
        self.secret |= self.is_secretive();
        let line = first_line(&self.octets);
        let word = line.iter().position(u8::is_ascii_whitespace).unwrap_or(line.len());
        let (verb, argument) = split(line);
        if verb == Verb::Unknown && (behind_secret || !is_foreign(&line[..word])) {
            return Hidden;
        }
        let most = match verb {
            Verb::Mail | Verb::Rcpt => ADDRESSED_MAX,
            _ => OCTETS_MAX,
        };
        let plain = argument::plain(verb, argument, self.secret);
        if plain > 0 && plain == argument.len() {
            let (front, behind) = cut(line, most);
            return Shown(front, behind);
        }
        // A line has no white space at its end, so its argument reaches to there.
        let front = if plain > 0 { line.len() - argument.len() + plain } else { word };
        // Of AUTH it is no news that more stands behind it.
        let is_all = front == line.len() || verb == Verb::Auth;
        Shown(&line[..front], if is_all { b"" } else { " …".as_bytes() })
    }

    /// IMAP has a tag before the word; some leave out what should stand behind it, and HTTP has a header of that name.
    fn is_secretive(&self) -> bool {
        let mut words = self.octets.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let first = words.next().unwrap_or_default();
        let begins =
            |word: &[u8]| first.get(..word.len()).is_some_and(|front| front.eq_ignore_ascii_case(word));
        begins(b"AUTH")
            || begins(b"PROXY-AUTH")
            || [first, words.next().unwrap_or_default()]
                .iter()
                .any(|word| SECRETIVE.iter().any(|secretive| word.eq_ignore_ascii_case(secretive)))
    }
}

fn is_foreign(word: &[u8]) -> bool {
    let mut words = FOREIGN.iter().flat_map(|words| words.split(' '));
    words.any(|foreign| foreign.as_bytes().eq_ignore_ascii_case(word))
}

/// The front of it, in whole letters, and what stands for the rest.
pub(crate) fn cut(line: &[u8], most: usize) -> (&[u8], &'static [u8]) {
    if line.len() <= most {
        return (line, b"");
    }
    let is_within = |at: &usize| line[*at] & 0b1100_0000 == 0b1000_0000;
    let end = (most.saturating_sub(3)..=most).rev().find(|at| !is_within(at)).unwrap_or(most);
    (&line[..end], "…".as_bytes())
}

/// Without its end, and without what follows.
fn first_line(octets: &[u8]) -> &[u8] {
    let end = octets.iter().position(|octet| *octet == b'\n');
    octets[..end.unwrap_or(octets.len())].trim_ascii_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(pieces: &[&[u8]]) -> Option<String> {
        let mut line = Line::default();
        pieces.iter().for_each(|piece| line.push(piece));
        line.for_log().map(Cow::into_owned)
    }

    #[test]
    fn a_line_is_logged_without_its_end_and_what_follows() {
        assert_eq!(logged(&[b"NOOP\r\n"]).as_deref(), Some("NOOP"));
        assert_eq!(logged(&[b"GE", b"T bar", b"\r\n"]).as_deref(), Some("GET …"));
        assert_eq!(logged(&[b"BDAT 3\r\nabc"]).as_deref(), Some("BDAT 3"));
        assert_eq!(logged(&[b"\r\n"]), None);
        assert_eq!(logged(&[]), None);
    }

    #[test]
    fn a_long_line_is_cut() {
        let rcpt = |octets: usize| format!("RCPT TO:<{}", "x".repeat(octets - 9));
        assert_eq!(logged(&[rcpt(120).as_bytes(), b"\r\n"]), Some(rcpt(120)));
        for octets in [121, 1000, 3000] {
            assert_eq!(logged(&[rcpt(octets).as_bytes(), b"\r\n"]), Some(rcpt(120) + "…"));
        }
        assert_eq!(logged(&[&[b'x'; 1000], b"\r\n"]), None);
    }

    #[test]
    fn a_secret_is_not_logged_nor_what_comes_behind_it() {
        let secrets = [
            ("AUTH PLAIN AHUAcA==", Some("AUTH")),
            (" auth login", None),
            ("PASS word", Some("PASS …")),
            ("user password", Some("user …")),
            ("LOGIN u p", Some("LOGIN …")),
            ("a1 LOGIN u p", None),
            ("a1 AUTHENTICATE PLAIN AA==", None),
        ];
        for (secret, shown) in secrets {
            let mut line = Line::default();
            line.push(secret.as_bytes());
            assert_eq!(line.for_log().as_deref(), shown, "{secret}");
            line.clear();
            line.push(b"cGFzc3dvcmQ=\r\n");
            assert_eq!(line.for_log(), None, "{secret}");
            line.clear();
            line.push(b"SECRET\r\n");
            assert_eq!(line.for_log(), None, "{secret}");
        }
    }

    /// What the journal has of a line; the log has the same.
    fn kept(line: &mut Line, octets: &[u8]) -> Option<String> {
        line.clear();
        line.push(octets);
        let logged = line.for_log().map(Cow::into_owned);
        let kept = match line.shown() {
            Shown(front, behind) => Some(String::from_utf8_lossy(&[front, behind].concat()).into_owned()),
            Nothing | Hidden => None,
        };
        let short = kept.as_deref().map(|kept| {
            let is_cut = kept.len() > OCTETS_MAX + "…".len();
            let (front, behind) =
                if is_cut { cut(kept.as_bytes(), OCTETS_MAX) } else { (kept.as_bytes(), &[][..]) };
            String::from_utf8_lossy(&[front, behind].concat()).into_owned()
        });
        assert_eq!(logged, short);
        kept
    }

    #[test]
    fn behind_a_secret_stands_what_is_plainly_a_command() {
        let mut line = Line::default();
        assert_eq!(kept(&mut line, b"GET bar\r\n").as_deref(), Some("GET …"));
        assert_eq!(kept(&mut line, b"auth PLAIN AHUAcA==\r\n").as_deref(), Some("auth"));
        assert_eq!(kept(&mut line, b"cGFzc3dvcmQ=\r\n"), None);
        assert_eq!(kept(&mut line, b"GET bar\r\n"), None);
        assert_eq!(kept(&mut line, b"vrfy correct@horse\r\n").as_deref(), Some("vrfy …"));
        assert_eq!(kept(&mut line, b"MAIL from: correct horse battery\r\n").as_deref(), Some("MAIL …"));
        assert_eq!(kept(&mut line, b"DATAcGFz\r\n"), None);
        assert_eq!(kept(&mut line, b"NOOP secret\r\n").as_deref(), Some("NOOP …"));
        assert_eq!(kept(&mut line, b"data\r\n").as_deref(), Some("data"));
        assert_eq!(
            kept(&mut line, b"MAIL FROM:<a@b.example>\r\n").as_deref(),
            Some("MAIL FROM:<a@b.example>")
        );
        assert_eq!(kept(&mut line, b"PASS secret\r\n"), None);
    }

    #[test]
    fn an_answer_to_a_challenge_is_hidden_whatever_it_begins_with() {
        let mut line = Line::default();
        for answer in ["MAIL FROM:<a@b.example>", "QUIT", "*", "BDAT 5", "ehlo x", "data", ""] {
            line.challenged();
            assert!(matches!(line.shown(), Nothing));
            line.push(answer.as_bytes());
            line.push(b"\r\n");
            assert!(matches!(line.shown(), Hidden), "{answer}");
            assert_eq!(line.for_log(), None, "{answer}");
            line.clear();
        }
        assert_eq!(kept(&mut line, b"QUIT\r\n").as_deref(), Some("QUIT"));
    }

    #[test]
    fn arguments_are_shown_of_known_verbs_alone() {
        for (said, shown) in [
            ("Subject: topsecret content", None),
            ("Authorization: Basic YWxpY2U6c2VjcmV0", None),
            ("Proxy-Authorization: Basic YWxpY2U6c2VjcmV0", None),
            ("Dear Ann,", None),
            ("topsecret", None),
            ("HUNTERTWO", None),
            ("HUNTER two", None),
            ("DATAS", None),
            ("GET", Some("GET")),
            ("capa", Some("capa")),
            ("STARTLS", Some("STARTLS")),
            ("MAILFROM:<topsecret>", None),
            ("Mail from:<bob> topsecret", Some("Mail from:<bob> …")),
            ("AUTHPLAIN AHUAcA==", None),
            ("POST /login?password=x HTTP/1.1", Some("POST …")),
            ("Mail me the topsecret plan", Some("Mail …")),
            ("help yourself", Some("help …")),
            ("data is topsecret", Some("data …")),
            ("Send topsecret", Some("Send …")),
            ("HELO topsecret content", Some("HELO …")),
            ("VRFY ann@home.example", Some("VRFY ann@home.example")),
            ("BDAT 3 LAST", Some("BDAT 3 LAST")),
            ("rcpt to:<ann@home.example> NOTIFY=NEVER", Some("rcpt to:<ann@home.example> NOTIFY=NEVER")),
            ("ehlo [192.0.2.1]", Some("ehlo [192.0.2.1]")),
        ] {
            assert_eq!(kept(&mut Line::default(), said.as_bytes()).as_deref(), shown, "{said}");
        }
        let mut line = Line::default();
        assert_eq!(kept(&mut line, b"Authorization: Basic YWxpY2U6c2VjcmV0\r\n"), None);
        assert_eq!(kept(&mut line, b"SECRET\r\n"), None);
    }

    #[test]
    fn a_line_that_is_cut_says_so_and_an_address_is_whole() {
        let rcpt = format!("RCPT TO:<{}@{}.example>", "l".repeat(64), "d".repeat(180));
        assert_eq!(kept(&mut Line::default(), rcpt.as_bytes()), Some(rcpt));
        let ehlo = format!("EHLO {}", "é".repeat(100));
        let shown = kept(&mut Line::default(), ehlo.as_bytes()).expect("shown");
        assert_eq!(shown, format!("EHLO {}…", "é".repeat(57)));
        let mail = [b"MAIL FROM:<".as_slice(), &[b'x'; 3000]].concat();
        let shown = kept(&mut Line::default(), &mail).expect("shown");
        assert_eq!((shown.chars().count(), shown.ends_with("x…")), (ADDRESSED_MAX + 1, true));
        let mut line = Line::default();
        line.push(&mail);
        line.clear();
        assert!(line.octets.capacity() <= OCTETS_MAX + 1);
    }
}
