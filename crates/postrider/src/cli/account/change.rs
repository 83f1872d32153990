//! `postrider account add`, `passwd`, `disable`, `enable`, `remove` and `senders`.

use postrider_directory::{Account, Argon2Cost, SenderPattern};
use postrider_login::AccountFile;

use super::password::{New, doubt, set};
use super::{End, say, unknown, warn};

/// Adds an account.
pub fn add(
    file: &AccountFile,
    name: &str,
    senders: &[String],
    new: &New,
    cost: Argon2Cost,
) -> Result<(), End> {
    let there = || {
        End::Fault(format!(
            "the account {name:?} is there already: `postrider account passwd` sets another password"
        ))
    };
    // Before anybody types a password.
    if file.read()?.get(name).is_some() {
        return Err(there());
    }
    let mut account = Account { senders: patterns(senders)?, ..Account::new(name) };
    new.wishes(&mut account);
    let password = new.password()?;
    set(&mut account, &password, cost)?;
    let has_senders = account.has_senders();
    file.change(|accounts| -> Result<(), End> {
        if accounts.get(name).is_some() {
            return Err(there());
        }
        accounts.put(account);
        Ok(())
    })?;
    say(&format!("Added {name}."))?;
    if !has_senders {
        warn(&format!(
            "{name} is no address, and the account has no senders, so it may send from nowhere: `postrider account senders {name} --add ADDRESS` \
             gives it one"
        ));
    }
    doubt(&password, name).iter().for_each(|doubt| warn(doubt));
    new.show(&password)
}

/// Sets another password.
pub fn passwd(
    file: &AccountFile,
    name: &str,
    (no_scram, no_cram_md5): (bool, bool),
    new: &New,
    cost: Argon2Cost,
) -> Result<(), End> {
    let mut account = Account::clone(file.read()?.get(name).ok_or_else(|| unknown(name))?);
    new.wishes(&mut account);
    account.keep_scram &= !no_scram;
    account.cram_md5 = account.cram_md5.filter(|_| !no_cram_md5);
    let password = new.password()?;
    set(&mut account, &password, cost)?;
    change(file, name, |now| {
        (now.hashes, now.verifiers) = (account.hashes, account.verifiers);
        (now.keep_scram, now.cram_md5) = (account.keep_scram, account.cram_md5);
        Ok(())
    })?;
    say(&format!("{name} has another password."))?;
    doubt(&password, name).iter().for_each(|doubt| warn(doubt));
    new.show(&password)
}

/// Lets an account log in, or not.
pub fn disable(file: &AccountFile, name: &str, disabled: bool) -> Result<(), End> {
    change(file, name, |account| {
        account.disabled = disabled;
        Ok(())
    })?;
    say(&format!("{name} may {}.", if disabled { "not log in any more" } else { "log in" }))
}

/// Removes an account.
pub fn remove(file: &AccountFile, name: &str) -> Result<(), End> {
    file.change(|accounts| accounts.remove(name).map(drop).ok_or_else(|| unknown(name)))?;
    say(&format!("Removed {name}."))
}

/// Shows or changes the addresses that an account may send from.
pub fn senders(file: &AccountFile, name: &str, add: &[String], remove: &[String]) -> Result<(), End> {
    let added = patterns(add)?;
    let account = if add.is_empty() && remove.is_empty() {
        Account::clone(file.read()?.get(name).ok_or_else(|| unknown(name))?)
    } else {
        change(file, name, |account| {
            for gone in remove {
                let before = account.senders.len();
                account.senders.retain(|pattern| pattern.to_string() != *gone);
                if account.senders.len() == before {
                    return Err(End::Fault(format!(
                        "{gone:?} is not among the senders of {name}: `postrider account senders {name}` says which are"
                    )));
                }
            }
            for pattern in added {
                if !account.senders.contains(&pattern) {
                    account.senders.push(pattern);
                }
            }
            Ok(())
        })?
    };
    if !account.has_senders() {
        return say(&format!(
            "{name} may send from no address: its name is none, and it has no senders. --add ADDRESS gives it one."
        ));
    }
    if account.senders.is_empty() {
        return say(&format!("{name} may send from no address but its own name."));
    }
    account.senders.iter().try_for_each(|pattern| say(&pattern.to_string()))
}

/// Changes one account, and gives it as it is then.
pub fn change(
    file: &AccountFile,
    name: &str,
    change: impl FnOnce(&mut Account) -> Result<(), End>,
) -> Result<Account, End> {
    file.change(|accounts| {
        let mut account = Account::clone(accounts.get(name).ok_or_else(|| unknown(name))?);
        change(&mut account)?;
        accounts.put(account.clone());
        Ok(account)
    })
}

fn patterns(written: &[String]) -> Result<Vec<SenderPattern>, End> {
    let read = |text: &String| SenderPattern::read(text).map_err(|problem| End::Fault(problem.to_string()));
    written.iter().map(read).collect()
}
