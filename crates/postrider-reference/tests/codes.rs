//! The facts about codes: complete, bound to the server, and shown by conversations that the server really has.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use postrider_proto::reply::{Class, catalogue};
use postrider_proto::server::sequence::State;
use postrider_reference::code::{
    Answer, Command, EnhancedCode, Family, Standing, Subject, book, look_up, search,
};
use postrider_reference::locale::{english, language, languages};
use postrider_reference::sheet::{Sheet, Value};

#[test]
fn all_codes_are_there() {
    let book = book();
    assert_eq!(book.replies.len(), 79);
    assert_eq!(book.enhanced.len(), 81);
    assert_eq!(book.vendors.len(), 43);
    assert!(book.pairs.len() >= 50, "{}", book.pairs.len());
    let codes: Vec<u16> = book.replies.iter().map(|facts| facts.code).collect();
    assert!(codes.is_sorted(), "{codes:?}");
}

#[test]
fn whoever_defines_a_code_is_named() {
    for facts in &book().replies {
        let code = facts.code;
        match facts.standing {
            Standing::Standard | Standing::Extension => assert!(!facts.rfc.is_empty(), "{code}"),
            _ => assert!(facts.source.is_some() || !facts.rfc.is_empty(), "{code}"),
        }
        for clause in &facts.rfc {
            assert!(clause.starts_with("RFC ") || clause.starts_with("draft"), "{code}: {clause}");
        }
        assert!(!facts.acts.is_empty(), "{code}");
    }
}

/// Every pair of codes that the server can send is legal (RFC 2034 §4), and each of both has its page.
#[test]
fn every_code_of_the_server_has_its_page() {
    for entry in catalogue::all() {
        let code = entry.code.number();
        let facts = book().reply(code).unwrap_or_else(|| panic!("{code} of {} is not there", entry.id));
        assert!(
            !matches!(facts.standing, Standing::Folk | Standing::Vendor | Standing::Draft),
            "{}",
            entry.id
        );
        match entry.enhanced {
            Some(enhanced) => {
                assert_eq!(enhanced.class, entry.code.class().digit(), "{}", entry.id);
                let registered = book().enhanced(EnhancedCode::from(enhanced));
                let registered =
                    registered.unwrap_or_else(|| panic!("{enhanced} of {} is not there", entry.id));
                assert!(registered.classes.contains(&enhanced.class), "{}: {enhanced}", entry.id);
            }
            None => assert!(
                entry.code.class() == Class::Intermediate
                    || matches!(
                        entry.id.split('-').next(),
                        Some("greeting" | "hello" | "client" | "no" | "early" | "too")
                    ),
                "{}: only the greeting, EHLO and HELO go without an enhanced code",
                entry.id
            ),
        }
    }
}

/// What our own server answers with a code is among what the code is said to answer.
#[test]
fn our_own_replies_answer_what_the_code_answers() {
    for entry in catalogue::all() {
        let facts = book().reply(entry.code.number()).expect("shown by another test");
        let said: BTreeSet<Command> = facts.commands.iter().copied().collect();
        let own = book().commands_of(entry);
        assert!(!own.is_empty(), "{}: no conversation shows what it answers", entry.id);
        if said.contains(&Command::Any) || own.contains(&Command::Any) {
            continue;
        }
        let strange: Vec<&Command> = own
            .iter()
            .filter(|command| **command != Command::Xclient)
            .filter(|command| !said.contains(command))
            .collect();
        assert!(strange.is_empty(), "{} ({}): {strange:?} are not among {said:?}", entry.id, entry.code);
    }
}

/// The lines of an example stand in the conversation that it names, in this order.
#[test]
fn examples_are_from_conversations() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../postrider-proto/tests/transcripts");
    let book = book();
    let replies = book
        .replies
        .iter()
        .map(|facts| (facts.code.to_string(), &facts.transcript, facts.example.as_deref()));
    let enhanced =
        book.enhanced.iter().map(|facts| (facts.code.clone(), &facts.transcript, facts.example.as_deref()));
    let pairs =
        book.pairs.iter().map(|pair| (pair.codes.join(" "), &pair.transcript, Some(pair.example.as_str())));
    let mut named = 0;
    for (code, transcript, example) in replies.chain(enhanced).chain(pairs) {
        let Some(transcript) = transcript else { continue };
        named += 1;
        let text = fs::read_to_string(folder.join(format!("{transcript}.smtp")))
            .unwrap_or_else(|error| panic!("{code}: {transcript}: {error}"));
        let mut lines = text.lines();
        for line in
            example.unwrap_or_else(|| panic!("{code} has no example")).lines().filter(|line| !line.is_empty())
        {
            assert!(
                lines.any(|said| said.trim_end() == line),
                "{code}: {line:?} does not stand in {transcript} there"
            );
        }
    }
    assert!(named > 60, "{named}");
}

/// An example shows its code.
#[test]
fn examples_show_their_code() {
    for facts in &book().replies {
        if let Some(example) = &facts.example {
            let code = facts.code.to_string();
            assert!(
                example
                    .lines()
                    .any(|line| line.strip_prefix("S: ").is_some_and(|said| said.starts_with(&code))),
                "{code}"
            );
        }
    }
}

#[test]
fn what_people_type_is_found() {
    let found = |words: &[&str]| look_up(book(), words);
    let one = |words: &[&str]| match found(words) {
        Answer::One(subject) => subject.to_string(),
        other => panic!("{words:?}: {other:?}"),
    };
    assert_eq!(one(&["503"]), "503");
    assert_eq!(one(&["5.7.26"]), "5.7.26");
    assert_eq!(one(&["x.7.26"]), "X.7.26");
    assert_eq!(one(&["rcpt-before-mail"]), "rcpt-before-mail");
    assert_eq!(one(&["[rcpt-before-mail]"]), "rcpt-before-mail");
    assert_eq!(one(&["503", "250"]), "250 503");
    assert_eq!(one(&["250-503"]), "250 503");
    assert_eq!(one(&["5.7.26", "5.7.1"]), "5.7.1 5.7.26");
    assert_eq!(one(&["250", "5.1.1"]), "250 5.1.1");
    assert_eq!(one(&["503 Bad sequence of commands"]), "503");
    assert_eq!(one(&["sequence"]), "sequence");
    assert_eq!(
        found(&["550 5.7.26"]),
        Answer::Line(
            Subject::Reply(550),
            EnhancedCode::read("5.7.26").map(Subject::Enhanced).expect("a code")
        )
    );
    assert!(matches!(found(&["550 5.1.1 <bob@example.com> no such user"]), Answer::Line(..)));
    assert!(matches!(found(&["550-5.7.26 This mail has been blocked"]), Answer::Line(..)));
    assert!(matches!(found(&["550", "(5.7.1)"]), Answer::Line(..)));
    assert!(matches!(found(&["status=bounced (host said: 550 5.1.1 User unknown)"]), Answer::Line(..)));
    assert!(matches!(found(&["smtp; 550 5.7.1 relaying denied"]), Answer::Line(..)));
    assert_eq!(one(&["503 5.5.1 RCPT needs MAIL FROM first [rcpt-before-mail]"]), "rcpt-before-mail");
    assert!(matches!(found(&["rcpt-before-mail", "503"]), Answer::None(_)));
    assert!(matches!(found(&["5.7.606", "5.7.1"]), Answer::None(_)));
    assert_eq!(one(&["2.7.26"]), "X.7.26");
    let alike = |word: &str| match found(&[word]) {
        Answer::None(alike) => alike.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{word}: {other:?}"),
    };
    assert!(alike("rcpt-befor-mail").contains(&"rcpt-before-mail".to_owned()));
    assert!(alike("505").contains(&"503".to_owned()));
    assert_eq!(alike("rctp-before-mail").first().map(String::as_str), Some("rcpt-before-mail"));
    assert!(alike("what is this").is_empty());
    // What begins so, the shortest first, before what is misspelt.
    assert_eq!(alike("rcpt-befor"), ["rcpt-before-mail", "cause-rcpt-before-mail"]);
    assert_eq!(alike("AUTH-UN").first().map(String::as_str), Some("auth-unavailable"));
    let auth = alike("auth-");
    assert!(auth.len() == 4 && auth.iter().all(|id| id.trim_start_matches("cause-").starts_with("auth-")));
    assert_eq!(alike("no-ehl").first().map(String::as_str), Some("cause-no-ehlo"));
    assert!(alike("rc").is_empty());
    for family in ["5xx", "4yz", "57x", "5.7", "X.2"] {
        assert!(matches!(found(&[family]), Answer::Family(_)), "{family}");
    }
    let Answer::Pairs(pairs) = found(&["250", "503", "550", "250"]) else { panic!("three codes") };
    let pairs: Vec<String> = pairs.iter().map(ToString::to_string).collect();
    assert_eq!(pairs, ["250 503", "250 550", "503 550"]);
    assert_eq!(found(&[]), Answer::None(Vec::new()));
    assert_eq!(found(&["\u{1F4A9}"]), Answer::None(Vec::new()));
}

#[test]
fn searching_finds_by_name_text_and_language() {
    let subjects = |tag: &str, words: &[&str]| -> Vec<String> {
        let hits = search(book(), language(tag).expect("a language"), words);
        hits.iter().map(|hit| hit.subject.to_string()).collect()
    };
    assert!(subjects("en", &["relay"]).contains(&"relay-denied".to_owned()));
    assert!(subjects("en", &["greylisting"]).contains(&"450".to_owned()));
    assert!(subjects("vi", &["đăng nhập"]).contains(&"535".to_owned()));
    assert!(subjects("ru", &["вход"]).contains(&"535".to_owned()));
    assert!(subjects("en", &["no such word anywhere"]).is_empty());
    // With its marks and without, in capitals, and by a part of a word.
    for (tag, words) in [("vi", ["đăng nhập", "dang nhap", "ĐĂNG NHẬP"]), ("ru", ["серый", "серыи", "СЕРЫЙ"])]
    {
        let found = words.map(|word| subjects(tag, &[word]));
        assert!(!found[0].is_empty() && found.iter().all(|other| *other == found[0]), "{tag}: {found:?}");
    }
    assert!(subjects("ru", &["еще"]).len() == subjects("ru", &["ещё"]).len());
    // As people call it who do not know the word of the pages.
    for (said, found) in [
        ("graylisting", "450"),
        ("blacklist", "554"),
        ("junk", "X.7.1"),
        ("inbox full", "X.2.2"),
        ("over quota", "X.2.2"),
        ("MX", "X.7.27"),
        ("rate limit", "421"),
        ("signin", "535"),
        ("auth", "535"),
    ] {
        assert!(subjects("en", &[said]).contains(&found.to_owned()), "{said}: {:?}", subjects("en", &[said]));
    }
    assert!(subjects("en", &[]).is_empty());
}

#[test]
fn a_family_says_what_its_digits_mean_and_who_belongs_to_it() {
    let of = |text: &str| Family::read(text).expect("a family");
    let members = of("5xx").members(book());
    assert!(members.contains(&Subject::Reply(550)) && !members.contains(&Subject::Reply(450)));
    assert!(of("55x").members(book()).iter().all(|code| code.slug().starts_with("55")));
    let members = of("5.7").members(book());
    assert!(members.iter().any(|code| code.to_string() == "5.7.26") && members.len() > 10);
    assert!(of("5.99").members(book()).is_empty());
    for language in languages() {
        for text in ["2xx", "3yz", "50x", "55x", "57x", "5.7", "X.0", "4.99"] {
            let says = of(text).says(language);
            assert!(
                !says.is_empty()
                    && says.iter().all(|words| words.contains(|c: char| c == ' ' || !c.is_ascii())),
                "{text}: {says:?}"
            );
        }
    }
}

/// A folk code leads to what was meant.
#[test]
fn a_folk_code_says_what_was_meant() {
    let sheet = Sheet::of(book(), english(), &Subject::Reply(446)).expect("the code");
    let Some(Value::Links(links)) = sheet.section("meant").map(|section| &section.value) else {
        panic!("{sheet:?}")
    };
    assert_eq!(links[0].text, "4.4.6");
}

/// RSET is never the advice where EHLO or a login is missing.
#[test]
fn rset_helps_only_inside_a_transaction() {
    let causes = &book().causes;
    assert!(causes.len() >= 16);
    // A chunk that is refused leaves a state that RSET has to clear, whether a transaction was open or not (RFC 3030 §2).
    for cause in causes.iter().filter(|cause| cause.rset && cause.command != Command::Bdat) {
        let before =
            [State::Connected, State::Greeted, State::AuthRequired, State::TlsRequired, State::Authenticated];
        assert!(cause.in_state().is_none_or(|state| !before.contains(&state)), "{}", cause.id);
    }
    for id in ["no-ehlo", "auth-twice"] {
        assert!(causes.iter().any(|cause| cause.id == id && !cause.rset), "{id}");
    }
}

#[test]
fn a_sheet_is_json_with_stable_keys() {
    let sheet = Sheet::of(book(), english(), &Subject::Reply(503)).expect("the code");
    let json = serde_json::to_value(&sheet).expect("a sheet is JSON");
    assert_eq!(json["kind"], "reply");
    assert_eq!(json["id"], "503");
    assert_eq!(json["retry"]["word"], "in-order");
    assert!(json["causes"].as_array().is_some_and(|causes| causes.len() >= 16));
    assert!(
        json["own"].as_array().is_some_and(|own| own.iter().any(|link| link["id"] == "rcpt-before-mail"))
    );
}
