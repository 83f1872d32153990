//! The argument of XCLIENT: what a proxy says of the client it speaks for.
//!
//! No RFC defines it; Postfix's XCLIENT_README does, and nginx and others speak it.

use std::net::{IpAddr, Ipv4Addr};

use super::command::ArgumentError;
use super::params::{shown, xtext_decode};

/// The attributes, as the reply to EHLO lists them.
pub const ATTRIBUTES: [&str; 8] = ["NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT"];

/// Names, logins and what was said in HELO have so many octets at most, decoded.
const TEXT_OCTETS_MAX: usize = 255;

/// XCLIENT, understood. What was not said, or is not known, is none; but for the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct XclientCommand {
    /// ADDR: where the client is. Where it was said that nobody knows, `0.0.0.0`: an address that no client has, and so one
    /// that nothing is allowed to.
    pub address: Option<IpAddr>,
    /// PORT
    pub port: Option<u16>,
    /// NAME: what the address is called in DNS.
    pub name: Option<String>,
    /// HELO: what the client said there.
    pub hello: Option<String>,
    /// PROTO
    pub protocol: Option<Protocol>,
    /// LOGIN: whom the proxy has let log in. It is the proxy's word, and no login here.
    pub login: Option<String>,
    /// DESTADDR: where the client has connected to.
    pub destination: Option<IpAddr>,
    /// DESTPORT
    pub destination_port: Option<u16>,
}

/// What the client speaks with the proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// It has said HELO.
    Smtp,
    /// It has said EHLO.
    Esmtp,
}

impl Protocol {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Smtp => "SMTP",
            Self::Esmtp => "ESMTP",
        }
    }
}

/// Reads the argument of XCLIENT: `NAME=value` once or more, with spaces between, the values in xtext (RFC 3461 §4).
///
/// # Errors
///
/// There is no attribute, one that is not known, one that is there twice, or a value that is none.
pub fn read(argument: &[u8]) -> Result<XclientCommand, ArgumentError> {
    let text = std::str::from_utf8(argument).map_err(|_| ArgumentError::Syntax("it is not ASCII"))?;
    if text.is_empty() {
        return Err(ArgumentError::Syntax("there is no attribute"));
    }
    let mut command = XclientCommand::default();
    let mut seen = [false; ATTRIBUTES.len()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let (name, value) =
            word.split_once('=').ok_or(ArgumentError::Syntax("an attribute has no = behind its name"))?;
        let known = ATTRIBUTES.iter().position(|known| known.eq_ignore_ascii_case(name));
        let at = known.ok_or_else(|| ArgumentError::ParameterUnknown { keyword: shown(name) })?;
        let keyword = || ATTRIBUTES[at].to_owned();
        if std::mem::replace(&mut seen[at], true) {
            return Err(ArgumentError::ParameterRepeated { keyword: keyword() });
        }
        command
            .take(ATTRIBUTES[at], value)
            .map_err(|fault| ArgumentError::ParameterValue { keyword: keyword(), fault })?;
    }
    Ok(command)
}

impl XclientCommand {
    fn take(&mut self, name: &'static str, value: &str) -> Result<(), &'static str> {
        if value.is_empty() {
            return Err("it has no value");
        }
        // Not known for good, and not known for now: it is not known.
        let known = !["[UNAVAILABLE]", "[TEMPUNAVAIL]"].iter().any(|word| value.eq_ignore_ascii_case(word));
        if !known {
            if name == "ADDR" {
                self.address = Some(Ipv4Addr::UNSPECIFIED.into());
            }
            return Ok(());
        }
        match name {
            "ADDR" => self.address = Some(address(value)?),
            "PORT" => self.port = Some(port(value)?),
            "NAME" => self.name = Some(words(value)?),
            "HELO" => self.hello = Some(words(value)?),
            "LOGIN" => self.login = Some(words(value)?),
            "DESTADDR" => self.destination = Some(address(value)?),
            "DESTPORT" => self.destination_port = Some(port(value)?),
            _ => self.protocol = Some(protocol(value)?),
        }
        Ok(())
    }
}

/// An IPv4 address; one of IPv6 with `IPV6:` before it, or, since it can be nothing else, without.
fn address(value: &str) -> Result<IpAddr, &'static str> {
    let prefix = value.get(..5).is_some_and(|prefix| prefix.eq_ignore_ascii_case("IPV6:"));
    let address: Option<IpAddr> = match prefix {
        true => value[5..].parse().ok().map(IpAddr::V6),
        false => value.parse().ok(),
    };
    address
        .map(|address| address.to_canonical())
        .ok_or("it is no IP address, as in 192.0.2.1 or IPV6:2001:db8::1")
}

fn port(value: &str) -> Result<u16, &'static str> {
    let digits = value.bytes().all(|octet| octet.is_ascii_digit());
    value.parse().ok().filter(|_| digits).ok_or("it is no port, from 0 to 65535")
}

fn protocol(value: &str) -> Result<Protocol, &'static str> {
    match value.to_ascii_uppercase().as_str() {
        "SMTP" => Ok(Protocol::Smtp),
        "ESMTP" => Ok(Protocol::Esmtp),
        _ => Err("it is SMTP or ESMTP"),
    }
}

fn words(value: &str) -> Result<String, &'static str> {
    // An octet takes up to three in xtext.
    let decoded = xtext_decode(value, 3 * TEXT_OCTETS_MAX)?;
    if decoded.len() > TEXT_OCTETS_MAX { Err("it is longer than 255 octets") } else { Ok(decoded) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::params::xtext_encode;
    use proptest::prelude::*;

    fn address_of(argument: &str) -> Option<IpAddr> {
        read(argument.as_bytes()).expect("valid").address
    }

    #[test]
    fn every_attribute_is_read() {
        let read = read(
            b"NAME=client.example addr=192.0.2.7 PORT=40000  proto=esmtp HELO=a+2Bb.example LOGIN=alice@example.test \
              DESTADDR=IPV6:2001:db8::25 DESTPORT=25",
        );
        let expected = XclientCommand {
            address: Some([192, 0, 2, 7].into()),
            port: Some(40_000),
            name: Some("client.example".into()),
            hello: Some("a+b.example".into()),
            protocol: Some(Protocol::Esmtp),
            login: Some("alice@example.test".into()),
            destination: Some("2001:db8::25".parse().expect("an address")),
            destination_port: Some(25),
        };
        assert_eq!(read, Ok(expected));
    }

    #[test]
    fn addresses_are_those_of_clients() {
        let parsed = |text: &str| text.parse::<IpAddr>().ok();
        assert_eq!(address_of("ADDR=ipv6:2001:DB8::1"), parsed("2001:db8::1"));
        assert_eq!(address_of("ADDR=2001:db8::1"), parsed("2001:db8::1"));
        assert_eq!(address_of("ADDR=IPV6:::ffff:192.0.2.1"), parsed("192.0.2.1"), "what it is compared as");
        assert_eq!(address_of("ADDR=[UNAVAILABLE]"), parsed("0.0.0.0"), "nobody's, and not the proxy's own");
        assert_eq!(address_of("ADDR=[tempunavail]"), parsed("0.0.0.0"));
        assert_eq!(address_of("NAME=[UNAVAILABLE] LOGIN=[TEMPUNAVAIL] PORT=[UNAVAILABLE]"), None);
    }

    #[test]
    fn what_is_no_argument_is_refused() {
        for argument in [
            "",
            "ADDR",
            "ADDR=",
            "ADDR=192.0.2",
            "ADDR=192.0.2.1.5",
            "ADDR=[192.0.2.1]",
            "ADDR=IPV6:192.0.2.1",
            "ADDR=IPV6",
            "ADDR=\u{fc}IPV6:",
            "ADDR=client.example",
            "ADDR=192.0.2.1 ADDR=192.0.2.2",
            "PORT=65536",
            "PORT=+1",
            "PORT=-1",
            "PROTO=LMTP",
            "NAME=a+0Ab",
            "NAME=a+",
            "NAME=a=b",
            "XADDR=192.0.2.1",
            "ADDR =192.0.2.1",
            "ADDR=192.0.2.1\tNAME=x",
        ] {
            assert!(read(argument.as_bytes()).is_err(), "{argument:?}");
        }
        assert!(read(b"NAME=\xff").is_err());
        assert!(read(format!("NAME={}", "x".repeat(256)).as_bytes()).is_err());
        assert!(read(format!("NAME={}", "x".repeat(255)).as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            address: std::net::IpAddr,
            port: u16,
            name in "[ -~]{1,255}",
        ) {
            let prefix = if address.is_ipv6() { "IPV6:" } else { "" };
            let name_in_xtext = xtext_encode(&name);
            let read = read(format!("ADDR={prefix}{address} PORT={port} NAME={name_in_xtext}").as_bytes());
            let expected = XclientCommand {
                address: Some(address.to_canonical()),
                port: Some(port),
                name: Some(name).filter(|name| !name.eq_ignore_ascii_case("[UNAVAILABLE]")),
                ..XclientCommand::default()
            };
            prop_assert_eq!(read, Ok(expected));
        }

        #[test]
        fn no_octets_panic(argument in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = read(&argument);
        }

        #[test]
        fn nothing_like_an_attribute_panics(argument in "(ADDR|PORT|NAME|DESTADDR)=(IPV6:)?[0-9a-f:.+é]{0,40}") {
            let _ = read(argument.as_bytes());
        }
    }
}
