//! How what was refused is tried again: each `[[retry]]`.

use std::collections::HashMap;
use std::time::Duration;

use postrider_outbound::{ClassRetries, ClassRetry};
use postrider_queue::schedule::retry::Retry;
use postrider_reference::Class;

use crate::config::domains::Lines;
use crate::config::number::{in_range, retry_steps};
use crate::config::problem::{Problem, nearest};
use crate::config::raw::Table;
use crate::config::resolve::Resolver;

/// What a [[retry]] can say, besides its class.
const KEYS: [&str; 4] = ["retry_seconds", "at_least_seconds", "at_most_seconds", "give_up_seconds"];

impl Resolver<'_> {
    /// Takes what is written for each class.
    pub fn retries(&mut self, classes: &mut ClassRetries, lines: &Lines) {
        let mut known: HashMap<Class, usize> = HashMap::new();
        for table in self.raw.tables("retry") {
            let written = table.text("class");
            let class = class(table, &mut self.problems);
            let default = class.map(|class| classes.of(class).clone()).unwrap_or_default();
            let retry = retry(table, &default, &mut self.problems);
            let (Some(class), Some(written)) = (class, written) else { continue };
            if let Some(first) = known.get(&class) {
                self.problems.push(Problem::at(
                    written.span(),
                    format!("how {class} is tried again is said in line {first} already"),
                    "remove one of the two, or make them one",
                ));
            }
            known.insert(class, lines.line(written.span().start));
            if !KEYS.iter().any(|key| table.wrote(key)) {
                self.problems.push(Problem::at(
                    table.at.clone(),
                    format!("this [[retry]] says nothing of {class}"),
                    format!("write one at least of {}", KEYS.join(", ")),
                ));
            }
            classes.set(class, retry);
        }
    }
}

fn class(table: &Table, problems: &mut Vec<Problem>) -> Option<Class> {
    let Some(written) = table.text("class") else {
        if !table.wrote("class") {
            problems.push(Problem::at(
                table.at.clone(),
                "this [[retry]] has no class",
                "write class = \"greylisted\", or another of docs/bounce-classes.md",
            ));
        }
        return None;
    };
    let word = written.get_ref();
    let found = Class::ALL.iter().find(|class| class.as_str() == word);
    if found.is_none() {
        let all: Vec<&str> = Class::ALL.iter().map(|class| class.as_str()).collect();
        let meant = nearest(word, all.iter().copied());
        let meant = meant.map(|near| format!("did you mean {near:?}? ")).unwrap_or_default();
        problems.push(Problem::at(
            written.span(),
            format!("there is no class {word:?} of refusals"),
            format!("{meant}the classes are {}", all.join(", ")),
        ));
    }
    found.copied()
}

/// What is written; the rest as the class has it where nothing is.
fn retry(table: &Table, default: &ClassRetry, problems: &mut Vec<Problem>) -> ClassRetry {
    let mut number = |key| {
        let written = table.number(key)?;
        in_range(&format!("retry.{key}"), &written, 1, u32::MAX.into(), problems).map(Duration::from_secs)
    };
    let (at_least, at_most) = (number("at_least_seconds"), number("at_most_seconds"));
    let give_up = number("give_up_seconds");
    let retry = table
        .numbers("retry_seconds")
        .and_then(|steps| retry_steps("retry.retry_seconds", steps, problems))
        .map(|steps| Retry { steps });
    // Whoever writes the steps has thought of what the bounds are there for.
    let (least, most) = if retry.is_some() { (None, None) } else { (default.at_least, default.at_most) };
    let retry = ClassRetry { retry, at_least: at_least.or(least), at_most: at_most.or(most), give_up };
    if let (Some(least), Some(most)) = (retry.at_least, retry.at_most)
        && least > most
    {
        let at = table.number("at_least_seconds").or_else(|| table.number("at_most_seconds"));
        let (least, most) = (least.as_secs(), most.as_secs());
        problems.push(Problem::at(
            at.map_or_else(|| table.at.clone(), |written| written.span()),
            format!("nothing waits for {least} seconds at least and {most} at most"),
            "write an at_least_seconds that is not above at_most_seconds",
        ));
    }
    retry
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    #[test]
    fn what_is_written_is_what_holds_and_the_rest_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "[[retry]]\nclass = \"network\"\nretry_seconds = [1, 2]\nat_least_seconds = 3\nat_most_seconds = 4\n\
            give_up_seconds = 5\n\
            [[retry]]\nclass = \"full\"\ngive_up_seconds = 6\n\
            [[retry]]\nclass = \"greylisted\"\nretry_seconds = [1200]\n";
        let config = Config::resolve(Path::new("f"), text, Some(folder.path().to_owned()), None);
        let classes = config.expect("a good configuration").way_out.classes;
        let seconds = Duration::from_secs;
        assert_eq!(
            *classes.of(Class::Network),
            ClassRetry {
                retry: Some(Retry { steps: vec![seconds(1), seconds(2)] }),
                at_least: Some(seconds(3)),
                at_most: Some(seconds(4)),
                give_up: Some(seconds(5)),
            }
        );
        let full =
            ClassRetry { give_up: Some(seconds(6)), ..ClassRetries::default().of(Class::Full).clone() };
        assert_eq!((*classes.of(Class::Full) == full, full.at_least), (true, Some(seconds(3600))));
        assert_eq!(
            *classes.of(Class::Greylisted),
            ClassRetry { retry: Some(Retry { steps: vec![seconds(1200)] }), ..ClassRetry::default() },
            "its ten minutes would make nothing of them"
        );
        assert_eq!(*classes.of(Class::Dns), ClassRetry::default());
    }
}
