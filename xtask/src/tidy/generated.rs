//! The pages that `cargo xtask docs` draws from `proto` and `reference` are current.
//!
//! Those that the program describes itself with are held to it by a test of the crate `postrider`, which can ask it.

use super::Finding;
use crate::docs;
use crate::workspace::Workspace;

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    docs::drawn()
        .into_iter()
        .filter_map(|page| {
            let text = workspace.text(&page.path).unwrap_or("");
            let differs = || text.lines().zip(page.text.lines()).position(|(is, should)| is != should);
            (text != page.text).then(|| {
                let end = text.lines().count().min(page.text.lines().count());
                Finding::at(
                    &page.path,
                    differs().unwrap_or(end) + 1,
                    "from here on the page is not what the code says",
                    "run `cargo xtask docs`, and read what has changed",
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_current_is_found_at_its_first_wrong_line() {
        let pages = docs::drawn();
        let right: Vec<(&str, &str)> =
            pages.iter().map(|page| (page.path.as_str(), page.text.as_str())).collect();
        assert_eq!(check(&Workspace::of(&right)), []);

        let (place, page) =
            pages.iter().enumerate().find(|(_, page)| page.path == "docs/replies.md").expect("drawn");
        let changed = page.text.replacen("rcpt-before-mail", "rcpt-before-male", 1);
        let line = page.text.lines().position(|line| line.contains("rcpt-before-mail")).expect("listed") + 1;
        let mut wrong = right.clone();
        wrong[place].1 = &changed;
        assert_eq!(check(&Workspace::of(&wrong))[0].line, Some(line));

        let short = &page.text[..page.text.len() - 1];
        wrong[place].1 = short;
        assert_eq!(check(&Workspace::of(&wrong)).len(), 1);
        assert_eq!(check(&Workspace::of(&[])).len(), pages.len(), "a missing page");
    }
}
