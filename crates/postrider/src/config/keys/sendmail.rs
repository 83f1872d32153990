//! `[sendmail]`.

use super::{Default, Form, Section, key};

pub(super) const SENDMAIL: Section = Section {
    name: "sendmail",
    repeated: false,
    about: "Mail from this machine, as `postrider sendmail` hands it in. The programs that call it run as other users, so this file \
            has to be readable for them.",
    keys: &[
        key(
            "folder",
            Form::Text,
            Default::Words("the data folder", "\"/var/spool/postrider\""),
            "The folder of submit.sock and drop, where mail waits while the server is down. Whoever can reach it may send mail to \
             everybody; the data folder can only be reached by the user that runs the server and root. It is made \
             for everybody if it is not there, in a folder where the server may make one. A relative path begins at the folder of \
             this file. A change needs a restart.",
        ),
        key(
            "origin",
            Form::Text,
            Default::Words("hostname if it is a [[domain]], else the first [[domain]]", "\"example.org\""),
            "The domain of addresses that are written without one, as root is, and of the callers.",
        ),
    ],
};
