//! Whether a refusal is a matter of the sequence, and which step is missing: by the table that our own server obeys.

use postrider_proto::server::sequence::{Cell, State, cell, leads_to};
use postrider_proto::wire::command::Verb;

use crate::conversation::{Command, Reply};
use crate::facts::Facts;

/// A fault of the sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The cause, by its id in the reference; none where the reference has no cause of its own.
    pub cause: Option<&'static str>,
    /// The situation, by its id.
    pub situation: Option<&'static str>,
    /// The step that is missing; none where the command has no place in this session any more.
    pub step: Option<Verb>,
}

/// The step that is missing: the first on the shortest way to a state where the verb is looked at. A login stays as long as the session.
#[must_use]
pub fn missing_step(state: State, login: bool, verb: Verb) -> Option<Verb> {
    // Of ways that are equally long the first counts: RSET says plainly what EHLO does by the way.
    const STEPS: [Verb; 8] =
        [Verb::Rset, Verb::Ehlo, Verb::Auth, Verb::Starttls, Verb::Mail, Verb::Rcpt, Verb::Data, Verb::Bdat];
    let mut ways = vec![(state, None)];
    let mut at = 0;
    while let Some((state, first)) = ways.get(at).copied() {
        at += 1;
        if first.is_some() && cell(state, verb) == Cell::Allowed {
            return first;
        }
        for step in STEPS {
            let stays = |next: &&State| {
                let logs_in = step == Verb::Auth;
                match next {
                    State::Authenticated => login || logs_in,
                    // Behind a handshake the session begins anew.
                    State::Greeted | State::AuthRequired => !login || state == State::Connected,
                    _ => true,
                }
            };
            for next in leads_to(state, step).iter().filter(stays) {
                if !ways.iter().any(|(seen, _)| seen == next) {
                    ways.push((*next, first.or(Some(step))));
                }
            }
        }
    }
    None
}

/// What a text asks for in so many words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Hello,
    Tls,
    Login,
    Nothing,
}

fn asks(verb: Verb, text: &str) -> Asks {
    // The command that is refused is not what is asked for, though replies name it.
    let text = text.to_ascii_lowercase().replacen(&verb.as_str().to_ascii_lowercase(), "", 1);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let wants = has(&["first", "must", "require", "need", "expected", "necessary", "before"]);
    if wants
        && has(&["starttls", "start tls", " tls", "encrypt", "secure connection"])
        && !has(&["not advertised"])
    {
        Asks::Tls
    } else if wants && has(&["auth", "log in", "login", "logged in", "sign in"]) {
        Asks::Login
    } else if wants && has(&["ehlo", "helo", "hello"]) {
        Asks::Hello
    } else {
        Asks::Nothing
    }
}

/// Whether a refusal is a matter of the sequence. `facts` are those from before the command.
#[must_use]
pub fn fault(facts: &Facts, command: &Command, reply: &Reply) -> Option<Fault> {
    let verb = command.verb?;
    let text = reply.text();
    let asks = asks(verb, &text);
    let state = state(facts, verb, reply.code, asks);
    match cell(state, verb) {
        // Nothing of the sequence: our own server says that anywhere.
        Cell::Refused(entry) if matches!(entry.id, "unknown-command" | "not-offered") => {
            beside(facts, verb, reply, asks)
        }
        Cell::Refused(_) if out_of_order(state, verb, reply, asks) => {
            let (cause, situation) = names(facts, state, verb);
            // What is never taken is not taken behind that step either; the server asks for it all the same.
            let asked = match state {
                State::TlsRequired => Some(Verb::Starttls),
                State::AuthRequired => Some(Verb::Auth),
                _ => None,
            };
            Some(Fault { cause, situation, step: missing_step(state, facts.login, verb).or(asked) })
        }
        _ => beside(facts, verb, reply, asks),
    }
}

/// The state, with what the refusal tells about the listener.
fn state(facts: &Facts, verb: Verb, code: u16, asks: Asks) -> State {
    let base = matches!(facts.state, State::Connected | State::Greeted);
    match (asks, code) {
        (Asks::Tls, 500..) if base && !facts.tls => State::TlsRequired,
        (Asks::Login, 500..) if base && !facts.login && facts.state == State::Greeted => State::AuthRequired,
        // RFC 4954 §6: 538, and 530 of AUTH itself, ask for TLS; any other 530 for a login.
        (Asks::Nothing, 538) if base && !facts.tls => State::TlsRequired,
        (Asks::Nothing, 530) if base && verb == Verb::Auth && !facts.tls => State::TlsRequired,
        (Asks::Nothing, 530) if facts.state == State::Greeted && !facts.login => State::AuthRequired,
        // The beginning was not seen, and the server asks for it.
        (Asks::Hello, _) if !facts.whole && facts.state == State::Greeted && !facts.greeted => {
            State::Connected
        }
        _ => facts.state,
    }
}

/// Whether a reply says that the command came out of order, where the table says so too.
fn out_of_order(state: State, verb: Verb, reply: &Reply, asks: Asks) -> bool {
    match reply.code {
        503 => true,
        530 | 538 => matches!(state, State::TlsRequired | State::AuthRequired) || asks != Asks::Nothing,
        // RFC 5321 §3.3: 554 where every recipient was refused.
        554 => matches!((state, verb), (State::MailRcptRejected, Verb::Data | Verb::Bdat)),
        500..=504 | 550..=554 => {
            asks != Asks::Nothing
                && matches!(state, State::TlsRequired | State::AuthRequired | State::Connected)
                || reply.enhanced.is_some_and(|code| (code.subject, code.detail) == (5, 1))
                    && reply.code != 500
                    && reply.code != 502
        }
        _ => false,
    }
}

/// The cause and the situation of a refused cell.
fn names(facts: &Facts, state: State, verb: Verb) -> (Option<&'static str>, Option<&'static str>) {
    use State::{
        AuthRequired, Authenticated, Bdat, Connected, Failed, Greeted, Mail, MailRcptRejected, Rcpt,
        TlsRequired,
    };
    match (state, verb) {
        (TlsRequired, Verb::Auth) => (None, Some("auth-before-tls")),
        (TlsRequired, _) => (None, Some("starttls-required")),
        (Connected, _) if facts.tls && !facts.greeted_in_tls => {
            (Some("tls-dropped-ehlo"), Some("no-ehlo-after-tls"))
        }
        (Connected, Verb::Starttls) => (Some("starttls-before-ehlo"), Some("ehlo-missing")),
        (Connected, Verb::Auth) => (Some("auth-before-ehlo"), Some("ehlo-missing")),
        (Connected, _) => (Some("no-ehlo"), Some("ehlo-missing")),
        (AuthRequired, Verb::Mail) => (Some("login-missing"), Some("auth-required")),
        (Authenticated, Verb::Auth) => (Some("auth-twice"), Some("auth-twice")),
        (Authenticated, Verb::Starttls) => (Some("starttls-after-auth"), None),
        (Greeted | Authenticated | AuthRequired, Verb::Bdat) if facts.last_chunk => {
            (Some("bdat-after-last"), None)
        }
        (Greeted | Authenticated | AuthRequired, Verb::Rcpt | Verb::Data | Verb::Bdat) if facts.given_up => {
            (Some("transaction-reset"), None)
        }
        (Greeted | Authenticated | AuthRequired, Verb::Rcpt) => {
            (Some("rcpt-before-mail"), Some("rcpt-before-mail"))
        }
        (Greeted | Authenticated | AuthRequired, Verb::Data) => (Some("data-before-mail"), None),
        (Greeted | Authenticated | AuthRequired, Verb::Bdat) => (Some("bdat-before-mail"), None),
        (Mail, Verb::Data) => (Some("data-before-rcpt"), None),
        (Mail, Verb::Bdat) => (Some("bdat-before-rcpt"), None),
        (MailRcptRejected, Verb::Data | Verb::Bdat) => {
            (Some("all-recipients-refused"), Some("data-after-refused-rcpt"))
        }
        (MailRcptRejected, Verb::Mail) => (Some("connection-reused"), Some("nested-mail")),
        (Bdat, Verb::Mail) => (Some("mail-during-bdat"), Some("nested-mail")),
        (Mail | Rcpt | Failed, Verb::Mail) => (Some("nested-mail"), Some("nested-mail")),
        (Mail | MailRcptRejected | Rcpt | Bdat | Failed, Verb::Auth) => (Some("auth-after-mail"), None),
        (Mail | MailRcptRejected | Rcpt | Bdat | Failed, Verb::Starttls) => {
            (Some("starttls-in-transaction"), None)
        }
        (Mail | MailRcptRejected | Rcpt | Bdat | Failed, Verb::Xclient) => {
            (Some("xclient-in-transaction"), None)
        }
        (Bdat, Verb::Rcpt) => (Some("rcpt-after-bdat"), None),
        (Bdat, Verb::Data) => (Some("data-after-bdat"), None),
        (Failed, Verb::Bdat) => (Some("bdat-after-failed-chunk"), None),
        _ => (None, None),
    }
}

/// Faults of the sequence that the table of our own server does not have: what others refuse, and what was not offered.
fn beside(facts: &Facts, verb: Verb, reply: &Reply, asks: Asks) -> Option<Fault> {
    let unknown = matches!(reply.code, 500..=504);
    let fault = |cause, situation, step| Some(Fault { cause, situation, step });
    match verb {
        Verb::Auth if unknown && facts.helo.is_some() => {
            fault(Some("helo-instead-of-ehlo"), Some("helo-not-ehlo"), Some(Verb::Ehlo))
        }
        Verb::Starttls if unknown && facts.helo.is_some() && !facts.tls => {
            fault(Some("helo-instead-of-ehlo"), Some("helo-not-ehlo"), Some(Verb::Ehlo))
        }
        Verb::Auth if unknown && facts.offers("AUTH") == Some(false) => {
            if facts.offers("STARTTLS") == Some(true) && !facts.tls {
                fault(Some("auth-not-offered"), Some("auth-before-tls"), Some(Verb::Starttls))
            } else {
                fault(Some("auth-not-offered"), Some("auth-not-offered"), Some(Verb::Auth))
            }
        }
        Verb::Starttls if facts.tls && (unknown || reply.code == 554) => {
            fault(Some("starttls-twice"), None, None)
        }
        Verb::Starttls if unknown && facts.offers("STARTTLS") == Some(false) => {
            fault(Some("starttls-not-offered"), None, None)
        }
        Verb::Data if reply.code == 503 && facts.binary => {
            fault(Some("binary-with-data"), None, Some(Verb::Bdat))
        }
        Verb::Data if reply.code == 503 && facts.recipient_cap => {
            fault(Some("recipient-cap"), Some("too-many-recipients"), Some(Verb::Rset))
        }
        Verb::Ehlo | Verb::Helo if reply.code == 503 && facts.greeted => {
            fault(Some("second-ehlo"), None, None)
        }
        Verb::Etrn | Verb::Atrn if reply.code == 503 && facts.in_transaction() => {
            fault(Some("etrn-in-transaction"), None, Some(Verb::Rset))
        }
        // The client has greeted, and the server does not know of it.
        _ if reply.code == 503 && asks == Asks::Hello && facts.state != State::Connected => {
            let dropped = facts.tls && !facts.greeted_in_tls;
            let names = if dropped {
                (Some("tls-dropped-ehlo"), Some("no-ehlo-after-tls"))
            } else {
                (None, Some("ehlo-missing"))
            };
            fault(names.0, names.1, Some(Verb::Ehlo))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_step_is_the_first_on_the_shortest_way() {
        for (state, verb, step) in [
            (State::Connected, Verb::Mail, Some(Verb::Ehlo)),
            (State::Connected, Verb::Auth, Some(Verb::Ehlo)),
            (State::TlsRequired, Verb::Mail, Some(Verb::Starttls)),
            (State::TlsRequired, Verb::Helo, Some(Verb::Starttls)),
            (State::AuthRequired, Verb::Mail, Some(Verb::Auth)),
            (State::AuthRequired, Verb::Data, Some(Verb::Auth)),
            (State::Greeted, Verb::Data, Some(Verb::Mail)),
            (State::Mail, Verb::Data, Some(Verb::Rcpt)),
            (State::Rcpt, Verb::Mail, Some(Verb::Rset)),
            (State::Bdat, Verb::Rcpt, Some(Verb::Rset)),
            (State::Failed, Verb::Bdat, Some(Verb::Rset)),
            (State::Authenticated, Verb::Auth, None),
            (State::Authenticated, Verb::Starttls, None),
            (State::Refused554, Verb::Mail, None),
            (State::Greeted, Verb::Burl, None),
        ] {
            assert_eq!(missing_step(state, state == State::Authenticated, verb), step, "{state:?} {verb:?}");
        }
    }
}
