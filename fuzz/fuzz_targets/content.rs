//! The readers of content, for DATA and for BDAT, beside a plain account of what they should read; the dots there and back;
//! and the look at the header. However the octets are cut, the same comes of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postrider_fuzz::account;
use postrider_proto::mail::Mailbox;
use postrider_proto::mail::header::{HeaderScan, NoAuthor};
use postrider_proto::wire::data::{ChunkReader, ContentReader, LineFacts, Piece, Stuffer};

fuzz_target!(|input: &[u8]| {
    let [seed, octets @ ..] = input else { return };
    let length = usize::from(*seed) % 61 + 2;
    let cuts: [Vec<&[u8]>; 3] = [vec![octets], octets.chunks(1).collect(), octets.chunks(length).collect()];
    let (chunked, chunk_facts) = account::chunks(octets);
    let header = scan(&[&chunked]);
    for pieces in &cuts {
        assert_eq!(read_data(pieces), account::data(octets));
        assert_eq!(read_chunks(pieces), (chunked.clone(), chunk_facts));

        // What is stuffed is read back, ends once, and carries nothing in which another server could see an end.
        let (mut stuffer, mut wire) = (Stuffer::default(), Vec::new());
        for piece in pieces {
            stuffer.write(piece, &mut wire);
        }
        stuffer.finish(&mut wire);
        let (content, used, facts) = account::data(&wire).expect("what was finished has an end");
        assert_eq!(used, wire.len(), "one end, at the end");
        assert_eq!((facts.bare_cr, facts.bare_lf), (0, 0));
        assert_eq!(content, chunked);
        assert_eq!(read_data(&wire.chunks(length).collect::<Vec<_>>()), account::data(&wire));
    }
    assert_eq!(scan(&chunked.chunks(1).collect::<Vec<_>>()), header);
    assert_eq!(scan(&chunked.chunks(length).collect::<Vec<_>>()), header);
});

fn read_data(pieces: &[&[u8]]) -> Option<(Vec<u8>, usize, LineFacts)> {
    let (mut reader, mut content, mut used) = (ContentReader::default(), Vec::new(), 0);
    for piece in pieces {
        let mut rest = *piece;
        loop {
            let (consumed, found) = reader.read(rest);
            used += consumed;
            rest = &rest[consumed..];
            match found {
                Piece::Octets(octets) => {
                    assert!(!octets.is_empty());
                    content.extend_from_slice(octets);
                }
                Piece::End => return Some((content, used, reader.facts())),
                Piece::More => {
                    assert!(rest.is_empty(), "More means that everything was consumed");
                    break;
                }
            }
        }
    }
    None
}

fn read_chunks(pieces: &[&[u8]]) -> (Vec<u8>, LineFacts) {
    let (mut reader, mut content) = (ChunkReader::default(), Vec::new());
    for piece in pieces {
        let mut rest = *piece;
        while !rest.is_empty() {
            let (consumed, found) = reader.read(rest);
            rest = &rest[consumed..];
            match found {
                Piece::Octets(octets) => content.extend_from_slice(octets),
                Piece::More => {}
                Piece::End => panic!("a chunk ends by its count"),
            }
        }
    }
    let tail = reader.finish();
    content.extend_from_slice(tail);
    (content, reader.facts())
}

/// What a look at the header shows: how often it was received, by whom, who has written it, and a colon that stands apart.
fn scan(pieces: &[&[u8]]) -> (u32, Vec<String>, Result<Vec<Mailbox>, NoAuthor>, Option<String>) {
    let mut header = HeaderScan::default();
    for piece in pieces {
        header.push(piece);
    }
    assert!(
        header.delivered_to().len() <= 100 && header.delivered_to().iter().all(|value| value.len() <= 400)
    );
    let apart = header.apart().map(ToOwned::to_owned);
    assert!(apart.as_ref().is_none_or(|name| name.len() <= HeaderScan::NAME_MAX));
    (header.received(), header.delivered_to().to_vec(), header.authors(), apart)
}
