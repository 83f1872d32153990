//! What a conversation was about when it failed.

use postrider_proto::wire::command::Verb;
use postrider_reference::Stage;

use crate::conversation::Event;
use crate::said;

/// What a command is about.
pub const fn stage(verb: Option<Verb>) -> Stage {
    match verb {
        Some(Verb::Ehlo | Verb::Helo | Verb::Lhlo) => Stage::Hello,
        Some(Verb::Starttls) => Stage::Tls,
        Some(Verb::Auth) => Stage::Auth,
        Some(Verb::Mail) => Stage::Mail,
        Some(Verb::Data | Verb::Bdat | Verb::Burl) => Stage::Data,
        None => Stage::End,
        Some(_) => Stage::Rcpt,
    }
}

/// What the program says right behind a reply that it was to: Exim's `SMTP error from remote mail server after RCPT TO:<a@example.org>`.
pub fn told_behind(events: &[Event]) -> Option<Stage> {
    let notes = events.iter().take(4).map_while(|event| match event {
        Event::Note(_, text) => Some(text.as_str()),
        _ => None,
    });
    notes.into_iter().find_map(said::stage)
}

/// What a reply is most often about, where the command is not known.
pub const fn stage_of_code(code: u16) -> Stage {
    match code {
        454 | 500..=504 | 532 | 534 | 535 | 538 => Stage::Auth,
        530 | 555 => Stage::Mail,
        552 | 554 => Stage::End,
        421 => Stage::Greeting,
        _ => Stage::Rcpt,
    }
}
