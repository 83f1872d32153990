//! A plain account of content, told with everything at hand: what the readers, which see it octet by octet, must agree with.

use postrider_proto::wire::data::LineFacts;

/// What DATA carries, and how many octets it takes with its end; none where the end is not there.
#[must_use]
pub fn data(wire: &[u8]) -> Option<(Vec<u8>, usize, LineFacts)> {
    let end = if wire.starts_with(b".\r\n") {
        0
    } else {
        wire.windows(5).position(|octets| octets == b"\r\n.\r\n")? + 2
    };
    let mut content = Vec::new();
    let mut rest = &wire[..end];
    while !rest.is_empty() {
        let length = rest.windows(2).position(|octets| octets == b"\r\n").map_or(rest.len(), |at| at + 2);
        let (line, behind) = rest.split_at(length);
        // RFC 5321 §4.5.2: a dot at the start of a line is taken off.
        content.extend(repaired(line.strip_prefix(b".").unwrap_or(line)));
        rest = behind;
    }
    Some((content, end + 3, facts(&wire[..end])))
}

/// What chunks carry.
#[must_use]
pub fn chunks(octets: &[u8]) -> (Vec<u8>, LineFacts) {
    let mut content = repaired(octets);
    if !content.is_empty() && !content.ends_with(b"\n") {
        content.extend_from_slice(b"\r\n");
    }
    (content, facts(octets))
}

/// CRLF as it is, a bare LF as CRLF, a bare CR as a space.
fn repaired(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, octet) in octets.iter().enumerate() {
        match octet {
            b'\r' if octets.get(i + 1) == Some(&b'\n') => {}
            b'\r' => out.push(b' '),
            b'\n' => out.extend_from_slice(b"\r\n"),
            octet => out.push(*octet),
        }
    }
    out
}

fn facts(octets: &[u8]) -> LineFacts {
    let count =
        |found: fn(&[u8], usize) -> bool| (0..octets.len()).filter(|at| found(octets, *at)).count() as u64;
    LineFacts {
        bare_lf: count(|octets, at| octets[at] == b'\n' && (at == 0 || octets[at - 1] != b'\r')),
        bare_cr: count(|octets, at| octets[at] == b'\r' && octets.get(at + 1) != Some(&b'\n')),
        nul: octets.contains(&0),
        longest_line: octets.split_inclusive(|octet| *octet == b'\n').map(<[u8]>::len).max().unwrap_or(0)
            as u64,
    }
}
