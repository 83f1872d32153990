//! The words that facts about codes are written in. Each has its name in the data, which is also the end of the id of its sentence:
//! `in-order` is explained by `retry-in-order`.

use std::fmt;

use serde::Deserialize;

/// Declares an enum whose variants have the names that stand in the data.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $( $(#[$doc:meta])* $variant:ident $word:literal, )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum $name { $( $(#[$doc])* #[serde(rename = $word)] $variant, )* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[ $( Self::$variant ),* ];

            /// The name in the data.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// Who stands behind a code.
    Standing {
        /// RFC 5321, or an RFC that updates it.
        Standard "standard",
        /// Another standards-track RFC.
        Extension "extension",
        /// The IANA registry alone: no RFC says when it is sent.
        Registry "registry",
        /// An RFC that nobody follows any more.
        Historic "historic",
        /// A document that never became, or not yet is, a standard.
        Draft "draft",
        /// One product or provider.
        Vendor "vendor",
        /// Lists on the web, and nobody else.
        Folk "folk",
    }
}

words! {
    /// Whether the same is sent again, and when.
    Repeat {
        /// Nothing is left to repeat.
        Nothing "nothing",
        /// What was asked for comes next.
        Continue "continue",
        /// The same again after a pause.
        Later "later",
        /// It is refused alike until somebody changes something.
        AfterChange "after-change",
        /// The missing step first, then at once.
        InOrder "in-order",
        /// With other credentials.
        NewLogin "new-login",
        /// Not at this host.
        Elsewhere "elsewhere",
        /// As a new message: nothing sends this one again.
        Anew "anew",
        /// Nobody defines it: the first digit decides (RFC 5321 §4.3.2).
        ByClass "by-class",
    }
}

words! {
    /// Whose move it is.
    Acts {
        /// Nobody: nothing is wrong, or it passes.
        Nobody "nobody",
        /// The client software.
        Program "program",
        /// Who wrote the message, or sends it.
        Person "person",
        /// Who it is for.
        Recipient "recipient",
        /// Who runs the sending server, or the domain of the sender.
        SendingOperator "sending-operator",
        /// Who runs the server that answers.
        ReceivingOperator "receiving-operator",
    }
}

words! {
    /// In what state the reply leaves the session.
    Effect {
        /// It moves on as the command wanted.
        Forward "forward",
        /// As if the command had not come.
        Unchanged "unchanged",
        /// The server waits for text, not for a command.
        Input "input",
        /// The transaction is gone, the session stays.
        Cleared "cleared",
        /// The server closes.
        Closed "closed",
        /// It depends on the command.
        Depends "depends",
        /// It is never on the wire.
        None "none",
    }
}

words! {
    /// What a reply can answer.
    Command {
        /// The connection itself: the greeting, or unasked at any time.
        Connection "connection",
        /// EHLO
        Ehlo "EHLO",
        /// HELO
        Helo "HELO",
        /// LHLO (RFC 2033)
        Lhlo "LHLO",
        /// STARTTLS
        Starttls "STARTTLS",
        /// AUTH, and each answer within it
        Auth "AUTH",
        /// MAIL
        Mail "MAIL",
        /// RCPT
        Rcpt "RCPT",
        /// DATA
        Data "DATA",
        /// The end of the message: the final dot, or BDAT LAST.
        Content "content",
        /// BDAT
        Bdat "BDAT",
        /// BURL
        Burl "BURL",
        /// RSET
        Rset "RSET",
        /// NOOP
        Noop "NOOP",
        /// VRFY
        Vrfy "VRFY",
        /// EXPN
        Expn "EXPN",
        /// HELP
        Help "HELP",
        /// QUIT
        Quit "QUIT",
        /// ETRN (RFC 1985)
        Etrn "ETRN",
        /// ATRN (RFC 2645)
        Atrn "ATRN",
        /// XCLIENT
        Xclient "XCLIENT",
        /// Any command.
        Any "any",
    }
}

/// The first digit of a reply code, as sentences and pages are named by it; `none` where it is none of SMTP.
#[must_use]
pub const fn first_digit(code: u16) -> &'static str {
    match code / 100 {
        2 => "2",
        3 => "3",
        4 => "4",
        5 => "5",
        _ => "none",
    }
}

impl Repeat {
    /// The same, where the first digit is known that decides it.
    #[must_use]
    pub const fn in_class(self, class: Option<u8>) -> Self {
        match (self, class) {
            (Self::ByClass, Some(2)) => Self::Nothing,
            (Self::ByClass, Some(4)) => Self::Later,
            (Self::ByClass, Some(5)) => Self::AfterChange,
            _ => self,
        }
    }
}

impl Command {
    /// The command with this verb.
    #[must_use]
    pub fn of_verb(verb: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|command| command.as_str().eq_ignore_ascii_case(verb))
    }

    /// Whether it is a verb, which is the same in every language.
    #[must_use]
    pub const fn is_verb(self) -> bool {
        !matches!(self, Self::Connection | Self::Content | Self::Any)
    }
}
