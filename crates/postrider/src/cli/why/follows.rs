//! Which refusals of a session only follow from another: told by the same rules as those of a conversation that somebody pastes.

use std::ops::Range;

use postrider_proto::reply::catalogue::DATA_GO;
use postrider_why::why;

use crate::journal::Step;

/// For each step the earlier one that its refusal follows from.
pub fn follows(steps: &[Step]) -> Vec<Option<usize>> {
    let mut reasons = vec![None; steps.len()];
    if steps.iter().filter(|step| step.is_refusal()).count() < 2 {
        return reasons;
    }
    // What was said between two steps that are not beside each other nobody knows.
    let mut begin = 0;
    for end in 1..=steps.len() {
        if end == steps.len() || steps[end].left_out > 0 {
            within(steps, begin..end, &mut reasons);
            begin = end;
        }
    }
    reasons
}

/// The steps that follow from this one.
pub fn echoes(reasons: &[Option<usize>], reason: usize) -> Vec<usize> {
    reasons.iter().enumerate().filter(|(_, of)| **of == Some(reason)).map(|(at, _)| at).collect()
}

/// The same for steps that stand beside each other.
fn within(steps: &[Step], part: Range<usize>, reasons: &mut [Option<usize>]) {
    let mut text = String::new();
    // The lines of each step.
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut line = 0;
    for (at, step) in part.clone().zip(&steps[part.clone()]) {
        let begins = line;
        // The content of a message is said as the dot that ends it.
        let content = at > part.start && steps[at - 1].reply == DATA_GO.id;
        let heard = step.command.as_deref().or(content.then_some("."));
        for said in
            heard.iter().map(|heard| ("C: ", *heard)).chain(step.text.lines().map(|said| ("S: ", said)))
        {
            text.push_str(said.0);
            text.push_str(&said.1.replace(['\r', '\n'], " "));
            text.push('\n');
            line += 1;
        }
        lines.push(begins..line);
    }
    let step_of =
        |line: usize| lines.iter().position(|lines| lines.contains(&line)).map(|at| part.start + at);
    for finding in why(text.as_bytes()).findings {
        let Some(reason) = step_of(finding.proof.line) else { continue };
        for echo in finding.echoes.iter().filter_map(|line| step_of(*line)) {
            // Only what is told by itself can have something with it.
            if echo > reason && steps[reason].is_refusal() {
                reasons[echo] = Some(reason);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(command: &str, text: &str, left_out: u32) -> Step {
        Step {
            left_out,
            millis: 0,
            command: Some(command.to_owned().into()).filter(|_| !command.is_empty()),
            hidden: false,
            reply: "".into(),
            text: text.to_owned().into(),
            because: Vec::new(),
            message: None,
            octets: None,
        }
    }

    #[test]
    fn what_follows_from_a_refusal_is_found_and_what_does_not_stands_alone() {
        let mut steps = vec![
            step("", "220 mx.example ESMTP postrider", 0),
            step("EHLO a.example", "250-mx.example greets a.example\n250 ...", 0),
            step("MAIL FROM:<a@a.example>", "250 2.1.0 ok", 0),
            step("RCPT TO:<b@b.example>", "550 5.1.1 b@b.example has no mailbox here [unknown-user]", 0),
            step("DATA", "503 5.5.1 no valid recipient was given [no-valid-recipient]", 0),
            step("FROG", "500 5.5.1 the command is not known [unknown-command]", 0),
            step("QUIT", "221 2.0.0 bye", 0),
        ];
        let none = [None; 7];
        assert_eq!(follows(&steps), [&none[..4], &[Some(3)], &none[..2]].concat());
        assert_eq!(echoes(&follows(&steps), 3), [4]);
        // What was left out in between may be the reason.
        steps[4].left_out = 3;
        assert_eq!(follows(&steps)[4], None);
    }
}
