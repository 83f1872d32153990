//! What is to be explained: from a file, or from standard input.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal as _, Read as _, Write as _};
use std::path::Path;

use postrider_proto::reply::Enhanced;
use postrider_reference::locale::{Fact, Language};
use postrider_why::{OCTETS_MAX, Paste};

use crate::visible::visible;

/// Reads as much as is looked at, and one octet more where there is more.
///
/// # Errors
///
/// There is nothing that can be looked at: why, and what to do.
pub fn read(file: Option<&Path>, language: &Language) -> Result<Vec<u8>, String> {
    let named = file.filter(|file| file.as_os_str() != "-");
    let Some(path) = named else {
        return from_input(file.is_some(), language);
    };
    let octets = File::open(path).and_then(beginning);
    checked(octets, &shown(path), language)
}

/// A reply that somebody has typed in place of a file, its code first; or an enhanced code alone.
pub fn reply(typed: &Path) -> Option<&str> {
    let text = typed.to_str().filter(|_| !typed.exists())?;
    if Enhanced::split(text)
        .is_some_and(|(code, behind)| behind.is_empty() && matches!(code.class, 2 | 4 | 5))
    {
        return Some(text);
    }
    let code = text.split([' ', '-']).next()?;
    let is_reply = code.len() == 3 && code.bytes().all(|octet| octet.is_ascii_digit());
    (is_reply && code.starts_with(['2', '3', '4', '5'])).then_some(text)
}

/// From standard input. Whoever sits at a terminal and has said nothing may not know that it is read.
fn from_input(asked_for: bool, language: &Language) -> Result<Vec<u8>, String> {
    if io::stdin().is_terminal() {
        if !asked_for {
            return Err(language.say("why-terminal"));
        }
        let _ = writeln!(io::stderr(), "{}", language.say("why-paste"));
    }
    checked(beginning(io::stdin().lock()), &language.say("why-input"), language)
}

fn beginning(from: impl io::Read) -> io::Result<Vec<u8>> {
    let mut octets = Vec::new();
    from.take(OCTETS_MAX as u64 + 1).read_to_end(&mut octets)?;
    Ok(octets)
}

fn checked(octets: io::Result<Vec<u8>>, name: &str, language: &Language) -> Result<Vec<u8>, String> {
    let fault = match octets {
        Ok(octets) if octets.trim_ascii().is_empty() => language.say("why-empty"),
        Ok(octets) if is_binary(&octets) => language.say("why-binary"),
        Ok(octets) => return Ok(octets),
        Err(error) => match error.kind() {
            ErrorKind::NotFound => language.say("why-no-file"),
            ErrorKind::IsADirectory => language.say("why-folder"),
            _ => language.say_with("why-unreadable", &[("error", Fact::Text(&error.to_string()))]),
        },
    };
    Err(format!("{name}: {fault}"))
}

/// Whether octets are no text: more than one in twenty is a control that no log and no terminal writes. Windows writes text in
/// UTF-16.
fn is_binary(octets: &[u8]) -> bool {
    if Paste::is_wide(octets) {
        return false;
    }
    let strange = |octet: &&u8| matches!(**octet, 0..=6 | 14..=26 | 28..=31 | 127);
    octets.iter().filter(strange).count() > octets.len() / 20
}

/// So many characters of a name are repeated.
const ECHOED: usize = 100;

/// The name of a file. Somebody may have typed the text itself in its place, with a password in it.
fn shown(path: &Path) -> String {
    let paste = Paste::read(path.to_string_lossy().as_bytes());
    let name = paste.lines().first().map(String::as_str).unwrap_or_default();
    visible(name).chars().take(ECHOED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_told_from_the_name_of_a_file() {
        let reply = |text| reply(Path::new(text));
        for text in ["550", "550 5.1.1 User unknown", "250-mx.example.org", "5.1.1", "4.7.26"] {
            assert_eq!(reply(text), Some(text));
        }
        for text in ["mail.log", "192.0.2.1", "3.1.1", "5.1", "650", "55", "5501"] {
            assert_eq!(reply(text), None, "{text}");
        }
    }

    #[test]
    fn text_is_told_from_what_is_none() {
        assert!(is_binary(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"));
        assert!(is_binary(&[0; 64]));
        assert!(!is_binary("550 5.1.1 нет такого ящика\r\n".as_bytes()));
        assert!(!is_binary(b"\x1b[1;31m550 no\x1b[0m\r\n"));
        assert!(!is_binary(b"\xff\xfe5\x005\x000\x00"));
        assert!(!is_binary(b"5\x005\x000\x00 \x00n\x00o\x00"));
    }
}
