//! The PROXY header, versions 1 and 2, as HAProxy's `proxy-protocol.txt` defines it: a pure function of octets.
//!
//! ```text
//!   1:  PROXY TCP4 192.0.2.7 192.0.2.25 40000 25 CRLF             text, at most 107 octets
//!   2:  signature (12)  version and command (1)  family (1)  length (2)  addresses  TLVs
//! ```
//!
//! Whatever a header says of the connection that the proxy made for itself (`LOCAL`) is passed over. A client whose address is not
//! told is never taken for the proxy: it has the address `0.0.0.0`, which nobody has.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// A header of version 1, with its CRLF, has so many octets at most.
const TEXT_OCTETS_MAX: usize = 107;

/// A header of version 2 has so many octets at most. The definition wants senders to stay below 536, so that it fits into one
/// segment; certificates of clients, which some put into a TLV, are of no use here.
const BINARY_OCTETS_MAX: usize = 2048;

/// What version 2 begins with.
const SIGNATURE: &[u8; 12] = b"\r\n\r\n\0\r\nQUIT\n";

/// What version 1 begins with.
const WORD: &[u8; 6] = b"PROXY ";

/// The TLV that holds the CRC32c of the header.
const TLV_CRC32C: u8 = 0x03;

/// Where a connection comes from, by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A client, with this address.
    Client(SocketAddr),
    /// A client, and the header does not tell its address: it was `UNKNOWN`, or is no address of IP.
    Nameless,
    /// The proxy itself, as for a health check.
    Proxy,
}

/// What is wrong with a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HeaderFault {
    #[error("it does not begin with a PROXY header")]
    Absent,
    #[error("the PROXY header of version 1 does not end within {TEXT_OCTETS_MAX} octets")]
    TextTooLong,
    #[error("the PROXY header of version 1 is malformed: {0}")]
    Text(&'static str),
    #[error("the PROXY header has {0} octets, and may have {BINARY_OCTETS_MAX}")]
    BinaryTooLong(usize),
    #[error("the PROXY header of version 2 is malformed: {0}")]
    Binary(&'static str),
    #[error("the PROXY header was damaged on its way: its checksum is wrong")]
    Checksum,
}

/// Reads the header that `octets` begin with: what it says, and how long it is. None where there is more to come.
///
/// # Errors
///
/// They do not begin with a header, or with one that cannot be understood.
pub(crate) fn read(octets: &[u8]) -> Result<Option<(Source, usize)>, HeaderFault> {
    if begin_alike(octets, SIGNATURE) {
        binary(octets)
    } else if begin_alike(octets, WORD) {
        text(octets)
    } else {
        Err(HeaderFault::Absent)
    }
}

/// Whether they are the same as far as both go.
fn begin_alike(octets: &[u8], expected: &[u8]) -> bool {
    octets.iter().zip(expected).all(|(octet, expected)| octet == expected)
}

fn text(octets: &[u8]) -> Result<Option<(Source, usize)>, HeaderFault> {
    let Some(lf) = memchr::memchr(b'\n', &octets[..octets.len().min(TEXT_OCTETS_MAX)]) else {
        return if octets.len() < TEXT_OCTETS_MAX { Ok(None) } else { Err(HeaderFault::TextTooLong) };
    };
    let line = octets[..lf].strip_suffix(b"\r").ok_or(HeaderFault::Text("it does not end with CRLF"))?;
    let line = std::str::from_utf8(line).map_err(|_| HeaderFault::Text("it is not ASCII"))?;
    let mut words = line.split(' ').skip(1);
    let source = match words.next() {
        // What stands behind it is to be ignored.
        Some("UNKNOWN") => Source::Nameless,
        Some("TCP4") => Source::Client(client(words, |word| word.parse().ok().map(IpAddr::V4))?),
        Some("TCP6") => Source::Client(client(words, |word| word.parse().ok().map(IpAddr::V6))?),
        _ => return Err(HeaderFault::Text("it is for TCP4, TCP6 or UNKNOWN")),
    };
    Ok(Some((source, lf + 1)))
}

/// The first of two addresses, with the first of two ports.
fn client<'a>(
    mut words: impl Iterator<Item = &'a str>,
    address: impl Fn(&str) -> Option<IpAddr>,
) -> Result<SocketAddr, HeaderFault> {
    let mut address = || words.next().and_then(&address).ok_or(HeaderFault::Text("an address is none"));
    let (source, _) = (address()?, address()?);
    let mut port = || words.next().and_then(port).ok_or(HeaderFault::Text("a port is none"));
    let (source_port, _) = (port()?, port()?);
    match words.next() {
        None => Ok(SocketAddr::new(source, source_port)),
        Some(_) => Err(HeaderFault::Text("something follows the ports")),
    }
}

/// No sign, and no zeros in front.
fn port(word: &str) -> Option<u16> {
    let plain = word == "0" || !word.starts_with(['0', '+']);
    word.parse().ok().filter(|_| plain)
}

fn binary(octets: &[u8]) -> Result<Option<(Source, usize)>, HeaderFault> {
    let Some((&[.., version_and_command, family, high, low], _)) = octets.split_first_chunk::<16>() else {
        return Ok(None);
    };
    let length = 16 + usize::from(u16::from_be_bytes([high, low]));
    if length > BINARY_OCTETS_MAX {
        return Err(HeaderFault::BinaryTooLong(length));
    }
    let Some(header) = octets.get(..length) else { return Ok(None) };
    let local = match version_and_command {
        0x20 => true,
        0x21 => false,
        0x22..=0x2f => return Err(HeaderFault::Binary("its command is neither LOCAL nor PROXY")),
        _ => return Err(HeaderFault::Binary("its version is not 2")),
    };
    // The family in the upper four bits, and the transport in the lower.
    let address_octets = match family {
        0x00 => 0,
        0x11 => 12,
        0x21 => 36,
        0x31 => 216,
        // What the proxy says of itself is passed over, addresses and TLVs.
        _ if local => length - 16,
        0x10 | 0x12 | 0x20 | 0x22 | 0x30 | 0x32 => {
            return Err(HeaderFault::Binary("the connection that it tells of is not TCP"));
        }
        _ => return Err(HeaderFault::Binary("its family of addresses is none")),
    };
    let (addresses, tlvs) = header[16..]
        .split_at_checked(address_octets)
        .ok_or(HeaderFault::Binary("it is shorter than its addresses"))?;
    check(header, tlvs)?;
    let source = match (local, family) {
        (true, _) => Source::Proxy,
        (false, 0x11) => match addresses {
            &[a, b, c, d, _, _, _, _, high, low, ..] => {
                let port = u16::from_be_bytes([high, low]);
                Source::Client(SocketAddr::new(Ipv4Addr::new(a, b, c, d).into(), port))
            }
            _ => return Err(HeaderFault::Binary("it is shorter than its addresses")),
        },
        (false, 0x21) => match (addresses.first_chunk::<16>(), addresses.get(32..34)) {
            (Some(source), Some(&[high, low])) => {
                let port = u16::from_be_bytes([high, low]);
                Source::Client(SocketAddr::new(Ipv6Addr::from(*source).into(), port))
            }
            _ => return Err(HeaderFault::Binary("it is shorter than its addresses")),
        },
        (false, _) => Source::Nameless,
    };
    Ok(Some((source, length)))
}

/// Goes through the TLVs, and compares the checksum with the header, if there is one. It was made with zeros in its own place.
fn check(header: &[u8], mut tlvs: &[u8]) -> Result<(), HeaderFault> {
    while let Some((&[kind, high, low], rest)) = tlvs.split_first_chunk::<3>() {
        let (value, rest) = rest
            .split_at_checked(usize::from(u16::from_be_bytes([high, low])))
            .ok_or(HeaderFault::Binary("a TLV goes beyond its end"))?;
        if kind == TLV_CRC32C {
            let told = value.try_into().map(u32::from_be_bytes);
            let told = told.map_err(|_| HeaderFault::Binary("its checksum does not have 4 octets"))?;
            // The TLVs are the end of the header, so what is left of them says where this one stands.
            let (before, _) = header.split_at(header.len() - rest.len() - value.len());
            let crc = crc32c::crc32c_append(crc32c::crc32c_append(crc32c::crc32c(before), &[0; 4]), rest);
            if crc != told {
                return Err(HeaderFault::Checksum);
            }
        }
        tlvs = rest;
    }
    if tlvs.is_empty() { Ok(()) } else { Err(HeaderFault::Binary("a TLV goes beyond its end")) }
}

#[cfg(test)]
mod tests;
