//! A strict reader of what the pages are written in: every element is closed in its place, every value is quoted, every id is there once. What a
//! browser would mend silently is a fault here.

use std::collections::BTreeSet;

/// Elements without an end.
const VOID: &[&str] = &["meta", "link", "input", "br", "hr", "img"];

/// What a page consists of.
#[derive(Debug, Default)]
pub struct Html {
    pub elements: Vec<Element>,
    /// The text between tags, with the language it stands in.
    pub texts: Vec<(String, String)>,
    pub ids: BTreeSet<String>,
}

#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Html {
    /// Reads a page; panics at the first fault.
    pub fn read(place: &str, text: &str) -> Self {
        let mut rest = text.strip_prefix("<!DOCTYPE html>").unwrap_or_else(|| panic!("{place}: no doctype"));
        let mut html = Self::default();
        let mut open: Vec<(String, String)> = Vec::new();
        while !rest.is_empty() {
            let (words, tag) = rest.split_once('<').unwrap_or((rest, ""));
            let language = open.last().map(|(_, language)| language.clone()).unwrap_or_default();
            if !words.trim().is_empty() {
                html.texts.push((language.clone(), decoded(place, words)));
            }
            if !rest.contains('<') {
                break;
            }
            let end = end_of(tag)
                .unwrap_or_else(|| panic!("{place}: a tag does not end: {}", &tag[..tag.len().min(80)]));
            let inside = &tag[..end];
            rest = &tag[end + 1..];
            if let Some(name) = inside.strip_prefix('/') {
                let opened = open.pop().unwrap_or_else(|| panic!("{place}: </{name}> closes nothing"));
                assert_eq!(opened.0, name, "{place}: </{name}> closes <{}>", opened.0);
                continue;
            }
            let element = element(place, inside);
            if let Some(id) = element.get("id") {
                assert!(html.ids.insert(id.to_owned()), "{place}: the id {id} is there twice");
            }
            if !VOID.contains(&element.name.as_str()) {
                let language = element.get("lang").map_or(language, str::to_owned);
                open.push((element.name.clone(), language));
            }
            html.elements.push(element);
        }
        assert!(open.is_empty(), "{place}: not closed: {open:?}");
        html
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }
}

/// The `>` of a tag, which is not one within quotes.
fn end_of(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}

fn element(place: &str, inside: &str) -> Element {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    assert!(
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric()),
        "{place}: <{inside}>"
    );
    let mut attributes: Vec<(String, String)> = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let name = &rest[..end];
        let value = match rest[end..].strip_prefix("=\"") {
            Some(quoted) => {
                let close =
                    quoted.find('"').unwrap_or_else(|| panic!("{place}: a quote is open in <{inside}>"));
                rest = quoted[close + 1..].trim_start();
                decoded(place, &quoted[..close])
            }
            None => {
                assert!(!rest[end..].starts_with('='), "{place}: a value without quotes in <{inside}>");
                rest = rest[end..].trim_start();
                String::new()
            }
        };
        assert!(attributes.iter().all(|(known, _)| known != name), "{place}: {name} twice in <{inside}>");
        assert!(!name.starts_with("on") && name != "style", "{place}: {name} in <{inside}>");
        attributes.push((name.to_owned(), value));
    }
    Element { name: name.to_owned(), attributes }
}

/// Text without entities; an ampersand begins one of those that are written here.
fn decoded(place: &str, text: &str) -> String {
    for part in text.split('&').skip(1) {
        assert!(
            ["amp;", "lt;", "gt;", "quot;"].iter().any(|entity| part.starts_with(entity)),
            "{place}: &{part}"
        );
    }
    assert!(!text.contains('>'), "{place}: {text}");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
