//! A language and what it says.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::Deserialize;
use unic_langid::LanguageIdentifier;

use crate::code::Subject;

/// The folders of `locales/`: the tag, `language.toml`, and the Fluent files with their names.
type Folder = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const FOLDERS: &[Folder] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// The language that everything is written in first.
const SOURCE: &str = "en";

/// A language.
pub struct Language {
    /// `vi`, by BCP 47.
    pub tag: &'static str,
    /// What it calls itself.
    pub name: String,
    /// What it is written in.
    pub script: Script,
    /// Words that mean the same to whoever searches: `greylisting` and `graylisting`.
    pub same: Vec<Vec<String>>,
    /// The Fluent files it was read from: each with its name.
    pub files: &'static [(&'static str, &'static str)],
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Language").field("tag", &self.tag).finish_non_exhaustive()
    }
}

/// What a language is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Latin letters, many of them with marks.
    LatinMarked,
    /// Cyrillic letters.
    Cyrillic,
    /// Chinese characters.
    Han,
}

/// What `language.toml` says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    name: String,
    script: Script,
    #[serde(default)]
    same: Vec<Vec<String>>,
}

/// Something that a sentence names.
#[derive(Debug, Clone, Copy)]
pub enum Fact<'a> {
    /// A word or a sentence.
    Text(&'a str),
    /// A number, which may choose a plural form.
    Number(usize),
}

/// Every language, English first, then by tag.
///
/// # Panics
///
/// Never: that each can be read is what the tests of this crate show first.
#[must_use]
pub fn languages() -> &'static [Language] {
    static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
        let mut languages: Vec<Language> = FOLDERS
            .iter()
            .map(|(tag, facts, files)| {
                Language::read(tag, facts, files).unwrap_or_else(|fault| panic!("locales/{fault}"))
            })
            .collect();
        languages.sort_by_key(|language| (language.tag != SOURCE, language.tag));
        languages
    });
    &LANGUAGES
}

/// The language of this tag: `vi`, `vi-VN` and `vi_VN.UTF-8` are the same, and where there is only `zh-Hans`, `zh_CN` is that.
#[must_use]
pub fn language(tag: &str) -> Option<&'static Language> {
    // `pt_BR.UTF-8` is pt-BR, and pt where there is no such folder.
    let whole = tag.split(['.', '@']).next()?.replace('_', "-");
    let main = whole.split('-').next()?;
    let find = |wanted: &str| languages().iter().find(|language| language.tag.eq_ignore_ascii_case(wanted));
    let kin = || languages().iter().find(|language| language.main().eq_ignore_ascii_case(main));
    find(&whole).or_else(|| find(main)).or_else(kin)
}

/// The language that everything is written in first.
///
/// # Panics
///
/// Never: its folder is there, or this would not have been compiled.
#[must_use]
pub fn english() -> &'static Language {
    languages().first().expect("English is the first language")
}

impl Language {
    /// Reads a language from what its folder holds: the tag, `language.toml`, and the Fluent files with their names.
    ///
    /// # Errors
    ///
    /// What in which file cannot be read.
    pub fn read(
        tag: &'static str,
        facts: &str,
        files: &'static [(&'static str, &'static str)],
    ) -> Result<Self, String> {
        let facts: Facts = toml::from_str(facts).map_err(|error| format!("{tag}/language.toml: {error}"))?;
        let id: LanguageIdentifier = tag.parse().map_err(|error| format!("{tag}: {error}"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The marks that keep writing directions apart are seen by terminals and by readers of JSON; no language here needs them.
        bundle.set_use_isolating(false);
        for (name, text) in files {
            let resource = FluentResource::try_new((*text).to_owned())
                .map_err(|(_, errors)| format!("{tag}/{name}: {errors:?}"))?;
            bundle.add_resource(resource).map_err(|errors| format!("{tag}/{name}: {errors:?}"))?;
        }
        let Facts { name, script, same } = facts;
        Ok(Self { tag, name, script, same, files, bundle })
    }

    /// The language alone, without script and country: `zh` of `zh-Hans`.
    fn main(&self) -> &str {
        self.tag.split('-').next().unwrap_or(self.tag)
    }

    /// Whether everything is written in it first.
    #[must_use]
    pub fn is_source(&self) -> bool {
        self.tag == SOURCE
    }

    /// A sentence without facts: the message `reply-503`, or its attribute, `reply-503.meaning`. What the language lacks is said in
    /// English; what nobody wrote is the id itself.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// A sentence with facts.
    #[must_use]
    pub fn say_with(&self, id: &str, facts: &[(&'static str, Fact<'_>)]) -> String {
        self.find(id, facts)
            .or_else(|| if self.is_source() { None } else { english().find(id, facts) })
            .unwrap_or_else(|| id.to_owned())
    }

    /// A sentence, if it was written, in this language or in English.
    #[must_use]
    pub fn maybe(&self, id: &str) -> Option<String> {
        self.find(id, &[]).or_else(|| if self.is_source() { None } else { english().find(id, &[]) })
    }

    /// The name of a code or a reply.
    #[must_use]
    pub fn name(&self, subject: &Subject) -> String {
        self.maybe(&subject.message()).unwrap_or_else(|| subject.to_string())
    }

    /// All that a message says, each part on a line.
    pub(crate) fn all(&self, message: &str) -> String {
        let Some(found) = self.bundle.get_message(message) else { return String::new() };
        let parts = found.value().into_iter().chain(found.attributes().map(|attribute| attribute.value()));
        let mut lines = String::new();
        for part in parts {
            lines.push_str(&self.bundle.format_pattern(part, None, &mut Vec::new()));
            lines.push('\n');
        }
        lines
    }

    fn find(&self, id: &str, facts: &[(&'static str, Fact<'_>)]) -> Option<String> {
        let (message, attribute) =
            id.split_once('.').map_or((id, None), |(id, attribute)| (id, Some(attribute)));
        let message = self.bundle.get_message(message)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut arguments = FluentArgs::with_capacity(facts.len());
        for (name, fact) in facts {
            match fact {
                Fact::Text(text) => arguments.set(*name, FluentValue::from(*text)),
                Fact::Number(number) => arguments.set(*name, FluentValue::from(*number)),
            }
        }
        // A fact that a sentence wants and does not get stands there as its name: the tests see to it that this does not happen.
        Some(self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
    }
}

impl Subject {
    /// The id of the message about it.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Reply(code) => format!("reply-{code}"),
            Self::Enhanced(code) => {
                format!("enhanced-{}", code.of_any_class().to_string().to_ascii_lowercase().replace('.', "-"))
            }
            Self::Vendor(id) => format!("vendor-{id}"),
            Self::Own(id) => format!("own-{id}"),
            Self::Cause(id) => format!("cause-{id}"),
            Self::Pair(pair) => {
                let [one, other] = [&pair.0, &pair.1].map(|code| code.slug().replace('.', "-"));
                format!("pair-{one}-{other}")
            }
            Self::Sequence => "sequence".to_owned(),
        }
    }
}
