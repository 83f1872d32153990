//! What came of everything: a table of clients and cases, and behind it the reasons.

use std::fmt;

use crate::failure::Failure;

/// What came of one case with one client.
#[derive(Debug)]
pub enum Outcome {
    /// Everything was as it should be.
    Ok,
    /// This was not.
    Failed(String),
    /// It could not be tried on this machine.
    Skipped(String),
    /// This client does not have what the case is about.
    Cannot(&'static str),
}

impl From<Result<(), String>> for Outcome {
    fn from(result: Result<(), String>) -> Self {
        result.map_or_else(Self::Failed, |()| Self::Ok)
    }
}

/// All outcomes, in the order in which they came.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<(&'static str, Vec<(&'static str, Outcome)>)>,
}

impl Report {
    /// Notes what came of a case.
    pub fn add(&mut self, client: &'static str, case: &'static str, outcome: Outcome) {
        if let Outcome::Failed(reason) = &outcome {
            println!("  {case}: FAILED: {}", reason.chars().take(2000).collect::<String>());
        }
        match self.rows.iter_mut().find(|(row, _)| *row == client) {
            Some((_, cells)) => cells.push((case, outcome)),
            None => self.rows.push((client, vec![(case, outcome)])),
        }
    }

    /// What was skipped, each client once; an error where anything failed.
    pub fn verdict(&self) -> Result<Vec<String>, Failure> {
        let (mut failed, mut skipped) = (Vec::new(), Vec::new());
        for (client, cells) in &self.rows {
            for (case, outcome) in cells {
                match outcome {
                    Outcome::Ok | Outcome::Cannot(_) => {}
                    Outcome::Failed(_) => failed.push(format!("{client}, {case}")),
                    Outcome::Skipped(reason) => skipped.push(format!("{client}: {reason}")),
                }
            }
        }
        skipped.dedup();
        if failed.is_empty() {
            Ok(skipped)
        } else {
            Err(Failure::Found(format!("it failed: {}", failed.join("; "))))
        }
    }
}

/// More cases than fit beside each other are only counted.
const COLUMNS: usize = 20;

/// Rows that have the same cases are one table.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cases: Vec<&str> = Vec::new();
        for (client, cells) in &self.rows {
            let names: Vec<&str> = cells.iter().map(|(case, _)| *case).collect();
            if names.len() > COLUMNS {
                let good = cells.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Ok)).count();
                writeln!(f, "{client:<15} {good} of {} ok", cells.len())?;
                continue;
            }
            if names != cases && !cases.starts_with(&names) {
                cases = names;
                write!(f, "{:<15}", "")?;
                for case in &cases {
                    write!(f, " {case:<7}")?;
                }
                writeln!(f)?;
            }
            write!(f, "{client:<15}")?;
            for (case, outcome) in cells {
                write!(f, " {:<1$}", outcome.word(), case.len().max(7))?;
            }
            writeln!(f)?;
        }
        let mut said: Vec<String> = Vec::new();
        for (client, cells) in &self.rows {
            for (case, outcome) in cells {
                let line = match outcome {
                    Outcome::Ok => continue,
                    Outcome::Failed(reason) => {
                        let reason: String = reason.chars().take(500).collect();
                        format!("FAILED   {client}, {case}: {reason}")
                    }
                    Outcome::Skipped(reason) => format!("skipped  {client}: {reason}"),
                    Outcome::Cannot(reason) => format!("-        {client}, {case}: {reason}"),
                };
                if !said.contains(&line) {
                    writeln!(f, "{line}")?;
                    said.push(line);
                }
            }
        }
        Ok(())
    }
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed(_) => "FAILED",
            Self::Skipped(_) => "skipped",
            Self::Cannot(_) => "-",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_and_behind_it_the_reasons() {
        let mut report = Report::default();
        report.add("swaks", "plain", Outcome::Ok);
        report.add("swaks", "utf8-names", Outcome::Cannot("swaks does not speak SMTPUTF8"));
        report.add("exim", "plain", Outcome::Skipped("it needs root".into()));
        report.add("exim", "utf8-names", Outcome::Skipped("it needs root".into()));
        assert_eq!(
            report.to_string(),
            "                plain   utf8-names\n\
             swaks           ok      -         \n\
             exim            skipped skipped   \n\
             -        swaks, utf8-names: swaks does not speak SMTPUTF8\n\
             skipped  exim: it needs root\n"
        );
        assert_eq!(report.verdict().expect("nothing failed"), ["exim: it needs root"]);
        report.add("curl", "plain", Outcome::Failed("no copy".into()));
        assert_eq!(report.verdict().expect_err("one failed").to_string(), "it failed: curl, plain");
    }
}
