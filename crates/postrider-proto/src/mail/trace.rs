//! The trace a message carries: the fields that servers put in front of it (RFC 5321 §4.4).

use std::fmt;
use std::net::IpAddr;

use super::{Mailbox, QueueId, ReversePath};

/// The protocol words of a Received field (RFC 3848, RFC 6531 §4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct With {
    extended: bool,
    tls: bool,
    auth: bool,
    utf8: bool,
}

impl With {
    /// The word for a session that began with EHLO (`extended`) or HELO, over TLS or not, with a login or not, in a
    /// transaction that asked for SMTPUTF8 or not.
    #[must_use]
    pub const fn of(extended: bool, tls: bool, auth: bool, utf8: bool) -> Self {
        Self { extended, tls, auth, utf8 }
    }
}

impl fmt::Display for With {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.utf8, self.extended) {
            (true, _) => "UTF8SMTP",
            (false, true) => "ESMTP",
            // RFC 3848: STARTTLS and AUTH need EHLO, so there is no word for SMTP with either.
            (false, false) => return f.write_str("SMTP"),
        })?;
        f.write_str(if self.tls { "S" } else { "" })?;
        f.write_str(if self.auth { "A" } else { "" })
    }
}

/// The TLS that a message came over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TlsUsed<'a> {
    /// Its version, as in `TLS1.3`.
    pub version: &'a str,
    /// The name of the cipher in the registry of TLS (RFC 8314 §4.3).
    pub cipher: &'a str,
}

impl fmt::Display for TlsUsed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.version, self.cipher)
    }
}

/// Who has sent a message, as its Received field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceivedFrom<'a> {
    /// A host.
    Host {
        /// Where the connection came from.
        address: IpAddr,
        /// The name in EHLO or HELO.
        hello: Option<&'a str>,
    },
    /// Somebody who has logged in, and is not to be known by their address. RFC 5321 §4.4 wants a domain behind `from`; this word has the form of
    /// one, and is nobody's: it has no dot.
    AuthenticatedUser,
}

/// A Received field. Displayed, it is the whole field, folded, ending with CRLF.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// The name of this server.
    pub by: &'a str,
    /// The id under which the message is kept.
    pub id: QueueId,
    /// Who has sent it.
    pub from: ReceivedFrom<'a>,
    /// How it came.
    pub with: With,
    /// The TLS it came over.
    pub tls: Option<TlsUsed<'a>>,
    /// The recipient, if there is only one: more would tell each of the others (RFC 5321 §7.2).
    pub for_: Option<&'a Mailbox>,
    /// The date, as RFC 5322 §3.3 writes it.
    pub date: &'a str,
}

impl fmt::Display for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from {
            ReceivedFrom::Host { address, hello } => {
                let hello = Plain(hello.unwrap_or("unknown"));
                write!(f, "Received: from {hello} ({})", Literal(address))?;
            }
            ReceivedFrom::AuthenticatedUser => f.write_str("Received: from authenticated-user")?,
        }
        write!(f, "\r\n\tby {} with {}", self.by, self.with)?;
        if let Some(tls) = self.tls {
            write!(f, " ({})", tls.version)?;
        }
        write!(f, " id {}", self.id)?;
        if let Some(mailbox) = self.for_ {
            write!(f, "\r\n\tfor <{mailbox}>")?;
        }
        // RFC 8314 §4.3: a clause of its own, behind those of RFC 5321.
        if let Some(tls) = self.tls {
            write!(f, "\r\n\ttls {}", tls.cipher)?;
        }
        write!(f, "; {}\r\n", self.date)
    }
}

/// The Received field of a message that a user of this machine has handed in. Displayed, it is the whole field, folded, ending with
/// CRLF.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedLocally<'a> {
    /// The name of this server.
    pub by: &'a str,
    /// The id under which the message is kept.
    pub id: QueueId,
    /// The user, as the system knows them.
    pub uid: u32,
    /// The recipient, if there is only one: more would tell each of the others (RFC 5321 §7.2).
    pub for_: Option<&'a Mailbox>,
    /// The date, as RFC 5322 §3.3 writes it.
    pub date: &'a str,
}

impl fmt::Display for ReceivedLocally<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No host has sent it, so there is no "from".
        write!(f, "Received: by {} with LOCAL (uid {})\r\n\tid {}", self.by, self.uid, self.id)?;
        if let Some(mailbox) = self.for_ {
            write!(f, "\r\n\tfor <{mailbox}>")?;
        }
        write!(f, "; {}\r\n", self.date)
    }
}

/// The Return-Path field, which final delivery puts in front of everything (RFC 5321 §4.4).
#[must_use]
pub fn return_path_field(reverse_path: &ReversePath) -> String {
    format!("Return-Path: {reverse_path}\r\n")
}

/// The Delivered-To field, by which a loop is known.
#[must_use]
pub fn delivered_to_field(mailbox: &Mailbox) -> String {
    format!("Delivered-To: {mailbox}\r\n")
}

/// An address as RFC 5321 §4.1.3 writes it.
struct Literal(IpAddr);

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => write!(f, "[{address}]"),
            IpAddr::V6(address) => write!(f, "[IPv6:{address}]"),
        }
    }
}

/// A word of the client's: no white space, no comment, nothing that would end the field's part it stands in.
struct Plain<'a>(&'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        let fits =
            |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | ';' | '\\' | '"' | '<' | '>' | ',');
        // Nearly every name is one.
        if self.0.len() <= 255 && self.0.chars().all(fits) {
            return f.write_str(self.0);
        }
        for c in self.0.chars().take(255) {
            f.write_char(if fits(c) { c } else { '?' })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn received<'a>(hello: &'a str, for_: Option<&'a Mailbox>) -> String {
        let field = Received {
            by: "mx.example.test",
            id: QueueId::from_bytes([0; 16]),
            from: ReceivedFrom::Host {
                address: "2001:db8::1".parse().expect("an address"),
                hello: Some(hello),
            },
            with: With::of(true, false, false, false),
            tls: None,
            for_,
            date: "Tue, 24 Nov 2026 12:00:00 +0000",
        };
        field.to_string()
    }

    #[test]
    fn a_received_field() {
        let mailbox = "alice@example.test".parse().expect("valid");
        assert_eq!(
            received("client.example", Some(&mailbox)),
            "Received: from client.example ([IPv6:2001:db8::1])\r\n\tby mx.example.test with ESMTP id 00000000000000000000000000\r\n\tfor <alice@example.test>; Tue, 24 Nov 2026 12:00:00 +0000\r\n"
        );
    }

    #[test]
    fn a_received_field_of_a_message_that_came_over_tls() {
        let field = Received {
            by: "mx.example.test",
            id: QueueId::from_bytes([0; 16]),
            from: ReceivedFrom::Host {
                address: "192.0.2.1".parse().expect("an address"),
                hello: Some("client.example"),
            },
            with: With::of(true, true, false, false),
            tls: Some(TlsUsed { version: "TLS1.3", cipher: "TLS_AES_256_GCM_SHA384" }),
            for_: None,
            date: "Tue, 24 Nov 2026 12:00:00 +0000",
        };
        assert_eq!(
            field.to_string(),
            "Received: from client.example ([192.0.2.1])\r\n\tby mx.example.test with ESMTPS (TLS1.3) id 00000000000000000000000000\r\n\ttls TLS_AES_256_GCM_SHA384; Tue, 24 Nov 2026 12:00:00 +0000\r\n"
        );
        assert!(is_one_field(&field.to_string(), "Received"));
    }

    #[test]
    fn a_received_field_that_does_not_say_where_somebody_is() {
        let field = Received {
            by: "mx.example.test",
            id: QueueId::from_bytes([0; 16]),
            from: ReceivedFrom::AuthenticatedUser,
            with: With::of(true, true, true, false),
            tls: Some(TlsUsed { version: "TLS1.3", cipher: "TLS_AES_256_GCM_SHA384" }),
            for_: None,
            date: "Tue, 24 Nov 2026 12:00:00 +0000",
        };
        assert_eq!(
            field.to_string(),
            "Received: from authenticated-user\r\n\tby mx.example.test with ESMTPSA (TLS1.3) id 00000000000000000000000000\r\n\ttls TLS_AES_256_GCM_SHA384; Tue, 24 Nov 2026 12:00:00 +0000\r\n"
        );
        assert!(is_one_field(&field.to_string(), "Received"));
    }

    #[test]
    fn a_received_field_of_a_user_of_this_machine() {
        let mailbox = "alice@example.test".parse().expect("valid");
        let field = ReceivedLocally {
            by: "mx.example.test",
            id: QueueId::from_bytes([0; 16]),
            uid: 1000,
            for_: Some(&mailbox),
            date: "Tue, 24 Nov 2026 12:00:00 +0000",
        };
        assert_eq!(
            field.to_string(),
            "Received: by mx.example.test with LOCAL (uid 1000)\r\n\tid 00000000000000000000000000\r\n\tfor <alice@example.test>; Tue, 24 Nov 2026 12:00:00 +0000\r\n"
        );
        assert!(is_one_field(&field.to_string(), "Received"));
    }

    #[test]
    fn a_client_cannot_write_fields() {
        let field = received("x\r\nBcc: y (z); <script>", None);
        assert!(field.starts_with("Received: from x??Bcc:?y??z????script? (["), "{field}");
    }

    /// One field: no CR or LF but in CRLF, every line behind the first begins with white space, none is longer than RFC 5322
    /// §2.1.1 lets it be.
    fn is_one_field(field: &str, name: &str) -> bool {
        let lines: Vec<&str> = field.strip_suffix("\r\n").unwrap_or("\n").split("\r\n").collect();
        field.starts_with(&format!("{name}: "))
            && lines.iter().all(|line| line.len() <= 998 && !line.contains(['\r', '\n', '\0']))
            && lines[1..].iter().all(|line| line.starts_with('\t'))
    }

    proptest! {
        #[test]
        fn whatever_a_client_says_is_one_field(hello in "(?s)(.|[\r\n\t:()]){0,40}", local in "\\PC{1,64}", host in "[a-z]{1,63}(\\.[a-z]{1,60}){3}") {
            let mailbox: Result<Mailbox, _> = format!("\"{}\"@{host}", local.replace(['"', '\\'], "\\\"")).parse();
            let mailbox = mailbox.ok();
            prop_assert!(is_one_field(&received(&hello, mailbox.as_ref()), "Received"));
            if let Some(mailbox) = mailbox {
                prop_assert!(is_one_field(&delivered_to_field(&mailbox), "Delivered-To"));
                prop_assert!(is_one_field(&return_path_field(&ReversePath::Mailbox(mailbox)), "Return-Path"));
            }
        }
    }

    #[test]
    fn the_longest_names_fit() {
        let host = ["l".repeat(63), "l".repeat(63), "l".repeat(63), "l".repeat(63)].join(".");
        let mailbox: Mailbox =
            format!("\"{}\"@{host}", "\\\"".repeat(64)).parse().expect("as long as may be");
        assert_eq!(mailbox.domain().to_string().len(), 255);
        assert!(is_one_field(&received(&host, Some(&mailbox)), "Received"));
        assert_eq!(return_path_field(&ReversePath::Null), "Return-Path: <>\r\n");
        assert!(!is_one_field("Received: a\r\nBcc: b\r\n", "Received"), "the test can fail");
    }

    #[test]
    fn the_words_of_rfc_3848() {
        let word = |extended, tls, auth, utf8| With::of(extended, tls, auth, utf8).to_string();
        assert_eq!(word(false, false, false, false), "SMTP");
        assert_eq!(word(true, false, false, false), "ESMTP");
        assert_eq!(word(true, true, false, false), "ESMTPS");
        assert_eq!(word(true, false, true, false), "ESMTPA");
        assert_eq!(word(true, true, true, false), "ESMTPSA");
        assert_eq!(word(true, false, false, true), "UTF8SMTP");
        assert_eq!(word(true, true, true, true), "UTF8SMTPSA");
    }
}
