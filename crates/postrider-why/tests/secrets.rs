//! Nothing panics, and no planted secret comes out, whatever stands around it.

mod planted;
mod search;

use planted::{HIDDEN, PARTS, PLAIN, SECRET, SHAPES, WORD, decoded, encoded, filled, wide};
use postrider_reference::locale::language;
use postrider_why::{LINES_MAX, Paste, Report, why};
use proptest::prelude::*;

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
    (0..MARKS.len(), 0..SHAPES.len() + PARTS.len(), 0..6).prop_map(|(mark, shape, coding)| {
        let (server, client) = MARKS[mark];
        let text = filled(SHAPES.iter().chain(PARTS).nth(shape).expect("a shape"));
        match coding {
            0 => return format!("\n{}\n", encoded(wide(&text))),
            1 | 2 => return format!("\n{}\n", encoded(&text)),
            _ => {}
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
    for shape in SHAPES.iter().chain(PARTS) {
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
            // What stands in front of a body and looks like one does not hide it.
            format!("aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ\nQWxhZGRpbjpvcGVuIHNlc2FtZQB\n{}", encoded(&said)),
            encoded(wide(&said)),
            format!("\n{}\nQUIT", encoded(wide(&text))),
        ] {
            // Where only base64 of it is known, the word itself is not.
            let is_echo = paste.ends_with(&format!("no {SECRET}"));
            if is_echo && (PARTS.contains(shape) || !text.contains(SECRET)) {
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
            let decoded = String::from_utf8_lossy(&decoded(&coded)).replace('\0', "");
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
fn nothing_hides_a_secret() {
    for (what, text) in HIDDEN {
        let shown = shown(&filled(text));
        assert!([SECRET, PLAIN, WORD].iter().all(|secret| !shown.contains(secret)), "{what}:\n{shown}");
    }
}

#[test]
fn a_command_in_base64_has_its_secrets_taken_out() {
    // As PowerShell has it: `-EncodedCommand`.
    for text in [
        "$password = \"@\"",
        "Send-MailMessage -Credential (New-Object PSCredential('me', '@'))",
        "пароль: @",
    ] {
        let line = encoded(wide(&text.replace('@', SECRET))).replace('\n', "");
        let paste = format!("powershell -enc {line} -NoProfile");
        assert_eq!(
            Paste::read(paste.as_bytes()).lines(),
            ["powershell -enc [redacted] -NoProfile"],
            "{text}"
        );
    }
    let words = format!(
        "powershell -enc {}",
        encoded(wide("Get-Date; Write-Output 'no such user'")).replace('\n', "")
    );
    assert_eq!(Paste::read(words.as_bytes()).lines(), [words]);
}

#[test]
fn however_many_secrets_there_are_each_is_known_again() {
    let many = (0..400).map(|number| format!("password=Word{number:03}x{number}\n"));
    let paste = many.chain([format!("password={SECRET}\n535 5.7.8 what is {SECRET}?\n")]).collect::<String>();
    assert!(!shown(&paste).contains(SECRET));
}

#[test]
fn a_short_secret_and_one_that_is_a_word_are_known_again() {
    for (secret, said) in [
        ("ab1", "535 5.7.8 ab1 is wrong"),
        ("x7y?", "what is x7y??"),
        ("hunter", "535 5.7.8 user alice, hunter: no"),
        ("Hunter", "535 5.7.8 user (Hunter) is wrong."),
        ("1234", "535 5.7.8 no '1234'"),
        ("mail", "535 5.7.8 no 'mail'"),
    ] {
        let paste = format!("password={secret}\n{said}");
        let read = Paste::read(paste.as_bytes());
        assert!(!read.lines()[1].contains(secret), "{paste}\n{:?}", read.lines());
    }
    // What replies have, numbers, and parts of names cannot be told from it.
    for (secret, said) in [
        ("mail", "550 5.1.1 no such mail"),
        ("1234", "535 5.7.8 no [1234]"),
        ("hunter", "550 5.1.1 <hunter@hunter.example> is unknown"),
        ("com", "550 5.1.1 mx.example.com"),
    ] {
        let paste = format!("password={secret}\n{said}");
        assert_eq!(Paste::read(paste.as_bytes()).lines()[1], said);
    }
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
        "  File \"smtplib.py\", line 730, in login(user, password)",
        "    server.login(self.user, config->password, initial_response_ok=True)",
        "at com.sun.mail.util.Auth.authenticate(SMTPTransport.java:900)",
        "at Mail.setPassword(Mail.java:33)",
        "Session::login(std::string const&, int32_t, char*)",
        "smtp_auth(535, 5.7.8)",
        "authenticate(me, CRAM-MD5)",
        "SyntaxError: Unexpected token '<', \"<html>\" is not valid JSON",
        "#1 auth_login (user=<optimized out>, pw=<optimized out>)",
        "535 5.7.8 authorization: denied for alice",
        "550 5.7.1 Authorization Bearer missing",
        "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\n220 mx.example ESMTP",
        "queue id 4XyZ12-key-0000 of re_5",
        "<bob@example.org>: host mx.example[192.0.2.1] said: 550 5.1.1 User unknown",
        "AUTH LOGIN\n530 5.7.0 Must issue a STARTTLS command first",
        "C: AUTH LOGIN\nC: MAIL FROM:<a@b.example>\nS: 503 5.5.1 no",
    ] {
        assert_eq!(Paste::read(text.as_bytes()).lines().join("\n"), text);
    }
}

#[test]
fn a_reply_behind_a_secret_is_told() {
    const REPLY: &str = "535 5.7.8 Authentication failed";
    for text in [
        "Connection failed for 'smtp://mx?user=bob&password=@': §",
        "cannot use \"Server=mx;User=bob;Password=@\": §",
        "Error 'smtp password=@': §",
        "password=@ \"§\"",
        "<p>Check your password</p><p>§</p>",
        "<a href=x>Forgot password</a><br><b>§</b>",
        "<a href=x>Password</a><b>§</b>",
        "<key>Password</key><string>§</string>",
        "<input type=\"password\"><div>§</div>",
        "<label for=\"password\">§</label>",
        "\"AUTH PLAIN AGFhAGJiYmI=\"\n\"§\"",
        "password=\"@\"\n'§'",
        "login(\"me\", \"@\")\n\"§\"",
        "Password:\n\"§\"",
        "Password:\nErr(\"§\")",
        "wrong pass \"§\"",
        "password: 5.7\n§",
        "{\"pass\": 535,\n{... (535, b'§')}",
        "password: 5.7.8\n§",
    ] {
        let paste = text.replace('@', SECRET).replace('§', REPLY);
        let read = Paste::read(paste.as_bytes()).lines().join("\n");
        assert!(read.contains(REPLY) && !read.contains(SECRET), "{paste}\n---\n{read}");
        assert!(!why(paste.as_bytes()).findings.is_empty(), "{paste}");
    }
    // A string goes on with what no server has said, and only where a name or a call says what it is.
    for (text, last) in
        [("password=\"@\"\n'x y'", "'[redacted]'"), ("\"AUTH PLAIN AGFhAGJiYmI=\"\n\"x y\"", "\"x y\"")]
    {
        let read = Paste::read(text.replace('@', SECRET).as_bytes()).lines().join("\n");
        assert_eq!(read.lines().last(), Some(last), "{text}");
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
        // What has a meaning to a reader of HTML, of quoted-printable, of quotes, of base64.
        1 => "[-<>=&;'\"%:/(),\\\\A-Da-d03 ]{0,16}",
    ]
}

proptest! {
    #![proptest_config(search::config(400))]

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
        "pass \"",
        "pass ‘",
        "pass <",
        "<pass ",
        "</pass>",
        "pass</p><",
        "<a value=\"\" pass",
        "pass>\n",
        "pass: |\n",
        "pass: |\n x\n",
        "name: pass\nvalue: \n",
        "'pass': 'x'\n'",
        "pass=a(1(",
        "\\u0070",
        "\\",
        "pass>550 5.1.1 ",
        "pass>x 550 5.1.1 ",
        "<pass>x<",
        "<a name=\"pass\"><b>",
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
        "cABhAHMAcwA9AGgAdQBuAHQAZQByADIA\n",
        "login(a,",
        "setPassword(7",
        "pass=x=",
        "Authorization: ",
        "\"token: ",
        "eyJ.",
        "-----BEGIN ",
        "-ua,",
        "-u-:",
        "-----BEGIN PRIVATE KEY-----",
        "aHVudGVyMmh1bnRlcjI\n-----END PRIVATE KEY-----\n",
    ] {
        let text = piece.repeat((1 << 18) / piece.len());
        let answer = why(text.as_bytes());
        assert_eq!(answer.cut, text.split('\n').count() > LINES_MAX, "{piece:?}");
    }
    let settings = format!("{}{}", "- ".repeat(1 << 16), "pass=,".repeat(1 << 14));
    assert!(!why(settings.as_bytes()).cut);
    // Many that are alike are looked for everywhere.
    let alike: String = (0..LINES_MAX).map(|number| format!("pass=word-{number} word word\n")).collect();
    assert!(!Paste::read(alike.as_bytes()).lines().iter().any(|line| line.contains("word-")));
}
