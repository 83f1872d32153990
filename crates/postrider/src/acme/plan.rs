//! When a certificate is due: a function of what is there, what is remembered, and the time.
//!
//! ```text
//!   nothing usable, or for other names ──▶ now
//!   a window of the authority's (RFC 9773) ──▶ at a point of it
//!   otherwise ──▶ at two thirds of its life
//!                  └── and never before: the wait after so many failures, and what the authority has asked for
//! ```

use super::record::{Record, Window};

/// What there is of a certificate. Times are in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// From when on it holds.
    pub not_before: i64,
    /// Until when.
    pub not_after: i64,
    /// It is for every name that is wanted.
    pub for_all_names: bool,
    /// The authority that is asked now has given it.
    pub of_this_authority: bool,
}

/// When something is to be done, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// When, in seconds since 1970. What is past is due now.
    pub at: i64,
    /// Why.
    pub why: Why,
}

/// Why a certificate is to be got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is none.
    None,
    /// It is not for all the names.
    Names,
    /// It is from another authority.
    Authority,
    /// Its authority wants it.
    Window,
    /// It grows old.
    Age,
}

impl Why {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "there is none",
            Self::Names => "the one that is there lacks a name",
            Self::Authority => "the one that is there is from another authority",
            Self::Window => "its authority wants it renewed",
            Self::Age => "it grows old",
        }
    }
}

/// The waits after the first, the second ... attempt in a row that failed; the last holds for all that follow. Let's Encrypt allows five failures for
/// a name within an hour.
const WAITS: [i64; 7] = [60, 600, 1800, 3600, 4 * 3600, 12 * 3600, 86_400];

/// Nor is one that was got asked for again at once, whatever becomes of the configuration.
const WAIT_AFTER_SUCCESS: i64 = 60;

/// So long a certificate that has just come is not asked for again because its authority wants it.
const WAIT_FOR_WINDOW: i64 = 86_400;

/// When a certificate is due. `seed` is a number of its own: what would be due for many at one time is spread by it.
#[must_use]
pub fn due(held: Option<Held>, record: &Record, seed: u64) -> Due {
    let wanted = wanted(held, record, seed);
    Due { at: wanted.at.max(not_before(record, seed)), why: wanted.why }
}

/// The same if somebody has asked for it: what the authority has said holds, our own waits do not.
#[must_use]
pub fn due_when_asked(held: Option<Held>, record: &Record, now: i64, seed: u64) -> Due {
    Due { at: record.not_before.unwrap_or(now).max(now), why: wanted(held, record, seed).why }
}

/// When it would be right to have another.
fn wanted(held: Option<Held>, record: &Record, seed: u64) -> Due {
    let at_once = |why| Due { at: i64::MIN, why };
    let Some(held) = held else { return at_once(Why::None) };
    if !held.for_all_names {
        return at_once(Why::Names);
    }
    if !held.of_this_authority {
        return at_once(Why::Authority);
    }
    let life = held.not_after.saturating_sub(held.not_before).max(0);
    // A twentieth of the life is enough to keep many from coming at once, and leaves more than a quarter to try again in.
    let by_age = held.not_before.saturating_add(life / 3 * 2).saturating_add(share(life / 20, seed));
    match record.window {
        // RFC 9773 §4.2: a point of the window that differs from client to client; one that is past means now, and a window that ends before
        // it begins is none. What would leave no time is not followed either: the window is the word of a stranger.
        Some(Window { start, end }) if start < end && start < held.not_after => {
            let at = start.saturating_add(share(end.saturating_sub(start), seed));
            let at = at.min(held.not_after.saturating_sub(life / 10));
            // An authority that calls for each that it has just given would be asked without end.
            let fresh = record.attempted.filter(|_| record.failures == 0).unwrap_or(i64::MIN);
            Due { at: at.max(fresh.saturating_add(WAIT_FOR_WINDOW.min(life / 3))), why: Why::Window }
        }
        _ => Due { at: by_age, why: Why::Age },
    }
}

/// Before this there is no attempt.
fn not_before(record: &Record, seed: u64) -> i64 {
    let own = record.attempted.map_or(i64::MIN, |attempted| {
        let wait = match usize::try_from(record.failures).unwrap_or(usize::MAX) {
            0 => WAIT_AFTER_SUCCESS,
            failures => {
                let wait = WAITS[failures.min(WAITS.len()) - 1];
                wait + share(wait / 10, seed)
            }
        };
        attempted.saturating_add(wait)
    });
    own.max(record.not_before.unwrap_or(i64::MIN))
}

/// A part of a span, from none to all of it, by a number.
fn share(span: i64, seed: u64) -> i64 {
    let span = i128::from(span.max(0));
    // The high half of a product is as evenly spread as the number.
    i64::try_from((i128::from(seed >> 1) * span) >> 63).unwrap_or(0)
}

/// A number of its own for each certificate, and for each that comes in its place: spread, and the same in the next run.
#[must_use]
pub fn seed(stem: &str, not_before: i64) -> u64 {
    let mut number = u64::from(crc32c::crc32c(stem.as_bytes())) ^ not_before.cast_unsigned().rotate_left(32);
    // The last steps of SplitMix64: each bit of what goes in has its say in all that comes out.
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn held(from: i64, until: i64) -> Option<Held> {
        Some(Held { not_before: from, not_after: until, for_all_names: true, of_this_authority: true })
    }

    #[test]
    fn what_is_not_there_or_not_right_is_due_at_once() {
        let record = Record::default();
        assert_eq!(due(None, &record, 7).why, Why::None);
        assert!(due(None, &record, 7).at < 0);
        let good = held(0, 90 * DAY).expect("there");
        let lacks = Held { for_all_names: false, ..good };
        assert_eq!(due(Some(lacks), &record, 7), Due { at: i64::MIN, why: Why::Names });
        let other = Held { of_this_authority: false, ..good };
        assert_eq!(due(Some(other), &record, 7), Due { at: i64::MIN, why: Why::Authority });
    }

    #[test]
    fn a_certificate_is_renewed_at_two_thirds_of_its_life_or_a_little_later() {
        let record = Record::default();
        for life in [6 * DAY, 45 * DAY, 90 * DAY] {
            assert_eq!(due(held(1000, 1000 + life), &record, 0).at, 1000 + life / 3 * 2);
            let latest = due(held(1000, 1000 + life), &record, u64::MAX).at;
            assert!(latest > 1000 + life / 3 * 2 && latest <= 1000 + life / 3 * 2 + life / 20, "{latest}");
        }
    }

    #[test]
    fn many_of_one_day_are_not_renewed_at_one_time() {
        let times: std::collections::BTreeSet<i64> = (0..100)
            .map(|n| seed(&format!("mail{n}.example.org"), 0))
            .map(|seed| due(held(0, 90 * DAY), &Record::default(), seed).at)
            .collect();
        assert!(times.len() > 90, "{}", times.len());
        let (first, last) = (times.first().expect("some"), times.last().expect("some"));
        assert!(last - first > 3 * DAY, "{first} to {last}");
        assert_ne!(seed("a", 0), seed("a", 1), "the next one has another");
    }

    #[test]
    fn the_window_of_the_authority_goes_before_the_age() {
        let with = |start, end| Record { window: Some(Window { start, end }), ..Record::default() };
        let ninety = held(0, 90 * DAY);
        // Such as when all of its certificates are to be replaced: the window has gone by.
        assert_eq!(due(ninety, &with(-2, -1), 0), Due { at: -2, why: Why::Window });
        let at = |seed| due(ninety, &with(70 * DAY, 72 * DAY), seed).at;
        assert_eq!((at(0), at(1 << 63)), (70 * DAY, 71 * DAY));
        // It calls for what it has just given.
        let just = Record { attempted: Some(1000), ..with(-2, -1) };
        assert_eq!(due(ninety, &just, 0).at, 1000 + DAY);
        // One that makes no sense, or ends behind the certificate, does not let it expire.
        assert_eq!(due(ninety, &with(5, 4), 0).why, Why::Age);
        assert_eq!(due(ninety, &with(91 * DAY, 92 * DAY), 0).why, Why::Age);
        assert!(due(ninety, &with(89 * DAY, i64::MAX), u64::MAX).at <= 81 * DAY);
    }

    #[test]
    fn waits_grow_with_the_failures_and_a_crash_is_one() {
        let wait = |failures| {
            let record = Record { attempted: Some(1000), failures, ..Record::default() };
            due(None, &record, 0).at - 1000
        };
        let waits: Vec<i64> = (1..10).map(wait).collect();
        assert_eq!(waits, [60, 600, 1800, 3600, 14_400, 43_200, DAY, DAY, DAY]);
        assert_eq!(wait(u32::MAX), DAY);
        // Nor is one that has just come asked for again, though it be for the wrong names.
        assert_eq!(wait(0), 60);
    }

    #[test]
    fn what_the_authority_asks_for_holds_even_when_somebody_asks() {
        let record = Record { attempted: Some(0), failures: 7, not_before: Some(5000), ..Record::default() };
        assert_eq!(due(None, &record, 0).at, DAY);
        assert_eq!(due_when_asked(None, &record, 10, 0).at, 5000);
        let record = Record { not_before: None, ..record };
        assert_eq!(due_when_asked(None, &record, 10, 0).at, 10);
    }

    #[test]
    fn no_number_is_too_large() {
        let window = Some(Window { start: i64::MIN, end: i64::MAX });
        let record = Record {
            attempted: Some(i64::MAX),
            failures: 3,
            not_before: Some(i64::MAX),
            window,
            ..Record::default()
        };
        assert_eq!(due(held(i64::MIN, i64::MAX), &record, u64::MAX).at, i64::MAX);
        assert_eq!(due(held(i64::MAX, i64::MIN), &Record::default(), u64::MAX).at, i64::MAX);
    }
}
