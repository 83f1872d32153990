//! `[acme]`.

use super::{Default, Form, Section, key};
use crate::acme::{Challenge, DIRECTORY, HTTP_LISTEN, TLS_LISTEN};

pub(super) const ACME: Section = Section {
    name: "acme",
    repeated: false,
    about: "The authority that certificates come from by themselves (ACME, RFC 8555), see docs/certificates.md: nothing of this happens without a \
            [[certificate]] with acme = true.",
    keys: &[
        key(
            "accept_terms",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "You agree to the terms of the authority. Without that it gives none: read them (those of Let's Encrypt are at \
             https://letsencrypt.org/repository/) and write true.",
        ),
        key(
            "contact",
            Form::Texts,
            Default::Words("nobody", "[\"postmaster@example.org\"]"),
            "Mail addresses at which the authority reaches you.",
        ),
        key(
            "directory",
            Form::Text,
            Default::Value(|_| format!("{DIRECTORY:?}")),
            "The address of its directory. To try everything first, https://acme-staging-v02.api.letsencrypt.org/directory gives \
             certificates that nobody trusts, and as many as you like.",
        ),
        key(
            "challenge",
            Form::OneOf(&["http-01", "tls-alpn-01"]),
            Default::Value(|_| format!("{:?}", Challenge::default().as_str())),
            "How the authority finds out that the names are yours: it connects to port 80 of each, or to the port of HTTPS.",
        ),
        key(
            "http_listen",
            Form::Text,
            Default::Value(|_| format!("\"{HTTP_LISTEN}\"")),
            "Where the authority is answered with http-01, while it asks. It connects to port 80: whatever else listens there has to \
             pass /.well-known/acme-challenge/ on to this address.",
        ),
        key(
            "tls_listen",
            Form::Text,
            Default::Value(|_| format!("\"{TLS_LISTEN}\"")),
            "Where it is answered with tls-alpn-01, while it asks. It connects to the port of HTTPS.",
        ),
        key(
            "ca",
            Form::Text,
            Default::Words("those of the system alone", "\"/etc/postrider/acme-ca.pem\""),
            "Who vouches for the directory's own certificate, in PEM, for an authority of your own house.",
        ),
        key(
            "eab_kid",
            Form::Text,
            Default::Words("none", "\"kid-1\""),
            "The name of the key that binds to an account with the authority (RFC 8555 §7.3.4), if it wants that.",
        ),
        key(
            "eab_key_file",
            Form::Text,
            Default::Words("none", "\"/etc/postrider/eab.key\""),
            "The file with that key, in base64url as the authority shows it.",
        ),
    ],
};
