//! The page of the sequence of commands: the diagram, the table, and what each state means.

use maud::{Markup, html};
use postrider_proto::server::sequence::{Cell, State, cell};
use postrider_proto::wire::command::Verb;
use postrider_reference::code::Subject;
use postrider_reference::sheet::{Section, Sheet, Value};

use crate::diagram::diagram;
use crate::layout::Place;
use crate::prose::prose;
use crate::section;

/// The states before a transaction; the others are within one.
const BEFORE: usize = 8;

/// The name of a state in the languages and in addresses: `mail-rcpt-rejected`.
pub fn id(state: State) -> String {
    state.as_str().replace('_', "-")
}

/// The states that the form of an address names, `at=rcpt`, in letters of any size; several have commas between them.
pub fn named(query: &str) -> Vec<State> {
    let names =
        query.split('&').filter_map(|pair| pair.strip_prefix("at=")).flat_map(|names| names.split(','));
    let names: Vec<String> = names.map(|name| name.to_ascii_lowercase().replace('_', "-")).collect();
    State::ALL.into_iter().filter(|state| names.contains(&id(*state))).collect()
}

/// The form of an address that names these states.
pub fn naming(states: &[State]) -> String {
    let names: Vec<String> = states.iter().map(|state| id(*state)).collect();
    if names.is_empty() { String::new() } else { format!("at={}", names.join(",")) }
}

/// The name of a state, in words.
pub fn name(place: Place<'_>, state: State) -> String {
    place.say(&format!("state-{}", id(state)))
}

/// The page without its frame. The states in `here` are marked.
pub fn body(place: Place<'_>, sheet: &Sheet, here: &[State]) -> Markup {
    let say = |id: &str| place.say(id);
    html! {
        article.sequence {
            header.hero {
                div { h1 { (prose(&sheet.name)) } @if let Some(lead) = &sheet.lead { p.lead { (prose(lead)) } } }
            }
            section #diagram aria-labelledby="diagram-heading" {
                h2 #diagram-heading { (say("web-diagram")) }
                p.note { (prose(&say("web-diagram.text"))) }
                (diagram(place, here))
            }
            section #table aria-labelledby="table-heading" {
                h2 #table-heading { (say("web-table")) }
                p.note { (prose(&say("web-table.note"))) }
                (table(place, "web-table-before", &State::ALL[..BEFORE]))
                (table(place, "web-table-within", &State::ALL[BEFORE..]))
            }
            @for section in &sheet.sections { (states(place, section)) }
        }
    }
}

/// The diagram, with the states marked that something happens in.
pub fn here(place: Place<'_>, states: &[State]) -> Markup {
    html! {
        section #here aria-labelledby="here-heading" {
            h2 #here-heading { (place.say("web-here")) }
            (diagram(place, states))
        }
    }
}

fn table(place: Place<'_>, caption: &str, states: &[State]) -> Markup {
    let say = |id: &str| place.say(id);
    let verbs = || Verb::ALL.iter().copied().filter(|verb| !matches!(verb, Verb::Legacy | Verb::Unknown));
    html! {
        div.wide role="region" tabindex="0" aria-label=(say(caption)) {
            table.cells {
                caption { (say(caption)) }
                thead {
                    tr {
                        th scope="col" { (say("web-command")) }
                        @for state in states {
                            th scope="col" { a href=(format!("#state-{}", id(*state))) { (name(place, *state)) } }
                        }
                    }
                }
                tbody {
                    @for verb in verbs() {
                        tr {
                            th scope="row" lang="en" translate="no" { (verb.as_str()) }
                            @for state in states {
                                @match cell(*state, verb) {
                                    Cell::Allowed => td.yes { span aria-hidden="true" { "✓" } span.unseen { (say("web-cell-yes")) } },
                                    Cell::Refused(entry) => td.no {
                                        a href=(place.to(&Subject::Own(entry.id.to_owned()))) title=(entry.id) { (entry.code) }
                                    },
                                    Cell::Response => td.text { (say("web-cell-response")) },
                                    Cell::Content => td.text { (say("web-cell-content")) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What each state means.
fn states(place: Place<'_>, section: &Section) -> Markup {
    let Value::Cases(cases) = &section.value else { return section::value(place, section) };
    html! {
        section id=(section.key) {
            h2 { (prose(&section.label)) }
            div.cases {
                @for case in cases {
                    article.case id=(format!("about-{}", case.id)) {
                        h3 { (prose(&case.title)) }
                        @for part in &case.parts {
                            @match &part.value {
                                Value::Text(text) => p { (prose(text)) },
                                Value::Cases(refusals) => div.said {
                                    p.label { (prose(&part.label)) }
                                    ul.refusals {
                                        @for refusal in refusals {
                                            li {
                                                @for part in &refusal.parts {
                                                    @match &part.value {
                                                        Value::Links(list) => @for link in list { ": " (section::link(place, &link.subject, &link.text, &link.name)) },
                                                        Value::Words(words) => span.verbs lang="en" translate="no" { (words.join(" ")) },
                                                        _ => {},
                                                    }
                                                }
                                            }
                                        }
                                    }
                                },
                                Value::Words(words) => div.said {
                                    p.label { (prose(&part.label)) }
                                    p.verbs lang="en" translate="no" { (words.join(" ")) }
                                },
                                _ => (section::value(place, part)),
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_named_as_people_and_programs_do() {
        assert_eq!(named("at=RCPT"), [State::Rcpt]);
        assert_eq!(named("x=1&at=mail_rcpt_rejected,connected"), [State::Connected, State::MailRcptRejected]);
        assert_eq!(naming(&named("at=Mail_RCPT_rejected,connected")), "at=connected,mail-rcpt-rejected");
        for nothing in ["", "at=", "at=nowhere", "rcpt", "at=rcpt%00"] {
            assert_eq!(named(nothing), [], "{nothing}");
        }
    }
}
