//! `cargo xtask docs`: writes the generated pages of `docs/` anew.
//!
//! Three are drawn from `proto` and `reference` here; the others are what the program says of itself.

mod bounce_classes;
mod replies;
mod sequence;

use std::fs;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace;

/// A generated page.
pub struct Page {
    /// Where it lies, from the root.
    pub path: &'static str,
    /// What stands in it.
    pub text: String,
}

/// The pages that are drawn from `proto` and `reference`.
pub fn drawn() -> Vec<Page> {
    vec![
        Page { path: "docs/bounce-classes.md", text: bounce_classes::page() },
        Page { path: "docs/replies.md", text: replies::page() },
        Page { path: "docs/sequence.md", text: sequence::page() },
    ]
}

/// The pages that the program writes: what it is asked for, and where the answer goes.
const TOLD: &[(&str, &str)] =
    &[("cli", "docs/cli.md"), ("configuration", "docs/configuration.md"), ("metrics", "docs/metrics.md")];

pub fn command() -> Result<(), Failure> {
    let root = workspace::root();
    let mut pages = drawn();
    for (subject, path) in TOLD {
        let arguments = ["run", "--quiet", "--locked", "--package", "postrider", "--", "generate", subject];
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let text = workspace::run(cargo.args(arguments).current_dir(&root))?;
        if text.is_empty() {
            return Err(Failure::Found(format!("`postrider generate {subject}` says nothing")));
        }
        pages.push(Page { path, text });
    }
    for page in pages {
        let file = root.join(page.path);
        let current = fs::read_to_string(&file).is_ok_and(|text| text == page.text);
        if !current {
            fs::write(&file, &page.text).map_err(Failure::file(&file))?;
        }
        println!("{} {}", page.path, if current { "is current" } else { "is written anew" });
    }
    Ok(())
}
