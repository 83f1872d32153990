//! Where in a bounce the message that came back begins.

use super::mime::Line;
use super::sign;

/// The text without quoting, and without the message that came back.
pub fn report_of(lines: &[Line]) -> Vec<Line> {
    // `>>>` is Sendmail's, and no quoting.
    let mut quoted = lines.iter().filter(|line| line.text.starts_with('>') && !line.text.starts_with(">>"));
    // A few lines may be the remarks of a mail; what programs say of a recipient is not.
    let is_quoted = quoted.clone().count() >= 4 || quoted.any(|line| sign::in_line(&line.text));
    let unquoted = lines.iter().map(|line| {
        let text = match line.text.strip_prefix('>') {
            Some(rest) if is_quoted => rest.strip_prefix(' ').unwrap_or(rest),
            _ => &line.text,
        };
        Line { at: line.at, text: text.trim_end().to_owned() }
    });
    let mut seen = false;
    unquoted
        .take_while(|line| {
            let ends = seen && returns(&line.text);
            seen = seen || !line.text.trim().is_empty();
            !ends
        })
        .collect()
}

/// Whether a line says that the message that came back follows, or is the beginning of its header.
pub fn returns(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    let begins = [
        "received: ",
        "received:from ",
        "return-path: ",
        "delivered-to: ",
        "x-apparently-to: ",
        "dkim-signature: ",
    ];
    let says = [
        "copy of the message",
        "copy of your message",
        "below this line",
        "original message follow",
        "original message -",
        "original message=",
        "-original message",
        "original mail as follows",
        "original mail info",
        "message headers follow",
        "message header follow",
        "header of the original message",
        "headers of the original message",
        "returned message -",
        "returned message:",
        "unsent message",
        "copy of the original message",
        "copy of the message header",
        "undelivered message",
        "message header ---",
        "start of the original",
        "header of the source mail",
        "header of source mail",
        "returned mail follows",
        "returned mail ---",
        "start of returned message",
        "original message as received",
        "original message headers:",
        "original message follows",
        "old message:",
        "message details:",
        "text of your message",
        "your original message:",
        "original email",
        "ursprüngliche nachricht",
        "ursprungsnachricht",
        "mensaje original",
        "message d'origine",
        "message original",
        "messaggio originale",
        "mensagem original",
        "oryginalna wiadomo",
        "исходное сообщение",
        "исходное письмо",
        "原邮件",
        "原始邮件",
        "原信件",
        "元のメッセージ",
        "元のメール",
    ];
    let sentence = line.trim_start().starts_with("the ") && line.contains("as a separate attachment");
    !sentence
        && (begins.iter().any(|field| line.starts_with(field))
            || says.iter().any(|words| line.contains(words)))
}
