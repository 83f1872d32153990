//! `[log]`.

use super::{Default, Form, Section, key};
use crate::log;

/// The formats of the log, as they are written.
const FORMATS: [&str; 3] = [log::Format::ALL[0].0, log::Format::ALL[1].0, log::Format::ALL[2].0];

/// The levels of the log, as they are written.
const LEVELS: [&str; 5] =
    [log::LEVELS[0].0, log::LEVELS[1].0, log::LEVELS[2].0, log::LEVELS[3].0, log::LEVELS[4].0];

pub(super) const LOG: Section = Section {
    name: "log",
    repeated: false,
    about: "The log, on standard error.",
    keys: &[
        key(
            "format",
            Form::OneOf(&FORMATS),
            Default::Value(|_| format!("{:?}", FORMATS[0])),
            "human is for people, json is one JSON object a line; auto is human on a terminal and json elsewhere. \
             --log goes before it. A change needs a restart.",
        ),
        key(
            "level",
            Form::OneOf(&LEVELS),
            Default::Value(|config| format!("{:?}", config.log.level.to_string())),
            "From which level on lines are written. --log-level goes before it.",
        ),
    ],
};
