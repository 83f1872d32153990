//! `postrider account import`.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use postrider_directory::{Account, Credential};
use postrider_login::AccountFile;
use postrider_proto::sasl::prepare;

use super::{End, say};

/// Takes over accounts from the passwd-file of a Dovecot, or from lines like those of /etc/shadow.
///
/// Each line is `name:hash`, and what follows behind another colon is left out. The hash is one of crypt(3), or has a {SCHEME} of
/// Dovecot before it: ARGON2ID, ARGON2I, BLF-CRYPT, SHA256-CRYPT, SHA512-CRYPT, CRYPT, SSHA, SSHA256, SSHA512, SHA256, SHA512, SCRAM-SHA-1,
/// SCRAM-SHA-256 or CRAM-MD5. If a line cannot be used, all of those that cannot are told, and nothing is imported.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file; "-" is standard input.
    #[arg(value_name = "FILE")]
    from: PathBuf,
    /// The domain of names that have none: alice becomes alice@example.org.
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Keep verifiers for SCRAM as soon as each has logged in with the password once.
    #[arg(long)]
    scram: bool,
    /// Import the lines that can be used, and leave out the others.
    #[arg(long)]
    skip: bool,
}

/// Runs the command.
pub fn run(args: &Args, file: &AccountFile) -> Result<(), End> {
    let shown = args.from.display();
    let text = if args.from.as_os_str() == "-" {
        io::read_to_string(io::stdin())
    } else {
        fs::read_to_string(&args.from)
    };
    let text = text.map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let (found, problems, skipped) = file.change(|accounts| -> Result<_, End> {
        let mut problems = Vec::new();
        let mut found: HashMap<String, usize> = HashMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let account = args.account(line).and_then(|account| {
                let name = &account.name;
                if let Some(other) = found.get(name) {
                    return Err(format!("{name:?} is in line {other} already: leave one of the two"));
                }
                if accounts.get(name).is_some() {
                    return Err(format!("the account {name:?} is there already: leave the line out, or remove the account first"));
                }
                Ok(account)
            });
            match account {
                Ok(account) => {
                    found.insert(account.name.clone(), number);
                    accounts.put(account);
                }
                Err(why) => problems.push(format!("{shown}:{number}: {why}")),
            }
        }
        if problems.is_empty() || args.skip {
            return Ok((found.len(), problems.join("\n"), problems.len()));
        }
        let count = problems.len();
        Err(End::Fault(format!(
            "{count} of the lines cannot be used, and nothing is imported; --skip imports the others\n{}",
            problems.join("\n")
        )))
    })?;
    if skipped > 0 {
        let _ = writeln!(io::stderr(), "{problems}");
        return say(&format!("Accounts imported: {found}. Lines left out: {skipped}."));
    }
    say(&format!("Accounts imported: {found}."))
}

impl Args {
    /// The account of a line. What is wrong with one shows nothing of its password.
    fn account(&self, line: &str) -> Result<Account, String> {
        let (name, rest) = line.split_once(':').ok_or("it is no name:hash")?;
        let written = rest.split(':').next().unwrap_or_default();
        let name = match &self.domain {
            Some(domain) if !name.contains('@') => format!("{name}@{domain}"),
            _ => name.to_owned(),
        };
        let name = prepare::name(&name).map_err(|why| format!("the name {why}"))?.into_owned();
        let mut account = Account { keep_scram: self.scram, ..Account::new(name) };
        match Credential::read(written) {
            Ok(Credential::Hash(hash)) => account.hashes.push(hash),
            Ok(Credential::Verifier(verifier)) => account.verifiers.push(verifier),
            Ok(Credential::CramMd5(verifier)) => account.cram_md5 = Some(verifier),
            Err(why) => return Err(format!("{:?}: {why}", account.name)),
        }
        Ok(account)
    }
}
