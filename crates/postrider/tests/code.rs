//! `postrider code`, as it is typed.

use std::process::{Command, Output};

fn code(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postrider"));
    command.arg("code").args(arguments).env("COLUMNS", "80");
    for name in ["POSTRIDER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.output().expect("postrider starts")
}

fn said(arguments: &[&str]) -> String {
    let output = code(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_code_is_explained() {
    insta::assert_snapshot!("code-446", said(&["446"]));
    insta::assert_snapshot!("code-own-vi", said(&["rcpt-before-mail", "--lang", "vi"]));
    insta::assert_snapshot!("code-cause", said(&["cause-no-ehlo"]));
}

#[test]
fn two_codes_are_compared() {
    insta::assert_snapshot!("code-235-503", said(&["235", "503"]));
    insta::assert_snapshot!("code-221-354-ru", said(&["354", "221", "--lang", "ru"]));
}

#[test]
fn a_line_of_a_server_is_both_its_codes() {
    let text = said(&["550 5.7.26"]);
    assert!(text.starts_with("550  ") && text.contains("\n5.7.26  "), "{text}");
}

#[test]
fn what_is_not_known_is_said_with_the_next_step() {
    let output = code(&["rcpt-befor-mail"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("code-unknown", String::from_utf8_lossy(&output.stderr));
    // The beginning of an id is enough.
    let output = code(&["rcpt-befor"]);
    insta::assert_snapshot!("code-beginning", String::from_utf8_lossy(&output.stderr));
    let output = code(&["599"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("5yz, not like this"), "{text}");
    let output = code(&["503", "--lang", "tlh"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no language `tlh`"));
}

#[test]
fn the_beginning_of_codes_says_what_it_means_and_which_begin_so() {
    insta::assert_snapshot!("code-family", said(&["55X"]));
    let text = said(&["5.7", "--lang", "vi"]);
    assert!(text.contains("bảo mật và chính sách") && text.contains("\n5.7.26  "), "{text}");
    assert!(said(&["4yz"]).contains("\n450  "));
    let json: serde_json::Value = serde_json::from_str(&said(&["57x", "--json"])).expect("JSON");
    assert_eq!(json["id"], "57z");
    assert!(json["says"].as_array().is_some_and(|says| says.len() == 2), "{json}");
}

/// Two codes are compared at a time: the others are not dropped without a word.
#[test]
fn of_three_codes_the_pairs_are_named() {
    let output = code(&["250", "503", "550"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("code-three", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn programs_are_told_in_json_what_is_not_known() {
    let output = code(&["rcpt-befor-mail", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["alike"][0]["id"], "rcpt-before-mail", "{json}");
    assert!(json["error"].as_str().is_some_and(|error| error.contains("rcpt-befor-mail")), "{json}");
    let output = code(&["search", "no such word anywhere", "--json"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b"[]\n"[..]));
}

#[test]
fn a_list_is_of_what_can_answer_a_command() {
    let text = said(&["list", "--command", "AUTH"]);
    assert!(text.contains("\n535  ") && !text.contains("\n354  "), "{text}");
    let own = said(&["list", "--own", "--command", "rcpt", "--class", "5"]);
    assert!(own.contains("rcpt-before-mail") && !own.contains("auth-failed"), "{own}");
    assert!(said(&["list", "--enhanced", "--class", "2"]).contains("X.1.5"));
}

#[test]
fn programs_get_json() {
    let json: serde_json::Value =
        serde_json::from_str(&said(&["503", "--json", "--lang", "ru"])).expect("JSON");
    assert_eq!(json["id"], "503");
    assert_eq!(json["language"], "ru");
    assert!(
        json["commands"].as_array().is_some_and(|commands| commands.iter().any(|command| command == "RCPT"))
    );
    let found: serde_json::Value = serde_json::from_str(&said(&["search", "relay", "--json"])).expect("JSON");
    assert!(found.as_array().is_some_and(|hits| hits.iter().any(|hit| hit["id"] == "relay-denied")));
    let line: serde_json::Value = serde_json::from_str(&said(&["550 5.1.1", "--json"])).expect("JSON");
    assert_eq!(line["reply"]["id"], "550");
}

#[test]
fn the_environment_chooses_the_language() {
    let output = Command::new(env!("CARGO_BIN_EXE_postrider"))
        .args(["code", "search", "greylisting"])
        .env_remove("POSTRIDER_LANG")
        .env("LC_ALL", "ru_RU.UTF-8")
        .output()
        .expect("postrider starts");
    assert!(String::from_utf8_lossy(&output.stdout).contains("Найден"), "{output:?}");
}
