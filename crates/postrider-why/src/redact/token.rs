//! Tokens and keys that are known by their form, whatever stands in front of them.

/// How tokens begin that services hand out, and of how many octets or more they are.
const BEGINNINGS: [(&str, usize); 20] = [
    // SendGrid, Brevo, Mailgun, Resend.
    ("SG.", 24),
    ("xkeysib-", 24),
    ("xsmtpsib-", 24),
    ("key-", 36),
    ("re_", 24),
    // Google.
    ("ya29.", 20),
    ("1//", 20),
    ("AIza", 39),
    ("GOCSPX-", 24),
    // Amazon: with SES it is what logs in.
    ("AKIA", 20),
    ("ASIA", 20),
    // What else stands in the settings that people paste.
    ("ghp_", 24),
    ("gho_", 24),
    ("ghs_", 24),
    ("github_pat_", 24),
    ("glpat-", 20),
    ("xoxb-", 24),
    ("xoxp-", 24),
    ("sk-", 24),
    ("sk_live_", 24),
];

/// No token is longer.
const OCTETS_MAX: usize = 16_384;

/// Whether a word is a token.
pub fn is_token(word: &str) -> bool {
    // A key in front of it belongs to it.
    let value = word.trim_end_matches('=').rsplit('=').next().unwrap_or(word).trim_end_matches(['.', '-']);
    if value.len() < 20 || value.len() > OCTETS_MAX || !value.bytes().all(is_sign) {
        return false;
    }
    let known = BEGINNINGS.iter().any(|(start, octets)| {
        value.len() >= *octets && value.starts_with(start) && value.bytes().any(|b| b.is_ascii_digit())
    });
    known || is_web_token(value)
}

const fn is_sign(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/' | b'+' | b'~')
}

/// A JSON Web Token (RFC 7519 §3): three parts, and the first two are JSON.
fn is_web_token(value: &str) -> bool {
    let mut parts = value.split('.');
    let is_json = |part: Option<&str>| part.is_some_and(|part| part.starts_with("eyJ"));
    is_json(parts.next()) && is_json(parts.next()) && parts.next().is_some() && parts.next().is_none()
}
