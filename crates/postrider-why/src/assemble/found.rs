//! From a complaint to a finding.

use postrider_proto::reply::Entry;
use postrider_proto::wire::command::Verb;
use postrider_reference::code::{Acts, Cause, Repeat, Subject, book};
use postrider_reference::{Class, Diagnosis, Situation, Stage, Sure, table};

use super::{code_links, failed_at, moves};
use crate::complaint::{Arrival, Complaint, Fate, Found, Input};
use crate::finding::{Finding, Logged, Proof, Reason, Speaker, Step};
use crate::own;
use crate::paste::Paste;
use crate::said;
use crate::vendor;

/// What stands in a log, a bounce or an exception is told as. `again` are complaints that are told already.
pub fn of_found(found: &Found, again: impl Fn(&Complaint) -> bool, paste: &Paste) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for complaint in found.complaints.iter().filter(|complaint| !again(complaint)) {
        // 503 behind a refusal follows from it.
        let follows = complaint.code == Some(503) && matches!(found.input, Input::Exception | Input::Reply);
        match findings.last_mut().filter(|_| follows) {
            Some(first) => first.echoes.push(complaint.line),
            None => findings.push(of_complaint(found.input, complaint, paste)),
        }
    }
    findings
}

fn of_complaint(input: Input, complaint: &Complaint, paste: &Paste) -> Finding {
    let diagnosis = complaint.diagnosis();
    match complaint.fate {
        Fate::Arrived(arrival) => return arrived(input, complaint, paste, diagnosis, arrival),
        Fate::Discarded => return discarded(input, complaint, paste, diagnosis),
        Fate::Unsaid | Fate::Later | Fate::Final(_) => {}
    }
    let situation = diagnosis.situation.map(|situation| match (situation.id.as_str(), complaint.stage) {
        // It was AUTH that was refused in clear.
        ("starttls-required", Some(Stage::Auth)) => "auth-before-tls",
        (id, _) => id,
    });
    let known = situation.and_then(|id| table().situation(id));
    if let Some(entry) = own::entry(complaint.code, complaint.enhanced, &complaint.text) {
        return of_own(input, complaint, paste, entry, diagnosis);
    }
    if is_by_acl(input, complaint, diagnosis) {
        return Finding {
            reason: table().situation("policy-refused").map_or(Reason::Unknown, Reason::Situation),
            situation: Some("policy-refused"),
            class: Class::Policy,
            sure: Sure::Likely,
            rule: "log-acl".to_owned(),
            ..of_diagnosis(input, complaint, paste, diagnosis, known, situation)
        };
    }
    if let Some(cause) = cause_of_words(complaint) {
        return Finding {
            reason: Reason::Cause(cause),
            situation: None,
            class: Class::Protocol,
            step: None,
            acts: Acts::Program,
            retry: Repeat::AfterChange,
            sure: Sure::Certain,
            rule: format!("cause-{}", cause.id),
            links: vec![Subject::Cause(cause.id.clone()), Subject::Sequence],
            ..of_diagnosis(input, complaint, paste, diagnosis, known, situation)
        };
    }
    of_diagnosis(input, complaint, paste, diagnosis, known, situation)
}

/// A message that has arrived.
fn arrived(
    input: Input,
    complaint: &Complaint,
    paste: &Paste,
    diagnosis: Diagnosis,
    arrival: Arrival,
) -> Finding {
    Finding {
        reason: Reason::Arrived(arrival),
        step: None,
        acts: Acts::Nobody,
        retry: Repeat::Nothing,
        sure: Sure::Certain,
        rule: format!("dsn-{}", arrival.as_str()),
        holder: complaint.host.clone(),
        ..of_diagnosis(input, complaint, paste, diagnosis, None, None)
    }
}

/// A message that a filter has accepted and thrown away. What it was taken for is its class.
fn discarded(input: Input, complaint: &Complaint, paste: &Paste, diagnosis: Diagnosis) -> Finding {
    let known = table().situation("discarded");
    let class = if diagnosis.class == Class::Unknown { Class::Policy } else { diagnosis.class };
    Finding {
        class,
        step: None,
        acts: Acts::ReceivingOperator,
        retry: Repeat::Anew,
        sure: Sure::Certain,
        rule: "log-discarded".to_owned(),
        ..of_diagnosis(input, complaint, paste, diagnosis, known, Some("discarded"))
    }
}

/// Whether a server has refused it by its access list, in words that its operator has written: Exim refuses nothing else with words of nobody.
fn is_by_acl(input: Input, complaint: &Complaint, diagnosis: Diagnosis) -> bool {
    let stage = !matches!(complaint.stage, None | Some(Stage::Auth));
    input == Input::EximLog && complaint.own && stage && diagnosis.class == Class::Unknown
}

/// A refusal of our own server.
fn of_own(
    input: Input,
    complaint: &Complaint,
    paste: &Paste,
    entry: &'static Entry,
    diagnosis: Diagnosis,
) -> Finding {
    let class = own::class(entry);
    let situation = own::situation(entry);
    let diagnosis = Diagnosis { class, sure: Sure::Certain, vendor: Some(own::VENDOR), ..diagnosis };
    let finding = of_diagnosis(input, complaint, paste, diagnosis, None, situation);
    let links = [Subject::Own(entry.id.to_owned())].into_iter().chain(finding.links).collect();
    let line = paste.lines().get(complaint.line).filter(|_| input == Input::OwnLog);
    let logged = |name| line.and_then(|line| crate::log::string(line, name));
    Finding {
        reason: Reason::Own(entry),
        acts: own::acts(entry).unwrap_or(finding.acts),
        retry: own::retry(entry).map_or(finding.retry, |retry| settled(complaint, class, retry)),
        rule: format!("own-{}", entry.id),
        enhanced: entry.enhanced,
        links,
        logged: Logged { fact: logged("because"), session: logged("session").filter(|id| is_session(id)) },
        ..finding
    }
}

/// Whether a word can be the id of a session, and stand in a command.
fn is_session(id: &str) -> bool {
    !id.is_empty() && id.len() <= 32 && id.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The cause that words name: those of a library, which knows the order of commands itself, or of a server that refuses for it.
fn cause_of_words(complaint: &Complaint) -> Option<&'static Cause> {
    const WORDS: [(&str, &str); 4] = [
        ("already using tls", "starttls-twice"),
        ("tls already started", "starttls-twice"),
        ("already authenticated", "auth-twice"),
        ("auth not allowed during mail transaction", "auth-after-mail"),
    ];
    let text = complaint.text.to_ascii_lowercase();
    let said =
        WORDS.iter().find(|(words, _)| matches!(complaint.code, None | Some(503)) && text.contains(words));
    said.and_then(|(_, id)| book().cause(id))
}

fn of_diagnosis(
    input: Input,
    complaint: &Complaint,
    paste: &Paste,
    diagnosis: Diagnosis,
    known: Option<&'static Situation>,
    situation: Option<&'static str>,
) -> Finding {
    let (acts, retry) = moves(situation, diagnosis.class, complaint.code);
    let retry = settled(complaint, diagnosis.class, retry);
    // Of a message that came back there is nobody left who sends it but its sender.
    let acts = if retry == Repeat::Anew && acts == Acts::Nobody { Acts::Person } else { acts };
    let step = missing_in(situation)
        .map(Step::Missing)
        .or_else(|| complaint.stage.and_then(failed_at).map(Step::Failed))
        .or_else(|| is_unconnected(complaint, situation).then_some(Step::Connection));
    let missing = matches!(step, Some(Step::Missing(_)));
    let by_program = missing && matches!(input, Input::Exception | Input::Reply);
    Finding {
        input: input.as_str(),
        proof: proof(complaint, paste),
        reason: match (known, diagnosis.class) {
            (Some(situation), _) => Reason::Situation(situation),
            (None, Class::Unknown) => Reason::Unknown,
            (None, class) => Reason::Class(class),
        },
        situation,
        class: diagnosis.class,
        step,
        speaker: match complaint.code {
            Some(_) => Speaker::Server(vendor::of_reply(&complaint.text).or(diagnosis.vendor)),
            // Whose log it is stands above whose words they are.
            None if complaint.own => Speaker::Server(writer(input).or(diagnosis.vendor)),
            // Only servers say such codes.
            None if input == Input::Reply && complaint.enhanced.is_some() => {
                Speaker::Server(diagnosis.vendor)
            }
            None => Speaker::Client,
        },
        // A program that leaves a step out is mended by whoever writes or configures it; a name and a password are known to whoever uses it.
        acts: match (by_program, input, situation) {
            (true, ..) => Acts::Program,
            (false, Input::Exception, Some("bad-credentials")) => Acts::Person,
            (false, _, Some("bad-credentials")) if complaint.own => Acts::Person,
            // It was typed.
            (false, _, Some("openssl-r-command")) => Acts::Person,
            // A log says it of a delivery that is tried again; a program that was run once is not.
            (false, Input::Exception, Some("port-blocked" | "connection-lost")) => Acts::SendingOperator,
            // Why it refused is known where the log was written, and whether what it asked is down.
            (false, ..) if complaint.own && is_rule_of_its_own(diagnosis.class) => Acts::ReceivingOperator,
            _ => acts,
        },
        retry: match situation {
            Some("wrong-tls-mode") => Repeat::AfterChange,
            _ if by_program => Repeat::InOrder,
            _ => retry,
        },
        sure: diagnosis.sure,
        rule: diagnosis.rule.to_owned(),
        code: complaint.code,
        enhanced: complaint.enhanced,
        recipient: complaint.recipient.clone(),
        links: code_links(complaint.code, complaint.enhanced),
        echoes: Vec::new(),
        logged: Logged::default(),
        fate: complaint.fate,
        holder: None,
    }
}

/// Whether to try again, where more is known than the code says: that speaks of the last try, and nothing tries again what came back.
fn settled(complaint: &Complaint, class: Class, retry: Repeat) -> Repeat {
    match (complaint.fate, retry) {
        (Fate::Final(_), Repeat::Later) => Repeat::Anew,
        // What nobody understands is tried again all the same.
        (Fate::Later, _) if complaint.own || class == Class::Unknown => Repeat::Later,
        _ => retry,
    }
}

/// Whether a server that has refused for this reason has done so by a rule, a filter or a fault that only its operator knows.
const fn is_rule_of_its_own(class: Class) -> bool {
    matches!(class, Class::Unknown | Class::Policy | Class::Network)
}

/// Whose log it is, where that is a server's.
const fn writer(input: Input) -> Option<&'static str> {
    match input {
        Input::PostfixLog => Some("Postfix"),
        Input::EximLog => Some("Exim"),
        Input::RspamdLog => Some("Rspamd"),
        Input::AmavisLog => Some("Amavis"),
        Input::DovecotLog => Some("Dovecot"),
        _ => None,
    }
}

/// Programs wrap a reply into so many lines at most.
const WRAPPED_MAX: usize = 8;

/// The line that proves a complaint. Where the reply begins in a line before it, from there on.
fn proof(complaint: &Complaint, paste: &Paste) -> Proof {
    let lines = paste.lines();
    let line = complaint.line.min(lines.len().saturating_sub(1));
    if let Some(text) = paste.decoded(line, &complaint.text) {
        return Proof { line, text };
    }
    let has_code = |text: &String| {
        complaint.code.is_some_and(|code| {
            said::reply_in(text).is_some_and(|at| text[at..].starts_with(&code.to_string()))
        })
    };
    let start = if complaint.code.is_none() || lines.get(line).is_none_or(has_code) {
        line
    } else {
        let before = (line.saturating_sub(WRAPPED_MAX)..line).rev();
        let mut before = before.take_while(|at| !lines[*at].trim().is_empty());
        before.find(|at| has_code(&lines[*at])).unwrap_or(line)
    };
    let text: Vec<&str> = lines.iter().take(line + 1).skip(start).map(|line| line.trim()).collect();
    Proof { line: start, text: text.join(" ") }
}

/// The step that is missing in a situation, where the situation is that it is.
fn missing_in(situation: Option<&str>) -> Option<Verb> {
    match situation? {
        "ehlo-missing" | "helo-not-ehlo" | "no-ehlo-after-tls" => Some(Verb::Ehlo),
        "auth-before-tls" | "starttls-required" | "wrong-tls-mode" => Some(Verb::Starttls),
        "auth-required" => Some(Verb::Auth),
        "rcpt-before-mail" => Some(Verb::Mail),
        "nested-mail" => Some(Verb::Rset),
        _ => None,
    }
}

/// Whether there was no conversation that could have failed: no connection, or no greeting.
fn is_unconnected(complaint: &Complaint, situation: Option<&str>) -> bool {
    complaint.code.is_none()
        && !complaint.own
        && (matches!(situation, Some("port-blocked" | "dns-name" | "dns-failure" | "retry-waits"))
            || complaint.stage == Some(Stage::Greeting))
}
