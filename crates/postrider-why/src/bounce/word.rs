//! Encoded words in the header: `=?UTF-8?B?VW56dXN0ZWxsYmFy?=` (RFC 2047 §2).

use super::mime;
use crate::said;

/// The beginning of the value with its encoded words read, as far as they are in UTF-8 or what looks like it.
pub fn decoded(value: &str) -> String {
    let mut out = String::new();
    let mut rest = said::beginning(value);
    while let Some(at) = rest.find("=?") {
        crate::effort::spend(rest.len());
        let Some((text, behind)) = word(&rest[at + 2..]) else {
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        out.push_str(&rest[..at]);
        out.push_str(&text);
        rest = behind;
        // RFC 2047 §6.2: white space between two of them is not shown.
        if rest.trim_start().starts_with("=?") {
            rest = rest.trim_start();
        }
    }
    out.push_str(rest);
    out
}

/// A word behind `=?`, and what stands behind it.
fn word(text: &str) -> Option<(String, &str)> {
    let (_, rest) = text.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    let (inside, behind) = rest.split_once("?=")?;
    let lines = |text: String| vec![mime::Line { at: 0, text }];
    let read = match encoding {
        "B" | "b" => mime::decode(&lines(inside.to_owned()), "base64"),
        "Q" | "q" => mime::decode(&lines(inside.replace('_', " ")), "quoted-printable"),
        _ => return None,
    };
    let text: Vec<String> = read.into_iter().map(|line| line.text).collect();
    Some((text.join(" "), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_what_is_none_stays() {
        assert_eq!(decoded("=?utf-8?B?RGVsaXZlcnk=?= =?UTF-8?Q?_fail=C3=A9?= x"), "Delivery fail\u{e9} x");
        for plain in ["plain", "=?", "=?utf-8?B?x", "=?utf-8?X?x?=", "a=?b?="] {
            assert_eq!(decoded(plain), plain);
        }
    }
}
