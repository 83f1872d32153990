//! The server's session in every phase: whatever a client sends, whenever deadlines pass and however questions are
//! answered; and however the octets are cut, the same comes of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postrider_fuzz::server::{Cut, Seen, play};

/// What is an offence only because of when it arrived (RFC 2920 §3.1, RFC 3207 §4.2): the last is that of the greeting behind XCLIENT.
const JUDGED_BY_ARRIVAL: [&str; 3] = ["behind-data", "behind-starttls", "early-talker"];

fuzz_target!(|input: &[u8]| {
    let whole = play(input, Cut::Whole);
    // Before the first greeting, what arrives is there however it is cut.
    let judged = |seen: &Seen| matches!(seen, Seen::Reply(id, _) if JUDGED_BY_ARRIVAL.contains(id));
    let offence = whole.iter().skip(1).position(judged).map(|at| at + 1);
    let until = offence.unwrap_or(whole.len());
    let (first, second) = (input.len() % 7 + 1, input.len() % 31 + 1);
    for cut in [Cut::Single, Cut::Pieces(first, second)] {
        let other = play(input, cut);
        // Cut differently, the offence may be none, and the conversation go on; until then it is the same.
        let compared = if offence.is_some() { until.min(other.len()) } else { other.len() };
        let differs = whole[..until].iter().zip(&other[..compared]).position(|(one, other)| one != other);
        let at = differs.unwrap_or(until.min(compared));
        assert!(
            differs.is_none() && until == compared,
            "{cut:?}: after {at} the same, {:?} became {:?}",
            whole[..until].get(at),
            other[..compared].get(at)
        );
    }
});
