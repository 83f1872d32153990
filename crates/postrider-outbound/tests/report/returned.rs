//! What is returned of the message, and in what form.

use postrider_outbound::report::{Action, Original, WayBack};
use postrider_proto::mail::{BodyType, Ret, ReversePath};

use crate::{Case, MESSAGE, reported, strict, unknown};

/// The media type, the encoding and the octets, decoded, of the third part.
fn returned(case: &Case) -> (String, String, Vec<u8>) {
    let composed = case.compose();
    let [_, _, part] = strict::check(&composed);
    (part.media.clone(), part.encoding().to_owned(), part.decoded())
}

fn failure(original: &[u8]) -> Case {
    Case::about(vec![unknown("bob@example.net")]).returning(original)
}

const HEADER: &[u8] = MESSAGE.split_at(MESSAGE.len() - b"\r\nAt five?\r\n".len()).0;

fn headers(octets: &[u8]) -> (String, String, Vec<u8>) {
    ("text/rfc822-headers".to_owned(), "7bit".to_owned(), octets.to_vec())
}

fn whole(octets: &[u8]) -> (String, String, Vec<u8>) {
    ("message/rfc822".to_owned(), "7bit".to_owned(), octets.to_vec())
}

/// RFC 3461 §4.3, §6.2.
#[test]
fn the_whole_comes_back_of_failures_unless_the_sender_wants_less() {
    assert_eq!(returned(&failure(MESSAGE)), whole(MESSAGE));
    assert_eq!(returned(&failure(MESSAGE).ret(Ret::Full)), whole(MESSAGE));
    assert_eq!(returned(&failure(MESSAGE).ret(Ret::Headers)), headers(HEADER));
    for action in [Action::Delayed, Action::Delivered, Action::Relayed, Action::Expanded] {
        let case = Case::about(vec![reported("bob@example.net", action)]).ret(Ret::Full);
        assert_eq!(returned(&case), headers(HEADER), "{action:?}");
    }
}

#[test]
fn what_is_too_large_comes_back_as_its_header() {
    let body = "x".repeat(98) + "\r\n";
    let fits = [HEADER, b"\r\n", body.repeat(655 - 2).as_bytes()].concat();
    assert!(fits.len() <= Original::RETURNED_MAX);
    assert_eq!(returned(&failure(&fits)), whole(&fits));

    let large = [HEADER, b"\r\n", body.repeat(656).as_bytes()].concat();
    assert!(large.len() > Original::RETURNED_MAX);
    assert_eq!(returned(&failure(&large)), headers(HEADER));

    let mut front = failure(&fits);
    front.complete = false;
    assert_eq!(returned(&front), headers(HEADER), "that is not all of it");
}

#[test]
fn of_a_header_that_is_too_large_the_front_comes_back_in_whole_lines() {
    let header = "X-Long: 0123456789\r\n".repeat(5_000);
    let (media, _, octets) = returned(&failure(header.as_bytes()));
    assert_eq!(media, "text/rfc822-headers");
    assert!(octets.len() <= Original::RETURNED_MAX && octets.len() > Original::RETURNED_MAX - 20);
    assert!(octets.ends_with(b"0123456789\r\n") && header.as_bytes().starts_with(&octets));

    let one_line = [b"X: ", &[b'y'; 70_000][..]].concat();
    let (_, encoding, octets) = returned(&failure(&one_line));
    assert_eq!((encoding.as_str(), octets.len()), ("quoted-printable", Original::RETURNED_MAX));
    assert!(failure(&one_line).text().contains("The front of its header is attached"));

    // What was read ends in the midst of a line of the header: that line is nobody's.
    let mut front = failure(b"Subject: x\r\nX-Secret: y");
    front.complete = false;
    assert_eq!(returned(&front), headers(b"Subject: x\r\n"));
    let mut front = failure(b"Subject: x\r\nX-Sec");
    front.complete = false;
    assert!(front.text().contains("The front of its header is attached"), "perhaps there was more");
}

#[test]
fn where_the_empty_line_is_missing_no_body_is_taken_for_header() {
    for (original, header) in [
        (&b"Subject: x\r\nDear Bob,\r\nsecret: y\r\n"[..], &b"Subject: x\r\n"[..]),
        (b"Dear Bob,\r\nsecret: y\r\n", b""),
        (b"\r\nsecret: y\r\n", b""),
        (b" folded: but what\r\n", b""),
        (b"Subject: x\r\n \r\n folded\r\n\r\nbody", b"Subject: x\r\n \r\n folded\r\n"),
        (b"Subject : x\r\n\r\nbody", b"Subject : x\r\n"),
        (b": x\r\n\r\n", b""),
        (b"", b""),
    ] {
        let case = failure(original).ret(Ret::Headers);
        assert_eq!(returned(&case), headers(header), "{}", original.escape_ascii());
    }
}

#[test]
fn eight_bits_go_where_eight_bits_are_taken() {
    let message = "Subject: x\r\n\r\nGr\u{fc}\u{df}e\r\n".as_bytes();
    let eight = ("message/rfc822".to_owned(), "8bit".to_owned(), message.to_vec());
    assert_eq!(returned(&failure(message)), eight);
    let composed = failure(message).compose();
    assert_eq!((composed.envelope.body, composed.envelope.smtputf8), (BodyType::EightBitMime, false));

    let seven = failure(message).over(WayBack::SevenBit);
    assert_eq!(returned(&seven), headers(b"Subject: x\r\n"));
    assert_eq!(seven.compose().envelope.body, BodyType::SevenBit);
    assert!(seven.compose().content.is_ascii());
}

/// A header of eight bits that is nobody's UTF-8 stays what it was.
#[test]
fn eight_bits_in_the_header_are_returned_as_they_came() {
    let latin = b"Subject: Gr\xfc\xdfe\r\n\r\nx\r\n";
    let eight = ("message/rfc822".to_owned(), "8bit".to_owned(), latin.to_vec());
    assert_eq!(returned(&failure(latin)), eight);
    assert_eq!(returned(&failure(latin).smtputf8()), eight, "said to be UTF-8, and is not");
    let header = ("text/rfc822-headers".to_owned(), "quoted-printable".to_owned(), latin[..16].to_vec());
    assert_eq!(returned(&failure(latin).ret(Ret::Headers)), header);
    assert_eq!(returned(&failure(latin).over(WayBack::SevenBit)), header);
}

/// RFC 6533 §4.5.
#[test]
fn a_header_of_utf8_is_encoded_where_utf8_is_not_spoken() {
    let message = "Subject: Gr\u{fc}\u{df}e\r\n\r\nx\r\n".as_bytes();
    for (way_back, encoding) in [
        (WayBack::SevenBit, "quoted-printable"),
        (WayBack::EightBit, "quoted-printable"),
        (WayBack::Utf8, "8bit"),
    ] {
        let case = failure(message).smtputf8().over(way_back);
        assert_eq!(returned(&case), ("message/global".to_owned(), encoding.to_owned(), message.to_vec()));
        assert_eq!(case.compose().envelope.smtputf8, way_back == WayBack::Utf8);
        let case = case.ret(Ret::Headers);
        let header = message[..message.len() - 5].to_vec();
        assert_eq!(returned(&case), ("message/global-headers".to_owned(), encoding.to_owned(), header));
    }
    let ascii = failure(MESSAGE).smtputf8().over(WayBack::Utf8);
    assert_eq!(returned(&ascii), whole(MESSAGE), "nothing needs the new types");
    assert!(!ascii.compose().envelope.smtputf8);
}

#[test]
fn a_sender_without_ascii_is_written_to_in_utf8_and_one_with_as_much_ascii_as_there_is() {
    let composed = failure(MESSAGE).from("j\u{f6}rg@b\u{fc}cher.example").compose();
    assert!(composed.envelope.smtputf8);
    assert_eq!(composed.envelope.recipients[0].mailbox.to_string(), "j\u{f6}rg@b\u{fc}cher.example");
    let composed = failure(MESSAGE).from("jorg@b\u{fc}cher.example").compose();
    assert!(!composed.envelope.smtputf8);
    assert_eq!(composed.envelope.recipients[0].mailbox.to_string(), "jorg@xn--bcher-kva.example");
    assert!(composed.content.is_ascii());
}

#[test]
fn what_cannot_travel_inside_another_message_comes_back_as_its_header() {
    let long = [b"Subject: x\r\n\r\n", &[b'y'; 999][..], b"\r\n"].concat();
    for original in [
        &long[..],
        b"Subject: x\r\n\r\nbare\rCR\r\n",
        b"Subject: x\r\n\r\nbare\nLF\r\n",
        b"Subject: x\r\n\r\nNUL\0\r\n",
        b"Subject: x\r\n\r\nends with CR\r",
    ] {
        assert_eq!(returned(&failure(original)), headers(b"Subject: x\r\n"), "{}", original.escape_ascii());
    }
    let ends_in_the_midst_of_a_line = b"Subject: x\r\n\r\nno end";
    assert_eq!(returned(&failure(ends_in_the_midst_of_a_line)), whole(ends_in_the_midst_of_a_line));
    // A header that cannot is text, and can be encoded.
    let (_, encoding, octets) = returned(&failure(b"Subject: a\rb\0c\n\nx\n"));
    assert_eq!((encoding.as_str(), &octets[..]), ("quoted-printable", &b"Subject: a\rb\0c\r\n"[..]));
    // And so can the whole, in the new types.
    let odd = [b"Subject: \xc3\xbc\r\n\r\n", &[b'y'; 2000][..], b"\rz\0\r\n"].concat();
    let global = ("message/global".to_owned(), "quoted-printable".to_owned(), odd.clone());
    assert_eq!(returned(&failure(&odd).smtputf8().over(WayBack::Utf8)), global);
}

#[test]
fn the_report_is_an_answer_to_a_message_with_a_plain_id() {
    for (field, id) in [
        ("Message-ID: <a@b>", Some("<a@b>")),
        ("message-id :\r\n <a@b> ", Some("<a@b>")),
        ("Message-ID:\r\n", None),
        ("Message-ID: a@b", None),
        ("Message-ID: <a@b> <c@d>", None),
        ("Message-ID: <a@b>\r\n (folded)", Some("<a@b>")),
        ("Message-ID: <a\u{fc}@b>", None),
        ("Message-ID: <a\r@b>", None),
        ("Subject: x\r\n\r\nMessage-ID: <a@b>", None),
        (&format!("Message-ID: <{}@b>", "a".repeat(250)), None),
    ] {
        let text = failure(format!("{field}\r\n\r\nx\r\n").as_bytes()).text();
        let (header, _) = text.split_once("\n\n").expect("an empty line");
        let expected = id.map_or(String::new(), |id| format!("\nIn-Reply-To: {id}\nReferences: {id}"));
        let from_id = header.split_once("@mx.example.org>").expect("the report's own id").1;
        assert!(from_id.starts_with(&format!("{expected}\nAuto-Submitted")), "{field:?}: {from_id}");
    }
}

#[test]
fn to_nobody_and_about_nobody_there_is_no_report() {
    let mut case = failure(MESSAGE);
    case.envelope.reverse_path = ReversePath::Null;
    assert_eq!(case.try_compose(), None);
    assert_eq!(Case::about(vec![]).try_compose(), None);
}
