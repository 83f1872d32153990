//! However the input is cut, replies and content are the same.

use proptest::prelude::*;

use crate::house::House;
use crate::listener::Listener;

/// Everything that comes of an input: replies, messages (recipients and content), and whether the server closed.
type Outcome = (String, Vec<(Vec<String>, Vec<u8>)>, bool);

fn outcome(listener: Listener, pieces: &[&[u8]]) -> Outcome {
    let mut house = House::new(listener.options());
    let mut replies = house.take_output();
    for piece in pieces {
        replies.push_str(&house.send(piece));
    }
    let messages = house
        .messages
        .iter()
        .map(|message| {
            let to = message.envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
            (to, message.content.clone())
        })
        .collect();
    (replies, messages, house.closed)
}

/// Pieces of conversation. DATA stands alone: what is sent behind it before the 354 is an offence, and so is what arrives
/// behind STARTTLS.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"EHLO client.example\r\n".to_vec()),
        Just(b"MAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\n".to_vec()),
        Just(b"RCPT TO:<nobody@example.test>\r\n".to_vec()),
        Just(b"BDAT 7\r\nA: b\r\n\r".to_vec()),
        Just(b"BDAT 5 LAST\r\n\nx\r.\n".to_vec()),
        Just(b"BDAT 0 LAST\r\n".to_vec()),
        Just(b"BDAT 3\r\n\0ab".to_vec()),
        Just(b"RSET\r\n".to_vec()),
        Just(b"NOOP\rRSET\r\n".to_vec()),
        Just(b"NOOP \0\r\n".to_vec()),
        Just([&[b'x'; 3000][..], b"\r\n"].concat()),
        Just([b"AUTH PLAIN ", &[b'x'; 13000][..], b"\r\n"].concat()),
        Just(b"VRFY\r\nHELP\r\nQUIT now\r\n".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..40),
    ]
}

fn cut<'a>(input: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(input.len() + 1)).collect();
    at.sort_unstable();
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in at.into_iter().chain([input.len()]) {
        pieces.push(&input[start..end]);
        start = end;
    }
    pieces
}

/// Where a line is skipped for less than a line may have, one that arrives whole is as endless as one that comes bit by bit.
#[test]
fn an_endless_line_whose_end_is_in_sight() {
    let mut options = Listener::TlsAbsent.options();
    options.limits.overlong_line_octets = 512;
    let line = [&[b'x'; 3000][..], b"\r\nNOOP\r\n"].concat();
    for pieces in [vec![&line[..]], line.chunks(1).collect(), line.chunks(700).collect()] {
        let mut house = House::new(options.clone());
        house.take_output();
        for piece in pieces {
            house.send_quietly(piece);
        }
        let said = house.take_output();
        assert!(house.closed && said.ends_with("[endless-line]\r\n") && said.lines().count() == 1, "{said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn commands_and_chunks(
        fragments in proptest::collection::vec(fragment(), 1..12),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..12),
        listener in prop_oneof![Just(Listener::TlsAbsent), Just(Listener::Submission)],
    ) {
        let input: Vec<u8> = fragments.concat();
        // What arrives with STARTTLS or DATA is judged by when it arrives.
        let upper = input.to_ascii_uppercase();
        prop_assume!(!upper.windows(8).any(|w| w == b"STARTTLS") && !upper.windows(4).any(|w| w == b"DATA"));
        let whole = outcome(listener, &[&input]);
        prop_assert_eq!(&whole, &outcome(listener, &cut(&input, &cuts)));
        let single: Vec<&[u8]> = input.chunks(1).collect();
        prop_assert_eq!(&whole, &outcome(listener, &single));
    }

    #[test]
    fn content_of_data(
        content in proptest::collection::vec(prop_oneof![
            Just(b"\r\n".to_vec()), Just(b".".to_vec()), Just(b"\r".to_vec()), Just(b"\n".to_vec()), Just(b"\r\n.\r\n".to_vec()),
            Just(b"Received: x\r\n".to_vec()), Just(b"text".to_vec()), Just(vec![0]),
            proptest::collection::vec(any::<u8>(), 0..10),
        ], 0..40),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let before: &[u8] = b"EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n";
        let mut input = content.concat();
        input.extend_from_slice(b"\r\n.\r\nNOOP\r\n");
        // A second DATA in what follows the end would be judged by what arrives behind it.
        prop_assume!(!input.to_ascii_uppercase().windows(4).any(|w| w == b"DATA"));
        let run = |pieces: Vec<&[u8]>| {
            let mut all = vec![before];
            all.extend(pieces);
            outcome(Listener::TlsAbsent, &all)
        };
        let whole = run(vec![&input]);
        prop_assert_eq!(&whole, &run(cut(&input, &cuts)));
        prop_assert_eq!(&whole, &run(input.chunks(1).collect()));
    }

    #[test]
    fn no_octets_panic(input in proptest::collection::vec(any::<u8>(), 0..4000)) {
        let before = b"EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\n";
        for start in [&b""[..], before, b"EHLO c.example\r\nAUTH PLAIN\r\n"] {
            outcome(Listener::Submission, &[start, &input]);
            outcome(Listener::TlsAbsent, &[start, &input]);
        }
    }
}
