use proptest::prelude::*;

use super::*;

/// A header of version 2.
fn binary_of(command: u8, family: u8, block: &[u8]) -> Vec<u8> {
    let length = u16::try_from(block.len()).expect("short").to_be_bytes();
    [&SIGNATURE[..], &[command, family], &length, block].concat()
}

/// The addresses of a connection to 192.0.2.25, port 25.
fn from_v4(address: [u8; 4], port: u16) -> Vec<u8> {
    [&address[..], &[192, 0, 2, 25], &port.to_be_bytes(), &[0, 25]].concat()
}

fn from_v6(address: Ipv6Addr, port: u16) -> Vec<u8> {
    [&address.octets()[..], &[0; 16], &port.to_be_bytes(), &[0, 25]].concat()
}

fn with_checksum(mut header: Vec<u8>) -> Vec<u8> {
    let length = u16::from_be_bytes([header[14], header[15]]) + 7;
    header[14..16].copy_from_slice(&length.to_be_bytes());
    header.extend_from_slice(&[TLV_CRC32C, 0, 4]);
    let crc = crc32c::crc32c(&[&header[..], &[0; 4]].concat());
    header.extend_from_slice(&crc.to_be_bytes());
    header
}

fn client(text: &str) -> Source {
    Source::Client(text.parse().expect("an address and a port"))
}

#[test]
fn version_1_tells_the_client() {
    for (header, source) in [
        ("PROXY TCP4 192.0.2.7 192.0.2.25 40000 25\r\n", client("192.0.2.7:40000")),
        ("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", client("255.255.255.255:65535")),
        ("PROXY TCP6 2001:db8::7 2001:db8::25 0 25\r\n", client("[2001:db8::7]:0")),
        ("PROXY UNKNOWN\r\n", Source::Nameless),
        ("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n", Source::Nameless),
    ] {
        assert_eq!(read(header.as_bytes()), Ok(Some((source, header.len()))), "{header:?}");
        let more = format!("{header}EHLO client.example\r\n");
        assert_eq!(read(more.as_bytes()), Ok(Some((source, header.len()))), "what follows is not its own");
        for end in 0..header.len() {
            assert_eq!(read(&header.as_bytes()[..end]), Ok(None), "{end} octets of {header:?}");
        }
    }
}

#[test]
fn version_2_tells_the_client() {
    let address = "2001:db8::7".parse().expect("an address");
    let tlvs = [&[0x02, 0, 3][..], b"a.b", &[0x04, 0, 0], &[0xe0, 0, 1, 9]].concat();
    for (header, source) in [
        (binary_of(0x21, 0x11, &from_v4([192, 0, 2, 7], 40_000)), client("192.0.2.7:40000")),
        (binary_of(0x21, 0x21, &from_v6(address, 40_000)), client("[2001:db8::7]:40000")),
        (binary_of(0x21, 0x11, &[from_v4([192, 0, 2, 7], 40_000), tlvs].concat()), client("192.0.2.7:40000")),
        (with_checksum(binary_of(0x21, 0x11, &from_v4([192, 0, 2, 7], 1))), client("192.0.2.7:1")),
        (binary_of(0x21, 0x00, &[]), Source::Nameless),
        (binary_of(0x21, 0x31, &[b'/'; 216]), Source::Nameless),
        (binary_of(0x20, 0x00, &[]), Source::Proxy),
        (with_checksum(binary_of(0x20, 0x00, &[])), Source::Proxy),
        (binary_of(0x20, 0x11, &from_v4([192, 0, 2, 7], 40_000)), Source::Proxy),
        (binary_of(0x20, 0x77, b"whatever this may be"), Source::Proxy),
    ] {
        assert_eq!(read(&header), Ok(Some((source, header.len()))), "{}", header.escape_ascii());
        let more = [&header[..], b"EHLO"].concat();
        assert_eq!(read(&more), Ok(Some((source, header.len()))), "what follows is not its own");
        for end in 0..header.len() {
            assert_eq!(read(&header[..end]), Ok(None), "{end} octets of {}", header.escape_ascii());
        }
    }
}

#[test]
fn what_is_no_header_is_known_at_its_first_octet() {
    for octets in
        ["EHLO client.example\r\n", "proxy TCP4", "PROXYTCP4", " PROXY", "\r\n\r\nEHLO", "\u{16}\u{3}\u{1}"]
    {
        assert_eq!(read(octets.as_bytes()), Err(HeaderFault::Absent), "{octets:?}");
    }
}

#[test]
fn what_is_wrong_with_version_1_is_said() {
    for header in [
        "PROXY \r\n",
        "PROXY UDP4 192.0.2.7 192.0.2.25 40000 25\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.25 40000\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.25 40000 25 \r\n",
        "PROXY TCP4  192.0.2.7 192.0.2.25 40000 25\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.25 40000 65536\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.25 +40000 25\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.25 040000 25\r\n",
        "PROXY TCP4 192.0.2.07 192.0.2.25 40000 25\r\n",
        "PROXY TCP4 2001:db8::7 2001:db8::25 40000 25\r\n",
        "PROXY TCP6 192.0.2.7 192.0.2.25 40000 25\r\n",
        "PROXY TCP6 fe80::1%eth0 ::1 40000 25\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.25 40000 25\n",
        "PROXY TCP4 192.0.2.7\r192.0.2.25 40000 25\r\n",
    ] {
        assert!(matches!(read(header.as_bytes()), Err(HeaderFault::Text(_))), "{header:?}");
    }
    let endless = format!("PROXY UNKNOWN {}", "x".repeat(200));
    assert_eq!(read(endless.as_bytes()), Err(HeaderFault::TextTooLong));
    let longest = format!("PROXY UNKNOWN {}\r\n", "x".repeat(107 - 16));
    assert_eq!(read(longest.as_bytes()), Ok(Some((Source::Nameless, 107))));
}

#[test]
fn what_is_wrong_with_version_2_is_said() {
    let v4 = from_v4([192, 0, 2, 7], 40_000);
    for (what, header) in [
        ("version", binary_of(0x11, 0x11, &v4)),
        ("command", binary_of(0x22, 0x11, &v4)),
        ("UDP", binary_of(0x21, 0x12, &v4)),
        ("family", binary_of(0x21, 0x41, &v4)),
        ("short", binary_of(0x21, 0x11, &v4[..11])),
        ("short for IPv6", binary_of(0x21, 0x21, &v4)),
        ("a TLV cut in its head", binary_of(0x21, 0x11, &[&v4[..], &[4, 0]].concat())),
        ("a TLV cut in its value", binary_of(0x21, 0x11, &[&v4[..], &[4, 0, 9, 1]].concat())),
        ("a short checksum", binary_of(0x21, 0x11, &[&v4[..], &[3, 0, 2, 1, 1]].concat())),
    ] {
        assert!(matches!(read(&header), Err(HeaderFault::Binary(_))), "{what}: {:?}", read(&header));
    }
    let long = binary_of(0x21, 0x11, &[0; BINARY_OCTETS_MAX - 15]);
    assert_eq!(
        read(&long[..16]),
        Err(HeaderFault::BinaryTooLong(BINARY_OCTETS_MAX + 1)),
        "before it has come"
    );
}

/// Every octet is under the checksum.
#[test]
fn a_damaged_octet_is_found() {
    let whole = with_checksum(binary_of(0x21, 0x11, &from_v4([192, 0, 2, 7], 40_000)));
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        assert!(
            !matches!(read(&damaged), Ok(Some(_))) || damaged[at..].starts_with(&[2, 0, 4]),
            "octet {at}"
        );
    }
}

proptest! {
    #[test]
    fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..300), kind in 0..3_usize) {
        let before: &[u8] = [&b""[..], WORD, SIGNATURE][kind];
        let octets = [before, &octets].concat();
        if let Ok(Some((_, used))) = read(&octets) {
            prop_assert!(used <= octets.len());
        }
    }

    /// However it is cut, a header is the same, and nothing is said before all of it is there.
    #[test]
    fn what_is_written_is_read(source: SocketAddr, other: IpAddr, tlv in proptest::collection::vec(any::<u8>(), 0..100)) {
        let source = SocketAddr::new(source.ip(), source.port());
        let text = match (source.ip(), other) {
            (IpAddr::V4(from), IpAddr::V4(to)) => format!("PROXY TCP4 {from} {to} {} 25\r\n", source.port()),
            (IpAddr::V6(from), IpAddr::V6(to)) => format!("PROXY TCP6 {from} {to} {} 25\r\n", source.port()),
            _ => return Ok(()),
        };
        prop_assert_eq!(read(text.as_bytes()), Ok(Some((Source::Client(source), text.len()))));
        let length = u16::try_from(tlv.len()).expect("short").to_be_bytes();
        let tlv = [&[0xe0][..], &length, &tlv].concat();
        let header = match source.ip() {
            IpAddr::V4(from) => binary_of(0x21, 0x11, &[from_v4(from.octets(), source.port()), tlv].concat()),
            IpAddr::V6(from) => binary_of(0x21, 0x21, &[from_v6(from, source.port()), tlv].concat()),
        };
        let header = with_checksum(header);
        prop_assert_eq!(read(&header), Ok(Some((Source::Client(source), header.len()))));
        for end in 0..header.len() {
            prop_assert_eq!(read(&header[..end]), Ok(None));
        }
    }
}
