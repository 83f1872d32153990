//! What stands around every page: head, search, languages, the way here, and the end.

use maud::{DOCTYPE, Markup, html};
use postrider_reference::code::Subject;
use postrider_reference::locale::{Fact, Language, english, languages};

use crate::site::Site;
use crate::why_page;

/// The most characters that the field of the search takes.
const QUERY_CHARACTERS_MAX: usize = 200;

/// Nothing is loaded but what is our own, and no script stands in a page.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";

/// Where a page is.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub site: &'a Site,
    pub language: &'static Language,
    /// Its name in the folder of its language; "" is the front page.
    pub name: &'a str,
    /// It may be shown at any path, so its links begin at the root. Only the server shows such a page.
    pub from_root: bool,
}

impl Place<'_> {
    /// A sentence of the language.
    pub fn say(self, id: &str) -> String {
        self.language.say(id)
    }

    /// The way to something beside the folders of the languages.
    pub fn asset(self, name: &str) -> String {
        if self.from_root { format!("/{name}") } else { format!("../{name}") }
    }

    /// The way to a page of the same language.
    pub fn page(self, name: &str) -> String {
        let name = if name.is_empty() { "index.html" } else { name };
        if self.from_root { format!("/{}/{name}", self.language.tag) } else { name.to_owned() }
    }

    /// The way to a subject.
    pub fn to(self, subject: &Subject) -> String {
        self.page(&crate::address::page(subject))
    }

    /// The way to the same page in another language, with what stands behind the path.
    fn in_language(self, language: &Language, query: &str) -> String {
        let name = if self.name.is_empty() { "index.html" } else { self.name };
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}/{name}{mark}{query}", self.asset(language.tag))
    }

    /// The same, in full if it is known where the site will be found.
    fn whole(self, language: &Language) -> String {
        let path = format!("{}/{}", language.tag, self.name);
        self.site.address(&path).unwrap_or_else(|| self.in_language(language, ""))
    }
}

/// A page without its frame.
pub struct Content<'a> {
    pub title: String,
    pub description: String,
    /// The steps to it, each with its way.
    pub crumbs: Vec<(String, String)>,
    /// What the last step is called.
    pub here: String,
    /// The same for programs.
    pub json: Option<String>,
    /// It is the same page in every language, so robots may keep it.
    pub lasting: bool,
    /// What was searched for.
    pub asked: Option<&'a str>,
    /// What the address of the page has behind its path, as a form sends it: in another language it is the same. "" is nothing.
    pub query: String,
    pub body: Markup,
}

/// A page.
pub fn page(place: Place<'_>, content: &Content<'_>) -> String {
    let say = |id: &str| place.say(id);
    let title = format!("{} · {}", content.title, say("web-site"));
    let markup = html! {
        (DOCTYPE)
        html lang=(place.language.tag) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                meta name="description" content=(content.description);
                @if content.lasting {
                    link rel="canonical" href=(place.whole(place.language));
                    @for language in languages() {
                        link rel="alternate" hreflang=(language.tag) href=(place.whole(language));
                    }
                    link rel="alternate" hreflang="x-default" href=(place.whole(english()));
                } @else {
                    meta name="robots" content="noindex";
                }
                @if let Some(json) = &content.json { link rel="alternate" type="application/json" href=(json); }
                link rel="icon" type="image/svg+xml" href=(place.asset("icon.svg"));
                link rel="stylesheet" href=(place.asset("style.css"));
                script src=(place.asset("search.js")) defer {}
            }
            body {
                a.skip href="#content" { (say("web-skip")) }
                header.top {
                    a.brand href=(place.page("")) { (mark()) span { (say("web-site")) } }
                    (search_form(place, content.asked))
                    a.ask href=(place.page(why_page::NAME)) aria-current=[(place.name == why_page::NAME).then_some("page")] { (say("web-why.short")) }
                    nav.languages aria-label=(say("web-language")) {
                        ul {
                            @for language in languages() {
                                li {
                                    @let here = language.tag == place.language.tag;
                                    a href=(place.in_language(language, &content.query)) lang=(language.tag) hreflang=(language.tag)
                                        aria-current=[here.then_some("true")] { (language.name) }
                                }
                            }
                        }
                    }
                }
                @if !content.crumbs.is_empty() {
                    nav.crumbs aria-label=(say("web-path")) {
                        ol {
                            @for (name, href) in &content.crumbs { li { a href=(href) { (name) } } }
                            li aria-current="page" { (content.here) }
                        }
                    }
                }
                main #content tabindex="-1" { (content.body) }
                footer.end {
                    p { (say("web-about")) }
                    ul {
                        @if let Some(json) = &content.json { li { a href=(json) { (say("web-json")) } } }
                        li { a href=(place.asset("openapi.json")) { (say("web-openapi")) } }
                        li { a href=(place.page("sequence.html")) { (say("sequence")) } }
                    }
                }
            }
        }
    };
    markup.into_string()
}

/// The form works without the script: the server has a page for it.
fn search_form(place: Place<'_>, asked: Option<&str>) -> Markup {
    let say = |id: &str| place.say(id);
    // The script puts the number, and what was typed, in the place of the sign.
    let with = |id: &str, name: &'static str| place.language.say_with(id, &[(name, Fact::Text("%"))]);
    html! {
        form.search role="search" action=(place.page("search.html")) method="get"
            data-index=(place.page("index.js")) data-found=(with("web-search-found", "count"))
            data-none=(with("web-search-none", "query")) data-alike=(say("web-search-alike")) {
            label.unseen for="q" { (say("web-search-label")) }
            input #q type="search" name="q" value=[asked] placeholder=(say("web-search-hint")) autocomplete="off"
                autocapitalize="none" spellcheck="false" maxlength=(QUERY_CHARACTERS_MAX) aria-keyshortcuts="/";
            button type="submit" { (say("web-search")) }
        }
    }
}

/// The sign of the site: a letter on its way.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false" {
            path d="M3 10.5h26v15H3z" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" {}
            path d="M3 11l13 9 13-9" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" {}
            path d="M7 5.5h18" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" {}
        }
    }
}
