//! The front page of a language, what a search found, and the page for what is not there.

use maud::{DOCTYPE, Markup, html};
use postrider_proto::reply::catalogue;
use postrider_reference::code::{EnhancedCode, LAST_SUBJECT, Subject, first_digit};
use postrider_reference::locale::{Fact, Language, english, languages};

use crate::address;
use crate::form::escaped;
use crate::layout::{Content, POLICY, Place, page as framed};
use crate::listing;
use crate::prose::{plain, prose};
use crate::search::Found;
use crate::section::link;
use crate::site::Site;
use crate::why_page;

/// What people ask for most.
const ASKED_MOST: [Asked; 12] = [
    Asked::Reply(550),
    Asked::Reply(535),
    Asked::Reply(503),
    Asked::Reply(554),
    Asked::Reply(421),
    Asked::Reply(451),
    Asked::Reply(530),
    Asked::Reply(552),
    Asked::Enhanced(5, 7, 26),
    Asked::Enhanced(5, 7, 1),
    Asked::Enhanced(5, 1, 1),
    Asked::Enhanced(4, 7, 0),
];

enum Asked {
    Reply(u16),
    Enhanced(u8, u16, u16),
}

impl Asked {
    const fn subject(&self) -> Subject {
        match *self {
            Self::Reply(code) => Subject::Reply(code),
            Self::Enhanced(class, subject, detail) => {
                Subject::Enhanced(EnhancedCode { class: Some(class), subject, detail })
            }
        }
    }
}

/// The front page.
pub fn index(site: &Site, language: &'static Language) -> String {
    let place = site.place(language, "");
    let say = |id: &str| place.say(id);
    let book = site.book;
    let class_of = |class: &str| -> Vec<Subject> {
        let codes = book.replies.iter().map(|facts| facts.code).filter(|code| first_digit(*code) == class);
        codes.map(Subject::Reply).collect()
    };
    // The one of any class stands for those with a class, unless nobody registered it.
    let stands = |code: &EnhancedCode| code.class.is_none() || book.enhanced(*code).is_none();
    let all: Vec<EnhancedCode> = address::enhanced().iter().copied().filter(stands).collect();
    let registered = |number: u16| -> Vec<Subject> {
        let those = all.iter().filter(|code| code.subject.min(LAST_SUBJECT + 1) == number);
        those.copied().map(Subject::Enhanced).collect()
    };
    let body = html! {
        div.home {
            header.hero { div { h1 { (say("web-site")) } p.lead { (say("web-tagline")) } } }
            section #why {
                h2 { a href=(place.page(why_page::NAME)) { (say("web-why")) } }
                p { (prose(&say("web-why.lead"))) }
            }
            section.most aria-labelledby="most" {
                h2 #most { (say("web-most-asked")) }
                ul.cards {
                    @for asked in &ASKED_MOST {
                        @let subject = asked.subject();
                        @let class = address::class(book, &subject).unwrap_or("none");
                        li { a class=(format!("k{class}")) href=(place.to(&subject)) {
                            span.code lang="en" translate="no" { (subject) } " " span.name { (prose(&language.name(&subject))) }
                        } }
                    }
                }
            }
            section #sequence {
                h2 { a href=(place.page("sequence.html")) { (say("sequence")) } }
                p { (prose(&say("sequence.lead"))) }
            }
            section #replies {
                h2 { (say("web-replies")) }
                div.shelves {
                    @for class in ["2", "3", "4", "5", "none"] {
                        (shelf(place, &format!("replies-{class}"), &say(&format!("class-{class}.short")), &class_of(class)))
                    }
                }
            }
            section #enhanced {
                h2 { (say("web-enhanced")) }
                p.note { (prose(&say("web-enhanced.note"))) }
                div.shelves {
                    @for number in 0..=LAST_SUBJECT + 1 {
                        @let codes = registered(number);
                        @if !codes.is_empty() {
                            (shelf(place, &format!("enhanced-{number}"), &say(&format!("web-subject-{number}")), &codes))
                        }
                    }
                }
            }
            (whole(place, "causes", book.causes.iter().map(|cause| Subject::Cause(cause.id.clone()))))
            (whole(place, "vendors", book.vendors.iter().map(|vendor| Subject::Vendor(vendor.id.clone()))))
            (whole(place, "pairs", book.pairs.iter().filter_map(|pair| pair.subject(book))))
            (whole(place, "own", catalogue::all().map(|entry| Subject::Own(entry.id.to_owned()))))
        }
    };
    let content = Content {
        title: say("web-tagline.short"),
        description: say("web-tagline"),
        crumbs: Vec::new(),
        here: String::new(),
        json: Some(place.page("index.json")),
        lasting: true,
        asked: None,
        query: String::new(),
        body,
    };
    framed(place, &content)
}

/// Codes below a heading of their own.
fn shelf(place: Place<'_>, id: &str, heading: &str, subjects: &[Subject]) -> Markup {
    html! { div.shelf id=(id) { h3 { (heading) } (list(place, subjects)) } }
}

/// Everything of a kind.
fn whole(place: Place<'_>, id: &str, subjects: impl Iterator<Item = Subject>) -> Markup {
    let subjects: Vec<Subject> = subjects.collect();
    html! {
        @if !subjects.is_empty() {
            section id=(id) {
                h2 { (place.say(&format!("web-{id}"))) }
                p.note { (prose(&place.say(&format!("web-{id}.note")))) }
                (list(place, &subjects))
            }
        }
    }
}

fn list(place: Place<'_>, subjects: &[Subject]) -> Markup {
    html! {
        ul.links {
            @for subject in subjects {
                li {
                    @let name = match subject {
                        Subject::Pair(_) => String::new(),
                        Subject::Vendor(_) => listing::name(place.site.book, place.language, subject),
                        _ => place.language.name(subject),
                    };
                    @match subject {
                        Subject::Pair(two) => (link(place, subject, &format!("{} / {}", two.0, two.1), &name)),
                        // Its name says whose it is.
                        Subject::Vendor(_) | Subject::Cause(_) => a href=(place.to(subject)) { (prose(&name)) },
                        _ => (link(place, subject, &subject.to_string(), &name)),
                    }
                }
            }
        }
    }
}

/// What was found; the script fills it in where no server can.
pub fn search(
    site: &Site,
    language: &'static Language,
    asked: Option<&str>,
    found: Option<&Found>,
) -> String {
    let place = site.place(language, "search.html");
    let say = |id: &str| place.say(id);
    let body = html! {
        div.home {
            header.hero { div { h1 { (say("web-search")) } } }
            section #results aria-live="polite" data-empty=[asked.is_none().then_some("")] {
                @match (asked, found) {
                    (Some(_), Some(found)) if !found.subjects.is_empty() => {
                        p { (language.say_with("web-search-found", &[("count", Fact::Text(&found.subjects.len().to_string()))])) }
                        (list(place, &found.subjects))
                    },
                    (Some(asked), Some(found)) => {
                        p { (language.say_with("web-search-none", &[("query", Fact::Text(asked))])) }
                        @if !found.alike.is_empty() { p { (say("web-search-alike")) } (list(place, &found.alike)) }
                    },
                    _ => p { (prose(&say("web-search-empty"))) },
                }
            }
            p { a href=(place.page("")) { (say("web-all")) } }
        }
    };
    let content = Content {
        title: say("web-search"),
        description: say("web-search-label"),
        crumbs: vec![(say("web-home"), place.page(""))],
        here: say("web-search"),
        json: None,
        lasting: false,
        query: asked.map(|asked| format!("q={}", escaped(asked))).unwrap_or_default(),
        body,
        asked,
    };
    framed(place, &content)
}

/// That there is no such page.
pub fn missing(site: &Site, language: &'static Language, name: &str, alike: &[Subject]) -> String {
    let place = Place { from_root: true, ..site.place(language, "") };
    let say = |id: &str| place.say(id);
    let body = html! {
        div.home {
            header.hero { div { h1 { (say("web-missing")) } } }
            p { (language.say_with("web-missing.text", &[("name", Fact::Text(name))])) }
            @if !alike.is_empty() { p { (say("web-search-alike")) } (list(place, alike)) }
            p { a href=(place.page("")) { (say("web-all")) } }
        }
    };
    let content = Content {
        title: say("web-missing"),
        description: say("web-missing"),
        crumbs: vec![(say("web-home"), place.page(""))],
        here: say("web-missing"),
        json: None,
        lasting: false,
        asked: None,
        query: String::new(),
        body,
    };
    framed(place, &content)
}

/// The root: every language, by the name it has for itself. Nobody is sent anywhere for what a browser says of its languages.
pub fn choose_language(site: &Site) -> String {
    let place = site.place(english(), "");
    let href = |tag: &str| site.address(&format!("{tag}/")).unwrap_or_else(|| format!("{tag}/index.html"));
    let title = english().say("web-site");
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                meta name="description" content=(plain(&place.say("web-tagline")));
                @for language in languages() { link rel="alternate" hreflang=(language.tag) href=(href(language.tag)); }
                link rel="alternate" hreflang="x-default" href=(href(english().tag));
                link rel="icon" type="image/svg+xml" href="icon.svg";
                link rel="stylesheet" href="style.css";
            }
            body.choice {
                main {
                    h1 { (title) }
                    ul {
                        @for language in languages() {
                            li lang=(language.tag) {
                                a href=(format!("{}/index.html", language.tag)) hreflang=(language.tag) {
                                    strong { (language.name) }
                                    " " span { (language.say("web-tagline")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    markup.into_string()
}
