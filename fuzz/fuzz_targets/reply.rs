//! What a server says: the parser of replies, which must not mind how they are cut, and the client's session, which must
//! come to an outcome with a name.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postrider_fuzz::client;
use postrider_proto::reply::{ParsedReply, ReplyError, ReplyParser};

fuzz_target!(|input: &[u8]| {
    // The first two octets are for the client.
    let octets = input.get(2..).unwrap_or_default();
    let whole = parse(&[octets]);
    assert_eq!(parse(&octets.chunks(1).collect::<Vec<_>>()), whole);
    assert_eq!(parse(&octets.chunks(octets.len() % 97 + 2).collect::<Vec<_>>()), whole);
    client::play(input);
});

fn parse(pieces: &[&[u8]]) -> (Vec<ParsedReply>, Option<ReplyError>) {
    let (mut parser, mut held, mut replies) = (ReplyParser::default(), Vec::new(), Vec::new());
    for piece in pieces {
        held.extend_from_slice(piece);
        loop {
            match parser.read(&held) {
                Ok((used, Some(reply))) => {
                    assert!(
                        used > 0 && !reply.lines.is_empty() && reply.lines.len() <= ReplyParser::LINES_MAX
                    );
                    let plain = |line: &String| !line.chars().any(|c| c.is_control() && c != '\t');
                    assert!(reply.lines.iter().all(plain), "{reply:?}");
                    held.drain(..used);
                    replies.push(reply);
                }
                Ok((used, None)) => {
                    held.drain(..used);
                    assert!(held.len() <= ReplyParser::LINE_MAX, "{} octets are held", held.len());
                    break;
                }
                Err(error) => return (replies, Some(error)),
            }
        }
    }
    (replies, None)
}
