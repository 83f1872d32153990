//! A refusal as it stands in a log, a bounce or an error, before anything is known about it.

use postrider_proto::reply::Enhanced;
use postrider_reference::Stage;

/// A refusal that somebody was told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line of the paste that proves it, from 0 on.
    pub line: usize,
    /// What the conversation was about, as far as that is said.
    pub stage: Option<Stage>,
    /// The reply code; none where no reply came.
    pub code: Option<u16>,
    /// The enhanced code, from the reply itself, or where that has none from beside it.
    pub enhanced: Option<Enhanced>,
    /// The text of the reply, its lines joined with spaces, or what is said of the failure.
    pub text: String,
    /// The host that said it.
    pub host: Option<String>,
    /// The recipient that it is about.
    pub recipient: Option<String>,
}
