//! What is kept of the session, and when it is handed over.

use std::time::Duration;

use postrider_proto::reply::{Entry, Reply, catalogue};
use postrider_proto::server::Mechanism;
use postrider_queue::Timestamp;

use super::{Desk, Hello};
use crate::journal::{About, Because, End, Kept, LITTLE, Line, REPLY_OCTETS, ROOM, Room, Said};
use crate::line::{OCTETS_MAX, cut};

impl Desk {
    /// Keeps a step, if anything is kept of this session.
    pub(super) fn keep(
        &mut self,
        entry: &'static Entry,
        wire: &[u8],
        because: Option<Because>,
        since: Duration,
    ) {
        if self.journal.is_none() {
            return;
        }
        let is_refusal = entry.code.class().is_refusal();
        if self.kept.is_none() && !is_refusal {
            // The greeting. Whoever says nothing to it has nothing to ask about, and costs nothing.
            if self.line.is_empty() {
                return;
            }
            if self.opening.is_none() && self.hello.is_some() {
                let offer = Offer::of(wire, &self.options.auth);
                self.opening =
                    Some(Opening { began: self.begun(since), millis: millis(since), entry, offer });
                return;
            }
        }
        self.open(since, ROOM);
        let auth = &self.options.auth;
        let Some(kept) = &mut self.kept else { return };
        let message = kept.stored.take();
        let say = |text: &mut Vec<u8>| match first_line(wire) {
            // A challenge is half of a secret.
            _ if std::ptr::eq(entry, &catalogue::AUTH_CHALLENGE) => {
                text.extend_from_slice(&wire[..wire.len().min(3)]);
            }
            // HELO has one line.
            line if is_hello(entry) && line.get(3) == Some(&b'-') => {
                Offer::of(wire, auth).say(line, auth, text);
            }
            line => text.extend_from_slice(line),
        };
        kept.step(Said { since, heard: self.line.shown(), entry, say, because, message });
    }

    /// The session has come to its end.
    pub(crate) fn ended(&mut self, end: End, since: Duration) {
        let is_silent = self.kept.is_none() && self.opening.is_none();
        if self.journal.is_none() || (is_silent && !matches!(end, End::NoTls { .. })) {
            return;
        }
        self.open(since, LITTLE);
        if let Some(kept) = &mut self.kept {
            kept.end(end);
        }
        self.hand_over_session();
        self.journal = None;
    }

    /// The client is waited for: what it was refused can be asked about from now on.
    pub(crate) fn pause(&mut self) {
        if self.kept.as_ref().is_some_and(|kept| kept.has_news()) {
            self.hand_over_session();
        }
    }

    /// From now on steps are kept one by one: first EHLO, if it was all there was.
    fn open(&mut self, since: Duration, room: Room) {
        if self.kept.is_some() {
            return;
        }
        let Some(Opening { began, millis, entry, offer }) = self.opening.take() else {
            self.kept = Some(Box::new(Kept::new(self.begun(since), room)));
            return;
        };
        let mut kept = Box::new(Kept::new(began, room));
        if let Some(Hello { name, extended }) = &self.hello {
            let auth = &self.options.auth;
            let verb = if *extended { "EHLO " } else { "HELO " };
            // As a line of its own it would be cut as well.
            let long = (verb.len() + name.len() > OCTETS_MAX).then(|| [verb, name].concat());
            let (front, behind) = match &long {
                Some(line) => cut(line.as_bytes(), OCTETS_MAX),
                None => (verb.as_bytes(), name.as_bytes()),
            };
            let reply = Reply::with(entry, &[("hostname", &self.options.hostname), ("name", name)]);
            kept.step(Said {
                since: Duration::from_millis(millis.into()),
                heard: Line::Shown(front, behind),
                entry,
                say: |text: &mut Vec<u8>| {
                    let begin = text.len();
                    reply.encode(text);
                    text.truncate(begin + first_line(&text[begin..]).len());
                    if *extended && is_hello(entry) {
                        offer.follow(auth, begin, text);
                    }
                },
                because: None,
                message: None,
            });
        }
        self.kept = Some(kept);
    }

    /// What was accepted of EHLO is about to be forgotten.
    pub(super) fn keep_opening(&mut self) {
        if self.opening.is_some() {
            self.open(Duration::ZERO, ROOM);
        }
    }

    fn begun(&self, since: Duration) -> Timestamp {
        let since = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        Timestamp::from_millis(self.clock.now().as_millis().saturating_sub(since))
    }

    fn hand_over_session(&mut self) {
        let (Some(journal), Some(kept)) = (&self.journal, &mut self.kept) else { return };
        let about = About {
            session: self.id,
            began: kept.began(),
            listener: self.listener.as_deref().copied(),
            client: self.client,
            proxy: self.proxy,
            tls: self.tls.as_ref().map(|tls| tls.used()),
            account: self.account.clone(),
        };
        journal.record(kept.take(about));
    }
}

/// A session that nobody has ended was cut off.
impl Drop for Desk {
    fn drop(&mut self) {
        self.ended(End::CutOff, Duration::ZERO);
    }
}

/// EHLO or HELO, accepted, and nothing behind it: many a session waits there, and holds no more than this. The rest of the step is what the
/// desk knows anyway.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    began: Timestamp,
    millis: u32,
    entry: &'static Entry,
    offer: Offer,
}

/// What of the reply to EHLO explains later why there was no TLS or no login: the rest is the same for everybody, or asked about seldom.
#[derive(Clone, Copy)]
struct Offer {
    starttls: bool,
    /// The mechanisms behind AUTH, by their places among those of the listener.
    mechanisms: u16,
}

/// So many mechanisms are told apart; there are ten.
const PLACES: usize = 16;

/// Of the first line of a reply to EHLO so many octets are kept, so that what is offered has room behind it.
const GREETS_OCTETS: usize = REPLY_OCTETS - 152;

impl Offer {
    /// What is offered in a reply, of these mechanisms.
    fn of(wire: &[u8], mechanisms: &[Mechanism]) -> Self {
        let mut offer = Self { starttls: false, mechanisms: 0 };
        for keyword in wire.split(|octet| *octet == b'\n').filter_map(|line| line.get(4..)) {
            offer.starttls |= keyword.starts_with(b"STARTTLS");
            let Some(names) = keyword.strip_prefix(b"AUTH ") else { continue };
            for name in names.trim_ascii_end().split(|octet| *octet == b' ') {
                let is_it = |mechanism: &Mechanism| mechanism.name.as_bytes() == name;
                if let Some(place) = mechanisms.iter().take(PLACES).position(is_it) {
                    offer.mechanisms |= 1 << place;
                }
            }
        }
        offer
    }

    /// Appends a reply, of which this is the first line.
    fn say(self, first: &[u8], mechanisms: &[Mechanism], text: &mut Vec<u8>) {
        let begin = text.len();
        text.extend_from_slice(first);
        self.follow(mechanisms, begin, text);
    }

    /// Appends the other lines to the first, which begins there; what is left out stands as dots.
    fn follow(self, mechanisms: &[Mechanism], begin: usize, text: &mut Vec<u8>) {
        text.truncate(begin + GREETS_OCTETS);
        let Some(&code) = text[begin..].first_chunk::<3>() else { return };
        if let Some(separator) = text.get_mut(begin + 3) {
            *separator = b'-';
        }
        let line = |text: &mut Vec<u8>, behind: &[u8]| {
            text.push(b'\n');
            text.extend_from_slice(&code);
            text.extend_from_slice(behind);
        };
        if self.starttls {
            line(text, b"-STARTTLS");
        }
        if self.mechanisms != 0 {
            line(text, b"-AUTH");
        }
        for (place, mechanism) in mechanisms.iter().take(PLACES).enumerate() {
            if self.mechanisms >> place & 1 == 1 {
                text.push(b' ');
                text.extend_from_slice(mechanism.name.as_bytes());
            }
        }
        line(text, b" ...");
    }
}

fn is_hello(entry: &Entry) -> bool {
    std::ptr::eq(entry, &catalogue::HELLO)
}

fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

/// Only EHLO and HELP have more.
fn first_line(wire: &[u8]) -> &[u8] {
    &wire[..memchr::memchr(b'\r', wire).unwrap_or(wire.len())]
}

#[cfg(test)]
mod tests {
    use postrider_proto::sasl;

    use super::*;

    /// All that there are, as a listener may have them.
    fn mechanisms() -> Vec<Mechanism> {
        let of = |mechanism: sasl::Mechanism| Mechanism {
            name: mechanism.name().to_owned(),
            needs_tls: mechanism.shows_password(),
            server_first: mechanism.server_first(),
        };
        sasl::Mechanism::ALL.map(of).into()
    }

    /// What is kept of a reply that begins with this and offers that.
    fn kept(first: &str, keywords: &[String]) -> String {
        let mechanisms = mechanisms();
        let wire: String = keywords.iter().map(|keyword| format!("250-{keyword}\r\n")).collect();
        let wire = format!("250-{first}\r\n{wire}250 SMTPUTF8\r\n");
        let mut text = b"EHLO x".to_vec();
        let offer = Offer::of(wire.as_bytes(), &mechanisms);
        offer.say(first_line(wire.as_bytes()), &mechanisms, &mut text);
        String::from_utf8(text.split_off(6)).expect("ASCII")
    }

    #[test]
    fn the_mechanisms_of_a_reply_are_kept_one_by_one() {
        let (starttls, size) = ("STARTTLS".to_owned(), "SIZE 1000".to_owned());
        for mechanism in mechanisms() {
            let auth = format!("AUTH {}", mechanism.name);
            let text = kept("hello", &[size.clone(), auth.clone()]);
            assert_eq!(text, format!("250-hello\n250-{auth}\n250 ..."));
        }
        let two = "AUTH SCRAM-SHA-256 PLAIN".to_owned();
        assert_eq!(kept("hello", &[two]), "250-hello\n250-AUTH SCRAM-SHA-256 PLAIN\n250 ...");
        assert_eq!(kept("hello", &[size, starttls]), "250-hello\n250-STARTTLS\n250 ...");
        assert_eq!(kept("hello", &[]), "250-hello\n250 ...");
    }

    #[test]
    fn what_is_offered_has_room_behind_the_longest_names() {
        let names: Vec<&str> = sasl::Mechanism::ALL.map(sasl::Mechanism::name).into();
        let auth = format!("AUTH {}", names.join(" "));
        let text = kept(&"x".repeat(508), &["STARTTLS".to_owned(), auth.clone()]);
        assert!(text.len() <= REPLY_OCTETS, "{}", text.len());
        assert!(text.ends_with(&format!("xx\n250-STARTTLS\n250-{auth}\n250 ...")), "{text}");
    }
}
