//! Every metric: its name, what it is, and where its numbers come from. What is served and docs/metrics.md are both made of this
//! one table.

use std::collections::BTreeMap;

use super::Reading;
use super::text::Samples;
use crate::acme::Wanted;
use crate::tls::Awaited;

/// One metric, with all of its series.
pub struct Metric {
    /// Its name. Counters end with `_total`, and a unit comes last before that.
    pub name: &'static str,
    /// How its numbers move.
    pub kind: Kind,
    /// The labels of its series, with what they may be.
    pub labels: &'static [(&'static str, &'static str)],
    /// What it tells, in one sentence.
    pub about: &'static str,
    /// Writes its series.
    pub read: fn(&Reading<'_>, &mut Samples<'_>),
}

/// How the numbers of a metric move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only up, from 0 at the start of the server.
    Counter,
    /// Up and down.
    Gauge,
    /// Values, counted up to each of some bounds.
    Histogram,
}

impl Kind {
    /// The word of the text format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

const NONE: &[(&str, &str)] = &[];

/// Those of a certificate that comes by itself. There may be one with each key for a name.
const AWAITED: &[(&str, &str)] =
    &[("name", "the first name that it is for"), ("key_type", "`ecdsa` or `rsa`")];

fn awaited(wanted: &Wanted) -> [(&'static str, &str); 2] {
    [("name", wanted.name()), ("key_type", wanted.key.as_str())]
}

/// All of them, in the order in which they are served.
pub static METRICS: [Metric; 29] = [
    Metric {
        name: "postrider_info",
        kind: Kind::Gauge,
        labels: &[("version", "the version of the program")],
        about: "Always 1; the version is in the label.",
        read: |_, samples| samples.labelled(&[("version", env!("CARGO_PKG_VERSION"))], 1),
    },
    Metric {
        name: "postrider_start_time_seconds",
        kind: Kind::Gauge,
        labels: NONE,
        about: "When the server was started, in seconds since 1970.",
        read: |reading, samples| samples.millis(reading.sources.started.as_millis()),
    },
    Metric {
        name: "postrider_healthy",
        kind: Kind::Gauge,
        labels: NONE,
        about: "1 where all is well, as /health says; 0 while the server stops, the queue cannot be written, or its index waits for a restart.",
        read: |reading, samples| samples.one(reading.sources.trouble().is_none().into()),
    },
    Metric {
        name: "postrider_sessions_total",
        kind: Kind::Counter,
        labels: NONE,
        about: "Connections of clients that were taken, those among them that were told to come back.",
        read: |reading, samples| samples.one(reading.sources.inbound.sessions()),
    },
    Metric {
        name: "postrider_sessions_open",
        kind: Kind::Gauge,
        labels: NONE,
        about: "Connections of clients that are open.",
        read: |reading, samples| samples.one(reading.sources.slots.open().into()),
    },
    Metric {
        name: "postrider_connections_turned_away_total",
        kind: Kind::Counter,
        labels: NONE,
        about: "Connections that were closed without a word, because there were too many even to be told so.",
        read: |reading, samples| samples.one(reading.sources.inbound.connections_turned_away()),
    },
    Metric {
        name: "postrider_tls_sessions_total",
        kind: Kind::Counter,
        labels: &[("version", "`TLS1.2` or `TLS1.3`")],
        about: "Handshakes with clients that came to their end, by STARTTLS or at once.",
        read: |reading, samples| {
            for (version, count) in reading.sources.inbound.tls_sessions() {
                samples.labelled(&[("version", version.as_str())], count);
            }
        },
    },
    Metric {
        name: "postrider_tls_failures_total",
        kind: Kind::Counter,
        labels: &[(
            "why",
            "`not-tls`, `nothing-in-common`, `no-client-certificate`, `client-certificate` (one that is not trusted), `by-client` (mostly it does not trust the certificate), `late`, `lost`, `stopped` or `other`",
        )],
        about: "Handshakes with clients that came to nothing.",
        read: |reading, samples| {
            for (why, count) in reading.sources.inbound.tls_failures() {
                samples.labelled(&[("why", why.as_str())], count);
            }
        },
    },
    Metric {
        name: "postrider_certificate_expiry_seconds",
        kind: Kind::Gauge,
        labels: &[("name", "the first name that it is for")],
        about: "When a certificate expires that clients are shown, in seconds since 1970; of several with one name, the first that does. A self-signed one that stands in for another is among them, with its ten years: see `postrider_acme_stand_in`.",
        read: |reading, samples| {
            let mut ends = BTreeMap::new();
            for certificate in reading.sources.certificates.current().iter() {
                let description = certificate.description();
                let end = ends.entry(label(&description.names())).or_insert(i64::MAX);
                *end = description.not_after.min(*end);
            }
            for (name, end) in ends {
                samples.labelled(&[("name", &name)], u64::try_from(end).unwrap_or(0));
            }
        },
    },
    Metric {
        name: "postrider_acme_failures",
        kind: Kind::Gauge,
        labels: AWAITED,
        about: "Attempts in a row that brought no certificate from its authority, see [certificates.md](certificates.md), one that is under way among them. 0 when one has come.",
        read: |reading, samples| {
            for Awaited { wanted, failures, .. } in reading.sources.certificates.awaited() {
                samples.labelled(&awaited(&wanted), failures.into());
            }
        },
    },
    Metric {
        name: "postrider_acme_stand_in",
        kind: Kind::Gauge,
        labels: AWAITED,
        about: "1 while clients are shown a self-signed certificate, because none has come from the authority yet; else 0.",
        read: |reading, samples| {
            for Awaited { wanted, stood_in_for, .. } in reading.sources.certificates.awaited() {
                samples.labelled(&awaited(&wanted), stood_in_for.into());
            }
        },
    },
    Metric {
        name: "postrider_logins_total",
        kind: Kind::Counter,
        labels: &[(
            "result",
            "`success`, `wrong` (name, password or proof), `disabled`, `too-many` (had failed before), `unavailable` (nobody could say), \
             `too-weak` (a password that is right, where `auth_least` wants SCRAM: auth-mechanism-too-weak), `transition` (SCRAM before the account has its verifiers: auth-transition), or \
             `malformed` (what the client said makes no sense)",
        )],
        about: "Logins of clients, by how they ended. What a client breaks off is not among them.",
        read: |reading, samples| {
            for (result, count) in reading.sources.inbound.logins() {
                samples.labelled(&[("result", result.as_str())], count);
            }
        },
    },
    Metric {
        name: "postrider_messages_received_total",
        kind: Kind::Counter,
        labels: NONE,
        about: "Messages that clients have handed in and were acknowledged: each is on disk. Reports of our own are not among them.",
        read: |reading, samples| samples.one(reading.sources.inbound.messages()),
    },
    Metric {
        name: "postrider_octets_received_total",
        kind: Kind::Counter,
        labels: NONE,
        about: "Octets of their content, as they were sent.",
        read: |reading, samples| samples.one(reading.sources.inbound.octets()),
    },
    Metric {
        name: "postrider_refusals_total",
        kind: Kind::Counter,
        labels: &[("reply", "the id of the reply, see [replies.md](replies.md)")],
        about: "Refusals that clients were given, of whatever they asked.",
        read: |reading, samples| {
            for (id, count) in reading.sources.inbound.refusals() {
                samples.labelled(&[("reply", id)], count);
            }
        },
    },
    Metric {
        name: "postrider_journal_dropped_total",
        kind: Kind::Counter,
        labels: &[(
            "what",
            "`refused`: parts of sessions in which something was refused; `other`: sessions in which nothing was, of which some 640 KiB a second are kept",
        )],
        about: "What of sessions could not be kept for `postrider why`: there was too much at once, or of one client, or the disk did not take it.",
        read: |reading, samples| {
            let dropped = reading.sources.journal.dropped();
            samples.labelled(&[("what", "refused")], dropped.refused);
            samples.labelled(&[("what", "other")], dropped.other);
        },
    },
    Metric {
        name: "postrider_deliveries_total",
        kind: Kind::Counter,
        labels: &[
            ("route", "`maildir`, `discard`, `smtp`, `lmtp` or `mx`"),
            ("outcome", "`delivered`, `deferred`, `bounced` or `failed`, as in the log"),
        ],
        about: "What became of recipients in attempts: each recipient of each attempt once.",
        read: |reading, samples| {
            for (route, outcome, count) in reading.sources.outbound.outcomes() {
                samples.labelled(&[("route", route.as_str()), ("outcome", outcome)], count);
            }
        },
    },
    Metric {
        name: "postrider_undelivered_total",
        kind: Kind::Counter,
        labels: &[
            ("outcome", "`deferred`, `bounced` or `failed`, as in the log"),
            ("class", "the class of what was answered, see [bounce-classes.md](bounce-classes.md)"),
        ],
        about: "What kept mail from arriving: each recipient of each attempt that did not deliver it once. What an operator gives up by hand is not among them.",
        read: |reading, samples| {
            for (outcome, class, count) in reading.sources.outbound.by_class() {
                samples.labelled(&[("outcome", outcome), ("class", class.as_str())], count);
            }
        },
    },
    Metric {
        name: "postrider_connections_out_total",
        kind: Kind::Counter,
        labels: NONE,
        about: "Connections to other servers that were opened, up to the reply to EHLO.",
        read: |reading, samples| samples.one(reading.sources.outbound.connections()),
    },
    Metric {
        name: "postrider_connections_out_by_tls_total",
        kind: Kind::Counter,
        labels: &[(
            "tls",
            "`clear`: without; `unverified`: with TLS, and who the server is was not proven; `verified`: with a certificate that is good for its name",
        )],
        about: "The same connections, by how they are kept from others.",
        read: |reading, samples| {
            for (privacy, count) in reading.sources.outbound.connections_by_tls() {
                samples.labelled(&[("tls", privacy.as_str())], count);
            }
        },
    },
    Metric {
        name: "postrider_connections_out_open",
        kind: Kind::Gauge,
        labels: NONE,
        about: "Connections to other servers that are open, with a message on its way or waiting for one.",
        read: |reading, samples| samples.one(reading.sources.outbound.connections_open()),
    },
    Metric {
        name: "postrider_queue_messages",
        kind: Kind::Gauge,
        labels: NONE,
        about: "Messages in the queue: accepted, and not done.",
        read: |reading, samples| samples.one(reading.census.messages),
    },
    Metric {
        name: "postrider_queue_by_state",
        kind: Kind::Gauge,
        labels: &[(
            "state",
            "`waiting`: messages that wait for an attempt, each once for each destination that it waits for, and what an operator has \
             hurried or held also for the time that was set before; `under_way`: attempts; \
             `held`: messages of which an operator holds what is left; `failed`: messages that nothing is tried for any more and that wait for a person",
        )],
        about: "Where the messages in the queue stand.",
        read: |reading, samples| {
            let census = &reading.census;
            for (state, count) in [
                ("waiting", census.waiting),
                ("under_way", census.under_way),
                ("held", census.held),
                ("failed", census.failed),
            ] {
                samples.labelled(&[("state", state)], count);
            }
        },
    },
    Metric {
        name: "postrider_queue_lanes",
        kind: Kind::Gauge,
        labels: NONE,
        about: "Destination domains that something waits for, or is under way to.",
        read: |reading, samples| samples.one(reading.census.lanes),
    },
    Metric {
        name: "postrider_queue_oldest_seconds",
        kind: Kind::Gauge,
        labels: NONE,
        about: "How old the oldest message in the queue is; 0 where there is none.",
        read: |reading, samples| {
            let age = reading.census.oldest.map(|oldest| reading.now.since(oldest));
            samples.millis(age.map_or(0, |age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX)));
        },
    },
    Metric {
        name: "postrider_queue_room_octets",
        kind: Kind::Gauge,
        labels: NONE,
        about: "Octets that may still be taken in: free on the disk of the queue, above queue.free_floor_octets and beyond what is \
                promised. No series where the disk does not say.",
        read: |reading, samples| {
            if let Some(octets) = reading.census.room_octets {
                samples.one(octets);
            }
        },
    },
    Metric {
        name: "postrider_queue_write_seconds",
        kind: Kind::Histogram,
        labels: NONE,
        about: "How long it took to write a group to the log of the queue and to sync it; every client whose message is in it waits so long.",
        read: |reading, samples| samples.micros(&reading.sources.queue.counters().writes.read()),
    },
    Metric {
        name: "postrider_queue_writes_failed_total",
        kind: Kind::Counter,
        labels: NONE,
        about: "Groups that could not be written. Nothing of them was acknowledged.",
        read: |reading, samples| samples.one(reading.sources.queue.counters().writes_failed()),
    },
    Metric {
        name: "postrider_queue_group_size",
        kind: Kind::Histogram,
        labels: NONE,
        about: "How many messages and outcomes of attempts shared a sync.",
        read: |reading, samples| samples.plain(&reading.sources.queue.counters().groups.read()),
    },
];

/// The first of the names of a certificate, without what a label could not hold: it is in a file of somebody's making.
fn label(names: &str) -> String {
    let first = names.split(", ").next().unwrap_or_default();
    first.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*' | ':' | '_')).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_as_prometheus_wants_them() {
        let names: BTreeSet<&str> = METRICS.iter().map(|metric| metric.name).collect();
        assert_eq!(names.len(), METRICS.len(), "a name stands there twice");
        for Metric { name, kind, labels, about, .. } in &METRICS {
            assert!(name.starts_with("postrider_"), "{name}");
            assert!(name.bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'_'), "{name}");
            assert_eq!(name.ends_with("_total"), *kind == Kind::Counter, "{name}");
            assert!(about.ends_with('.') && !about.contains(['\n', '\\']), "{name}: {about}");
            for (label, _) in *labels {
                assert!(label.bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'_'), "{label}");
            }
        }
    }

    /// A dashboard that asks for what is not there shows nothing, and says nothing.
    #[test]
    fn the_dashboard_asks_for_what_there_is() {
        let text = include_str!("../../../../docs/dashboards/postrider.json");
        let dashboard: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let mut asked = BTreeSet::new();
        let panels = dashboard["panels"].as_array().expect("panels");
        for panel in panels {
            assert!(panel["title"].is_string() && panel["gridPos"].is_object(), "{panel}");
            for target in panel["targets"].as_array().expect("targets") {
                let query = target["expr"].as_str().expect("a query");
                asked.extend(names_in(query));
                for (label, values) in labels_in(query) {
                    let known =
                        METRICS.iter().flat_map(|metric| metric.labels).any(|(name, _)| *name == label);
                    assert!(known || label == "le", "{query}: no metric has the label {label} ({values})");
                }
            }
        }
        for name in &asked {
            let known = METRICS.iter().any(|metric| match metric.kind {
                Kind::Histogram => ["_bucket", "_sum", "_count"]
                    .iter()
                    .any(|suffix| name.strip_suffix(suffix) == Some(metric.name)),
                Kind::Counter | Kind::Gauge => name == metric.name,
            });
            assert!(known, "the dashboard asks for {name}, and there is no such metric");
        }
        assert!(asked.len() >= METRICS.len() / 2, "it shows {asked:?}, which is little");
    }

    fn names_in(query: &str) -> impl Iterator<Item = String> {
        let words = query.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        words.filter(|word| word.starts_with("postrider_")).map(str::to_owned)
    }

    /// The labels in `by (...)` and `{label="value"}`.
    fn labels_in(query: &str) -> Vec<(String, String)> {
        let mut labels = Vec::new();
        for grouped in query.split("by (").skip(1) {
            let inside = grouped.split_once(')').expect("closed").0;
            labels.extend(inside.split(',').map(|label| (label.trim().to_owned(), "by".to_owned())));
        }
        for chosen in query.split('{').skip(1) {
            let inside = chosen.split_once('}').expect("closed").0;
            for one in inside.split(',') {
                let (label, value) = one.split_once('=').expect("label=value");
                labels.push((label.trim_end_matches(['!', '~']).trim().to_owned(), value.to_owned()));
            }
        }
        labels
    }
}
