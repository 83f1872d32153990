//! A simple model of a session, which knows nothing of the session's table: where a command leads is what the law's `next` says, and what the
//! law leaves to its notes stands in [`Model::outcome`].

use crate::listener::Listener;
use crate::table::{Law, front};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Ehlo,
    Helo,
    Starttls,
    AuthOk,
    AuthWrong,
    AuthCancelled,
    Mail,
    RcptOk,
    RcptRefused,
    DataAndBody,
    Bdat,
    BdatLast,
    Rset,
    Noop,
    Vrfy,
    Quit,
    Xclient,
    XclientName,
    Unknown,
}

pub const OPS: [Op; 19] = [
    Op::Ehlo,
    Op::Helo,
    Op::Starttls,
    Op::AuthOk,
    Op::AuthWrong,
    Op::AuthCancelled,
    Op::Mail,
    Op::RcptOk,
    Op::RcptRefused,
    Op::DataAndBody,
    Op::Bdat,
    Op::BdatLast,
    Op::Rset,
    Op::Noop,
    Op::Vrfy,
    Op::Quit,
    Op::Xclient,
    Op::XclientName,
    Op::Unknown,
];

impl Op {
    pub fn command(self) -> &'static str {
        match self {
            Self::Ehlo => "EHLO",
            Self::Helo => "HELO",
            Self::Starttls => "STARTTLS",
            Self::AuthOk | Self::AuthWrong | Self::AuthCancelled => "AUTH",
            Self::Mail => "MAIL",
            Self::RcptOk | Self::RcptRefused => "RCPT",
            Self::DataAndBody => "DATA",
            Self::Bdat | Self::BdatLast => "BDAT",
            Self::Rset => "RSET",
            Self::Noop => "NOOP",
            Self::Vrfy => "VRFY",
            Self::Quit => "QUIT",
            Self::Xclient | Self::XclientName => "XCLIENT",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// The state of a session as the law speaks of it, with the facts that its notes keep beside the states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Model {
    pub listener: u8,
    pub tls: bool,
    /// 0: none, 1: HELO, 2: EHLO.
    pub hello: u8,
    pub login: bool,
    /// XCLIENT is offered: the client is a proxy, and has not said whom it speaks for.
    pub xclient: bool,
    /// The law's state within a transaction, or "" between transactions.
    pub transaction: &'static str,
    pub closed: bool,
}

/// What the model expects of one operation.
pub struct Expected {
    /// The front of the reply.
    pub reply: String,
    pub next: Model,
    /// A message is stored.
    pub stored: bool,
}

impl Model {
    /// A session that was greeted and has said nothing.
    pub fn new(listener: Listener) -> Self {
        let number = Listener::ALL.into_iter().position(|known| known == listener).expect("one of all");
        Self {
            listener: u8::try_from(number).expect("a handful of listeners"),
            tls: false,
            hello: 0,
            login: false,
            xclient: listener == Listener::Proxied,
            transaction: "",
            closed: false,
        }
    }

    pub fn listener(self) -> Listener {
        Listener::ALL[self.listener as usize]
    }

    pub fn state(self) -> &'static str {
        if !self.transaction.is_empty() {
            self.transaction
        } else if self.listener() == Listener::TlsRequired && !self.tls {
            "tls_required"
        } else if self.hello == 0 {
            "connected"
        } else if self.login {
            "authenticated"
        } else if self.listener() == Listener::Submission {
            "auth_required"
        } else {
            "greeted"
        }
    }

    /// Step 6 of the law's check order, with its notes on HELO.
    fn not_offered(self, op: Op) -> Option<(u16, &'static str)> {
        let extended = self.hello != 1;
        match op.command() {
            "STARTTLS" if self.tls => Some((503, "5.5.1")),
            "STARTTLS" if !extended || self.listener() == Listener::TlsAbsent => Some((502, "5.5.1")),
            "AUTH" if !extended || matches!(self.listener(), Listener::Mx | Listener::TlsAbsent) => {
                Some((502, "5.5.1"))
            }
            "BDAT" if !extended => Some((502, "5.5.1")),
            "XCLIENT" if !self.xclient => Some((500, "5.5.2")),
            _ => None,
        }
    }

    /// What becomes of a command that is in order and that the house has an answer to, where the law's cell tells only
    /// of the first line or of success: the reply, and the state.
    fn outcome(self, op: Op) -> Option<(u16, Option<&'static str>, &'static str)> {
        Some(match op {
            Op::AuthOk => (235, Some("2.7.0"), "authenticated"),
            Op::AuthWrong => (535, Some("5.7.8"), "same"),
            Op::AuthCancelled => (501, Some("5.7.0"), "same"),
            // "The first RCPT refused, for whatever reason: mail_rcpt_rejected."
            Op::RcptRefused if self.transaction == "mail" => (550, Some("5.1.1"), "mail_rcpt_rejected"),
            Op::RcptRefused => (550, Some("5.1.1"), "same"),
            Op::DataAndBody | Op::BdatLast => (250, Some("2.0.0"), "idle"),
            _ => return None,
        })
    }

    /// What the law expects.
    pub fn expect(self, law: &Law, op: Op) -> Expected {
        let state = self.state();
        if state != "tls_required"
            && let Some((code, enhanced)) = self.not_offered(op)
        {
            // BDAT that is refused behind MAIL leaves the transaction failed, whatever the reason.
            let failed = op.command() == "BDAT" && matches!(state, "mail" | "mail_rcpt_rejected");
            let next = if failed { "failed" } else { "same" };
            return Expected { reply: front(code, Some(enhanced)), next: self.go(op, next), stored: false };
        }
        let cell = law.cell(op.command(), state);
        let refused = cell.reply >= 400;
        match self.outcome(op).filter(|_| !refused) {
            Some((code, enhanced, next)) => {
                let stored = matches!(op, Op::DataAndBody | Op::BdatLast);
                Expected { reply: front(code, enhanced), next: self.go(op, next), stored }
            }
            None => {
                let reply = front(cell.reply, cell.enhanced.as_deref());
                Expected { reply, next: self.go(op, &cell.next), stored: false }
            }
        }
    }

    /// Goes where the law says. Its states fold in facts that the model keeps beside them, so these are set as well.
    fn go(self, op: Op, next: &str) -> Self {
        let mut model = self;
        match next {
            "same" => {}
            "closed" => model.closed = true,
            "tls" => (model.tls, model.hello, model.login) = (true, 0, false),
            // Only XCLIENT leads back to the beginning.
            "connected" => (model.hello, model.login) = (0, false),
            "authenticated" => model.login = true,
            "greeted" | "idle" | "auth_required" => model.transaction = "",
            "mail" => model.transaction = "mail",
            "mail_rcpt_rejected" => model.transaction = "mail_rcpt_rejected",
            "rcpt" => model.transaction = "rcpt",
            "bdat" => model.transaction = "bdat",
            "failed" => model.transaction = "failed",
            other => panic!("the law goes to {other:?}, and the model does not know where that is"),
        }
        match op {
            Op::Ehlo => model.hello = 2,
            // Whoever has been given an address is that client, and no proxy any more.
            Op::Xclient if next == "connected" => model.xclient = false,
            // HELO is refused in one state only, where the state stays the same.
            Op::Helo if next != "same" => model.hello = 1,
            _ => {}
        }
        model
    }
}
