//! A report says everything in each language, and has the same keys in each.

use postrider_proto::reply::catalogue;
use postrider_proto::wire::command::Verb;
use postrider_reference::code::{Acts, Repeat, book};
use postrider_reference::locale::{english, languages};
use postrider_reference::sheet::{Section, Value};
use postrider_reference::{Class, Sure, table};
use postrider_why::{Answer, Finding, Needs, Reason, Report, Speaker, Step, Told, why};

fn finding() -> Finding {
    let mut answer = why(b"C: EHLO client.example\nS: 250 mx\nC: MAIL FROM:<a@client.example>\nS: 250 ok\nC: RCPT TO:<b@example.org>\nS: 550 5.1.1 no such user\n");
    answer.findings.remove(0)
}

fn of(reason: Reason) -> Finding {
    let situation = match reason {
        Reason::Situation(situation) => Some(situation.id.as_str()),
        _ => None,
    };
    Finding { reason, situation, ..finding() }
}

/// Everything that a finding can be.
fn findings() -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    all.extend(book().causes.iter().map(|cause| of(Reason::Cause(cause))));
    all.extend(table().situations.iter().map(|situation| of(Reason::Situation(situation))));
    all.extend(Class::ALL.iter().map(|class| of(Reason::Class(*class))));
    all.extend(catalogue::all().map(|entry| of(Reason::Own(entry))));
    all.push(of(Reason::Unknown));
    all.extend(Acts::ALL.iter().map(|acts| Finding { acts: *acts, ..finding() }));
    all.extend(Repeat::ALL.iter().map(|retry| Finding { retry: *retry, ..finding() }));
    let speakers =
        [Speaker::Server(None), Speaker::Server(Some("Gmail")), Speaker::Client, Speaker::Middlebox];
    all.extend(speakers.map(|speaker| Finding { speaker, ..finding() }));
    all.extend([Sure::Certain, Sure::Likely, Sure::Guess].map(|sure| Finding { sure, ..finding() }));
    all.extend(
        [Step::Missing(Verb::Ehlo), Step::Failed(Verb::Auth), Step::Connection]
            .map(|step| Finding { step: Some(step), ..finding() }),
    );
    let inputs = [
        "swaks",
        "curl",
        "msmtp",
        "exim",
        "sendmail",
        "smtplib",
        "mailkit",
        "letters",
        "system-net",
        "nodemailer",
        "phpmailer",
        "smtp-cli",
        "javamail",
        "openssl",
        "telnet",
        "bounce",
        "rspamd-log",
        "amavis-log",
        "postfix-log",
        "exim-log",
        "sendmail-log",
        "opensmtpd-log",
        "exchange-log",
        "haraka-log",
        "msmtp-log",
        "dovecot-log",
        "postrider-log",
        "exception",
        "reply",
    ];
    all.extend(inputs.map(|input| Finding { input, ..finding() }));
    for echoes in [1, 2, 5, 30] {
        all.push(Finding { echoes: (10..10 + echoes).collect(), ..finding() });
    }
    all
}

fn words(section: &Section) -> Vec<String> {
    let mut words = vec![section.label.clone()];
    match &section.value {
        Value::Text(text) => words.push(text.clone()),
        Value::Term(term) => words.push(term.text.clone()),
        _ => {}
    }
    words
}

/// A sentence that nobody has written is its own id; one that lacks a fact has a brace in it.
fn is_said(text: &str) -> bool {
    let is_id = !text.contains(' ') && text.contains('-') && text.is_ascii();
    !text.is_empty() && !is_id && !text.contains(['{', '}'])
}

#[test]
fn everything_is_said_in_every_language() {
    for language in languages() {
        for finding in findings() {
            let told = Told::of(&finding, language);
            let parts = told.sections.iter().flat_map(words).chain([told.verdict.clone()]);
            for text in parts {
                assert!(is_said(&text), "{}: {finding:?}: {text:?}", language.tag);
            }
        }
        for needs in [Needs::Anything, Needs::Refusal, Needs::Context] {
            let answer = Answer { findings: findings(), left: 2, cut: true, needs: Some(needs) };
            let report = Report::of(&answer, language);
            let said = [report.lead, report.cut, report.needs.map(|needs| needs.text)];
            for text in said {
                assert!(text.as_deref().is_some_and(is_said), "{}: {text:?}", language.tag);
            }
        }
    }
}

#[test]
fn the_keys_are_the_same_whatever_is_known() {
    let keys = |finding: &Finding| {
        let json = serde_json::to_value(Told::of(finding, english())).expect("JSON");
        json.as_object().expect("an object").keys().cloned().collect::<Vec<_>>()
    };
    let first = keys(&finding());
    for finding in findings() {
        assert_eq!(keys(&finding), first);
    }
    let json = |octets| serde_json::to_value(Report::of(&why(octets), english())).expect("JSON");
    insta::assert_snapshot!("report-json", format!("{:#}", json(b"550 5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy.\n")));
    insta::assert_snapshot!("report-json-nothing", format!("{:#}", json(b"hello\n")));
}

/// A line may be as long as a paste; nobody reads that.
#[test]
fn a_long_line_is_shown_in_part() {
    let paste = format!("550 5.1.1 no such user {}", "ä".repeat(5000));
    let report = Report::of(&why(paste.as_bytes()), english());
    let Value::Exchange(lines) = &report.findings[0].sections[0].value else { panic!("the proof") };
    assert!(lines[0].ends_with('…') && lines[0].chars().count() == 1001, "{}", lines[0].len());
}

/// A log says the same of many recipients.
#[test]
fn findings_that_say_the_same_are_gathered() {
    let line = |said: &str| {
        format!(
            "Nov 30 09:05:11 mail postfix/smtp[1841]: 4C3A60A5B5: to=<c@mx.example>, relay=mx.example[192.0.2.26]:25, dsn=5.2.2, status=bounced (host mx.example[192.0.2.26] said: {said} (in reply to RCPT TO command))\n"
        )
    };
    let (full, unknown) = (line("552 5.2.2 Mailbox full"), line("550 5.1.1 No such user here"));
    let report = Report::of(&why([full.repeat(2), unknown, full.repeat(12)].concat().as_bytes()), english());
    let same: Vec<Option<usize>> = report.findings.iter().map(|told| told.same_as).collect();
    assert_eq!(same[..5], [None, Some(0), None, Some(0), Some(0)]);
    assert!(report.lead.is_some_and(|lead| lead.starts_with("2 findings.")));
    let again = report.findings[0].section("again").map(|section| &section.value);
    assert_eq!(
        again,
        Some(&Value::Text("13 times, in lines 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, ….".to_owned()))
    );
    assert_eq!(report.findings[2].section("again"), None);
    let one = Report::of(&why(full.repeat(3).as_bytes()), english());
    assert_eq!((one.lead, one.findings.len()), (None, 3));
}
