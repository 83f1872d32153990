//! Secrets are taken out of a paste before anything else looks at it.
//!
//! What is taken out, wherever it stands, also inside quotes and in the texts of errors:
//!
//! - what stands behind `AUTH mechanism`, and each line of the client behind a 334;
//! - base64 that holds what a login holds: NUL between its parts, a bearer token, a message of SCRAM, a digest of CRAM-MD5;
//! - the quoted arguments behind the first of a call that logs in, `s.login('alice', 'x')`, and what follows `PASS`;
//! - what stands behind `password:` and the word for it in other languages, `pass=`, `user=`, `Authorization: Basic`, `--auth-password`, and between `:` and `@` in an address of the web.
//!
//! It errs on the side of taking out too much.

mod secret;

use std::ops::Range;

use secret::secrets;

use crate::dialect::{Form, MARK_OCTETS_MAX, form, text_of};

/// What stands where a secret stood.
pub const REDACTED: &str = "[redacted]";

/// A challenge within AUTH (RFC 4954 §4).
const CHALLENGE: u16 = 334;

/// So many lines behind a 334 are the client's answer, if nobody else speaks: some programs break it.
const ANSWER_LINES_MAX: usize = 8;

/// Takes the secrets out of the lines.
pub fn redact(lines: &mut [String]) {
    let mut answer_lines = 0;
    for line in lines {
        let text = text_of(line).clone();
        let said = line[text.clone()].trim();
        if let Form::Reply(code) = form(said) {
            answer_lines = if code == CHALLENGE { ANSWER_LINES_MAX } else { 0 };
        } else if is_challenge(line) {
            answer_lines = ANSWER_LINES_MAX;
        } else if answer_lines > 0 && !said.is_empty() {
            answer_lines -= 1;
            // A single `*` takes the AUTH back (RFC 4954 §4).
            if said != "*" && !is_label(said) {
                line.replace_range(text, REDACTED);
            }
        }
        let secrets = secrets(line);
        if !secrets.is_empty() {
            *line = without(line, &secrets);
        }
    }
}

/// Whether a line is no more than a word that says who speaks: `send:`, `CLIENT 1:`.
fn is_label(said: &str) -> bool {
    said.len() <= 16 && said.ends_with(':')
}

/// Whether a 334 stands in a line that has no mark.
fn is_challenge(line: &str) -> bool {
    let code = CHALLENGE.to_string();
    line.match_indices(&code).take_while(|(at, _)| *at < MARK_OCTETS_MAX).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + 3..];
        let begins =
            before.is_none_or(|c| matches!(c, '\'' | '"' | '[' | ' ' | ':' | '>' | '<' | '*' | '~' | '─'));
        let ends =
            after.is_empty() || after.starts_with([' ', '-', '\'', '"', '\\']) || after.starts_with("] '");
        begins && ends && {
            let rest = after.trim_start_matches(['-', ' ', ']', '\'', '"']);
            let word = rest.split([' ', '\\', '\'', '"', '<']).next().unwrap_or("");
            rest.len() <= word.len() + 6
        }
    })
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
            ("--auth AGFsaWNlAHNlY3JldA==", "--auth [redacted]"),
        ] {
            assert_eq!(clean(line), becomes);
        }
        for line in [
            "250-AUTH PLAIN LOGIN",
            "250 AUTH PLAIN LOGIN CRAM-MD5",
            "DEBUG SMTP: AUTH LOGIN failed",
            "503 AUTH command used",
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
            ("contrase\u{f1}a: b", "contrase\u{f1}a: [redacted]"),
            ("Kennwort: b", "Kennwort: [redacted]"),
            ("Mot de passe : b", "Mot de passe : [redacted]"),
            ("Пароль: b", "Пароль: [redacted]"),
            ("M\u{1ead}t kh\u{1ea9}u: b", "M\u{1ead}t kh\u{1ea9}u: [redacted]"),
            ("密码：b", "密码：[redacted]"),
            ("> Authorization: Basic YWxpY2U6Yg==", "> Authorization: Basic [redacted]"),
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
        ] {
            assert_eq!(clean(line), line);
        }
    }
}
