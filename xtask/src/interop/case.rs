//! The cases: what is sent, and what should come of it.

/// The names of this test, from every client's point of view.
pub const SENDER: &str = "sender@example.test";

/// The largest message that the server under test takes, in octets.
pub const MESSAGE_OCTETS: usize = 6_000_000;

/// A message to send.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The envelope's sender.
    pub from: &'static str,
    /// The envelope's recipients.
    pub to: Vec<&'static str>,
    /// Header and body; lines end with CRLF, the last perhaps with nothing.
    pub content: Vec<u8>,
}

impl Mail {
    /// It cannot be sent without 8BITMIME.
    pub fn needs_eight_bits(&self) -> bool {
        !self.content.is_ascii()
    }

    /// The content with LF at the ends of its lines, for programs that read it as a text of this machine.
    pub fn with_lf(&self) -> Vec<u8> {
        self.content.iter().copied().filter(|octet| *octet != b'\r').collect()
    }
}

/// What should come of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Everybody has a copy, and the client reports success.
    Delivered,
    /// Nobody has a copy, and the client reports the 550.
    Refused,
    /// One recipient is refused, and the client reports it. Whether the others have a copy is up to the client.
    PartlyRefused,
    /// Nobody has a copy, and the client reports that the message is too large.
    TooBig,
}

/// What not every client can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// Addresses beyond ASCII (RFC 6531).
    Smtputf8,
    /// A message in chunks (RFC 3030).
    Chunking,
    /// Commands in groups (RFC 2920).
    Pipelining,
    /// A message that ends with its header.
    EmptyBody,
    /// A bounce that does not return the whole message.
    ShortBounce,
}

/// One case.
#[derive(Debug)]
pub struct Case {
    /// Its column in the table.
    pub name: &'static str,
    /// What the client has to be able to do.
    pub feature: Option<Feature>,
    /// What is sent.
    pub mail: Mail,
    /// What should come of it.
    pub expect: Expect,
}

/// All cases, in the order in which they are run.
pub fn all() -> Vec<Case> {
    let text = |subject: &str, body: &str| {
        format!("From: {SENDER}\r\nTo: alice@example.test\r\nSubject: {subject}\r\n\r\n{body}").into_bytes()
    };
    let mail = |to: &[&'static str], content: Vec<u8>| Mail { from: SENDER, to: to.to_vec(), content };
    let alice = "alice@example.test";
    let case = |name, expect, mail| Case { name, feature: None, mail, expect };
    let with = |name, feature, mail| Case { name, feature: Some(feature), mail, expect: Expect::Delivered };

    let lines = "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";
    let octets = |octets: usize| lines.repeat(octets / lines.len());
    let mime = |subject: &str, body: &str| {
        format!(
            "From: {SENDER}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: 8bit\r\n\r\n{body}"
        )
        .into_bytes()
    };
    vec![
        case("plain", Expect::Delivered, mail(&[alice], text("plain", "Hello.\r\n"))),
        case(
            "dots",
            Expect::Delivered,
            mail(&[alice], text("dots", ".\r\n..\r\n.x\r\n...\r\nx.\r\n\r\n.\r\n\r\nend\r\n")),
        ),
        case("no-newline", Expect::Delivered, mail(&[alice], text("no final newline", "one\r\ntwo"))),
        with("empty-body", Feature::EmptyBody, mail(&[alice], text("empty body", ""))),
        case(
            "long-lines",
            Expect::Delivered,
            mail(&[alice], text("long lines", &format!("{}\r\nend\r\n", "x".repeat(5000)))),
        ),
        case("8-bit", Expect::Delivered, mail(&[alice], mime("8 bit", "Gr\u{fc}\u{df}e\r\n"))),
        with(
            "utf8-names",
            Feature::Smtputf8,
            Mail {
                from: "j\u{f6}rg@example.test",
                to: vec!["j\u{f6}rg@example.test", "x@b\u{fc}cher.test"],
                content: mime("Gr\u{fc}\u{df}e", "names beyond ASCII\r\n"),
            },
        ),
        with(
            "pipelining",
            Feature::Pipelining,
            mail(&[alice, "bob@example.test"], text("pipelining", "x\r\n")),
        ),
        with("chunking", Feature::Chunking, mail(&[alice], text("chunking", ".\r\n.\r\nin chunks\r\n"))),
        case(
            "several",
            Expect::Delivered,
            mail(&[alice, "bob@example.test", "carol@example.test"], text("several", "for three\r\n")),
        ),
        case("5-MB", Expect::Delivered, mail(&[alice], text("large", &octets(5_000_000)))),
        case(
            "one-refused",
            Expect::PartlyRefused,
            mail(&[alice, "nobody@example.test"], text("one", "x\r\n")),
        ),
        case("refused", Expect::Refused, mail(&["nobody@example.test"], text("none", "x\r\n"))),
        Case {
            name: "too-big",
            feature: Some(Feature::ShortBounce),
            mail: mail(&[alice], text("too large", &octets(MESSAGE_OCTETS + 1_000_000))),
            expect: Expect::TooBig,
        },
        // Whatever went wrong before, the server goes on.
        case("after-all", Expect::Delivered, mail(&[alice], text("after all", "x\r\n"))),
    ]
}
