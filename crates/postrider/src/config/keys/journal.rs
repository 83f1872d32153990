//! `[journal]`.

use super::{Section, number};

pub(super) const JOURNAL: Section = Section {
    name: "journal",
    repeated: false,
    about: "What was said in recent sessions, for `postrider why`: in the folder journal of the data folder, for nobody but the user of the \
            server. It has addresses and replies, and no password and no content.",
    keys: &[
        number(
            "size_octets",
            |config| config.journal.octets.to_string(),
            "How much is kept, in octets; half of it is for sessions in which something was refused. 0: nothing is kept, and what is there is removed. \
             At least 1048576 otherwise.",
        ),
        number(
            "keep_seconds",
            |config| config.journal.keep.as_secs().to_string(),
            "How long it is kept, in seconds, where there is room for it; files go whole, so some of it is there for an eighth longer.",
        ),
    ],
};
