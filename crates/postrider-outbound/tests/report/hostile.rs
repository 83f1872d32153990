//! Strangers who would like to write more of a report than their own words.

use postrider_outbound::report::{Action, Advice, Diagnostic, Original, Reported, WayBack};
use postrider_proto::mail::{Mailbox, OriginalRecipient, Ret};
use postrider_proto::reply::Enhanced;
use proptest::prelude::*;

use crate::{Case, failed, original, reported, strict, unknown};

/// The Diagnostic-Code, unfolded, and the part for people, decoded.
fn said(reply: &str) -> (String, String) {
    let case = Case::about(vec![failed("bob@example.net", (5, 0, 0), Advice::Other, reply)]);
    let composed = case.compose();
    let [words, status, _] = strict::check(&composed);
    let status = std::str::from_utf8(status.octets).expect("UTF-8").replace("\r\n ", " ");
    let code = status
        .split("\r\nDiagnostic-Code: smtp; ")
        .nth(1)
        .expect("one")
        .split("\r\n")
        .next()
        .expect("a line");
    let words = String::from_utf8(words.decoded()).expect("UTF-8");
    (code.to_owned(), words.replace("\r\n", "\n"))
}

#[test]
fn a_remote_host_cannot_write_fields_lines_or_parts() {
    for (reply, code, quoted) in [
        (
            "550 no\r\nAction: delivered",
            "550 no Action: delivered",
            "    > 550 no\n    > Action: delivered\n",
        ),
        (
            "550 no\r\n\r\nFinal-Recipient: x",
            "550 no Final-Recipient: x",
            "    > 550 no\n    > Final-Recipient: x\n",
        ),
        ("550 no\rX: y", "550 no?X: y", "    > 550 no?X: y\n"),
        ("550 \0\x1b[2J\x07\x7f", "550 ??[2J??", "    > 550 ??[2J??\n"),
        ("550 \u{85}\u{2028}\u{202e}\u{200b}\u{feff}x", "550 ?????x", "    > 550 ?????x\n"),
        ("550 nein, Gr\u{fc}\u{df}e", "550 nein, Gr??e", "    > 550 nein, Gr\u{fc}\u{df}e\n"),
        ("550 a\tb", "550 a b", "    > 550 a b\n"),
        ("550 a   b", "550 a   b", "    > 550 a   b\n"),
        ("550-a\r\n550 b", "550-a 550 b", "    > 550-a\n    > 550 b\n"),
        ("--=_x\r\n\r\n--=_x--", "--=_x --=_x--", "    > --=_x\n    > --=_x--\n"),
        ("=?utf-8?q?x?=", "=?utf-8?q?x?=", "    > =?utf-8?q?x?=\n"),
    ] {
        let (found, words) = said(reply);
        assert_eq!(found, code, "{reply:?}");
        assert!(words.contains(quoted), "{reply:?}: {words}");
    }
}

#[test]
fn who_says_nothing_is_not_quoted() {
    for reply in ["", "\r\n \r\n", "\t"] {
        let text = Case::about(vec![failed("bob@example.net", (5, 0, 0), Advice::Other, reply)]).text();
        assert!(!text.contains("Diagnostic-Code") && !text.contains("said:"), "{reply:?}: {text}");
    }
}

#[test]
fn of_an_endless_reply_the_front_is_repeated() {
    let (code, words) = said(&format!("550 {}", "x".repeat(10_000)));
    assert_eq!(code.replace(' ', "").len(), "550".len() + 1020 + "...".len());
    assert!(words.contains(&format!("    > 550 {}...\n", "x".repeat(1020))));
    let (code, words) = said(&"550-spam\r\n".repeat(1000));
    assert_eq!(code.matches("550-spam").count(), 16);
    assert!(words.contains("    > 550-spam\n    > ...\n"));
    let (code, _) = said(&format!("550 {}", "\u{4e2d}".repeat(10_000)));
    assert!(code.ends_with("?..."), "cut between characters");
}

#[test]
fn names_and_addresses_cannot_either() {
    let hostile = "x\r\nAction: delivered\r\n\r\n--b";
    let mut recipient = unknown("\"a\\\"b <c> --=_x\"@example.net");
    recipient.remote = Some(hostile.to_owned());
    recipient.original = original("rfc822;x\r\ny", hostile);
    let mut case = Case::about(vec![recipient]).from("\"<x>, y; (z)\"@example.org");
    case.envelope.envid = Some(hostile.to_owned());
    let text = case.text();
    assert!(text.contains("\nTo: <\"<x>, y; (z)\"@example.org>\n"));
    assert!(text.contains("\nFinal-Recipient: rfc822; \"a\\\"b <c> --=_x\"@example.net\n"));
    assert!(text.contains("\nOriginal-Recipient: rfc822xy; x??Action: delivered????--b\n"));
    assert!(text.contains("\nOriginal-Envelope-Id: x??Action: delivered????--b\n"));
    assert!(text.contains("\nRemote-MTA: x-local-hostname; x??Action: delivered????--b\n"));
}

#[test]
fn an_address_that_turns_the_text_round_is_reported_exactly_and_shown_as_it_is() {
    let text = Case::about(vec![unknown("a\u{202e}b@example.net")]).from("\u{4e2d}@example.org").text();
    assert!(text.contains("\nFinal-Recipient: utf-8; a\\x{202E}b@example.net\n"), "{text}");
    assert!(text.contains("\n    a?b@example.net\n"), "{text}");
}

/// RFC 6533 §3: what only looks like an address of the type is copied as it is.
#[test]
fn unitext_hides_nothing() {
    for (given, written) in [
        ("\\x{4E2D}@example.net", "\u{4e2d}@example.net"),
        ("a\\x{0D}\\x{0A}b@example.net", "a\\x{0D}\\x{0A}b@example.net"),
        ("a\\x{202E}b@example.net", "a\\x{202E}b@example.net"),
        ("no address \\x{4E2D}", "no address \\x{4E2D}"),
    ] {
        let mut recipient = unknown("\u{4e2d}@example.net");
        recipient.original = original("UTF-8", given);
        let text = Case::about(vec![recipient]).from("\u{4e2d}@example.org").text();
        assert!(text.contains(&format!("\nOriginal-Recipient: UTF-8; {written}\n")), "{given}: {text}");
    }
}

#[test]
fn the_longest_addresses_there_are_fit() {
    let label = "\u{e4}".repeat(27);
    let domain = [label.as_str(); 4].join(".");
    let long = Mailbox::new(
        &"\u{4e2d}".repeat(21),
        format!("a@{domain}.example").parse::<Mailbox>().expect("valid").domain().clone(),
    );
    let long = long.expect("valid").to_string();
    for sender in [long.as_str(), "alice@example.org"] {
        let mut recipient = unknown(&long);
        recipient.original = original("utf-8", &"\u{4e2d}".repeat(400));
        recipient.remote = Some("x".repeat(5000));
        let text = Case::about(vec![recipient]).from(sender).text();
        assert!(text.contains("\nFinal-Recipient: utf-8; "));
    }
}

/// Whoever knows the boundary in advance gains nothing by it.
#[test]
fn a_message_that_contains_the_boundary_does_not_end_its_part() {
    let case = Case::about(vec![unknown("bob@example.net")]);
    let text = case.text();
    let boundary = text.split("boundary=\"").nth(1).expect("one").split('"').next().expect("a word");
    let inner =
        format!("Subject: x\r\n\r\n--{boundary}--\r\nX\r\n--{}1\r\n", &boundary[..boundary.len() - 1]);
    let composed = case.returning(inner.clone()).compose();
    let [.., part] = strict::check(&composed);
    assert_eq!(part.octets, inner.as_bytes());
    let text = String::from_utf8_lossy(&composed.content);
    assert!(text.contains(&format!("{}2\"", &boundary[..boundary.len() - 1])), "0 and 1 were taken");
}

fn anything() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        8 => "[ -~]{0,12}",
        2 => "(?s).{0,6}",
        2 => proptest::sample::select(vec![
            "\r\n", "\n", "\r", "\0", "\u{85}", "\u{2028}", "\u{202e}", "\u{e9}", "550 ", "550-", ": ", "; ", "--", "\r\n\r\n",
            "--=_70e1r30e1r30e1r30e1r30e1r7.0", "Action: delivered", "Content-Type: text/html", "=?utf-8?q?x?=", "\\x{4E2D}",
        ]).prop_map(str::to_owned),
        1 => "x{900,1100}",
    ];
    proptest::collection::vec(bit, 0..10).prop_map(|bits| bits.concat())
}

fn octets() -> impl Strategy<Value = Vec<u8>> {
    let bit = prop_oneof![
        8 => proptest::sample::select(vec![
            &b"\r\n"[..], b"Subject: x\r\n", b"Message-ID: <a@b>\r\n", b" folded\r\n", b"Dear Bob\r\n", b"\xfc", b"\xc3\xbc",
            b"X: \xc3\xbc\r\n", b"\n", b"\r", b"\0", b"\r\n.\r\n", b"\r\n--=_", b"From ", b"=", b"\t\r\n", b" ",
        ]).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
        1 => (900usize..1100).prop_map(|count| vec![b'x'; count]),
        1 => (60_000usize..70_000).prop_map(|count| b"0123456789\r\n".repeat(count / 12)),
    ];
    proptest::collection::vec(bit, 0..12).prop_map(|bits| bits.concat())
}

fn mailbox() -> impl Strategy<Value = Mailbox> {
    "[ -~\u{e9}\u{4e2d}\u{202e}]{1,16}@(b\u{fc}cher\\.example|example\\.net|\\[192\\.0\\.2\\.1\\])".prop_map(
        |text| {
            let (local, domain) = text.rsplit_once('@').expect("an @");
            let domain = format!("a@{domain}").parse::<Mailbox>().expect("valid").domain().clone();
            Mailbox::new(local, domain).expect("valid")
        },
    )
}

fn recipient() -> impl Strategy<Value = Reported> {
    let actions = [Action::Failed, Action::Delayed, Action::Delivered, Action::Relayed, Action::Expanded];
    let diagnostic = prop_oneof![anything().prop_map(Diagnostic::Smtp), anything().prop_map(Diagnostic::Own)];
    (
        mailbox(),
        proptest::option::of(("(rfc822|utf-8|x400|(?s).{0,6})", anything())),
        proptest::sample::select(actions.to_vec()),
        any::<(u8, u16, u16)>(),
        proptest::option::of(anything()),
        proptest::option::of(diagnostic),
        any::<Option<u64>>(),
    )
        .prop_map(|(recipient, original, action, (class, subject, detail), remote, diagnostic, at)| {
            Reported {
                original: original.map(|(kind, address)| OriginalRecipient { kind, address }),
                status: Enhanced { class, subject, detail },
                remote,
                diagnostic,
                last_attempt: at.map(postrider_queue::Timestamp::from_millis),
                will_retry_until: at.map(postrider_queue::Timestamp::from_millis),
                ..reported(&recipient.to_string(), action)
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever goes in, what comes out is one report, of three parts, of as many recipients, fit to travel.
    #[test]
    fn nothing_breaks_out(
        recipients in proptest::collection::vec(recipient(), 1..4),
        sender in mailbox(),
        message in octets(),
        (complete, smtputf8) in any::<(bool, bool)>(),
        envid in proptest::option::of(anything()),
        ret in proptest::sample::select(vec![None, Some(Ret::Full), Some(Ret::Headers)]),
        way_back in proptest::sample::select(vec![WayBack::SevenBit, WayBack::EightBit, WayBack::Utf8]),
    ) {
        let count = recipients.len();
        let failure = recipients.iter().any(|recipient| recipient.action == Action::Failed);
        let mut case = Case::about(recipients).from(&sender.to_string()).returning(message).over(way_back);
        (case.complete, case.envelope.smtputf8, case.envelope.envid) = (complete, smtputf8, envid);
        case.envelope.ret = ret;
        let composed = case.compose();
        let [words, status, returned] = strict::check(&composed);

        let groups = status.octets.windows(4).filter(|four| four == b"\r\n\r\n").count();
        prop_assert_eq!(groups, count);
        prop_assert!(words.octets.len() < 64 * 1024);
        if way_back < WayBack::Utf8 && sender.local().is_ascii() {
            prop_assert!(!composed.envelope.smtputf8);
        }
        if way_back == WayBack::SevenBit && sender.local().is_ascii() {
            prop_assert!(composed.content.is_ascii());
        }
        let whole = matches!(returned.media.as_str(), "message/rfc822" | "message/global");
        prop_assert!(!whole || (failure && complete && ret != Some(Ret::Headers)));
        // Three times is what quoted-printable makes of it at worst, and its soft ends of line.
        prop_assert!(returned.octets.len() <= Original::RETURNED_MAX * 13 / 4);
        if whole && returned.octets.len() == case.original.len() {
            prop_assert_eq!(returned.octets, &case.original[..]);
        }
    }
}
