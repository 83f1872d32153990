//! All facts about codes, read once.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use postrider_proto::reply::{Entry, catalogue};
use postrider_proto::server::sequence::{self, Cell, State};
use postrider_proto::wire::command::Verb;
use serde::Deserialize;

use crate::codes::EnhancedSet;
use crate::table::{Fault, parsed};

use super::facts::{Cause, EnhancedFacts, Pair, ReplyFacts, Shown, VendorFacts};
use super::subject::{EnhancedCode, Subject};
use super::words::Command;

/// The book that is built in.
///
/// # Panics
///
/// Never: that its files can be read, and that everything in them fits together, is what the tests of this crate show first.
#[must_use]
pub fn book() -> &'static Book {
    static BOOK: LazyLock<Book> = LazyLock::new(|| {
        Book::read().unwrap_or_else(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("the codes of postrider-reference do not fit together:\n{}", faults.join("\n"))
        })
    });
    &BOOK
}

/// All facts about codes.
#[derive(Debug)]
pub struct Book {
    /// The reply codes, in their order.
    pub replies: Vec<ReplyFacts>,
    /// The registered enhanced codes, in their order.
    pub enhanced: Vec<EnhancedFacts>,
    /// What providers mean by enhanced codes.
    pub vendors: Vec<VendorFacts>,
    /// The causes of 503.
    pub causes: Vec<Cause>,
    /// The pairs with a verdict of their own.
    pub pairs: Vec<Pair>,
    /// Where our own replies are shown.
    pub shown: Vec<Shown>,
}

/// A file of one list, whatever the list is called in it.
macro_rules! file {
    ($list:ident: $name:literal, $faults:ident) => {{
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File<T> {
            $list: Vec<T>,
        }
        let text = include_str!(concat!("../../data/codes/", $name, ".toml"));
        parsed(concat!("codes/", $name), text, &mut $faults)
            .map(|file: File<_>| file.$list)
            .unwrap_or_default()
    }};
}

impl Book {
    fn read() -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let book = Self {
            replies: file!(code: "replies", faults),
            enhanced: file!(code: "enhanced", faults),
            vendors: file!(vendor: "vendors", faults),
            causes: file!(cause: "causes", faults),
            pairs: file!(pair: "pairs", faults),
            shown: file!(reply: "shown", faults),
        };
        book.check(&mut faults);
        if faults.is_empty() { Ok(book) } else { Err(faults) }
    }

    /// What is named exists, and stands there once.
    fn check(&self, faults: &mut Vec<Fault>) {
        let mut found = |place: &str, fault: String| faults.push(Fault { place: place.to_owned(), fault });
        let mut seen = HashSet::new();
        for reply in &self.replies {
            let place = reply.code.to_string();
            if !seen.insert(place.clone()) {
                found(&place, "the code stands there twice".to_owned());
            }
            for related in reply.related.iter().filter(|code| self.reply(**code).is_none()) {
                found(&place, format!("it names {related}, which is not there"));
            }
            for code in reply.enhanced.iter().chain(&reply.meant) {
                if EnhancedCode::read(code).is_none() {
                    found(&place, format!("{code:?} is no enhanced code: write 5.7.1 or X.7.1"));
                }
            }
        }
        for enhanced in &self.enhanced {
            if EnhancedCode::read(&enhanced.code).is_none_or(|code| code.class.is_some()) {
                found(&enhanced.code, "it is no registered code: write X.7.26".to_owned());
            } else if !seen.insert(enhanced.code.clone()) {
                found(&enhanced.code, "the code stands there twice".to_owned());
            }
            for related in &enhanced.related {
                if EnhancedCode::read(related).is_none_or(|code| self.enhanced(code).is_none()) {
                    found(&enhanced.code, format!("it names {related:?}, which is not registered"));
                }
            }
        }
        for vendor in &self.vendors {
            if !seen.insert(vendor.id.clone()) {
                found(&vendor.id, "the id is taken".to_owned());
            }
            for set in vendor.codes.iter().filter(|set| EnhancedSet::read(set).is_none()) {
                found(&vendor.id, format!("{set:?} is no set of codes: write 5.7.1 or 5.7.606-649"));
            }
        }
        for cause in &self.causes {
            if !seen.insert(format!("cause-{}", cause.id)) {
                found(&cause.id, "the id is taken".to_owned());
            }
            for id in cause.replies.iter().filter(|id| catalogue::find(id).is_none()) {
                found(&cause.id, format!("there is no reply `{id}` in the catalogue"));
            }
            if let Some(name) = &cause.state
                && cause.in_state().is_none()
            {
                found(&cause.id, format!("there is no state {name:?} in the table of the sequence"));
            }
        }
        for pair in &self.pairs {
            let place = pair.codes.join(" ");
            match (self.code(&pair.codes[0]), self.code(&pair.codes[1])) {
                (Some(one), Some(other)) if one < other => {}
                (Some(_), Some(_)) => found(&place, "the smaller code comes first".to_owned()),
                _ => found(&place, "one of them is not there".to_owned()),
            }
        }
        for entry in catalogue::all() {
            if self.shown(entry.id).is_none() {
                found(entry.id, "no conversation shows it: run `cargo xtask docs`".to_owned());
            }
        }
    }

    /// What is known about a reply code.
    #[must_use]
    pub fn reply(&self, code: u16) -> Option<&ReplyFacts> {
        self.replies.iter().find(|facts| facts.code == code)
    }

    /// What is registered about an enhanced code, whatever its class.
    #[must_use]
    pub fn enhanced(&self, code: EnhancedCode) -> Option<&EnhancedFacts> {
        self.enhanced.iter().find(|facts| facts.key() == code.of_any_class())
    }

    /// What a provider means by a code of its own.
    #[must_use]
    pub fn vendor(&self, id: &str) -> Option<&VendorFacts> {
        self.vendors.iter().find(|vendor| vendor.id == id)
    }

    /// What providers mean by an enhanced code; of any class, if the code has none.
    pub fn vendors_of(&self, code: EnhancedCode) -> impl Iterator<Item = &VendorFacts> {
        self.vendors.iter().filter(move |vendor| {
            vendor.codes.iter().filter_map(|set| EnhancedSet::read(set)).any(|set| {
                let has =
                    |class| set.has(postrider_proto::reply::Enhanced::new(class, code.subject, code.detail));
                code.class.map_or_else(|| has(4) || has(5), has)
            })
        })
    }

    /// One of the causes of 503.
    #[must_use]
    pub fn cause(&self, id: &str) -> Option<&Cause> {
        self.causes.iter().find(|cause| cause.id == id)
    }

    /// The verdict on two codes, where somebody wrote one.
    #[must_use]
    pub fn pair(&self, one: &Subject, other: &Subject) -> Option<&Pair> {
        self.pairs.iter().find(|pair| match pair.subject(self) {
            Some(Subject::Pair(two)) => {
                (two.0.is_meant_by(one) && two.1.is_meant_by(other))
                    || (two.0.is_meant_by(other) && two.1.is_meant_by(one))
            }
            _ => false,
        })
    }

    /// Whether there are facts to compare it by.
    #[must_use]
    pub fn compares(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Reply(code) => self.reply(*code).is_some(),
            Subject::Enhanced(code) => self.enhanced(*code).is_some(),
            _ => false,
        }
    }

    /// Everything that there are facts about, but for pairs: enhanced codes as they are registered, whatever their class.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> {
        let replies = self.replies.iter().map(|facts| Subject::Reply(facts.code));
        let enhanced = self.enhanced.iter().map(|facts| Subject::Enhanced(facts.key()));
        let vendors = self.vendors.iter().map(|vendor| Subject::Vendor(vendor.id.clone()));
        let own = catalogue::all().map(|entry| Subject::Own(entry.id.to_owned()));
        let causes = self.causes.iter().map(|cause| Subject::Cause(cause.id.clone()));
        replies.chain(enhanced).chain(vendors).chain(own).chain(causes)
    }

    /// Where our own reply is shown.
    #[must_use]
    pub fn shown(&self, id: &str) -> Option<&Shown> {
        self.shown.iter().find(|shown| shown.id == id)
    }

    /// The replies of our own server with this code.
    pub fn own(&self, code: u16) -> impl Iterator<Item = &'static Entry> {
        catalogue::all().filter(move |entry| entry.code.number() == code)
    }

    /// What a reply of our own server answers: where the table of the sequence has it, and where conversations show it.
    #[must_use]
    pub fn commands_of(&self, entry: &Entry) -> BTreeSet<Command> {
        let refused = |verb: &Verb| {
            State::ALL.iter().any(
                |state| matches!(sequence::cell(*state, *verb), Cell::Refused(refusal) if refusal.id == entry.id),
            )
        };
        let table = Verb::ALL.iter().filter(|verb| refused(verb));
        let table = table.map(|verb| Command::of_verb(verb.as_str()).unwrap_or(Command::Any));
        let shown = self.shown(entry.id).into_iter().flat_map(|shown| shown.commands.iter().copied());
        let commands: BTreeSet<Command> = table.chain(shown).collect();
        if commands.contains(&Command::Any) { BTreeSet::from([Command::Any]) } else { commands }
    }

    /// The subject that is written as one code: `503`, `5.7.26`, `X.7.26`. A first digit that makes no sense for an enhanced code, and that no
    /// provider says with it, is none: 2.7.26 is X.7.26.
    #[must_use]
    pub fn code(&self, text: &str) -> Option<Subject> {
        if let Some(code) = EnhancedCode::read(text) {
            let said = self.vendors_of(code).next().is_some();
            return match (self.enhanced(code), code.class) {
                (Some(facts), Some(class)) if !facts.classes.contains(&class) && !said => {
                    Some(Subject::Enhanced(code.of_any_class()))
                }
                (Some(_), _) => Some(Subject::Enhanced(code)),
                (None, _) => said.then_some(Subject::Enhanced(code)),
            };
        }
        let code = text.parse().ok().filter(|_| text.len() == 3)?;
        self.reply(code).map(|_| Subject::Reply(code))
    }
}

impl Subject {
    /// Whether what was said about this holds for the other: they are the same, or the same enhanced code, and one says no class.
    #[must_use]
    fn is_meant_by(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Enhanced(one), Self::Enhanced(other)) => {
                one.of_any_class() == other.of_any_class()
                    && (one.class == other.class || one.class.is_none() || other.class.is_none())
            }
            _ => self == other,
        }
    }

    /// The same; an enhanced code without its class.
    #[must_use]
    pub fn any_class(&self) -> Self {
        match self {
            Self::Enhanced(code) => Self::Enhanced(code.of_any_class()),
            Self::Pair(pair) => Self::pair(pair.0.any_class(), pair.1.any_class()),
            other => other.clone(),
        }
    }
}

impl Pair {
    /// Both codes.
    #[must_use]
    pub fn subject(&self, book: &Book) -> Option<Subject> {
        Some(Subject::pair(book.code(&self.codes[0])?, book.code(&self.codes[1])?))
    }

    /// The id of its verdict: `pair-250-503`, `pair-5-7-1-5-7-26`.
    #[must_use]
    pub fn message(&self) -> String {
        let [one, other] = self.codes.each_ref().map(|code| code.to_ascii_lowercase().replace('.', "-"));
        format!("pair-{one}-{other}")
    }
}
