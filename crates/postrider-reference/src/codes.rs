//! What codes say by themselves: the registry of enhanced codes, and the reply codes.

use std::collections::HashMap;

use postrider_proto::reply::Enhanced;
use serde::Deserialize;

use crate::class::Class;
use crate::refusal::Stage;

/// What an enhanced code says where the text says nothing, from `data/enhanced.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnhancedRule {
    /// Stable: `enhanced-` and the code, as in `enhanced-x.2.2`.
    pub id: String,
    /// `X.2.2`, or `5.4.4` where the classes differ.
    pub code: String,
    /// The class.
    pub class: Class,
    /// The situation, where there is one.
    pub situation: Option<String>,
    /// It is used for so much that a common phrase in the text says more.
    #[serde(default)]
    pub generic: bool,
    /// Where it is defined.
    pub source: String,
}

/// What a reply code says where nothing else does, from `data/replies.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRule {
    /// Stable: `reply-` and the code, with the stage if it matters.
    pub id: String,
    /// The code.
    pub code: u16,
    /// It says more than an enhanced code that is used for everything: 530 with 5.7.0 is a login.
    #[serde(default)]
    pub telling: bool,
    /// At these stages; at all if there are none.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// The class.
    pub class: Class,
    /// The situation, where there is one.
    pub situation: Option<String>,
    /// Where it is defined.
    pub source: String,
}

/// A set of enhanced codes: `5.7.1`, `X.7.26`, `5.7.606-649`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnhancedSet {
    class: Option<u8>,
    subject: u16,
    details: (u16, u16),
}

impl EnhancedSet {
    /// Reads a set; none if it is not written so.
    pub fn read(set: &str) -> Option<Self> {
        let mut parts = set.split('.');
        let class = match parts.next()? {
            "X" => None,
            "4" => Some(4),
            "5" => Some(5),
            _ => return None,
        };
        let number = |part: &str| -> Option<u16> {
            let digits = (1..=3).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_digit());
            if digits { part.parse().ok() } else { None }
        };
        let subject = number(parts.next()?)?;
        let detail = parts.next()?;
        let (from, to) = detail.split_once('-').unwrap_or((detail, detail));
        let details = (number(from)?, number(to)?);
        (parts.next().is_none() && details.0 <= details.1).then_some(Self { class, subject, details })
    }

    pub fn has(&self, code: Enhanced) -> bool {
        self.class.is_none_or(|class| class == code.class)
            && self.subject == code.subject
            && (self.details.0..=self.details.1).contains(&code.detail)
    }
}

/// The rules of the enhanced codes, to be asked for one.
#[derive(Debug, Default)]
pub struct Registry(HashMap<(Option<u8>, u16, u16), usize>);

impl Registry {
    /// Notes that a set of one code is that of the rule at this place; false if another has it already.
    pub fn note(&mut self, set: &EnhancedSet, place: usize) -> bool {
        self.0.insert((set.class, set.subject, set.details.0), place).is_none()
    }

    /// The place of the rule for a code, and whether it is meant itself: RFC 3463 §2 lets an unknown detail be read as that
    /// of the subject, X.Y.0.
    pub fn find(&self, code: Enhanced) -> Option<(usize, bool)> {
        let rule = |detail| {
            let keys = [(Some(code.class), code.subject, detail), (None, code.subject, detail)];
            keys.iter().find_map(|key| self.0.get(key)).copied()
        };
        rule(code.detail).map(|place| (place, true)).or_else(|| rule(0).map(|place| (place, false)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_codes_are_read() {
        let has = |set: &str, class, subject, detail| {
            EnhancedSet::read(set).expect("a set").has(Enhanced::new(class, subject, detail))
        };
        assert!(has("5.7.1", 5, 7, 1) && !has("5.7.1", 4, 7, 1) && !has("5.7.1", 5, 7, 10));
        assert!(has("X.7.26", 4, 7, 26) && has("X.7.26", 5, 7, 26));
        assert!(has("5.7.606-649", 5, 7, 606) && has("5.7.606-649", 5, 7, 649));
        assert!(!has("5.7.606-649", 5, 7, 650));
        for wrong in ["", "5", "5.7", "2.1.5", "5.7.1.1", "5.7.9-1", "5.x.1", "5.7.1000", "x.7.1"] {
            assert_eq!(EnhancedSet::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_unknown_detail_is_read_as_its_subject() {
        let mut registry = Registry::default();
        for (place, code) in ["X.7.0", "X.4.4", "5.4.4"].iter().enumerate() {
            assert!(registry.note(&EnhancedSet::read(code).expect("a set"), place));
        }
        assert_eq!(registry.find(Enhanced::new(5, 4, 4)), Some((2, true)));
        assert_eq!(registry.find(Enhanced::new(4, 4, 4)), Some((1, true)));
        assert_eq!(registry.find(Enhanced::new(5, 7, 999)), Some((0, false)));
        assert_eq!(registry.find(Enhanced::new(5, 9, 1)), None);
    }
}
