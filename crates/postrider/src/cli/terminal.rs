//! A sheet of the reference on a terminal.

use std::io::{self, IsTerminal as _};

use postrider_reference::code::Subject;
use postrider_reference::locale;
use postrider_reference::sheet::{Case, Row, Section, Sheet, Term, Value};

/// Text is not wider than this, in characters, on however wide a terminal.
const WIDEST: usize = 96;
/// Where nobody knows how wide it is.
const USUAL: usize = 80;
const NARROWEST: usize = 30;

const BOLD: &str = "\x1b[1m";
const ACCENT: &str = "\x1b[36m";
const PLAIN: &str = "\x1b[0m";

/// Writes sheets for a terminal.
pub struct Terminal {
    width: usize,
    colours: bool,
}

impl Terminal {
    /// The one that standard output is, or a plain one.
    pub fn of_stdout() -> Self {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| usize::from(size.ws_col));
        let width = size.filter(|width| *width > 0).or(columns).unwrap_or(USUAL);
        Self { width: width.clamp(NARROWEST, WIDEST), colours: shows_colours() }
    }

    /// All of it.
    pub fn sheet(&self, sheet: &Sheet) -> String {
        let heading = match sheet.subject {
            Subject::Pair(_) => sheet.name.clone(),
            ref subject => format!("{subject}  {}", sheet.name),
        };
        let mut text = format!("{}\n", self.bold(&heading));
        if let Some(lead) = &sheet.lead {
            text.push_str(&self.wrapped(lead, 0));
        }
        for section in &sheet.sections {
            text.push('\n');
            text.push_str(&self.section(section, sheet));
        }
        text
    }

    /// How wide it is, in characters.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// A heading, not wider than the terminal.
    pub fn heading(&self, text: &str) -> String {
        textwrap::wrap(text, self.width).iter().map(|line| format!("{}\n", self.bold(line))).collect()
    }

    fn section(&self, section: &Section, sheet: &Sheet) -> String {
        let mut text = format!("{}\n", self.bold(&section.label));
        match &section.value {
            // Each cause has a sheet of its own; all of them at once are more than anybody reads.
            Value::Cases(cases) if section.key == "causes" => {
                for case in cases {
                    text.push_str(&self.brief(case));
                }
                let language = locale::language(sheet.language).unwrap_or_else(locale::english);
                text.push_str(&self.wrapped(&language.say("cli-causes"), 2));
            }
            Value::Rows(rows) => text.push_str(&self.rows(rows, &sheet.subject)),
            value => text.push_str(&self.value(value, 2)),
        }
        text
    }

    /// What a section says.
    pub fn value(&self, value: &Value, indent: usize) -> String {
        let margin = " ".repeat(indent);
        match value {
            Value::Text(text) | Value::Term(Term { text, .. }) => self.wrapped(text, indent),
            Value::Words(words) => self.wrapped(&words.join(", "), indent),
            Value::Terms(terms) => self.wrapped(&texts(terms), indent),
            Value::Links(links) => {
                let column = links.iter().map(|link| link.text.chars().count()).max().unwrap_or(0);
                let line = |link: &postrider_reference::sheet::Link| {
                    let space = " ".repeat(column - link.text.chars().count());
                    let code = self.accent(&link.text);
                    self.hanging(&format!("{margin}{code}{space}  "), indent + column + 2, &link.name)
                };
                links.iter().map(line).collect()
            }
            Value::Exchange(lines) => lines.iter().map(|line| format!("{margin}{line}\n")).collect(),
            Value::Cases(cases) => cases.iter().map(|case| self.case(case, indent)).collect(),
            Value::Rows(_) => String::new(),
        }
    }

    fn case(&self, case: &Case, indent: usize) -> String {
        let mut text = self.wrapped(&case.title, indent);
        for part in &case.parts {
            let margin = " ".repeat(indent + 2);
            match &part.value {
                Value::Text(_) => text.push_str(&self.value(&part.value, indent + 2)),
                Value::Words(words) => text.push_str(&self.labelled(part, indent + 2, &words.join(", "))),
                Value::Terms(terms) => text.push_str(&self.labelled(part, indent + 2, &texts(terms))),
                value => {
                    text.push_str(&format!("{margin}{}:\n", part.label));
                    text.push_str(&self.value(value, indent + 4));
                }
            }
        }
        text
    }

    /// A short value behind its label.
    fn labelled(&self, part: &Section, indent: usize, value: &str) -> String {
        self.hanging(&format!("{}{}: ", " ".repeat(indent), part.label), indent + 2, value)
    }

    /// The heading of a cause, and the way out.
    fn brief(&self, case: &Case) -> String {
        let mut text =
            self.hanging(&format!("  {}  ", self.accent(&format!("cause-{}", case.id))), 4, &case.title);
        for part in case.parts.iter().filter(|part| part.key == "fix") {
            text.push_str(&self.value(&part.value, 4));
        }
        text
    }

    /// Both sides of each property; once where they are alike.
    fn rows(&self, rows: &[Row], subject: &Subject) -> String {
        let Subject::Pair(two) = subject else { return String::new() };
        let names = [two.0.to_string(), two.1.to_string()];
        let column = names.iter().map(String::len).max().unwrap_or(0);
        let mut text = String::new();
        for row in rows {
            text.push_str(&format!("  {}\n", row.label));
            let sides = if row.is_same() {
                vec![(format!("{} = {}", names[0], names[1]), 0)]
            } else {
                vec![(names[0].clone(), 0), (names[1].clone(), 1)]
            };
            for (name, side) in sides {
                let space = " ".repeat(column.saturating_sub(name.len()));
                let label = format!("    {}{space}  ", self.accent(&name));
                text.push_str(&self.hanging(&label, 4 + column.max(name.len()) + 2, &row.sides[side]));
            }
        }
        text
    }

    /// A paragraph, not wider than the terminal.
    pub fn wrapped(&self, text: &str, indent: usize) -> String {
        self.hanging(&" ".repeat(indent), indent, text)
    }

    /// A paragraph behind what begins its first line.
    pub fn hanging(&self, begin: &str, indent: usize, text: &str) -> String {
        let margin = " ".repeat(indent);
        let options = textwrap::Options::new(self.width)
            .initial_indent(begin)
            .subsequent_indent(&margin)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let text = self.literals(text);
        let lines = textwrap::wrap(&text, options);
        lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    /// What stands in backticks is a literal: in colour where there are colours, as it was written elsewhere.
    fn literals(&self, text: &str) -> String {
        if !self.colours {
            return text.to_owned();
        }
        let parts = text.split('`').enumerate();
        parts.map(|(i, part)| if i % 2 == 1 { self.accent(part) } else { part.to_owned() }).collect()
    }

    /// Text that stands out.
    pub fn bold(&self, text: &str) -> String {
        if self.colours { format!("{BOLD}{text}{PLAIN}") } else { text.to_owned() }
    }

    /// A literal: what is typed, what a server says.
    pub fn accent(&self, text: &str) -> String {
        if self.colours { format!("{ACCENT}{text}{PLAIN}") } else { text.to_owned() }
    }
}

fn texts(terms: &[Term]) -> String {
    terms.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join(", ")
}

/// Whether standard output shows colours.
fn shows_colours() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
