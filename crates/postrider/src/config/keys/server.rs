//! The keys at the top of the file.

use super::{Default, Form, Section, key};

pub(super) const SERVER: Section = Section {
    name: "",
    repeated: false,
    about: "The server itself. These keys stand at the top of the file.",
    keys: &[
        key(
            "hostname",
            Form::Text,
            Default::Words("the name of this machine", "\"mx.example.org\""),
            "The name of this server, in its greeting and in the Received fields it writes. The name that its \
             address has in DNS is best.",
        ),
        key(
            "data",
            Form::Text,
            Default::Words(
                "$XDG_STATE_HOME/postrider, or ~/.local/state/postrider",
                "\"/var/lib/postrider\"",
            ),
            "The data folder: the queue, the control socket and, unless delivery.maildirs says otherwise, the \
             mailboxes. It is made if it is not there. A relative path begins at the folder of this file. \
             --data goes before it.",
        ),
    ],
};
