//! `[[certificate]]`.

use super::{Default, Form, Section, key};
use crate::acme::KeyType;

pub(super) const CERTIFICATE: Section = Section {
    name: "certificate",
    repeated: true,
    about: "The certificates of this server: one [[certificate]] for each. A client is shown one for the name that it asks for, or \
            the first where it asks for none of them; of several for one name, such as one with ECDSA and one with \
            RSA, the first whose key it can check. At SIGHUP the files are read again: sessions that are open go on, and if something \
            is wrong with them, the old ones stay in force.",
    keys: &[
        key(
            "file",
            Form::Text,
            Default::Words("none", "\"/etc/letsencrypt/live/mx.example.org/fullchain.pem\""),
            "The certificate in PEM, followed by those that lead to its authority. A relative path begins at the folder of \
             the configuration.",
        ),
        key(
            "key",
            Form::Text,
            Default::Words("in the same file", "\"/etc/letsencrypt/live/mx.example.org/privkey.pem\""),
            "Its private key in PEM, without a passphrase.",
        ),
        key(
            "self_signed",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Instead of files: one that this server makes for its hostname and keeps in self-signed.pem of the data folder. It is for \
             trying, as nobody trusts it who has not been told to.",
        ),
        key(
            "acme",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Instead of files: one that this server gets from the authority of [acme], keeps in the folder acme of the data folder, and renews in time. \
             Until the first is there, clients are shown a self-signed one.",
        ),
        key(
            "names",
            Form::TextOrTexts,
            Default::Words("the hostname", "[\"mail.example.org\"]"),
            "The names that the certificate of acme is for. Each has to lead to this server.",
        ),
        key(
            "key_type",
            Form::OneOf(&["ecdsa", "rsa"]),
            Default::Value(|_| format!("{:?}", KeyType::default().as_str())),
            "The key of the certificate of acme: ECDSA with P-256, or RSA with 2048 bits for clients of before 2012. There may be one of each.",
        ),
    ],
};
