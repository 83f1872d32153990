//! All that is known, read once and made ready for matching.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::class::{Class, ClassFacts};
use crate::codes::{EnhancedRule, EnhancedSet, Registry, ReplyRule};
use crate::pattern::{Finder, Pattern};
use crate::signature::{Signature, Source, Speaker};
use crate::situation::Situation;

/// The files of signatures, by name. Their order does not matter: of two signatures that are found the more exact one counts, and
/// of two that are equally exact the one with the smaller id.
const SIGNATURES: &[(&str, &str)] = &[
    ("barracuda", include_str!("../data/signatures/barracuda.toml")),
    ("blocklists", include_str!("../data/signatures/blocklists.toml")),
    ("cisco", include_str!("../data/signatures/cisco.toml")),
    ("clients", include_str!("../data/signatures/clients.toml")),
    ("exim", include_str!("../data/signatures/exim.toml")),
    ("filters", include_str!("../data/signatures/filters.toml")),
    ("french", include_str!("../data/signatures/french.toml")),
    ("generic", include_str!("../data/signatures/generic.toml")),
    ("gmail", include_str!("../data/signatures/gmail.toml")),
    ("gmx", include_str!("../data/signatures/gmx.toml")),
    ("godaddy", include_str!("../data/signatures/godaddy.toml")),
    ("haraka", include_str!("../data/signatures/haraka.toml")),
    ("icloud", include_str!("../data/signatures/icloud.toml")),
    ("languages", include_str!("../data/signatures/languages.toml")),
    ("mailru", include_str!("../data/signatures/mailru.toml")),
    ("microsoft", include_str!("../data/signatures/microsoft.toml")),
    ("mimecast", include_str!("../data/signatures/mimecast.toml")),
    ("mox", include_str!("../data/signatures/mox.toml")),
    ("netease", include_str!("../data/signatures/netease.toml")),
    ("opensmtpd", include_str!("../data/signatures/opensmtpd.toml")),
    ("postfix", include_str!("../data/signatures/postfix.toml")),
    ("postrider", include_str!("../data/signatures/postrider.toml")),
    ("proofpoint", include_str!("../data/signatures/proofpoint.toml")),
    ("providers", include_str!("../data/signatures/providers.toml")),
    ("qmail", include_str!("../data/signatures/qmail.toml")),
    ("qq", include_str!("../data/signatures/qq.toml")),
    ("sendmail", include_str!("../data/signatures/sendmail.toml")),
    ("services", include_str!("../data/signatures/services.toml")),
    ("stalwart", include_str!("../data/signatures/stalwart.toml")),
    ("us-providers", include_str!("../data/signatures/us-providers.toml")),
    ("words", include_str!("../data/signatures/words.toml")),
    ("yahoo", include_str!("../data/signatures/yahoo.toml")),
    ("yandex", include_str!("../data/signatures/yandex.toml")),
];

/// The table that is built in.
///
/// # Panics
///
/// Never: that its files can be read, and that everything in them fits together, is what the tests of this crate show first.
#[must_use]
pub fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        Table::read(&Files::built_in()).unwrap_or_else(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("the tables of postrider-reference do not fit together:\n{}", faults.join("\n"))
        })
    });
    &TABLE
}

/// All that is known.
#[derive(Debug)]
pub struct Table {
    /// The classes, in the order of [`Class::ALL`].
    pub classes: Vec<ClassFacts>,
    /// The situations, in the order of their file.
    pub situations: Vec<Situation>,
    /// Where the facts are from.
    pub sources: Vec<Source>,
    /// Who says what: each speaker with its signatures.
    pub speakers: Vec<(Speaker, Vec<Signature>)>,
    /// What enhanced codes say.
    pub enhanced: Vec<EnhancedRule>,
    /// What reply codes say.
    pub replies: Vec<ReplyRule>,
    pub(crate) registry: Registry,
    pub(crate) finder: Finder,
    /// What a pattern of the finder stands for.
    pub(crate) meanings: Vec<Meaning>,
    /// What else a signature asks for, in the order of speakers and their signatures.
    pub(crate) conditions: Vec<Conditions>,
    situations_by_id: HashMap<String, usize>,
}

/// What it means that a pattern stands in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Meaning {
    /// The speaker at this place has left its mark.
    Mark(usize),
    /// The signature at this place of `conditions`.
    Signature(usize),
}

/// A signature's place, and what it asks for beside its text.
#[derive(Debug)]
pub(crate) struct Conditions {
    pub speaker: usize,
    pub signature: usize,
    pub enhanced: Vec<EnhancedSet>,
    pub needs_speaker: bool,
    pub without_text: bool,
}

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, or what in it is meant.
    pub place: String,
    /// What is wrong, and what would be right.
    pub fault: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.fault)
    }
}

/// The texts of the files.
struct Files<'a> {
    classes: &'a str,
    situations: &'a str,
    sources: &'a str,
    enhanced: &'a str,
    replies: &'a str,
    signatures: &'a [(&'a str, &'a str)],
}

impl Files<'static> {
    const fn built_in() -> Self {
        Self {
            classes: include_str!("../data/classes.toml"),
            situations: include_str!("../data/situations.toml"),
            sources: include_str!("../data/sources.toml"),
            enhanced: include_str!("../data/enhanced.toml"),
            replies: include_str!("../data/replies.toml"),
            signatures: SIGNATURES,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Classes {
    class: Vec<ClassFacts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Situations {
    situation: Vec<Situation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    source: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnhancedCodes {
    code: Vec<EnhancedRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replies {
    reply: Vec<ReplyRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signatures {
    speaker: Speaker,
    signature: Vec<Signature>,
}

impl Table {
    /// Reads the files and says everything that is wrong with them.
    fn read(files: &Files<'_>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let classes: Option<Classes> = parsed("classes", files.classes, &mut faults);
        let situations: Option<Situations> = parsed("situations", files.situations, &mut faults);
        let sources: Option<Sources> = parsed("sources", files.sources, &mut faults);
        let enhanced: Option<EnhancedCodes> = parsed("enhanced", files.enhanced, &mut faults);
        let replies: Option<Replies> = parsed("replies", files.replies, &mut faults);
        let signatures = files.signatures.iter();
        let speakers: Vec<Signatures> =
            signatures.filter_map(|(name, text)| parsed(name, text, &mut faults)).collect();
        let (Some(classes), Some(situations), Some(sources), Some(enhanced), Some(replies)) =
            (classes, situations, sources, enhanced, replies)
        else {
            return Err(faults);
        };
        let mut table = Self {
            classes: classes.class,
            situations: situations.situation,
            sources: sources.source,
            speakers: speakers.into_iter().map(|file| (file.speaker, file.signature)).collect(),
            enhanced: enhanced.code,
            replies: replies.reply,
            registry: Registry::default(),
            finder: Finder::new(&[]),
            meanings: Vec::new(),
            conditions: Vec::new(),
            situations_by_id: HashMap::new(),
        };
        table.make_ready(&mut faults);
        table.check_names(&mut faults);
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    /// The situation of this id.
    #[must_use]
    pub fn situation(&self, id: &str) -> Option<&Situation> {
        self.situations_by_id.get(id).map(|place| &self.situations[*place])
    }

    /// What is known about a class.
    ///
    /// # Panics
    ///
    /// Never: a table that lacks a class is not made.
    #[must_use]
    pub fn facts(&self, class: Class) -> &ClassFacts {
        self.classes.iter().find(|facts| facts.id == class).expect("the table was made with every class")
    }

    /// Every signature with its speaker.
    pub fn signatures(&self) -> impl Iterator<Item = (&Speaker, &Signature)> {
        self.speakers.iter().flat_map(|(speaker, signatures)| signatures.iter().map(move |s| (speaker, s)))
    }

    /// The class of a signature: its own, or that of its situation.
    #[must_use]
    pub fn class_of(&self, signature: &Signature) -> Class {
        let situation = signature.situation.as_deref().and_then(|id| self.situation(id));
        signature.class.or_else(|| situation.map(|situation| situation.class)).unwrap_or(Class::Unknown)
    }

    fn make_ready(&mut self, faults: &mut Vec<Fault>) {
        self.situations_by_id = self
            .situations
            .iter()
            .enumerate()
            .map(|(place, situation)| (situation.id.clone(), place))
            .collect();
        for (place, rule) in self.enhanced.iter().enumerate() {
            let noted = EnhancedSet::read(&rule.code).is_some_and(|set| self.registry.note(&set, place));
            if !noted {
                let fault =
                    format!("{:?} is no code, or stands there twice: write X.2.2 or 5.4.4", rule.code);
                faults.push(Fault { place: rule.id.clone(), fault });
            }
        }
        let mut patterns = Vec::new();
        for (speaker, (who, signatures)) in self.speakers.iter().enumerate() {
            for mark in &who.marks {
                if let Some(pattern) = read_pattern(&who.id, mark, faults) {
                    patterns.push(pattern);
                    self.meanings.push(Meaning::Mark(speaker));
                }
            }
            for (signature, what) in signatures.iter().enumerate() {
                let place = self.conditions.len();
                for text in &what.text {
                    if let Some(pattern) = read_pattern(&what.id, text, faults) {
                        self.meanings.push(Meaning::Signature(place));
                        patterns.push(pattern);
                    }
                }
                let enhanced = what.enhanced.iter().filter_map(|set| {
                    let read = EnhancedSet::read(set);
                    if read.is_none() {
                        let fault = format!(
                            "{set:?} is no set of enhanced codes: write 5.7.1, X.7.26 or 5.7.606-649"
                        );
                        faults.push(Fault { place: what.id.clone(), fault });
                    }
                    read
                });
                self.conditions.push(Conditions {
                    speaker,
                    signature,
                    enhanced: enhanced.collect(),
                    needs_speaker: what.known || what.text.is_empty(),
                    without_text: what.text.is_empty(),
                });
            }
        }
        self.finder = Finder::new(&patterns);
    }

    /// Ids are used once, and what is named exists.
    fn check_names(&self, faults: &mut Vec<Fault>) {
        let mut found = |place: &str, fault: String| faults.push(Fault { place: place.to_owned(), fault });
        for class in Class::ALL {
            if self.classes.iter().filter(|facts| facts.id == *class).count() != 1 {
                found("classes", format!("`{class}` stands there not just once"));
            }
        }
        let sources: HashSet<&str> = self.sources.iter().map(|source| source.id.as_str()).collect();
        let mut ids = HashSet::new();
        let rules = self
            .enhanced
            .iter()
            .map(|rule| (&rule.id, &rule.situation, &rule.source))
            .chain(self.replies.iter().map(|rule| (&rule.id, &rule.situation, &rule.source)))
            .chain(self.signatures().map(|(_, sign)| (&sign.id, &sign.situation, &sign.source)));
        for (id, situation, source) in rules {
            if !ids.insert(id) {
                found(id, "the id is taken: it is for ever, choose another".to_owned());
            }
            match situation.as_deref().map(|situation| (situation, self.situation(situation))) {
                Some((name, None)) => found(id, format!("there is no situation `{name}` in situations.toml")),
                Some((name, Some(situation))) if situation.by_conversation => {
                    found(id, format!("`{name}` is said to show in the whole conversation only"));
                }
                _ => {}
            }
            if !sources.contains(source.as_str()) {
                found(id, format!("there is no source `{source}` in sources.toml"));
            }
        }
        for (speaker, sign) in self.signatures() {
            if sign.situation.is_none() && sign.class.is_none() {
                found(&sign.id, "it has neither a situation nor a class".to_owned());
            }
            if !sign.id.starts_with(&format!("{}-", speaker.id)) {
                found(&sign.id, format!("the id does not begin with its speaker's, `{}-`", speaker.id));
            }
            if sign.text.is_empty() && sign.enhanced.is_empty() && sign.code.is_empty() {
                found(&sign.id, "it asks for nothing".to_owned());
            }
            let is_anybody = speaker.sites.is_empty() && speaker.marks.is_empty();
            if is_anybody && (sign.known || sign.text.is_empty()) {
                found(&sign.id, format!("`{}` cannot be known: it has neither sites nor marks", speaker.id));
            }
        }
    }
}

pub(crate) fn parsed<T: DeserializeOwned>(name: &str, text: &str, faults: &mut Vec<Fault>) -> Option<T> {
    match toml::from_str(text) {
        Ok(file) => Some(file),
        Err(error) => {
            faults.push(Fault { place: format!("{name}.toml"), fault: error.to_string() });
            None
        }
    }
}

fn read_pattern(id: &str, text: &str, faults: &mut Vec<Fault>) -> Option<Pattern> {
    let pattern = Pattern::read(text);
    if pattern.is_none() {
        let fault = format!(
            "{text:?} is no pattern: small letters, single spaces, three characters at least, choices as in {{a|b}}"
        );
        faults.push(Fault { place: id.to_owned(), fault });
    }
    pattern
}
