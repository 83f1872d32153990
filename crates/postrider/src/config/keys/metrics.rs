//! `[metrics]`.

use super::{Default, Form, Section, key};

pub(super) const METRICS: Section = Section {
    name: "metrics",
    repeated: false,
    about: "Numbers for Prometheus, and a page that says whether the server is well: /metrics and /health over HTTP, see docs/metrics.md. \
            A change needs a restart.",
    keys: &[
        key(
            "listen",
            Form::Text,
            Default::Words("off", "\"127.0.0.1:9625\""),
            "The address and the port. The pages are for whoever asks, without a password, so it is an address of loopback.",
        ),
        key(
            "allow_remote",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Let listen be an address that other machines reach. They learn how much mail there is, and which version this is.",
        ),
    ],
};
