//! `[[ldap]]`.

use super::{Default, Form, Section, key};

pub(super) const LDAP: Section = Section {
    name: "ldap",
    repeated: true,
    about: "A directory whose people may log in here, see docs/accounts.md: the entry of a name is looked for, and then the password is shown for it. \
            A change here needs a restart.",
    keys: &[
        key(
            "url",
            Form::Text,
            Default::Required("\"ldaps://ldap.example.org\""),
            "Where it is: ldap://HOST:PORT, ldaps://HOST:PORT for TLS from the first octet on, or ldapi://%2Fpath%2Fto%2Fsocket. Ports that are not written are \
             389 for ldap and 636 for ldaps.",
        ),
        key(
            "starttls",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Asks for TLS before anything else is said. Without it, or ldaps://, passwords go to this machine alone.",
        ),
        key(
            "ca",
            Form::Text,
            Default::Words("the authorities that this system trusts", "\"/var/lib/postrider/ldap-ca.pem\""),
            "Whose word is taken for its certificate, which has to be for the host in url: a file of certificates of authorities in PEM. It is read when the \
             configuration is.",
        ),
        key(
            "bind_dn",
            Form::Text,
            Default::Words("nobody in particular", "\"cn=postrider,dc=example,dc=org\""),
            "As whom entries are looked for.",
        ),
        key(
            "password_file",
            Form::Text,
            Default::Words("none", "\"/var/lib/postrider/ldap.password\""),
            "A file whose first line is the password of bind_dn. It is read when the configuration is.",
        ),
        key(
            "base",
            Form::Text,
            Default::Required("\"ou=people,dc=example,dc=org\""),
            "The entry below which people are looked for.",
        ),
        key(
            "filter",
            Form::Text,
            Default::Required("\"(&(objectClass=person)(mail={name}))\""),
            "What the entry of somebody is like (RFC 4515). {name} stands for the name that logs in, in lower case. Two entries for one name are a mistake, and \
             nobody logs in with it.",
        ),
        key(
            "disabled",
            Form::Text,
            Default::Words("nobody", "\"(pwdAccountLockedTime=*)\""),
            "What the entries of those are like that may not log in, though their password is right.",
        ),
        key(
            "senders_attributes",
            Form::Texts,
            Default::Value(|_| "[\"mail\", \"mailAlternateAddress\"]".to_owned()),
            "The attributes whose values are addresses that somebody may send from. People should not be able to change these themselves.",
        ),
        key(
            "names",
            Form::Texts,
            Default::Words("all", "[\"@example.org\"]"),
            "The names that it is asked about: @example.org for all that end with it, or a name.",
        ),
        key(
            "domain",
            Form::Text,
            Default::Words("none", "\"example.org\""),
            "Somebody who logs in as alice, without a domain, may send as alice@ this domain.",
        ),
        key(
            "senders",
            Form::Texts,
            Default::Words("none", "[\"@lists.example.org\"]"),
            "Whom each of its people may send as beside their own addresses: an address, @example.org for all of a domain, or an address with * for any \
             characters.",
        ),
        key(
            "timeout_seconds",
            Form::Number,
            Default::Value(|_| "10".to_owned()),
            "How long a login may take there.",
        ),
        key(
            "connections",
            Form::Number,
            Default::Value(|_| "4".to_owned()),
            "How many logins are looked at there at once. Each needs two connections, which are kept.",
        ),
        key(
            "allow_clear",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Passwords may go in clear to another machine. Whoever listens on the way has them.",
        ),
    ],
};
