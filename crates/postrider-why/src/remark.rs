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
    /// TLS or the network failed.
    Failed(Diagnosis),
}

/// Reads a remark; none if it tells nothing.
#[must_use]
pub fn read(text: &str) -> Option<Remark> {
    let end = (0..=text.len().min(2048)).rev().find(|end| text.is_char_boundary(*end))?;
    // How long it would wait is no failure.
    let small = text[..end].to_ascii_lowercase().replace("timeout=", "");
    let has = |words: &[&str]| words.iter().any(|word| small.contains(word));
    if small.trim() == "renegotiating" {
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
    // The checks that s_client prints are not what it goes by.
    let noise = has(&["verify error:", "verify return:", "verification error:", "depth="]);
    let tells = has(&[
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
    if noise || !tells {
        return None;
    }
    let diagnosis = classify(&Refusal { stage: Stage::Tls, code: None, enhanced: None, text, host: None });
    matches!(diagnosis.class, Class::Tls | Class::Network).then_some(Remark::Failed(diagnosis))
}
