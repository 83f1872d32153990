//! From turns to sessions, and within them to commands and what each was answered with.

mod builder;

use std::ops::Range;

use postrider_proto::reply::Enhanced;
use postrider_proto::wire::command::Verb;

use crate::dialect::Dialect;
pub use builder::sessions;

/// What was said from one greeting to the next.
#[derive(Debug, Clone)]
pub struct Session {
    /// The dialect it is written in.
    pub dialect: Dialect,
    /// The lines, of the whole paste.
    pub lines: Range<usize>,
    /// What happened, in its order.
    pub events: Vec<Event>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// The server spoke first.
    Greeting(Reply),
    /// A command, and its answer if one came.
    Exchange(Command, Option<Reply>),
    /// A reply, and the command is not known.
    Answer(Reply),
    /// A challenge within AUTH.
    Challenge(Option<Command>, Reply),
    /// The server said something that is no reply.
    Strange,
    /// The program that wrote it down said something itself.
    Note(usize, String),
}

/// A command.
#[derive(Debug, Clone)]
pub struct Command {
    /// The line.
    pub line: usize,
    /// The verb; none for the content of the message, which is answered as a command is.
    pub verb: Option<Verb>,
    /// What stands behind it.
    pub argument: String,
}

/// A reply.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Its lines.
    pub lines: Range<usize>,
    /// The code.
    pub code: u16,
    /// The enhanced code at the front of its first line.
    pub enhanced: Option<Enhanced>,
    /// The text of each line.
    pub texts: Vec<String>,
}

impl Reply {
    /// 4yz or 5yz.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        self.code >= 400
    }

    /// The lines joined with spaces.
    #[must_use]
    pub fn text(&self) -> String {
        self.texts.join(" ")
    }
}

impl Session {
    /// Whether somebody asked, and was answered somehow.
    #[must_use]
    pub fn is_conversation(&self) -> bool {
        self.has_answer() && self.events.iter().any(|event| matches!(event, Event::Exchange(..)))
    }

    /// From the first line that one of both said to the last. What a program remarks around that may as well be something else.
    #[must_use]
    pub fn spoken(&self) -> Range<usize> {
        let lines = self.events.iter().filter_map(|event| match event {
            Event::Greeting(reply) | Event::Answer(reply) | Event::Challenge(None, reply) => {
                Some(reply.lines.clone())
            }
            Event::Exchange(command, Some(reply)) | Event::Challenge(Some(command), reply) => {
                Some(command.line.min(reply.lines.start)..reply.lines.end)
            }
            Event::Exchange(command, None) => Some(command.line..command.line + 1),
            Event::Strange | Event::Note(..) => None,
        });
        lines.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end)).unwrap_or(0..0)
    }

    /// The place of the last event that shows both sides at work: the client was answered, and it was no farewell.
    #[must_use]
    pub fn goes_on_until(&self) -> Option<usize> {
        self.events.iter().rposition(|event| match event {
            Event::Greeting(_) | Event::Answer(_) | Event::Challenge(..) => true,
            Event::Exchange(command, reply) => {
                let parts = matches!(command.verb, Some(Verb::Quit | Verb::Rset | Verb::Noop));
                reply.is_some() && !parts
            }
            Event::Strange | Event::Note(..) => false,
        })
    }

    /// The lines of the program's remarks between which the conversation went on.
    pub fn passed_over(&self) -> impl Iterator<Item = usize> {
        let end = self.goes_on_until().unwrap_or(0);
        let first = self.spoken().start;
        self.events[..end].iter().filter_map(move |event| match event {
            Event::Note(line, _) if *line > first => Some(*line),
            _ => None,
        })
    }

    /// Whether the server said any reply.
    #[must_use]
    pub fn has_reply(&self) -> bool {
        self.events.iter().any(|event| {
            matches!(
                event,
                Event::Greeting(_) | Event::Answer(_) | Event::Challenge(..) | Event::Exchange(_, Some(_))
            )
        })
    }

    /// Whether the server said anything.
    #[must_use]
    pub fn has_answer(&self) -> bool {
        self.events.iter().any(|event| !matches!(event, Event::Note(..) | Event::Exchange(_, None)))
    }
}
