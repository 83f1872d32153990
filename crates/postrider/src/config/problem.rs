//! What is wrong with a configuration, and how it is shown.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::visible::only_shows;

/// One thing that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is, in octets of the text; none where it is about nothing that was written.
    pub at: Option<Range<usize>>,
    /// What is wrong.
    pub says: String,
    /// What would be right.
    pub help: String,
}

impl Problem {
    /// Something is wrong here.
    pub fn at(at: Range<usize>, says: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at: Some(at), says: says.into(), help: help.into() }
    }

    /// Something is wrong that stands nowhere.
    pub fn nowhere(says: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at: None, says: says.into(), help: help.into() }
    }
}

/// All that is wrong with a configuration. Shown, it is what people read: each problem with its line, and what is wrong marked
/// in it.
#[derive(Debug, Clone)]
pub struct Mistakes {
    /// The file; none where there is no configuration.
    file: Option<PathBuf>,
    text: String,
    problems: Vec<Problem>,
}

impl Mistakes {
    /// These, in the order of the file.
    #[must_use]
    pub fn new(file: &Path, text: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.at.as_ref().map_or(usize::MAX, |at| at.start));
        Self { file: Some(file.to_owned()), text: text.to_owned(), problems }
    }

    /// One that is not about what stands in a file.
    #[must_use]
    pub fn without_file(problem: Problem) -> Self {
        Self { file: None, text: String::new(), problems: vec![problem] }
    }

    /// Each of them, and where it is: `file:line:column`.
    pub fn each(&self) -> impl Iterator<Item = (String, &Problem)> {
        self.problems.iter().map(|problem| (self.place(problem).unwrap_or_default(), problem))
    }

    fn place(&self, problem: &Problem) -> Option<String> {
        let file = self.file.as_ref()?.display();
        Some(match &problem.at {
            None => file.to_string(),
            Some(at) => {
                let Place { line, column, .. } = Place::of(&self.text, at.start);
                format!("{file}:{line}:{column}")
            }
        })
    }
}

/// What is no mistake in a configuration, and yet is seldom meant. Shown, it looks like [`Mistakes`].
#[derive(Debug, Clone)]
pub struct Warnings(Mistakes);

impl Warnings {
    /// These, if there are any, in the order of the file.
    #[must_use]
    pub fn new(file: &Path, text: &str, problems: Vec<Problem>) -> Option<Self> {
        (!problems.is_empty()).then(|| Self(Mistakes::new(file, text, problems)))
    }

    /// These, if there are any, where there is no configuration.
    #[must_use]
    pub fn without_file(problems: Vec<Problem>) -> Option<Self> {
        let mistakes = Mistakes { file: None, text: String::new(), problems };
        (!mistakes.problems.is_empty()).then_some(Self(mistakes))
    }

    /// Each of them, and where it is: `file:line:column`.
    pub fn each(&self) -> impl Iterator<Item = (String, &Problem)> {
        self.0.each()
    }
}

impl fmt::Display for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f, "warning")
    }
}

impl Mistakes {
    /// Each problem, after a word for what it is.
    fn show(&self, f: &mut fmt::Formatter<'_>, word: &str) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{word}: {}", visible(&problem.says))?;
            match (self.place(problem), &problem.at) {
                (None, _) => {}
                (Some(place), None) => writeln!(f, " --> {place}")?,
                (Some(place), Some(at)) => show(f, &place, &self.text, at)?,
            }
            if !problem.help.is_empty() {
                writeln!(f, "  = help: {}", visible(&problem.help))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(f, "error")?;
        match (&self.file, self.problems.len()) {
            (None, _) => Ok(()),
            (Some(file), 1) => writeln!(f, "1 mistake in {}", file.display()),
            (Some(file), mistakes) => writeln!(f, "{mistakes} mistakes in {}", file.display()),
        }
    }
}

/// How much of a line is shown, in characters, around what is wrong in it.
const SHOWN: usize = 100;

/// The line that holds the beginning of `at`, with that part of it marked.
fn show(f: &mut fmt::Formatter<'_>, shown_place: &str, text: &str, at: &Range<usize>) -> fmt::Result {
    let place = Place::of(text, at.start);
    let line_end = text[place.line_start..].find('\n').map_or(text.len(), |end| place.line_start + end);
    let line = without_secret(text[place.line_start..line_end].trim_end_matches('\r'));
    let line = line.as_ref();
    let start = at.start.min(place.line_start + line.len()) - place.line_start;
    let end = (at.end.max(at.start) - place.line_start).clamp(start, line.len());
    let start = line.floor_char_boundary(start);
    let end = line.ceil_char_boundary(end);

    // A line longer than a screen is shown around what is wrong.
    let before: Vec<char> = line[..start].chars().collect();
    let marked = line[start..end].chars().count().clamp(1, SHOWN);
    let skip = if before.len() + marked > SHOWN { before.len().saturating_sub(SHOWN / 4) } else { 0 };
    let shown: String = line.chars().skip(skip).take(SHOWN).map(visible_char).collect();
    let dots = if skip > 0 { "..." } else { "" };
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    let indent = " ".repeat(dots.len() + before.len() - skip);
    writeln!(f, "{margin}--> {shown_place}")?;
    writeln!(f, "{margin} |")?;
    writeln!(f, "{number} | {dots}{shown}")?;
    writeln!(f, "{margin} | {indent}{}", "^".repeat(marked))
}

/// A line without what stands behind a key that is called like a secret. A mistake is told in the journal of the system, too, and no key is
/// for a secret itself: whoever wrote one there is told what to do, and nobody is shown it.
fn without_secret(line: &str) -> Cow<'_, str> {
    const SECRETS: [&str; 7] = ["password", "passwd", "pass", "passphrase", "pwd", "secret", "token"];
    let mut begin = 0;
    for part in line.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_' && c != '-') {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
        let end = begin + word.len();
        begin += part.len();
        let last = word.rsplit(['_', '-']).next().unwrap_or(word).to_ascii_lowercase();
        let is_key = line[end..].trim_start_matches(['"', '\'', ' ', '\t']).starts_with(['=', ':']);
        if is_key && SECRETS.contains(&&*last) {
            return Cow::Owned(format!("{} = (not shown)", line[..end].trim_end()));
        }
    }
    Cow::Borrowed(line)
}

/// A place in a text, as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    line_start: usize,
}

impl Place {
    /// The place of an octet of `text`.
    #[must_use]
    pub fn of(text: &str, octet: usize) -> Self {
        let octet = text.floor_char_boundary(octet);
        let before = &text[..octet];
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.matches('\n').count() + 1;
        Self { line, column: before[line_start..].chars().count() + 1, line_start }
    }
}

/// Nothing in a file may talk to the terminal. One character stays one column.
fn visible_char(c: char) -> char {
    match c {
        '\t' => ' ',
        c if only_shows(c) => c,
        _ => char::REPLACEMENT_CHARACTER,
    }
}

fn visible(text: &str) -> String {
    text.chars().map(visible_char).collect()
}

/// The known name that is nearest to one that is not known, if any is near.
#[must_use]
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let unknown = unknown.to_lowercase().replace('-', "_");
    let far = (unknown.chars().count() / 3).max(2);
    let near = known.into_iter().map(|known| (strsim::levenshtein(&unknown, known), known));
    near.filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        let known = ["idle_seconds", "content_seconds", "recipients"];
        assert_eq!(nearest("idle_second", known), Some("idle_seconds"));
        assert_eq!(nearest("recipient", known), Some("recipients"));
        assert_eq!(nearest("Idle-Seconds", known), Some("idle_seconds"));
        assert_eq!(nearest("timeout", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn places_are_counted_as_people_do() {
        let text = "a = 1\nä = 2\n";
        let place = |octet| (Place::of(text, octet).line, Place::of(text, octet).column);
        assert_eq!(place(0), (1, 1));
        assert_eq!(place(6), (2, 1));
        assert_eq!(place(8), (2, 2), "behind a character of two octets");
        assert_eq!(place(text.len()), (3, 1));
        assert_eq!(place(1000), (3, 1), "behind the end");
    }

    #[test]
    fn a_secret_that_stands_there_by_mistake_is_not_shown() {
        for line in [
            "password = \"hunter2-secret\"",
            "  \"Password\"=hunter2-secret",
            "smtp_password: hunter2-secret",
            "relay = { user = \"a\", token = \"hunter2-secret\" }",
        ] {
            let text = format!("[[route]]\n{line}\n");
            let at = text.find("hunter2").expect("it is there");
            let problems = vec![
                Problem::at(10..text.len() - 1, "no such key", ""),
                Problem::at(at..text.len() - 1, "no text", ""),
            ];
            let told = Mistakes::new(Path::new("f"), &text, problems).to_string();
            assert!(!told.contains("hunter2") && told.contains("(not shown)"), "{told}");
        }
        for line in ["password_file = \"/etc/p\"", "# a password is in there", "tokens = [\"x\"]"] {
            assert_eq!(without_secret(line), line);
        }
    }

    #[test]
    fn a_long_line_is_shown_around_what_is_wrong() {
        let text = format!("# \u{1b}[2J\nx = \"{}\" bad", "y".repeat(10_000));
        let at = text.len() - 3..text.len();
        let problems = vec![Problem::at(at, "no", "so"), Problem::at(2..3, "esc", "")];
        insta::assert_snapshot!(Mistakes::new(Path::new("f"), &text, problems));
    }
}
