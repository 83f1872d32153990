//! The page of a subject.

use maud::{Markup, html};
use postrider_proto::reply::catalogue;
use postrider_proto::server::sequence::{Cell, State, cell};
use postrider_proto::wire::command::Verb;
use postrider_reference::code::{Cause, Subject};
use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::{Section, Sheet, Value};

use crate::address;
use crate::comparison;
use crate::layout::{Content, Place, page as framed};
use crate::prose::{first_sentence, plain, prose};
use crate::section;
use crate::sequence;
use crate::site::Site;

/// What stands at a glance beside the text.
const FACTS: &[&str] = &[
    "class",
    "classes",
    "retry",
    "acts",
    "blame",
    "commands",
    "session",
    "basic",
    "any-basic",
    "codes",
    "registered",
    "standing",
    "rfc",
    "seen-on",
    "source",
];

/// What is to be done, by whom: these stand beside each other.
const ADVICE: &[&str] = &["sender", "server"];

/// What a sentence of stands first, and larger.
const FIRST: &[&str] = &["meaning", "cause"];

/// The page; the query may name states of a session, which are marked where they are drawn.
pub fn page(site: &Site, language: &'static Language, sheet: &Sheet, query: &str) -> String {
    let (slug, name) = (sheet.subject.slug(), address::page(&sheet.subject));
    let place = site.place(language, &name);
    let states = if sheet.subject == Subject::Sequence { sequence::named(query) } else { Vec::new() };
    let body = match &sheet.subject {
        Subject::Sequence => sequence::body(place, sheet, &states),
        Subject::Pair(two) => pair(place, sheet, [&two.0, &two.1]),
        _ => single(place, sheet),
    };
    let here = match &sheet.subject {
        Subject::Cause(_) | Subject::Sequence => plain(&sheet.name),
        other => other.to_string(),
    };
    let title = match &sheet.subject {
        Subject::Cause(_) | Subject::Sequence | Subject::Pair(_) => plain(&sheet.name),
        subject => format!("{subject}: {}", plain(&sheet.name)),
    };
    let content = Content {
        description: description(sheet),
        crumbs: crumbs(place, &sheet.subject),
        json: Some(place.page(&format!("{slug}.json"))),
        lasting: true,
        asked: None,
        query: sequence::naming(&states),
        title,
        here,
        body,
    };
    framed(place, &content)
}

fn description(sheet: &Sheet) -> String {
    let first = FIRST.iter().find_map(|key| match &sheet.section(key)?.value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    sheet.lead.as_deref().or(first).map_or_else(|| plain(&sheet.name), first_sentence)
}

/// The front page, and the shelf of it that the subject stands on.
fn crumbs(place: Place<'_>, subject: &Subject) -> Vec<(String, String)> {
    let shelf = address::shelf(subject);
    let mut crumbs = vec![(place.say("web-home"), place.page(""))];
    match subject {
        Subject::Sequence => {}
        Subject::Reply(_) | Subject::Enhanced(_) => {
            let group = if matches!(subject, Subject::Reply(_)) { "web-replies" } else { "web-enhanced" };
            let id = shelf.replace("replies-", "class-");
            let name = if let Some(number) = shelf.strip_prefix("enhanced-") {
                place.say(&format!("web-subject-{number}"))
            } else {
                place.say(&format!("{id}.short"))
            };
            let anchor = if group == "web-replies" { "replies" } else { "enhanced" };
            crumbs.push((place.say(group), format!("{}#{anchor}", place.page(""))));
            crumbs.push((name, format!("{}#{shelf}", place.page(""))));
        }
        _ => crumbs.push((place.say(&format!("web-{shelf}")), format!("{}#{shelf}", place.page("")))),
    }
    crumbs
}

/// A code, a meaning, a reply or a cause.
fn single(place: Place<'_>, sheet: &Sheet) -> Markup {
    let class = address::class(place.site.book, &sheet.subject);
    let facts: Vec<&Section> = FACTS.iter().filter_map(|key| sheet.section(key)).collect();
    let is_fact = |section: &Section| FACTS.contains(&section.key);
    html! {
        article class=(class.map_or_else(|| "sheet".to_owned(), |class| format!("sheet k{class}"))) {
            header.hero {
                @if let Some(stamp) = stamp(place, &sheet.subject) { p.stamp lang="en" translate="no" aria-hidden="true" { (stamp) } }
                div {
                    p.kind { (place.say(&format!("web-kind-{}", sheet.subject.kind()))) }
                    h1 {
                        @if stamp(place, &sheet.subject).is_some() || matches!(sheet.subject, Subject::Own(_)) {
                            span.number.unseen[!matches!(sheet.subject, Subject::Own(_))] lang="en" translate="no" { (sheet.subject) }
                            span.unseen { ": " }
                        }
                        span.name { (prose(&sheet.name)) }
                    }
                    @if let Some(class) = class {
                        p.verdict { span class=(format!("chip k{class}")) { (place.say(&format!("class-{class}.short"))) } }
                    }
                }
            }
            @if !facts.is_empty() {
                aside.facts aria-labelledby="facts" {
                    h2 #facts { (place.say("web-facts")) }
                    dl { @for fact in &facts { div { dt { (prose(&fact.label)) } dd { (fact_value(place, &sheet.subject, fact)) } } } }
                }
            }
            div.text {
                @if matches!(sheet.subject, Subject::Cause(_)) {
                    (section::parts(place, &sheet.sections.iter().filter(|section| !is_fact(section)).cloned().collect::<Vec<_>>()))
                } @else {
                    @for section in sheet.sections.iter().filter(|section| !is_fact(section)) {
                        @if section.key == ADVICE[0] {
                            div.advice {
                                @for section in ADVICE.iter().filter_map(|key| sheet.section(key)) { (self::section(place, section)) }
                            }
                        } @else if !ADVICE.contains(&section.key) {
                            (self::section(place, section))
                        }
                    }
                }
                (other_classes(place, &sheet.subject))
                (where_it_stands(place, &sheet.subject))
            }
        }
        (neighbours(place, &sheet.subject))
    }
}

/// What the stamp says.
fn stamp(place: Place<'_>, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Reply(_) | Subject::Enhanced(_) => Some(subject.to_string()),
        Subject::Own(id) => catalogue::find(id).map(|entry| entry.code.to_string()),
        // What they are causes of.
        Subject::Cause(id) => {
            let cause = place.site.book.cause(id)?;
            cause.replies.first().and_then(|id| catalogue::find(id)).map(|entry| entry.code.to_string())
        }
        _ => None,
    }
}

fn section(place: Place<'_>, section: &Section) -> Markup {
    html! {
        section id=(section.key) class=(if FIRST.contains(&section.key) { "first" } else { section.key }) {
            h2 { (prose(&section.label)) }
            (section::value(place, section))
        }
    }
}

/// A fact; the first digits lead to the code with each of them.
fn fact_value(place: Place<'_>, subject: &Subject, fact: &Section) -> Markup {
    match (&fact.value, subject) {
        (Value::Words(digits), Subject::Enhanced(code)) if fact.key == "classes" => html! {
            ul.words {
                @for digit in digits {
                    @let classed = Subject::Enhanced(postrider_reference::code::EnhancedCode { class: digit.parse().ok(), ..*code });
                    li { a.code href=(place.to(&classed)) { (classed) } }
                }
            }
        },
        _ => section::value(place, fact),
    }
}

/// From an enhanced code with a class to the same of any class.
fn other_classes(place: Place<'_>, subject: &Subject) -> Markup {
    let Subject::Enhanced(code) = subject else { return html! {} };
    if code.class.is_none() || place.site.book.enhanced(*code).is_none() {
        return html! {};
    }
    let any = Subject::Enhanced(code.of_any_class());
    let text = any.to_string();
    let sentence = place.language.say_with("web-any-class", &[("code", Fact::Text(&text))]);
    html! { p.any-class { a href=(place.to(&any)) { (sentence) } } }
}

/// In which states of a session a reply is given, or a cause arises: the diagram with these marked.
fn where_it_stands(place: Place<'_>, subject: &Subject) -> Markup {
    let states: Vec<State> = match subject {
        Subject::Own(id) => {
            let says = |state: &State| {
                Verb::ALL
                    .iter()
                    .any(|verb| matches!(cell(*state, *verb), Cell::Refused(entry) if entry.id == id))
            };
            State::ALL.iter().copied().filter(says).collect()
        }
        Subject::Cause(id) => place.site.book.cause(id).and_then(Cause::in_state).into_iter().collect(),
        _ => Vec::new(),
    };
    if states.is_empty() {
        return html! {};
    }
    sequence::here(place, &states)
}

/// Two codes: a sentence, then what differs, side by side.
fn pair(place: Place<'_>, sheet: &Sheet, two: [&Subject; 2]) -> Markup {
    let head = |subject: &Subject| {
        let class = address::class(place.site.book, subject).unwrap_or("none");
        html! { span class=(format!("code k{class}")) lang="en" translate="no" { (subject) } }
    };
    html! {
        article.sheet.pair {
            header.hero {
                div {
                    p.kind { (place.say("web-kind-pair")) }
                    h1 { (prose(&sheet.name)) }
                    @if let Some(lead) = &sheet.lead { p.lead { (prose(lead)) } }
                }
            }
            div.contestants {
                @for subject in two {
                    @let class = address::class(place.site.book, subject).unwrap_or("none");
                    a class=(format!("k{class}")) href=(place.to(subject)) {
                        span.stamp lang="en" translate="no" { (subject) }
                        " " span.name { (prose(&place.language.name(subject))) }
                    }
                }
            }
            div.text {
                @for section in &sheet.sections {
                    @match &section.value {
                        Value::Rows(rows) => section id=(section.key) {
                            h2 { (prose(&section.label)) }
                            (comparison::rows(place, rows, Some([head(two[0]), head(two[1])])))
                        },
                        _ if section.key == "codes" => {},
                        _ => (self::section(place, section)),
                    }
                }
            }
        }
        (neighbours(place, &sheet.subject))
    }
}

/// The way to the one before and the one behind.
fn neighbours(place: Place<'_>, subject: &Subject) -> Markup {
    let (before, behind) = address::neighbours(place.site.book, subject);
    if before.is_none() && behind.is_none() {
        return html! {};
    }
    let one = |subject: &Option<Subject>, way: &'static str, label: &str| {
        html! {
            @if let Some(subject) = subject {
                a href=(place.to(subject)) rel=(way) class=(way) {
                    span.way { (place.say(label)) }
                    " " span.code { @if let Subject::Pair(two) = subject { (two.0) " / " (two.1) } @else { (subject) } }
                }
            }
        }
    };
    html! {
        nav.neighbours aria-label=(place.say("web-neighbours")) {
            (one(&before, "prev", "web-previous")) (one(&behind, "next", "web-next"))
        }
    }
}
