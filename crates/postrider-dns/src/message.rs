//! Questions and replies as octets (RFC 1035), without a socket.
//!
//! Whatever a reply holds, reading it ends in one of the few things of [`Heard`], after work that its length bounds.

use std::time::Duration;

use hickory_proto::op::{Edns, Header, HeaderCounts, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::opt::{EdnsCode, EdnsOption};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use hickory_proto::serialize::binary::{BinDecodable as _, BinDecoder};

use crate::answer::{Answer, ExtendedError};

/// The largest reply over UDP that we ask for, in octets: it fits any path without being cut into fragments, which could be
/// forged one by one.
const UDP_PAYLOAD: u16 = 1232;

/// How many CNAME records are followed.
pub(crate) const LINKS_MAX: usize = 16;

/// How many records of an answer are used.
const RECORDS_MAX: usize = 64;

/// The longest that an answer is remembered: that there are records, and that there are none.
const FOUND_MAX: Duration = Duration::from_secs(60 * 60);
const ABSENT_MAX: Duration = Duration::from_secs(15 * 60);

/// The shortest, so that many messages that come at once for one domain do not ask as many times.
const LIFE_MIN: Duration = Duration::from_secs(1);

/// One question, asked once: another attempt has another id.
#[derive(Debug)]
pub(crate) struct Question {
    id: u16,
    query: Query,
    /// The server is to answer without validating.
    checking_disabled: bool,
}

/// What octets that came from a server are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// No reply to this question: somebody may be guessing.
    Foreign,
    /// A reply that cannot be read, or contradicts itself.
    Malformed,
    /// A reply that did not fit: it can be had over TCP.
    Truncated,
    /// The server cannot or will not say.
    Failed(ResponseCode, Option<ExtendedError>),
    /// The server knows nothing of the name, and looks nothing up.
    NotResolving,
    /// More aliases than are followed.
    Aliases,
    /// An answer, and how long it may be remembered. It is secure if the server says so.
    Answer(Answer<RData>, Duration),
}

impl Question {
    /// A question about a name, with an id that nobody can guess.
    pub(crate) fn new(id: u16, name: Name, record: RecordType, checking_disabled: bool) -> Self {
        Self { id, query: Query::query(name, record), checking_disabled }
    }

    /// The question as it is sent.
    pub(crate) fn octets(&self) -> Vec<u8> {
        let mut message = Message::new(self.id, MessageType::Query, OpCode::Query);
        message.metadata.recursion_desired = true;
        message.metadata.checking_disabled = self.checking_disabled;
        // RFC 6840: that we understand AD is said with AD. So the server need not send the signatures, which DO would ask for.
        message.metadata.authentic_data = true;
        message.add_query(self.query.clone());
        let mut edns = Edns::new();
        edns.set_max_payload(UDP_PAYLOAD);
        message.set_edns(edns);
        message.to_vec().expect("a name of DNS and two fixed parts fit a message")
    }

    /// What octets say that came from the server that was asked.
    pub(crate) fn hear(&self, octets: &[u8]) -> Heard {
        let mut decoder = BinDecoder::new(octets);
        let Ok(header) = Header::read(&mut decoder) else { return Heard::Foreign };
        let metadata = header.metadata;
        if metadata.id != self.id || metadata.message_type != MessageType::Response {
            return Heard::Foreign;
        }
        if header.counts.queries != 1 || !can_hold(octets.len(), header.counts) {
            return Heard::Malformed;
        }
        match Query::read(&mut decoder) {
            Err(_) => return Heard::Malformed,
            Ok(query) if query != self.query => return Heard::Foreign,
            Ok(_) => {}
        }
        if metadata.op_code != OpCode::Query {
            return Heard::Malformed;
        }
        // The rest of it may have been cut off anywhere.
        if metadata.truncation {
            return Heard::Truncated;
        }
        Message::from_vec(octets).map_or(Heard::Malformed, |message| self.read(&message))
    }

    fn read(&self, message: &Message) -> Heard {
        let secure = message.metadata.authentic_data;
        let is_name_error = match message.metadata.response_code {
            ResponseCode::NoError => false,
            ResponseCode::NXDomain => true,
            code => return Heard::Failed(code, extended_error(message)),
        };
        let Some(found) = self.follow(&message.answers) else { return Heard::Aliases };
        let (records, seconds) = found;
        let life = Duration::from_secs(seconds.into());
        match (records.is_empty(), is_name_error) {
            (false, false) => {
                let life = life.clamp(LIFE_MIN, FOUND_MAX);
                Heard::Answer(Answer::Found { records, secure }, life)
            }
            // That there is no such name, and here are its records.
            (false, true) => Heard::Malformed,
            // That there is nothing has to come from somebody who can know: a referral to others has neither record nor error, and
            // would pass for a domain without mail.
            (true, _) if !message.metadata.recursion_available && !message.metadata.authoritative => {
                Heard::NotResolving
            }
            (true, _) => {
                let life = life.min(absence(&message.authorities)).clamp(LIFE_MIN, ABSENT_MAX);
                let answer =
                    if is_name_error { Answer::NxDomain { secure } } else { Answer::NoData { secure } };
                Heard::Answer(answer, life)
            }
        }
    }

    /// The records that were asked for, wherever the CNAME records lead, and the lowest TTL on the way, in seconds. None if they
    /// lead too far.
    fn follow(&self, answers: &[Record]) -> Option<(Vec<RData>, u32)> {
        let mut name = &self.query.name;
        let mut seconds = u32::MAX;
        for _ in 0..=LINKS_MAX {
            let here = || {
                answers
                    .iter()
                    .filter(|record| record.name == *name && record.dns_class == self.query.query_class)
            };
            let wanted: Vec<&Record> = here()
                .filter(|record| record.record_type() == self.query.query_type)
                .take(RECORDS_MAX)
                .collect();
            seconds = wanted.iter().map(|record| ttl(record)).fold(seconds, u32::min);
            let alias = here().find_map(|record| match &record.data {
                RData::CNAME(alias) => Some((&alias.0, ttl(record))),
                _ => None,
            });
            match alias {
                Some((target, ttl)) if wanted.is_empty() => {
                    seconds = seconds.min(ttl);
                    name = target;
                }
                _ => return Some((wanted.into_iter().map(|record| record.data.clone()).collect(), seconds)),
            }
        }
        None
    }
}

/// Whether a message of this length can hold so many records: room is made for them by their count, before they are read.
fn can_hold(octets: usize, counts: HeaderCounts) -> bool {
    // A question is a name, type and class; a record has a TTL and a length as well. The shortest name is one octet.
    const HEADER: usize = 12;
    const QUERY_MIN: usize = 1 + 2 + 2;
    const RECORD_MIN: usize = 1 + 2 + 2 + 4 + 2;
    let records: usize =
        [counts.answers, counts.authorities, counts.additionals].map(usize::from).into_iter().sum();
    HEADER + usize::from(counts.queries) * QUERY_MIN + records * RECORD_MIN <= octets
}

/// How long a record holds, in seconds. What has the highest bit set holds no time at all (RFC 2181).
fn ttl(record: &Record) -> u32 {
    if i32::try_from(record.ttl).is_ok() { record.ttl } else { 0 }
}

/// How long it may be remembered that there is nothing: the SOA record says so (RFC 2308); without one, no time at all.
fn absence(authorities: &[Record]) -> Duration {
    let seconds = authorities.iter().find_map(|record| match &record.data {
        RData::SOA(soa) => Some(ttl(record).min(soa.minimum)),
        _ => None,
    });
    Duration::from_secs(seconds.unwrap_or(0).into())
}

/// What the server says besides its code (RFC 8914): of several, what says most.
fn extended_error(message: &Message) -> Option<ExtendedError> {
    const EXTENDED_ERROR: u16 = 15;
    let options = message.edns.as_ref()?.options();
    let errors =
        options.get_all(EdnsCode::Unknown(EXTENDED_ERROR)).into_iter().filter_map(|option| match option {
            EdnsOption::Unknown(_, octets) => {
                let (code, text) = octets.split_first_chunk::<2>()?;
                Some(ExtendedError::new(u16::from_be_bytes(*code), text))
            }
            _ => None,
        });
    let errors: Vec<ExtendedError> = errors.collect();
    errors.iter().find(|error| error.is_bogus()).or(errors.first()).cloned()
}

#[cfg(test)]
mod tests {
    use hickory_proto::rr::rdata::{A, CNAME, MX, SOA};
    use proptest::prelude::*;

    use super::*;

    const ID: u16 = 0x1234;

    fn name(text: &str) -> Name {
        Name::from_ascii(format!("{text}.")).expect(text)
    }

    fn question(record: RecordType) -> Question {
        Question::new(ID, name("a.example"), record, false)
    }

    /// A reply to the question for the MX records of a.example, made so.
    fn reply(make: impl FnOnce(&mut Message)) -> Vec<u8> {
        let mut message = Message::response(ID, OpCode::Query);
        message.metadata.recursion_available = true;
        message.add_query(Query::query(name("a.example"), RecordType::MX));
        make(&mut message);
        message.to_vec().expect("a message")
    }

    fn record(owner: &str, seconds: u32, data: RData) -> Record {
        Record::from_rdata(name(owner), seconds, data)
    }

    fn mx(preference: u16, exchange: &str) -> RData {
        RData::MX(MX::new(preference, name(exchange)))
    }

    fn alias(target: &str) -> RData {
        RData::CNAME(CNAME(name(target)))
    }

    fn soa(minimum: u32) -> RData {
        RData::SOA(SOA::new(name("ns.example"), name("root.example"), 1, 2, 3, 4, minimum))
    }

    fn hear(make: impl FnOnce(&mut Message)) -> Heard {
        question(RecordType::MX).hear(&reply(make))
    }

    fn found(records: Vec<RData>, secure: bool, seconds: u64) -> Heard {
        Heard::Answer(Answer::Found { records, secure }, Duration::from_secs(seconds))
    }

    #[test]
    fn a_question_asks_for_ad_without_signatures_and_for_replies_that_fit() {
        let octets = question(RecordType::MX).octets();
        let read = Message::from_vec(&octets).expect("a message");
        let metadata = read.metadata;
        assert!(metadata.recursion_desired && metadata.authentic_data && !metadata.checking_disabled);
        assert_eq!((metadata.id, read.queries), (ID, vec![Query::query(name("a.example"), RecordType::MX)]));
        let edns = read.edns.expect("EDNS");
        assert_eq!((edns.max_payload(), edns.flags().dnssec_ok), (1232, false));
    }

    #[test]
    fn records_are_read_with_what_ad_says_and_the_lowest_ttl() {
        let heard = hear(|reply| {
            reply.metadata.authentic_data = true;
            reply.add_answer(record("A.Example", 300, mx(10, "one.example")));
            reply.add_answer(record("a.example", 200, mx(20, "two.example")));
            reply.add_answer(record("b.example", 5, mx(30, "other.example")));
            reply.add_answer(record("a.example", 5, RData::A(A::new(192, 0, 2, 1))));
        });
        assert_eq!(heard, found(vec![mx(10, "one.example"), mx(20, "two.example")], true, 200));
    }

    #[test]
    fn how_long_an_answer_is_remembered_has_bounds() {
        for (seconds, remembered) in
            [(0, 1), (7, 7), (3600, 3600), (3601, 3600), (0x7fff_ffff, 3600), (0x8000_0000, 1)]
        {
            let heard = hear(|reply| reply.answers.push(record("a.example", seconds, mx(1, "b.example"))));
            assert_eq!(heard, found(vec![mx(1, "b.example")], false, remembered), "{seconds}");
        }
        for (ttl, minimum, remembered) in [(60, 300, 60), (300, 60, 60), (9999, 9999, 900), (0, 300, 1)] {
            let heard = hear(|reply| reply.authorities.push(record("example", ttl, soa(minimum))));
            let life = Duration::from_secs(remembered);
            assert_eq!(heard, Heard::Answer(Answer::NoData { secure: false }, life), "{ttl} {minimum}");
        }
        let heard = hear(|_| ());
        assert_eq!(heard, Heard::Answer(Answer::NoData { secure: false }, Duration::from_secs(1)));
    }

    #[test]
    fn aliases_are_followed_as_far_as_it_makes_sense() {
        let chain = |links: usize| {
            hear(|reply| {
                for at in (0..links).rev() {
                    let owner = if at == 0 { "a.example".to_owned() } else { format!("c{at}.example") };
                    reply.add_answer(record(&owner, 50, alias(&format!("c{}.example", at + 1))));
                }
                reply.add_answer(record(&format!("c{links}.example"), 60, mx(1, "b.example")));
            })
        };
        for links in [1, 2, LINKS_MAX] {
            assert_eq!(chain(links), found(vec![mx(1, "b.example")], false, 50), "{links}");
        }
        assert_eq!(chain(LINKS_MAX + 1), Heard::Aliases);
        let round = hear(|reply| {
            reply.add_answer(record("a.example", 50, alias("b.example")));
            reply.add_answer(record("b.example", 50, alias("a.example")));
        });
        assert_eq!(round, Heard::Aliases);
        let dangling = |code| {
            hear(|reply| {
                reply.metadata.response_code = code;
                reply.add_answer(record("a.example", 5, alias("b.example")));
                reply.add_authority(record("example", 60, soa(60)));
            })
        };
        let life = Duration::from_secs(5);
        assert_eq!(dangling(ResponseCode::NXDomain), Heard::Answer(Answer::NxDomain { secure: false }, life));
        assert_eq!(dangling(ResponseCode::NoError), Heard::Answer(Answer::NoData { secure: false }, life));
    }

    #[test]
    fn no_more_records_are_used_than_so_many() {
        let Heard::Answer(Answer::Found { records, .. }, _) = hear(|reply| {
            reply.answers.extend((0..200).map(|at| record("a.example", 60, mx(at, "b.example"))));
        }) else {
            panic!("there are records")
        };
        assert_eq!(records.len(), RECORDS_MAX);
    }

    #[test]
    fn what_is_no_answer_is_not_taken_for_one() {
        #[rustfmt::skip]
        let table: [(&str, Heard, Heard); 8] = [
            ("another id", hear(|reply| reply.metadata.id = 1), Heard::Foreign),
            ("a question", hear(|reply| reply.metadata.message_type = MessageType::Query), Heard::Foreign),
            ("to another", hear(|reply| reply.queries[0].name = name("b.example")), Heard::Foreign),
            ("another type", hear(|reply| reply.queries[0].query_type = RecordType::A), Heard::Foreign),
            ("no question", hear(|reply| reply.queries.clear()), Heard::Malformed),
            ("another operation", hear(|reply| reply.metadata.op_code = OpCode::Notify), Heard::Malformed),
            ("a referral", hear(|reply| reply.metadata.recursion_available = false), Heard::NotResolving),
            ("cut off", hear(|reply| reply.metadata.truncation = true), Heard::Truncated),
        ];
        for (what, heard, wanted) in table {
            assert_eq!(heard, wanted, "{what}");
        }
        let both = hear(|reply| {
            reply.metadata.response_code = ResponseCode::NXDomain;
            reply.add_answer(record("a.example", 60, mx(1, "b.example")));
        });
        assert_eq!(both, Heard::Malformed);
        let refused = hear(|reply| reply.metadata.response_code = ResponseCode::Refused);
        assert_eq!(refused, Heard::Failed(ResponseCode::Refused, None));
    }

    #[test]
    fn of_what_a_server_says_besides_what_says_most_is_taken() {
        let heard = hear(|reply| {
            reply.metadata.response_code = ResponseCode::ServFail;
            let mut edns = Edns::new();
            for error in [&b"\x00\x16no answer"[..], b"\x00\x07gone", b"\x00\x06", b"\x00"] {
                edns.options_mut().insert(EdnsOption::Unknown(15, error.to_vec()));
            }
            reply.set_edns(edns);
        });
        assert_eq!(heard, Heard::Failed(ResponseCode::ServFail, Some(ExtendedError::new(7, b"gone"))));
    }

    #[test]
    fn room_is_not_made_for_records_that_are_not_there() {
        let mut octets = reply(|_| ());
        for at in [6, 8, 10] {
            octets[at..at + 2].fill(0xff);
        }
        assert_eq!(question(RecordType::MX).hear(&octets), Heard::Malformed);
    }

    /// Replies as servers send them.
    fn replies() -> Vec<Vec<u8>> {
        let full = |message: &mut Message| {
            message.add_answer(record("a.example", 60, alias("b.example")));
            message.add_answer(record("b.example", 60, mx(1, "c.example")));
            message.add_authority(record("example", 60, soa(60)));
            message.add_additional(record("c.example", 60, RData::A(A::new(192, 0, 2, 1))));
            let mut edns = Edns::new();
            edns.options_mut().insert(EdnsOption::Unknown(15, b"\x00\x07expired".to_vec()));
            message.set_edns(edns);
        };
        let failed = |message: &mut Message| {
            full(message);
            message.metadata.response_code = ResponseCode::ServFail;
        };
        let absent = |message: &mut Message| message.authorities.push(record("example", 60, soa(60)));
        vec![reply(full), reply(failed), reply(absent)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = question(RecordType::MX).hear(&octets);
            // Behind a header and question that are right.
            let mut reply = reply(|_| ());
            reply[6..12].fill(0);
            reply[7] = 3;
            reply.extend(octets);
            let _ = question(RecordType::MX).hear(&reply);
        }

        #[test]
        fn no_damaged_reply_panics_or_says_more_than_it_may(
            which in 0..3_usize,
            flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
            end in any::<prop::sample::Index>(),
            cut in any::<bool>(),
        ) {
            let mut octets = replies().swap_remove(which);
            for (at, value) in flips {
                let at = at.index(octets.len());
                octets[at] = value;
            }
            if cut {
                octets.truncate(end.index(octets.len()));
            }
            if let Heard::Answer(answer, life) = question(RecordType::MX).hear(&octets) {
                prop_assert!(life >= LIFE_MIN && life <= FOUND_MAX);
                if let Answer::Found { records, .. } = answer {
                    prop_assert!(!records.is_empty() && records.len() <= RECORDS_MAX);
                    prop_assert!(records.iter().all(|data| matches!(data, RData::MX(_))), "{records:?}");
                }
            }
        }
    }
}
