//! What people read.

use postrider_outbound::report::{Action, Advice, Diagnostic, WayBack};
use postrider_proto::reply::Enhanced;

use crate::{Case, failed, hours_later, original, reported, strict, unknown};

#[test]
fn failure() {
    let mut case = Case::about(vec![unknown("bbo@example.net")]);
    case.envelope.envid = Some("order+4711".to_owned());
    insta::assert_snapshot!(case.text());
}

#[test]
fn failure_of_several() {
    let mut case = Case::about(vec![
        failed(
            "dora@example.net",
            (5, 2, 2),
            Advice::MailboxFull,
            "552-5.2.2 This mailbox is full.\r\n552 5.2.2 Come back later.",
        ),
        unknown("bob@example.net"),
        failed(
            "emil@example.net",
            (5, 2, 2),
            Advice::MailboxFull,
            "552-5.2.2 This mailbox is full.\r\n552 5.2.2 Come back later.",
        ),
    ]);
    case.recipients.push(postrider_outbound::report::Reported {
        status: Enhanced::new(4, 4, 7),
        advice: Advice::Unreachable,
        diagnostic: Some(Diagnostic::Own(
            "no connection to mx.example.com [192.0.2.25]: timed out".to_owned(),
        )),
        remote: None,
        ..reported("eve@example.com", Action::Failed)
    });
    case.recipients[1].original = original("rfc822", "sales@example.org");
    insta::assert_snapshot!(case.text());
}

#[test]
fn delay() {
    let mut recipient = failed(
        "bob@example.net",
        (4, 7, 1),
        Advice::Unwanted,
        "451 4.7.1 Greylisted, please try again in 300 seconds",
    );
    recipient.action = Action::Delayed;
    recipient.will_retry_until = Some(hours_later(120));
    insta::assert_snapshot!(Case::about(vec![recipient]).text());
}

#[test]
fn success() {
    let mut relayed = reported("carol@example.com", Action::Relayed);
    relayed.remote = Some("mx.example.com".to_owned());
    relayed.diagnostic = Some(Diagnostic::Smtp("250 2.0.0 queued as 4711".to_owned()));
    let delivered = reported("bob@example.net", Action::Delivered);
    let expanded = reported("team@example.org", Action::Expanded);
    insta::assert_snapshot!("delivered", Case::about(vec![delivered.clone()]).text());
    insta::assert_snapshot!("relayed", Case::about(vec![relayed.clone()]).text());
    insta::assert_snapshot!("expanded", Case::about(vec![expanded.clone()]).text());
    insta::assert_snapshot!("success_of_all_kinds", words(&Case::about(vec![delivered, relayed, expanded])));
}

/// The sender's address itself needs SMTPUTF8, and so does its report.
#[test]
fn utf8_all_the_way() {
    insta::assert_snapshot!(utf8("j\u{f6}rg@b\u{fc}cher.example").text());
}

/// The sender can be reached without SMTPUTF8, though the message could not: the report stays in seven bits.
#[test]
fn utf8_over_a_way_back_of_seven_bits() {
    insta::assert_snapshot!(utf8("jorg@b\u{fc}cher.example").over(WayBack::SevenBit).text());
}

fn utf8(sender: &str) -> Case {
    let mut recipient = failed(
        "\u{4e2d}\u{6587}@example.net",
        (5, 6, 7),
        Advice::Encoding,
        "550 5.6.7 \u{4e0d}\u{652f}\u{6301}",
    );
    recipient.original = original("utf-8", "\\x{4E2D}\\x{6587}@example.net");
    let message = "From: J\u{f6}rg <j\u{f6}rg@b\u{fc}cher.example>\r\nSubject: Gr\u{fc}\u{df}e\r\n\r\n\u{4f60}\u{597d}\r\n";
    Case::about(vec![recipient]).from(sender).returning(message).smtputf8()
}

/// All the advice there is, on one page.
#[test]
fn advice() {
    let mut page = String::new();
    for action in [Action::Failed, Action::Delayed] {
        for advice in [
            Advice::UnknownMailbox,
            Advice::MailboxFull,
            Advice::UnknownDomain,
            Advice::TooLarge,
            Advice::Unwanted,
            Advice::Content,
            Advice::Authentication,
            Advice::Unreachable,
            Advice::Encoding,
            Advice::Loop,
            Advice::Expired,
            Advice::Other,
        ] {
            let mut recipient = failed("bob@example.net", (4, 0, 0), advice, "450 no");
            recipient.action = action;
            let words = words(&Case::about(vec![recipient]));
            let (_, after) = words.split_once("> 450 no\n\n").expect("the quotation");
            let advice_alone = after.split("\n\n").next().expect("a paragraph");
            page.push_str(&format!("{action:?}, {advice:?}:\n{advice_alone}\n\n"));
        }
    }
    insta::assert_snapshot!(page);
}

#[test]
fn of_many_recipients_the_first_are_listed_and_all_are_in_the_status() {
    let many: Vec<_> = (0..200).map(|n| reported(&format!("u{n}@example.net"), Action::Failed)).collect();
    let case = Case::about(many);
    let words = words(&case);
    assert!(words.contains("    u49@example.net\n    and 150 more, named in the next part\n"), "{words}");
    assert!(!words.contains("u50@"));
    assert_eq!(case.text().matches("\nFinal-Recipient: ").count(), 200);

    let each_its_own: Vec<_> = (0..200).map(|n| unknown(&format!("u{n}@example.net"))).collect();
    let words = self::words(&Case::about(each_its_own));
    assert!(words.contains("150 more are named in the next part, with the reason for each."), "{words}");
}

#[test]
fn the_subject_names_a_plain_address_alone() {
    for (address, subject) in [
        ("bob@example.net", "Not delivered: your message to bob@example.net"),
        ("\"=?utf-8?q?x?=\"@example.net", "Not delivered: your message"),
        ("j\u{f6}rg@example.net", "Not delivered: your message"),
        (&format!("{}@example.net", "b".repeat(60)), "Not delivered: your message"),
    ] {
        let case = Case::about(vec![reported(address, Action::Failed)]);
        assert!(case.text().contains(&format!("\nSubject: {subject}\n")), "{address}");
    }
}

/// The part for people, decoded.
fn words(case: &Case) -> String {
    let composed = case.compose();
    let [words, ..] = strict::check(&composed);
    String::from_utf8(words.decoded()).expect("UTF-8").replace("\r\n", "\n")
}
