//! What a server is known to say.

use serde::Deserialize;

use crate::class::Class;
use crate::pattern::Pattern;
use crate::refusal::Stage;

/// Who says it: a provider, a product, or anybody. A file in `data/signatures/` begins with one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Stable, and the beginning of the ids of its signatures.
    pub id: String,
    /// The name for people; none where it is several, or anybody.
    pub name: Option<String>,
    /// The sites (`data/sites.toml`) whose hosts are this speaker.
    #[serde(default)]
    pub sites: Vec<String>,
    /// What it puts into its texts, so that it is known even behind somebody else's host: patterns.
    #[serde(default)]
    pub marks: Vec<String>,
}

/// What a server is known to say, and what it means by it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Stable: it stands in logs.
    pub id: String,
    /// The situation it is a sign of.
    pub situation: Option<String>,
    /// The class, where it is not that of the situation.
    pub class: Option<Class>,
    /// Whose words they are, where the speaker of the file is not one but several.
    pub vendor: Option<String>,
    /// Patterns (`src/pattern.rs`), each of which is enough; none where the codes of this speaker are enough.
    #[serde(default)]
    pub text: Vec<String>,
    /// Only with a reply code that begins like one of these: `["4", "550"]`.
    #[serde(default)]
    pub code: Vec<String>,
    /// Only with one of these enhanced codes: `["5.7.26", "X.7.27", "5.7.606-649"]`.
    #[serde(default)]
    pub enhanced: Vec<String>,
    /// Only at these stages.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Only where the speaker is known by its host or its marks. Always so where there is no text.
    #[serde(default)]
    pub known: bool,
    /// Of a common phrase: it says more than any enhanced code beside it.
    #[serde(default)]
    pub strong: bool,
    /// Whether to slow down for the whole site; where nothing is said, if the class is [`Class::Throttled`].
    pub throttles: Option<bool>,
    /// Where it is known from: an id in `data/sources.toml`.
    pub source: String,
    /// A line that is diagnosed by this signature.
    pub hit: String,
    /// The host of the example, where the signature wants to know the speaker and the line bears no mark.
    pub host: Option<String>,
    /// A line much like it that is not.
    pub miss: String,
}

impl Signature {
    /// Texts that its patterns fit: each of their choices stands in one.
    pub fn examples(&self) -> impl Iterator<Item = String> {
        self.text.iter().filter_map(|pattern| Pattern::read(pattern)).flat_map(|pattern| pattern.examples())
    }
}

/// Where facts are from, from `data/sources.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable.
    pub id: String,
    /// What it is.
    pub what: String,
    /// Where it is: a URL or the number of an RFC.
    pub at: String,
    /// The day it was read, `YYYY-MM-DD`, or the month. Servers change what they say without telling anybody.
    pub seen: String,
}
