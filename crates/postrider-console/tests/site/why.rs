//! The page that says why mail was refused.

use postrider_console::{Answer, Kind, Page, Refusal, Sent, Site, Takes};
use postrider_reference::locale::languages;
use serde_json::Value;

use crate::html::Html;
use crate::page;
use crate::schema::misfit;

const FORM: &str = "application/x-www-form-urlencoded";

/// A client that forgot STARTTLS, with a password in it.
const CONVERSATION: &str = "C: EHLO client.example\nS: 250-mx.example\nS: 250 STARTTLS\nC: AUTH PLAIN AHVzZXIAaHVudGVyMg==\nS: 530 5.7.0 Must issue a STARTTLS command first\nC: MAIL FROM:<a@client.example>\nS: 530 5.7.0 Must issue a STARTTLS command first\n";

/// What is in it, as it stands there and as it was typed.
const SECRETS: [&str; 2] = ["AHVzZXIAaHVudGVyMg", "hunter2"];

fn sent<'a>(media_type: &'a str, octets: &'a [u8]) -> Sent<'a> {
    Sent::Body { media_type, octets }
}

fn answered(path: &str, octets: &[u8]) -> String {
    match Site::served(None).receive(path, &sent("text/plain", octets)) {
        Answer::Page(page) => page.text,
        other => panic!("{path}: {other:?}"),
    }
}

/// What stands between the head and the end, a tag on a line.
fn readable(text: &str) -> String {
    let main = text.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
    main.expect("a page").0.replace("><", ">\n<")
}

#[test]
fn the_form_stands_where_somebody_answers_and_nowhere_else() {
    let served = page(&Site::served(None), "en/why.html");
    let file = page(&Site::new(None), "en/why.html");
    insta::assert_snapshot!("why-form", readable(&served));
    insta::assert_snapshot!("why-file", readable(&file));
    for language in languages() {
        let path = format!("{}/why.html", language.tag);
        let form = |site: &Site| {
            let html = Html::read(&path, &page(site, &path));
            html.elements.iter().filter(|element| element.get("method") == Some("post")).count()
        };
        assert_eq!((form(&Site::served(None)), form(&Site::new(None))), (1, 0), "{path}");
    }
}

#[test]
fn the_line_that_proves_it_comes_first_behind_the_verdict() {
    insta::assert_snapshot!("why-one", readable(&answered("/en/why.html", CONVERSATION.as_bytes())));
    let several = "Nov 30 09:00:01 mx postfix/smtp[41]: 4dK: to=<a@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 <a@example.org>: Recipient address rejected: User unknown (in reply to RCPT TO command))\n\
         Nov 30 09:00:02 mx postfix/smtp[42]: 4dL: to=<b@example.net>, relay=none, delay=30, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.2]:25: Connection timed out)\n";
    insta::assert_snapshot!("why-several-ru", readable(&answered("/ru/why.html", several.as_bytes())));
    insta::assert_snapshot!(
        "why-nothing-zh-Hans",
        readable(&answered("/zh-Hans/why.html", b"hello, world\n"))
    );
}

#[test]
fn the_answer_is_well_formed_and_its_links_lead_to_pages() {
    let site = Site::served(None);
    let long = "552 5.2.2 mailbox full for <user@example.org>\n\n".repeat(60);
    for octets in
        [CONVERSATION.as_bytes(), long.as_bytes(), b"", b"\n", b"\xff\xfe\xff", b"\0\x1b[31m550 \xc3\x28 no"]
    {
        for language in languages() {
            let path = format!("{}/why.html", language.tag);
            let Answer::Page(page) = site.receive(&path, &sent("text/plain", octets)) else {
                panic!("{path}")
            };
            let html = Html::read(&path, &page.text);
            assert_eq!(html.all("h1").count(), 1, "{path}");
            let code =
                |href: &str| !href.contains("://") && href.ends_with(".html") && !href.starts_with("..");
            for href in html.all("a").filter_map(|link| link.get("href")).filter(|href| code(href)) {
                let to = format!("{}/{href}", language.tag);
                assert!(matches!(site.answer(&to, ""), Answer::Page(_)), "{path}: {href}");
            }
            // It is nobody's but his who pasted it.
            assert!(page.text.contains("name=\"robots\" content=\"noindex\""), "{path}");
        }
    }
}

#[test]
fn what_is_pasted_is_text_and_no_markup() {
    let paste = "550 5.1.1 <script>alert(1)</script>\" & </textarea><img src=x> `code`\n";
    let text = answered("/en/why.html", paste.as_bytes());
    let html = Html::read("en/why.html", &text);
    assert_eq!(html.all("script").count(), 1, "{text}");
    assert_eq!(html.all("img").count(), 0, "{text}");
    assert!(html.texts.iter().any(|(_, text)| text.contains("<script>alert(1)</script>")), "{text}");
    // Octets that are no UTF-8 and no letter elsewhere come back as such signs.
    let text = answered("/en/why.html", b"550 5.1.1 \x81\x9f <b>\n");
    assert!(text.contains("\u{fffd}") && text.contains("&lt;b&gt;"), "{text}");
}

#[test]
fn no_shape_of_a_password_stands_in_what_was_pasted() {
    for (line, stays) in [
        ("server.login(\"me\", \"hunter2\")", "server.login("),
        ("swaks --auth-password \"abcd hunter2\" -s mx", "-s mx"),
        ("<password>hunter2</password>", "/password"),
        ("pass<b>word</b>&#61;hunter2", "535 5.7.8"),
        ("C: AUTH LOGIN\nC: YWxpY2U=\nC: aHVudGVyMg==", "AUTH LOGIN"),
        ("cGFzc3dvcmQ9aHVudGVyMiBhbmQgbW9yZQ==", "535 5.7.8"),
    ] {
        let paste = format!("{line}\nS: 535 5.7.8 no such login\n");
        let shown = answered("/en/why.html", paste.as_bytes());
        let secrets = ["hunter2", "aHVudGVyMg", "hdW50ZXIy", "9aHVudGVyMi"];
        assert!(secrets.iter().all(|secret| !shown.contains(secret)), "{line}: {shown}");
        assert!(shown.contains(stays), "{line}: {shown}");
    }
}

#[test]
fn a_password_does_not_come_back() {
    let form =
        format!("paste={}", CONVERSATION.replace('\n', "%0D%0A").replace('=', "%3D").replace(' ', "+"));
    for language in languages() {
        for end in ["html", "json"] {
            let path = format!("/{}/why.{end}", language.tag);
            for sent in [sent("text/plain", CONVERSATION.as_bytes()), sent(FORM, form.as_bytes())] {
                let Answer::Page(page) = Site::served(None).receive(&path, &sent) else { panic!("{path}") };
                for secret in SECRETS {
                    assert!(!page.text.contains(secret), "{path}: {}", page.text);
                }
                assert!(page.text.contains("530 5.7.0 Must issue a STARTTLS"), "{path}: {}", page.text);
                if end == "html" {
                    assert!(page.text.contains("AUTH PLAIN [redacted]"), "{path}: {}", page.text);
                }
                assert!(SECRETS.iter().all(|secret| !format!("{sent:?}").contains(secret)));
            }
        }
    }
}

#[test]
fn the_same_is_said_in_another_language_of_what_the_answer_holds() {
    let first = answered("/en/why.html", CONVERSATION.as_bytes());
    let html = Html::read("en/why.html", &first);
    let textarea =
        first.split_once("<textarea").and_then(|(_, rest)| rest.split_once('>')).expect("a field").1;
    let held =
        textarea.split_once("</textarea>").expect("it ends").0.replace("&lt;", "<").replace("&gt;", ">");
    let buttons: Vec<&str> = html.all("button").filter_map(|button| button.get("formaction")).collect();
    assert_eq!(buttons.len(), languages().len() - 1, "{buttons:?}");
    for (language, action) in languages().iter().skip(1).zip(buttons) {
        let path = action.strip_prefix("..").expect("it is relative");
        let json = path.replace(".html", ".json");
        let [whole, again] = [CONVERSATION, &held].map(|paste| -> Value {
            serde_json::from_str(&answered(&json, paste.as_bytes())).expect("JSON")
        });
        assert_eq!(whole["language"], language.tag, "{path}");
        // A line end stands before it in the page, which HTML takes away.
        assert_eq!(whole["findings"][0]["verdict"], again["findings"][0]["verdict"], "{path}");
    }
}

#[test]
fn programs_get_what_openapi_describes() {
    let described: Value = serde_json::from_str(&page(&Site::new(None), "openapi.json")).expect("JSON");
    let schemas = &described["components"]["schemas"];
    let pastes = [
        CONVERSATION,
        "",
        "550 5.1.1 no such user <x@example.org>\n",
        "x509: certificate has expired\n",
        "999 what\n",
    ];
    for language in languages() {
        let path = format!("/{}/why.json", language.tag);
        for paste in pastes {
            let json: Value = serde_json::from_str(&answered(&path, paste.as_bytes())).expect("JSON");
            assert_eq!(misfit(&described, &schemas["Why"], &json, &path), None, "{paste}: {json:#}");
            for finding in json["findings"].as_array().expect("a list") {
                for key in finding.as_object().expect("an object").keys() {
                    assert!(schemas["Finding"]["properties"].get(key).is_some(), "{key} is not described");
                }
            }
        }
    }
    let many = "552 5.2.2 mailbox full for <user@example.org>\n\n".repeat(1500);
    let json: Value = serde_json::from_str(&answered("/en/why.json", many.as_bytes())).expect("JSON");
    let count = json["findings"].as_array().map_or(0, Vec::len);
    assert!(count <= 1000 && (json["cut"] == true) == (count == 1000), "{count}");
}

#[test]
fn what_is_no_paste_is_refused_with_the_way_to_send_one() {
    let site = Site::served(None);
    for (sent, refusal, words) in [
        (sent(FORM, b"x=1"), Refusal::NoField, "--data-urlencode paste@FILE"),
        (sent("application/json", b"{}"), Refusal::MediaType, "text/plain"),
        (Sent::TooLong, Refusal::TooLong, "3146752"),
    ] {
        for language in languages() {
            let at = |end: &str| format!("/{}/why.{end}", language.tag);
            let Answer::Refused(why, Page { kind, text }) = site.receive(&at("html"), &sent) else {
                panic!("{sent:?}")
            };
            // A page has its form, and nobody who reads it asks for curl.
            let is_said = text.contains(words) != (refusal == Refusal::NoField);
            assert!(why == refusal && kind == Kind::Html && is_said, "{sent:?}: {text}");
            Html::read(&at("html"), &text);
            let Answer::Refused(why, Page { kind, text }) = site.receive(&at("json"), &sent) else {
                panic!("{sent:?}")
            };
            let json: Value = serde_json::from_str(&text).expect("JSON");
            assert!(
                why == refusal
                    && kind == Kind::Json
                    && json["error"].as_str().is_some_and(|error| error.contains(words)),
                "{text}"
            );
        }
    }
}

#[test]
fn only_the_page_of_why_takes_something() {
    assert!(matches!(Site::takes("/en/why.html"), Takes::Also(octets) if octets > postrider_why::OCTETS_MAX));
    assert!(matches!(Site::takes("/vi/why.json"), Takes::Only(_)));
    for path in [
        "/",
        "/en/",
        "/en/why",
        "/why.html",
        "/xx/why.html",
        "/en/503.html",
        "/en/x/why.html",
        "/en/why.html/",
    ] {
        assert_eq!(Site::takes(path), Takes::Nothing, "{path}");
    }
    assert_eq!(Site::new(None).answer("/ru/why", ""), Answer::Moved("/ru/why.html".to_owned()));
    assert!(matches!(Site::new(None).answer("/en/why.json", ""), Answer::Missing(_)));
}
