//! A line of a dump: what it says of itself, and its octets.

use super::{OCTETS_MAX, PREFIXES_MAX, Piece, Source, Writer};
use crate::dialect::Who;

/// What a line says of the dump behind it.
pub fn source(line: &str) -> Option<Source> {
    let from = |writer, who| Some(Source { writer, who });
    if let Some((_, method)) = line.split_once("Data from ").and_then(|(_, from)| from.rsplit_once("::")) {
        let begins = |names: &[&str]| names.iter().any(|name| method.starts_with(name));
        let who = match () {
            () if begins(&["Send", "BeginSend", "Write", "BeginWrite"]) => Some(Who::Client),
            () if begins(&["Receive", "EndReceive", "Read", "EndRead"]) => Some(Who::Server),
            () => None,
        };
        return from(Writer::SystemNet, who);
    }
    if line.contains(" bytes (0x") {
        if line.contains("=> Send ") {
            return from(Writer::Curl, Some(Who::Client));
        }
        if line.contains("<= Recv ") {
            return from(Writer::Curl, Some(Who::Server));
        }
    }
    if line.contains(" > ") && line.contains(": Flags [") {
        return from(Writer::Tcpdump, None);
    }
    behind_prefix(line).find_map(|text| {
        if text.starts_with("write to 0x") {
            return from(Writer::Openssl, Some(Who::Client));
        }
        text.starts_with("read from 0x").then(|| from(Writer::Openssl, Some(Who::Server))).flatten()
    })
}

/// What a line of a dump may begin behind: the marks of a quotation, the name of a container, what .NET writes. The line itself comes first.
pub fn behind_prefix(line: &str) -> impl Iterator<Item = &str> {
    fn shorter<'a>(text: &&'a str) -> Option<&'a str> {
        if let Some(at) = text.find("System.Net") {
            return text[at..].split_once("] ").map(|(_, text)| text.trim_start());
        }
        let quoted = text.strip_prefix(['>', '|']).or_else(|| text.split_once(" | ").map(|(_, text)| text));
        quoted.map(str::trim_start)
    }
    std::iter::successors(Some(line.trim_start()), shorter).take(PREFIXES_MAX + 1)
}

/// The number of the first octet of a line.
pub fn offset(digits: &str) -> Option<usize> {
    let is_offset = (4..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_offset.then(|| usize::from_str_radix(digits, 16).ok()).flatten()
}

/// A line of a dump: the number of its first octet, the octets, and the same as text, by which it is known for one.
pub fn piece(text: &str, line: usize) -> Option<Piece> {
    let is_packet = text.starts_with("0x");
    let text = text.strip_prefix("0x").unwrap_or(text);
    let (digits, behind) = text.split_at_checked(text.find(|c: char| !c.is_ascii_hexdigit())?)?;
    let offset = offset(digits)?;
    let rest = behind.trim_start_matches([' ', ':', '-']);
    if rest.len() == behind.len() {
        return None;
    }
    let (octets, rest) = pairs(rest).or_else(|| fours(rest))?;
    let shown = rest.bytes().filter(u8::is_ascii_alphanumeric);
    let said = octets.iter().copied().filter(u8::is_ascii_alphanumeric);
    said.eq(shown).then_some(Piece { line, offset, octets, is_ascii: false, is_packet })
}

/// Octets in pairs of digits, `45 48 4c 4f`, and what stands behind them.
fn pairs(mut rest: &str) -> Option<(Vec<u8>, &str)> {
    let mut octets = Vec::with_capacity(OCTETS_MAX);
    while octets.len() < OCTETS_MAX
        && let Some((pair, behind)) = rest.split_at_checked(2)
        && pair.bytes().all(|b| b.is_ascii_hexdigit())
        && (behind.is_empty() || behind.starts_with([' ', '-']))
    {
        octets.push(u8::from_str_radix(pair, 16).ok()?);
        rest = behind.get(1..).unwrap_or("");
        if octets.len() == OCTETS_MAX / 2 {
            // Some leave a gap in the middle.
            rest = rest.strip_prefix(' ').unwrap_or(rest);
        }
    }
    (!octets.is_empty()).then_some((octets, rest))
}

/// Octets in groups of four digits, as `xxd` writes them: `4548 4c4f  EHLO`.
fn fours(digits: &str) -> Option<(Vec<u8>, &str)> {
    let (digits, rest) = digits.split_once("  ")?;
    let mut octets = Vec::with_capacity(OCTETS_MAX);
    for group in digits.split(' ') {
        let is_group = matches!(group.len(), 2 | 4) && group.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_group || octets.len() >= OCTETS_MAX {
            return None;
        }
        for pair in [group.get(..2), group.get(2..4)].into_iter().flatten() {
            octets.push(u8::from_str_radix(pair, 16).ok()?);
        }
    }
    Some((octets, rest))
}
