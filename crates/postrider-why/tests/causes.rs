//! The exchange that shows a cause of 503 in the reference is told as this cause, in whatever dialect it is written down.

use postrider_reference::code::book;
use postrider_why::{Reason, why};

mod writers;

use writers::WRITERS;
use writers::Who::{Client, Server};

/// What is refused there only follows from a refusal before it: that is told, and the 503 is its echo.
const ECHOES: [&str; 6] = [
    "ehlo-refused",
    "pipelined-behind-refusal",
    "all-recipients-refused",
    "bdat-after-failed-chunk",
    "greeting-refused",
    "recipient-cap",
];

#[test]
fn each_cause_of_the_reference_is_told_from_its_exchange() {
    let mut faults = Vec::new();
    for cause in &book().causes {
        for (name, write, front) in WRITERS {
            let lines = cause.wrong.lines().filter_map(|line| {
                let (who, text) = line.split_once(": ")?;
                // What is left out in the book is left out in what people paste as well.
                let who = if who == "S" { Server } else { Client };
                (text != "...").then(|| write(who, text))
            });
            let text = [front.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n");
            let answer = why(text.as_bytes());
            let told = if ECHOES.contains(&cause.id.as_str()) {
                answer.findings.len() == 1 && !answer.findings[0].echoes.is_empty()
            } else {
                let is = |reason: &Reason| matches!(reason, Reason::Cause(told) if told.id == cause.id);
                answer.findings.iter().any(|finding| is(&finding.reason))
            };
            if !told {
                let told: Vec<_> =
                    answer.findings.iter().map(|finding| (finding.reason.as_str(), &finding.rule)).collect();
                faults.push(format!("{} in {name}: {told:?}\n{text}\n", cause.id));
            }
        }
    }
    let shown: Vec<String> = faults.iter().step_by(faults.len() / 14 + 1).cloned().collect();
    assert!(faults.is_empty(), "{} faults, such as\n{}", faults.len(), shown.join("\n"));
}
