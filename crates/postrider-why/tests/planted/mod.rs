//! What secrets stand in.

/// A password that stands in nothing else.
pub const SECRET: &str = "Zx9hunterQ7";
/// NUL, `alice`, NUL, the password.
pub const PLAIN: &str = "AGFsaWNlAFp4OWh1bnRlclE3";
/// The password alone.
pub const WORD: &str = "Wng5aHVudGVyUTc=";

/// What a secret stands in: `@` is the password, `$` the base64 of it, `%` that of a login with it, `§` an `@`.
pub const SHAPES: &[&str] = &[
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
    "password @",
    "machine mx login alice password @",
    "password: Summer:@",
    "cfg={Username:alice Password:@ Host:x} err=535 5.7.8 no",
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
    // What programs show of their settings.
    "[\"password\"]=> string(11) \"@\"",
    "  [\"password\"]=>\n  string(11) \"@\"\n  [\"host\"]=>",
    "  [\"pass\":\"PHPMailer\\SMTP\":private]=>\n  string(11) \"@\"",
    "    [password] => @",
    "    [pass:PHPMailer\\SMTP:private] => @",
    " public 'password' => string '@' (length=11)",
    "s:4:\"user\";s:2:\"me\";s:8:\"password\";s:11:\"@\";",
    "{'host': 'mx',\n 'password': b'@'}",
    "{'password': 'some words '\n             '@',\n 'host': 'mx'}",
    "Settings(host='mx', password='@', port=25)",
    "[('host', 'mx'), ('password', '@')]",
    "{:user=>\"me\", :password=>\"@\"}",
    "#<Mailer:0x0001 §user=\"me\", §password=\"@\", §port=25>",
    "{:password \"@\", :port 25}",
    "(password . \"@\")",
    "Smtp { user: \"me\", password: Some(\"@\") }",
    "map[host:mx password:@ user:me]",
    "Map(host -> mx, password -> @)",
    "{\"pass\\u0077ord\": \"@\"}",
    "{\"password\":\n    \"@\"\n}",
    "{\"name\": \"SMTP_PASSWORD\", \"value\": \"@\"}",
    "- name: SMTP_PASSWORD\n  value: @",
    "  - value: \"@\"\n    name: SMTP_PASSWORD\n    kind: env",
    "password: |\n  some\n  @\nhost: mx",
    "password: >-\n  @",
    "- name: SMTP_PASSWORD\n  value: |\n    some\n    @\n- name: X",
    "password: | # prod\n  some\n  @",
    "password: !vault |\n  some\n  @",
    "password:\n  - @",
    "password = \"\"\"\n@\n\"\"\"",
    "\"password\": [\n  \"@\"\n]",
    "<password><![CDATA[\n@\n]]></password>",
    "<name>password</name>\n<value>@ x</value>",
    "<password type=\"plain\">@</password>",
    "<smtp:password>@</smtp:password>",
    "<password><![CDATA[@]]></password>",
    "<login user=\"me\" password=\"@\"/>",
    "<input value=\"@\" type=\"text\" name=\"password\">",
    "<input name=\"password\" type=\"text\" value=\"@\">",
    "<server value=\"1\" password=\"@\"/>",
    "<server password=\"@\" value=\"mx\"/>",
    "<smtp host=\"mx\" value=\"25\" password=\"@\" port=\"1\"/>",
    "log: a < b value=\"x\" password=\"@\"",
    "<password value=\"@\">x</password>",
    "<password enc=\"x\" value=\"@\">x</password>",
    "<password value=\"x\">@</password>",
    "<input name=password value=@>",
    "<input type=\"password\" VALUE=\"@\">",
    "<add value=\"x\" data-value=\"1\" value=\"@\" key=\"password\"/>",
    "<string name=\"password\" translatable=\"false\">@</string>",
    "<key>SMTP Password</key><string>@</string>",
    "string(12) password=string(13) \"a\"@\"",
    "<property name=\"mail.smtp.password\"><value>@</value></property>",
    "<key>Password</key><string>@</string>",
    "<key>Password</key>\n<string>@</string>",
    // Calls.
    "server.login(\"me§mx.example\", \"@\")",
    "server.login('me', password='@')",
    "new NetworkCredential(\"me\", \"@\")",
    "smtp.PlainAuth(\"\", \"me\", \"@\", \"mx\")",
    "props.setPassword(\"@\");",
    "Authenticate(me, \"@\")",
    "server.login(me, @)",
    "smtp.login(me§mx.example, some words @)",
    "$mail->setPassword(@);",
    "new NetworkCredential(me, @",
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
    // Tokens and keys.
    "> Authorization: Bearer @",
    "\"Authorization\": \"Zoho-oauthtoken @\",",
    "headers['Authorization'] = 'Token @'",
    "Authorization: Digest username=\"me\", response=\"@\"",
    "authorization: @",
    "access_token=@&expires_in=3599",
    "{\"refresh_token\": \"@\", \"scope\": \"mail\"}",
    "client_secret: @",
    "api_key = @",
    "secretAccessKey: '@',",
    "X-Api-Key: @",
    "curl -H \"X-Auth-Token: @\" https://mx.example/",
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

/// What a secret is no more than a part of: where the part stands alone again, nobody knows it.
pub const PARTS: &[&str] = &[
    "Authorization: Bearer abc.@.def",
    "the key is SG.abcdefghijk1.@ and no other",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n@\n-----END PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7@",
    "\"key\": \"-----BEGIN PRIVATE KEY-----\\nMIIE@\\n-----END PRIVATE KEY-----\\n\"",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7@\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END EC PRIVATE KEY-----",
];

/// What once hid a secret from the reader that stands behind it: by the name of what it was.
pub const HIDDEN: &[(&str, &str)] = &[
    ("the lines that an old 334 has left", "334 \nx\nx\nx\nx\nx\nx\n -> AUTH LOGIN\n -> YWxpY2U=\n -> $"),
    ("a tag that is never closed", "</=\npass<b>word</b>&#61;@"),
    ("a sign of quoted-printable at the end of a line", "=A=\npass<b>word</b>&#61;@"),
    ("a value in front of the name", "x=1=\npasswo=\nrd=3D@"),
    ("a value in front of the name, in one word", "x=1=password=@"),
    ("an element that ends and does not", "</password=@"),
    ("a quotation that is never closed", "pass=\"=\nlogin(me, \"@\")"),
    ("a value that ends as a line does that goes on", "Password=\n@"),
    (
        "a key whose last line is the first half of a name",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\npasswo=\nrd=3D@ x",
    ),
    ("an end of a key without its beginning", "abcd\nlogin(me, \"@\")\n-----END PRIVATE KEY-----"),
    (
        "a body that looks like base64 and is the first half of a name",
        "cGFzc3dvcmQ9aHVudGVyMg\npasswo=\nrd=3D@ x",
    ),
    ("a colon behind the password", "curl -H \"X-Auth-Token: @\" https://mx.example/\n535 no @"),
];

/// A shape with the secrets in it.
pub fn filled(shape: &str) -> String {
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

/// A text in UTF-16, as Windows has it.
pub fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Base64, as a body in MIME has it: lines of 76.
pub fn encoded(octets: impl AsRef<[u8]>) -> String {
    let mut all = String::new();
    for three in octets.as_ref().chunks(3) {
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
pub fn decoded(text: &str) -> Vec<u8> {
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
