//! Where the mail of a server is: its queue, asked for by the program's own commands, and its Maildirs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use super::letter::Mix;
use crate::server::PATIENCE;
use crate::workspace::run as run_to_end;

/// A data folder that a server runs on.
#[derive(Debug, Clone)]
pub struct Mailroom {
    /// The program.
    pub postrider: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// The folder of the Maildirs.
    pub maildirs: PathBuf,
    /// What letters there are.
    pub mix: Mix,
}

/// What there is, letter by letter.
#[derive(Debug, Default)]
pub struct Mail {
    /// Whom a letter is still queued for.
    pub queued: BTreeMap<String, BTreeSet<String>>,
    /// How many copies a mailbox has of a letter.
    pub copies: BTreeMap<(String, String), usize>,
    /// What is no letter any more.
    pub altered: Vec<String>,
}

impl Mailroom {
    /// Waits until nothing is left to do now: the queue is empty, or all that is in it waits for a later attempt.
    pub fn wait_until_idle(&self) -> Result<(), String> {
        let begun = Instant::now();
        loop {
            let rows = self.list()?;
            let busy = rows.iter().find(|row| row["note"] == "" || row["under_way"] != 0);
            match busy {
                None => return Ok(()),
                Some(row) if begun.elapsed() > PATIENCE => {
                    return Err(format!("the queue does not come to rest: {row}"));
                }
                Some(_) => {}
            }
        }
    }

    /// Waits until the queue is empty.
    pub fn wait_until_empty(&self) -> Result<(), String> {
        let mut least = usize::MAX;
        let mut progress = Instant::now();
        loop {
            let rows = self.list()?;
            let Some(row) = rows.first() else { return Ok(()) };
            if rows.len() < least {
                (least, progress) = (rows.len(), Instant::now());
            } else if progress.elapsed() > PATIENCE {
                return Err(format!("the queue does not become empty; {least} are left, the first is {row}"));
            }
        }
    }

    /// Looks everywhere.
    pub fn look(&self) -> Result<Mail, String> {
        let mut mail = Mail::default();
        // The queue first: what is delivered meanwhile is found in a Maildir then.
        for row in self.list()? {
            let id = row["id"].as_str().ok_or("a message in the queue has no id")?;
            if let Err(fault) = self.look_at_queued(id, &mut mail) {
                let gone = self.list()?.iter().all(|row| row["id"] != id);
                if !gone {
                    mail.altered.push(fault);
                }
            }
        }
        for place in self.copies()? {
            let text = fs::read_to_string(&place).map_err(|error| format!("{}: {error}", place.display()))?;
            match self.mix.read_copy(&text) {
                Ok(copy) => *mail.copies.entry(copy).or_default() += 1,
                Err(fault) => mail.altered.push(format!("{}: {fault}", place.display())),
            }
        }
        Ok(mail)
    }

    fn look_at_queued(&self, id: &str, mail: &mut Mail) -> Result<(), String> {
        let shown = self.ask(&["show", "--json", id])?;
        let shown: Value = serde_json::from_str(&shown).map_err(|error| format!("{shown}: {error}"))?;
        let letter = self.mix.read_queued(&self.ask(&["cat", id])?)?;
        let recipients = shown["recipients"].as_array().map(Vec::as_slice).unwrap_or_default();
        let names: Vec<&str> = recipients.iter().filter_map(|recipient| recipient["to"].as_str()).collect();
        if names != letter.to {
            return Err(format!("{} is queued for {names:?} instead of {:?}", letter.token, letter.to));
        }
        let waiting = recipients.iter().filter(|recipient| recipient["status"] == "waiting");
        let waiting = waiting.filter_map(|recipient| recipient["to"].as_str().map(ToOwned::to_owned));
        mail.queued.entry(letter.token).or_default().extend(waiting);
        Ok(())
    }

    /// The messages in the queue, oldest first.
    pub fn list(&self) -> Result<Vec<Value>, String> {
        let listed = self.ask(&["list", "--json"])?;
        listed
            .lines()
            .map(|row| serde_json::from_str(row).map_err(|error| format!("{row}: {error}")))
            .collect()
    }

    fn ask(&self, words: &[&str]) -> Result<String, String> {
        let mut ask = Command::new(&self.postrider);
        ask.args(["queue", "--data"]).arg(&self.data).args(words);
        run_to_end(&mut ask).map_err(|failure| failure.to_string())
    }

    /// The files of all copies.
    fn copies(&self) -> Result<Vec<PathBuf>, String> {
        let mut places = Vec::new();
        for mailbox in entries(&self.maildirs.join("localhost"))? {
            // One that is blocked is no folder.
            if !mailbox.is_symlink() {
                places.extend(entries(&mailbox.join("new"))?);
            }
        }
        Ok(places)
    }
}

/// What is in a folder; nothing if it is not there.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let at = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::read_dir(folder).map_err(at)?.map(|entry| Ok(entry.map_err(at)?.path())).collect()
}

impl Mail {
    /// What is wrong: of the letters that were acknowledged every recipient has one copy or is waited for, and nothing is
    /// altered.
    pub fn faults<'a>(&self, acknowledged: impl IntoIterator<Item = &'a String>, mix: &Mix) -> Vec<String> {
        let mut faults = self.altered.clone();
        for token in acknowledged {
            for to in mix.letter(token).to {
                let waits = self.queued.get(token).is_some_and(|waiting| waiting.contains(&to));
                if !waits && !self.copies.contains_key(&(token.clone(), to.clone())) {
                    faults.push(format!("{token} was acknowledged, and is lost for {to}"));
                }
            }
        }
        for ((token, to), copies) in &self.copies {
            if *copies > 1 {
                faults.push(format!("{to} has {copies} copies of {token}"));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIX: Mix = Mix {
        small_octets: 100,
        large_one_in: 10,
        large_octets: 100,
        many_one_in: 10,
        many: 3,
        mailboxes: 5,
    };

    #[test]
    fn a_letter_is_where_it_may_be_or_lost() {
        let letter = MIX.letter("a-blocked");
        let token = [letter.token.clone()];
        let lost = Mail::default().faults(&token, &MIX);
        assert_eq!(lost.len(), letter.to.len());
        let mut mail = Mail::default();
        mail.queued.insert(letter.token.clone(), letter.to[..1].iter().cloned().collect());
        for to in &letter.to[1..] {
            mail.copies.insert((letter.token.clone(), to.clone()), 1);
        }
        assert!(mail.faults(&token, &MIX).is_empty());
        mail.queued.clear();
        assert_eq!(
            mail.faults(&token, &MIX),
            ["a-blocked was acknowledged, and is lost for blocked@localhost"]
        );
        mail.copies.insert((letter.token.clone(), letter.to[0].clone()), 2);
        assert_eq!(mail.faults(&token, &MIX), ["blocked@localhost has 2 copies of a-blocked"]);
    }
}
