//! Whether the DNS has the record of a key.

use postrider_dns::{Answer, Resolver};
use postrider_mailauth::dkim::record_name;

use super::key::Key;

/// What the DNS has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The record.
    Published,
    /// Nothing.
    Missing,
    /// A record that says something else.
    Other(String),
    /// It cannot be asked now.
    Unknown(String),
}

impl Seen {
    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Published => "in DNS".to_owned(),
            Self::Missing => "not in DNS".to_owned(),
            Self::Other(text) => format!("DNS has something else: {text}"),
            Self::Unknown(why) => format!("DNS does not say: {why}"),
        }
    }
}

/// Asks for the record of a key.
pub async fn look(resolver: &dyn Resolver, key: &Key) -> Seen {
    match resolver.texts(&record_name(&key.selector, &key.domain)).await {
        Answer::Found { records, .. } => {
            // White space means nothing in a tag list, and a key is one tag (RFC 6376 §3.2).
            let bare = |text: &str| text.split_ascii_whitespace().collect::<String>();
            match records.iter().find(|text| bare(text) == bare(&key.record)) {
                Some(_) => Seen::Published,
                None => Seen::Other(crate::visible::visible(&records[0])),
            }
        }
        Answer::NoData { .. } | Answer::NxDomain { .. } => Seen::Missing,
        Answer::Temporary(trouble) => Seen::Unknown(trouble.to_string()),
        Answer::Bogus(_) => Seen::Unknown("what it says is not proven by DNSSEC".to_owned()),
    }
}
