//! From a verdict, or a complaint, to a finding.

mod found;

use postrider_proto::wire::command::Verb;
use postrider_reference::code::{Acts, Repeat, Subject, book};
use postrider_reference::{Actor, Class, Retry, Stage, table};

use crate::complaint::Fate;
use crate::conversation::{Event, Session};
use crate::dialect::Dialect;
use crate::finding::{Finding, Logged, Proof, Reason, Speaker, Step};
use crate::own;
use crate::paste::Paste;
use crate::sequence::Fault;
use crate::verdict::Verdict;
pub use found::of_found;

/// What a refusal of a session is told as.
pub fn of_verdict(verdict: &Verdict, session: &Session, paste: &Paste) -> Finding {
    let text_situation = verdict.diagnosis.situation.map(|situation| situation.id.as_str());
    let situation = verdict.situation.or_else(|| verdict.fault.is_none().then_some(text_situation).flatten());
    let known = situation.and_then(|id| table().situation(id));
    // Who asks for a login with 530 has said it as it is meant.
    let is_plain = |id: &&str| *id == "login-missing" && verdict.code != Some(503);
    let cause = verdict.fault.and_then(|fault| fault.cause).filter(|id| !is_plain(id));
    let cause = cause.and_then(|id| book().cause(id));
    let own_words = verdict.fault.is_none() && situation == text_situation;
    // What the conversation shows goes before what our server says, and agrees with it.
    let agrees = |fault: Fault| cause.is_none() && fault.situation == verdict.situation;
    let said_by_us = verdict.own.filter(|_| verdict.fault.map_or(verdict.situation.is_none(), agrees));
    let situation = said_by_us.map_or(situation, own::situation);
    let reason = match (cause, known, situation) {
        (Some(cause), ..) => Reason::Cause(cause),
        _ if let Some(entry) = said_by_us => Reason::Own(entry),
        (None, Some(situation), _) => Reason::Situation(situation),
        (None, None, Some(id)) => Reason::Shown(id),
        (None, None, None) if verdict.diagnosis.class == Class::Unknown => Reason::Unknown,
        (None, None, None) => Reason::Class(verdict.diagnosis.class),
    };
    let class = match (known, own_words) {
        _ if let Some(entry) = said_by_us => own::class(entry),
        (_, true) => verdict.diagnosis.class,
        (Some(situation), false) => situation.class,
        (None, false) => Class::Protocol,
    };
    let missing = verdict.step.and_then(Step::left_out).is_some();
    let rule = match (cause, situation, own_words) {
        (Some(cause), ..) => format!("cause-{}", cause.id),
        _ if let Some(entry) = said_by_us => format!("own-{}", entry.id),
        (None, Some(id), false) => format!("replay-{id}"),
        _ => verdict.diagnosis.rule.to_owned(),
    };
    let recipient = (verdict.verb == Some(Verb::Rcpt)).then(|| address(verdict.argument())).flatten();
    let mut links: Vec<Subject> = cause.map(|cause| Subject::Cause(cause.id.clone())).into_iter().collect();
    links.extend(verdict.own.map(|entry| Subject::Own(entry.id.to_owned())));
    links.extend(code_links(verdict.code, verdict.enhanced));
    if cause.is_some() || missing {
        links.push(Subject::Sequence);
    }
    let (acts, retry) = moves(situation, class, verdict.code);
    let acts = said_by_us.and_then(own::acts).unwrap_or(acts);
    let retry = said_by_us.and_then(own::retry).unwrap_or(retry);
    // RFC 5321 §3.6.3, §6.1: reports have no sender, and every server takes them; which one does not is for its operator to mend.
    let of_report = verdict.verb == Some(Verb::Mail) && is_null_path(verdict.argument());
    let acts = match situation {
        _ if of_report && class == Class::BadSender => Acts::ReceivingOperator,
        // A name and a password are known to whoever uses them.
        Some("bad-credentials") => Acts::Person,
        // Nothing tries again by itself here.
        Some("port-blocked" | "connection-lost") if verdict.speaker == Speaker::Client => {
            Acts::SendingOperator
        }
        _ => acts,
    };
    Finding {
        input: input(session),
        proof: Proof { line: verdict.line, text: paste.lines()[verdict.line].trim().to_owned() },
        reason,
        situation,
        class,
        step: verdict.step,
        speaker: verdict.speaker,
        acts: if !own_words || missing { doer(situation, session).unwrap_or(acts) } else { acts },
        retry: match (missing, situation) {
            (_, Some("auth-not-offered" | "wrong-tls-mode")) => Repeat::AfterChange,
            (true, _) => Repeat::InOrder,
            _ => retry,
        },
        sure: verdict.sure,
        rule,
        code: verdict.code,
        enhanced: verdict.enhanced,
        recipient,
        links,
        echoes: verdict.echoes.clone(),
        logged: Logged::default(),
        fate: Fate::Unsaid,
        holder: None,
    }
}

/// The pages of the codes, as far as there are any.
pub fn code_links(code: Option<u16>, enhanced: Option<postrider_proto::reply::Enhanced>) -> Vec<Subject> {
    let reply = code.and_then(|code| book().code(&code.to_string()));
    let enhanced = enhanced.and_then(|code| book().code(&code.to_string()));
    reply.into_iter().chain(enhanced).collect()
}

/// Whose move it is and whether to try again, by the class.
fn moves(situation: Option<&str>, class: Class, code: Option<u16>) -> (Acts, Repeat) {
    if class == Class::Unknown {
        let later = code.is_some_and(|code| code < 500);
        return (Acts::SendingOperator, if later { Repeat::Later } else { Repeat::AfterChange });
    }
    let facts = table().facts(class);
    let acts = match facts.acts {
        Actor::Sender => Acts::Person,
        Actor::Recipient => Acts::Recipient,
        Actor::OurOperator => Acts::SendingOperator,
        Actor::TheirOperator => Acts::ReceivingOperator,
        Actor::Nobody => Acts::Nobody,
    };
    let retry = match facts.retry {
        Retry::No | Retry::AfterFix => Repeat::AfterChange,
        Retry::Yes | Retry::Slower => Repeat::Later,
        Retry::AsCoded if code.is_some_and(|code| code < 500) => Repeat::Later,
        Retry::AsCoded => Repeat::AfterChange,
    };
    (acts, if situation == Some("bad-credentials") { Repeat::NewLogin } else { retry })
}

/// Who it is that left a step out: the program, or whoever typed the lines.
fn doer(situation: Option<&str>, session: &Session) -> Option<Acts> {
    match situation {
        Some("auth-initial-response") => Some(Acts::ReceivingOperator),
        Some("cert-verify" | "tls-unavailable") => None,
        _ if by_hand(session) => Some(Acts::Person),
        _ => Some(Acts::Program),
    }
}

fn notes(session: &Session) -> impl Iterator<Item = &str> {
    session.events.iter().filter_map(|event| match event {
        Event::Note(_, text) => Some(text.as_str()),
        _ => None,
    })
}

/// Whether the lines were typed by a person.
fn by_hand(session: &Session) -> bool {
    session.dialect == Dialect::Bare
        && notes(session)
            .any(|note| ["Escape character", "telnet ", "CONNECTED("].iter().any(|mark| note.contains(mark)))
}

/// The word for what a session was written down by.
pub fn input(session: &Session) -> &'static str {
    let noted = |mark: &str| notes(session).any(|note| note.contains(mark));
    match session.dialect {
        Dialect::Swaks => "swaks",
        Dialect::Curl => "curl",
        Dialect::Msmtp => "msmtp",
        Dialect::Exim => "exim",
        Dialect::Sendmail => "sendmail",
        Dialect::Smtplib => "smtplib",
        Dialect::Letters if noted("Connected to smtp") => "mailkit",
        Dialect::Letters if noted("System.Net") => "system-net",
        Dialect::Letters => "letters",
        Dialect::Boxes => "nodemailer",
        Dialect::PhpMailer => "phpmailer",
        Dialect::SmtpCli => "smtp-cli",
        Dialect::Bare if noted("DEBUG SMTP") || noted("DEBUG: ") => "javamail",
        Dialect::Bare if noted("CONNECTED(") || noted("RENEGOTIATING") => "openssl",
        Dialect::Bare => "telnet",
    }
}

/// Whether an argument of MAIL names the null reverse-path.
fn is_null_path(argument: &str) -> bool {
    argument.split_once(':').is_some_and(|(_, path)| path.trim_start().starts_with("<>"))
}

/// The address in an argument of RCPT.
fn address(argument: &str) -> Option<String> {
    let (_, rest) = argument.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    (!address.is_empty() && address.len() <= 512).then(|| address.to_owned())
}

/// The step that failed at a stage.
pub const fn failed_at(stage: Stage) -> Option<Verb> {
    match stage {
        Stage::Connect | Stage::Greeting => None,
        Stage::Hello => Some(Verb::Ehlo),
        Stage::Tls => Some(Verb::Starttls),
        Stage::Auth => Some(Verb::Auth),
        Stage::Mail => Some(Verb::Mail),
        Stage::Rcpt => Some(Verb::Rcpt),
        Stage::Data | Stage::End => Some(Verb::Data),
    }
}
