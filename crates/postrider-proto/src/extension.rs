//! The ESMTP keywords: what each adds, which are offered, and how the EHLO reply lists them.

use std::fmt;

use crate::wire::command::Verb;
use crate::wire::{params, xclient};

/// An extension that postrider knows, or an optional command that the EHLO reply may list (RFC 5321 §4.1.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extension {
    /// Commands may come in groups.
    Pipelining,
    /// The size of a message may be declared, and its limit is told.
    Size,
    /// Content may hold octets beyond ASCII.
    EightBitMime,
    /// Addresses and header fields may hold UTF-8.
    Smtputf8,
    /// Content may come by count.
    Chunking,
    /// Replies carry enhanced codes.
    EnhancedStatusCodes,
    /// The optional command VRFY.
    Vrfy,
    /// The sender may say which reports it wants.
    Dsn,
    /// The connection may be encrypted.
    Starttls,
    /// The client may log in.
    Auth,
    /// How many commands a session may have is told.
    Limits,
    /// The optional command HELP.
    Help,
    /// A proxy may say whom it speaks for.
    Xclient,
}

/// One row of the table of extensions.
struct Facts {
    keyword: &'static str,
    /// None where no RFC defines it.
    rfc: Option<u16>,
    verb: Option<Verb>,
    /// What the extension adds to the longest MAIL command line, in octets.
    mail_octets: usize,
    /// What the extension adds to the longest RCPT command line, in octets.
    rcpt_octets: usize,
}

impl Extension {
    /// All of them, in the order of the EHLO reply.
    pub const ALL: [Self; 13] = [
        Self::Pipelining,
        Self::Size,
        Self::EightBitMime,
        Self::Smtputf8,
        Self::Chunking,
        Self::EnhancedStatusCodes,
        Self::Vrfy,
        Self::Dsn,
        Self::Starttls,
        Self::Auth,
        Self::Limits,
        Self::Help,
        Self::Xclient,
    ];

    #[rustfmt::skip]
    const fn facts(self) -> Facts {
        let (keyword, rfc, verb, mail_octets, rcpt_octets) = match self {
            Self::Pipelining          => ("PIPELINING",          Some(2920), None,                   0,                       0),
            // RFC 1870 §3 (5)
            Self::Size                => ("SIZE",                Some(1870), None,                   26,                      0),
            // RFC 6152 §2 names no number; this is the parameter at its longest.
            Self::EightBitMime        => ("8BITMIME",            Some(6152), None,                   " BODY=8BITMIME".len(),  0),
            // RFC 6531 §3.1 (5)
            Self::Smtputf8            => ("SMTPUTF8",            Some(6531), None,                   10,                      0),
            Self::Chunking            => ("CHUNKING",            Some(3030), Some(Verb::Bdat),       0,                       0),
            Self::EnhancedStatusCodes => ("ENHANCEDSTATUSCODES", Some(2034), None,                   0,                       0),
            Self::Vrfy                => ("VRFY",                Some(5321), Some(Verb::Vrfy),       0,                       0),
            // RFC 3461 §5.4: a value of ENVID has 100 characters, one of ORCPT 500, one of NOTIFY 28.
            Self::Dsn                 => ("DSN",                 Some(3461), None,                   " RET=FULL ENVID=".len() + 100,
                                                                                               " NOTIFY= ORCPT=".len() + 28 + 500),
            Self::Starttls            => ("STARTTLS",            Some(3207), Some(Verb::Starttls),   0,                       0),
            // RFC 4954 §3 (5); the command AUTH itself has a limit of its own.
            Self::Auth                => ("AUTH",                Some(4954), Some(Verb::Auth),       500,                     0),
            // RFC 9422 lengthens no command.
            Self::Limits              => ("LIMITS",              Some(9422), None,                   0,                       0),
            Self::Help                => ("HELP",                Some(5321), Some(Verb::Help),       0,                       0),
            // Postfix's XCLIENT_README; no RFC, and it lengthens no command.
            Self::Xclient             => ("XCLIENT",             None,       Some(Verb::Xclient),    0,                       0),
        };
        Facts { keyword, rfc, verb, mail_octets, rcpt_octets }
    }

    /// The keyword in the EHLO reply.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        self.facts().keyword
    }

    /// The number of the RFC that defines it; XCLIENT has none.
    #[must_use]
    pub const fn rfc(self) -> Option<u16> {
        self.facts().rfc
    }

    /// The command it adds.
    #[must_use]
    pub const fn verb(self) -> Option<Verb> {
        self.facts().verb
    }

    /// The parameters it adds to MAIL and RCPT.
    pub fn parameters(self) -> impl Iterator<Item = &'static str> {
        params::keywords(self)
    }

    /// The longest command line, AUTH aside, that a server must take which offers every extension, in octets. RFC 5321
    /// §4.5.3.1.4 has 512; RFC 3461 §5.4 adds every combination of the parameters that a command may have.
    #[must_use]
    pub const fn command_line_octets() -> usize {
        let (mut mail, mut rcpt, mut at) = (512, 512, 0);
        while at < Self::ALL.len() {
            let facts = Self::ALL[at].facts();
            mail += facts.mail_octets;
            rcpt += facts.rcpt_octets;
            at += 1;
        }
        if mail > rcpt { mail } else { rcpt }
    }
}

/// What a session offers, here and now. After HELO: nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    /// PIPELINING (RFC 2920): commands may come in groups.
    pub pipelining: bool,
    /// SIZE (RFC 1870): the parameter SIZE, with the largest message accepted, in octets.
    pub size: Option<u64>,
    /// 8BITMIME (RFC 6152): the parameter BODY.
    pub eight_bit_mime: bool,
    /// SMTPUTF8 (RFC 6531): the parameter SMTPUTF8, and addresses beyond ASCII.
    pub smtputf8: bool,
    /// CHUNKING (RFC 3030): the command BDAT.
    pub chunking: bool,
    /// ENHANCEDSTATUSCODES (RFC 2034): replies carry them.
    pub enhanced_status_codes: bool,
    /// VRFY (RFC 5321 §4.1.1.6): the command VRFY.
    pub vrfy: bool,
    /// DSN (RFC 3461): the parameters RET, ENVID, NOTIFY and ORCPT.
    pub dsn: bool,
    /// STARTTLS (RFC 3207): the command STARTTLS.
    pub starttls: bool,
    /// AUTH (RFC 4954): the command AUTH with these mechanisms, and the parameter AUTH.
    pub auth: Vec<String>,
    /// LIMITS (RFC 9422): how much a session may have of what.
    pub limits: Limits,
    /// HELP (RFC 5321 §4.1.1.8): the command HELP.
    pub help: bool,
    /// XCLIENT: the command XCLIENT, to proxies alone.
    pub xclient: bool,
}

/// What LIMITS says (RFC 9422). Where there is no number, no limit is told, which does not mean that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// MAILMAX: MAIL commands in a session.
    pub transactions: Option<u32>,
    /// RCPTMAX: RCPT commands in a transaction.
    pub recipients: Option<u32>,
    /// RCPTDOMAINMAX: domains among the recipients of a session.
    pub domains: Option<u32>,
}

impl Offered {
    /// Nothing: what a session offers after HELO.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// What every session offers after EHLO, whatever the listener is set to.
    #[must_use]
    pub fn always() -> Self {
        Self {
            pipelining: true,
            eight_bit_mime: true,
            smtputf8: true,
            chunking: true,
            enhanced_status_codes: true,
            vrfy: true,
            help: true,
            ..Self::none()
        }
    }

    /// Whether this extension is among them.
    #[must_use]
    pub fn has(&self, extension: Extension) -> bool {
        match extension {
            Extension::Pipelining => self.pipelining,
            Extension::Size => self.size.is_some(),
            Extension::EightBitMime => self.eight_bit_mime,
            Extension::Smtputf8 => self.smtputf8,
            Extension::Chunking => self.chunking,
            Extension::EnhancedStatusCodes => self.enhanced_status_codes,
            Extension::Vrfy => self.vrfy,
            Extension::Dsn => self.dsn,
            Extension::Starttls => self.starttls,
            Extension::Auth => !self.auth.is_empty(),
            Extension::Limits => self.limits != Limits::default(),
            Extension::Help => self.help,
            Extension::Xclient => self.xclient,
        }
    }

    /// The keyword lines of the EHLO reply, in the order they are sent.
    pub fn ehlo_lines(&self) -> impl Iterator<Item = String> + '_ {
        Extension::ALL.into_iter().filter(|extension| self.has(*extension)).map(|extension| {
            let keyword = extension.keyword();
            match (extension, self.size) {
                (Extension::Size, Some(size)) => format!("{keyword} {size}"),
                (Extension::Auth, _) => format!("{keyword} {}", self.auth.join(" ")),
                (Extension::Limits, _) => format!("{keyword}{}", self.limits),
                (Extension::Xclient, _) => format!("{keyword} {}", xclient::ATTRIBUTES.join(" ")),
                _ => keyword.to_owned(),
            }
        })
    }

    /// Reads the keyword lines of a server's EHLO reply, its first line left out. Unknown keywords are passed over.
    pub fn from_ehlo_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut offered = Self::none();
        for line in lines {
            let mut words = line.split_ascii_whitespace();
            let keyword = words.next().unwrap_or_default();
            let known =
                Extension::ALL.into_iter().find(|known| known.keyword().eq_ignore_ascii_case(keyword));
            let Some(extension) = known else { continue };
            match extension {
                Extension::Pipelining => offered.pipelining = true,
                // RFC 1870 §4: 0, or no number, means that no limit is known.
                Extension::Size => {
                    let size = words.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0);
                    offered.size = Some(size.unwrap_or(u64::MAX));
                }
                Extension::EightBitMime => offered.eight_bit_mime = true,
                Extension::Smtputf8 => offered.smtputf8 = true,
                Extension::Chunking => offered.chunking = true,
                Extension::EnhancedStatusCodes => offered.enhanced_status_codes = true,
                Extension::Vrfy => offered.vrfy = true,
                Extension::Dsn => offered.dsn = true,
                Extension::Starttls => offered.starttls = true,
                Extension::Auth => offered.auth = words.map(str::to_ascii_uppercase).collect(),
                Extension::Limits => offered.limits = Limits::from_words(words),
                Extension::Help => offered.help = true,
                Extension::Xclient => offered.xclient = true,
            }
        }
        offered
    }
}

impl Limits {
    /// Reads the words behind the keyword. Unknown limits are passed over, and so is a value that is none (RFC 9422): one
    /// limit that cannot be read says nothing about the others.
    fn from_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut limits = Self::default();
        for (name, value) in words.filter_map(|word| word.split_once('=')) {
            let limit = match name.to_ascii_uppercase().as_str() {
                "MAILMAX" => &mut limits.transactions,
                "RCPTMAX" => &mut limits.recipients,
                "RCPTDOMAINMAX" => &mut limits.domains,
                _ => continue,
            };
            *limit = Self::value(value);
        }
        limits
    }

    /// RFC 9422: one to six digits, the first of them no zero.
    fn value(text: &str) -> Option<u32> {
        let well_formed = (1..=6).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit());
        text.parse().ok().filter(|_| well_formed && !text.starts_with('0'))
    }
}

impl fmt::Display for Limits {
    /// The words behind the keyword, each with a space before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limits =
            [("MAILMAX", self.transactions), ("RCPTMAX", self.recipients), ("RCPTDOMAINMAX", self.domains)];
        for (name, limit) in limits {
            if let Some(limit) = limit {
                write!(f, " {name}={limit}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Offered {
        Offered {
            size: Some(1000),
            dsn: true,
            starttls: true,
            auth: vec!["PLAIN".into(), "LOGIN".into()],
            limits: Limits { recipients: Some(100), domains: Some(1), ..Limits::default() },
            xclient: true,
            ..Offered::always()
        }
    }

    #[test]
    fn what_is_listed_is_read_back() {
        let lines: Vec<String> = all().ehlo_lines().collect();
        assert_eq!(Offered::from_ehlo_lines(lines.iter().map(String::as_str)), all());
        assert_eq!(Offered::none().ehlo_lines().count(), 0);
        assert_eq!(Offered::from_ehlo_lines(["size", "XYZZY 1", ""]).size, Some(u64::MAX));
    }

    #[test]
    fn the_reply_lists_each_with_its_facts() {
        let lines: Vec<String> = all().ehlo_lines().collect();
        assert_eq!(
            lines,
            [
                "PIPELINING",
                "SIZE 1000",
                "8BITMIME",
                "SMTPUTF8",
                "CHUNKING",
                "ENHANCEDSTATUSCODES",
                "VRFY",
                "DSN",
                "STARTTLS",
                "AUTH PLAIN LOGIN",
                "LIMITS RCPTMAX=100 RCPTDOMAINMAX=1",
                "HELP",
                "XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT"
            ]
        );
    }

    #[test]
    fn a_limit_that_cannot_be_read_is_none() {
        let limits = |line: &str| Offered::from_ehlo_lines([line]).limits;
        let all = Limits { transactions: Some(1), recipients: Some(999_999), domains: Some(20) };
        assert_eq!(limits("limits MailMax=1 RCPTMAX=999999 rcptdomainmax=20"), all);
        assert_eq!(limits("LIMITS"), Limits::default());
        for value in ["", "0", "01", "-1", "+1", "1x", "1000000", "99999999999999999999", "1=2", "\u{0661}"] {
            let read = limits(&format!("LIMITS RCPTMAX={value} FOO BAR= =1 MAILMAX=7"));
            assert_eq!(read, Limits { transactions: Some(7), ..Limits::default() }, "{value:?}");
        }
    }

    #[test]
    fn what_an_extension_adds() {
        let parameters = |extension: Extension| extension.parameters().collect::<Vec<_>>();
        assert_eq!(parameters(Extension::Dsn), ["RET", "ENVID", "NOTIFY", "ORCPT"]);
        assert_eq!(parameters(Extension::Smtputf8), ["SMTPUTF8"]);
        assert_eq!(parameters(Extension::Chunking), [""; 0]);
        // RFC 3461 §5.4: at least 1036.
        assert!(Extension::command_line_octets() >= 1036);
        for extension in Extension::ALL {
            // A command that is offered can be asked about, and one that lengthens MAIL has a parameter to do it with.
            assert!(extension.verb().is_none_or(|verb| verb.help().is_some()), "{extension:?}");
            let longer = extension.facts().mail_octets + extension.facts().rcpt_octets > 0;
            assert_eq!(longer, extension.parameters().next().is_some(), "{extension:?}");
        }
    }
}
