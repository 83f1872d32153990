//! The dates of a header (RFC 5322 §3.3): how long a queue has tried.

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A date in seconds, from a day on that is the same for all: `Mon, 30 Nov 2026 10:00:00 +0100 (CET)`.
pub fn seconds(text: &str) -> Option<i64> {
    let text = text.split_once(',').map_or(text, |(_, date)| date);
    let mut words = text.split_ascii_whitespace();
    let day: i64 = words.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month = words.next()?.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| *known == month)?;
    let year: i64 = words.next()?.parse().ok().filter(|year| (1970..10_000).contains(year))?;
    let mut clock = words.next()?.split(':');
    let mut part = |max: i64| match clock.next() {
        Some(digits) => digits.parse().ok().filter(|number| (0..=max).contains(number)),
        None => Some(0),
    };
    let (hours, minutes, seconds): (i64, i64, i64) = (part(23)?, part(59)?, part(60)?);
    let zone = words.next().map_or(0, zone);
    let days = days(year, i64::try_from(month).ok()? + 1, day);
    Some(((days * 24 + hours) * 60 + minutes) * 60 + seconds - zone)
}

/// The hours from one date to another, if it is later.
pub fn hours(from: i64, to: i64) -> Option<u32> {
    u32::try_from((to - from) / 3600).ok().filter(|hours| *hours > 0)
}

/// `+0100`, in seconds. Names of zones count for nothing: a few hours are no matter here.
fn zone(text: &str) -> i64 {
    let (sign, digits) = match text.split_at_checked(1) {
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        _ => return 0,
    };
    let number: i64 = digits
        .parse()
        .ok()
        .filter(|_| digits.bytes().all(|b| b.is_ascii_digit()) && digits.len() == 4)
        .unwrap_or(0);
    sign * (number / 100 * 60 + number % 100) * 60
}

/// The days up to a date of the calendar, in years that begin with March, so that the day that leaps is the last.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_between_two_dates_is_known() {
        for (from, to, between) in [
            ("Mon, 30 Nov 2026 10:00:00 +0000", "Sat, 5 Dec 2026 10:00:01 +0000 (UTC)", Some(120)),
            ("28 Feb 2028 23:30 +0100", "1 Mar 2028 00:30:00 +0100", Some(25)),
            ("31 Dec 2026 23:00:00 -0500", "1 Jan 2027 06:00:00 +0000", Some(2)),
            ("Mon, 30 Nov 2026 10:00:00 +0000", "Mon, 30 Nov 2026 10:10:00 +0000", None),
            ("Mon, 30 Nov 2026 10:00:00 GMT", "Sun, 29 Nov 2026 10:00:00 GMT", None),
        ] {
            let date = |text| seconds(text).expect("a date");
            assert_eq!(hours(date(from), date(to)), between, "{from}, {to}");
        }
        for text in [
            "",
            "soon",
            "Mon, 30 Foo 2026 10:00:00",
            "Mon, 30 Nov 2026",
            "0 Nov 2026 10:00",
            "1 Nov 2026 24:00",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
