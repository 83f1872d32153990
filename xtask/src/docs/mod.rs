//! `cargo xtask docs`: writes what is generated anew: pages of `docs/`, conversations, and what is known of our own replies.
//!
//! Most are drawn from `proto` and `reference` here; the others are what the program says of itself.

mod bounce_classes;
mod causes;
mod replies;
mod sequence;
mod shown;

use std::fs;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace;

/// A generated page.
pub struct Page {
    /// Where it lies, from the root.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// The pages that are drawn from `proto` and `reference`.
pub fn drawn() -> Vec<Page> {
    let page = |path: &str, text| Page { path: path.to_owned(), text };
    let conversations = causes::conversations();
    let mut pages = vec![
        page("docs/bounce-classes.md", bounce_classes::page()),
        page("docs/replies.md", replies::page()),
        page("docs/sequence.md", sequence::page()),
        page("crates/postrider-reference/data/codes/shown.toml", shown::page(&conversations)),
    ];
    pages.extend(conversations.into_iter().map(|(name, text)| Page { path: causes::path(&name), text }));
    pages
}

/// The pages that the program writes: what it is asked for, and where the answer goes.
const TOLD: &[(&str, &str)] =
    &[("cli", "docs/cli.md"), ("configuration", "docs/configuration.md"), ("metrics", "docs/metrics.md")];

pub fn command() -> Result<(), Failure> {
    let drawn = drawn();
    for page in &drawn {
        write(page)?;
    }
    causes::remove_others(&drawn)?;
    for (subject, path) in TOLD {
        let arguments = ["run", "--quiet", "--locked", "--package", "postrider", "--", "generate", subject];
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let text = workspace::run(cargo.args(arguments).current_dir(workspace::root()))?;
        if text.is_empty() {
            return Err(Failure::Found(format!("`postrider generate {subject}` says nothing")));
        }
        write(&Page { path: (*path).to_owned(), text })?;
    }
    Ok(())
}

fn write(page: &Page) -> Result<(), Failure> {
    let file = workspace::root().join(&page.path);
    let current = fs::read_to_string(&file).is_ok_and(|text| text == page.text);
    if !current {
        fs::write(&file, &page.text).map_err(Failure::file(&file))?;
    }
    println!("{} {}", page.path, if current { "is current" } else { "is written anew" });
    Ok(())
}
