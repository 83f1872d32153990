//! How far the journal goes, and why it or the queue cannot be asked.

use std::path::Path;

use postrider_reference::locale::Fact;

use super::NotFound;
use super::kept::Writer;
use crate::config::Named;
use crate::control::client::ControlError;
use crate::journal::{Reach, ReadError};

impl Writer {
    /// How far the journal goes, for whoever has not found what they looked for.
    pub fn reach(self, reach: &Reach) -> String {
        let fact = |since: &'_ Option<String>| since.clone().unwrap_or_default();
        let (refused, other) = (fact(&reach.refused_since), fact(&reach.other_since));
        let message = match (&reach.refused_since, &reach.other_since) {
            (Some(_), Some(_)) => "journal-reach",
            (Some(_), None) => "journal-reach-refused",
            (None, Some(_)) => "journal-reach-other",
            (None, None) => "journal-empty",
        };
        let facts = [("refused", Fact::Text(&refused)), ("other", Fact::Text(&other))];
        let mut text = self.language.say_with(message, &facts);
        if reach.dropped > 0 {
            let count = Fact::Number(usize::try_from(reach.dropped).unwrap_or(usize::MAX));
            text = format!("{text} {}", self.language.say_with("journal-dropped", &[("count", count)]));
        }
        format!("{text} {}", self.language.say("journal-not-in"))
    }

    /// That something in the journal was passed over.
    pub fn passed_over(self, reach: &Reach) -> Option<String> {
        let names = reach.passed_over.join(", ");
        let facts = [("count", Fact::Number(reach.passed_over.len())), ("names", Fact::Text(&names))];
        (!names.is_empty()).then(|| self.language.say_with("journal-passed-over", &facts))
    }

    /// Why the journal cannot be read, and what to do.
    pub fn no_journal(self, error: &ReadError) -> NotFound {
        let say = |id: &str, folder: &Path, error: &str| {
            let folder = folder.display().to_string();
            self.language.say_with(id, &[("folder", Fact::Text(&folder)), ("error", Fact::Text(error))])
        };
        match error {
            ReadError::None(folder) => {
                let next = match self.named {
                    Named::Data => "journal-named-data",
                    Named::Config => "journal-named-config",
                    Named::Nothing => "journal-named-nothing",
                };
                NotFound::Nothing(format!("{} {}", say("journal-none", folder, ""), self.language.say(next)))
            }
            ReadError::NotAllowed(folder) => NotFound::BadUse(say("journal-not-allowed", folder, "")),
            ReadError::Io { folder, error } => {
                NotFound::BadUse(say("journal-unreadable", folder, &error.to_string()))
            }
        }
    }

    /// Why the queue was not asked, and what to do.
    pub fn not_asked(self, error: &ControlError, data: &Path) -> String {
        let folder = data.display().to_string();
        let said = error.to_string();
        let message = match error {
            ControlError::NoServer(_) => "journal-no-server",
            ControlError::NotAllowed(_) => "journal-server-not-allowed",
            _ => "journal-not-asked",
        };
        self.language.say_with(message, &[("folder", Fact::Text(&folder)), ("error", Fact::Text(&said))])
    }
}
