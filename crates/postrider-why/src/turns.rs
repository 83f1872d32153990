//! From the lines of a run to turns: who said what.

use crate::dialect::{Dialect, Form, Mark, Run, Who, form, read};

/// What one side said in a line, or the program that wrote it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The line of the paste.
    pub line: usize,
    /// Who.
    pub who: Who,
    /// What, without marks and line ends.
    pub text: String,
}

/// The turns of a run. `lines` are those of the whole paste.
#[must_use]
pub fn turns(run: &Run, lines: &[&str]) -> Vec<Turn> {
    // For each line the next one that is not empty.
    let mut behind = Vec::with_capacity(run.lines.len());
    let mut next = "";
    for line in lines[run.lines.clone()].iter().rev() {
        behind.push(next);
        if !line.trim().is_empty() {
            next = line;
        }
    }
    let mut reader = Reader { run, turns: Vec::new(), named: None, spoke: None };
    for (at, next) in run.lines.clone().zip(behind.into_iter().rev()) {
        reader.line(at, lines[at], next);
    }
    reader.turns
}

struct Reader<'a> {
    run: &'a Run,
    turns: Vec<Turn>,
    /// Who a line without words has named: what it said is in the next lines.
    named: Option<Who>,
    /// Who spoke last.
    spoke: Option<Who>,
}

impl Reader<'_> {
    fn line(&mut self, at: usize, line: &str, next: &str) {
        let bare = self.run.dialect == Dialect::Bare;
        match read(self.run.dialect, line) {
            Some(Mark { who: Some(Who::Note), text, .. }) => self.said(at, Who::Note, &line[text]),
            Some(Mark { who: Some(who), text, code }) => {
                let who = if self.run.reversed { other(who) } else { who };
                let said = &line[text];
                self.named = None;
                match code {
                    Some(code) => self.said(at, who, &format!("{code} {said}")),
                    None if said.is_empty() => {
                        self.named = Some(who);
                        // An empty answer is one too: to a 334, or a greeting that never came.
                        self.said(at, who, "");
                    }
                    None => self.said(at, who, said),
                }
            }
            Some(Mark { who: None, text, .. }) => match self.named {
                Some(who) => self.said(at, who, &line[text]),
                None => self.said(at, Who::Note, &line[text]),
            },
            None if line.trim().is_empty() => {
                // In the bare form an empty line may be the answer to a 334.
                if !bare && self.run.dialect != Dialect::Boxes {
                    self.named = None;
                }
            }
            None => self.unmarked(at, line, next),
        }
    }

    /// A line without a mark: what goes on, or what has lost its mark.
    fn unmarked(&mut self, at: usize, line: &str, next: &str) {
        let text = line.trim();
        let who = match (form(text), self.named) {
            (Form::Reply(_), _) => Who::Server,
            (Form::Command(_), None) => Who::Client,
            (_, Some(who))
                if matches!(self.run.dialect, Dialect::Boxes | Dialect::Smtplib | Dialect::PhpMailer) =>
            {
                who
            }
            // In the bare form a line that is answered was a command, or an answer within AUTH.
            (Form::Other, _)
                if self.run.dialect == Dialect::Bare
                    && self.spoke == Some(Who::Server)
                    && text.len() <= 512
                    && matches!(form(next.trim()), Form::Reply(_)) =>
            {
                Who::Client
            }
            _ => Who::Note,
        };
        self.said(at, who, text);
    }

    fn said(&mut self, line: usize, who: Who, text: &str) {
        // Some dialects write several lines into one, with the line ends as they are written in a program.
        for part in text.split("\\r\\n") {
            let part = part.trim_start_matches("\\n");
            for text in joined(self.run.dialect, who, part) {
                self.turns.push(Turn { line, who, text: text.to_owned() });
            }
        }
        if who != Who::Note {
            self.spoke = Some(who);
        }
    }
}

const fn other(who: Who) -> Who {
    match who {
        Who::Server => Who::Client,
        Who::Client => Who::Server,
        Who::Note => Who::Note,
    }
}

/// The lines of a reply that were written without what stood between them: `250-mx250-SIZE 100250 HELP`.
fn joined(dialect: Dialect, who: Who, text: &str) -> Vec<&str> {
    let code = match (dialect, who, form(text)) {
        (Dialect::PhpMailer, Who::Server, Form::Reply(_)) if text.as_bytes().get(3) == Some(&b'-') => {
            &text[..3]
        }
        _ => return vec![text],
    };
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.get(4..).and_then(|behind| {
        let goes_on = behind.match_indices(code).find(|(at, _)| behind[at + 3..].starts_with('-'));
        goes_on
            .or_else(|| behind.match_indices(code).find(|(at, _)| behind[at + 3..].starts_with(' ')))
            .map(|(at, _)| at + 4)
    }) {
        parts.push(rest[..at].trim_end());
        rest = &rest[at..];
        if rest.as_bytes().get(3) == Some(&b' ') {
            break;
        }
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::runs;

    fn all(text: &str) -> Vec<(Who, String)> {
        let lines: Vec<&str> = text.lines().collect();
        let turns = runs(&lines).iter().flat_map(|run| turns(run, &lines)).collect::<Vec<_>>();
        turns.into_iter().map(|turn| (turn.who, turn.text)).collect()
    }

    #[test]
    fn smtplib_is_read_on_one_line_and_on_two() {
        let text = "send: 'ehlo a\\r\\n'\nreply: b'250-mx\\r\\n'\nreply: b'250 HELP\\r\\n'\nreply: retcode (250); Msg: b'mx'\n[x] send:\n[x] 'quit\\r\\n'";
        let said = all(text);
        assert!(said.contains(&(Who::Client, "ehlo a".into())), "{said:?}");
        assert!(said.contains(&(Who::Server, "250 HELP".into())), "{said:?}");
        assert!(said.contains(&(Who::Client, "quit".into())), "{said:?}");
    }

    #[test]
    fn what_phpmailer_has_joined_is_parted() {
        let said = all(
            "SERVER -> CLIENT: 250-mx Hello [192.0.2.30]250-SIZE 52428800250-STARTTLS250 HELP\nCLIENT -> SERVER: QUIT",
        );
        let server: Vec<&str> =
            said.iter().filter(|(who, _)| *who == Who::Server).map(|(_, text)| text.as_str()).collect();
        assert_eq!(server, ["250-mx Hello [192.0.2.30]", "250-SIZE 52428800", "250-STARTTLS", "250 HELP"]);
    }
}
