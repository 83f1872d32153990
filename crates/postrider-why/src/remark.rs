//! What the program says itself: no server said it.

use postrider_reference::{Class, Diagnosis, Refusal, Stage, classify};

/// A remark that tells something.
#[derive(Debug, Clone, Copy)]
pub enum Remark {
    /// It wanted to log in, and the server does not offer it.
    NoLoginOffered,
    /// `openssl s_client` took the capital R of RCPT as a command of its own.
    Renegotiates,
    /// It connects to port 465 and begins in clear.
    ClearOn465,
    /// TLS, the network or the choice of a mechanism failed.
    Failed(Diagnosis),
}

/// Reads a remark; none if it tells nothing.
#[must_use]
pub fn read(text: &str) -> Option<Remark> {
    let end = (0..=text.len().min(2048)).rev().find(|end| text.is_char_boundary(*end))?;
    // How long it would wait is no failure.
    let small = text[..end].to_ascii_lowercase().replace("timeout=", "");
    let has = |words: &[&str]| words.iter().any(|word| small.contains(word));
    if small.trim() == "renegotiating" || has(&["can_renegotiate:wrong ssl", "ssl_renegotiate:wrong ssl"]) {
        return Some(Remark::Renegotiates);
    }
    if small.contains("opening to ") && small.contains(":465") && !has(&["ssl://", "tls://"]) {
        return Some(Remark::ClearOn465);
    }
    if has(&[
        "not support auth",
        "not advertise auth",
        "auth extension not supported",
        "does not offer auth",
        "auth not supported",
    ]) {
        return Some(Remark::NoLoginOffered);
    }
    let chooses =
        has(&["no known authentication mechanisms supported", "auth not attempted", "auth not [redacted]"]);
    let tells = chooses
        || has(&[
            "certificate",
            "tls",
            "ssl",
            "crypto",
            "timed",
            "timeout",
            "refused",
            "unreachable",
            "closed",
            "reset by peer",
        ]);
    if !tells || is_progress(&small) {
        return None;
    }
    let diagnosis = classify(&Refusal { stage: Stage::Tls, code: None, enhanced: None, text, host: None });
    (chooses || matches!(diagnosis.class, Class::Tls | Class::Network)).then_some(Remark::Failed(diagnosis))
}

/// Whether a line, in small letters, only says how far a program has come, what it has found and put up with, or once more what the server
/// has said. None of it is a failure, whatever words stand in it.
#[must_use]
pub fn is_progress(line: &str) -> bool {
    let line = line.trim();
    let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
    // swaks writes what fails behind `***`, and everything else behind `===`.
    let informs = line.starts_with("=== ");
    // smtplib: the reply stands one line higher.
    let repeats = has(&["reply: retcode (", "data: (", "connect: (", "connect: b'"]);
    // curl: `TLSv1.3 (OUT), TLS handshake, Client hello (1):`; an alert may be a failure.
    let record = has(&["(out), ", "(in), "]) && !line.contains("alert");
    // The checks that s_client and `curl -k` print are not what they go by.
    let checks = has(&[
        "verify error:",
        "verify return:",
        "verify return code:",
        "verification error:",
        "depth=",
        "continuing anyway",
    ]);
    informs || repeats || record || checks
}

/// Whether a program says that it goes on without TLS: then what is refused behind that follows from it.
#[must_use]
pub fn goes_on_in_clear(text: &str) -> bool {
    let small = text.to_ascii_lowercase();
    ["unencrypted", "in clear", "in the clear", "cleartext", "plaintext", "without tls"]
        .iter()
        .any(|words| small.contains(words))
}
