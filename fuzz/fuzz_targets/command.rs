//! Every parser of a command line. What is accepted keeps to its limits, and its written form is read back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postrider_proto::extension::Offered;
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, ForwardPath, Mailbox, ReversePath};
use postrider_proto::wire::command::{self, ArgumentError};
use postrider_proto::wire::params::{xtext_decode, xtext_encode};
use postrider_proto::wire::xclient;

fuzz_target!(|input: &[u8]| {
    for line in input.split(|octet| *octet == b'\n').take(32) {
        check(line);
    }
});

fn check(line: &[u8]) {
    let (_, argument) = command::split(line);
    let _ = command::http_verb(line);
    let everything = Offered { starttls: true, dsn: true, auth: vec!["PLAIN".into()], ..Offered::always() };
    // The verb says which of them is asked in a session; none of them may rely on it.
    for offered in [&Offered::none(), &Offered::always(), &everything] {
        match command::mail(argument, offered) {
            Ok(mail) => {
                if let ReversePath::Mailbox(mailbox) = &mail.reverse_path {
                    check_mailbox(mailbox);
                    assert!(mail.smtputf8 || mailbox.is_ascii(), "RFC 6531 §3.4");
                }
                let rebuilt =
                    format!("FROM:{}{}", mail.reverse_path, if mail.smtputf8 { " SMTPUTF8" } else { "" });
                let again =
                    command::mail(rebuilt.as_bytes(), offered).expect("the written form is read back");
                assert_eq!(again.reverse_path, mail.reverse_path);
                check_text(mail.envid.as_deref());
                check_text(mail.auth.as_deref());
            }
            Err(error) => check_error(&error),
        }
        for smtputf8 in [false, true] {
            match command::rcpt(argument, offered, smtputf8) {
                Ok(rcpt) => {
                    if let ForwardPath::Mailbox(mailbox) = &rcpt.forward_path {
                        check_mailbox(mailbox);
                        assert!(smtputf8 || mailbox.is_ascii(), "RFC 6531 §3.4");
                    }
                    let rebuilt = format!("TO:{}", rcpt.forward_path);
                    let again = command::rcpt(rebuilt.as_bytes(), offered, smtputf8);
                    assert_eq!(again.expect("the written form is read back").forward_path, rcpt.forward_path);
                    check_text(rcpt.orcpt.as_ref().map(|orcpt| orcpt.address.as_str()));
                    check_text(rcpt.orcpt.as_ref().map(|orcpt| orcpt.kind.as_str()));
                }
                Err(error) => check_error(&error),
            }
        }
    }
    match command::hello(argument) {
        Ok(name) => assert!(name.len() <= 255 && name.bytes().all(|octet| octet.is_ascii_graphic())),
        Err(error) => check_error(&error),
    }
    match xclient::read(argument) {
        Ok(xclient) => {
            check_text(xclient.name.as_deref());
            check_text(xclient.hello.as_deref());
            check_text(xclient.login.as_deref());
        }
        Err(error) => check_error(&error),
    }
    match command::bdat(argument) {
        Ok(bdat) => {
            let digits = argument
                .iter()
                .skip_while(|octet| **octet == b' ')
                .take_while(|octet| octet.is_ascii_digit());
            let size = digits.fold(0_u128, |size, digit| size.saturating_mul(10) + u128::from(digit - b'0'));
            assert_eq!(size, u128::from(bdat.size));
            assert_eq!(bdat.last, argument.to_ascii_uppercase().ends_with(b"LAST"));
        }
        Err(error) => check_error(&error),
    }
    match command::auth(argument) {
        Ok(auth) => assert!(!auth.mechanism.is_empty() && auth.mechanism.len() <= 20),
        Err(error) => check_error(&error),
    }
    if let Ok(text) = std::str::from_utf8(argument) {
        if let Ok(mailbox) = text.parse() {
            check_mailbox(&mailbox);
        }
        if let Ok(decoded) = xtext_decode(text, 500) {
            assert_eq!(xtext_decode(&xtext_encode(&decoded), 4 * 500), Ok(decoded));
        }
        let lines: Vec<String> = Offered::from_ehlo_lines([text]).ehlo_lines().collect();
        let again = Offered::from_ehlo_lines(lines.iter().map(String::as_str));
        assert_eq!(again.ehlo_lines().collect::<Vec<_>>(), lines);
    }
}

fn check_mailbox(mailbox: &Mailbox) {
    let written = mailbox.to_string();
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    assert!(!written.chars().any(breaks), "{written:?}");
    assert!(mailbox.local().len() <= Mailbox::LOCAL_MAX && !mailbox.local().is_empty());
    let again: Mailbox =
        written.parse().unwrap_or_else(|error| panic!("{written:?} is not read back: {error}"));
    assert_eq!(again, *mailbox);
    if let Some(ascii) = mailbox.domain().to_ascii() {
        assert!(ascii.is_ascii() && ascii.len() <= Domain::MAX, "{ascii:?}");
        let domain = Domain::parse(&ascii, Charset::Ascii).expect("A-labels are a domain");
        assert_eq!(domain.to_ascii(), Some(ascii));
    }
}

/// A fault is told to the client: it is short, whatever the client has sent.
fn check_error(error: &ArgumentError) {
    let told = error.to_string();
    assert!(!told.is_empty() && told.len() <= 300, "{told:?}");
}

fn check_text(text: Option<&str>) {
    assert!(text.is_none_or(|text| text.len() <= 500 && !text.chars().any(char::is_control)), "{text:?}");
}
