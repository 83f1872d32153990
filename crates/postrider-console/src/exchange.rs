//! A conversation, as a chat of client and server.

use maud::{Markup, html};
use postrider_reference::locale::Language;

/// Who says a line.
enum Speaker<'a> {
    Client(&'a str),
    Server(&'a str),
    /// Something that happens between the lines, such as a handshake.
    Event(&'a str),
    /// The end of a scene.
    Pause,
}

/// The lines `C: ...`, `S: ...` and `! ...`; an empty one parts two scenes.
pub fn exchange(language: &Language, lines: &[String]) -> Markup {
    let say = |id: &str| language.say(id);
    html! {
        ol.chat lang="en" translate="no" {
            @for line in lines {
                @match speaker(line) {
                    Speaker::Client(said) => li.c {
                        span.who lang=(language.tag) { span aria-hidden="true" { "C" } span.unseen { (say("web-client")) } }
                        " " span.line { (said) }
                    },
                    Speaker::Server(said) => {
                        @let (said, id) = split_id(said);
                        @let refused = refusal(said);
                        li class=(refused.map_or_else(|| "s".to_owned(), |digit| format!("s no k{digit}"))) {
                            span.who lang=(language.tag) { span aria-hidden="true" { "S" } span.unseen { (say("web-server")) } }
                            " " span.line { (said) }
                            @if let Some(id) = id { " " span.id { (id) } }
                            @if refused.is_some() { " " span.mark lang=(language.tag) { (say("web-refused")) } }
                        }
                    },
                    Speaker::Event(what) => li.event { span.line { (what) } },
                    Speaker::Pause => li.pause aria-hidden="true" {},
                }
            }
        }
    }
}

fn speaker(line: &str) -> Speaker<'_> {
    if let Some(said) = line.strip_prefix("C:") {
        Speaker::Client(said.strip_prefix(' ').unwrap_or(said))
    } else if let Some(said) = line.strip_prefix("S:") {
        Speaker::Server(said.strip_prefix(' ').unwrap_or(said))
    } else if line.trim().is_empty() {
        Speaker::Pause
    } else {
        Speaker::Event(line.strip_prefix("! ").unwrap_or(line))
    }
}

/// What a reply of our own says, and the id that may stand at its end.
fn split_id(said: &str) -> (&str, Option<&str>) {
    match said.rsplit_once(" [") {
        Some((text, rest)) if rest.ends_with(']') && !rest.contains(' ') => {
            (text, Some(&said[text.len() + 1..]))
        }
        _ => (said, None),
    }
}

/// The first digit of 4yz and 5yz.
fn refusal(said: &str) -> Option<char> {
    let digits = said.bytes().take_while(u8::is_ascii_digit).count();
    said.chars().next().filter(|first| digits == 3 && matches!(first, '4' | '5'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_marked_and_ids_stand_apart() {
        assert_eq!(refusal("503 5.5.1 MAIL first"), Some('5'));
        assert_eq!(refusal("450-not now"), Some('4'));
        for taken in ["250 2.1.0 Yes", "...", "5.5.1"] {
            assert_eq!(refusal(taken), None, "{taken}");
        }
        assert_eq!(
            split_id("503 5.5.1 MAIL first [rcpt-before-mail]"),
            ("503 5.5.1 MAIL first", Some("[rcpt-before-mail]"))
        );
        assert_eq!(split_id("250 [a b]"), ("250 [a b]", None));
    }
}
