//! Canonicalization (RFC 6376 §3.4): what a relay may change in passing is taken out before the hash.

use aws_lc_rs::digest::{Context, Digest, SHA256};
use memchr::{memchr, memchr3};

/// How much a relay may change (RFC 6376 §3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canonicalization {
    /// Next to nothing: empty lines at the end of the body.
    Simple,
    /// White space too, and how a field is folded.
    Relaxed,
}

/// Appends a field as it is hashed, without the CRLF at its end. `raw` is the field as it stands in the message, up to that CRLF.
pub fn canonical_field(canonicalization: Canonicalization, raw: &[u8], out: &mut Vec<u8>) {
    match canonicalization {
        // RFC 6376 §3.4.1
        Canonicalization::Simple => out.extend_from_slice(raw),
        Canonicalization::Relaxed => relaxed_field(raw, out),
    }
}

/// RFC 6376 §3.4.2
fn relaxed_field(raw: &[u8], out: &mut Vec<u8>) {
    let (name, value) = raw.split_at(memchr(b':', raw).unwrap_or(raw.len()));
    out.extend(name.trim_ascii_end().iter().map(u8::to_ascii_lowercase));
    out.push(b':');
    let mut rest = value.get(1..).unwrap_or_default();
    let start = out.len();
    while let Some((&octet, after)) = rest.split_first() {
        // A fold is a CRLF in front of white space: what is left of it is that white space.
        if let Some(folded) = rest.strip_prefix(b"\r\n") {
            rest = folded;
            continue;
        }
        rest = after;
        if !is_blank(octet) {
            out.push(octet);
        } else if out.len() > start && out.last() != Some(&b' ') {
            out.push(b' ');
        }
    }
    if out.len() > start && out.last() == Some(&b' ') {
        out.pop();
    }
}

const fn is_blank(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t')
}

/// Hashes a body as it passes, in pieces of any size, with SHA-256.
#[derive(Clone)]
pub struct BodyHash {
    canonicalization: Canonicalization,
    hash: Context,
    /// Canonical octets that are not hashed yet: a hash takes many together faster.
    waiting: Vec<u8>,
    /// CRLFs that have come since the last line with something on it. At the end of the body they do not count.
    empty_lines: u64,
    /// Something of the line under way has been hashed.
    in_line: bool,
    /// White space has come, and counts if something follows it on its line.
    blank: bool,
    /// A CR has come, and ends the line if an LF follows it.
    cr: bool,
    /// Something has been hashed, or waits to be.
    any: bool,
}

impl BodyHash {
    /// How much is hashed together, in octets.
    const TOGETHER: usize = 4096;

    /// The hash of a body that begins now.
    #[must_use]
    pub fn new(canonicalization: Canonicalization) -> Self {
        Self {
            canonicalization,
            hash: Context::new(&SHA256),
            waiting: Vec::with_capacity(Self::TOGETHER),
            empty_lines: 0,
            in_line: false,
            blank: false,
            cr: false,
            any: false,
        }
    }

    /// Takes the next octets of the body.
    pub fn push(&mut self, mut octets: &[u8]) {
        while let Some(&first) = octets.first() {
            if std::mem::take(&mut self.cr) {
                if first == b'\n' {
                    self.line_end();
                    octets = &octets[1..];
                    continue;
                }
                self.put(b"\r");
            }
            let special = match self.canonicalization {
                Canonicalization::Simple => memchr(b'\r', octets),
                Canonicalization::Relaxed => memchr3(b'\r', b' ', b'\t', octets),
            };
            let (plain, rest) = octets.split_at(special.unwrap_or(octets.len()));
            if !plain.is_empty() {
                self.put(plain);
            }
            match rest.first() {
                None => return,
                Some(b'\r') => self.cr = true,
                Some(_) => self.blank = true,
            }
            octets = &rest[1..];
        }
    }

    /// The body is complete.
    #[must_use]
    pub fn finish(mut self) -> Digest {
        if std::mem::take(&mut self.cr) {
            self.put(b"\r");
        }
        if self.in_line {
            self.line_end();
        } else if self.canonicalization == Canonicalization::Simple && !self.any {
            // RFC 6376 §3.4.3: an empty body is one empty line. A relaxed one is nothing (§3.4.4).
            self.waiting.extend_from_slice(b"\r\n");
        }
        self.hash.update(&self.waiting);
        self.hash.finish()
    }

    fn line_end(&mut self) {
        self.blank = false;
        if std::mem::take(&mut self.in_line) {
            self.append(b"\r\n");
        } else {
            self.empty_lines += 1;
        }
    }

    /// Something that stands on a line.
    fn put(&mut self, octets: &[u8]) {
        for _ in 0..std::mem::take(&mut self.empty_lines) {
            self.append(b"\r\n");
        }
        if std::mem::take(&mut self.blank) {
            self.append(b" ");
        }
        (self.in_line, self.any) = (true, true);
        self.append(octets);
    }

    fn append(&mut self, octets: &[u8]) {
        if self.waiting.len() + octets.len() > Self::TOGETHER {
            self.hash.update(&self.waiting);
            self.waiting.clear();
        }
        if octets.len() > Self::TOGETHER {
            self.hash.update(octets);
        } else {
            self.waiting.extend_from_slice(octets);
        }
    }
}

impl std::fmt::Debug for BodyHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BodyHash").field("canonicalization", &self.canonicalization).finish_non_exhaustive()
    }
}
