//! What octets say to people, in UTF-8 or in UTF-16, as Windows has it.

use std::array::from_fn;

/// How octets may be a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In UTF-8, or any other in which ASCII is ASCII.
    Octets,
    /// In UTF-16, the low octet first.
    Little,
    /// In UTF-16, the high octet first.
    Big,
}

const FORMS: [Form; 3] = [Form::Octets, Form::Little, Form::Big];

/// A text, and how it was written.
pub struct Text {
    /// What it says.
    pub text: String,
    form: Form,
}

impl Text {
    /// The text, if octets are one.
    pub fn read(octets: &[u8]) -> Option<Self> {
        FORMS.into_iter().find_map(|form| {
            let text = form.text(octets)?;
            Some(Self { text, form })
        })
    }

    /// Another text, written as this one was.
    pub fn written(&self, text: &str) -> Vec<u8> {
        match self.form {
            Form::Octets => text.as_bytes().to_vec(),
            Form::Little => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Form::Big => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

/// What octets may still be, as more and more of them come.
#[derive(Clone, Copy)]
pub struct Guess([bool; 3]);

impl Default for Guess {
    fn default() -> Self {
        Self([true; 3])
    }
}

impl Guess {
    /// What they may still be once those from `new` on have come; none if they are no text.
    pub fn with(self, octets: &[u8], new: usize) -> Option<Self> {
        let still: [bool; 3] = from_fn(|form| self.0[form] && FORMS[form].is_plain(octets, new));
        (still != [false; 3]).then_some(Self(still))
    }
}

impl Form {
    /// Whether octets have nothing that no text has, from `new` on.
    fn is_plain(self, octets: &[u8], new: usize) -> bool {
        match self {
            Self::Octets => octets[new..].iter().all(|octet| is_plain(u16::from(*octet))),
            Self::Little | Self::Big => self.units(&octets[new & !1..]).all(is_plain),
        }
    }

    fn units(self, octets: &[u8]) -> impl Iterator<Item = u16> + '_ {
        let unit = if self == Self::Big { u16::from_be_bytes } else { u16::from_le_bytes };
        octets.as_chunks::<2>().0.iter().map(move |pair| unit(*pair))
    }

    fn text(self, octets: &[u8]) -> Option<String> {
        if !self.is_plain(octets, 0) {
            return None;
        }
        if self == Self::Octets {
            return Some(String::from_utf8_lossy(octets).into_owned());
        }
        // Any octets may be Chinese. A text has spaces, digits and signs besides.
        let ascii = self.units(octets).filter(|unit| *unit < 0x80).count();
        if ascii * 16 < octets.len() {
            return None;
        }
        char::decode_utf16(self.units(octets)).collect::<Result<String, _>>().ok()
    }
}

/// Whether a character is no control, but for those that part lines.
const fn is_plain(unit: u16) -> bool {
    unit >= 0x20 || matches!(unit, 0x09 | 0x0d | 0x0a)
}
