//! The session beside a simple model that reads the law: every pair of states they can reach together, every operation in
//! every pair.
//!
//! `cargo test -p postrider-proto --test session exhaustive -- --nocapture` says how many pairs there are.

use std::collections::{BTreeSet, VecDeque};

use postrider_proto::server::Options;
use postrider_proto::server::sequence::{self, State};
use postrider_proto::wire::command::Verb;

use crate::house::House;
use crate::law::lead_to_with;
use crate::listener::Listener;
use crate::model::{Expected, Model, OPS, Op};
use crate::table::{Law, begins};

impl Op {
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
    let mut ways = BTreeSet::new();
    for listener in Listener::ALL {
        let start = Model::new(listener);
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
                // An operation of two steps passes through a state that is not seen here.
                let two_steps = op == Op::DataAndBody && model.state() == "rcpt";
                if !house.closed && now.0 != model.state() && !two_steps {
                    ways.insert((model.state(), op.command(), now.0.clone()));
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
    the_ways_are_those_that_are_told(&ways);
}

/// [`sequence::leads_to`] tells every way that was gone, and none that was not; some of them are gone here step by step.
fn the_ways_are_those_that_are_told(gone: &BTreeSet<(&str, &str, String)>) {
    let mut ways = gone.clone();
    for (verb, lines) in [
        ("AUTH", ["AUTH PLAIN", "AGFsaWNlAHNlY3JldA=="]),
        ("AUTH", ["AUTH PLAIN", "*"]),
        ("DATA", ["DATA", "."]),
    ] {
        for listener in Listener::ALL {
            let mut house = House::new(unlimited(listener));
            let before = if verb == "DATA" {
                &["EHLO client.example", "MAIL FROM:<s@client.example>", "RCPT TO:<alice@example.test>"][..]
            } else {
                &["EHLO client.example"]
            };
            before.iter().for_each(|line| drop(house.line(line)));
            let from = house.session.state();
            if house.line(lines[0]).starts_with('3') {
                let within = house.session.state();
                ways.insert((from.as_str(), verb, within.as_str().to_owned()));
                house.line(lines[1]);
                let end = house.session.state();
                assert!(sequence::ends_in(within).contains(&end), "{within:?} leads to {end:?}");
            }
        }
    }
    // A chunk that is more than a message may be, and a proxy on a listener that wants a login.
    let narrow = |mut options: Options| {
        options.limits.message_octets = 8;
        Options { xclient: true, ..options }
    };
    for (state, verb, octets) in [
        (State::Rcpt, "BDAT", "BDAT 9\r\n123456789"),
        (State::Bdat, "BDAT", "BDAT 9\r\n123456789"),
        (State::AuthRequired, "XCLIENT", "XCLIENT ADDR=192.0.2.9\r\n"),
    ] {
        let mut house = lead_to_with(state, narrow);
        let said = house.send(octets);
        assert_ne!(house.session.state(), state, "{octets:?}: {said}");
        ways.insert((state.as_str(), verb, house.session.state().as_str().to_owned()));
    }
    let told: BTreeSet<(&str, &str, String)> = State::ALL
        .iter()
        .flat_map(|state| Verb::ALL.iter().map(move |verb| (*state, *verb)))
        .flat_map(|(state, verb)| {
            let to = sequence::leads_to(state, verb).iter();
            to.map(move |to| (state.as_str(), verb.as_str(), to.as_str().to_owned()))
        })
        .collect();
    let (untold, ungone): (Vec<_>, Vec<_>) =
        (ways.difference(&told).collect(), told.difference(&ways).collect());
    assert!(untold.is_empty() && ungone.is_empty(), "not told: {untold:#?}\nnever gone: {ungone:#?}");
}
