//! `[dkim]`.

use super::{Default, Form, Section, key, number};

pub(super) const DKIM: Section = Section {
    name: "dkim",
    repeated: false,
    about: "Signatures on mail that leaves by SMTP, see docs/dkim.md. What is signed with is not written here: `postrider dkim new` makes the keys of a \
            domain, and a domain that has some is signed for. Signed is what users of this machine hand in, and this server's own reports, where \
            From names a domain of this server or its hostname; never what comes from the net.",
    keys: &[
        key(
            "trusted_networks",
            Form::Flag,
            Default::Value(|config| config.policy.signing.trusted_networks.to_string()),
            "Sign for the clients of relay.networks as for the users of this machine: any of them may then write as any domain of this \
             server.",
        ),
        number(
            "expire_seconds",
            |config| config.signing_good_for.as_secs().to_string(),
            "How long a signature is good, in seconds, from when the message is sent: an old one cannot be used to send the message again to \
             thousands. At most a week, as records of old keys stay as long; 0 for signatures that do not say. A change needs a restart.",
        ),
    ],
};
