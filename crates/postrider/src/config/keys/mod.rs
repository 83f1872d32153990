//! Every key of the configuration: its form, its default, and what it is for. The reader, `postrider init` and
//! docs/configuration.md are all made of this one table. A section is in the file of its name.

mod accounts;
mod acme;
mod certificate;
mod delivery;
mod dkim;
mod dns;
mod domain;
mod dovecot;
mod journal;
mod ldap;
mod limits;
mod listener;
mod log;
mod metrics;
mod oauth;
mod queue;
mod relay;
mod retry;
mod route;
mod sendmail;
mod server;
mod shutdown;

use std::time::Duration;

use crate::config::Config;

/// A table of the file.
#[derive(Debug)]
pub struct Section {
    /// Its name; empty for the keys at the top of the file.
    pub name: &'static str,
    /// It may be there several times: `[[name]]`.
    pub repeated: bool,
    /// What it is about.
    pub about: &'static str,
    /// Its keys, in the order in which people read them.
    pub keys: &'static [Key],
}

/// A key of a section.
#[derive(Debug)]
pub struct Key {
    /// Its name, the unit last.
    pub name: &'static str,
    /// What its value looks like.
    pub form: Form,
    /// What holds if it is not written.
    pub default: Default,
    /// What it is for.
    pub about: &'static str,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `"text"`
    Text,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number, not below zero.
    Number,
    /// `true` or `false`
    Flag,
    /// `["text", ...]`
    Texts,
    /// `"text"` or `["text", ...]`
    TextOrTexts,
    /// `[1, 2, ...]`
    Numbers,
    /// `{ name = "text", other = ["text", ...] }`
    Targets,
}

/// What holds if a key is not written.
#[derive(Debug, Clone, Copy)]
pub enum Default {
    /// This value, as it would be written.
    Value(fn(&Config) -> String),
    /// Something that is no fixed value, in words; and an example.
    Words(&'static str, &'static str),
    /// There is none: the key has to be written. An example.
    Required(&'static str),
}

const fn key(name: &'static str, form: Form, default: Default, about: &'static str) -> Key {
    Key { name, form, default, about }
}

/// A limit whose default is in the code.
const fn number(name: &'static str, default: fn(&Config) -> String, about: &'static str) -> Key {
    key(name, Form::Number, Default::Value(default), about)
}

/// Waits, as they are written.
fn seconds(waits: &[Duration]) -> String {
    let waits: Vec<String> = waits.iter().map(|wait| wait.as_secs().to_string()).collect();
    format!("[{}]", waits.join(", "))
}

/// All of them.
pub static SECTIONS: [Section; 23] = [
    server::SERVER,
    listener::LISTENER,
    certificate::CERTIFICATE,
    acme::ACME,
    domain::DOMAIN,
    relay::RELAY,
    relay::RELAY_DOMAIN,
    route::ROUTE,
    limits::LIMITS,
    queue::QUEUE,
    delivery::DELIVERY,
    retry::RETRY,
    dkim::DKIM,
    dns::DNS,
    sendmail::SENDMAIL,
    accounts::ACCOUNTS,
    dovecot::DOVECOT,
    ldap::LDAP,
    oauth::OAUTH,
    journal::JOURNAL,
    metrics::METRICS,
    shutdown::SHUTDOWN,
    log::LOG,
];

impl Section {
    /// The key of this name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Its header in the file, `[limits]` or `[[domain]]`; empty for the top.
    #[must_use]
    pub fn header(&self) -> String {
        match (self.name, self.repeated) {
            ("", _) => String::new(),
            (name, false) => format!("[{name}]"),
            (name, true) => format!("[[{name}]]"),
        }
    }
}

impl Key {
    /// A value as it could be written: the default, or an example.
    #[must_use]
    pub fn example(&self, defaults: &Config) -> String {
        match self.default {
            Default::Value(value) => value(defaults),
            Default::Words(_, example) | Default::Required(example) => example.to_owned(),
        }
    }
}

impl Form {
    /// What is right, in words.
    #[must_use]
    pub fn description(self) -> String {
        match self {
            Self::Text => "text in quotes".to_owned(),
            Self::OneOf(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
                words.join(" or ")
            }
            Self::Number => "a whole number".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::TextOrTexts => "text in quotes, or a list of texts".to_owned(),
            Self::Numbers => "a list of whole numbers".to_owned(),
            Self::Targets => "a table of names, each with one text or a list of texts".to_owned(),
        }
    }
}

/// What to write instead of a word that is none of these.
pub fn word_help(key: &str, written: &str, words: &[&str]) -> String {
    let written = written.trim_matches(['"', '\'']);
    // `on` is near to `none`, and means the contrary.
    let near = super::problem::nearest(written, words.iter().copied());
    if let Some(near) = near.filter(|_| written.chars().count() > 2) {
        return format!("did you mean {key} = {near:?}?");
    }
    let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    format!("write {key} = {}", words.join(" or "))
}

/// What to write instead of a word that should be true or false.
pub fn flag_help(key: &str, written: &str) -> String {
    match &*written.trim_matches(['"', '\'']).to_ascii_lowercase() {
        "true" | "yes" | "on" => format!("write {key} = true, without quotes"),
        "false" | "no" | "off" => format!("write {key} = false, without quotes"),
        _ => format!("write {key} = true or {key} = false, without quotes"),
    }
}
