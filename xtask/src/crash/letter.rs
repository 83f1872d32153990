//! A letter: a message that can be told from every other, and whose every octet follows from its name.

use std::fmt::Write as _;

use crate::chance::Chance;

/// The envelope's sender of every letter.
pub const SENDER: &str = "sender@client.example";

/// What letters there are.
#[derive(Debug, Clone, Copy)]
pub struct Mix {
    /// The most octets of a small one, about.
    pub small_octets: usize,
    /// Once in so many it is a large one,
    pub large_one_in: usize,
    /// with so many octets at least and less than twice as many.
    pub large_octets: usize,
    /// Once in so many it is for many,
    pub many_one_in: usize,
    /// which are so many at most.
    pub many: usize,
    /// How many mailboxes there are.
    pub mailboxes: usize,
}

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is called; its subject.
    pub token: String,
    /// Whom it is for, each once.
    pub to: Vec<String>,
    /// Header and body; lines end with CRLF and none begins with a dot.
    pub content: String,
}

impl Mix {
    /// The letter with this name. It is always the same: what the words of the name leave open, chance decides.
    pub fn letter(&self, token: &str) -> Letter {
        let mut chance = Chance::of(token);
        let (large, many) = (chance.one_in(self.large_one_in), chance.one_in(self.many_one_in));
        let says = |word| token.split('-').any(|part| part == word);
        let octets = if says("large") || (large && !says("small")) {
            self.large_octets + chance.below(self.large_octets)
        } else {
            chance.below(self.small_octets)
        };
        let recipients = if says("many") || many {
            2 + chance.below(self.many - 1)
        } else if chance.one_in(10) && !says("one") {
            2 + chance.below(3)
        } else {
            1
        };
        // Neighbours from somewhere on: so nobody is in it twice.
        let first = chance.below(self.mailboxes);
        let to = (0..recipients.min(self.mailboxes)).map(|i| mailbox((first + i) % self.mailboxes));
        let blocked = says("blocked").then(|| BLOCKED.to_owned());
        Letter {
            token: token.to_owned(),
            to: blocked.into_iter().chain(to).collect(),
            content: content(token, octets),
        }
    }
}

/// A mailbox that is there only if a run makes it; in others nothing can be delivered to it. A letter whose name says
/// `blocked` is for it as well.
pub const BLOCKED: &str = "blocked@localhost";

/// A mailbox.
pub fn mailbox(number: usize) -> String {
    format!("box{number}@localhost")
}

fn content(token: &str, octets: usize) -> String {
    let mut content = String::with_capacity(octets + 1200);
    let _ = write!(content, "Subject: {token}\r\n\r\n");
    // Every block has a number, so that none can be missing, twice or elsewhere.
    let filler = "abcdefghijklmnopqrstuvwxyz 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n".repeat(10);
    let mut block = 0;
    while content.len() < octets {
        let _ = write!(content, "{token} block {block}\r\n{filler}");
        block += 1;
    }
    let _ = write!(content, "{token} ends after {block} blocks\r\n");
    content
}

impl Mix {
    /// Reads a copy in a Maildir. Gives the name of the letter and whom the copy is for.
    ///
    /// # Errors
    ///
    /// It is not what was sent, with the fields of this server in front.
    pub fn read_copy(&self, text: &str) -> Result<(String, String), String> {
        let front = format!("Return-Path: <{SENDER}>\nDelivered-To: ");
        let rest =
            text.strip_prefix(&front).ok_or_else(|| format!("a copy begins with {:?}", begin_of(text)))?;
        let (to, rest) = rest.split_once('\n').ok_or("a copy ends in its fields")?;
        let letter = self.read(rest, "\n")?;
        if letter.to.iter().any(|mailbox| mailbox == to) {
            Ok((letter.token, to.to_owned()))
        } else {
            Err(format!("{} was delivered to {to}, for whom it is not", letter.token))
        }
    }

    /// Reads what the queue keeps. Gives the letter.
    ///
    /// # Errors
    ///
    /// It is not what was sent, with the field of this server in front.
    pub fn read_queued(&self, text: &str) -> Result<Letter, String> {
        self.read(text, "\r\n")
    }

    fn read(&self, text: &str, line_end: &str) -> Result<Letter, String> {
        let damaged = || format!("a message begins with {:?}", begin_of(text));
        let subject = format!("{line_end}Subject: ");
        let at = text.find(&subject).ok_or_else(damaged)?;
        let (trace, content) = (&text[..at], &text[at + line_end.len()..]);
        // One field of ours, over several lines, and nothing else.
        if !trace.starts_with("Received: from ")
            || trace.split(line_end).skip(1).any(|line| !line.starts_with([' ', '\t']))
        {
            return Err(damaged());
        }
        let token = content[subject.len() - line_end.len()..].lines().next().unwrap_or_default();
        let letter = self.letter(token);
        let same = if line_end == "\r\n" {
            content == letter.content
        } else {
            content == letter.content.replace("\r\n", line_end)
        };
        if same {
            Ok(letter)
        } else {
            Err(format!("{token} was altered: {} octets instead of {}", content.len(), letter.content.len()))
        }
    }
}

fn begin_of(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIX: Mix = Mix {
        small_octets: 5000,
        large_one_in: 10,
        large_octets: 100_000,
        many_one_in: 10,
        many: 20,
        mailboxes: 30,
    };

    #[test]
    fn every_alteration_of_a_copy_is_seen() {
        let letter = MIX.letter("a-1");
        let copy = |content: &str| {
            format!(
                "Return-Path: <{SENDER}>\nDelivered-To: {}\nReceived: from a\n\tby b\n{}",
                letter.to[0],
                content.replace("\r\n", "\n")
            )
        };
        let read = MIX.read_copy(&copy(&letter.content));
        assert_eq!(read, Ok((letter.token.clone(), letter.to[0].clone())));
        for at in 0..letter.content.len() {
            if letter.content.as_bytes()[at] != b'\r' {
                let mut altered = letter.content.clone();
                altered.replace_range(at..=at, "!");
                assert!(MIX.read_copy(&copy(&altered)).is_err(), "octet {at}");
            }
        }
        assert!(MIX.read_copy(&copy(&letter.content[..letter.content.len() - 2])).is_err());
        assert!(MIX.read_copy(&copy(&format!("{}more\r\n", letter.content))).is_err());
        let for_another = copy(&letter.content).replace(&letter.to[0], "nobody@localhost");
        assert!(MIX.read_copy(&for_another).is_err());
    }

    #[test]
    fn what_the_queue_keeps_is_read() {
        let letter = MIX.letter("a-2");
        let kept = format!("Received: from a\r\n\tby b\r\n{}", letter.content);
        assert_eq!(MIX.read_queued(&kept), Ok(letter));
        assert!(MIX.read_queued("").is_err());
        assert!(MIX.read_queued("Subject: a-2\r\n\r\n").is_err());
    }

    #[test]
    fn there_are_letters_of_all_kinds() {
        let letters: Vec<Letter> = (0..500).map(|i| MIX.letter(&format!("x-{i}"))).collect();
        assert!(letters.iter().any(|letter| letter.content.len() > 150_000));
        assert!(letters.iter().any(|letter| letter.content.len() < 1000));
        assert!(letters.iter().any(|letter| letter.to.len() > 10));
        assert!(letters.iter().filter(|letter| letter.to.len() == 1).count() > 300);
        assert!(
            MIX.letter("a-large-one").content.len() >= 100_000 && MIX.letter("a-large-one").to.len() == 1
        );
        assert!((0..50).all(|i| MIX.letter(&format!("a-small-{i}")).content.len() < 7000));
        assert!((0..50).all(|i| MIX.letter(&format!("a-blocked-{i}")).to[0] == BLOCKED));
        assert!(letters.iter().all(|letter| !letter.content.lines().any(|line| line.starts_with('.'))));
    }
}
