//! A message on its way to the server, all of it but the content: what waits in the drop folder begins with it, as one line of
//! JSON.
//!
//! ```text
//!   {"format":1,"octets":21,"from":"<a@b.example>","to":["c@d.example"],"body":"7BIT"}
//!   ... 21 octets of content
//! ```

use postrider_proto::mail::{BodyType, Envelope, Mailbox, Notify, Recipient, Ret, ReversePath};
use serde::{Deserialize, Serialize};

use crate::control::protocol::body;

/// The longest line, in octets.
pub const LINE_OCTETS_MAX: u64 = 4 * 1024 * 1024;

/// The version of this form.
const FORMAT: u32 = 1;

/// Whom a message is from and for, and what its sender wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Where bounces go.
    pub from: ReversePath,
    /// Whom it is for.
    pub to: Vec<Mailbox>,
    /// What its content is.
    pub body: BodyType,
    /// Which reports are wanted.
    pub notify: Option<Notify>,
    /// How much they should return.
    pub ret: Option<Ret>,
    /// What they should name.
    pub envid: Option<String>,
    /// Whose it is, where the server itself has written it anew. Of a file that is not the server's own it counts for nothing.
    pub uid: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    format: u32,
    octets: u64,
    from: String,
    to: Vec<String>,
    body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notify: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ret: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    envid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uid: Option<u32>,
}

impl Letter {
    /// The envelope of this message for some of its recipients.
    #[must_use]
    pub fn envelope(&self, to: &[Mailbox]) -> Envelope {
        let recipient = |mailbox: &Mailbox| Recipient {
            mailbox: mailbox.clone(),
            given: mailbox.clone(),
            notify: self.notify,
            orcpt: None,
        };
        Envelope {
            reverse_path: self.from.clone(),
            recipients: to.iter().map(recipient).collect(),
            body: self.body,
            // The session asks for it where an address needs it. UTF-8 in the header alone is sent by every second web
            // application, and taken by every server; to ask for SMTPUTF8 would have it refused by many.
            smtputf8: false,
            ret: self.ret,
            envid: self.envid.clone(),
            signing: None,
        }
    }

    /// The line, with its LF.
    #[must_use]
    pub fn line(&self, octets: u64) -> Vec<u8> {
        let words = |notify: Notify| {
            let words = [(notify.success, "success"), (notify.failure, "failure"), (notify.delay, "delay")];
            words.iter().filter(|(asked, _)| *asked).map(|(_, word)| (*word).to_owned()).collect()
        };
        let line = Line {
            format: FORMAT,
            octets,
            from: self.from.to_string(),
            to: self.to.iter().map(ToString::to_string).collect(),
            body: body(self.body).to_owned(),
            notify: self.notify.map(words),
            ret: self.ret.map(|ret| if ret == Ret::Full { "FULL" } else { "HDRS" }.to_owned()),
            envid: self.envid.clone(),
            uid: self.uid,
        };
        let mut line = serde_json::to_vec(&line).expect("texts and numbers are JSON");
        line.push(b'\n');
        line
    }

    /// Reads a line. Gives how many octets of content follow it.
    ///
    /// # Errors
    ///
    /// Why it makes no sense.
    pub fn read(line: &[u8]) -> Result<(Self, u64), String> {
        let line: Line = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        if line.format != FORMAT {
            return Err(format!("its format is {}, and this version knows {FORMAT}", line.format));
        }
        let mailbox =
            |text: &str| text.parse::<Mailbox>().map_err(|why| format!("{text:?} is no address: {why}"));
        let from = match line.from.strip_prefix('<').and_then(|from| from.strip_suffix('>')) {
            Some("") => ReversePath::Null,
            Some(from) => ReversePath::Mailbox(mailbox(from)?),
            None => return Err(format!("from: {:?} is not in angle brackets", line.from)),
        };
        let to: Vec<Mailbox> = line.to.iter().map(|to| mailbox(to)).collect::<Result<_, _>>()?;
        if to.is_empty() {
            return Err("it is for nobody".to_owned());
        }
        let letter = Self {
            from,
            to,
            body: match line.body.as_str() {
                "7BIT" => BodyType::SevenBit,
                "8BITMIME" => BodyType::EightBitMime,
                other => return Err(format!("body: {other:?} is neither 7BIT nor 8BITMIME")),
            },
            notify: line.notify.map(|words| notify(&words)).transpose()?,
            ret: match line.ret.as_deref() {
                None => None,
                Some("FULL") => Some(Ret::Full),
                Some("HDRS") => Some(Ret::Headers),
                Some(other) => return Err(format!("ret: {other:?} is neither FULL nor HDRS")),
            },
            envid: match line.envid {
                Some(envid) if !is_envid(&envid) => return Err(format!("envid: {envid:?} is none")),
                envid => envid,
            },
            uid: line.uid,
        };
        Ok((letter, line.octets))
    }
}

/// RFC 3461 §4.4: 100 octets at most, and printable.
pub fn is_envid(text: &str) -> bool {
    text.len() <= 100 && text.bytes().all(|octet| (b' '..=b'~').contains(&octet))
}

fn notify(words: &[String]) -> Result<Notify, String> {
    let mut notify = Notify::default();
    for word in words {
        match word.as_str() {
            "success" => notify.success = true,
            "failure" => notify.failure = true,
            "delay" => notify.delay = true,
            other => return Err(format!("notify: {other:?} is none of success, failure, delay")),
        }
    }
    Ok(notify)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            from: ReversePath::Mailbox("a@b.example".parse().expect("an address")),
            to: vec![
                "c@d.example".parse().expect("an address"),
                "\"e f\"@g.example".parse().expect("an address"),
            ],
            body: BodyType::EightBitMime,
            notify: Some(Notify { success: true, failure: false, delay: true }),
            ret: Some(Ret::Headers),
            envid: Some("QQ 1".to_owned()),
            uid: Some(7),
        }
    }

    #[test]
    fn written_and_read_back() {
        let plain = Letter {
            from: ReversePath::Null,
            notify: Some(Notify::default()),
            ret: None,
            envid: None,
            uid: None,
            ..letter()
        };
        for letter in [letter(), plain] {
            let line = letter.line(21);
            assert_eq!(line.iter().position(|octet| *octet == b'\n'), Some(line.len() - 1), "one line");
            assert_eq!(Letter::read(&line), Ok((letter, 21)));
        }
    }

    #[test]
    fn what_makes_no_sense_is_said_to() {
        let good = r#"{"format":1,"octets":2,"from":"<>","to":["a@b"],"body":"7BIT"}"#;
        assert!(Letter::read(good.as_bytes()).is_ok());
        for (from, to, why) in [
            ("\"format\":1", "\"format\":2", "its format is 2"),
            ("<>", "a@b", "not in angle brackets"),
            ("<>", "<a>", "\"a\" is no address"),
            ("\"a@b\"", "", "it is for nobody"),
            ("7BIT", "9BIT", "neither 7BIT nor 8BITMIME"),
            ("\"7BIT\"", "\"7BIT\",\"ret\":\"x\"", "neither FULL nor HDRS"),
            ("\"7BIT\"", "\"7BIT\",\"notify\":[\"x\"]", "none of success"),
            ("\"7BIT\"", "\"7BIT\",\"envid\":\"\\u0007\"", "is none"),
            ("\"7BIT\"", "\"7BIT\",\"more\":1", "unknown field"),
            ("{", "", "expected"),
        ] {
            let error = Letter::read(good.replace(from, to).as_bytes()).expect_err(to);
            assert!(error.contains(why), "{to}: {error}");
        }
    }
}
