//! Which program greets.

/// What stands in greetings, in small letters, and whose it is.
const GREETINGS: [(&str, &str); 22] = [
    ("postrider", "postrider"),
    ("postfix", "Postfix"),
    ("exim", "Exim"),
    ("sendmail", "Sendmail"),
    ("opensmtpd", "OpenSMTPD"),
    ("haraka", "Haraka"),
    ("gsmtp", "Gmail"),
    ("microsoft esmtp mail service", "Microsoft"),
    ("simpleemailservice", "Amazon SES"),
    ("subethasmtp", "SubEthaSMTP"),
    ("mailrise", "Mailrise"),
    ("mailhog", "MailHog"),
    ("mailpit", "Mailpit"),
    ("stalwart", "Stalwart"),
    ("kerio connect", "Kerio Connect"),
    ("mdaemon", "MDaemon"),
    ("hmailserver", "hMailServer"),
    ("nemesis esmtp", "IONOS"),
    ("mailgun", "Mailgun"),
    ("sendgrid", "SendGrid"),
    ("mimecast", "Mimecast"),
    ("yandex", "Yandex"),
];

/// What servers write behind each of their replies, in small letters, and whose it is.
const SIGNED: [(&str, &str); 2] = [(" - gsmtp", "Gmail"), (".prod.outlook.com]", "Microsoft")];

/// Whose reply it is, where the server has signed it. Words alone may be another's: several programs say `Must issue a STARTTLS command first`.
#[must_use]
pub fn of_reply(text: &str) -> Option<&'static str> {
    let text = crate::said::beginning(text).to_ascii_lowercase();
    SIGNED.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name)
}

/// Whose a reply is: its signature, then the greeting where the words are those of another program, then the words, then the greeting.
#[must_use]
pub fn of(text: &str, words: Option<&'static str>, banner: &str) -> Option<&'static str> {
    let greeting = of_greeting(banner);
    let is_program = |vendor: &str| GREETINGS.iter().any(|(_, name)| *name == vendor);
    let contradicts = greeting.is_some() && words.is_some_and(is_program);
    of_reply(text).or(if contradicts { greeting } else { words }).or(greeting)
}

/// Whose greeting it is.
#[must_use]
pub fn of_greeting(banner: &str) -> Option<&'static str> {
    let end = (0..=banner.len().min(1000)).rev().find(|end| banner.is_char_boundary(*end))?;
    let banner = banner[..end].to_ascii_lowercase();
    GREETINGS.iter().find(|(mark, _)| banner.contains(mark)).map(|(_, name)| *name)
}
