//! Records of the DNS, as a zone file has them (RFC 1035 §5.1).

use std::fmt::Write as _;
use std::net::IpAddr;

use serde::Serialize;

/// A record to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// What it is for, a sentence.
    pub about: String,
    /// Its name, without a dot at its end.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What it says: of a TXT record the whole text, in quotes nowhere.
    pub value: String,
    /// What has to be on the web for it to mean something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<File>,
}

/// A file on the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct File {
    /// Where.
    pub url: String,
    /// What is in it.
    pub text: String,
}

impl Record {
    /// A record that needs nothing besides.
    #[must_use]
    pub fn new(about: &str, name: &str, kind: &'static str, value: String) -> Self {
        Self { about: about.to_owned(), name: name.to_owned(), kind, value, file: None }
    }

    /// The record as a line.
    #[must_use]
    pub fn line(&self) -> String {
        match self.kind {
            "TXT" => txt(&self.name, &self.value),
            kind => format!("{}. IN {kind} {}", self.name, self.value),
        }
    }
}

/// A TXT record. A text that is too long for one string is several (RFC 1035 §3.3.14).
#[must_use]
pub fn txt(name: &str, text: &str) -> String {
    const STRING_MAX: usize = 255;
    let mut line = format!("{name}. IN TXT");
    let octets: Vec<char> = text.chars().collect();
    for string in octets.chunks(STRING_MAX) {
        let string: String = string.iter().collect();
        let _ = write!(line, " \"{}\"", string.replace('\\', "\\\\").replace('"', "\\\""));
    }
    line
}

/// The name under which the DNS has the name of an address (RFC 1035 §3.5, RFC 3596 §2.5).
#[must_use]
pub fn reverse_name(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(address) => {
            let mut name = String::new();
            for octet in address.octets().iter().rev() {
                let _ = write!(name, "{:x}.{:x}.", octet & 15, octet >> 4);
            }
            name + "ip6.arpa"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_several_strings() {
        assert_eq!(txt("a.example", "x \"y\" \\"), "a.example. IN TXT \"x \\\"y\\\" \\\\\"");
        let line = txt("a.example", &"k".repeat(300));
        let expected = format!("a.example. IN TXT \"{}\" \"{}\"", "k".repeat(255), "k".repeat(45));
        assert_eq!(line, expected);
    }

    #[test]
    fn an_address_has_a_name() {
        let of = |text: &str| reverse_name(text.parse().expect("an address"));
        assert_eq!(of("192.0.2.1"), "1.2.0.192.in-addr.arpa");
        assert_eq!(
            of("2001:db8::1"),
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
        );
    }
}
