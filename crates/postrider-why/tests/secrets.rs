//! Nothing panics, and no planted secret comes out, whatever stands around it.

use postrider_why::{LINES_MAX, Paste, why};
use proptest::prelude::*;

/// A password that stands in nothing else.
const SECRET: &str = "Zx9hunterQ7";
/// NUL, `alice`, NUL, the password.
const PLAIN: &str = "AGFsaWNlAFp4OWh1bnRlclE3";
/// The password alone.
const WORD: &str = "Wng5aHVudGVyUTc=";

const MARKS: [(&str, &str); 9] = [
    ("<-  ", " -> "),
    ("< ", "> "),
    ("> ", "< "),
    ("<-- ", "--> "),
    ("  SMTP<< ", "  SMTP>> "),
    ("S: ", "C: "),
    ("[2016-12-04 20:15:57] DEBUG: [efMU] S: ", "[2016-12-04 20:15:57] DEBUG: [efMU] C: "),
    ("2018-08-29 08:49:49 SERVER -> CLIENT: ", "2018-08-29 08:49:49 CLIENT -> SERVER: "),
    ("", ""),
];

/// Lines with a secret, and what it is.
fn planted() -> impl Strategy<Value = String> {
    (0..MARKS.len(), 0..14_usize).prop_map(|(mark, shape)| {
        let (server, client) = MARKS[mark];
        match shape {
            0 => format!("{client}AUTH PLAIN {PLAIN}"),
            1 => format!("{client}AUTH LOGIN\n{server}334 VXNlcm5hbWU6\n{client}YWxpY2U=\n{server}334 UGFzc3dvcmQ6\n{client}{WORD}\n{server}235 ok"),
            2 => format!("{server}500 5.5.1 Command unrecognized: \"AUTH PLAIN {PLAIN}\""),
            3 => format!("{client}AUTH PLAIN\n{server}334 \n{client}{PLAIN}\n{server}535 5.7.8 no"),
            4 => format!("send: 'AUTH PLAIN {PLAIN}\\r\\n'"),
            5 => format!("Password: {SECRET}"),
            7 => format!("    s.login('alice@example.org', '{SECRET}')"),
            8 => format!("smtp.PlainAuth(\"\", \"alice\", \"{SECRET}\", \"mx\")"),
            9 => format!("{client}PASS {SECRET}"),
            10 => format!("contraseña: {SECRET}"),
            11 => format!("Пароль: {SECRET}"),
            12 => format!("密码：{SECRET}"),
            6 => format!("smtp://alice:{SECRET}@mx.example:587"),
            _ => format!("{{\"user\": \"alice\", \"pass\": \"{SECRET}\"}}"),
        }
    })
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => planted(),
        2 => (0..MARKS.len(), prop::sample::select(vec!["220 mx.example ESMTP", "250-SIZE", "250 ok", "503 no", "354 go", "334", "550-5.1.1", "554 5.7.1 no"]))
            .prop_map(|(mark, text)| format!("{}{text}", MARKS[mark].0)),
        2 => (0..MARKS.len(), prop::sample::select(vec!["EHLO a", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA", "BDAT 12", "STARTTLS", ".", "QUIT", "", "XCLIENT A=b"]))
            .prop_map(|(mark, text)| format!("{}{text}", MARKS[mark].1)),
        1 => ".{0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_planted_secret_comes_out(lines in prop::collection::vec(line(), 0..24)) {
        let text = lines.join("\n");
        let shown = format!("{:?}{:?}", why(text.as_bytes()), Paste::read(text.as_bytes()));
        for secret in [SECRET, PLAIN, WORD] {
            prop_assert!(!shown.contains(secret), "{secret} in\n{text}\n---\n{shown}");
        }
    }

    #[test]
    fn nothing_panics(octets in prop::collection::vec(any::<u8>(), 0..600), text in "(.{0,40}\n){0,12}") {
        let _ = why(&octets);
        let _ = why(text.as_bytes());
    }
}

#[test]
fn long_pastes_take_time_in_proportion() {
    for piece in [
        "C: AUTH PLAIN x ",
        "pass: \"",
        "334 ",
        "250-x\n",
        "\n",
        "S: 220 mx\n",
        "Trying x\n",
        "://a:b",
        "503 a\nMAIL FROM:<a@b>\n",
    ] {
        let text = piece.repeat((1 << 20) / piece.len());
        let answer = why(text.as_bytes());
        assert_eq!(answer.cut, text.split('\n').count() > LINES_MAX, "{piece:?}");
    }
}
