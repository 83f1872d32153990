//! The text format of Prometheus, version 0.0.4: as much of it as is needed.

use std::fmt::{self, Write as _};

use postrider_queue::Distribution;

use super::Reading;
use super::table::{Kind, Metric};

/// The series of one metric, on their way into the page.
pub struct Samples<'a> {
    text: &'a mut String,
    metric: &'static Metric,
}

/// Writes one metric: what it is, and its series.
pub fn write(text: &mut String, metric: &'static Metric, reading: &Reading<'_>) {
    let Metric { name, kind, about, .. } = metric;
    put(text, format_args!("# HELP {name} {about}\n# TYPE {name} {}\n", kind.as_str()));
    (metric.read)(reading, &mut Samples { text, metric });
}

impl Samples<'_> {
    /// The only series.
    pub fn one(&mut self, value: u64) {
        self.labelled(&[], value);
    }

    /// A series with labels. Their values are words of our own, so nothing in them needs to be escaped.
    pub fn labelled(&mut self, labels: &[(&str, &str)], value: u64) {
        debug_assert!(labels.iter().all(|(_, word)| !word.contains(['"', '\\', '\n'])), "{labels:?}");
        debug_assert!(
            labels.iter().map(|(label, _)| *label).eq(self.metric.labels.iter().map(|(label, _)| *label))
        );
        self.line("", labels, format_args!("{value}"));
    }

    /// The only series, in milliseconds; written in seconds.
    pub fn millis(&mut self, value: u64) {
        self.line("", &[], format_args!("{}.{:03}", value / 1000, value % 1000));
    }

    /// A histogram of microseconds, written in seconds.
    pub fn micros(&mut self, values: &Distribution) {
        self.histogram(values, |value| Decimal { value, per_unit: 1_000_000, digits: 6 });
    }

    /// A histogram of numbers.
    pub fn plain(&mut self, values: &Distribution) {
        self.histogram(values, |value| Decimal { value, per_unit: 1, digits: 0 });
    }

    fn histogram(&mut self, values: &Distribution, shown: impl Fn(u64) -> Decimal) {
        debug_assert_eq!(self.metric.kind, Kind::Histogram);
        for (bound, count) in &values.up_to {
            self.line("_bucket", &[("le", &shown(*bound).to_string())], format_args!("{count}"));
        }
        self.line("_bucket", &[("le", "+Inf")], format_args!("{}", values.count));
        self.line("_sum", &[], format_args!("{}", shown(values.sum)));
        self.line("_count", &[], format_args!("{}", values.count));
    }

    fn line(&mut self, suffix: &str, labels: &[(&str, &str)], value: fmt::Arguments<'_>) {
        let Self { text, metric } = self;
        text.push_str(metric.name);
        text.push_str(suffix);
        for (i, (label, word)) in labels.iter().enumerate() {
            put(text, format_args!("{}{label}=\"{word}\"", if i == 0 { '{' } else { ',' }));
        }
        put(text, format_args!("{} {value}\n", if labels.is_empty() { "" } else { "}" }));
    }
}

/// A fixed number of digits behind the point: floating point would show what nobody has measured.
struct Decimal {
    value: u64,
    per_unit: u64,
    digits: usize,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, per_unit, digits } = *self;
        match digits {
            0 => write!(f, "{value}"),
            digits => write!(f, "{}.{:0digits$}", value / per_unit, value % per_unit),
        }
    }
}

fn put(text: &mut String, words: fmt::Arguments<'_>) {
    text.write_fmt(words).expect("a string takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::table::METRICS;

    fn metric(name: &str) -> &'static Metric {
        METRICS.iter().find(|metric| metric.name == name).expect("in the table")
    }

    #[test]
    fn series_are_lines() {
        let mut text = String::new();
        let mut samples = Samples { text: &mut text, metric: metric("postrider_deliveries_total") };
        samples.labelled(&[("route", "smtp"), ("outcome", "deferred")], u64::MAX);
        let mut samples = Samples { text: &mut text, metric: metric("postrider_queue_oldest_seconds") };
        samples.millis(90_061_007);
        let mut samples = Samples { text: &mut text, metric: metric("postrider_queue_write_seconds") };
        samples.micros(&Distribution { up_to: vec![(250, 1), (1_000_000, 3)], count: 4, sum: 12_345_678 });
        let mut samples = Samples { text: &mut text, metric: metric("postrider_queue_group_size") };
        samples.plain(&Distribution { up_to: vec![(1, 2)], count: 2, sum: 2 });
        assert_eq!(
            text,
            "postrider_deliveries_total{route=\"smtp\",outcome=\"deferred\"} 18446744073709551615\n\
             postrider_queue_oldest_seconds 90061.007\n\
             postrider_queue_write_seconds_bucket{le=\"0.000250\"} 1\n\
             postrider_queue_write_seconds_bucket{le=\"1.000000\"} 3\n\
             postrider_queue_write_seconds_bucket{le=\"+Inf\"} 4\n\
             postrider_queue_write_seconds_sum 12.345678\n\
             postrider_queue_write_seconds_count 4\n\
             postrider_queue_group_size_bucket{le=\"1\"} 2\n\
             postrider_queue_group_size_bucket{le=\"+Inf\"} 2\n\
             postrider_queue_group_size_sum 2\n\
             postrider_queue_group_size_count 2\n"
        );
    }
}
