//! How much of a paste is looked at, and how often: counted in tests, since a clock would lie.

/// So many octets are looked at.
#[cfg_attr(not(test), expect(clippy::missing_const_for_fn, reason = "it counts in tests"))]
pub fn spend(_octets: usize) {
    #[cfg(test)]
    tests::SPENT.with(|spent| spent.set(spent.get() + _octets as u64));
}

#[cfg(test)]
pub use tests::of;

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crate::why;

    thread_local! {
        pub static SPENT: Cell<u64> = const { Cell::new(0) };
    }

    /// What something gives, and its effort.
    pub fn of<T>(act: impl FnOnce() -> T) -> (T, u64) {
        SPENT.with(|spent| spent.set(0));
        let given = act();
        (given, SPENT.with(Cell::get))
    }

    fn effort(paste: &[u8]) -> u64 {
        let (answer, effort) = of(|| why(paste));
        assert!(answer.findings.len() <= 4096);
        effort
    }

    /// What somebody writes who wants the reader to take long: `head`, and then the piece again and again.
    const HOSTILE: &[(&str, &str)] = &[
        ("", "("),
        ("", "\\"),
        ("", "250-"),
        ("", "250-\n"),
        ("", "550 x\r"),
        ("", "\u{1b}["),
        ("", "password: "),
        ("", "x=pass=x="),
        ("", "login(a,"),
        ("", "cABhAHMAcwA9AGgAdQBuAHQAZQByADIA\n"),
        ("", "aHVudGVyMmh1bnRlcjI\n-----END PRIVATE KEY-----\n"),
        ("", "AUTH PLAIN "),
        ("", "://a:b@"),
        ("", "{\"message\":\""),
        ("", "C: EHLO a\nS: 550 a\n"),
        ("Subject: ", "=?utf-8?B?x"),
        ("Subject: Returned mail\n\n", "<"),
        ("", "Data from Socket#1::Send\n00000000 : 41 0A : A.\n"),
        ("Data from Socket#1::Send\n", "00000000 : 41 : A\n"),
        ("Data from Socket#1::Send\n", "\n00000000 : 41 : A\n\n\n\n"),
        ("Data from Socket#1::Send\n", "Data from Socket#1::Send\n00000000 : 41 : A\n"),
        ("", "00000000 : 41 41 41 41 0A 0A 0A 0A 0A 0A 0A 0A 0A 0A 0A 0A : AAAA............\n"),
        ("=> Send data, 1 bytes (0x1)\n", "0000: a\n"),
        ("=> Send data, 1 bytes (0x1)\n", "0000: a\n0001: b\n0002:\n"),
        ("Subject: Returned mail\n\n", "<a@example.org>: user is not mailbox unknown\n"),
        ("Subject: Returned mail\n\n", "user is not mailbox unknown\n\n"),
        ("Subject: Returned mail\n\n", "because: reason: error:\n"),
        ("Subject: Returned mail\nContent-Type: text/html\n\n", "<p>&lt;<b "),
        // A bomb: what comes out is smaller than what goes in, whatever it is.
        (
            "Subject: Returned mail\nContent-Transfer-Encoding: base64\n\n",
            "PDU1MCA1LjEuMSBhQGI+Cjw1NTAgNS4xLjEgYUBiPgo=",
        ),
        ("Subject: Returned mail\nContent-Transfer-Encoding: quoted-printable\n\n", "=3D=\n"),
        ("Subject: Returned mail\nContent-Transfer-Encoding: quoted-printable\n\n", "=3D"),
        ("Subject: Returned mail\nContent-Type: multipart/mixed; boundary=b\n\n", "--b\n\n550 x\n"),
        ("", "This is the mail system at host\n\n<a@example.org>: no\n\n"),
        ("", "From: mailer-daemon\nSubject: failure notice\n\n<a@example.org>: 550 5.1.1 no\n\n"),
        ("", "Nov 30 10:00:00 mx postfix/smtp[1]: x\n<a@example.org>: host x[1] said: 550 no\n\n"),
        ("Subject: Returned mail\n", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
    ];

    #[test]
    fn twice_as_much_is_no_more_than_twice_the_effort() {
        for (head, piece) in HOSTILE {
            let paste = |octets: usize| format!("{head}{}", piece.repeat(octets / piece.len()));
            let (one, two) = (effort(paste(32 * 1024).as_bytes()), effort(paste(64 * 1024).as_bytes()));
            // What is cut off at a bound makes it less.
            assert!(two <= one * 5 / 2 + 65_536, "{head:?} {piece:?}: {one}, then {two}");
            assert!(two <= 64 * 1024 * 200, "{head:?} {piece:?}: {two}");
        }
    }
}
