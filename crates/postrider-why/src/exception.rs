//! What libraries and programs of clients say of a failure, and bare replies.
//!
//! Some pass on what the server has said: `smtplib.SMTPAuthenticationError: (535, b'5.7.8 ...')`, `SMTPSendFailedException: 530 5.7.0 ...`. Of the rest no
//! server has said anything: `wrong version number`, `connection refused`. Those are complaints without a code.

mod again;
mod words;

use postrider_reference::Stage;

use crate::bounce::reason;
use crate::complaint::{Complaint, Fate, Found, Input};
use crate::log::string;
use crate::remark::is_progress;
use crate::said;
use again::is_again;
use words::{FAILURES, NAMES};

/// So many in one place are shown; the first is what matters.
const COMPLAINTS_MAX: usize = 256;

/// Exceptions in a paste.
pub fn read(lines: &[&str]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    // Where the reply ends that was read last.
    let mut end = 0;
    for (at, line) in lines.iter().enumerate() {
        if at < end {
            continue;
        }
        let Some(mut complaint) = exception(lines, at, line) else { continue };
        end = at + 1;
        if let Some(code) = complaint.code.filter(|code| line.contains(&format!("{code}-"))) {
            end = rest_of_reply(lines, end, code, &mut complaint.text);
        }
        let others = recipients(line).skip(1).map(|(recipient, told)| {
            let told = passed_on(&told, at);
            Complaint { stage: complaint.stage, recipient: Some(recipient), ..told }
        });
        let others: Vec<Complaint> = others.take(COMPLAINTS_MAX).collect();
        match all.last_mut().filter(|last| at <= last.lines.end + 60) {
            Some(last) => {
                // Libraries print the same fault once for each frame that passes it on.
                if !is_again(last, &complaint, lines) && last.complaints.len() < COMPLAINTS_MAX {
                    last.complaints.push(complaint);
                }
                last.lines.end = end;
            }
            None => {
                let complaints = vec![complaint];
                all.push(Found { lines: at..end, input: Input::Exception, complaints, left: 0 });
            }
        }
        if let Some(last) = all.last_mut() {
            for other in others {
                if !is_again(last, &other, lines) && last.complaints.len() < COMPLAINTS_MAX {
                    last.complaints.push(other);
                }
            }
        }
    }
    all
}

/// Adds the lines that go on from `535-5.7.8 x` to its text. The place behind the last.
fn rest_of_reply(lines: &[&str], start: usize, code: u16, text: &mut String) -> usize {
    let mut end = start;
    while let Some((known, rest)) = lines.get(end).and_then(|line| said::leading(line.trim())) {
        if known != code || text.len() > LINE_MAX {
            break;
        }
        text.push(' ');
        text.push_str(rest.trim_end());
        // Symfony tells behind a reply what the next mechanism was answered, in the same line.
        let goes_on = lines[end].trim().as_bytes().get(3) == Some(&b'-')
            || lines[end].contains(&format!("message \"{code}-"));
        end += 1;
        if !goes_on {
            break;
        }
    }
    end
}

/// No line of an exception is longer than what matters of it, in octets.
const LINE_MAX: usize = 16 * 1024;

fn exception(lines: &[&str], at: usize, line: &str) -> Option<Complaint> {
    if line.trim().is_empty() || line.len() > LINE_MAX || is_talk(line) {
        return None;
    }
    // nodemailer prints its error as an object.
    if let Some(told) = response(line) {
        let around = &lines[at.saturating_sub(4)..lines.len().min(at + 4)];
        let stage = around.iter().find_map(|line| named(line)).flatten();
        return Some(Complaint { stage, ..passed_on(&told, at) });
    }
    if let Some(complaint) = of_curl(line, at) {
        return Some(complaint);
    }
    let name = named(line);
    if let Some(stage) = name {
        let text = tuple(line).unwrap_or_else(|| line.to_owned());
        let complaint = passed_on(&text, at);
        if complaint.code.is_some() || complaint.enhanced.is_some() {
            return Some(Complaint {
                stage: stage.or(complaint.stage).or_else(|| asked_of_msmtp(lines, at)),
                recipient: of_tuple(line),
                ..complaint
            });
        }
    }
    let low = line.to_ascii_lowercase();
    if is_progress(&low) || is_frame(&low) || is_of_another_protocol(&low) || is_said_next(lines, at, &low) {
        return None;
    }
    if let Some(complaint) = unsaid(&low, line, at)
        .or_else(|| unconnected(lines, at, &low))
        .or_else(|| cut_off(lines, at, &low))
        .or_else(|| renegotiates(at, &low))
    {
        return Some(complaint);
    }
    let (words, stage) = FAILURES.iter().find(|(words, _)| low.contains(words))?;
    // A frame of a stack names a function, and not what went wrong.
    let from = low.find(words).map_or(0, |at| line[..at].rfind(['{', '[', '"']).map_or(0, |at| at + 1));
    let text = line.get(from..).unwrap_or(line).trim().to_owned();
    Some(failure(at, *stage, text))
}

/// A failure of which no server has said anything.
const fn failure(line: usize, stage: Stage, text: String) -> Complaint {
    Complaint {
        line,
        stage: Some(stage),
        code: None,
        enhanced: None,
        text,
        host: None,
        recipient: None,
        own: false,
        fate: Fate::Unsaid,
    }
}

/// .NET says what a reply would have meant, and none came: what it has met speaks no SMTP in clear.
fn unsaid(low: &str, line: &str, at: usize) -> Option<Complaint> {
    let told = low.trim_end();
    let is_unsaid = told.ends_with("command unrecognized. the server response was:");
    is_unsaid.then(|| failure(at, Stage::Tls, line.trim().to_owned()))
}

/// Python says `timed out` of a connection that never came about as of a reply that did not come; the frames above it tell which.
fn unconnected(lines: &[&str], at: usize, low: &str) -> Option<Complaint> {
    /// So far above it stands the frame in which it happened.
    const FRAMES_MAX: usize = 4;
    let timed_out = ["socket.timeout: timed out", "timeouterror: timed out"];
    let above = &lines[at.saturating_sub(FRAMES_MAX)..at];
    let connects = above
        .iter()
        .any(|line| ["create_connection", "sock.connect("].iter().any(|call| line.contains(call)));
    (connects && timed_out.iter().any(|words| low.contains(words)))
        .then(|| failure(at, Stage::Connect, "connection timed out".to_owned()))
}

/// curl tells the code that it was answered, and the command or a word for it: `curl: (55) RCPT failed: 550`, `curl: (64) STARTTLS denied, code 454`.
fn of_curl(line: &str, at: usize) -> Option<Complaint> {
    let (_, told) = line.trim().strip_prefix("curl: (")?.split_once(") ")?;
    let (words, last) = told.rsplit_once(' ')?;
    let (code, _) = said::leading(last).filter(|_| last.len() == 3)?;
    let stage = match words.split([' ', ':']).next().unwrap_or_default() {
        "MAIL" => Some(Stage::Mail),
        "RCPT" => Some(Stage::Rcpt),
        "DATA" => Some(Stage::Data),
        "STARTTLS" => Some(Stage::Tls),
        "Got" => Some(Stage::Greeting),
        // curl says so of EHLO and HELO.
        "Remote" => Some(Stage::Hello),
        "Command" => Some(Stage::Rcpt),
        _ => None,
    };
    Some(Complaint { code: Some(code), ..failure(at, stage?, words.trim_end_matches(':').to_owned()) })
}

/// What msmtp was about, where it passes on a reply: it says so one line higher.
fn asked_of_msmtp(lines: &[&str], at: usize) -> Option<Stage> {
    let above = lines.get(at.checked_sub(1)?)?.strip_prefix("msmtp: ")?;
    let stages = [
        ("authentication failed", Stage::Auth),
        ("recipient address", Stage::Rcpt),
        ("envelope from address", Stage::Mail),
        ("the server did not accept the mail", Stage::End),
    ];
    stages.iter().find(|(words, _)| above.starts_with(words)).map(|(_, stage)| *stage)
}

/// Whether the next line has the reply that this one, in small letters, speaks of.
fn is_said_next(lines: &[&str], at: usize, low: &str) -> bool {
    let next = lines.get(at + 1).and_then(|line| line.strip_prefix("msmtp: server message: "));
    low.starts_with("msmtp: ") && next.is_some_and(|reply| said::leading(reply).is_some())
}

/// Whether a line, in small letters, is about fetching mail: programs say the same of that, and no SMTP server has.
fn is_of_another_protocol(low: &str) -> bool {
    ["-err ", "imapclient", "pop3client"].iter().any(|words| low.contains(words))
}

/// Ruby says no more than `end of file reached`; the frames around it tell of what.
fn cut_off(lines: &[&str], at: usize, low: &str) -> Option<Complaint> {
    /// So far below it stands the frame of the protocol.
    const FRAMES_MAX: usize = 12;
    let around = &lines[at..lines.len().min(at + FRAMES_MAX)];
    let by_smtp = around.iter().any(|line| line.contains("net/smtp.rb"));
    (low.contains("end of file reached") && by_smtp)
        .then(|| failure(at, Stage::Connect, "connection closed unexpectedly".to_owned()))
}

/// `openssl s_client` writes this word alone where a typed line began with R.
fn renegotiates(at: usize, low: &str) -> Option<Complaint> {
    (low.trim() == "renegotiating").then(|| failure(at, Stage::Rcpt, "s_client renegotiating".to_owned()))
}

/// What a program says behind each failure, whatever it was; it tells something where nothing else does.
pub fn summary(lines: &[&str]) -> Option<Found> {
    const WORDS: [&str; 2] = ["smtp connect() failed", "smtp error: could not connect to smtp host"];
    let (at, line) = lines.iter().enumerate().find(|(_, line)| {
        let low = said::beginning(line).to_ascii_lowercase();
        WORDS.iter().any(|words| low.contains(words))
    })?;
    let complaints = vec![failure(at, Stage::Connect, said::beginning(line).trim().to_owned())];
    Some(Found { lines: at..at + 1, input: Input::Exception, complaints, left: 0 })
}

/// Whether a line is a frame of a stack, in small letters: it names a function, and not what went wrong.
fn is_frame(low: &str) -> bool {
    let low = low.trim_start();
    low.starts_with("file \"")
        || (low.starts_with("at ") && low.contains('('))
        || low.contains("getaddrinfo(")
}

/// Lines of a conversation are read elsewhere.
fn is_talk(line: &str) -> bool {
    let line = line.trim_start();
    ["S: ", "C: ", "<- ", "-> ", "<~ ", "~> ", "<** ", "send: ", "reply: ", "<<", ">>", "< ", "> "]
        .iter()
        .any(|mark| line.starts_with(mark))
        || ["SERVER -> CLIENT", "CLIENT -> SERVER"].iter().any(|mark| line.contains(mark))
}

/// The stage of the first name that stands in a line, if one does.
fn named(line: &str) -> Option<Option<Stage>> {
    NAMES.iter().find(|(name, _)| line.contains(name)).map(|(_, stage)| *stage)
}

/// What .NET writes in front of the reply, in its languages.
const RESPONSES: [&str; 9] = [
    "server response was: ",
    "Serverantwort war",
    "du serveur était",
    "del servidor fue",
    "do servidor foi",
    "Risposta del server",
    "Ответ сервера",
    "服务器响应为",
    "サーバーの応答",
];

/// lettre's `permanent error (535): 5.7.8 ...`.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let (_, behind) =
        ["permanent error (", "transient error ("].iter().find_map(|words| text.split_once(words))?;
    behind.split_once("): ").filter(|(code, _)| code.len() == 3)
}

/// A reply as it was passed on.
fn passed_on(text: &str, at: usize) -> Complaint {
    let text = text.replace("\\r\\n", " ").replace("\\n", " ").replace("\\r", " ");
    // Of two replies in one text the last is the server's own: `5.7.57 ... Error: 535 5.7.139 ...`.
    let text =
        RESPONSES.iter().find_map(|words| text.split_once(words)).map_or(text.as_str(), |(_, told)| told);
    let text = text.trim_start_matches([':', '：', ' ']);
    let text = numbered(text).map_or_else(|| text.to_owned(), |(code, told)| format!("{code} {told}"));
    let text = text.as_str();
    let inner = text.rfind("Error: 5").map_or(text, |at| &text[at + "Error: ".len()..]);
    let complaint = reason(inner, at);
    let told = complaint.text.trim_end_matches(['\'', '"', ')', '}', ']', ',', ' ']).to_owned();
    Complaint { text: told, ..complaint }
}

/// `"response": "552-5.2.3 ..."` and `response: '535 ...'`.
fn response(line: &str) -> Option<String> {
    let quoted = string(line, "response").or_else(|| {
        let (_, rest) = line.split_once("response: ").or_else(|| line.split_once("data: "))?;
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
        rest.get(1..)?.split(quote).next().map(str::to_owned)
    })?;
    said::leading(&quoted).is_some().then_some(quoted)
}

/// Python's `(535, b'5.7.8 ...')`, as the reply that it was.
fn tuple(line: &str) -> Option<String> {
    let (at, _) = line.match_indices('(').find(|(at, _)| {
        let rest = &line[at + 1..];
        rest.get(..3).is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()))
            && rest[3..].starts_with(", ")
    })?;
    let code = &line[at + 1..at + 4];
    let text = line[at + 6..].trim_start_matches(['b', 'u']).trim_start_matches(['\'', '"']);
    let end =
        ["')", "\")", "', ", "\", "].iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    Some(format!("{code} {}", &text[..end]))
}

/// The recipients of `{'a@example.org': (550, b'...'), 'b@example.org': (554, b'...')}`, each with its reply.
fn recipients(line: &str) -> impl Iterator<Item = (String, String)> {
    let mut rest = line.find(['{']).map_or("", |at| &line[at..]);
    std::iter::from_fn(move || {
        loop {
            let at = rest.find(": (")?;
            let (before, behind) = (&rest[..at], &rest[at + 2..]);
            let word = before.trim_end_matches(['\'', '"']).rsplit(['\'', '"']).next().unwrap_or("");
            rest = &rest[at + 3..];
            let reply = behind.get(1..4).is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()));
            if let Some((address, _)) = said::address(word).filter(|_| reply)
                && let Some(told) = tuple(behind)
            {
                return Some((address.to_owned(), told));
            }
        }
    })
}

/// The recipient of `{'a@example.org': (550, b'...')}`.
fn of_tuple(line: &str) -> Option<String> {
    let (_, inside) = line.split_once("{'").or_else(|| line.split_once("{\""))?;
    said::address(inside.split(['\'', '"']).next()?).map(|(address, _)| address.to_owned())
}

/// Bare replies in a paste: `550 5.1.1 No such user`, also behind a time or the level of a log.
pub fn replies(lines: &[&str]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    // A reply in several lines: `550-a`, `550 b`.
    let mut open: Option<(usize, u16)> = None;
    for (at, line) in lines.iter().enumerate() {
        let text = behind_prefix(line);
        let Some((code, rest)) = said::leading(text).filter(|_| line.len() <= LINE_MAX) else {
            open = open.filter(|_| line.trim().is_empty());
            continue;
        };
        let more = text.as_bytes().get(3) == Some(&b'-');
        if let (Some((_, known)), Some(last)) = (open, all.last_mut())
            && known == code
        {
            last.lines.end = at + 1;
            if let Some(complaint) =
                last.complaints.last_mut().filter(|complaint| complaint.text.len() < 4096)
            {
                complaint.text.push(' ');
                complaint.text.push_str(rest);
            }
            open = more.then_some((at, code));
            continue;
        }
        open = more.then_some((at, code));
        let complaint = reason(text, at);
        match all.last_mut().filter(|last| at <= last.lines.end + 8) {
            Some(last) => {
                last.lines.end = at + 1;
                if last.complaints.len() < COMPLAINTS_MAX {
                    last.complaints.push(complaint);
                }
            }
            None => {
                let complaints = vec![complaint];
                all.push(Found { lines: at..at + 1, input: Input::Reply, complaints, left: 0 });
            }
        }
    }
    all
}

/// What stands behind times and levels in brackets, `S:`, and spaces.
fn behind_prefix(line: &str) -> &str {
    let mut text = line.trim_start();
    while let Some((_, rest)) = text.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        text = rest.trim_start();
    }
    text
}
