//! What goes before what, and what a hostile server cannot do.

use postrider_reference::{Class, Diagnosis, Refusal, Stage, Sure, classify, table};
use proptest::prelude::*;

fn at(stage: Stage, line: &str) -> Diagnosis {
    classify(&Refusal::of(stage, line))
}

fn class(line: &str) -> Class {
    at(Stage::Rcpt, line).class
}

#[test]
fn text_goes_before_a_code_that_is_used_for_everything() {
    assert_eq!(class("550 5.7.1 User unknown"), Class::BadMailbox);
    assert_eq!(class("550 5.7.1 See our blocklist"), Class::Blocklist);
    assert_eq!(class("550 5.7.1 We do not relay"), Class::Relay);
    assert_eq!(class("550 5.7.1 Good bye"), Class::Policy);
    assert_eq!(class("554 5.0.0 Mailbox full"), Class::Full);
}

#[test]
fn a_code_that_says_something_goes_before_a_common_phrase() {
    assert_eq!(class("550 5.1.1 Access denied"), Class::BadMailbox);
    assert_eq!(class("550 5.2.2 Message rejected"), Class::Full);
    assert_eq!(class("550 Access denied"), Class::Policy);
}

#[test]
fn a_rate_limit_is_one_whatever_its_code_says() {
    for line in ["550 5.1.1 Rate limit exceeded", "550 Sending rate too high", "450 4.7.1 Too many messages"]
    {
        let Diagnosis { class, throttles, .. } = at(Stage::Rcpt, line);
        assert_eq!((class, throttles), (Class::Throttled, true), "{line}");
    }
}

#[test]
fn greylisting_is_a_temporary_refusal_that_says_so() {
    assert_eq!(class("450 4.1.1 Greylisted for five minutes"), Class::Greylisted);
    assert_eq!(class("451 grey-listing in force"), Class::Greylisted);
    assert_ne!(class("550 5.7.1 greylisting is not what this is"), Class::Greylisted);
}

#[test]
fn what_is_unknown_stays_unknown() {
    for line in ["450 Well, no", "550 Well, no", "554 Well, no", "599 Well, no", "550", "", "Well, no"] {
        let diagnosis = at(Stage::Rcpt, line);
        assert_eq!(
            (diagnosis.class, diagnosis.rule, diagnosis.sure),
            (Class::Unknown, "unknown", Sure::Guess)
        );
        assert_eq!((diagnosis.situation, diagnosis.vendor), (None, None), "{line}");
    }
}

#[test]
fn the_stage_decides_what_a_bare_code_means() {
    assert_eq!(at(Stage::Mail, "552 Well, no").class, Class::Size);
    assert_eq!(at(Stage::Rcpt, "552 Well, no").class, Class::Full);
    assert_eq!(at(Stage::Tls, "454 Well, no").class, Class::Tls);
    assert_eq!(at(Stage::Auth, "454 Well, no").class, Class::Login);
    assert_eq!(at(Stage::Mail, "530 5.7.0 Well, no").class, Class::Login);
}

#[test]
fn the_host_or_a_mark_says_who_speaks() {
    let line = "550 5.7.27 No luck today";
    assert_eq!(class(line), Class::BadSender, "RFC 7505: the sender has a null MX");
    let at_gmail = classify(&Refusal::of(Stage::Mail, line).by("ALT1.aspmx.l.google.com."));
    assert_eq!((at_gmail.class, at_gmail.vendor), (Class::Authentication, Some("Gmail")));
    assert_eq!(at_gmail.situation.map(|situation| situation.id.as_str()), Some("spf-fail"));
    let marked =
        classify(&Refusal::of(Stage::Mail, "550 5.7.27 No luck today - gsmtp").by("filter.example.net"));
    assert_eq!((marked.class, marked.sure), (Class::Authentication, Sure::Certain));
    // Who speaks is told even where what they say is not known.
    let strange = classify(&Refusal::of(Stage::Rcpt, "550 Well, no").by("mx.yandex.ru"));
    assert_eq!((strange.class, strange.vendor), (Class::Unknown, Some("Yandex")));
}

#[test]
fn only_texts_that_say_so_and_421_slow_a_site_down() {
    assert!(at(Stage::Mail, "421 Well, no").throttles);
    assert!(at(Stage::Rcpt, "450 4.7.0 Too many connections").throttles);
    for line in
        ["450 4.2.2 Mailbox full", "451 4.3.0 Try again later", "450 4.2.1 receiving mail too quickly"]
    {
        assert!(!at(Stage::Rcpt, line).throttles, "{line}");
    }
}

#[test]
fn an_address_in_a_text_says_nothing() {
    let line = "550 5.1.1 <spam.blocklist.dkim@example.org>: Recipient address rejected: User unknown in local recipient table";
    assert_eq!(class(line), Class::BadMailbox);
    assert_eq!(class("550 <rate.limit@example.org>"), Class::Unknown);
}

#[test]
fn no_more_than_the_beginning_of_a_text_is_looked_at() {
    let long = |octets: usize| format!("550 {} mailbox full", "x".repeat(octets));
    assert_eq!(class(&long(2000)), Class::Full);
    assert_eq!(class(&long(2048)), Class::Unknown);
    assert_eq!(class(&long(10_000_000)), Class::Unknown);
}

proptest! {
    #[test]
    fn no_text_is_too_strange(code in 0_u16..=999, text in any::<String>(), host in any::<String>()) {
        let refusal = Refusal { stage: Stage::Rcpt, code: Some(code), enhanced: None, text: &text, host: Some(&host) };
        let diagnosis = classify(&refusal);
        prop_assert_eq!(classify(&refusal), diagnosis);
    }

    #[test]
    fn spacing_case_and_controls_change_nothing(
        place in any::<prop::sample::Index>(),
        upper in any::<Vec<bool>>(),
        space in "[ \t\r\n\u{0}\u{7f}]{1,5}",
    ) {
        let signatures: Vec<_> = table().signatures().map(|(_, signature)| signature).collect();
        let signature = signatures[place.index(signatures.len())];
        let plain = Refusal::of(Stage::Rcpt, &signature.hit);
        let mut upper = upper.into_iter().chain(std::iter::repeat(false));
        let cased: String = plain
            .text
            .chars()
            .map(|c| if upper.next() == Some(true) { c.to_ascii_uppercase() } else { c })
            .collect();
        let text = format!("{space}{}{space}", cased.replace(' ', &space));
        prop_assert_eq!(classify(&Refusal { text: &text, ..plain }), classify(&plain), "{:?}", text);
    }
}
