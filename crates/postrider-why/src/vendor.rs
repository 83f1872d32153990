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

/// Whose greeting it is.
#[must_use]
pub fn of_greeting(banner: &str) -> Option<&'static str> {
    let end = (0..=banner.len().min(1000)).rev().find(|end| banner.is_char_boundary(*end))?;
    let banner = banner[..end].to_ascii_lowercase();
    GREETINGS.iter().find(|(mark, _)| banner.contains(mark)).map(|(_, name)| *name)
}
