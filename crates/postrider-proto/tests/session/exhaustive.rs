//! The session beside a simple model that reads the law: every pair of states they can reach together, every operation in
//! every pair. The model knows nothing of the session's table: where a command leads is what the law's `next` says, and what
//! the law leaves to its notes stands in [`Model::outcome`].
//!
//! `cargo test -p postrider-proto --test session exhaustive -- --nocapture` says how many pairs there are.

use std::collections::{BTreeSet, VecDeque};

use postrider_proto::server::Options;

use crate::house::House;
use crate::law::{Law, begins, front};
use crate::listener::Listener;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
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

const OPS: [Op; 19] = [
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
    fn command(self) -> &'static str {
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

    /// Does it on the session; gives the last reply.
    fn perform(self, house: &mut House) -> String {
        match self {
            Self::Ehlo => house.line("EHLO client.example"),
            Self::Helo => house.line("HELO client.example"),
            Self::Starttls => {
                let output = house.line("STARTTLS");
                if std::mem::take(&mut house.tls_asked) {
                    house.session.tls_established();
                    house.run();
                }
                output
            }
            Self::AuthOk => house.line("AUTH PLAIN AGFsaWNlAHNlY3JldA=="),
            Self::AuthWrong => house.line("AUTH PLAIN AGFsaWNlAHdyb25n"),
            Self::AuthCancelled => {
                let output = house.line("AUTH PLAIN");
                if output.starts_with("334 ") { house.line("*") } else { output }
            }
            Self::Mail => house.line("MAIL FROM:<s@client.example>"),
            Self::RcptOk => house.line("RCPT TO:<alice@example.test>"),
            Self::RcptRefused => house.line("RCPT TO:<nobody@example.test>"),
            Self::DataAndBody => {
                let output = house.line("DATA");
                if output.starts_with("354 ") { house.send("Subject: x\r\n\r\nx\r\n.\r\n") } else { output }
            }
            Self::Bdat => house.send("BDAT 6\r\nRSET\r\n"),
            Self::BdatLast => house.send("BDAT 6 LAST\r\nQUIT\r\n"),
            Self::Rset => house.line("RSET"),
            Self::Noop => house.line("NOOP"),
            Self::Vrfy => house.line("VRFY alice"),
            Self::Quit => house.line("QUIT"),
            Self::Xclient => house.line("XCLIENT ADDR=192.0.2.9"),
            Self::XclientName => house.line("XCLIENT NAME=client.example"),
            Self::Unknown => house.line("XYZZY"),
        }
    }
}

/// The state of a session as the law speaks of it, with the facts that its notes keep beside the states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Model {
    listener: u8,
    tls: bool,
    /// 0: none, 1: HELO, 2: EHLO.
    hello: u8,
    login: bool,
    /// XCLIENT is offered: the client is a proxy, and has not said whom it speaks for.
    xclient: bool,
    /// The law's state within a transaction, or "" between transactions.
    transaction: &'static str,
    closed: bool,
}

/// What the model expects of one operation.
struct Expected {
    /// The front of the reply.
    reply: String,
    next: Model,
    /// A message is stored.
    stored: bool,
}

impl Model {
    fn listener(self) -> Listener {
        Listener::ALL[self.listener as usize]
    }

    fn state(self) -> &'static str {
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
    fn expect(self, law: &Law, op: Op) -> Expected {
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

fn unlimited(listener: Listener) -> Options {
    let mut options = listener.options();
    (options.limits.errors, options.limits.commands, options.limits.refused_recipients) =
        (u32::MAX, u32::MAX, u32::MAX);
    options.limits.refused_logins = u32::MAX;
    options
}

/// The session's state, as far as it can decide a later reply.
fn key(house: &House) -> (String, bool, u8, bool, bool, bool) {
    let session = &house.session;
    let hello = match (session.hello_name(), session.is_extended()) {
        (None, _) => 0,
        (Some(_), false) => 1,
        (Some(_), true) => 2,
    };
    let (tls, login, xclient) = (session.is_tls(), session.login().is_some(), session.takes_xclient());
    (session.state().as_str().to_owned(), tls, hello, login, xclient, house.closed)
}

#[test]
fn the_machine_and_the_model_agree_everywhere() {
    let law = Law::read();
    for (number, listener) in Listener::ALL.into_iter().enumerate() {
        let number = u8::try_from(number).expect("a handful of listeners");
        let start = Model {
            listener: number,
            tls: false,
            hello: 0,
            login: false,
            xclient: listener == Listener::Proxied,
            transaction: "",
            closed: false,
        };
        let mut seen = BTreeSet::new();
        let mut states = BTreeSet::new();
        let mut steps = 0;
        let mut open = VecDeque::from([(Vec::<Op>::new(), start)]);
        seen.insert((key(&House::new(unlimited(listener))), start));
        while let Some((path, model)) = open.pop_front() {
            for op in OPS {
                // Sessions are not copied: each is led again along its path.
                let mut house = House::new(unlimited(listener));
                for op in &path {
                    op.perform(&mut house);
                }
                house.take_output();
                let before = house.messages.len();
                let output = op.perform(&mut house);
                let Expected { reply, next, stored } = model.expect(&law, op);
                let place = format!("{listener:?} {path:?} then {op:?}: {output:?}");
                assert!(begins(&output, &reply), "{place}, by the law {reply:?}");
                let now = key(&house);
                assert_eq!(house.unconsumed(), 0, "{place}");
                assert_eq!(house.closed, next.closed, "{place}");
                assert_eq!(house.messages.len() - before, usize::from(stored), "{place}: messages stored");
                for message in &house.messages[before..] {
                    let to: Vec<String> =
                        message.envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
                    assert_eq!(to, ["alice@example.test"], "{place}");
                }
                if !house.closed {
                    assert_eq!(now.0, next.state(), "{place}");
                    let (tls, hello, login, xclient) = (next.tls, next.hello, next.login, next.xclient);
                    assert_eq!((now.1, now.2, now.3, now.4), (tls, hello, login, xclient), "{place}");
                }
                steps += 1;
                states.insert(now.0.clone());
                if seen.insert((now, next)) && !next.closed {
                    let mut path = path.clone();
                    path.push(op);
                    open.push_back((path, next));
                }
            }
        }
        println!("{listener:?}: {} pairs of states, {steps} steps, states {states:?}", seen.len());
        // A walk that stops early proves nothing: these are the fewest pairs a listener of its kind can have.
        assert!(seen.len() >= 20, "{listener:?}: only {} pairs", seen.len());
    }
}
