//! The codes themselves: what each of them means, whatever server it came from.
//!
//! ```text
//!   data/codes/*.toml    facts: commands, effect, retry, sources        (no sentence)
//!   locales/LANG/*.ftl   sentences, by the id of the fact               (no fact)
//! ```

mod book;
mod facts;
mod query;
mod subject;
mod words;

pub use book::{Book, book};
pub use facts::{Cause, EnhancedFacts, Otherwise, Pair, ReplyFacts, Shown, VendorFacts};
pub use query::{Answer, Hit, look_up, search};
pub use subject::{EnhancedCode, Subject};
pub use words::{Acts, Command, Effect, Repeat, Standing, first_digit};
