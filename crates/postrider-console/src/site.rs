//! The site: which paths there are, and what stands at each.

use std::fmt::Write as _;

use postrider_reference::code::{Book, Subject, book};
use postrider_reference::locale::{Language, english, languages};
use postrider_reference::sheet::Sheet;

use crate::answer::{Answer, Kind, Page};
use crate::layout::Place;
use crate::{address, assets, describe, home, listing, robots, search, sheet_page};

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
}

impl Site {
    /// The site of the book that is built in. With an address it has a sitemap, and its pages name themselves in full.
    #[must_use]
    pub fn new(origin: Option<&str>) -> Self {
        let origin = origin.map(|origin| origin.trim_end_matches('/').to_owned());
        Self { book: book(), origin }
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
            let names = ["index.html", "index.js", "index.json", "search.html"];
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

/// What is searched for: the value of `q`, as a form sends it.
fn asked(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("q="))?;
    let octets = unescaped(&value.replace('+', " "));
    let text: String = String::from_utf8_lossy(&octets).trim().chars().take(LONGEST_SEARCH).collect();
    (!text.is_empty()).then_some(text)
}

/// A text as it stands in a query: everything but letters, digits and a few signs as `%XX`.
pub(crate) fn escaped(text: &str) -> String {
    let mut query = String::new();
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            query.push(char::from(octet));
        } else {
            let _ = write!(query, "%{octet:02X}");
        }
    }
    query
}

/// The octets that `%41` and its like stand for.
fn unescaped(text: &str) -> Vec<u8> {
    let digit = |octet: Option<u8>| octet.and_then(|octet| char::from(octet).to_digit(16));
    let mut octets = Vec::new();
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        octets.push(match octet {
            b'%' => match (digit(rest.next()), digit(rest.next())) {
                (Some(high), Some(low)) => u8::try_from(high * 16 + low).unwrap_or(b'?'),
                _ => b'?',
            },
            other => other,
        });
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(asked("q=%zz%4").as_deref(), Some("??"));
    }
}
