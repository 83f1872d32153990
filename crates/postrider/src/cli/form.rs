//! How the commands of the reference say what they know: in which language, for people or for programs.

use std::process::ExitCode;

use postrider_reference::locale::{self, Language, languages};

use super::output::fail;

/// How it is said.
#[derive(Debug, Clone, clap::Args)]
pub struct Form {
    /// For programs: JSON.
    #[arg(long)]
    pub json: bool,
    /// The language, such as vi; otherwise POSTRIDER_LANG, LC_ALL, LC_MESSAGES and LANG are asked, in this order.
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
}

impl Form {
    /// The language that is asked for. If there is none, that has been said, and the command ends with this code.
    pub fn language(&self, command: &str) -> Result<&'static Language, ExitCode> {
        locale::choose(self.lang.as_deref(), |name| std::env::var(name).ok()).map_err(|tag| {
            let known: Vec<String> =
                languages().iter().map(|language| format!("{} ({})", language.tag, language.name)).collect();
            let known = known.join(", ");
            fail(&format!("postrider {command}: there is no language `{tag}` here; there are {known}\n"), 2)
        })
    }
}
