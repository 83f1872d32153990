//! Hashes that other programs have made, and what is none.

use postrider_directory::{Argon2Cost, HashProblem, PasswordHash};

const PASSWORD: &[u8] = b"correct horse";

/// Made with argon2(1), mkpasswd(1), passlib and hashlib.
const KNOWN: &[(&str, &str)] = &[
    ("argon2id", "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQxMg$uj5T6t0fIFtkmEeYAlUQ3nOjbCcfK81a/DifVjMEV3c"),
    (
        "argon2id",
        "{ARGON2ID}$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQxMg$uj5T6t0fIFtkmEeYAlUQ3nOjbCcfK81a/DifVjMEV3c",
    ),
    (
        "argon2i",
        "{ARGON2I}$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHQxMg$0cpR3qc3bMyY+oZldTlWn9B89rX2LIJavhwJyW66wpI",
    ),
    ("bcrypt", "$2b$05$qpuZrRv8IbYjd/cX7IYnEO3vXpJHT/GhivFvgEdrqYoA3fi6wI84O"),
    ("bcrypt", "{CRYPT}$2a$05$vwToi3goEuGBPSOg05bAJOx2dx/W0DJ.Ksm32druXX0h5ZCb2uWSm"),
    ("bcrypt", "{BLF-CRYPT}$2y$05$qpuZrRv8IbYjd/cX7IYnEO3vXpJHT/GhivFvgEdrqYoA3fi6wI84O"),
    ("sha256-crypt", "{SHA256-CRYPT}$5$saltstring$vc6YOOogU4kWVvwga8e9zTFgKcy4tb5LaPxIiPJzqEC"),
    (
        "sha512-crypt",
        "{SHA512-CRYPT}$6$rounds=1000$saltstring$YiR6NSM0LQXmu7vAhkMXfkdYk7qtFouVx1Mdr3HmzXspT8kONjlpU3CsV7ezCB62uXJoAdaagsH4ck7/tB9js.",
    ),
    ("yescrypt", "$y$j75$GuDldbLpttujRRGcWyIxO1$SsWYJTZDoO4jSsVwtKCc2TxfeDVrNUDUL2CdR1XEUS3"),
    ("yescrypt", "{CRYPT}$y$j9T$o6tdJQfU5XL2S4CmiK7fT/$j9sx9ZA4GsdJ57okfk4fIwG2CDrXeAuYCgNWkxVjnJ4"),
    ("SSHA", "{SSHA}5pcxo13YdJml98eQSIlT3FMEBMMBAgME"),
    ("SSHA256", "{ssha256}0hJvnJrn389Ik7M3OR+qOZl6NBsSet72zG2p4yy6GwEBAgME"),
    (
        "SSHA512",
        "{SSHA512}59hB/WwyfgQUZfHrhGKG7B924+SMQ9dsAndq2fAiQ192K1Up6+Uyb2bNkO/rs2mynGTKvujt8okIdKCusVizJwECAwQ=",
    ),
    ("SHA256", "{SHA256}QQTTb42iwlQ0n4WDZ5Pr4CngyVcGOjTJHC6SAxh7VjE="),
    (
        "SHA512",
        "{SHA512}VraY3v7bWkNbY0r+MyC7rz/c2SC2xQOkRvx7endrKY1HnRumqLYXgI6wv1ec6aldZoNHvKtxSQhayTyyeZUZew==",
    ),
];

#[test]
fn the_hashes_of_other_programs_know_their_password_and_no_other() {
    for (scheme, text) in KNOWN {
        let hash = PasswordHash::read(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        assert_eq!(hash.scheme(), *scheme, "{text}");
        assert!(hash.verify(PASSWORD), "{text}");
        for wrong in [&b"correct horsf"[..], b"correct horse ", b"", b"correct horse\0", b"correct"] {
            assert!(!hash.verify(wrong), "{text} takes {wrong:?}");
        }
        // What is kept is read as the same.
        assert_eq!(PasswordHash::read(&hash.to_string()), Ok(hash.clone()), "{text}");
        assert_eq!(format!("{hash:?}"), format!("PasswordHash({scheme})"));
    }
}

#[test]
fn a_hash_that_is_cut_anywhere_is_none() {
    // An empty hash, above all, must not be the hash of everything.
    for (_, text) in KNOWN.iter().filter(|(scheme, _)| !scheme.starts_with('S')) {
        for end in 0..text.len() {
            let Ok(hash) = PasswordHash::read(&text[..end]) else { continue };
            assert!(!hash.verify(PASSWORD), "{}", &text[..end]);
            assert!(hash.scheme().starts_with("argon2"), "{} was read", &text[..end]);
        }
    }
}

#[test]
fn what_is_no_hash_is_refused_with_its_reason() {
    let too_costly = |text: &str| matches!(PasswordHash::read(text), Err(HashProblem::TooCostly { .. }));
    let salt_and_hash = "c29tZXNhbHQxMg$uj5T6t0fIFtkmEeYAlUQ3nOjbCcfK81a/DifVjMEV3c";
    assert!(too_costly(&format!("$argon2id$v=19$m=4194304,t=1,p=1${salt_and_hash}")));
    assert!(too_costly(&format!("$argon2id$v=19$m=65536,t=1000,p=1${salt_and_hash}")));
    assert!(too_costly(&format!("$argon2id$v=19$m=65536,t=1,p=1000${salt_and_hash}")));
    assert!(too_costly("$2b$20$qpuZrRv8IbYjd/cX7IYnEO3vXpJHT/GhivFvgEdrqYoA3fi6wI84O"));
    assert!(too_costly("$5$rounds=999999999$saltstring$vc6YOOogU4kWVvwga8e9zTFgKcy4tb5LaPxIiPJzqEC"));
    assert!(too_costly("$y$jFT$o6tdJQfU5XL2S4CmiK7fT/$j9sx9ZA4GsdJ57okfk4fIwG2CDrXeAuYCgNWkxVjnJ4"));
    for plain in ["{PLAIN}hunter2", "{CLEARTEXT}hunter2"] {
        assert_eq!(PasswordHash::read(plain), Err(HashProblem::Plain));
    }
    for weak in ["{MD5-CRYPT}x", "{LANMAN}x", "$1$abc$def", "$2x$05$x", "{CRAM-MD5}x", "$argon2d$x"] {
        assert!(matches!(PasswordHash::read(weak), Err(HashProblem::Unknown { .. })), "{weak}");
    }
    for nothing in ["hunter2", "", "!", "*", "x"] {
        let problem = PasswordHash::read(nothing).expect_err(nothing).to_string();
        assert!(!problem.contains("hunter2"), "{problem}");
    }
    assert!(PasswordHash::read(&"$6$".repeat(1000)).is_err());
    assert!(PasswordHash::read("$argon2id$v=19$m=+64,t=2,p=1$c29tZXNhbHQxMg$").is_err());
}

#[test]
fn what_is_made_is_argon2id_at_the_cost_that_was_asked_for() {
    let cost = Argon2Cost::new(7 * 1024, 1, 1).expect("within the bounds");
    let hash = PasswordHash::make(PASSWORD, [7; 16], cost).expect("a good password");
    let text = hash.to_string();
    assert!(text.starts_with("$argon2id$v=19$m=7168,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw$"), "{text}");
    assert!(hash.verify(PASSWORD) && !hash.verify(b"Correct horse"));
    assert_eq!(PasswordHash::make(b"", [7; 16], cost), Err(HashProblem::EmptyPassword));
    assert!(PasswordHash::make(&[b'a'; 1025], [7; 16], cost).is_err());
    assert!(!hash.verify(&[b'a'; 100_000]));
    for (memory, passes, lanes) in
        [(1024, 2, 1), (1 << 30, 1, 1), (19_456, 0, 1), (262_144, 5, 1), (19_456, 2, 0)]
    {
        let problem = Argon2Cost::new(memory, passes, lanes).expect_err("out of bounds");
        assert!(problem.least <= problem.most, "{problem}");
    }
}
