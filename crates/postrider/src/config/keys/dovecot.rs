//! `[[dovecot]]`.

use super::{Default, Form, Section, key};

pub(super) const DOVECOT: Section = Section {
    name: "dovecot",
    repeated: true,
    about: "A Dovecot whose accounts may log in here, see docs/accounts.md. The account file is asked first, then each [[dovecot]] and [[ldap]] in the \
            order of this file. A change here needs a restart.",
    keys: &[
        key(
            "socket",
            Form::Text,
            Default::Required("\"/run/dovecot/auth-client\""),
            "Its socket for other servers: a unix_listener auth-client of its service auth, or the address and port of an inet_listener.",
        ),
        key(
            "names",
            Form::Texts,
            Default::Words("all", "[\"@example.org\"]"),
            "The names that it is asked about: @example.org for all that end with it, or a name. It does not tell a wrong password from a name that it \
             does not have, so nobody else is asked about these.",
        ),
        key(
            "domain",
            Form::Text,
            Default::Words("none", "\"example.org\""),
            "An account alice without a domain in its name may send as alice@ this domain.",
        ),
        key(
            "senders",
            Form::Texts,
            Default::Words("none", "[\"@lists.example.org\"]"),
            "Whom each of its accounts may send as beside its own address: an address, @example.org for all of a domain, or an address with * for any \
             characters.",
        ),
        key(
            "timeout_seconds",
            Form::Number,
            Default::Value(|_| "20".to_owned()),
            "How long an answer may take. Dovecot puts refusals off by two seconds, and by up to 15 after several.",
        ),
        key(
            "connections",
            Form::Number,
            Default::Value(|_| "4".to_owned()),
            "How many connections to it there are at most. Over each, many are asked about at once.",
        ),
        key(
            "tokens",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "It looks at tokens as well (OAUTHBEARER, XOAUTH2), so these are offered: oauthbearer or xoauth2 is among its auth_mechanisms. An [[oauth]] is asked before it.",
        ),
        key(
            "allow_clear",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Passwords may go in clear to another machine. Whoever listens on the way has them.",
        ),
    ],
};
