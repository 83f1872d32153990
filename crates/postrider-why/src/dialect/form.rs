//! What words are by their form: a reply, a command, or neither.

use postrider_proto::reply::Code;
use postrider_proto::wire::command::{Verb, split};

/// What a line of SMTP is by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// It begins with a reply code.
    Reply(u16),
    /// It is a command, written as it must be.
    Command(Verb),
    /// It is neither.
    Other,
}

/// What words are by their form.
#[must_use]
pub fn form(text: &str) -> Form {
    if let Some(code) = code(text) {
        return Form::Reply(code);
    }
    let (verb, argument) = split(text.as_bytes());
    let argument = std::str::from_utf8(argument).unwrap_or("");
    let words = || argument.split_ascii_whitespace().take(4).count();
    let begins = |word: &str| {
        argument.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && argument[word.len()..].trim_start().starts_with([':', '<'])
    };
    let well = match verb {
        Verb::Ehlo | Verb::Helo | Verb::Lhlo => words() <= 3,
        Verb::Starttls | Verb::Data | Verb::Rset | Verb::Quit => argument.is_empty(),
        Verb::Noop | Verb::Help => words() <= 1,
        Verb::Auth => words() >= 1 && !argument.starts_with(char::is_lowercase) || words() == 1,
        Verb::Mail => begins("FROM"),
        Verb::Rcpt => begins("TO"),
        Verb::Bdat => argument.starts_with(|c: char| c.is_ascii_digit()),
        Verb::Vrfy | Verb::Expn | Verb::Etrn | Verb::Atrn | Verb::Burl | Verb::Xclient => words() >= 1,
        Verb::Legacy => begins("FROM"),
        Verb::Unknown => false,
    };
    if well { Form::Command(verb) } else { Form::Other }
}

/// The reply code in front of a text: with a space, a hyphen, or alone. Servers hide their names behind stars.
fn code(text: &str) -> Option<u16> {
    let digits = text.get(..3)?;
    if !digits.bytes().all(|b| b.is_ascii_digit())
        || !text[3..].chars().next().is_none_or(|c| matches!(c, ' ' | '-' | '*'))
    {
        return None;
    }
    let code = digits.parse().ok().and_then(Code::new).map(Code::number)?;
    // Of 3yz only two exist (RFC 5321 §4.2.3, RFC 4954 §4); any other number in front of a line is that of a process.
    (!(300..400).contains(&code) || matches!(code, 334 | 354)).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_and_commands_are_told_from_prose() {
        for (text, is) in [
            ("220 mx", Form::Reply(220)),
            ("250-SIZE", Form::Reply(250)),
            ("354", Form::Reply(354)),
            ("250*****", Form::Reply(250)),
            ("mail from: <a@b>", Form::Command(Verb::Mail)),
            ("DATA", Form::Command(Verb::Data)),
            ("auth login", Form::Command(Verb::Auth)),
            ("BDAT 12 LAST", Form::Command(Verb::Bdat)),
        ] {
            assert_eq!(form(text), is, "{text}");
        }
        for text in [
            "",
            "2500 x",
            "999 x",
            "Data was lost",
            "mail from me",
            "Help is on the way",
            "auth failed for all",
            "12",
        ] {
            assert_eq!(form(text), Form::Other, "{text}");
        }
    }
}
