//! The site: which paths there are, and what stands at each.

use postrider_reference::code::{Book, Subject, book};
use postrider_reference::locale::{Language, english, languages};
use postrider_reference::sheet::Sheet;

use crate::answer::{Answer, Kind, Page};
use crate::form::{field, unescaped};
use crate::layout::Place;
use crate::paste::{BODY_OCTETS_MAX, Sent, Takes, paste};
use crate::{address, assets, describe, home, listing, robots, search, sheet_page, why_page};

/// A file in the root of an exported site, by which the next export knows its own work.
pub const MARK_OF_A_SITE: &str = ".postrider-reference";

/// The longest that is searched for, in characters.
const LONGEST_SEARCH: usize = 200;

/// The site.
#[derive(Debug, Clone)]
pub struct Site {
    pub(crate) book: &'static Book,
    /// Where it will be found, without a slash at the end: `https://smtp.example`. Sitemaps and canonical addresses have to be whole.
    origin: Option<String>,
    /// Whether somebody answers what is sent to it.
    is_served: bool,
}

impl Site {
    /// The site of the book that is built in, as files. With an address it has a sitemap, and its pages name themselves in full.
    #[must_use]
    pub fn new(origin: Option<&str>) -> Self {
        let origin = origin.map(|origin| origin.trim_end_matches('/').to_owned());
        Self { book: book(), origin, is_served: false }
    }

    /// The same from a server, which brings what is sent to [`Self::receive`].
    #[must_use]
    pub fn served(origin: Option<&str>) -> Self {
        Self { is_served: true, ..Self::new(origin) }
    }

    pub(crate) const fn is_served(&self) -> bool {
        self.is_served
    }

    /// The address of a path from the root; none if nobody knows where the site will be found.
    pub(crate) fn address(&self, path: &str) -> Option<String> {
        self.origin.as_ref().map(|origin| format!("{origin}/{path}"))
    }

    /// Every path that an export has, in order: `en/503.html`. Nothing of it depends on anything but the code.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> =
            ["icon.svg", "index.html", "openapi.json", "robots.txt", "search.js", "style.css"]
                .map(str::to_owned)
                .into();
        if self.origin.is_some() {
            paths.push("sitemap.xml".to_owned());
        }
        for language in languages() {
            let names = ["index.html", "index.js", "index.json", "search.html", why_page::NAME];
            paths.extend(names.map(|name| format!("{}/{name}", language.tag)));
        }
        for subject in address::subjects(self.book) {
            let slug = subject.slug();
            for language in languages() {
                paths.extend(["html", "json"].map(|end| format!("{}/{slug}.{end}", language.tag)));
            }
        }
        paths.sort();
        paths
    }

    /// What stands at a path, `/en/503.html`; the query is what a form sent, `q=relay`.
    #[must_use]
    pub fn answer(&self, path: &str, query: &str) -> Answer {
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.contains('%') {
            return self.escaped(path, query);
        }
        match path {
            "" | "index.html" => Answer::page(Kind::Html, home::choose_language(self)),
            "style.css" => Answer::page(Kind::Css, assets::STYLE.to_owned()),
            "search.js" => Answer::page(Kind::Script, assets::SCRIPT.to_owned()),
            "icon.svg" => Answer::page(Kind::Svg, assets::ICON.to_owned()),
            "openapi.json" => Answer::page(Kind::Json, describe::openapi(self)),
            "robots.txt" => Answer::page(Kind::Text, robots::robots(self)),
            "sitemap.xml" if self.origin.is_some() => Answer::page(Kind::Xml, robots::sitemap(self)),
            _ => {
                let (tag, name) = path.split_once('/').unwrap_or((path, ""));
                match languages().iter().find(|language| language.tag == tag) {
                    Some(_) if !path.contains('/') => Answer::Moved(format!("/{tag}/")),
                    Some(language) => self.within(language, name, query),
                    None if path.ends_with(".json") => Answer::Missing(Page {
                        kind: Kind::Json,
                        text: listing::missing_json(english(), &[]),
                    }),
                    None => self.missing(english(), path, &[]),
                }
            }
        }
    }

    /// What can be sent to a path: what somebody pastes, to `/en/why.html` and `/en/why.json`.
    #[must_use]
    pub fn takes(path: &str) -> Takes {
        match why_at(path) {
            Some((_, Kind::Json)) => Takes::Only(BODY_OCTETS_MAX),
            Some(_) => Takes::Also(BODY_OCTETS_MAX),
            None => Takes::Nothing,
        }
    }

    /// What is answered to what was sent to a path. It is read once, and dropped.
    #[must_use]
    pub fn receive(&self, path: &str, sent: &Sent<'_>) -> Answer {
        let Some((language, kind)) = why_at(path) else { return self.answer(path, "") };
        match (paste(sent), kind) {
            (Ok(octets), Kind::Json) => Answer::page(kind, why_page::answer_json(language, &octets)),
            (Ok(octets), _) => Answer::page(kind, why_page::answer(self, language, &octets)),
            (Err(why), Kind::Json) => {
                Answer::Refused(why, Page { kind, text: why_page::refused_json(language, why) })
            }
            (Err(why), _) => {
                Answer::Refused(why, Page { kind, text: why_page::refused(self, language, why) })
            }
        }
    }

    /// A path in which characters are escaped that need not be, `/en/5%2E7%2E26`: the page has one address.
    fn escaped(&self, path: &str, query: &str) -> Answer {
        let plain = String::from_utf8_lossy(&unescaped(path)).into_owned();
        // What was escaped twice is no path of ours.
        if plain.contains('%') {
            return self.missing(english(), path, &[]);
        }
        match self.answer(&plain, query) {
            Answer::Page(_) if query.is_empty() => Answer::Moved(format!("/{plain}")),
            Answer::Page(_) => Answer::Moved(format!("/{plain}?{query}")),
            other => other,
        }
    }

    /// What stands in the folder of a language.
    fn within(&self, language: &'static Language, name: &str, query: &str) -> Answer {
        match name {
            "" | "index.html" => return Answer::page(Kind::Html, home::index(self, language)),
            "index.json" => return Answer::page(Kind::Json, listing::index_json(self, language)),
            "index.js" => return Answer::page(Kind::Script, listing::index_script(language)),
            "search.html" => {
                let asked = asked(query);
                let found = asked.as_deref().map(|asked| search::search(self.book, language, asked));
                return Answer::page(
                    Kind::Html,
                    home::search(self, language, asked.as_deref(), found.as_ref()),
                );
            }
            "search.json" => {
                let found = search::search(self.book, language, &asked(query).unwrap_or_default());
                return Answer::page(Kind::Json, listing::found_json(&found));
            }
            why_page::NAME => return Answer::page(Kind::Html, why_page::page(self, language)),
            "why" => return Answer::Moved(format!("/{}/{}", language.tag, why_page::NAME)),
            "index" => return Answer::Moved(format!("/{}/", language.tag)),
            "search" => {
                let query = if query.is_empty() { String::new() } else { format!("?{query}") };
                return Answer::Moved(format!("/{}/search.html{query}", language.tag));
            }
            _ => {}
        }
        let (name_alone, end) = match (name.strip_suffix(".html"), name.strip_suffix(".json")) {
            (Some(name), _) => (name, Some(Kind::Html)),
            (_, Some(name)) => (name, Some(Kind::Json)),
            _ => (name, None),
        };
        let sheet = address::meant(self.book, name_alone)
            .and_then(|subject| Sheet::of(self.book, language, &subject).ok_or_else(Vec::new));
        match sheet {
            Ok(sheet) => {
                let slug = sheet.subject.slug();
                match end {
                    Some(Kind::Json) if slug == name_alone => Answer::page(Kind::Json, listing::json(&sheet)),
                    Some(Kind::Html) if slug == name_alone => {
                        Answer::page(Kind::Html, sheet_page::page(self, language, &sheet, query))
                    }
                    Some(Kind::Json) => Answer::Moved(format!("/{}/{slug}.json", language.tag)),
                    // The short address, `/en/503`; another order of a pair; another way to write a code.
                    _ => Answer::Moved(format!("/{}/{slug}.html", language.tag)),
                }
            }
            Err(alike) if end == Some(Kind::Json) => {
                Answer::Missing(Page { kind: Kind::Json, text: listing::missing_json(language, &alike) })
            }
            Err(alike) => self.missing(language, name_alone, &alike),
        }
    }

    fn missing(&self, language: &'static Language, name: &str, alike: &[Subject]) -> Answer {
        Answer::Missing(Page { kind: Kind::Html, text: home::missing(self, language, name, alike) })
    }

    pub(crate) const fn place<'a>(&'a self, language: &'static Language, name: &'a str) -> Place<'a> {
        Place { site: self, language, name, from_root: false }
    }
}

/// The page of `why` that a path means, in which language and for whom.
fn why_at(path: &str) -> Option<(&'static Language, Kind)> {
    let (tag, name) = path.strip_prefix('/').unwrap_or(path).split_once('/')?;
    let language = languages().iter().find(|language| language.tag == tag)?;
    match name {
        why_page::NAME => Some((language, Kind::Html)),
        why_page::JSON_NAME => Some((language, Kind::Json)),
        _ => None,
    }
}

/// What is searched for: the value of `q`, as a form sends it.
fn asked(query: &str) -> Option<String> {
    let octets = field(query.as_bytes(), "q", usize::MAX)?;
    let text: String = String::from_utf8_lossy(&octets).trim().chars().take(LONGEST_SEARCH).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::escaped;

    #[test]
    fn a_search_is_read_as_forms_send_it() {
        assert_eq!(asked("q=rcpt+before%20mail").as_deref(), Some("rcpt before mail"));
        for text in ["rcpt before mail", "код", "50% & more?#=+"] {
            assert_eq!(asked(&format!("q={}", escaped(text))).as_deref(), Some(text));
        }
        assert_eq!(asked("x=1&q=%D0%BA%D0%BE%D0%B4").as_deref(), Some("код"));
        for nothing in ["", "q=", "q=%20", "p=5"] {
            assert_eq!(asked(nothing), None, "{nothing}");
        }
    }
}
