//! What a section says, as markup.

use maud::{Markup, html};
use postrider_reference::code::Subject;
use postrider_reference::sheet::{Case, Link, Section, Value};

use crate::address;
use crate::comparison;
use crate::exchange::exchange;
use crate::layout::Place;
use crate::prose::prose;

/// What it says, without its heading.
pub fn value(place: Place<'_>, section: &Section) -> Markup {
    match &section.value {
        Value::Text(text) => html! { p { (prose(text)) } },
        Value::Term(term) => html! { p { (prose(&term.text)) } },
        Value::Terms(terms) => html! {
            ul.words {
                @for term in terms {
                    li {
                        // A verb is its own name, in every language.
                        @if term.word == term.text { code lang="en" translate="no" { (term.text) } } @else { (prose(&term.text)) }
                    }
                }
            }
        },
        Value::Words(words) => self::words(place, section.key, words),
        Value::Links(list) => links(place, list),
        Value::Exchange(lines) => exchange(place.language, lines),
        Value::Cases(cases) => html! { div.cases { @for case in cases { (self::case(place, case)) } } },
        Value::Rows(rows) => comparison::rows(place, rows, None),
    }
}

/// Words of the data; those that are codes or clauses lead there.
fn words(place: Place<'_>, key: &str, words: &[String]) -> Markup {
    html! {
        ul.words {
            @for word in words {
                li {
                    @if key == "rfc" {
                        (clause(word))
                    } @else if let Some(subject) = code(place, key, word) {
                        a.code href=(place.to(&subject)) { (word) }
                    } @else if word.chars().all(|c| c.is_ascii_uppercase()) {
                        code lang="en" translate="no" { (word) }
                    } @else if matches!(key, "registered" | "source") {
                        span lang="en" { (word) }
                    } @else {
                        (word)
                    }
                }
            }
        }
    }
}

fn code(place: Place<'_>, key: &str, word: &str) -> Option<Subject> {
    if key == "codes" { place.site.book.code(word) } else { None }
}

/// `RFC 5321 §4.2.1`, which leads to the text.
fn clause(clause: &str) -> Markup {
    let (number, section) = match clause.strip_prefix("RFC ") {
        Some(rest) => rest.split_once(" §").map_or((rest, None), |(number, section)| (number, Some(section))),
        None => ("", None),
    };
    html! {
        @if !number.is_empty() && number.bytes().all(|octet| octet.is_ascii_digit()) {
            @let anchor = section.map(|section| format!("#section-{section}")).unwrap_or_default();
            a href=(format!("https://www.rfc-editor.org/rfc/rfc{number}{anchor}")) rel="external noreferrer" lang="en" { (clause) }
        } @else {
            span lang="en" { (clause) }
        }
    }
}

/// Other subjects.
pub fn links(place: Place<'_>, list: &[Link]) -> Markup {
    html! { ul.links { @for link in list { li { (self::link(place, &link.subject, &link.text, &link.name)) } } } }
}

/// Another subject: its code, which is coloured by what its first digit says, and its name.
pub fn link(place: Place<'_>, subject: &Subject, text: &str, name: &str) -> Markup {
    let class = address::class(place.site.book, subject).map_or("", |class| class);
    html! {
        a href=(place.to(subject)) {
            span class=(format!("code k{class}")) lang="en" translate="no" { (text) }
            @if !name.is_empty() && name != text { " " span.name { (prose(name)) } }
        }
    }
}

/// One of several of a kind.
fn case(place: Place<'_>, case: &Case) -> Markup {
    let subject =
        [Subject::Cause(case.id.clone()), Subject::Vendor(case.id.clone())].into_iter().find(|subject| {
            match subject {
                Subject::Cause(id) => place.site.book.cause(id).is_some(),
                Subject::Vendor(id) => place.site.book.vendor(id).is_some(),
                _ => false,
            }
        });
    let title = html! {
        @match &subject {
            Some(subject) => a href=(place.to(subject)) { (prose(&case.title)) },
            None => (prose(&case.title)),
        }
    };
    html! {
        // The causes of a code are many: one looks into its own, and the others stay a list.
        @if matches!(subject, Some(Subject::Cause(_))) {
            details.case id=(case.id) {
                summary { h3 { (prose(&case.title)) } }
                (parts(place, &case.parts))
                @if let Some(subject) = &subject { p.more { a href=(place.to(subject)) { (place.say("web-cause-page")) } } }
            }
        } @else {
            article.case id=(case.id) { h3 { (title) } (parts(place, &case.parts)) }
        }
    }
}

/// The sections of a case: what it means, what went wrong beside what is right, what to do, and then small facts.
pub fn parts(place: Place<'_>, parts: &[Section]) -> Markup {
    let part = |key: &str| parts.iter().find(|part| part.key == key);
    const SHOWN: &[&str] = &["meaning", "wrong", "right", "fix", "rset"];
    html! {
        @if let Some(meaning) = part("meaning") { (value(place, meaning)) }
        @if part("wrong").is_some() || part("right").is_some() {
            div.beside {
                @for side in ["wrong", "right"].iter().filter_map(|key| part(key)) {
                    figure.(side.key) { figcaption { (side.label) } (value(place, side)) }
                }
            }
        }
        @for said in ["fix", "rset"].iter().filter_map(|key| part(key)) {
            div.said { p.label { (prose(&said.label)) } (value(place, said)) }
        }
        @let rest: Vec<&Section> = parts.iter().filter(|part| !SHOWN.contains(&part.key)).collect();
        @if !rest.is_empty() {
            dl.small { @for part in rest { div { dt { (prose(&part.label)) } dd { (value(place, part)) } } } }
        }
    }
}
