//! `postrider account import`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use postrider_directory::{Account, Credential, CredentialProblem};
use postrider_login::AccountFile;
use postrider_proto::sasl::prepare;

use super::passwd_line::{DAY, PasswdLine};
use super::{End, say, warn};
use crate::config::now_seconds;

/// Takes over accounts from the passwd-file of a Dovecot, or from lines like those of /etc/shadow.
///
/// Each line is `name:hash`, with more behind another colon or without. The hash is one of crypt(3), or has a {SCHEME} of
/// Dovecot before it: ARGON2ID, ARGON2I, BLF-CRYPT, SHA256-CRYPT, SHA512-CRYPT, CRYPT, SSHA, SSHA256, SSHA512, SHA256, SHA512, SCRAM-SHA-1,
/// SCRAM-SHA-256 or CRAM-MD5, with .b64, .base64 or .hex behind it or without.
///
/// Who cannot log in there is imported disabled: by `nologin` or `fail` among the extra fields of Dovecot, and by a lock or an expiry in the past of
/// shadow(5). Of other fields it is said how many lines have them; they mean nothing here.
///
/// If a line cannot be used, all of those that cannot are told, and nothing is imported. One with `allow_nets` is such a line: nothing here keeps a
/// login to some networks.
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
    /// Import lines with allow_nets or allow_real_nets, too: who could log in from some networks alone can from everywhere here.
    #[arg(long)]
    ignore_allow_nets: bool,
}

/// What is to be said of the lines that were imported.
#[derive(Default)]
struct Told {
    /// Who cannot log in, and why: a line for each.
    disabled: Vec<String>,
    /// Fields that mean nothing here, and how many lines have them.
    unused: BTreeMap<String, usize>,
    /// Who could log in from some networks alone.
    from_everywhere: usize,
    /// Whose hash is a single round, or what is kept for CRAM-MD5.
    weak: usize,
    /// Which forms these are.
    weak_forms: BTreeSet<&'static str>,
    /// Who may send from no address.
    without_senders: usize,
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
    let today = now_seconds() / DAY;
    let (found, told, problems) = file.change(|accounts| -> Result<_, End> {
        let (mut told, mut problems) = (Told::default(), Vec::new());
        let mut found: HashMap<String, usize> = HashMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let read = args.account(line, today).and_then(|(account, line)| {
                let name = &account.name;
                if let Some(other) = found.get(name) {
                    return Err(format!("{name:?} is in line {other} already: leave one of the two"));
                }
                if accounts.get(name).is_some() {
                    return Err(format!("the account {name:?} is there already: leave the line out, or remove the account first"));
                }
                Ok((account, line))
            });
            match read {
                Ok((account, line)) => {
                    found.insert(account.name.clone(), number);
                    told.note(&format!("{shown}:{number}"), &account, &line);
                    accounts.put(account);
                }
                Err(why) => problems.push(format!("{shown}:{number}: {why}")),
            }
        }
        if problems.is_empty() || args.skip {
            return Ok((found.len(), told, problems));
        }
        let count = problems.len();
        Err(End::Fault(format!(
            "{count} of the lines cannot be used, and nothing is imported; --skip imports the others\n{}",
            problems.join("\n")
        )))
    })?;
    for line in problems.iter().chain(&told.disabled) {
        let _ = writeln!(io::stderr(), "{line}");
    }
    told.warn();
    let mut says = format!("Accounts imported: {found}");
    if !told.disabled.is_empty() {
        says += &format!(", {} of them disabled", told.disabled.len());
    }
    says += ".";
    if !problems.is_empty() {
        says += &format!(" Lines left out: {}.", problems.len());
    }
    say(&says)
}

impl Args {
    /// The account of a line. What is wrong with one shows nothing of its password.
    fn account<'t>(&self, line: &'t str, today: i64) -> Result<(Account, PasswdLine<'t>), String> {
        let line = PasswdLine::read(line, today).ok_or("it is no name:hash")?;
        let name = match &self.domain {
            Some(domain) if !line.name.contains('@') => format!("{}@{domain}", line.name),
            _ => line.name.to_owned(),
        };
        let name = prepare::name(&name).map_err(|why| format!("the name {why}"))?.into_owned();
        if line.needs_no_password {
            return Err(format!(
                "{name:?}: with nopassword every password is right there, and none is here: set one with `postrider account add`, or leave the line out"
            ));
        }
        if let Some(field) = line.networks
            && !self.ignore_allow_nets
        {
            return Err(format!(
                "{name:?}: by {field} it may log in from some networks alone there, and could from everywhere here: --ignore-allow-nets imports it so"
            ));
        }
        let disabled = line.barred.is_some();
        let mut account = Account { keep_scram: self.scram, disabled, ..Account::new(name) };
        let credential = Credential::read(line.hash);
        match credential.map_err(|why| if line.is_locked { CredentialProblem::Locked } else { why }) {
            Ok(Credential::Hash(hash)) => account.hashes.push(hash),
            Ok(Credential::Verifier(verifier)) => account.verifiers.push(verifier),
            Ok(Credential::CramMd5(verifier)) => account.cram_md5 = Some(verifier),
            Err(why) => return Err(format!("{:?}: {why}", account.name)),
        }
        Ok((account, line))
    }
}

impl Told {
    /// Takes note of a line that is imported.
    fn note(&mut self, place: &str, account: &Account, line: &PasswdLine<'_>) {
        if let Some(why) = &line.barred {
            self.disabled.push(format!("{place}: {:?} is disabled: {why}", account.name));
        }
        for field in &line.unused {
            *self.unused.entry((*field).to_owned()).or_default() += 1;
        }
        self.from_everywhere += usize::from(line.networks.is_some());
        let fast = account.hashes.iter().filter(|hash| hash.is_fast()).map(|hash| hash.scheme());
        let weak: Vec<&str> = fast.chain(account.cram_md5.iter().map(|_| "CRAM-MD5")).collect();
        self.weak += usize::from(!weak.is_empty());
        self.weak_forms.extend(weak);
        self.without_senders += usize::from(!account.has_senders());
    }

    fn warn(&self) {
        if !self.disabled.is_empty() {
            warn(
                "who could not log in there is disabled here: `postrider account enable NAME` lets somebody log in",
            );
        }
        if !self.unused.is_empty() {
            let fields: Vec<String> =
                self.unused.iter().map(|(field, lines)| format!("{field} ({lines})")).collect();
            warn(&format!("fields that mean nothing here, with the number of lines: {}", fields.join(", ")));
        }
        if self.from_everywhere > 0 {
            let count = self.from_everywhere;
            warn(&format!(
                "accounts that could log in from some networks alone, and can from everywhere here: {count}"
            ));
        }
        if self.weak > 0 {
            let forms: Vec<&str> = self.weak_forms.iter().copied().collect();
            warn(&format!(
                "accounts whose password is found with next to no work by whoever steals the file ({}): {}. Have these people choose another, and set it \
                 with `postrider account passwd NAME`; `postrider account list` shows whose they are",
                forms.join(", "),
                self.weak
            ));
        }
        if self.without_senders > 0 {
            warn(&format!(
                "accounts that may send from no address, as their name is none: {}. `postrider account senders NAME --add ADDRESS` gives them one, \
                 and import with --domain a name that is one",
                self.without_senders
            ));
        }
    }
}
