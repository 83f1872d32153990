//! Who calls: the name of the user, and the time and the names of what is added to a message.

use std::fs;

use postrider_proto::mail::{Domain, Mailbox, QueueId};
use rustix::process::getuid;

use super::message::Missing;
use crate::cli::send::message::unstructured;

/// Where the users of a machine are listed.
const PASSWD: &str = "/etc/passwd";

/// The address of whoever calls, at `origin`.
#[must_use]
pub fn caller(origin: &Domain) -> Mailbox {
    let uid = getuid().as_raw();
    let listed = fs::read_to_string(PASSWD).ok().and_then(|passwd| name_of(&passwd, uid));
    // Users that only a directory service knows have their name in the environment. Whoever sets it to another's gains nothing:
    // -f does the same, and the Received field has the number.
    let told = || ["LOGNAME", "USER"].iter().find_map(|name| std::env::var(name).ok());
    let named = listed.or_else(told).and_then(|name| Mailbox::new(&name, origin.clone()).ok());
    named.unwrap_or_else(|| {
        Mailbox::new(&format!("uid{uid}"), origin.clone()).expect("letters and digits are a local part")
    })
}

/// The name of a user in the text of /etc/passwd.
fn name_of(passwd: &str, uid: u32) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, number) = (fields.next()?, fields.nth(1)?);
        (number.parse() == Ok(uid) && !name.is_empty()).then(|| name.to_owned())
    })
}

/// What a message gets where it is missing.
///
/// # Errors
///
/// Why it cannot be made.
pub fn missing(from: &Mailbox, full_name: Option<&str>, hostname: &Domain) -> Result<Missing, String> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| format!("the system has no random numbers: {error}"))?;
    let date = jiff::fmt::rfc2822::to_string(&jiff::ZonedDateTime::now())
        .map_err(|error| format!("the date cannot be written: {error}"))?;
    let from = match full_name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => format!("{} <{from}>", phrase(name)),
        None => from.to_string(),
    };
    Ok(Missing { date, message_id: format!("<{}@{hostname}>", QueueId::from_bytes(random)), from })
}

/// A name in front of an address (RFC 5322 §3.2.5): as it is, in quotes, or in encoded words.
fn phrase(name: &str) -> String {
    let is_atoms = |c: char| c.is_ascii_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(c);
    let plain = name.chars().all(|c| c == ' ' || c.is_ascii_graphic()) && name.len() <= 200;
    if !plain || name.contains("=?") {
        return unstructured(name);
    }
    if name.chars().all(is_atoms) {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_a_name() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\n\nwww-data:x:33:33::/var/www:\n:x:5:5::/:\nbad\n";
        assert_eq!(name_of(passwd, 0).as_deref(), Some("root"));
        assert_eq!(name_of(passwd, 33).as_deref(), Some("www-data"));
        assert_eq!(name_of(passwd, 5), None);
        assert_eq!(name_of(passwd, 1000), None);
    }

    #[test]
    fn a_name_is_written_so_that_it_is_one() {
        for (name, written) in [
            ("Cron Daemon", "Cron Daemon"),
            ("CRON (root)", "\"CRON (root)\""),
            ("John Q. \"X\" \\", "\"John Q. \\\"X\\\" \\\\\""),
            ("J\u{fc}rgen", "=?utf-8?Q?J=C3=BCrgen?="),
            ("a\r\nBcc: b@c", "=?utf-8?Q?a=0D=0ABcc=3A_b=40c?="),
        ] {
            assert_eq!(phrase(name), written);
        }
    }

    #[test]
    fn what_is_missing_has_the_sender_and_his_name() {
        let from = "root@example.org".parse().expect("an address");
        let host = Domain::Name("mx.example.org".to_owned());
        let named = missing(&from, Some("Cron Daemon"), &host).expect("made");
        assert_eq!(named.from, "Cron Daemon <root@example.org>");
        assert!(named.message_id.ends_with("@mx.example.org>"), "{named:?}");
        assert_eq!(missing(&from, Some(" "), &host).expect("made").from, "root@example.org");
    }
}
