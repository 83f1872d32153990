//! The whole site, page by page.

mod html;
mod schema;
mod why;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

use postrider_console::{Answer, Kind, Site};
use postrider_reference::code::{Subject, book};
use postrider_reference::locale::{fingerprint, languages};

use html::Html;
use schema::misfit;
use serde_json::Value;

const ORIGIN: &str = "https://smtp.example";

fn page(site: &Site, path: &str) -> String {
    match site.answer(path, "") {
        Answer::Page(page) => page.text,
        other => panic!("{path}: {other:?}"),
    }
}

/// Every HTML page of the export, of a site that knows its address, and of one that does not.
fn pages(origin: Option<&str>) -> &'static BTreeMap<String, Html> {
    static PAGES: [OnceLock<BTreeMap<String, Html>>; 2] = [OnceLock::new(), OnceLock::new()];
    PAGES[usize::from(origin.is_some())].get_or_init(|| {
        let site = Site::new(origin);
        let paths = site.paths().into_iter().filter(|path| path.ends_with(".html"));
        paths.map(|path| (path.clone(), Html::read(&path, &page(&site, &path)))).collect()
    })
}

/// The path that a link of a page leads to, and the place in it.
fn target(from: &str, href: &str) -> (String, Option<String>) {
    let (path, anchor) =
        href.split_once('#').map_or((href, None), |(path, anchor)| (path, Some(anchor.to_owned())));
    if path.is_empty() {
        return (from.to_owned(), anchor);
    }
    assert!(!path.starts_with('/'), "{from}: {href} does not work on a disk");
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    (parts.join("/"), anchor)
}

/// The folder of a path, which is the tag of its language.
fn folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

#[test]
fn every_page_is_well_formed_and_every_link_leads_somewhere() {
    let site = Site::new(None);
    let pages = pages(None);
    let paths: HashSet<String> = site.paths().into_iter().collect();
    assert!(pages.len() > 500, "only {} pages", pages.len());
    for (from, html) in pages {
        for element in &html.elements {
            let Some(href) = ["href", "src", "action"].iter().find_map(|name| element.get(name)) else {
                continue;
            };
            if let Some(outside) = href.strip_prefix("https://") {
                // Nothing is loaded from there: it is only to be followed.
                assert!(
                    element.name == "a" && outside.starts_with("www.rfc-editor.org/rfc/rfc"),
                    "{from}: {href}"
                );
                continue;
            }
            let (to, anchor) = target(from, href);
            assert!(paths.contains(&to), "{from}: {href} leads to {to}, which is not there");
            if let Some(anchor) = anchor {
                assert!(pages[&to].ids.contains(&anchor), "{from}: {to} has no #{anchor}");
            }
        }
        // What is named by its id is there.
        for element in &html.elements {
            for name in ["aria-labelledby", "for"] {
                for id in element.get(name).into_iter().flat_map(str::split_whitespace) {
                    assert!(html.ids.contains(id), "{from}: {name}={id}");
                }
            }
        }
    }
}

#[test]
fn every_page_says_what_it_is_and_in_which_languages() {
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for (path, html) in pages(Some(ORIGIN)) {
        let language = html.all("html").next().and_then(|element| element.get("lang")).expect("a language");
        assert!(*path == "index.html" || path.starts_with(&format!("{language}/")), "{path}: {language}");
        assert_eq!(html.all("h1").count(), 1, "{path}: the heading");
        // No level of headings is left out.
        let mut level = 0;
        for element in
            html.elements.iter().filter(|element| element.name.len() == 2 && element.name.starts_with('h'))
        {
            if let Ok(next) = element.name[1..].parse::<u8>() {
                assert!(next <= level + 1, "{path}: <h{next}> below <h{level}>");
                level = next;
            }
        }
        if path.ends_with("/search.html") {
            continue;
        }
        let alternates: BTreeMap<&str, &str> =
            html.all("link").filter_map(|link| Some((link.get("hreflang")?, link.get("href")?))).collect();
        let name = path.split_once('/').map_or("", |(_, name)| name);
        let name = if name == "index.html" { "" } else { name };
        let mut wanted: BTreeMap<&str, String> = languages()
            .iter()
            .map(|language| (language.tag, format!("{ORIGIN}/{}/{name}", language.tag)))
            .collect();
        wanted.insert("x-default", format!("{ORIGIN}/en/{name}"));
        let wanted: BTreeMap<&str, &str> = wanted.iter().map(|(tag, href)| (*tag, href.as_str())).collect();
        assert_eq!(alternates, wanted, "{path}");
        if path == "index.html" {
            continue;
        }
        let canonical = html.all("link").find(|link| link.get("rel") == Some("canonical"));
        let canonical = canonical.and_then(|link| link.get("href")).unwrap_or_default();
        assert_eq!(canonical, format!("{ORIGIN}/{language}/{name}"), "{path}");
        let description = html.all("meta").find(|meta| meta.get("name") == Some("description"));
        let description = description.and_then(|meta| meta.get("content")).unwrap_or_default();
        assert!(description.chars().count() >= 3 && !description.contains('`'), "{path}: {description:?}");
        let title = html.texts.first().map(|(_, title)| title.clone()).unwrap_or_default();
        if let Some(other) = titles.insert(format!("{language} {title}"), path.clone()) {
            panic!("{path} and {other} are both called {title:?}");
        }
    }
}

/// Whole sentences, and what else is longer than a name. A list of verbs is the same in every language.
fn is_sentence(text: &str) -> bool {
    let is_word = |word: &&str| word.chars().filter(|c| c.is_lowercase()).count() > 1;
    text.split_whitespace().filter(is_word).count() >= 2 && text.split_whitespace().count() >= 3
}

#[test]
fn no_english_sentence_stands_on_a_page_of_another_language() {
    let pages = pages(None);
    let english: HashSet<&str> = pages
        .iter()
        .filter(|(path, _)| path.starts_with("en/"))
        .flat_map(|(_, html)| &html.texts)
        // What is marked as English is a literal: a line of a server, the name in a registry.
        .map(|(_, text)| text.trim())
        .filter(|text| is_sentence(text))
        .collect();
    assert!(english.len() > 1000, "only {} English sentences", english.len());
    let mut found: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (path, html) in pages.iter().filter(|(path, _)| path.contains('/') && !path.starts_with("en/")) {
        let tag = folder(path);
        for (language, text) in &html.texts {
            if language == tag && english.contains(text.trim()) {
                found.insert((path, text.trim()));
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} English texts are left: {:#?}",
        found.len(),
        found.iter().take(40).collect::<Vec<_>>()
    );
}

#[test]
fn every_page_has_its_json_and_it_is_as_described() {
    let site = Site::new(None);
    let described: Value = serde_json::from_str(&page(&site, "openapi.json")).expect("JSON");
    let sheet = &described["components"]["schemas"]["Sheet"];
    let known = sheet["properties"].as_object().expect("properties");
    let paths = site.paths();
    let named = |end: &str| -> BTreeSet<&str> {
        paths.iter().filter(|path| path.contains('/')).filter_map(|path| path.strip_suffix(end)).collect()
    };
    // But for those that only a server fills in: the page of the search, and that of `why`.
    let pages: BTreeSet<&str> = named(".html")
        .into_iter()
        .filter(|path| !path.ends_with("/search") && !path.ends_with("/why"))
        .collect();
    assert_eq!(pages, named(".json"));
    for path in pages {
        let json: Value = serde_json::from_str(&page(&site, &format!("{path}.json"))).expect("JSON");
        assert_eq!(json["language"], folder(path), "{path}");
        if path.ends_with("/index") {
            let fault = misfit(&described, &described["components"]["schemas"]["Index"], &json, path);
            assert_eq!(fault, None);
            let entries: BTreeSet<String> = json["entries"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|entry| format!("{}/{}", folder(path), entry["id"].as_str().expect("an id")))
                .collect();
            let listed =
                named(".json").into_iter().filter(|other| folder(other) == folder(path) && *other != path);
            assert_eq!(entries, listed.map(str::to_owned).collect(), "{path}");
            continue;
        }
        assert_eq!(format!("{}/{}", folder(path), json["id"].as_str().expect("an id")), path);
        assert_eq!(misfit(&described, sheet, &json, path), None);
        for key in json.as_object().expect("an object").keys() {
            assert!(known.contains_key(key), "{path}: {key} is not described in openapi.json");
        }
        // The page for people says the same: its heading is the name, as far as that has no literal.
        let name = json["name"].as_str().expect("a name");
        let html = &self::pages(None)[&format!("{path}.html")];
        let text: String = html.texts.iter().map(|(_, text)| text.as_str()).collect();
        assert!(text.contains(&name.replace('`', "")), "{path}: {name}");
    }
}

#[test]
fn a_path_that_is_written_otherwise_leads_to_the_page() {
    let site = Site::new(None);
    for (path, to) in [
        ("/en", "/en/"),
        ("/en/503", "/en/503.html"),
        ("/vi/5.7.26", "/vi/5.7.26.html"),
        ("/ru/X.7.26", "/ru/x.7.26.html"),
        ("/ru/503-250", "/ru/250-503.html"),
        ("/ru/503-250.json", "/ru/250-503.json"),
        ("/en/rcpt-before-mail", "/en/rcpt-before-mail.html"),
        ("/en/sequence", "/en/sequence.html"),
        ("/vi/5%2E7%2E26", "/vi/5.7.26.html"),
        ("/vi/5%2e7%2e26.html", "/vi/5.7.26.html"),
        ("/%65n/503.html", "/en/503.html"),
    ] {
        assert_eq!(site.answer(path, ""), Answer::Moved(to.to_owned()), "{path}");
        assert!(matches!(site.answer(to, ""), Answer::Page(_)), "{to}");
    }
    assert_eq!(
        site.answer("/en/search%2Ehtml", "q=relay"),
        Answer::Moved("/en/search.html?q=relay".to_owned())
    );
    for nothing in ["/en/%2E%2E/x", "/en/5%252E7%252E26", "/%", "/en/%zz"] {
        assert!(matches!(site.answer(nothing, ""), Answer::Missing(_)), "{nothing}");
    }
    assert_eq!(site.answer("/vi/search", "q=relay"), Answer::Moved("/vi/search.html?q=relay".to_owned()));
    assert!(
        page(&site, "/en/") == page(&site, "en/index.html") && page(&site, "/") == page(&site, "index.html")
    );
}

#[test]
fn any_two_codes_are_compared_although_nobody_wrote_about_them() {
    let site = Site::new(None);
    let pair = Subject::pair(Subject::Reply(421), Subject::Reply(556));
    assert!(book().pair(&Subject::Reply(421), &Subject::Reply(556)).is_none());
    for language in languages() {
        let path = format!("{}/{}.html", language.tag, pair.slug());
        let html = Html::read(&path, &page(&site, &path));
        assert!(html.all("tr").count() > 5, "{path}");
    }
}

#[test]
fn what_is_not_there_says_so_and_what_is_alike() {
    let site = Site::new(None);
    for (path, alike) in [
        ("/en/rcpt-befor-mail.html", Some("/en/rcpt-before-mail.html")),
        ("/vi/999.html", None),
        ("/x/y/z", None),
    ] {
        let Answer::Missing(page) = site.answer(path, "") else { panic!("{path} is there") };
        let html = Html::read(path, &page.text);
        assert_eq!(page.kind, Kind::Html);
        if let Some(alike) = alike {
            assert!(html.all("a").any(|link| link.get("href") == Some(alike)), "{path}: {}", page.text);
        }
        // It may stand at any path: what it needs is named from the root.
        assert!(
            html.all("link").all(|link| link.get("href").is_some_and(|href| href.starts_with('/'))),
            "{path}"
        );
    }
    let Answer::Missing(page) = site.answer("/en/5035.json", "") else { panic!("it is there") };
    let json: serde_json::Value = serde_json::from_str(&page.text).expect("JSON");
    assert!(json["alike"].as_array().is_some_and(|alike| alike.contains(&"503".into())), "{json}");
}

#[test]
fn the_server_finds_what_a_form_asks_for() {
    let site = Site::new(None);
    let found = |query: &str| -> Vec<String> {
        let Answer::Page(page) = site.answer("/en/search.html", query) else { panic!("no page for {query}") };
        let html = Html::read(query, &page.text);
        html.all("a").filter_map(|link| link.get("href")).map(str::to_owned).collect()
    };
    assert!(found("q=5.7.26").contains(&"5.7.26.html".to_owned()));
    assert!(found("q=250+503").contains(&"250-503.html".to_owned()));
    assert!(found("q=greylisting").len() > 5);
    assert!(found("q=rcpt-befor-mail").contains(&"rcpt-before-mail.html".to_owned()));
    assert!(
        found("q=5.7").contains(&"5.7.26.html".to_owned()) && found("q=55x").contains(&"550.html".to_owned())
    );
    assert!(found("q=250+503+550").contains(&"503-550.html".to_owned()));
    assert!(found("q=graylisting").len() > 5 && found("q=inbox+full").contains(&"x.2.2.html".to_owned()));
    // What was asked stands on the page as text.
    let Answer::Page(page) = site.answer("/en/search.html", "q=%3Cscript%3E%22") else { panic!("no page") };
    assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>"), "{}", page.text);
    let json = match site.answer("/en/search.json", "q=503") {
        Answer::Page(page) => page.text,
        other => panic!("{other:?}"),
    };
    assert!(json.contains("\"503\""), "{json}");
}

#[test]
fn the_index_of_the_search_has_every_page() {
    let site = Site::new(None);
    for language in languages() {
        let script = page(&site, &format!("{}/index.js", language.tag));
        let list = script
            .strip_prefix("postriderIndex(")
            .and_then(|rest| rest.strip_suffix(");\n"))
            .expect("a call");
        type Entry = (String, String, String, String, String, String);
        let (entries, same): (Vec<Entry>, Vec<Vec<String>>) =
            serde_json::from_str(&format!("[{list}]")).expect("entries, and words that mean the same");
        assert!(same.iter().any(|group| group.contains(&"graylisting".to_owned())), "{same:?}");
        let slugs: BTreeSet<&str> = entries.iter().map(|entry| entry.0.as_str()).collect();
        assert!(slugs.contains("503") && slugs.contains("5.7.26") && slugs.contains("sequence"));
        for slug in slugs {
            page(&site, &format!("{}/{slug}.html", language.tag));
        }
        // It is loaded whole, once somebody begins to type.
        assert!(script.len() < 400_000, "{} octets in {}", script.len(), language.tag);
    }
}

#[test]
fn robots_are_told_every_page_in_every_language() {
    let site = Site::new(Some(ORIGIN));
    let sitemap = page(&site, "sitemap.xml");
    let html = site.paths().into_iter().filter(|path| path.contains('/') && path.ends_with(".html")).count();
    // All but the pages of the search.
    assert_eq!(sitemap.matches("<url>").count(), html - languages().len());
    assert!(sitemap.contains("<loc>https://smtp.example/vi/503.html</loc>"));
    assert!(page(&site, "robots.txt").contains("Sitemap: https://smtp.example/sitemap.xml\n"));
    assert!(!Site::new(None).paths().contains(&"sitemap.xml".to_owned()));
}

/// A link from elsewhere can say where in a session somebody is, and needs no script for it.
#[test]
fn the_diagram_marks_the_state_that_the_address_names() {
    let site = Site::new(None);
    let marked = |query: &str| -> Vec<String> {
        let Answer::Page(page) = site.answer("/en/sequence.html", query) else {
            panic!("no page for {query}")
        };
        let html = Html::read(query, &page.text);
        let here = html.elements.iter().filter(|element| element.get("class") == Some("state here"));
        here.filter_map(|element| element.get("id")).map(str::to_owned).collect()
    };
    assert_eq!(marked("at=RCPT"), ["state-rcpt"]);
    assert_eq!(marked("at=greeted,mail"), ["state-greeted", "state-mail"]);
    assert!(marked("").is_empty() && marked("at=nowhere").is_empty());
}

/// Who reads on in another language has not said that the rest should be forgotten.
#[test]
fn another_language_has_the_same_state_marked_and_the_same_searched_for() {
    let site = Site::new(Some(ORIGIN));
    let ways = |path: &str, query: &str| -> Vec<String> {
        let Answer::Page(page) = site.answer(path, query) else { panic!("no page for {path}?{query}") };
        let html = Html::read(query, &page.text);
        let others = html.elements.iter().filter(|element| element.get("hreflang").is_some());
        let ways = others.filter_map(|element| element.get("href")).filter(|way| way.starts_with("../"));
        ways.map(str::to_owned).collect()
    };
    let all = |rest: &str| -> Vec<String> {
        languages().iter().map(|language| format!("../{}/{rest}", language.tag)).collect()
    };
    assert_eq!(ways("/en/sequence.html", "at=RCPT,nowhere&x=1"), all("sequence.html?at=rcpt"));
    assert_eq!(ways("/ru/sequence.html", "at=mail,greeted"), all("sequence.html?at=greeted,mail"));
    // What means nothing is not handed on.
    for query in ["", "x=\"><script>", "at=nowhere"] {
        assert_eq!(ways("/en/sequence.html", query), all("sequence.html"), "{query}");
    }
    assert_eq!(ways("/en/503.html", "at=rcpt"), all("503.html"));
    assert_eq!(ways("/en/search.html", "q=no%20relay+%3C%26"), all("search.html?q=no%20relay%20%3C%26"));
}

/// The order of a hash map is another one in each process: so the test starts itself anew, and compares.
#[test]
fn the_site_is_the_same_in_every_process() {
    const WANTED: &str = "POSTRIDER_TEST_SITE";
    let site = Site::new(Some(ORIGIN));
    let mut whole = String::new();
    for path in site.paths() {
        whole.push_str(&path);
        whole.push_str(&page(&site, &path));
    }
    let now = format!("{:016x}", fingerprint(&whole));
    if let Ok(wanted) = std::env::var(WANTED) {
        assert_eq!(now, wanted, "another process has made another site");
        return;
    }
    let again = std::process::Command::new(std::env::current_exe().expect("the test"))
        .args(["--exact", "the_site_is_the_same_in_every_process"])
        .env(WANTED, now)
        .output()
        .expect("the test starts");
    let said = String::from_utf8_lossy(&again.stdout);
    assert!(again.status.success() && said.contains("1 passed"), "{said}");
}
