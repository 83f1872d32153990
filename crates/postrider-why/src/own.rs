//! Refusals of our own server: they end with the id of their entry in the catalogue, and those without an enhanced code are known by their words.

use postrider_proto::reply::{Blame, Enhanced, Entry, catalogue};
use postrider_reference::code::{Acts, Repeat};
use postrider_reference::{Class, table};

/// Who says it.
pub const VENDOR: &str = "postrider";

/// Fewer octets of fixed words prove nothing.
const WORDS_MIN: usize = 16;

/// The entry that a refusal is, if it is one of ours. An id that stands beside other codes than its own is somebody else's word.
pub fn entry(code: Option<u16>, enhanced: Option<Enhanced>, text: &str) -> Option<&'static Entry> {
    let code = code?;
    let fits = |entry: &&'static Entry| {
        entry.code.number() == code && (enhanced.is_none() || entry.enhanced == enhanced)
    };
    let id = |(at, _): (usize, &str)| text[at + 1..].split_once(']').map(|(id, _)| id);
    let by_id = text.rmatch_indices('[').take(4).filter_map(id).filter(|id| id.len() < 64);
    by_id.filter_map(catalogue::find).filter(|entry| entry.shows_id()).find(fits).or_else(|| {
        let mut without =
            catalogue::all().filter(|entry| entry.code.class().is_refusal() && !entry.shows_id());
        without.find(|entry| fits(entry) && has_words(entry.text, text))
    })
}

/// Whether a text is a sentence of the catalogue with any facts in it.
fn has_words(sentence: &str, text: &str) -> bool {
    let mut rest = text.trim();
    let mut pieces = sentence.split('{').enumerate().map(|(place, piece)| match place {
        0 => piece,
        _ => piece.split_once('}').map_or("", |(_, behind)| behind),
    });
    // What stands in front of the first fact begins the text.
    let Some(behind) =
        pieces.next().and_then(|first| rest.strip_prefix(first).map(|rest| (first.len(), rest)))
    else {
        return false;
    };
    let (mut octets, facts) = (behind.0, sentence.contains('{'));
    rest = behind.1;
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        octets += piece.len();
        rest = &rest[at + piece.len()..];
    }
    octets >= WORDS_MIN && (facts || rest.is_empty())
}

/// The situation of an entry, where the reference has one.
pub fn situation(entry: &Entry) -> Option<&'static str> {
    Some(match entry.id {
        "auth-required" | "auth-ended" => "auth-required",
        "auth-failed" | "auth-authzid" => "bad-credentials",
        "auth-account-disabled" => "account-disabled",
        "auth-unavailable" | "auth-too-many" => "auth-temporary",
        "auth-unknown-mechanism" | "auth-mechanism-too-weak" => "auth-mechanism",
        "auth-needs-tls" => "auth-before-tls",
        "auth-base64" => "auth-base64",
        "auth-twice" => "auth-twice",
        "auth-initial-response" => "auth-initial-response",
        "tls-required" | "hello-needs-tls" => "starttls-required",
        "tls-unavailable" => "tls-unavailable",
        "tls-too-weak" | "hello-with-weak-tls" => "tls-version",
        "tls-in-clear" => "wrong-tls-mode",
        "relay-denied" => "relay-denied",
        "unknown-user" => "user-unknown",
        "recipient-null-mx" => "null-mx",
        "sender-refused" => "sender-rejected",
        "sender-not-own" | "author-not-own" => "sender-not-owned",
        "sender-address" | "recipient-address" => "address-syntax",
        "sender-needs-smtputf8" | "recipient-needs-smtputf8" => "eai",
        "greylisted" => "greylisting",
        "message-too-big" | "too-big-for-recipient" => "message-too-big",
        "no-room" => "storage",
        "mail-loop" => "loop",
        "irregular-line-end" => "bare-lf",
        "long-line" => "line-too-long",
        "nul-in-content" | "author-unclear" | "colon-apart" => "malformed-message",
        "client-refused" | "session-refused" | "hello-after-refusal" => "client-blocked",
        "no-mail-host" | "command-to-no-mail-host" => "host-takes-no-mail",
        "too-busy" => "too-many-connections",
        "early-talker" => "early-talker",
        "hello-refused" => "helo-rejected",
        "idle-timeout" | "too-slow" | "session-too-long" => "timeout",
        "too-many-errors" => "too-many-errors",
        "too-many-recipients" => "too-many-recipients",
        "account-messages" | "account-recipients" => "quota-exceeded",
        "parameter-unknown" => "unknown-parameter",
        "ehlo-first" => "ehlo-missing",
        "mail-twice" => "nested-mail",
        "rcpt-before-mail" => "rcpt-before-mail",
        "no-valid-recipient" => "data-after-refused-rcpt",
        "http-request" => "not-smtp",
        _ => return None,
    })
}

/// What an entry comes to.
pub fn class(entry: &Entry) -> Class {
    match entry.id {
        "sender-null-mx" | "sender-not-qualified" => return Class::BadSender,
        "recipient-not-qualified" => return Class::BadDomain,
        "owner-changed" => return Class::Inactive,
        _ => {}
    }
    let known = situation(entry).and_then(|id| table().situation(id));
    match (known, entry.blame) {
        (Some(situation), _) => situation.class,
        (None, _) if entry.id.starts_with("auth-") => Class::Login,
        (None, Blame::Client | Blame::Nobody) => Class::Protocol,
        (None, Blame::Sender) => Class::Content,
        (None, Blame::Policy) => Class::Policy,
        (None, Blame::Server) => Class::System,
    }
}

/// Who has to act, where the entry says more than its class.
pub fn acts(entry: &Entry) -> Option<Acts> {
    (entry.blame == Blame::Client && class(entry) == Class::Protocol).then_some(Acts::Program)
}

/// Whether to try again, where the code says more than the class.
pub fn retry(entry: &Entry) -> Option<Repeat> {
    (entry.code.number() < 500 && entry.blame != Blame::Client).then_some(Repeat::Later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postrider_proto::reply::Reply;

    fn refusals() -> impl Iterator<Item = &'static Entry> {
        catalogue::all().filter(|entry| entry.code.class().is_refusal())
    }

    /// What a reply says behind its codes.
    fn told(entry: &'static Entry) -> String {
        let names: Vec<&str> =
            entry.text.split('{').skip(1).map(|rest| rest.split_once('}').expect("closed").0).collect();
        let facts: Vec<(&str, &dyn std::fmt::Display)> =
            names.iter().map(|name| (*name, &"mx.example.org" as &dyn std::fmt::Display)).collect();
        Reply::with(entry, &facts).to_string()[4..].to_owned()
    }

    #[test]
    fn every_refusal_of_ours_is_known_by_what_it_says() {
        for wanted in refusals() {
            let found = entry(Some(wanted.code.number()), wanted.enhanced, &told(wanted));
            // Two sentences are the same but for their codes, and say the same.
            assert_eq!(found.map(|entry| entry.id), Some(wanted.id), "{}", told(wanted));
        }
    }

    #[test]
    fn an_id_beside_other_codes_is_not_ours() {
        assert!(entry(Some(554), None, "5.7.1 no [relay-denied]").is_none());
        assert!(entry(Some(550), Some(Enhanced::new(5, 1, 1)), "no [relay-denied]").is_none());
        assert!(entry(None, None, "no [relay-denied]").is_none());
        assert!(entry(Some(550), None, "5.1.1 User unknown [").is_none());
        assert!(entry(Some(501), None, "EHLO argument is missing").is_none());
    }

    #[test]
    fn every_situation_is_one_of_the_reference() {
        for entry in refusals() {
            if let Some(id) = situation(entry).filter(|id| *id != "auth-initial-response") {
                assert!(table().situation(id).is_some(), "{}: {id}", entry.id);
            }
        }
    }
}
