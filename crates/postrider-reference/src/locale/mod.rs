//! Languages: a folder of `locales/` each.
//!
//! `language.toml` says what the language is called, the `.ftl` files have the sentences (Fluent). English is the source; what a
//! language lacks is said in English, and that it lacks nothing is what the tests of this crate are for.

mod choice;
mod fold;
mod language;
mod sentence;

pub use choice::{asked_for, choose};
pub use fold::folded;
pub use language::{Fact, Language, Script, english, language, languages};
pub use sentence::{Sentence, fingerprint, sentences};
