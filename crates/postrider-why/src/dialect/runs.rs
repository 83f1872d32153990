//! Which dialect is spoken where.
//!
//! Each line costs something in each dialect: nothing where the dialect explains it, much where it has no mark of it. To change the dialect
//! costs more than a few lines that nothing explains. The cheapest way through the whole paste tells the runs; it is found in one
//! pass.

use std::ops::Range;

use super::{Dialect, Form, Mark, Who, form, marks};

/// Lines that are written in one dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The dialect.
    pub dialect: Dialect,
    /// The lines, of the whole paste.
    pub lines: Range<usize>,
    /// Whether the marks are the other way round.
    pub reversed: bool,
}

/// A line that nothing in the dialect explains.
const STRANGE: u32 = 6;
/// A command at the server's mark, or a code at the client's.
const CROSSED: u32 = 5;
/// To go on in another dialect.
const CHANGE: u32 = 12;

/// Each dialect, and each with its marks the other way round.
const WAYS: usize = Dialect::ALL.len() * 2;

/// The runs of a paste, in their order. Together they are the whole of it.
#[must_use]
pub fn runs(lines: &[&str]) -> Vec<Run> {
    let mut sums = [0_u32; WAYS];
    // For each line and way, the way of the line before.
    let mut from: Vec<[u8; WAYS]> = Vec::with_capacity(lines.len());
    for line in lines {
        let best = cheapest(&sums);
        let mut before = [0; WAYS];
        let mut next = [0; WAYS];
        for (place, dialect) in Dialect::ALL.iter().enumerate() {
            for (way, cost) in [place * 2, place * 2 + 1].into_iter().zip(costs(*dialect, line)) {
                let stays = sums[way] <= sums[best] + CHANGE;
                before[way] = u8::try_from(if stays { way } else { best }).expect("they are few");
                next[way] = if stays { sums[way] } else { sums[best] + CHANGE } + cost;
            }
        }
        from.push(before);
        sums = next;
    }
    let mut way = cheapest(&sums);
    let mut runs: Vec<Run> = Vec::new();
    for at in (0..lines.len()).rev() {
        let (dialect, reversed) = (Dialect::ALL[way / 2], way % 2 == 1);
        match runs.last_mut() {
            Some(run) if (run.dialect, run.reversed) == (dialect, reversed) => run.lines.start = at,
            _ => runs.push(Run { dialect, lines: at..at + 1, reversed }),
        }
        way = usize::from(from[at][way]);
    }
    runs.reverse();
    runs
}

fn cheapest(sums: &[u32; WAYS]) -> usize {
    (0..WAYS).min_by_key(|way| sums[*way]).expect("there are dialects")
}

/// What a line costs in a dialect: as it is meant, and with the marks the other way round.
fn costs(dialect: Dialect, line: &str) -> [u32; 2] {
    if line.trim().is_empty() {
        return [0, 0];
    }
    match marks::read(dialect, line) {
        Some(Mark { who: Some(Who::Note), .. }) => [1, 1],
        Some(Mark { who, text, code }) => match (who, form(&line[text])) {
            _ if dialect == Dialect::Bare => [1, STRANGE],
            _ if code.is_some() => [0, CROSSED],
            (_, Form::Other) => [2, 2],
            (Some(Who::Server), Form::Reply(_)) | (Some(Who::Client), Form::Command(_)) => [0, CROSSED],
            (Some(_), _) => [CROSSED, 0],
            (None, _) => [0, 0],
        },
        // A reply or a command whose mark was lost, or that goes on from the line before.
        None if matches!(form(line.trim()), Form::Reply(_) | Form::Command(_)) => [3, 3],
        None => [STRANGE, STRANGE],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_dialects_in_one_paste_are_told_apart() {
        let text =
            "<-  220 mx\n -> EHLO a\n<-  250 mx\n\nand with curl:\n< 220 mx\n> EHLO a\n< 250 mx\n> QUIT";
        let lines: Vec<&str> = text.lines().collect();
        let runs = runs(&lines);
        let dialects: Vec<Dialect> = runs.iter().map(|run| run.dialect).collect();
        assert_eq!(dialects, [Dialect::Swaks, Dialect::Curl]);
        assert_eq!(runs[0].lines.end, runs[1].lines.start);
    }

    #[test]
    fn arrows_the_other_way_round_are_noticed() {
        let lines = ["> 220 mx", "< EHLO a", "> 250 mx", "< MAIL FROM:<a@b>", "> 503 no"];
        assert_eq!(runs(&lines), [Run { dialect: Dialect::Curl, lines: 0..5, reversed: true }]);
    }

    #[test]
    fn an_empty_paste_has_no_run() {
        assert_eq!(runs(&[]), []);
    }
}
