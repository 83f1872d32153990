//! `[relay]`, `[[relay_domain]]`.

use super::{Default, Form, Section, key};

pub(super) const RELAY: Section = Section {
    name: "relay",
    repeated: false,
    about: "Who may send mail to everybody, and not only to the domains of this server.",
    keys: &[key(
        "networks",
        Form::Texts,
        Default::Words("none", "[\"192.0.2.0/24\", \"2001:db8::/32\", \"127.0.0.1\"]"),
        "The trusted networks: their clients may send to anybody. An address alone is a network of one. Behind a \
         NAT, or a proxy that does not say whom it speaks for (see proxy_protocol), all clients seem to come from it: \
         never trust its address. At least /8 for IPv4, /7 for \
         IPv6.",
    )],
};

pub(super) const RELAY_DOMAIN: Section = Section {
    name: "relay_domain",
    repeated: true,
    about: "Domains of others whose mail this server takes from everybody and hands on, as a backup MX or a gateway does, \
            each with its own [[relay_domain]]. Who lives there has to be known, or this server would send \
            bounces to the forged senders of spam: write recipients, recipients_file or callout. The mail goes where a \
            [[route]] says, or to the MX of the domain that DNS prefers to this server.",
    keys: &[
        key(
            "name",
            Form::Text,
            Default::Required("\"example.net\""),
            "The domain. Domains below it are other domains.",
        ),
        key(
            "recipients",
            Form::Texts,
            Default::Words("none", "[\"carol\", \"postmaster\"]"),
            "Who lives there: the part before the @, or the whole address. Upper and lower case are the same. \
             postmaster has to be among them (RFC 5321 §4.5.1).",
        ),
        key(
            "recipients_file",
            Form::Text,
            Default::Words("none", "\"/var/lib/postrider/example.net.recipients\""),
            "A file with the same, one a line; empty lines and those that begin with # are nothing. It is read when \
             the server starts and at SIGHUP. A relative path begins at the folder of this file.",
        ),
        key(
            "callout",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Ask the server that the mail would go to, while the client waits: MAIL FROM:<> and RCPT, and no message. A yes is \
             good for a day, and for a month while that server cannot be asked; a no for an hour. A no is what it refuses at \
             RCPT with a 5yz, or what the DNS has no domain for. Whoever it is not known about is told to come again \
             (recipient-unproven). It is of use only where that server refuses recipients it does not have: one that takes every \
             name says yes to every name, and would bounce later.",
        ),
        key(
            "subaddress",
            Form::Text,
            Default::Value(|_| "\"\"".to_owned()),
            "What stands between a user and a tag there: with +, carol+news is known where carol is listed. \"\" for \
             none.",
        ),
    ],
};
