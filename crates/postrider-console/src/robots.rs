//! What robots are told: which pages there are, in which languages.

use std::fmt::Write as _;

use postrider_reference::locale::{english, languages};

use crate::address;
use crate::site::Site;
use crate::why_page;

/// The word to robots: everything may be read.
pub fn robots(site: &Site) -> String {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(sitemap) = site.address("sitemap.xml") {
        let _ = write!(text, "\nSitemap: {sitemap}\n");
    }
    text
}

/// The list of pages, with the same page in every language. Empty where nobody knows the address of the site.
pub fn sitemap(site: &Site) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
        .to_owned();
    let subjects = address::subjects(site.book);
    let names =
        [String::new(), why_page::NAME.to_owned()].into_iter().chain(subjects.iter().map(address::page));
    for name in names {
        let of = |tag: &str| {
            site.address(&format!("{tag}/{name}")).map(|address| escaped(&address)).unwrap_or_default()
        };
        for language in languages() {
            let _ = writeln!(text, "<url><loc>{}</loc>", of(language.tag));
            for other in languages() {
                let _ = writeln!(
                    text,
                    "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                    other.tag,
                    of(other.tag)
                );
            }
            let _ = writeln!(
                text,
                "<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\"/></url>",
                of(english().tag)
            );
        }
    }
    text.push_str("</urlset>\n");
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
