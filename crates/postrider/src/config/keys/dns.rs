//! `[dns]`.

use super::{Default, Form, Section, key};

pub(super) const DNS: Section = Section {
    name: "dns",
    repeated: false,
    about: "Whom to ask for MX records and addresses. A change here needs a restart. Without it, SIGHUP reads /etc/resolv.conf again.",
    keys: &[
        key(
            "servers",
            Form::Texts,
            Default::Words("those of /etc/resolv.conf", "[\"127.0.0.1:53\"]"),
            "The resolvers, as address:port; they are asked in this order. A resolver on this machine that validates DNSSEC is \
             best.",
        ),
        key(
            "trust_ad",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "What resolvers on other machines say to be secure by DNSSEC is believed: nobody else can write on the way to them. \
             Those at loopback addresses are always believed.",
        ),
    ],
};
