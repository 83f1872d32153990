//! The codes themselves: what each of them means, whatever server it came from.
//!
//! ```text
//!   data/codes/*.toml    facts: commands, effect, retry, sources        (no sentence)
//!   locales/LANG/*.ftl   sentences, by the id of the fact               (no fact)
//! ```

mod book;
mod facts;
mod family;
mod query;
mod search;
mod subject;
mod words;

pub use book::{Book, book};
pub use facts::{Cause, EnhancedFacts, Otherwise, Pair, ReplyFacts, Shown, VendorFacts};
pub use family::{Family, LAST_SUBJECT};
pub use query::{Answer, look_up};
pub use search::{Hit, same_words, search};
pub use subject::{EnhancedCode, Subject};
pub use words::{Acts, Command, Effect, Repeat, Standing, first_digit};
