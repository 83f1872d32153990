//! What the numbers of SMTP mean, and what the refusals of other mail servers mean.
//!
//! [`code`] has the facts about every code, [`locale`] the sentences in every language, and [`sheet`] puts both together for a reader. The
//! rest of this page is about refusals, where a code is only part of what is known.
//!
//! ```text
//!   Refusal { stage, code, enhanced, text, host }
//!       |
//!       |  1. a signature of a known server in the text      "The email account that you tried to reach does not exist"
//!       |  2. a telling phrase of any server                 "too many connections"
//!       |  3. the enhanced code, where it says something     5.2.2
//!       |  4. a common phrase of any server                  "user unknown"
//!       |  5. the enhanced code, where it says little        5.7.1
//!       |  6. the reply code and the stage                   556
//!       v
//!   Diagnosis { class, situation, vendor, rule, throttles, sure }
//! ```
//!
//! Everything that is known stands in `data/`, as facts with their source and the day they were seen; [`classify`] is one pass over
//! the text and a few comparisons. The text goes before the code because codes are reused: `5.7.27` is a null MX in the registry and
//! SPF at Gmail, and `5.7.1` is used by almost everyone for almost everything. What nothing is known about stays
//! [`Class::Unknown`].
//!
//! [`site`] gives the name of whoever runs a host, so that what one host of a provider says can be held against all of them.
//!
//! # What this crate must not know
//!
//! A socket, a file, a clock, an executor, the queue, what is done about a diagnosis. It says what a code or a refusal means; whether
//! mail is tried again is the business of whoever sent it.
#![forbid(unsafe_code)]

mod class;
pub mod code;
mod codes;
mod diagnosis;
pub mod locale;
mod pattern;
mod refusal;
pub mod sheet;
mod signature;
mod site;
mod situation;
mod table;
mod text;

pub use class::{Actor, Class, ClassFacts, Retry};
pub use codes::{EnhancedRule, ReplyRule};
pub use diagnosis::{Diagnosis, Sure, classify};
pub use refusal::{Refusal, Stage};
pub use signature::{Signature, Source, Speaker};
pub use site::{site, site_of};
pub use situation::Situation;
pub use table::{Table, table};
