//! What guessing costs whom.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use postrider_directory::{Guard, GuardAttempt, GuardNetwork, GuardOptions, GuardResult, GuardVerdict};

fn options() -> GuardOptions {
    GuardOptions {
        free: 2,
        limit: 6,
        delay_max: Duration::from_secs(4),
        forget: Duration::from_secs(60),
        entries: 8,
    }
}

fn ip(text: &str) -> IpAddr {
    text.parse().expect(text)
}

fn network(text: &str) -> GuardNetwork {
    text.parse().expect(text)
}

/// An attempt that ends so, after its delay. Gives the delay; none if it was refused.
fn attempt(
    guard: &mut Guard,
    from: &str,
    account: &str,
    result: GuardResult,
    now: Instant,
) -> Option<Duration> {
    let mut delay = Duration::ZERO;
    loop {
        match guard.begin(ip(from), account, delay, now) {
            GuardVerdict::Go { attempt } => {
                guard.settle(attempt, result, now);
                return Some(delay);
            }
            GuardVerdict::Delay { rest } => delay += rest,
            GuardVerdict::Wait => panic!("nothing is under way"),
            GuardVerdict::Refuse { wait } => {
                assert!(wait > Duration::ZERO);
                return None;
            }
        }
    }
}

#[test]
fn an_address_that_fails_is_delayed_then_refused_and_then_forgotten() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    let mut fail = |now, account| attempt(&mut guard, "192.0.2.1", account, GuardResult::Failure, now);
    let names = ["a", "b", "c", "d", "e", "f"];
    let delays: Vec<u128> =
        names.iter().map(|name| fail(now, name).expect("not refused").as_millis()).collect();
    assert_eq!(delays, [0, 0, 500, 1000, 2000, 4000]);
    assert_eq!(fail(now, "g"), None);
    assert_eq!(fail(now + Duration::from_secs(59), "g"), None);
    assert_eq!(fail(now + Duration::from_secs(60), "g"), Some(Duration::from_secs(4)));
    assert_eq!(fail(now + Duration::from_secs(86_400), "g"), Some(Duration::ZERO));
}

/// What becomes of attempts that are made at once.
#[derive(Debug, Default, PartialEq, Eq)]
struct AtOnce {
    /// Let pass, and all of them ended as the test has it.
    passed: u32,
    /// The most of them that were under way together.
    together: usize,
    refused: u32,
    /// The longest delay.
    delay: Duration,
}

/// So many attempts at once, each from its address, all at one account: whoever has to wait asks again whenever one has ended.
fn at_once(
    guard: &mut Guard,
    attempts: usize,
    from: impl Fn(usize) -> String,
    result: GuardResult,
    now: Instant,
) -> AtOnce {
    let (mut ends, mut under_way) = (AtOnce::default(), VecDeque::new());
    let mut waiting: VecDeque<(IpAddr, Duration)> =
        (0..attempts).map(|number| (ip(&from(number)), Duration::ZERO)).collect();
    while !(waiting.is_empty() && under_way.is_empty()) {
        waiting.retain_mut(|(from, delay)| {
            loop {
                match guard.begin(*from, "alice", *delay, now) {
                    GuardVerdict::Go { attempt } => {
                        under_way.push_back(attempt);
                        ends.passed += 1;
                        ends.delay = ends.delay.max(*delay);
                        return false;
                    }
                    // All of them serve it at the same time.
                    GuardVerdict::Delay { rest } => *delay += rest,
                    GuardVerdict::Wait => return true,
                    GuardVerdict::Refuse { .. } => {
                        ends.refused += 1;
                        return false;
                    }
                }
            }
        });
        ends.together = ends.together.max(under_way.len());
        match under_way.pop_front() {
            Some(ended) => guard.settle(ended, result, now),
            None => assert!(waiting.is_empty(), "nobody waits for nothing"),
        }
    }
    ends
}

#[test]
fn guesses_at_once_are_no_more_than_one_after_the_other_and_wait_for_those_before() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    let same = |_| "192.0.2.1".to_owned();
    let stranger = at_once(&mut guard, 100, same, GuardResult::Failure, now);
    // The last begins while four have failed and one is under way.
    let (together, delay) = (2, Duration::from_secs(2));
    assert_eq!(stranger, AtOnce { passed: 6, together, refused: 94, delay });
    attempt(&mut guard, "198.51.100.7", "alice", GuardResult::Success, now);
    let known = at_once(&mut guard, 100, |_| "198.51.100.7".to_owned(), GuardResult::Failure, now);
    assert_eq!(known, stranger, "being known is no leave to guess");
    // Whoever has a /48 has sixteen times as many.
    let mut guard = Guard::new(GuardOptions { entries: 10_000, ..options() });
    let wide = |number| format!("2001:db8:0:{:x}::1", number * 0x100);
    let wide = at_once(&mut guard, 0x100, wide, GuardResult::Failure, now);
    assert_eq!((wide.passed, wide.together, wide.refused), (96, 32, 160));
}

#[test]
fn right_passwords_at_once_are_all_let_pass_and_delayed_by_what_has_failed_alone() {
    for (before, delay) in [0, 0, 500, 1000, 2000, 4000].into_iter().enumerate() {
        let (mut guard, now) = (Guard::new(options()), Instant::now());
        for _ in 0..before {
            attempt(&mut guard, "192.0.2.1", "bob", GuardResult::Failure, now);
        }
        let right = at_once(&mut guard, 100, |_| "192.0.2.1".to_owned(), GuardResult::Success, now);
        assert_eq!((right.passed, right.refused), (100, 0), "{before}");
        assert_eq!(right.delay, Duration::from_millis(delay));
        assert!(guard.accounts(10, now).iter().all(|count| count.who == "bob"), "nothing else has failed");
        let failures: u32 = guard.addresses(10, now).iter().map(|count| count.failures).sum();
        assert_eq!(failures as usize, before);
    }
}

#[test]
fn who_is_under_way_for_long_holds_up_nobody_for_long_nor_lets_more_guesses_pass() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    let mut begin = |waited| guard.begin(ip("192.0.2.1"), "alice", Duration::from_secs(waited), now);
    for waited in [0, 0, 10, 10, 10, 10] {
        assert!(matches!(begin(waited), GuardVerdict::Go { .. }), "{waited}");
    }
    for waited in [0, 9, 10, 86_400] {
        assert_eq!(begin(waited), GuardVerdict::Wait, "all of them may be wrong");
    }
}

#[test]
fn a_flood_at_an_account_is_counted_there_whatever_else_ends_unknown() {
    let (mut guard, now) = (Guard::new(GuardOptions { entries: 1000, ..options() }), Instant::now());
    let begun: Vec<GuardAttempt> = (0..400)
        .map(|number| {
            let from = format!("192.0.{}.{}", number / 200, number % 200);
            match guard.begin(ip(&from), "alice", Duration::ZERO, now) {
                GuardVerdict::Go { attempt } => attempt,
                verdict => panic!("{verdict:?}"),
            }
        })
        .collect();
    for (number, attempt) in begun.into_iter().enumerate() {
        let result = if number % 3 == 0 { GuardResult::Failure } else { GuardResult::Unknown };
        guard.settle(attempt, result, now);
    }
    let told = guard.accounts(10, now);
    assert_eq!((told.len(), told[0].failures, told[0].delay), (1, 7, Duration::from_secs(4)), "{told:?}");
    assert_eq!(guard.addresses(1000, now).len(), 134);
}

#[test]
fn what_is_under_way_stays_so_through_a_reset_and_a_login() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    let mut begun = Vec::new();
    let mut begin = |guard: &mut Guard| match guard.begin(ip("192.0.2.1"), "alice", Duration::ZERO, now) {
        GuardVerdict::Go { attempt } => {
            begun.push(attempt);
            true
        }
        verdict => verdict != GuardVerdict::Wait,
    };
    attempt(&mut guard, "192.0.2.1", "alice", GuardResult::Success, now);
    assert!(begin(&mut guard) && begin(&mut guard) && !begin(&mut guard));
    guard.reset_address(network("192.0.2.1"));
    guard.reset_account("alice");
    assert!(!begin(&mut guard), "two are under way");
    guard.settle(begun.pop().expect("two"), GuardResult::Success, now);
    guard.settle(begun.pop().expect("one"), GuardResult::Failure, now);
    assert_eq!(guard.accounts(10, now)[0].failures, 1);
}

#[test]
fn strangers_do_not_lock_the_owner_out() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    assert_eq!(attempt(&mut guard, "198.51.100.7", "alice", GuardResult::Success, now), Some(Duration::ZERO));
    for stranger in 1..=60 {
        let from = format!("192.0.2.{stranger}");
        assert!(attempt(&mut guard, &from, "alice", GuardResult::Failure, now).is_some());
    }
    // From where she has been before nothing has changed; from elsewhere she waits, and is not refused.
    assert_eq!(attempt(&mut guard, "198.51.100.7", "alice", GuardResult::Success, now), Some(Duration::ZERO));
    let elsewhere = attempt(&mut guard, "203.0.113.9", "alice", GuardResult::Success, now);
    assert_eq!(elsewhere, Some(Duration::from_secs(4)));
}

#[test]
fn what_others_behind_an_address_do_does_not_count_for_who_is_known_there() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    attempt(&mut guard, "198.51.100.7", "alice", GuardResult::Success, now);
    while attempt(&mut guard, "198.51.100.7", "bob", GuardResult::Failure, now).is_some() {}
    assert_eq!(attempt(&mut guard, "198.51.100.7", "alice", GuardResult::Success, now), Some(Duration::ZERO));
    // But being known is no leave to guess.
    let guesses = (0..100)
        .take_while(|_| attempt(&mut guard, "198.51.100.7", "alice", GuardResult::Failure, now).is_some());
    assert_eq!(guesses.count(), 6);
}

#[test]
fn a_login_of_ones_own_does_not_wash_an_address_clean() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    for _ in 0..6 {
        attempt(&mut guard, "192.0.2.1", "alice", GuardResult::Failure, now);
        attempt(&mut guard, "192.0.2.1", "mallory", GuardResult::Success, now);
    }
    assert_eq!(attempt(&mut guard, "192.0.2.1", "alice", GuardResult::Failure, now), None);
}

#[test]
fn what_nobody_could_say_counts_for_nothing() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    for _ in 0..100 {
        assert_eq!(
            attempt(&mut guard, "192.0.2.1", "alice", GuardResult::Unknown, now),
            Some(Duration::ZERO)
        );
    }
    assert!(guard.addresses(10, now).is_empty() && guard.accounts(10, now).is_empty());
}

#[test]
fn a_64_is_one_address_and_so_is_ipv4_in_ipv6() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    attempt(&mut guard, "2001:db8::1", "a", GuardResult::Failure, now);
    attempt(&mut guard, "2001:db8::ffff:2", "b", GuardResult::Failure, now);
    attempt(&mut guard, "::ffff:192.0.2.1", "a", GuardResult::Failure, now);
    let counted: Vec<(String, u32)> =
        guard.addresses(10, now).into_iter().map(|count| (count.who, count.failures)).collect();
    assert_eq!(counted, [("2001:db8::/64".to_owned(), 2), ("192.0.2.1".to_owned(), 1)]);
    assert!(guard.reset_address(network("2001:db8::7")));
    assert!(!guard.reset_address(network("2001:db8::7")));
    assert!(guard.reset_account("a"));
    assert_eq!(guard.addresses(10, now).len(), 1);
    assert_eq!(guard.accounts(10, now).len(), 1);
}

#[test]
fn whoever_has_a_wide_network_has_not_as_many_tries_as_it_has_64s() {
    let options = GuardOptions { entries: 10_000, ..options() };
    for (step, times) in [(1, 4), (0x100, 16_u32)] {
        let (mut guard, now) = (Guard::new(options.clone()), Instant::now());
        // Each /64 fails less often than a single one may.
        let tries = (0..0x100_u32).flat_map(|number| [number; 2]).take_while(|number| {
            let from = format!("2001:db8:0:{:x}::1", number * step);
            attempt(&mut guard, &from, "alice", GuardResult::Failure, now).is_some()
        });
        assert_eq!(tries.count(), 6 * times as usize);
        let told = guard.addresses(1, now).remove(0);
        assert!(told.who.starts_with("2001:db8::/") && told.failures >= 24 && told.refused.is_some());
        // A neighbour outside of it is none of it.
        assert!(attempt(&mut guard, "2001:db8:1::1", "bob", GuardResult::Failure, now).is_some());
        // What is counted of a wide network is forgotten as much faster.
        for (after, is_heard) in [(1, false), (60_000 / times, true)] {
            let later = now + Duration::from_millis(after.into());
            let heard = attempt(&mut guard, "2001:db8::2", "bob", GuardResult::Failure, later);
            assert_eq!(heard.is_some(), is_heard, "{after}");
        }
    }
}

#[test]
fn a_network_is_reset_with_all_within_and_around_it() {
    let (mut guard, now) = (Guard::new(GuardOptions { entries: 100, ..options() }), Instant::now());
    for number in 0..12 {
        let from = format!("2001:db8:0:{number:x}::1");
        attempt(&mut guard, &from, "alice", GuardResult::Failure, now);
    }
    attempt(&mut guard, "2001:db8:7::1", "alice", GuardResult::Failure, now);
    assert!(guard.addresses(100, now).iter().any(|count| count.who == "2001:db8::/56"));
    assert!(guard.reset_address(network("2001:db8::/48")));
    let left: Vec<String> = guard.addresses(100, now).into_iter().map(|count| count.who).collect();
    assert_eq!(left, ["2001:db8:7::/64"]);
    for wrong in ["2001:db8::/129", "192.0.2.1/33", "alice", "2001:db8::/", "unknown names"] {
        assert!(wrong.parse::<GuardNetwork>().is_err(), "{wrong}");
    }
}

#[test]
fn failures_of_an_address_at_an_account_that_it_is_known_for_are_told() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    attempt(&mut guard, "192.0.2.1", "alice", GuardResult::Success, now);
    while attempt(&mut guard, "192.0.2.1", "alice", GuardResult::Failure, now).is_some() {}
    assert!(guard.addresses(10, now).is_empty(), "others there are not judged by it");
    let told = guard.accounts(10, now);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].who.as_str(), told[0].from.as_deref()), ("alice", Some("192.0.2.1")));
    assert!(told[0].failures == 6 && told[0].refused.is_some());
    assert!(guard.reset_account("alice") && guard.accounts(10, now).is_empty());
}

#[test]
fn a_failure_of_a_pair_that_was_pushed_out_meanwhile_is_counted_as_a_strangers() {
    for (result, failures) in
        [(GuardResult::Failure, 1), (GuardResult::Unknown, 0), (GuardResult::Success, 0)]
    {
        let (mut guard, now) = (Guard::new(options()), Instant::now());
        attempt(&mut guard, "192.0.2.1", "alice", GuardResult::Success, now);
        let GuardVerdict::Go { attempt: begun } = guard.begin(ip("192.0.2.1"), "alice", Duration::ZERO, now)
        else {
            panic!("nothing has failed")
        };
        for other in 1..=20 {
            let from = format!("198.51.100.{other}");
            attempt(&mut guard, &from, "bob", GuardResult::Success, now + Duration::from_secs(1));
        }
        assert!(!guard.knows(ip("192.0.2.1"), "alice", now));
        // Another from there is under way, and stays so.
        let mut begin = || guard.begin(ip("192.0.2.1"), "carol", Duration::ZERO, now);
        assert!(matches!(
            (begin(), begin(), begin()),
            (GuardVerdict::Go { .. }, GuardVerdict::Go { .. }, GuardVerdict::Wait)
        ));
        guard.settle(begun, result, now);
        assert_eq!(guard.begin(ip("192.0.2.1"), "carol", Duration::ZERO, now), GuardVerdict::Wait);
        for counted in [guard.addresses(10, now), guard.accounts(10, now)] {
            assert_eq!(counted.iter().map(|count| count.failures).sum::<u32>(), failures, "{counted:?}");
        }
    }
}

#[test]
fn a_flood_of_addresses_takes_no_more_room_and_pushes_out_who_failed_least() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    for _ in 0..6 {
        attempt(&mut guard, "203.0.113.1", "alice", GuardResult::Failure, now);
    }
    for stranger in 1..=200 {
        attempt(
            &mut guard,
            &format!("192.0.2.{stranger}"),
            &format!("n{stranger}"),
            GuardResult::Failure,
            now,
        );
    }
    assert!(guard.addresses(1000, now).len() <= 8);
    assert!(guard.accounts(1000, now).len() <= 8);
    assert_eq!(attempt(&mut guard, "203.0.113.1", "alice", GuardResult::Failure, now), None);
}

/// An address of IPv6 has three counts: the room that the wider ones need is not taken from the narrowest, which was counted a moment before.
#[test]
fn where_there_is_no_room_an_address_keeps_the_counts_of_all_its_networks() {
    for others in 1..=20 {
        let (mut guard, now) = (Guard::new(options()), Instant::now());
        for other in 1..=others {
            for _ in 0..2 {
                attempt(&mut guard, &format!("192.0.2.{other}"), "", GuardResult::Failure, now);
            }
        }
        attempt(&mut guard, "2001:db8::1", "", GuardResult::Failure, now);
        let counted = guard.addresses(1000, now);
        assert!(
            counted.iter().any(|count| count.who == "2001:db8::/64" && count.failures == 1),
            "{others} others: {counted:?}"
        );
        assert!(counted.len() <= 8, "{others} others: {counted:?}");
    }
}

/// Many people may share a /48: that sixteen times as many are let pass there, does not make it worth more than an address that guesses.
#[test]
fn a_wide_network_is_pushed_out_before_an_address_that_has_failed_more_for_its_size() {
    let (mut guard, now) = (Guard::new(GuardOptions { entries: 7, ..options() }), Instant::now());
    for (from, times) in [("2001:db8:1::1", 3), ("2001:db8:2::1", 3), ("203.0.113.1", 2), ("192.0.2.1", 1)] {
        for _ in 0..times {
            attempt(&mut guard, from, "", GuardResult::Failure, now);
        }
    }
    let counted = guard.addresses(1000, now);
    for (who, failures) in
        [("2001:db8:1::/64", 3), ("2001:db8:2::/64", 3), ("203.0.113.1", 2), ("192.0.2.1", 1)]
    {
        assert!(
            counted.iter().any(|count| count.who == who && count.failures == failures),
            "{who}: {counted:?}"
        );
    }
}

#[test]
fn an_address_is_known_for_an_account_that_it_has_logged_in_to() {
    let (mut guard, now) = (Guard::new(options()), Instant::now());
    attempt(&mut guard, "2001:db8::1", "alice", GuardResult::Success, now);
    attempt(&mut guard, "192.0.2.1", "alice", GuardResult::Failure, now);
    assert!(guard.knows(ip("2001:db8::2"), "alice", now), "it is the same network");
    assert!(!guard.knows(ip("2001:db8::1"), "bob", now) && !guard.knows(ip("192.0.2.1"), "alice", now));
    assert!(!guard.knows(ip("2001:db8::1"), "alice", now + Duration::from_secs(90 * 86_400)));
}
