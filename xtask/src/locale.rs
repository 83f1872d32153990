//! `cargo xtask locale accept LANG`: the translations of a language were read against the English of today.

use std::fmt::Write as _;
use std::fs;

use postrider_reference::locale::{english, fingerprint, language, languages, sentences};

use crate::failure::Failure;
use crate::workspace;

pub fn command(words: &[&str]) -> Result<(), Failure> {
    let ["accept", tag] = words else {
        return Err(Failure::Usage("`locale accept LANG` is the form, as in `locale accept vi`".to_owned()));
    };
    let known = language(tag).filter(|language| !language.is_source());
    let language = known.ok_or_else(|| {
        let tags: Vec<&str> = languages().iter().skip(1).map(|language| language.tag).collect();
        Failure::Usage(format!("there is no translation `{tag}`; there are {}", tags.join(", ")))
    })?;
    let mut lock = String::new();
    for (name, text) in english().files {
        let file = sentences(text).map_err(|fault| Failure::Found(format!("locales/en/{name}: {fault}")))?;
        for (id, sentence) in file {
            // The write is to a string and cannot fail.
            let _ = writeln!(lock, "{id} {:016x}", fingerprint(&sentence.text));
        }
    }
    let path =
        workspace::root().join("crates/postrider-reference/locales").join(language.tag).join("english.lock");
    fs::write(&path, lock).map_err(Failure::file(&path))?;
    println!("{} says that every translation is of the English of today", path.display());
    Ok(())
}
