//! Verbs: the first word of a command line, what each is for, and which are none of ours.

/// The verbs of SMTP and its extensions, in the order of the sequence table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Verb {
    Ehlo,
    Helo,
    Lhlo,
    Starttls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Burl,
    Rset,
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,
    Etrn,
    Atrn,
    Xclient,
    /// SEND, SOML, SAML and TURN (RFC 5321 Appendix F).
    Legacy,
    Unknown,
}

impl Verb {
    /// All verbs, in the order of the table.
    pub const ALL: [Self; 21] = [
        Self::Ehlo,
        Self::Helo,
        Self::Lhlo,
        Self::Starttls,
        Self::Auth,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Bdat,
        Self::Burl,
        Self::Rset,
        Self::Noop,
        Self::Vrfy,
        Self::Expn,
        Self::Help,
        Self::Quit,
        Self::Etrn,
        Self::Atrn,
        Self::Xclient,
        Self::Legacy,
        Self::Unknown,
    ];

    /// The verb as it is written; for those that stand for several, a word that fits a sentence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ehlo => "EHLO",
            Self::Helo => "HELO",
            Self::Lhlo => "LHLO",
            Self::Starttls => "STARTTLS",
            Self::Auth => "AUTH",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Bdat => "BDAT",
            Self::Burl => "BURL",
            Self::Rset => "RSET",
            Self::Noop => "NOOP",
            Self::Vrfy => "VRFY",
            Self::Expn => "EXPN",
            Self::Help => "HELP",
            Self::Quit => "QUIT",
            Self::Etrn => "ETRN",
            Self::Atrn => "ATRN",
            Self::Xclient => "XCLIENT",
            Self::Legacy => "This old command",
            Self::Unknown => "The command",
        }
    }

    /// How the command is written and what it does, for HELP; none for what postrider never offers.
    #[must_use]
    pub const fn help(self) -> Option<&'static str> {
        Some(match self {
            Self::Ehlo => "EHLO name: says who you are, and lists what is offered",
            Self::Helo => "HELO name: says who you are, for clients that do not know EHLO",
            Self::Starttls => "STARTTLS: goes on under TLS",
            Self::Auth => "AUTH mechanism [response]: logs in, a response is in base64",
            Self::Mail => "MAIL FROM:<address> [parameters]: begins a message, bounces go to the address",
            Self::Rcpt => "RCPT TO:<address> [parameters]: adds a recipient",
            Self::Data => "DATA: the message comes next, and ends with CRLF.CRLF",
            Self::Bdat => "BDAT size [LAST]: as many octets of the message come next, after LAST no more",
            Self::Rset => "RSET: forgets the message that was begun",
            Self::Noop => "NOOP: does nothing",
            Self::Vrfy => "VRFY address: is never answered with yes or no here, RCPT is",
            Self::Help => "HELP [command]: tells about a command, or lists them all",
            Self::Quit => "QUIT: ends the session",
            Self::Xclient => "XCLIENT ADDR=address [attributes]: a proxy says whom it speaks for",
            Self::Lhlo | Self::Burl | Self::Expn | Self::Etrn | Self::Atrn | Self::Legacy | Self::Unknown => {
                return None;
            }
        })
    }
}

/// Splits a command line, its CRLF taken off, into its verb and the argument behind it. Spaces and tabs around the argument
/// are dropped (RFC 5321 §4.1.1: "tolerate trailing white space"); other controls are not white space here, and stay to be
/// refused.
#[must_use]
pub fn split(line: &[u8]) -> (Verb, &[u8]) {
    let (word, rest) = match memchr::memchr2(b' ', b'\t', line) {
        Some(end) => line.split_at(end),
        None => (line, &line[line.len()..]),
    };
    let verb = Verb::ALL[..19].iter().find(|verb| verb.as_str().as_bytes().eq_ignore_ascii_case(word));
    let legacy =
        || [&b"SEND"[..], b"SOML", b"SAML", b"TURN"].iter().any(|old| old.eq_ignore_ascii_case(word));
    let verb = verb.copied().unwrap_or_else(|| if legacy() { Verb::Legacy } else { Verb::Unknown });
    (verb, trim(rest))
}

/// Drops the white space of SMTP (RFC 5234 Appendix B.1: WSP) on both sides.
pub(super) fn trim(mut octets: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = octets {
        octets = rest;
    }
    octets
}

/// Whether a line is the first of an HTTP request.
#[must_use]
pub fn http_verb(line: &[u8]) -> bool {
    const VERBS: [&[u8]; 10] =
        [b"GET", b"POST", b"HEAD", b"PUT", b"DELETE", b"OPTIONS", b"CONNECT", b"TRACE", b"PATCH", b"PRI"];
    line.split(|octet| *octet == b' ').next().is_some_and(|word| VERBS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_into_verb_and_argument() {
        assert_eq!(split(b"mail FROM:<a@b>  "), (Verb::Mail, &b"FROM:<a@b>"[..]));
        assert_eq!(split(b"QUIT"), (Verb::Quit, &b""[..]));
        assert_eq!(split(b"NOOP \t x y\t "), (Verb::Noop, &b"x y"[..]));
        assert_eq!(split(b"RSET \x0c"), (Verb::Rset, &b"\x0c"[..]), "a form feed is no white space");
        assert_eq!(split(b"turn"), (Verb::Legacy, &b""[..]));
        for line in [&b""[..], b" NOOP", b"MAILFROM:<a@b>", b"EHLOx", b"\xff", b"THE COMMAND"] {
            assert_eq!(split(line).0, Verb::Unknown, "{}", line.escape_ascii());
        }
    }

    #[test]
    fn http_is_recognised() {
        assert!(
            http_verb(b"GET / HTTP/1.1")
                && http_verb(b"POST")
                && !http_verb(b"GETX")
                && !http_verb(b"EHLO GET")
        );
    }
}
