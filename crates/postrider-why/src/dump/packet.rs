//! What a packet of TCP carries, as `tcpdump -X` and `-XX` show it: behind the header of the link, if that is shown, those of IP and of TCP.

use std::ops::Range;

use crate::dialect::Who;

/// Ports on which servers of mail listen.
const PORTS: [u16; 8] = [25, 465, 587, 24, 26, 1025, 2525, 2587];

/// So many octets may stand in front of the header of IP: nothing, and what the loopback of BSD, Ethernet and both forms of Linux's `any` have.
const LINKS: [usize; 5] = [0, 4, 14, 16, 20];

/// TCP, among the protocols above IP.
const TCP: u8 = 6;

/// A packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// What it carries.
    pub payload: Range<usize>,
    /// Who has sent it, as far as the ports tell.
    pub who: Option<Who>,
}

/// Reads a packet of TCP.
pub fn read(octets: &[u8]) -> Option<Packet> {
    LINKS.into_iter().find_map(|link| {
        let packet = of_ip(octets.get(link..)?)?;
        Some(Packet { payload: packet.payload.start + link..packet.payload.end + link, ..packet })
    })
}

/// The header of IPv4 has its own length, in words of four octets, that of everything, and the protocol; that of IPv6 has 40 octets, and the length of what follows.
fn of_ip(octets: &[u8]) -> Option<Packet> {
    let (header, length, protocol) = match octets.first()? >> 4 {
        4 => (usize::from(octets[0] & 15) * 4, number(octets, 2)?, *octets.get(9)?),
        6 => (40, 40 + number(octets, 4)?, *octets.get(6)?),
        _ => return None,
    };
    let segment = octets.get(header..)?;
    // That of TCP has its own length, in words of four octets.
    let start = header + usize::from(segment.get(12)? >> 4) * 4;
    let is_whole = header >= 20 && start >= header + 20 && length >= start;
    if protocol != TCP || !is_whole {
        return None;
    }
    // What fills the frame up behind it is no part of it; and of a long one the end may not have been kept.
    let end = length.min(octets.len());
    let is_server =
        |at| number(segment, at).is_some_and(|port| PORTS.iter().any(|known| usize::from(*known) == port));
    let who = match (is_server(0), is_server(2)) {
        (true, false) => Some(Who::Server),
        (false, true) => Some(Who::Client),
        _ => None,
    };
    Some(Packet { payload: start.min(end)..end, who })
}

/// A number of two octets.
fn number(octets: &[u8], at: usize) -> Option<usize> {
    octets.get(at..at + 2).map(|two| usize::from(u16::from_be_bytes([two[0], two[1]])))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packet from a port to another, with options of TCP.
    fn packet(from: u16, to: u16, text: &[u8]) -> Vec<u8> {
        let length = u16::try_from(20 + 32 + text.len()).expect("short");
        let mut octets = vec![0x45, 0];
        octets.extend(length.to_be_bytes());
        octets.extend([0, 1, 0x40, 0, 64, TCP, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]);
        octets.extend(from.to_be_bytes());
        octets.extend(to.to_be_bytes());
        octets.extend([0, 0, 0, 1, 0, 0, 0, 1, 0x80, 0x18, 1, 0xf6, 0, 0, 0, 0]);
        octets.extend([1; 12]);
        octets.extend(text);
        octets
    }

    #[test]
    fn the_payload_is_found_behind_any_link() {
        let plain = packet(51_234, 25, b"EHLO a\r\n");
        let read = read(&plain).expect("a packet");
        assert_eq!((&plain[read.payload], read.who), (&b"EHLO a\r\n"[..], Some(Who::Client)));
        let framed =
            [&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0][..], &packet(587, 51_234, b"250 ok\r\n"), &[0; 6]]
                .concat();
        let read = super::read(&framed).expect("a packet");
        assert_eq!((&framed[read.payload], read.who), (&b"250 ok\r\n"[..], Some(Who::Server)));
        let empty = packet(25, 51_234, b"");
        assert!(super::read(&empty).expect("a packet").payload.is_empty());
    }

    #[test]
    fn what_is_no_packet_of_tcp_is_none() {
        assert_eq!(read(b""), None);
        assert_eq!(read(b"EHLO client.example and some more text of it\r\n"), None);
        let mut udp = packet(51_234, 53, b"x");
        udp[9] = 17;
        assert_eq!(read(&udp), None);
        for end in 0..52 {
            let cut = &packet(51_234, 25, b"EHLO a\r\n")[..end];
            assert!(read(cut).is_none_or(|packet| packet.payload.is_empty()), "{end}");
        }
    }
}
