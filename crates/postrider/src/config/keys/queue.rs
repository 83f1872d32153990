//! `[queue]`.

use super::{Default, Form, Section, key, number, seconds};

pub(super) const QUEUE: Section = Section {
    name: "queue",
    repeated: false,
    about: "The queue: what was acknowledged and is not delivered yet. A change here needs a restart.",
    keys: &[
        number(
            "free_floor_octets",
            |config| config.queue.free_floor_octets.to_string(),
            "Octets of the disk that stay free: below this no more mail is taken in, and senders are told to try \
             later.",
        ),
        number(
            "large_body_octets",
            |config| config.queue.large_body_octets.to_string(),
            "Messages longer than this, in octets, have a file of their own; shorter ones are in memory while \
             they come in. At most 16777216.",
        ),
        number(
            "segment_octets",
            |config| config.queue.segment_octets.to_string(),
            "The size of a file of the queue's log, in octets. Several are kept, and used again and again; on a small \
             disk they may be smaller. At least 262144, and room for two messages with as many recipients as \
             there may be.",
        ),
        number(
            "attempts_per_lane",
            |config| config.queue.attempts_per_lane.to_string(),
            "Messages on their way at once to one domain, whatever more delivery.at_once_per_site or the at_once of a route allow.",
        ),
        key(
            "retry_seconds",
            Form::Numbers,
            Default::Value(|config| seconds(&config.queue.retry.steps)),
            "How long to wait after the first attempt that fails, after the second, and so on, in seconds; the \
             last one repeats.",
        ),
        number(
            "history_seconds",
            |config| config.queue.history.as_secs().to_string(),
            "How long `postrider queue show` and `postrider queue history` tell what became of messages that are done, in \
             seconds; 0 is not at all. It is kept in memory: at most 100000 messages and 64 MiB, and a restart begins anew.",
        ),
    ],
};
