//! The marks of each dialect.

use super::{Dialect, Form, Mark, Who, form};

/// A mark stands within so many octets of a line: what is in front of it is a time, a level, a process.
pub const MARK_OCTETS_MAX: usize = 400;

/// The marks of a dialect: what stands in front of what each side says, and of what the program says itself.
struct Marks {
    server: &'static [&'static str],
    client: &'static [&'static str],
    note: &'static [&'static str],
}

const fn marks(dialect: Dialect) -> Marks {
    let (server, client, note): (&[&str], &[&str], &[&str]) = match dialect {
        Dialect::Swaks => {
            (&["<-  ", "<~  ", "<** ", "<~* ", "<- ", "<~ "], &["-> ", "~> ", "**> "], &["***", "=== "])
        }
        Dialect::Curl => (&["< "], &["> "], &["* ", "== Info: ", "=> Send ", "<= Recv "]),
        Dialect::Msmtp => (&["<-- "], &["--> "], &["msmtp: "]),
        Dialect::Exim => (&["SMTP<< ", "<< "], &["SMTP>> ", ">> "], &["SMTP(close)", "SMTP>(", "LOG: "]),
        Dialect::Sendmail => (&["<<< "], &[">>> "], &["while talking to", "... while talking to"]),
        Dialect::Smtplib => (&["reply:"], &["send:"], &["connect:", "data:", "reply: retcode"]),
        Dialect::Letters => (
            &["S: ", "S:", "Server: ", "Got: ", "RECV: ", "S "],
            &["C: ", "C:", "Client: ", "Sent: ", "SENT: ", "C "],
            &["Connected to smtp", "Connected to smtps", "System.Net", "ProcessId=", "DateTime="],
        ),
        Dialect::PhpMailer => (
            &["SERVER -> CLIENT:", "SMTP -> FROM SERVER:"],
            &["CLIENT -> SERVER:"],
            &[
                "SMTP ERROR:",
                "SMTP NOTICE:",
                "SMTP Error:",
                "SMTP connect()",
                "Connection:",
                "SMTP -> ",
                "Connection failed",
            ],
        ),
        Dialect::Boxes => (&["SERVER ", "RECEIVE ", "CONNECTION "], &["CLIENT ", "SEND "], &[]),
        Dialect::SmtpCli => (&[], &["> "], &[]),
        Dialect::Bare => (
            &[],
            &[],
            &["DEBUG SMTP", "DEBUG: ", "CONNECTED(", "RENEGOTIATING", "depth=", "Escape character is"],
        ),
    };
    Marks { server, client, note }
}

/// Reads a line in a dialect; none if it has no mark of it. In [`Dialect::Bare`] the form itself is the mark.
pub fn read(dialect: Dialect, line: &str) -> Option<Mark> {
    crate::effort::spend(line.len().min(MARK_OCTETS_MAX));
    read_at(dialect, line, indented(line, 0)).or_else(|| {
        // A line that is quoted is read as it was before.
        let start = unquoted(line);
        (start > 0).then(|| read_at(dialect, line, start)).flatten()
    })
}

fn read_at(dialect: Dialect, line: &str, start: usize) -> Option<Mark> {
    let head = &line[start..];
    match dialect {
        Dialect::Bare => return bare(line, start),
        Dialect::Boxes => return boxes(line, start),
        Dialect::SmtpCli => {
            if let Some(mark) = numbered(line, start) {
                return Some(mark);
            }
        }
        // A line of curl within a quotation: the mark behind it counts.
        Dialect::Curl if head.starts_with("> ") => {
            let behind = indented(line, start + 1);
            if ["< ", "> ", "* "].iter().any(|mark| line[behind..].starts_with(mark)) {
                return read_at(dialect, line, behind);
            }
        }
        Dialect::Smtplib
            if head.starts_with(['\'', '"']) || head.starts_with("b'") || head.starts_with("u'") =>
        {
            return Some(Mark { who: None, text: words(dialect, line, start), code: None });
        }
        _ => {}
    }
    let marks = marks(dialect);
    if let Some(note) = marks.note.iter().find(|note| head.starts_with(**note)) {
        let text = if *note == "***" || note.len() <= 2 { start + note.len() } else { start };
        return Some(Mark { who: Some(Who::Note), text: words(dialect, line, text), code: None });
    }
    for (who, marks) in [(Who::Server, marks.server), (Who::Client, marks.client)] {
        // `C:\Users` is no command.
        let marked = marks.iter().find(|mark| head.starts_with(**mark));
        if let Some(mark) = marked.filter(|mark| !head[mark.len()..].starts_with(['\\', '/'])) {
            let text = words(dialect, line, start + mark.len());
            // A single letter is a mark only in front of what is SMTP.
            if mark.len() > 2
                || !mark.ends_with(' ')
                || !mark.starts_with(['S', 'C'])
                || form(&line[text.clone()]) != Form::Other
            {
                return Some(Mark { who: Some(who), text, code: None });
            }
        }
    }
    behind_prefix(dialect, &marks, line, start)
}

/// A mark behind a time, a level or the name of a program.
fn behind_prefix(dialect: Dialect, marks: &Marks, line: &str, start: usize) -> Option<Mark> {
    let mut before = ' ';
    let mut end = start + MARK_OCTETS_MAX.min(line.len() - start);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    for (at, c) in line[start..end].char_indices() {
        let begins = at > 0 && matches!(before, ' ' | '\t' | ']' | '|' | ')' | '}');
        before = c;
        if !begins || c == ' ' {
            continue;
        }
        let head = &line[start + at..];
        for (who, marks) in
            [(Who::Note, marks.note), (Who::Server, marks.server), (Who::Client, marks.client)]
        {
            for mark in marks.iter().filter(|mark| head.starts_with(**mark)) {
                let text = words(dialect, line, start + at + if who == Who::Note { 0 } else { mark.len() });
                let said = &line[text.clone()];
                let letters = mark.bytes().filter(u8::is_ascii_alphabetic).count();
                // Deep in a line only a mark that is nothing else, or one in front of what is SMTP.
                let wordy = letters >= 4 || (letters == 1 && mark.ends_with(": ") && at < 120);
                let path = said.starts_with(['\\', '/']);
                if form(said) != Form::Other || (wordy && !path && dialect != Dialect::Boxes) {
                    return Some(Mark { who: Some(who), text, code: None });
                }
            }
        }
        if dialect == Dialect::Smtplib && (head.starts_with("b'") || head.starts_with('\'')) {
            return Some(Mark { who: None, text: words(dialect, line, start + at), code: None });
        }
    }
    None
}

/// A line without marks: what it is by its form.
fn bare(line: &str, start: usize) -> Option<Mark> {
    let text = start..start + line[start..].trim_end().len();
    let who = match form(&line[text.clone()]) {
        Form::Reply(_) => Who::Server,
        Form::Command(_) => Who::Client,
        Form::Other if marks(Dialect::Bare).note.iter().any(|note| line[start..].starts_with(note)) => {
            Who::Note
        }
        Form::Other => return None,
    };
    Some(Mark { who: Some(who), text, code: None })
}

/// `SERVER 1:` or `SEND (1):`, and `└──` in front of what was said.
fn boxes(line: &str, start: usize) -> Option<Mark> {
    let head = &line[start..];
    if let Some(rest) = head.strip_prefix("└──") {
        return Some(Mark {
            who: None,
            text: words(Dialect::Boxes, line, line.len() - rest.len()),
            code: None,
        });
    }
    let marks = marks(Dialect::Boxes);
    for (who, marks) in [(Who::Server, marks.server), (Who::Client, marks.client)] {
        let Some(rest) = marks.iter().find_map(|mark| head.strip_prefix(mark)) else { continue };
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')'));
        if let Some(said) = behind.strip_prefix(':').filter(|_| behind.len() < rest.len()) {
            return Some(Mark {
                who: Some(who),
                text: words(Dialect::Boxes, line, line.len() - said.len()),
                code: None,
            });
        }
    }
    None
}

/// `[220] 'ready'`
fn numbered(line: &str, start: usize) -> Option<Mark> {
    let (digits, rest) = line[start..].strip_prefix('[')?.split_once(']')?;
    let Form::Reply(code) = form(digits) else { return None };
    let quote = rest.strip_prefix(' ')?;
    let said = quote.strip_prefix(['\'', '"'])?;
    let from = line.len() - said.len();
    let to = from + said.trim_end().trim_end_matches(['\'', '"']).len();
    (digits.len() == 3).then_some(Mark { who: Some(Who::Server), text: from..to, code: Some(code) })
}

/// The words from here on, without quotes and what marks the end of a line.
fn words(dialect: Dialect, line: &str, from: usize) -> std::ops::Range<usize> {
    let rest = line[from..].trim_end();
    let mut text = rest.trim_start();
    if matches!(dialect, Dialect::Smtplib | Dialect::Boxes) {
        let bare = text.strip_prefix(['b', 'u']).filter(|text| text.starts_with(['\'', '"'])).unwrap_or(text);
        if let Some(quote) = bare.chars().next().filter(|c| matches!(c, '\'' | '"')) {
            let inner = &bare[1..];
            text = inner.rfind(quote).map_or(inner, |end| &inner[..end]);
            // Old boxes show two: `"250-mx\r\n" ""`.
            text = text.strip_suffix("\" \"").unwrap_or(text);
        }
    }
    for end in ["<CRLF>", "<br>", "<br />", "\\n", "\\r"] {
        text = text.strip_suffix(end).unwrap_or(text).trim_end();
    }
    let start = text.as_ptr() as usize - line.as_ptr() as usize;
    start..start + text.len()
}

/// Where a line begins behind the marks of a quotation.
pub fn unquoted(line: &str) -> usize {
    let mut start = indented(line, 0);
    for _ in 0..4 {
        match line[start..].strip_prefix('>') {
            Some(rest) if rest.starts_with(' ') || rest.starts_with('>') => {
                start = indented(line, line.len() - rest.len());
            }
            _ => break,
        }
    }
    start
}

/// Where the white space from here on ends.
fn indented(line: &str, from: usize) -> usize {
    line.len() - line[from..].trim_start().len()
}
