//! Nothing panics, and no planted secret comes out, whatever stands around it.

use postrider_reference::locale::language;
use postrider_why::{LINES_MAX, Paste, Report, why};
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

/// What a secret stands in: `@` is the password, `$` the base64 of it, `%` that of a login with it, `§` an `@`.
const SHAPES: &[&str] = &[
    // Names and their values.
    "Password: @",
    "password=@",
    "password1: @",
    "smtp_password_1=@",
    "export SMTP_PASS=@ and more",
    "SMTP_PASS=abcd @",
    "x; pass=@, host=mx",
    "Password (SMTP): @",
    "**Password:** @",
    "user=alice, 'pass=some words @', host",
    "{\"user\": \"alice\", \"pass\": \"@\"}",
    r#"{"log": "{\"pass\": \"a \\\"@\"}"}"#,
    "'password' => '@',",
    "$mail->Password = \"a b @\";",
    "define('SMTP_PASS', '@');",
    "| Password | @ |",
    "my password is @",
    "password: '''@'''",
    "password=ab,@",
    "Passwort: @",
    "Kennwort = @",
    "mot de passe : @",
    "contraseña: @",
    "senha: @",
    "пароль: @",
    "密码：@",
    "授权码: @",
    "mật khẩu: @",
    "パスワード：@",
    "Password:\n@",
    "<password>@</password>",
    "<password>\n  @\n</password>",
    "<add key=\"SmtpPassword\" value=\"@\"/>",
    "<string name=\"password\">@</string>",
    // Calls.
    "server.login(\"me§mx.example\", \"@\")",
    "server.login('me', password='@')",
    "new NetworkCredential(\"me\", \"@\")",
    "smtp.PlainAuth(\"\", \"me\", \"@\", \"mx\")",
    "props.setPassword(\"@\");",
    "Authenticate(me, \"@\")",
    // Options.
    "swaks -t a§b.example --auth-password \"abcd efgh @\" -s mx",
    "swaks --auth-password=@ -s mx",
    "swaks --auth-password 'abcd @' -s mx",
    "swaks -ap @ -s mx",
    "[\"swaks\", \"--auth-password\", \"b @\"]",
    "$ curl -u \"me:abcd efgh @\" smtp://mx -> 535 5.7.8 no",
    "curl -ualice:@ smtp://mx",
    "curl --user=alice:@ smtp://mx",
    "mail -p @ x",
    "mysql -p@ x",
    "Send-MailMessage -SmtpPassword \"a @\" -To x",
    "ConvertTo-SecureString \"@\" -AsPlainText",
    "smtp://alice:@§mx.example:587",
    "smtp://alice:a/@§mx.example:587",
    "> Authorization: Basic %",
    // Commands.
    "C: PASS @",
    "C: a1 LOGIN me @",
    "C: A001 LOGIN \"me\" \"@\"",
    "-ERR unknown command \"PASS @\"",
    "C: AUTH PLAIN %",
    "send: 'AUTH PLAIN %\\r\\n'",
    "S: 500 5.5.1 Command unrecognized: \"AUTH PLAIN %\"",
    "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YWxpY2U=\nS: 334 UGFzc3dvcmQ6\nC: $\nS: 235 ok",
    "C: AUTH LOGIN\nC: YWxpY2U=\nC: $\nS: 535 5.7.8 no",
    "AUTH LOGIN\nYWxpY2U=\n$\n535 5.7.8 no",
    "C: AUTH LOGIN\nC: YWxpY2U=\nC: $\nS: 500 5.5.2 unknown command \"$\"",
    "C: AUTH PLAIN\nS: 334 \nC: %\nS: 500 5.5.2 what is %?",
    "C: AUTH PLAIN\nC: %",
    "C: AUTH XOAUTH2 dXNlcj1hQGIBYXV0aD1CZWFyZXIgeWEyOS5hMEFmSDZTTUJ4eHh4\n$\nYWxpY2U=\n$",
    // HTML, quoted-printable.
    "pass<b>word</b>&#61;@",
    "Password&#x3a; @",
    "<tr><td>Password</td><td>@</td></tr>",
    "<td>Password:</td>\n<td>@</td>",
    "login(&quot;me&quot;, &quot;@&quot;)",
    "passw=6Frd=3D@",
    "passwo=\nrd=3D@ x",
    "https://mx.example/?p¶word¶3D@",
];

/// A shape with the secrets in it.
fn filled(shape: &str) -> String {
    let words = [("@", SECRET), ("%", PLAIN), ("$", WORD), ("§", "@"), ("p¶word¶3D", "p%61ssword%3D")];
    // A dollar in front of a word is a prompt or a variable.
    let is_word = |at: usize| shape[at + 1..].starts_with(['m', ' ']);
    let dollars = shape.match_indices('$').all(|(at, _)| !is_word(at));
    words
        .iter()
        .filter(|(sign, _)| *sign != "$" || dollars)
        .fold(shape.to_owned(), |text, (sign, word)| text.replace(sign, word))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64, as a body in MIME has it: lines of 76.
fn encoded(text: &str) -> String {
    let mut all = String::new();
    for three in text.as_bytes().chunks(3) {
        let held =
            three.iter().fold(0, |held, octet| held << 8 | usize::from(*octet)) << (8 * (3 - three.len()));
        let sixes = (0..4).map(|six| char::from(ALPHABET[held >> (18 - 6 * six) & 63]));
        all.extend(sixes.take(three.len() + 1).chain("==".chars()).take(4));
    }
    let lines: Vec<&str> =
        all.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).expect("base64 is ASCII")).collect();
    lines.join("\n")
}

/// What base64 holds.
fn decoded(text: &str) -> Vec<u8> {
    let (mut octets, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for six in text.bytes().filter_map(|b| ALPHABET.iter().position(|known| *known == b)) {
        held = (held << 6 | u32::try_from(six).expect("six bits")) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            octets.push(u8::try_from(held >> bits & 0xff).expect("eight bits"));
        }
    }
    octets
}

/// All that is ever shown of a paste.
fn shown(text: &str) -> String {
    let answer = why(text.as_bytes());
    let paste = Paste::read(text.as_bytes());
    let report = Report::of(&answer, language("en").expect("English is there"));
    let json = serde_json::to_string(&report).expect("a report is JSON");
    format!("{json}{answer:?}{paste:?}{}", paste.lines().join("\n"))
}

fn bounce(kind: &str, encoding: &str, body: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\nContent-Type: text/{kind}\nContent-Transfer-Encoding: {encoding}\n\n{body}\n"
    )
}

fn planted() -> impl Strategy<Value = String> {
    (0..MARKS.len(), 0..SHAPES.len(), any::<bool>()).prop_map(|(mark, shape, coded)| {
        let (server, client) = MARKS[mark];
        let text = filled(SHAPES[shape]);
        if coded {
            return format!("\n{}\n", encoded(&text));
        }
        let lines = text.lines().map(|line| match line.split_at_checked(3) {
            Some(("C: ", said)) => format!("{client}{said}"),
            Some(("S: ", said)) => format!("{server}{said}"),
            _ => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn no_shape_of_a_secret_comes_out() {
    let mut leaks = Vec::new();
    for shape in SHAPES {
        let text = filled(shape);
        assert!([SECRET, PLAIN, WORD].iter().any(|secret| text.contains(secret)), "{text}");
        let said = format!("<bob@example.org>: host mx said: 550 5.1.1 no such user\n{text}\n");
        let quoted: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
        for paste in [
            text.clone(),
            format!("{text}\n535 5.7.8 no {SECRET}"),
            quoted.join("\n"),
            bounce("plain", "8bit", &said),
            bounce("html", "8bit", &said),
            bounce("plain", "base64", &encoded(&said)),
            bounce("html", "base64", &encoded(&said)),
            encoded(&said),
        ] {
            // Where only base64 of it is known, the word itself is not.
            if !text.contains(SECRET) && paste.ends_with(SECRET) {
                continue;
            }
            let shown = shown(&paste);
            let read = Paste::read(paste.as_bytes());
            let coded: String = read
                .lines()
                .iter()
                .filter(|line| !line.contains([' ', ':', '[']))
                .map(String::as_str)
                .collect();
            let decoded = String::from_utf8_lossy(&decoded(&coded)).into_owned();
            let is_encoded = !paste.contains(&text);
            if [SECRET, PLAIN, WORD].iter().any(|secret| shown.contains(secret))
                || (is_encoded && [SECRET, PLAIN, WORD].iter().any(|secret| decoded.contains(secret)))
            {
                leaks.push(format!("{shape:?} in\n{paste}\n---\n{}\n{decoded}", read.lines().join("\n")));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leak:\n{}", leaks.len(), leaks.join("\n\n"));
}

#[test]
fn what_is_no_secret_stays_readable() {
    for text in [
        "535 5.7.8 password wrong",
        "535 5.7.8 Username and Password not accepted. For more information, go to https://support.example.com/x",
        "Passwords are not accepted",
        "534-5.7.9 Application-specific password required",
        "250-AUTH LOGIN PLAIN CRAM-MD5",
        "250 AUTH=LOGIN PLAIN",
        "S: 250-AUTH LOGIN",
        "Authentication-Results: mx.example; spf=pass smtp.mailfrom=a@b.example; dkim=pass",
        "535 Login failed (authentication failed)",
        "550 login (name) is unknown",
        "ssh -p 2222 mx.example",
        "the password is incorrect",
        "<bob@example.org>: host mx.example[192.0.2.1] said: 550 5.1.1 User unknown",
        "AUTH LOGIN\n530 5.7.0 Must issue a STARTTLS command first",
        "C: AUTH LOGIN\nC: MAIL FROM:<a@b.example>\nS: 503 5.5.1 no",
    ] {
        assert_eq!(Paste::read(text.as_bytes()).lines().join("\n"), text);
    }
}

#[test]
fn a_body_in_base64_is_proved_by_what_it_says() {
    let body = format!(
        "Sorry.\n\n<bob@example.org>: host mx.example said: 550 5.1.1 no such user here\npassword={SECRET}\n"
    );
    let answer = why(bounce("plain", "base64", &encoded(&body)).as_bytes());
    assert!(answer.findings[0].proof.text.contains("550 5.1.1 no such user here"), "{answer:?}");
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
        let shown = shown(&text);
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
        "login(",
        "login(\"",
        "login(\\\\",
        "“pass=x ",
        "pass=x,",
        "pass=\"\"",
        "password|",
        "- pass=\" ",
        "<p ",
        "&#61",
        "=\n",
        "cGFzc3dvcmQ9aHVudGVyMg==\n",
        "AUTH LOGIN\naHVudGVyMg==\n500 aHVudGVyMg\n",
    ] {
        let text = piece.repeat((1 << 20) / piece.len());
        let answer = why(text.as_bytes());
        assert_eq!(answer.cut, text.split('\n').count() > LINES_MAX, "{piece:?}");
    }
}
