//! The session against the law: every cell, every argument rule.

use std::collections::BTreeSet;

use postrider_proto::reply::catalogue;
use postrider_proto::server::Options;
use postrider_proto::server::sequence::{self, Cell, State};
use postrider_proto::wire::command::Verb;

use crate::house::House;
use crate::listener::Listener;
use crate::table::{Law, begins, front};

/// Leads a fresh session into a state.
pub fn lead_to(state: State) -> House {
    lead_to_with(state, |options| options)
}

/// The same, on listeners that something is changed of.
pub fn lead_to_with(state: State, change: impl Fn(Options) -> Options) -> House {
    let options = |listener: Listener| change(listener.options());
    let mx = || House::new(options(Listener::Mx));
    let greet = |house: &mut House| {
        house.take_output();
        assert!(house.line("EHLO client.example").starts_with("250-"));
    };
    let mail = |house: &mut House| {
        house.line("MAIL FROM:<s@client.example>");
    };
    let mut house = match state {
        State::Connected => mx(),
        State::Refused554 | State::Refused521 => {
            let mut house = House::silent(options(Listener::Mx));
            let entry = if state == State::Refused554 {
                &catalogue::CLIENT_REFUSED
            } else {
                &catalogue::NO_MAIL_HOST
            };
            house.refusals.insert("greeting".into(), entry);
            house.run();
            house.refusals.clear();
            house
        }
        State::TlsRequired => House::new(options(Listener::TlsRequired)),
        State::AuthRequired | State::AuthExchange | State::Authenticated => {
            let mut house = House::new(options(Listener::Submission));
            greet(&mut house);
            house
        }
        _ => {
            let mut house = mx();
            greet(&mut house);
            house
        }
    };
    match state {
        State::AuthExchange => {
            house.line("AUTH PLAIN");
        }
        State::Authenticated => {
            house.line("AUTH PLAIN AGFsaWNlAHNlY3JldA==");
        }
        State::Mail => mail(&mut house),
        State::MailRcptRejected => {
            mail(&mut house);
            house.line("RCPT TO:<nobody@example.test>");
        }
        State::Rcpt | State::Data | State::Bdat => {
            mail(&mut house);
            house.line("RCPT TO:<alice@example.test>");
            match state {
                State::Data => {
                    house.line("DATA");
                }
                State::Bdat => {
                    house.send("BDAT 3\r\nA: ");
                }
                _ => {}
            }
        }
        State::Failed => {
            mail(&mut house);
            house.line("BDAT 0");
        }
        _ => {}
    }
    house.take_output();
    assert_eq!(house.session.state(), state);
    house
}

/// A well-formed command of each verb. BDAT comes with its chunk.
fn well_formed(verb: Verb) -> &'static str {
    match verb {
        Verb::Ehlo => "EHLO client.example",
        Verb::Helo => "HELO client.example",
        Verb::Lhlo => "LHLO client.example",
        Verb::Starttls => "STARTTLS",
        Verb::Auth => "AUTH PLAIN",
        Verb::Mail => "MAIL FROM:<s@client.example>",
        Verb::Rcpt => "RCPT TO:<alice@example.test>",
        Verb::Data => "DATA",
        Verb::Bdat => "BDAT 3\r\nB\r\n",
        Verb::Burl => "BURL imap://example.test/ LAST",
        Verb::Rset => "RSET",
        Verb::Noop => "NOOP",
        Verb::Vrfy => "VRFY alice",
        Verb::Expn => "EXPN team",
        Verb::Help => "HELP",
        Verb::Quit => "QUIT",
        Verb::Etrn => "ETRN example.test",
        Verb::Atrn => "ATRN example.test",
        Verb::Xclient => "XCLIENT ADDR=192.0.2.9",
        Verb::Legacy => "SEND FROM:<s@client.example>",
        Verb::Unknown => "XYZZY plugh",
    }
}

/// Verbs that postrider offers on no listener.
fn never_offered(command: &str) -> bool {
    ["BURL", "EXPN", "ETRN", "ATRN"].contains(&command)
}

/// The listener of [`lead_to`] offers no AUTH in these states; the law's step 6 makes AUTH 502 there.
fn expected(law: &Law, command: &str, state: State, offers_auth: bool) -> (String, String) {
    let cell = law.cell(command, state.as_str());
    let before_step_6 = matches!(
        state,
        State::Refused554 | State::Refused521 | State::TlsRequired | State::AuthExchange | State::Data
    );
    let absent = never_offered(command) || (command == "AUTH" && !offers_auth);
    if absent && !before_step_6 {
        return (front(502, Some("5.5.1")), "same".into());
    }
    (front(cell.reply, cell.enhanced.as_deref()), cell.next.clone())
}

fn verb_of(command: &str) -> Verb {
    Verb::ALL.into_iter().find(|verb| verb.as_str() == command).unwrap_or(match command {
        "LEGACY" => Verb::Legacy,
        _ => Verb::Unknown,
    })
}

#[test]
fn the_law_names_our_verbs_and_states() {
    let law = Law::read();
    assert_eq!(law.states, State::ALL.map(State::as_str));
    assert_eq!((law.cells.len(), law.arguments.len(), law.events.len()), (294, 55, 20));
    let verbs: BTreeSet<_> = law.commands.iter().map(|command| verb_of(command) as usize).collect();
    assert_eq!(verbs.len(), 21, "each of the law's commands is a verb of its own");
}

/// The table alone: what the law allows it allows, what the law refuses it refuses with the law's code.
#[test]
fn the_table_agrees_with_the_law() {
    let law = Law::read();
    for command in &law.commands {
        for state in State::ALL {
            let cell = law.cell(command, state.as_str());
            let ours = sequence::cell(state, verb_of(command));
            let place = format!("{command} in {}: {ours:?}", state.as_str());
            match (state, ours) {
                (State::AuthExchange, ours) => assert_eq!(ours, Cell::Response, "{place}"),
                (State::Data, ours) => assert_eq!(ours, Cell::Content, "{place}"),
                (_, Cell::Allowed) => assert!(cell.reply < 400, "{place}"),
                (_, Cell::Refused(entry)) if entry.id == catalogue::NOT_OFFERED.id => {
                    assert!(never_offered(command) || cell.reply == 502, "{place}");
                }
                (_, Cell::Refused(entry)) => {
                    assert_eq!(entry.code.number(), cell.reply, "{place}");
                    assert_eq!(entry.enhanced.map(|code| code.to_string()), cell.enhanced, "{place}");
                }
                (_, ours) => panic!("{place}: {ours:?} belongs to other states"),
            }
        }
    }
}

/// All 294 cells, through the session: the reply, and the state after it.
#[test]
fn every_cell_on_the_wire() {
    let law = Law::read();
    let mut cells = 0;
    for command in &law.commands {
        for state in State::ALL {
            let xclient = command == "XCLIENT";
            let mut house = lead_to_with(state, |options| Options { xclient, ..options });
            let offers_auth = matches!(
                state,
                State::AuthRequired | State::AuthExchange | State::Authenticated | State::TlsRequired
            );
            let (front, next) = expected(&law, command, state, offers_auth);
            let verb = verb_of(command);
            let line = well_formed(verb);
            let ends_itself = verb == Verb::Bdat && state != State::AuthExchange && state != State::Data;
            let output = if ends_itself { house.send(line) } else { house.line(line) };
            let place = format!("{command} in {}: {output:?}", state.as_str());
            if front.starts_with("0 ") {
                assert_eq!(output, "", "{place}");
            } else if state == State::AuthExchange && verb == Verb::Bdat {
                // The first line is the response; the chunk behind it is then a command line.
                assert!(output.starts_with(&front), "{place}");
                continue;
            } else {
                assert!(begins(&output, &front), "{place}, by the law {front:?}");
            }
            let now = house.session.state();
            let right = match next.as_str() {
                "same" => now == state && !house.closed,
                "closed" => house.closed,
                "idle" => matches!(now, State::Greeted | State::Authenticated | State::AuthRequired),
                "before_auth" => now == State::AuthRequired,
                "tls" => house.tls_asked,
                "reversed" => unreachable!("ATRN is not offered"),
                name => now.as_str() == name,
            };
            assert!(right, "{place}: now {}, by the law {next}", now.as_str());
            cells += 1;
        }
    }
    assert_eq!(cells, 293, "all but BDAT in auth_exchange, whose state the chunk's own line changes");
}

/// Whoever is no proxy of ours cannot find out that there is such a verb.
#[test]
fn xclient_that_is_not_offered_is_no_verb() {
    for state in State::ALL {
        let (mut asked, mut unknown) = (lead_to(state), lead_to(state));
        let (said, expected) =
            (asked.line(well_formed(Verb::Xclient)), unknown.line(well_formed(Verb::Unknown)));
        assert_eq!(said, expected, "{}", state.as_str());
        assert_eq!(asked.session.state(), unknown.session.state(), "{}", state.as_str());
    }
}
