//! The parameters of MAIL and RCPT: one table of keywords, with who offers each and what its value looks like.

use crate::extension::{Extension, Offered};
use crate::mail::address::Charset;
use crate::mail::{BodyType, Mailbox, Notify, OriginalRecipient, Ret};

use super::command::ArgumentError;

/// Which command a parameter belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    Mail,
    Rcpt,
}

/// A parameter that postrider knows.
struct Known {
    keyword: &'static str,
    on: On,
    /// Who offers it.
    by: Extension,
    read: fn(&mut Values, Option<&str>) -> Result<(), &'static str>,
}

/// Every parameter that postrider knows. A keyword that is missing here, or whose extension is not offered, is refused as
/// unknown (RFC 5321 §4.1.1.11).
static KNOWN: [Known; 8] = [
    // RFC 1870 §3
    Known { keyword: "SIZE", on: On::Mail, by: Extension::Size, read: size },
    // RFC 6152 §2
    Known { keyword: "BODY", on: On::Mail, by: Extension::EightBitMime, read: body },
    // RFC 6531 §3.4
    Known { keyword: "SMTPUTF8", on: On::Mail, by: Extension::Smtputf8, read: smtputf8 },
    // RFC 4954 §5
    Known { keyword: "AUTH", on: On::Mail, by: Extension::Auth, read: auth },
    // RFC 3461 §4.3, §4.4, §4.1, §4.2
    Known { keyword: "RET", on: On::Mail, by: Extension::Dsn, read: ret },
    Known { keyword: "ENVID", on: On::Mail, by: Extension::Dsn, read: envid },
    Known { keyword: "NOTIFY", on: On::Rcpt, by: Extension::Dsn, read: notify },
    Known { keyword: "ORCPT", on: On::Rcpt, by: Extension::Dsn, read: orcpt },
];

/// The parameters that an extension offers.
pub(crate) fn keywords(extension: Extension) -> impl Iterator<Item = &'static str> {
    KNOWN.iter().filter(move |known| known.by == extension).map(|known| known.keyword)
}

/// What the parameters of one command said.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) size: Option<u64>,
    pub(super) body: BodyType,
    pub(super) smtputf8: bool,
    pub(super) auth: Option<String>,
    pub(super) ret: Option<Ret>,
    pub(super) envid: Option<String>,
    pub(super) notify: Option<Notify>,
    pub(super) orcpt: Option<OriginalRecipient>,
}

/// Reads the parameters of a command: `KEYWORD` or `KEYWORD=value`, with spaces between.
pub(super) fn read(text: &str, on: On, offered: &Offered) -> Result<Values, ArgumentError> {
    let mut values = Values::default();
    let mut seen = [false; KNOWN.len()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let (keyword, value) = match word.split_once('=') {
            Some((keyword, value)) => (keyword, Some(value)),
            None => (word, None),
        };
        if !is_keyword(keyword) {
            return Err(ArgumentError::Syntax("what follows the address is not written KEYWORD=value"));
        }
        let known =
            KNOWN.iter().position(|known| known.on == on && known.keyword.eq_ignore_ascii_case(keyword));
        let Some(at) = known.filter(|at| offered.has(KNOWN[*at].by)) else {
            return Err(ArgumentError::ParameterUnknown { keyword: shown(keyword) });
        };
        let known = &KNOWN[at];
        if std::mem::replace(&mut seen[at], true) {
            return Err(ArgumentError::ParameterRepeated { keyword: known.keyword.to_owned() });
        }
        (known.read)(&mut values, value)
            .map_err(|fault| ArgumentError::ParameterValue { keyword: known.keyword.to_owned(), fault })?;
    }
    Ok(values)
}

/// `esmtp-keyword` (RFC 5321 §4.1.2): letters, digits and hyphens, no hyphen in front.
fn is_keyword(word: &str) -> bool {
    !word.is_empty() && !word.starts_with('-') && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A keyword of the client's as the reply shows it.
pub(super) fn shown(keyword: &str) -> String {
    keyword.chars().take(40).collect::<String>().to_ascii_uppercase()
}

fn size(values: &mut Values, value: Option<&str>) -> Result<(), &'static str> {
    let digits = value.ok_or("it needs a number of octets")?;
    // RFC 1870 §3: 1*20DIGIT.
    if digits.is_empty() || digits.len() > 20 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err("a number of octets has 1 to 20 digits");
    }
    // More than 64 bits can say is more than any limit.
    values.size = Some(digits.parse().unwrap_or(u64::MAX));
    Ok(())
}

fn body(values: &mut Values, value: Option<&str>) -> Result<(), &'static str> {
    values.body = match value.unwrap_or_default().to_ascii_uppercase().as_str() {
        "7BIT" => BodyType::SevenBit,
        "8BITMIME" => BodyType::EightBitMime,
        _ => return Err("it is 7BIT or 8BITMIME here"),
    };
    Ok(())
}

fn smtputf8(values: &mut Values, value: Option<&str>) -> Result<(), &'static str> {
    values.smtputf8 = true;
    if value.is_some() { Err("it takes no value") } else { Ok(()) }
}

fn auth(values: &mut Values, value: Option<&str>) -> Result<(), &'static str> {
    let value = value.ok_or("it needs an address or <>")?;
    let decoded = xtext_decode(value, 500)?;
    if decoded != "<>" {
        Mailbox::parse(&decoded, Charset::Ascii).map_err(|_| "it is neither an address nor <>")?;
        values.auth = Some(decoded);
    }
    Ok(())
}

fn ret(values: &mut Values, value: Option<&str>) -> Result<(), &'static str> {
    values.ret = Some(match value.unwrap_or_default().to_ascii_uppercase().as_str() {
        "FULL" => Ret::Full,
        "HDRS" => Ret::Headers,
        _ => return Err("it is FULL or HDRS"),
    });
    Ok(())
}

fn envid(values: &mut Values, value: Option<&str>) -> Result<(), &'static str> {
    // RFC 3461 §4.4: at most 100 characters.
    values.envid = Some(xtext_decode(value.ok_or("it needs an identifier")?, 100)?);
    Ok(())
}

fn notify(values: &mut Values, value: Option<&str>) -> Result<(), &'static str> {
    let value = value.unwrap_or_default().to_ascii_uppercase();
    let mut notify = Notify::default();
    if value != "NEVER" {
        for word in value.split(',') {
            let asked = match word {
                "SUCCESS" => &mut notify.success,
                "FAILURE" => &mut notify.failure,
                "DELAY" => &mut notify.delay,
                _ => return Err("it is NEVER, or a list of SUCCESS, FAILURE and DELAY"),
            };
            if std::mem::replace(asked, true) {
                return Err("it names the same twice");
            }
        }
    }
    values.notify = Some(notify);
    Ok(())
}

fn orcpt(values: &mut Values, value: Option<&str>) -> Result<(), &'static str> {
    let (kind, address) =
        value.and_then(|value| value.split_once(';')).ok_or("it is a type, a semicolon and an address")?;
    if kind.is_empty() || !kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err("its address type is a word");
    }
    // RFC 3461 §4.2: at most 500 characters.
    let address = xtext_decode(address, 500)?;
    values.orcpt = Some(OriginalRecipient { kind: kind.to_ascii_lowercase(), address });
    Ok(())
}

/// Decodes xtext (RFC 3461 §4): `+XX` stands for an octet. What it stands for must be printable ASCII: a control character
/// would go on into header fields and log lines (CVE-2020-28021, CVE-2020-28026).
///
/// # Errors
///
/// The value is too long, is no xtext, or hides what must not be there.
pub fn xtext_decode(text: &str, octets_max: usize) -> Result<String, &'static str> {
    if text.len() > octets_max {
        return Err("it is too long");
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('+') {
        decoded.push_str(before);
        let digits =
            after.get(..2).filter(|digits| digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F')));
        let octet = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(char::from(octet.ok_or("a + in it is not followed by two hexadecimal digits")?));
        rest = &after[2..];
    }
    decoded.push_str(rest);
    let plain = !text.contains('=') && decoded.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if plain { Ok(decoded) } else { Err("it holds a character that must not stand there") }
}

/// Writes `text` as xtext.
#[must_use]
pub fn xtext_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for octet in text.bytes() {
        if matches!(octet, b'!'..=b'~') && octet != b'+' && octet != b'=' {
            encoded.push(char::from(octet));
        } else {
            encoded.push_str(&format!("+{octet:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Offered {
        Offered { dsn: true, auth: vec!["PLAIN".into()], size: Some(1000), ..Offered::always() }
    }

    #[test]
    fn what_is_well_formed_is_read() {
        let values = read("SIZE=99 body=8bitmime SMTPUTF8 RET=HDRS ENVID=a+20b AUTH=<>", On::Mail, &all())
            .expect("valid");
        assert_eq!((values.size, values.body, values.smtputf8), (Some(99), BodyType::EightBitMime, true));
        assert_eq!(
            (values.ret, values.envid.as_deref(), values.auth),
            (Some(Ret::Headers), Some("a b"), None)
        );
        let values = read("AUTH=e+3Dmc2@example.com", On::Mail, &all()).expect("valid");
        assert_eq!(values.auth.as_deref(), Some("e=mc2@example.com"));
        let values =
            read("NOTIFY=delay,FAILURE ORCPT=rfc822;a+2Bb@c.example", On::Rcpt, &all()).expect("valid");
        assert_eq!(values.notify, Some(Notify { success: false, failure: true, delay: true }));
        assert_eq!(values.orcpt.map(|orcpt| orcpt.address).as_deref(), Some("a+b@c.example"));
    }

    #[test]
    fn what_is_not_is_named() {
        let value = |text, on| matches!(read(text, on, &all()), Err(ArgumentError::ParameterValue { .. }));
        for text in [
            "SIZE",
            "SIZE=",
            "SIZE=abc",
            "SIZE=-1",
            "SIZE=123456789012345678901",
            "BODY=FOO",
            "BODY=BINARYMIME",
            "BODY",
            "SMTPUTF8=1",
            "RET=ALL",
            "ENVID=a+0D+0Ab",
            "ENVID=+",
            "ENVID=a+0db",
            "AUTH=a+0Ab+0A1",
            "AUTH=a=b",
            "AUTH=somebody",
            "AUTH=",
            "AUTH",
        ] {
            assert!(value(text, On::Mail), "{text}");
        }
        for text in [
            "NOTIFY=NEVER,SUCCESS",
            "NOTIFY=SUCCESS,SUCCESS",
            "NOTIFY=",
            "ORCPT=rfc822;a+0D+0AX-Inj:+201",
            "ORCPT=x",
            "ORCPT=;x",
        ] {
            assert!(value(text, On::Rcpt), "{text}");
        }
        assert!(matches!(
            read("SIZE=1 size=2", On::Mail, &all()),
            Err(ArgumentError::ParameterRepeated { .. })
        ));
        assert!(matches!(
            read("NOTIFY=NEVER", On::Mail, &all()),
            Err(ArgumentError::ParameterUnknown { .. })
        ));
        for text in ["=1", "<c@d>", "-X", "X_Y=1", "SIZE=1 ="] {
            assert!(matches!(read(text, On::Mail, &all()), Err(ArgumentError::Syntax(_))), "{text}");
        }
        assert!(matches!(
            read("SIZE=1", On::Mail, &Offered::none()),
            Err(ArgumentError::ParameterUnknown { .. })
        ));
    }

    #[test]
    fn xtext_is_written_and_read_back() {
        for text in ["", "plain", "a+b=c d", "all ~ of ! it"] {
            assert_eq!(xtext_decode(&xtext_encode(text), 500).as_deref(), Ok(text));
        }
    }
}
