//! Secrets are taken out of a paste before anything else looks at it.
//!
//! ```text
//!   lines ─▶ encoded ─▶ session ─▶ pem ─▶ next ─▶ secret, view ─▶ repeated
//!            base64     answers    keys   in the  names, options,  the same
//!            bodies     in AUTH           line    calls, logins     elsewhere
//!                                         below
//! ```
//!
//! What is taken out, wherever it stands, also inside quotes, in the texts of errors, in HTML, quoted-printable and base64 of UTF-8 and UTF-16:
//!
//! - what stands behind `AUTH mechanism`, each line of the client up to the reply that ends it, and the lines in which it goes on; PASS of POP and LOGIN of IMAP;
//! - base64 that holds what a login holds: NUL between its parts, a bearer token, a message of SCRAM, a digest of CRAM-MD5;
//! - what stands behind `password:`, `pass=` and their like in other languages, `<password>`, `login("me", `, `user=`, `Authorization:`, `--auth-password`, and between `:` and `@` in an address of the web;
//! - tokens that are known by their form, and private keys in PEM;
//! - what was taken out once and stands there again.
//!
//! It errs on the side of taking out too much.

mod auth;
mod call;
mod common;
mod encoded;
mod key;
mod markup;
mod next;
mod option;
mod payload;
mod pem;
mod repeated;
mod scheme;
mod secret;
mod session;
mod text;
mod token;
mod value;
mod view;

use std::ops::Range;

pub use encoded::decoded_line;
pub use session::CHALLENGE;

use crate::dialect::text_of;
use repeated::Repeated;
use session::Session;

/// What stands where a secret stood.
pub const REDACTED: &str = "[redacted]";

/// Base64 within base64 is looked into so often.
const DEPTH_MAX: usize = 3;

/// Takes the secrets out of the lines.
pub fn redact(lines: &mut [String]) {
    redact_within(lines, 0);
}

fn redact_within(lines: &mut [String], depth: usize) {
    let before = lines.to_vec();
    let changed = if depth < DEPTH_MAX { encoded::redact(lines, depth) } else { Vec::new() };
    let mut found = places(lines);
    if !changed.is_empty() {
        // What looked like base64 by chance may have been the first half of a name. In what was encoded again nothing stands where it stood.
        let mut more = places(&before);
        changed.into_iter().for_each(|run| more[run].fill(Vec::new()));
        found.iter_mut().zip(more).for_each(|(found, more)| found.extend(more));
    }
    let mut repeated = Repeated::default();
    for (line, found) in lines.iter_mut().zip(&mut found) {
        if found.is_empty() {
            continue;
        }
        found.sort_by_key(|secret| secret.start);
        for secret in found.iter() {
            repeated.add(line, secret);
        }
        *line = without(line, found);
    }
    repeated.redact(lines);
}

/// Where in each line the secrets are. Each way to find them adds to what the others have found and takes nothing away: so no line hides what another has.
fn places(lines: &[String]) -> Vec<Vec<Range<usize>>> {
    let mut found: Vec<Vec<Range<usize>>> = vec![Vec::new(); lines.len()];
    let mut session = Session::default();
    // Where a string with a secret in it ends a line, and the secret is no answer.
    let mut ends_string = vec![false; lines.len()];
    for ((line, found), ends_string) in lines.iter().zip(&mut found).zip(&mut ends_string) {
        let own = secret::secrets(line);
        *ends_string = own.iter().any(|secret| next::is_at_end(line, secret));
        found.extend(session.answer(line));
        found.extend(own);
        let ends = |secret: &&Range<usize>| {
            line[secret.end..].trim_matches(|c: char| !c.is_alphanumeric()).is_empty()
        };
        let last = found.iter().rfind(ends);
        if let Some(last) = last {
            session.took(line[last.clone()].trim_end());
        }
    }
    for (line, secret) in pem::places(lines) {
        found[line].push(secret);
    }
    for (line, secret) in next::places(lines, |at| ends_string[at]) {
        found[line].push(secret);
    }
    // Whether lines belong together nobody knows for sure. What stands in front of a line must not hide what it says alone, so it is read both ways.
    for joined in [false, true] {
        let mut opened = false;
        for group in view::groups(lines, joined) {
            let (mut opens, mut is_empty) = (next::opens(&lines[group.end - 1]), true);
            let known = joined && group.len() == 1;
            for (undone, view) in view::views(lines, group.clone()).enumerate() {
                // A line as it stands has been looked at above, and alone it is what it was alone.
                if !known && (undone > 0 || joined) {
                    for (line, secret) in view.secrets() {
                        found[line].push(secret);
                    }
                }
                // `Password:` alone, and the word in the next line.
                let text = view.text.trim();
                if opened && next::is_value(text) {
                    for (line, secret) in view.places(0..view.text.len()) {
                        let said = text_of(&lines[line]);
                        found[line].push(secret.start.max(said.start)..secret.end.max(said.start));
                    }
                }
                // An element of XML opens in what is no text.
                opens |= next::opens(text);
                is_empty = text.is_empty();
            }
            opened = opens || (opened && is_empty);
        }
    }
    found
}

/// The line, with what stands at these places taken out.
fn without(line: &str, secrets: &[Range<usize>]) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut at = 0;
    for secret in secrets {
        if secret.end <= at {
            continue;
        }
        clean.push_str(&line[at..secret.start.max(at)]);
        if !clean.ends_with(REDACTED) {
            clean.push_str(REDACTED);
        }
        at = secret.end;
    }
    clean.push_str(&line[at..]);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        redact(&mut lines);
        lines.join("\n")
    }

    #[test]
    fn what_stands_behind_auth_is_taken_out() {
        for (line, becomes) in [
            ("AUTH PLAIN AGFsaWNlAHNlY3JldA==", "AUTH PLAIN [redacted]"),
            (" -> AUTH PLAIN AGFsaWNlAHNlY3JldA==", " -> AUTH PLAIN [redacted]"),
            ("send: 'AUTH PLAIN AGFsaWNl\\r\\n'", "send: 'AUTH PLAIN [redacted]\\r\\n'"),
            ("C: auth login YWxpY2U= ", "C: auth login [redacted]"),
            (
                "500 5.5.1 Command unrecognized: \"AUTH PLAIN AGFs\"",
                "500 5.5.1 Command unrecognized: \"AUTH PLAIN [redacted]\"",
            ),
            ("AUTH OTHER c2VjcmV0cw==", "AUTH OTHER [redacted]"),
            ("AUTH LOGIN HUNTER", "AUTH LOGIN [redacted]"),
            ("--auth AGFsaWNlAHNlY3JldA==", "--auth [redacted]"),
        ] {
            assert_eq!(clean(line), becomes);
        }
        for line in [
            "250-AUTH PLAIN LOGIN",
            "250 AUTH PLAIN LOGIN CRAM-MD5",
            "DEBUG SMTP: AUTH LOGIN failed",
            "503 AUTH command used",
            "530 5.7.0 AUTH needs STARTTLS first [tls-required]",
            "538 5.7.11 AUTH PLAIN needs TLS first",
            "504 5.5.4 AUTH mechanism unsupported",
            "AUTH LOGIN: 535 5.7.8 Error: authentication failed",
        ] {
            assert_eq!(clean(line), line);
        }
    }

    #[test]
    fn answers_within_auth_are_taken_out_on_either_side() {
        assert_eq!(
            clean("> AUTH LOGIN\n< 334 VXNlcm5hbWU6\n> YWxp\n< 334 UGFzc3dvcmQ6\n> hunter2\n< 235 ok"),
            "> AUTH LOGIN\n< 334 VXNlcm5hbWU6\n> [redacted]\n< 334 UGFzc3dvcmQ6\n> [redacted]\n< 235 ok"
        );
        assert_eq!(clean("334 \nmy word\n535 no"), "334 \n[redacted]\n535 no");
        assert_eq!(
            clean("reply: b'334 UGFzc3dvcmQ6\\r\\n'\nsend: 'aHVudGVyMg==\\r\\n'\nreply: b'235 ok\\r\\n'")
                .lines()
                .nth(1),
            Some("send: '[redacted]\\r\\n'")
        );
        for (text, becomes) in [
            ("[334] 'UGFzc3dvcmQ6'\n> hunter2", "> [redacted]"),
            ("SERVER 1:\n└──334 UGFzc3dvcmQ6\nCLIENT 1:\n└──hunter2", "└──[redacted]"),
            ("reply:\nb'334 UGFzc3dvcmQ6\\r\\n'\nsend:\n'hunter2\\r\\n'", "'[redacted]\\r\\n'"),
            ("> > 334 UGFzc3dvcmQ6\n> > hunter2", "> > [redacted]"),
        ] {
            assert_eq!(clean(text).lines().last(), Some(becomes), "{text}");
        }
        assert_eq!(clean("S: 334\nC: *\nS: 501 taken back"), "S: 334\nC: *\nS: 501 taken back");
    }

    #[test]
    fn keys_options_and_addresses_are_known() {
        for (line, becomes) in [
            ("ACKIFY_MAIL_PASSWORD=\"XX YY\"", "ACKIFY_MAIL_PASSWORD=\"[redacted]\""),
            ("Password: my own word", "Password: [redacted]"),
            ("{\"user\": \"a\", \"pass\": \"b\"}", "{\"user\": \"a\", \"pass\": \"[redacted]\"}"),
            ("'password' => 'b',", "'password' => '[redacted]',"),
            ("user=alice&pass=b c", "user=[redacted]&pass=[redacted] c"),
            ("swaks --auth-password b -t x", "swaks --auth-password [redacted] -t x"),
            ("curl -u alice:b smtp://mx", "curl -u [redacted] smtp://mx"),
            ("smtp://alice:b@mx.example/", "smtp://alice:[redacted]@mx.example/"),
            ("    s.login('alice@example.org', 'b c')", "    s.login('alice@example.org', '[redacted]')"),
            (
                "smtp.PlainAuth(\"\", \"alice\", \"b\", host)",
                "smtp.PlainAuth(\"\", \"[redacted]\", \"[redacted]\", host)",
            ),
            ("new NetworkCredential(\"alice\", \"b\")", "new NetworkCredential(\"alice\", \"[redacted]\")"),
            ("PASS b", "PASS [redacted]"),
            ("C: PASS b c", "C: PASS [redacted]"),
            ("Mot de passe : b", "Mot de passe : [redacted]"),
            ("密码：b", "密码：[redacted]"),
            ("> Authorization: Basic YWxpY2U6Yg==", "> Authorization: Basic [redacted]"),
            (
                "cfg={Username:alice Password:b Host:x}: 535 5.7.8 Error: authentication failed",
                "cfg={Username:alice Password:[redacted] 535 5.7.8 Error: authentication failed",
            ),
            ("mail-pass: 550 5.1.1 User unknown", "mail-pass: 550 5.1.1 User unknown"),
            ("password: b, error: 535-5.7.8 no", "password: [redacted] 535-5.7.8 no"),
            ("password Zx9hunterQ7", "password [redacted]"),
            (
                "machine mx.example login alice password b1xx",
                "machine mx.example login alice password [redacted]",
            ),
        ] {
            assert_eq!(clean(line), becomes);
        }
        for line in [
            "smtplib.SMTPAuthenticationError: (535, b'no')",
            "SPF: PASS",
            "in login(user, word)",
            "spf=pass (x) dkim=pass",
            "535 5.7.139 basic authentication is disabled",
            "554 user unknown: x",
            "password incorrect",
            "Password Incorrect.",
        ] {
            assert_eq!(clean(line), line);
        }
    }
}
