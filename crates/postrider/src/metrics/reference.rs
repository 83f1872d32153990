//! docs/metrics.md, made of the table.

use std::fmt::Write as _;

use super::server::{NOT_WELL, WELL};
use super::table::METRICS;

/// The page.
#[must_use]
pub fn page() -> String {
    let mut text = format!(
        "# The metrics\n\n\
         With `[metrics]` in its [configuration](configuration.md), postrider tells Prometheus, and whoever else reads its text format, how it \
         does. It listens on loopback unless it is told otherwise, and has two pages:\n\n\
         - `/metrics`: the metrics below, all of them each time. Labels have the words of this page, of [replies.md](replies.md) and of [bounce-classes.md](bounce-classes.md) and no others, so \
         the number of series does not grow.\n\
         - `/health`: {WELL} where all is well; {NOT_WELL} and the reason in words while the server stops, while the queue cannot be written, or where its \
         index is in doubt, which a restart mends.\n\n\
         Counters begin at 0 when the server is started. An example of a dashboard for Grafana is \
         [dashboards/postrider.json](dashboards/postrider.json). This page is made from the code; `cargo xtask docs` writes it anew.\n\n\
         | metric | kind | labels | what it tells |\n|---|---|---|---|\n",
    );
    for metric in &METRICS {
        let labels: Vec<String> =
            metric.labels.iter().map(|(label, about)| format!("`{label}`: {about}")).collect();
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            metric.name,
            metric.kind.as_str(),
            labels.join("; "),
            metric.about
        );
    }
    text
}
