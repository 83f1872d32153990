//! What was refused in a session, with the transaction that it was in.

use super::address::Address;
use super::alike::One;
use super::concerned::{peer, place};
use super::follows::{echoes, follows};
use super::kept::{Writer, fact};
use crate::journal::{Session, Step};

/// A refusal in a session, with the transaction that it was in.
pub(super) struct Refusal<'a> {
    step: &'a Step,
    /// Its place among the steps.
    at: usize,
    sender: Option<String>,
    recipients: Vec<String>,
    /// The steps that only follow from it.
    echoes: Vec<usize>,
}

/// What was refused in a session and concerns somebody, without what only follows from another such refusal: that is told with it.
pub(super) fn reasons<'a>(session: &'a Session, address: &Address) -> Vec<Refusal<'a>> {
    let mut found = refused(session, address);
    if found.len() > 1 {
        let reasons = follows(&session.steps);
        let places: Vec<usize> = found.iter().map(|refusal| refusal.at).collect();
        found.retain(|refusal| reasons[refusal.at].is_none_or(|reason| !places.contains(&reason)));
        for refusal in &mut found {
            refusal.echoes = echoes(&reasons, refusal.at);
        }
    }
    found
}

impl<'a> Refusal<'a> {
    pub(super) fn told(self, session: &'a Session, address: &Address, writer: Writer) -> One<'a> {
        let when = later(&session.about.began, self.step.millis);
        let mut key = vec![self.step.reply.to_string(), peer(session, address)];
        if self.step.because.is_empty() {
            key.push(self.step.text.to_string());
        }
        key.extend(self.step.because.iter().map(fact));
        if matches!(address, Address::Domain(_) | Address::Name(_)) {
            key.extend(
                self.sender.iter().chain(&self.recipients).filter(|it| address.is_mailbox(it)).cloned(),
            );
        }
        One {
            when: when.clone(),
            key,
            place: place(&session.about, writer),
            tell: Box::new(move || {
                let mut sections = vec![
                    writer.words("when", &when),
                    writer.words("client", &session.about.client),
                    writer.words("in-session", &session.about.session),
                ];
                sections.extend(
                    self.sender.iter().map(|sender| writer.words("mail-from", &format!("<{sender}>"))),
                );
                if !self.recipients.is_empty() {
                    sections.push(writer.words("recipient", &self.recipients.join(", ")));
                }
                let mut told = writer.refusal(session, self.at, sections);
                writer.add_echoes(&mut told, session, &self.echoes);
                told
            }),
        }
    }
}

/// What was refused in a session and concerns somebody.
pub(super) fn refused<'a>(session: &'a Session, address: &Address) -> Vec<Refusal<'a>> {
    let is_client = address.is_in(session);
    let is_account = session.about.account.as_ref().is_some_and(|account| address.is_login(account));
    let (mut sender, mut recipients) = (None::<String>, Vec::<String>::new());
    let mut found = Vec::new();
    for (at, step) in session.steps.iter().enumerate() {
        let command = step.command.as_deref().unwrap_or_default();
        let named = path(command);
        let is = |verb: &str| command.get(..verb.len()).is_some_and(|front| front.eq_ignore_ascii_case(verb));
        let (is_mail, is_rcpt) = (is("MAIL FROM:"), is("RCPT TO:"));
        let is_content = is_content(&session.steps[..at], step);
        if step.is_refusal() {
            let refusal = Refusal {
                step,
                at,
                sender: if is_mail { named.clone() } else { sender.clone() },
                recipients: match (is_mail, is_rcpt) {
                    (true, _) => Vec::new(),
                    (_, true) => named.iter().cloned().collect(),
                    _ => recipients.clone(),
                },
                echoes: Vec::new(),
            };
            let mut concerned = refusal.sender.iter().chain(&refusal.recipients);
            let mut logins = step.because.iter().filter_map(|why| why.account.as_ref());
            if is_client
                || is_account
                || logins.any(|login| address.is_login(login))
                || concerned.any(|mailbox| address.is_mailbox(mailbox))
            {
                found.push(refusal);
            }
        } else if is_mail {
            (sender, recipients) = (named, Vec::new());
        } else if is_rcpt {
            recipients.extend(named);
        }
        if is_content || (!step.is_refusal() && (is("RSET") || is("EHLO") || is("HELO"))) {
            (sender, recipients) = (None, Vec::new());
        }
    }
    found
}

/// Whether a reply is the one to the content, behind which the transaction is over whatever it says (RFC 5321 §4.1.1.4).
fn is_content(before: &[Step], step: &Step) -> bool {
    let is_begun = before.last().is_some_and(|begun| begun.text.starts_with('3') && is_data(begun));
    step.message.is_some() || (step.command.is_none() && step.left_out == 0 && is_begun)
}

fn is_data(step: &Step) -> bool {
    step.command.as_deref().is_some_and(|command| command.trim().eq_ignore_ascii_case("DATA"))
}

/// The address between the angle brackets of a command, without a route.
fn path(command: &str) -> Option<String> {
    let (_, behind) = command.split_once('<')?;
    let mut quoted = false;
    let end = behind.bytes().position(|octet| {
        quoted ^= octet == b'"';
        octet == b'>' && !quoted
    });
    let path = &behind[..end.unwrap_or(behind.len())];
    let mailbox = match path.strip_prefix('@') {
        Some(route) => route.split_once(':').map_or(route, |(_, mailbox)| mailbox),
        None => path,
    };
    Some(mailbox.to_owned())
}

/// So many milliseconds behind a time.
fn later(began: &str, millis: u32) -> String {
    let began = began.parse::<jiff::Timestamp>().unwrap_or_default();
    began
        .saturating_add(jiff::SignedDuration::from_millis(millis.into()))
        .map_or_else(|_| String::new(), |time| time.to_string())
}

#[cfg(test)]
mod tests {
    use postrider_proto::reply::catalogue::{AUTH_NO_MECHANISM, AUTH_UNKNOWN_MECHANISM, HELLO};
    use postrider_reference::locale::english;
    use postrider_reference::sheet::Value;

    use super::*;
    use crate::config::Named;
    use crate::journal::About;

    #[test]
    fn the_address_of_a_command_is_found() {
        let path = |command| path(command).unwrap_or_default();
        assert_eq!(path("RCPT TO:<bob@example.org> NOTIFY=NEVER"), "bob@example.org");
        assert_eq!(path("rcpt to:<@a.example,@b.example:bob@example.org>"), "bob@example.org");
        assert_eq!(path("RCPT TO:<\"a>b\"@example.org>"), "\"a>b\"@example.org");
        assert_eq!(path("MAIL FROM:<>"), "");
        assert_eq!(path("MAIL FROM:<cut"), "cut");
    }

    fn session(steps: &[(&str, &str)]) -> Session {
        let step = |(command, text): &(&str, &str)| Step {
            left_out: 0,
            millis: 0,
            command: Some((*command).to_owned().into()).filter(|_| !command.is_empty()),
            hidden: false,
            reply: "".into(),
            text: (*text).to_owned().into(),
            because: Vec::new(),
            message: None,
            octets: None,
        };
        Session {
            about: About {
                session: "1".to_owned(),
                began: "2026-11-30T10:00:00Z".to_owned(),
                listener: None,
                client: "192.0.2.1".to_owned(),
                proxy: None,
                tls: None,
                account: None,
            },
            incomplete: false,
            steps: steps.iter().map(step).collect(),
            end: None,
        }
    }

    fn concerned(session: &Session, asked: &str) -> Vec<(String, Vec<String>)> {
        let address = Address::read(asked).expect("an address");
        let refused = refused(session, &address).into_iter();
        refused.map(|refusal| (refusal.step.text.to_string(), refusal.recipients)).collect()
    }

    #[test]
    fn a_refusal_is_of_its_own_transaction() {
        let session = session(&[
            ("MAIL FROM:<a@a.example>", "250 ok"),
            ("RCPT TO:<b@b.example>", "250 ok"),
            ("DATA", "354 go on"),
            ("", "554 no such content"),
            ("DATA", "503 MAIL first"),
            ("MAIL FROM:<a@a.example>", "250 ok"),
            ("RCPT TO:<c@c.example>", "250 ok"),
            ("MAIL FROM:<d@d.example>", "503 nested"),
            ("DATA", "451 not now"),
        ]);
        let to = |mailbox: &str| vec![mailbox.to_owned()];
        assert_eq!(
            concerned(&session, "b@b.example"),
            [("554 no such content".to_owned(), to("b@b.example"))]
        );
        assert_eq!(concerned(&session, "c@c.example"), [("451 not now".to_owned(), to("c@c.example"))]);
        assert_eq!(concerned(&session, "d@d.example"), [("503 nested".to_owned(), Vec::new())]);
    }

    /// What is told of the mechanisms beside the refusal that is the last step. Its first one is the reply to EHLO or HELO.
    fn mechanisms(session: &Session) -> Option<Vec<String>> {
        let writer = Writer { language: english(), named: Named::Nothing };
        let told = writer.refusal(session, session.steps.len() - 1, Vec::new());
        let section = told.sections.into_iter().find(|section| section.key == "mechanisms")?;
        match section.value {
            Value::Words(words) => Some(words),
            _ => None,
        }
    }

    #[test]
    fn mechanisms_are_told_behind_an_ehlo_that_is_there() {
        let of = |hello: (&str, &str)| {
            let mut session = session(&[hello, ("NOOP", "250 ok"), ("AUTH", "504 no")]);
            session.steps[0].reply = HELLO.id.into();
            session.steps[2].reply = AUTH_UNKNOWN_MECHANISM.id.into();
            session
        };
        let offered = of(("EHLO x.example", "250-mx greets x.example\n250-AUTH PLAIN LOGIN\n250 ..."));
        assert_eq!(mechanisms(&offered), Some(vec!["PLAIN".to_owned(), "LOGIN".to_owned()]));
        let nothing = of(("EHLO x.example", "250-mx greets x.example\n250 ..."));
        assert_eq!(mechanisms(&nothing), Some(vec![english().say("journal-no-auth")]));
        let mut helo = of(("HELO x.example", "250 mx greets x.example"));
        assert_eq!(mechanisms(&helo), None);
        helo.steps[2].reply = AUTH_NO_MECHANISM.id.into();
        assert_eq!(mechanisms(&helo), None);
        // The EHLO that counts may be in what is not there.
        let torn = Session { incomplete: true, ..offered.clone() };
        assert_eq!(mechanisms(&torn), None);
        let mut long = offered;
        long.steps[1].left_out = 3;
        assert_eq!(mechanisms(&long), None);
    }

    #[test]
    fn a_mailbox_is_the_same_however_it_is_written() {
        let session = session(&[
            ("RCPT TO:<\"ann b\"@BÜCHER.example>", "550 one"),
            ("RCPT TO:<\"ann\"@xn--bcher-kva.example>", "550 two"),
            ("RCPT TO:<ann..b@bücher.example>", "553 three"),
        ]);
        let texts = |asked| concerned(&session, asked).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
        assert_eq!(texts("\"Ann b\"@xn--bcher-kva.example"), ["550 one"]);
        assert_eq!(texts("ann@bücher.example"), ["550 two"]);
        assert_eq!(texts("bücher.example"), ["550 one", "550 two", "553 three"]);
    }
}
