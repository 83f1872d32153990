//! `[[route]]`.

use super::{Default, Form, Section, key};

pub(super) const ROUTE: Section = Section {
    name: "route",
    repeated: true,
    about: "Where mail goes next, by the domain of its recipient: one [[route]] for each. The nearest one is used: that for the \
            domain itself, then that for the nearest name above it, then \"*\". Without any, the domains of this \
            server go where their deliver says, and all others to their MX.",
    keys: &[
        key(
            "domain",
            Form::Text,
            Default::Required("\"example.net\""),
            "example.net is this domain; *.example.net is every domain below it; * is every domain. A domain of \
             this server is only meant where it is named itself: then this goes before its deliver.",
        ),
        key(
            "to",
            Form::TextOrTexts,
            Default::Required("\"smtp://mail.example.net\""),
            "\"smtp://mail.example.net\" or \"smtp://mail.example.net:587\": this host, at port 25 if none is written; of several, in a \
             list as [\"smtp://a.example.net\", \"smtp://b.example.net\"], the first that can be reached. \"smtps://mail.example.net\": the same with TLS from \
             the first octet on, at port 465 if none is written. \"lmtp://127.0.0.1:24\" or \"lmtp:/run/dovecot/lmtp\": an LMTP server, as Dovecot has one, at a \
             port (24 if none is written) or a socket; \"lmtps://mail.example.net\": over TLS from the first octet on. \"maildir\", that word alone: a Maildir \
             below delivery.maildirs. \"discard\", that word alone: nowhere, it is thrown away.",
        ),
        key(
            "tls",
            Form::OneOf(&["none", "opportunistic", "required", "verified"]),
            Default::Words("\"opportunistic\"; with user or certificate, \"verified\"", "\"verified\""),
            "How much TLS there has to be. opportunistic: encrypted where the next server offers it, whatever certificate it shows, and \
             in clear where it does not, or where TLS cannot be had. required: encrypted, or the mail waits. verified: \
             encrypted, and the certificate is good for the name of the next server, or the mail waits; for MX hosts that is the \
             name that the DNS gives, which a forger of the DNS gives as well. none: in clear. With smtps:// and lmtps:// nothing \
             goes in clear.",
        ),
        key(
            "ca",
            Form::Text,
            Default::Words("the authorities that this system trusts", "\"/var/lib/postrider/smarthost.pem\""),
            "Whose word is taken for the certificate of the next server: a file of certificates in PEM, of authorities or of the \
             server itself. It is read when the configuration is.",
        ),
        key(
            "certificate_name",
            Form::Text,
            Default::Words("the name of the host", "\"mail.example.net\""),
            "The name that the certificate of the next server has to be for, where to has another for it: an address, or this end of a tunnel. It \
             is said in the handshake, too.",
        ),
        key(
            "user",
            Form::Text,
            Default::Words("nobody logs in", "\"example\""),
            "The name to log in with at the servers that to names: a smarthost. The strongest mechanism is taken that is offered; one that \
             shows the password or the token (PLAIN, LOGIN, OAUTHBEARER, XOAUTH2) only within TLS, to a host whose certificate is good. While there is no login, the mail waits.",
        ),
        key(
            "password_file",
            Form::Text,
            Default::Words("nobody logs in", "\"/var/lib/postrider/smarthost.password\""),
            "A file whose first line is the password of user. It is read when the configuration is.",
        ),
        key(
            "token_file",
            Form::Text,
            Default::Words("nobody logs in", "\"/var/lib/postrider/smarthost.token\""),
            "Instead of a password: a file whose first line is a bearer token of user, for OAUTHBEARER and XOAUTH2. It is read anew for each login, since a token is \
             good for an hour or so: another program gets the next one, and puts it there under this name (writes it beside, and renames it). While there is none, the mail waits.",
        ),
        key(
            "certificate",
            Form::Text,
            Default::Words("none is shown", "\"/etc/postrider/client.pem\""),
            "A certificate of this server, in PEM, followed by those that lead to its authority: shown in TLS to a host of to that asks for one. Where the host \
             offers EXTERNAL then, it is the login: as user, if that is written, else as whom the certificate says. Where it does not, the mail goes without a \
             login if there is no user. It is read when the configuration is.",
        ),
        key(
            "key",
            Form::Text,
            Default::Words("in the same file", "\"/etc/postrider/client.key\""),
            "The private key of certificate in PEM, without a passphrase.",
        ),
        key(
            "auth",
            Form::Text,
            Default::Words("the strongest that is offered", "\"SCRAM-SHA-256\""),
            "Log in with this SASL mechanism and no other, as `postrider send --auth`; of SCRAM with the one that is bound to TLS, where the host offers it. CRAM-MD5 \
             is used only where it is named here: what it tells is enough to guess the password by, for whoever is at the other end.",
        ),
        key(
            "auth_unverified",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Show the password within TLS to a host whose certificate is not verified, too: whoever stands in the middle has it then. Only \
             with tls = \"required\" or \"opportunistic\"; in clear it is never shown. A certificate of the host's own in ca is better.",
        ),
        key(
            "auth_bound",
            Form::Flag,
            Default::Value(|_| "true".to_owned()),
            "Bind a login with SCRAM to TLS where the host offers that, so that nobody between could pass it on: under TLS 1.3 to the session \
             (tls-exporter), under TLS 1.2 to the certificate (tls-server-end-point). A host with TLS 1.2 that knows only tls-unique refuses that: false \
             logs in without, and only where the certificate is verified.",
        ),
        key(
            "source_addresses",
            Form::Texts,
            Default::Words("the system chooses", "[\"192.0.2.25\", \"2001:db8::25\"]"),
            "The address of this machine that connections come from: one for IPv4, one for IPv6.",
        ),
        key(
            "hello_name",
            Form::Text,
            Default::Words("hostname", "\"out.example.org\""),
            "The name that the next server is told. The name that the source address has in DNS is best.",
        ),
        key(
            "eight_bit",
            Form::OneOf(&["refuse", "send"]),
            Default::Value(|_| "\"refuse\"".to_owned()),
            "What becomes of a message that is not ASCII where the next server does not offer 8BITMIME: refuse sends it \
             back (RFC 6152 §3); send sends it all the same. It is never rewritten: that would break signatures.",
        ),
        key(
            "retry_seconds",
            Form::Numbers,
            Default::Words("queue.retry_seconds", "[600, 1800, 3600]"),
            "How long to wait between attempts on this route, as queue.retry_seconds.",
        ),
        key(
            "give_up_seconds",
            Form::Number,
            Default::Words("delivery.give_up_seconds", "86400"),
            "How long mail on this route is tried, as delivery.give_up_seconds.",
        ),
        key(
            "at_once",
            Form::Number,
            Default::Words("delivery.at_once_per_site", "5"),
            "The most messages on their way at once on this route, as delivery.at_once_per_site.",
        ),
        key(
            "per_minute",
            Form::Number,
            Default::Words("as many as there are", "600"),
            "The most messages on this route in a minute, evenly; for a domain's MX hosts, to each site.",
        ),
    ],
};
