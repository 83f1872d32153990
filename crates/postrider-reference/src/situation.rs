//! What has happened, in the words of somebody who has seen it before.

use serde::Deserialize;

use crate::class::Class;
use crate::refusal::Stage;

/// A situation, from `data/situations.toml`: what many different texts of many servers come to. What it is, why it happens, what helps and how to
/// make sure is said by the languages: `situation-mailbox-full` and its `.cause`, `.fix` and `.check`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// Stable, as in `mailbox-full`.
    pub id: String,
    /// The class of its refusals, where a signature does not say otherwise.
    pub class: Class,
    /// Where it usually shows; none if anywhere.
    pub stage: Option<Stage>,
    /// The step of the conversation that was left out, where that is the fault.
    pub step: Option<String>,
    /// The texts do not tell it from others: only the whole conversation does. No signature names such a situation.
    #[serde(default)]
    pub by_conversation: bool,
}
