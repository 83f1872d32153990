//! What a refusal of a session comes to.

use postrider_proto::reply::{Enhanced, Entry};
use postrider_proto::wire::command::Verb;
use postrider_reference::{Diagnosis, Sure};

use crate::finding::{Speaker, Step};
use crate::sequence::Fault;

/// What a refusal of a session comes to.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The line that proves it.
    pub line: usize,
    /// What was refused; none for the greeting, the content, and what no server said.
    pub verb: Option<Verb>,
    /// Its argument.
    pub argument: String,
    /// The code.
    pub code: Option<u16>,
    /// The enhanced code.
    pub enhanced: Option<Enhanced>,
    /// The fault of the sequence, if it is one.
    pub fault: Option<Fault>,
    /// What the reference says of the text.
    pub diagnosis: Diagnosis,
    /// The entry of our catalogue, where our own server said it.
    pub own: Option<&'static Entry>,
    /// The situation, where the conversation shows another than the text does.
    pub situation: Option<&'static str>,
    /// The step that was left out, or that failed.
    pub step: Option<Step>,
    /// Who said it.
    pub speaker: Speaker,
    /// How sure that is.
    pub sure: Sure,
    /// The lines of what follows from it.
    pub echoes: Vec<usize>,
    /// It was made good later.
    pub recovered: bool,
}

impl Verdict {
    /// The argument of what was refused.
    #[must_use]
    pub fn argument(&self) -> &str {
        &self.argument
    }
}
