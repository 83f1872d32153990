//! Who may speak when: one table, state by verb.
//!
//! The session obeys it and nothing repeats it. Read a row to see what becomes of one verb, a column to see what one
//! state allows. What the table cannot say stands beside it in the session: that a verb is not offered by this listener
//! (502, which comes before the table), and what a verb's argument must look like (after it).
//!
//! The law it is tested against is `tests/sequence.toml`, which only tests read; neither is generated from the other.
//! Where the standards disagree, `docs/decisions/0003-sequence-conflicts.md` says what was chosen.

use crate::reply::{Entry, catalogue};
use crate::wire::command::Verb;

/// What a session is in the middle of, as far as it decides which command may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// The greeting was 220; no EHLO or HELO has been accepted since, or since the TLS handshake.
    Connected,
    /// The greeting was 554: this client is refused (RFC 5321 §3.1).
    Refused554,
    /// The greeting was 521: this host never accepts mail (RFC 7504 §3).
    Refused521,
    /// EHLO or HELO was accepted and nothing stands in the way of MAIL.
    Greeted,
    /// The listener demands TLS and it is not active, before or after EHLO.
    TlsRequired,
    /// EHLO was accepted, the listener demands a login, and there is none.
    AuthRequired,
    /// 334 was sent: the next line is a SASL response, not a command.
    AuthExchange,
    /// As `Greeted`, with a login.
    Authenticated,
    /// MAIL was accepted, no RCPT was tried.
    Mail,
    /// MAIL was accepted, and every RCPT tried since was refused.
    MailRcptRejected,
    /// MAIL and at least one RCPT were accepted.
    Rcpt,
    /// 354 was sent: what comes is content, until CRLF.CRLF.
    Data,
    /// At least one BDAT chunk was accepted, and not the last.
    Bdat,
    /// A BDAT chunk was refused, or DATA came after BDAT: the transaction is of no more use until RSET (RFC 3030 §2).
    Failed,
}

impl State {
    /// All states, in the order of the table's columns.
    pub const ALL: [Self; 14] = [
        Self::Connected,
        Self::Refused554,
        Self::Refused521,
        Self::Greeted,
        Self::TlsRequired,
        Self::AuthRequired,
        Self::AuthExchange,
        Self::Authenticated,
        Self::Mail,
        Self::MailRcptRejected,
        Self::Rcpt,
        Self::Data,
        Self::Bdat,
        Self::Failed,
    ];

    /// The name of the state in the law, in logs and in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Refused554 => "refused_554",
            Self::Refused521 => "refused_521",
            Self::Greeted => "greeted",
            Self::TlsRequired => "tls_required",
            Self::AuthRequired => "auth_required",
            Self::AuthExchange => "auth_exchange",
            Self::Authenticated => "authenticated",
            Self::Mail => "mail",
            Self::MailRcptRejected => "mail_rcpt_rejected",
            Self::Rcpt => "rcpt",
            Self::Data => "data",
            Self::Bdat => "bdat",
            Self::Failed => "failed",
        }
    }
}

/// What becomes of a verb in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// The command is looked at: its argument, its parameters, then policy decide.
    Allowed,
    /// The command is refused with this entry, whatever its argument.
    Refused(&'static Entry),
    /// The line is a SASL response and no command (RFC 4954 §4).
    Response,
    /// The line is content and no command (RFC 5321 §4.1.1.4).
    Content,
}

/// What becomes of `verb` in `state`.
#[must_use]
pub fn cell(state: State, verb: Verb) -> Cell {
    TABLE[verb as usize].1[state as usize]
}

/// The other states that a command may lead to. Every command may leave the session where it is as well: it is refused, or changes nothing.
/// What closes the session leads nowhere.
///
/// This is told, not obeyed: the session follows from its own facts, and the tests hold it to this in both directions.
#[must_use]
pub const fn leads_to(state: State, verb: Verb) -> &'static [State] {
    use State::{
        AuthExchange, AuthRequired, Authenticated, Bdat, Connected, Data, Failed, Greeted, Mail,
        MailRcptRejected, Rcpt, TlsRequired,
    };
    match (verb, state) {
        (Verb::Ehlo | Verb::Helo, Connected) => &[Greeted, AuthRequired],
        // A transaction is given up, and the session is where it was before MAIL.
        (Verb::Ehlo | Verb::Helo | Verb::Rset, Mail | MailRcptRejected | Rcpt | Bdat | Failed) => {
            &[Greeted, Authenticated]
        }
        (Verb::Starttls, Greeted | AuthRequired | TlsRequired) => &[Connected],
        // At once with an initial response (RFC 4954 §4).
        (Verb::Auth, Greeted | AuthRequired) => &[AuthExchange, Authenticated],
        (Verb::Mail, Greeted | Authenticated) => &[Mail],
        (Verb::Rcpt, Mail) => &[Rcpt, MailRcptRejected],
        (Verb::Rcpt, MailRcptRejected) => &[Rcpt],
        (Verb::Data, Rcpt) => &[Data],
        // With LAST the message is complete (RFC 3030 §2).
        (Verb::Bdat, Rcpt) => &[Bdat, Failed, Greeted, Authenticated],
        (Verb::Bdat, Bdat) => &[Failed, Greeted, Authenticated],
        // A chunk that is refused spoils the transaction, wherever it comes (RFC 3030 §2).
        (Verb::Bdat, Mail | MailRcptRejected) | (Verb::Data, Bdat) => &[Failed],
        // The session begins again, as if the one who is named had connected.
        (Verb::Xclient, Greeted | AuthRequired | Authenticated) => &[Connected],
        _ => &[],
    }
}

/// The states that the last line leads to where lines are no commands: the final dot of DATA, an answer within AUTH.
#[must_use]
pub const fn ends_in(state: State) -> &'static [State] {
    match state {
        State::Data => &[State::Greeted, State::Authenticated],
        State::AuthExchange => &[State::Authenticated, State::Greeted, State::AuthRequired],
        _ => &[],
    }
}

const GO: Cell = Cell::Allowed;
const SASL: Cell = Cell::Response;
const TEXT: Cell = Cell::Content;
const HELLO_554: Cell = Cell::Refused(&catalogue::HELLO_AFTER_REFUSAL);
const HELLO_521: Cell = Cell::Refused(&catalogue::NO_MAIL_HOST);
const ANY_554: Cell = Cell::Refused(&catalogue::SESSION_REFUSED);
const ANY_521: Cell = Cell::Refused(&catalogue::COMMAND_TO_NO_MAIL_HOST);
const HELO_TLS: Cell = Cell::Refused(&catalogue::HELLO_NEEDS_TLS);
const NEED_TLS: Cell = Cell::Refused(&catalogue::TLS_REQUIRED);
const NEED_EHLO: Cell = Cell::Refused(&catalogue::EHLO_FIRST);
const NEED_AUTH: Cell = Cell::Refused(&catalogue::AUTH_REQUIRED);
const NEED_RSET: Cell = Cell::Refused(&catalogue::RSET_FIRST);
const TLS_IN_TX: Cell = Cell::Refused(&catalogue::STARTTLS_IN_TRANSACTION);
const TLS_LATE: Cell = Cell::Refused(&catalogue::STARTTLS_AFTER_AUTH);
const XCL_IN_TX: Cell = Cell::Refused(&catalogue::XCLIENT_IN_TRANSACTION);
const AUTH_IN_TX: Cell = Cell::Refused(&catalogue::AUTH_IN_TRANSACTION);
const AUTH_2ND: Cell = Cell::Refused(&catalogue::AUTH_TWICE);
const MAIL_2ND: Cell = Cell::Refused(&catalogue::MAIL_TWICE);
const RCPT_MAIL: Cell = Cell::Refused(&catalogue::RCPT_BEFORE_MAIL);
const RCPT_BDAT: Cell = Cell::Refused(&catalogue::RCPT_AFTER_BDAT);
const DATA_MAIL: Cell = Cell::Refused(&catalogue::DATA_BEFORE_MAIL);
const DATA_RCPT: Cell = Cell::Refused(&catalogue::DATA_BEFORE_RCPT);
const DATA_BDAT: Cell = Cell::Refused(&catalogue::DATA_AFTER_BDAT);
const BDAT_MAIL: Cell = Cell::Refused(&catalogue::BDAT_BEFORE_MAIL);
const BDAT_RCPT: Cell = Cell::Refused(&catalogue::BDAT_BEFORE_RCPT);
const NOBODY: Cell = Cell::Refused(&catalogue::NO_VALID_RECIPIENT);
const UNKNOWN: Cell = Cell::Refused(&catalogue::UNKNOWN_COMMAND);
const ABSENT: Cell = Cell::Refused(&catalogue::NOT_OFFERED);

#[rustfmt::skip]
static TABLE: [(Verb, [Cell; 14]); 21] = [
    //                  connected  refused_554 refused_521 greeted   tls_req.  auth_req.  exchange authentic. mail       rejected   rcpt       data  bdat       failed
    (Verb::Ehlo,     [  GO,        HELLO_554,  HELLO_521,  GO,       GO,       GO,        SASL,    GO,        GO,        GO,        GO,        TEXT, GO,        GO        ]),
    (Verb::Helo,     [  GO,        HELLO_554,  HELLO_521,  GO,       HELO_TLS, GO,        SASL,    GO,        GO,        GO,        GO,        TEXT, GO,        GO        ]),
    (Verb::Lhlo,     [  UNKNOWN,   ANY_554,    ANY_521,    UNKNOWN,  NEED_TLS, UNKNOWN,   SASL,    UNKNOWN,   UNKNOWN,   UNKNOWN,   UNKNOWN,   TEXT, UNKNOWN,   UNKNOWN   ]),
    (Verb::Starttls, [  NEED_EHLO, ANY_554,    ANY_521,    GO,       GO,       GO,        SASL,    TLS_LATE,  TLS_IN_TX, TLS_IN_TX, TLS_IN_TX, TEXT, TLS_IN_TX, TLS_IN_TX ]),
    (Verb::Auth,     [  NEED_EHLO, ANY_554,    ANY_521,    GO,       NEED_TLS, GO,        SASL,    AUTH_2ND,  AUTH_IN_TX,AUTH_IN_TX,AUTH_IN_TX,TEXT, AUTH_IN_TX,AUTH_IN_TX]),
    (Verb::Mail,     [  NEED_EHLO, ANY_554,    ANY_521,    GO,       NEED_TLS, NEED_AUTH, SASL,    GO,        MAIL_2ND,  MAIL_2ND,  MAIL_2ND,  TEXT, MAIL_2ND,  NEED_RSET ]),
    (Verb::Rcpt,     [  NEED_EHLO, ANY_554,    ANY_521,    RCPT_MAIL,NEED_TLS, RCPT_MAIL, SASL,    RCPT_MAIL, GO,        GO,        GO,        TEXT, RCPT_BDAT, NEED_RSET ]),
    (Verb::Data,     [  NEED_EHLO, ANY_554,    ANY_521,    DATA_MAIL,NEED_TLS, DATA_MAIL, SASL,    DATA_MAIL, DATA_RCPT, NOBODY,    GO,        TEXT, DATA_BDAT, NEED_RSET ]),
    (Verb::Bdat,     [  NEED_EHLO, ANY_554,    ANY_521,    BDAT_MAIL,NEED_TLS, BDAT_MAIL, SASL,    BDAT_MAIL, BDAT_RCPT, NOBODY,    GO,        TEXT, GO,        NEED_RSET ]),
    (Verb::Burl,     [  ABSENT,    ANY_554,    ANY_521,    ABSENT,   NEED_TLS, ABSENT,    SASL,    ABSENT,    ABSENT,    ABSENT,    ABSENT,    TEXT, ABSENT,    ABSENT    ]),
    // RFC 5321 §4.1.1.5 asks for 250 at any time; RFC 3207 §4 would have 530 without TLS. Decision 0003 (1).
    (Verb::Rset,     [  GO,        ANY_554,    ANY_521,    GO,       GO,       GO,        SASL,    GO,        GO,        GO,        GO,        TEXT, GO,        GO        ]),
    (Verb::Noop,     [  GO,        ANY_554,    ANY_521,    GO,       GO,       GO,        SASL,    GO,        GO,        GO,        GO,        TEXT, GO,        GO        ]),
    (Verb::Vrfy,     [  GO,        ANY_554,    ANY_521,    GO,       NEED_TLS, GO,        SASL,    GO,        GO,        GO,        GO,        TEXT, GO,        GO        ]),
    (Verb::Expn,     [  ABSENT,    ANY_554,    ANY_521,    ABSENT,   NEED_TLS, ABSENT,    SASL,    ABSENT,    ABSENT,    ABSENT,    ABSENT,    TEXT, ABSENT,    ABSENT    ]),
    (Verb::Help,     [  GO,        ANY_554,    ANY_521,    GO,       NEED_TLS, GO,        SASL,    GO,        GO,        GO,        GO,        TEXT, GO,        GO        ]),
    (Verb::Quit,     [  GO,        GO,         GO,         GO,       GO,       GO,        SASL,    GO,        GO,        GO,        GO,        TEXT, GO,        GO        ]),
    (Verb::Etrn,     [  ABSENT,    ANY_554,    ANY_521,    ABSENT,   NEED_TLS, ABSENT,    SASL,    ABSENT,    ABSENT,    ABSENT,    ABSENT,    TEXT, ABSENT,    ABSENT    ]),
    (Verb::Atrn,     [  ABSENT,    ANY_554,    ANY_521,    ABSENT,   NEED_TLS, ABSENT,    SASL,    ABSENT,    ABSENT,    ABSENT,    ABSENT,    TEXT, ABSENT,    ABSENT    ]),
    (Verb::Xclient,  [  GO,        ANY_554,    ANY_521,    GO,       NEED_TLS, GO,        SASL,    GO,        XCL_IN_TX, XCL_IN_TX, XCL_IN_TX, TEXT, XCL_IN_TX, XCL_IN_TX ]),
    (Verb::Legacy,   [  ABSENT,    ANY_554,    ANY_521,    ABSENT,   NEED_TLS, ABSENT,    SASL,    ABSENT,    ABSENT,    ABSENT,    ABSENT,    TEXT, ABSENT,    ABSENT    ]),
    (Verb::Unknown,  [  UNKNOWN,   ANY_554,    ANY_521,    UNKNOWN,  NEED_TLS, UNKNOWN,   SASL,    UNKNOWN,   UNKNOWN,   UNKNOWN,   UNKNOWN,   TEXT, UNKNOWN,   UNKNOWN   ]),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The table is looked up by position; this holds the positions to the names beside them.
    #[test]
    fn rows_and_columns_stand_where_they_are_looked_up() {
        for (i, (verb, _)) in TABLE.iter().enumerate() {
            assert_eq!(*verb as usize, i, "{verb:?}");
        }
        for (i, state) in State::ALL.iter().enumerate() {
            assert_eq!(*state as usize, i, "{state:?}");
        }
    }
}
