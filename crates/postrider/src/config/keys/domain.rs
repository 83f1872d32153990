//! `[[domain]]`.

use super::{Default, Form, Section, key};

pub(super) const DOMAIN: Section = Section {
    name: "domain",
    repeated: true,
    about: "The domains that this server takes mail for, each with its own [[domain]]. Without any, it takes mail \
            for every name at localhost. postmaster and abuse of every domain must reach a mailbox \
            (RFC 5321 §4.5.1, RFC 2142).",
    keys: &[
        key(
            "name",
            Form::Text,
            Default::Required("\"example.org\""),
            "The domain, as in example.org or bücher.example; or an address in brackets, as in [192.0.2.1].",
        ),
        key(
            "mailboxes",
            Form::Texts,
            Default::Words("none", "[\"alice\", \"bob\"]"),
            "The mailboxes of the domain: what stands before the @. Upper and lower case are the same.",
        ),
        key(
            "any_mailbox",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Every name is a mailbox that is plainly a name: letters, digits and . _ - + = ~ # & '; nothing that \
             another mailer could take for a route or a path, such as a%b, a!b, a/b or \"a b\". Then mailboxes \
             is not written.",
        ),
        key(
            "subaddress",
            Form::Text,
            Default::Value(|_| "\"+\"".to_owned()),
            "What stands between a user and a tag: with +, mail for alice+news goes to alice. \"\" for none.",
        ),
        key(
            "aliases",
            Form::Targets,
            Default::Words(
                "none",
                "{ postmaster = \"alice\", abuse = \"alice\", sales = [\"alice\", \"bob\"] }",
            ),
            "Names that stand for others: each leads to one or several names of the same domain, or addresses \
             at domains of this server. An alias with the name of a mailbox goes before it, so it must lead there as \
             well. The alias \"*\" is for every name that is nothing else.",
        ),
        key(
            "deliver",
            Form::OneOf(&["maildir", "discard"]),
            Default::Value(|_| "\"maildir\"".to_owned()),
            "What becomes of mail for the mailboxes of the domain: maildir delivers it; discard throws it away once \
             it is acknowledged, as for noreply.example.org, and the log says so. Lead postmaster and abuse of \
             such a domain to another with aliases: somebody should read their mail.",
        ),
    ],
};
