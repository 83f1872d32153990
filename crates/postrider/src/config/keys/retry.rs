//! `[[retry]]`.

use super::{Default, Form, Section, key};

pub(super) const RETRY: Section = Section {
    name: "retry",
    repeated: true,
    about: "How what was refused is tried again, by what the refusal means: one [[retry]] for each class of docs/bounce-classes.md. A class goes \
            before the route that the mail takes, and the route before [queue] and [delivery]: what an answer means is known later than where \
            it comes from. The class is that of the last answer. A change here needs a restart.",
    keys: &[
        key(
            "class",
            Form::Text,
            Default::Required("\"greylisted\""),
            "The class: greylisted, full, throttled and so on; network is that there was no connection, dns that a name was not found for now. \
             unknown is a refusal that nothing is known about.",
        ),
        key(
            "retry_seconds",
            Form::Numbers,
            Default::Words("that of the route, else queue.retry_seconds", "[120, 300, 600]"),
            "How long to wait between attempts, as queue.retry_seconds.",
        ),
        key(
            "at_least_seconds",
            Form::Number,
            Default::Words("3600 for full where it has no retry_seconds here; nothing for others", "60"),
            "The least that is waited, whatever retry_seconds say.",
        ),
        key(
            "at_most_seconds",
            Form::Number,
            Default::Words(
                "600 for greylisted where it has no retry_seconds here; nothing for others",
                "600",
            ),
            "The most that is waited, whatever retry_seconds say.",
        ),
        key(
            "give_up_seconds",
            Form::Number,
            Default::Words("that of the route, else as delivery.give_up_seconds says", "86400"),
            "How long a message is tried whose last answer is of this class, as delivery.give_up_seconds; and one that has no sender as well.",
        ),
    ],
};
