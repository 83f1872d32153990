//! `[delivery]`.

use super::{Default, Form, Section, key, number, seconds};

pub(super) const DELIVERY: Section = Section {
    name: "delivery",
    repeated: false,
    about: "The way out of the queue. A change here needs a restart.",
    keys: &[
        key(
            "maildirs",
            Form::Text,
            Default::Words("the folder mail in the data folder", "\"/var/mail/postrider\""),
            "The folder of the mailboxes: the mail of alice@example.org goes into the Maildir example.org/alice in \
             it. Folders have names in lower case, domains as they are in DNS (xn--bcher-kva.example); every octet but \
             a-z 0-9 . _ - + = is % and two hexadecimal digits: j%c3%bcrgen, a%20b. A relative path begins at the \
             folder of this file.",
        ),
        number(
            "at_once",
            |config| config.deliveries.to_string(),
            "Messages being delivered at once, over all destinations: most of them wait for another server. Of those for mailboxes of \
             this machine no more than 16 are written at once.",
        ),
        number(
            "delay_notice_seconds",
            |config| config.way_out.delay_notice.as_secs().to_string(),
            "How long a message may wait before its sender is told that it does, in seconds; once for each message. A \
             number above give_up_seconds is never.",
        ),
        number(
            "give_up_seconds",
            |config| config.way_out.give_up.as_secs().to_string(),
            "How long a message is tried before it goes back to its sender, in seconds. RFC 5321 §4.5.4.1 asks for four \
             to five days.",
        ),
        number(
            "give_up_null_seconds",
            |config| config.way_out.give_up_null.as_secs().to_string(),
            "The same for a message that has no sender to go back to, as reports have none.",
        ),
        number(
            "keep_dead_seconds",
            |config| config.way_out.keep_dead.as_secs().to_string(),
            "How long mail is kept that has failed while nobody could be told, in seconds. Then it is removed, with a line in the log.",
        ),
        key(
            "soft_bounce",
            Form::Flag,
            Default::Value(|config| config.way_out.soft_bounce.to_string()),
            "Nothing fails: what would go back to its sender waits and is tried again. For the days of a migration, when \
             it may be this server that is wrong.",
        ),
        number(
            "messages_per_connection",
            |config| config.way_out.messages_per_connection.to_string(),
            "The most messages over one connection.",
        ),
        number(
            "at_once_per_site",
            |config| config.way_out.at_once_per_site.to_string(),
            "The most messages on their way at once to one site: the hosts of one provider, or of one route. It begins with 4, \
             and one more with each message that is taken or refused there.",
        ),
        key(
            "back_off_seconds",
            Form::Numbers,
            Default::Value(|config| seconds(&config.way_out.back_off)),
            "How long a site that is found in trouble is left alone, the first, the second, ... time, in seconds; the last \
             one repeats. Then one message goes ahead; once it has been taken or refused there, all others follow.",
        ),
        key(
            "own_names",
            Form::Texts,
            Default::Value(|_| "[]".to_owned()),
            "Names by which MX records may mean this server, beside hostname and the hello_name of routes: mail is not sent to \
             itself.",
        ),
        key(
            "own_addresses",
            Form::Texts,
            Default::Value(|_| "[]".to_owned()),
            "Addresses by which MX records may mean this server, beside those of this machine: of a NAT or a proxy before it.",
        ),
    ],
};
