//! The account file as text: TOML, a table for each account.
//!
//! ```toml
//! [[account]]
//! name = "alice@example.org"
//! password = ["$argon2id$v=19$m=19456,t=2,p=1$..."]
//! scram = ["SCRAM-SHA-256$4096:...$...:..."]
//! keep_scram = true
//! cram_md5 = "{CRAM-MD5}..."
//! certificates = ["sha256:..."]
//! certificate_names = ["alice@example.org"]
//! senders = ["@lists.example.org"]
//! disabled = true
//! messages_per_hour = 50
//! recipients_per_hour = 0
//! message_octets = 10485760
//! ```

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::ops::Range;
use std::sync::Arc;

use postrider_directory::{Account, AccountLimits, CertificateName, Credential, SenderPattern};
use postrider_proto::sasl::prepare;
use serde::Deserialize;
use toml::Spanned;

/// Accounts, by their names. Clones share them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accounts(Arc<Vec<Arc<Account>>>);

/// One thing that is wrong with an account file. It shows nothing of a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormProblem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub says: String,
}

impl fmt::Display for FormProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.says)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    account: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    #[serde(default)]
    password: Vec<Spanned<String>>,
    #[serde(default)]
    scram: Vec<Spanned<String>>,
    #[serde(default)]
    keep_scram: bool,
    cram_md5: Option<Spanned<String>>,
    #[serde(default)]
    certificates: Vec<Spanned<String>>,
    #[serde(default)]
    certificate_names: Vec<Spanned<String>>,
    #[serde(default)]
    senders: Vec<Spanned<String>>,
    #[serde(default)]
    disabled: bool,
    messages_per_hour: Option<u32>,
    recipients_per_hour: Option<u32>,
    message_octets: Option<Spanned<u64>>,
}

/// What stands before the accounts, for whoever opens the file.
const HEAD: &str = "\
# The accounts of postrider. `postrider account` writes this file; the server reads it again when it changes.
# Whoever reads it can guess at the passwords: keep it to the user that runs the server.
";

impl Accounts {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn read(text: &str) -> Result<Self, Vec<FormProblem>> {
        let written: Written = toml::from_str(text).map_err(|error| {
            // Its message alone: its whole text shows the line, and with it perhaps a hash.
            vec![problem(text, &error.span().unwrap_or(0..0), &without_value(error.message()))]
        })?;
        let (mut accounts, mut problems) = (Self::default(), Vec::new());
        for entry in written.account {
            let at = entry.name.span();
            let Some(account) = entry.read(text, &mut problems) else { continue };
            if accounts.get(&account.name).is_some() {
                let says = format!("the account {:?} is there already: leave one of the two", account.name);
                problems.push(problem(text, &at, &says));
                continue;
            }
            accounts.put(account);
        }
        if problems.is_empty() { Ok(accounts) } else { Err(problems) }
    }

    /// The text of a file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = HEAD.to_owned();
        for account in self.iter() {
            let quoted = |value: &str| toml::Value::from(value).to_string();
            let list = |values: Vec<String>| {
                let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                format!("[{}]", values.join(", "))
            };
            let _ = writeln!(text, "\n[[account]]\nname = {}", quoted(&account.name));
            if !account.hashes.is_empty() {
                let hashes = account.hashes.iter().map(ToString::to_string).collect();
                let _ = writeln!(text, "password = {}", list(hashes));
            }
            if !account.verifiers.is_empty() {
                let verifiers = account.verifiers.iter().map(|verifier| verifier.to_text()).collect();
                let _ = writeln!(text, "scram = {}", list(verifiers));
            }
            if account.keep_scram {
                text.push_str("keep_scram = true\n");
            }
            if let Some(verifier) = &account.cram_md5 {
                let _ = writeln!(text, "cram_md5 = {}", quoted(&verifier.to_text()));
            }
            let lists = [
                ("certificates", account.certificates.iter().map(ToString::to_string).collect()),
                ("certificate_names", account.certificate_names.iter().map(ToString::to_string).collect()),
                ("senders", account.senders.iter().map(ToString::to_string).collect::<Vec<String>>()),
            ];
            for (key, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
                let _ = writeln!(text, "{key} = {}", list(values));
            }
            if account.disabled {
                text.push_str("disabled = true\n");
            }
            let AccountLimits { messages_per_hour, recipients_per_hour, message_octets } = account.limits;
            for (key, value) in [
                ("messages_per_hour", messages_per_hour.map(u64::from)),
                ("recipients_per_hour", recipients_per_hour.map(u64::from)),
                ("message_octets", message_octets),
            ] {
                if let Some(value) = value {
                    let _ = writeln!(text, "{key} = {value}");
                }
            }
        }
        text
    }

    /// The account of this prepared name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<Account>> {
        self.place(name).ok().map(|place| &self.0[place])
    }

    /// Puts an account in, in the place of one with its name if there is one.
    pub fn put(&mut self, account: Account) {
        match (self.place(&account.name), Arc::make_mut(&mut self.0)) {
            (Ok(place), accounts) => accounts[place] = Arc::new(account),
            (Err(place), accounts) => accounts.insert(place, Arc::new(account)),
        }
    }

    /// Takes the account of this prepared name out.
    pub fn remove(&mut self, name: &str) -> Option<Arc<Account>> {
        self.place(name).ok().map(|place| Arc::make_mut(&mut self.0).remove(place))
    }

    /// All of them, by their names.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.0.iter()
    }

    /// One of them: the same for the same number.
    #[must_use]
    pub fn draw(&self, number: u64) -> Option<&Arc<Account>> {
        let place = number.checked_rem(self.0.len() as u64)?;
        self.0.get(usize::try_from(place).ok()?)
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|account| account.name.as_str().cmp(name))
    }
}

impl Entry {
    fn read(self, text: &str, problems: &mut Vec<FormProblem>) -> Option<Account> {
        let mut add = |at: Range<usize>, says: &str| problems.push(problem(text, &at, says));
        let name = match prepare::name(self.name.get_ref()) {
            Ok(name) => name.into_owned(),
            Err(why) => {
                add(self.name.span(), &format!("the name {why}: choose another"));
                return None;
            }
        };
        let mut account = Account::new(name);
        for written in self.password.iter().chain(&self.scram).chain(&self.cram_md5) {
            match Credential::read(written.get_ref()) {
                Ok(Credential::Hash(hash)) if account.hashes.len() < Account::HASHES => {
                    account.hashes.push(hash);
                }
                Ok(Credential::Hash(_)) => {
                    add(
                        written.span(),
                        &format!("an account has {} hashes at most: leave some out", Account::HASHES),
                    );
                }
                Ok(Credential::Verifier(verifier)) if account.verifier(verifier.hash()).is_some() => {
                    add(written.span(), "there is another verifier of the same kind: leave one of the two");
                }
                Ok(Credential::Verifier(verifier)) => account.verifiers.push(verifier),
                Ok(Credential::CramMd5(verifier)) => account.cram_md5 = Some(verifier),
                Err(why) => add(written.span(), &why.to_string()),
            }
        }
        for written in &self.certificates {
            match written.get_ref().parse() {
                Ok(fingerprint) => account.certificates.push(fingerprint),
                Err(why) => add(written.span(), &why.to_string()),
            }
        }
        for written in &self.certificate_names {
            match CertificateName::read(written.get_ref()) {
                Ok(name) => account.certificate_names.push(name),
                Err(why) => add(written.span(), &why.to_string()),
            }
        }
        for written in &self.senders {
            match SenderPattern::read(written.get_ref()) {
                Ok(pattern) => account.senders.push(pattern),
                Err(why) => add(written.span(), &why.to_string()),
            }
        }
        if let Some(octets) = self.message_octets.as_ref().filter(|octets| *octets.get_ref() == 0) {
            add(
                octets.span(),
                "with message_octets = 0 it could send nothing: leave it out, and it has the limit of the server",
            );
        }
        (account.keep_scram, account.disabled) = (self.keep_scram, self.disabled);
        account.limits = AccountLimits {
            messages_per_hour: self.messages_per_hour,
            recipients_per_hour: self.recipients_per_hour,
            message_octets: self.message_octets.map(Spanned::into_inner),
        };
        Some(account)
    }
}

/// What the reader says of a value of the wrong kind repeats the value, and a password is written as `password = "..."` by
/// mistake. What is behind its last comma is ours.
fn without_value(message: &str) -> Cow<'_, str> {
    if !message.starts_with("invalid type: ") && !message.starts_with("invalid value: ") {
        return Cow::Borrowed(message);
    }
    let expected = message.rsplit_once(", expected ").map_or("another kind", |(_, expected)| expected);
    Cow::Owned(format!(
        "the value is of the wrong kind, expected {expected}: name and cram_md5 are texts, password, scram, certificates, certificate_names and senders are lists of texts \
         in [ ], keep_scram and disabled are true or false, messages_per_hour, recipients_per_hour and message_octets are whole numbers"
    ))
}

fn problem(text: &str, at: &Range<usize>, says: &str) -> FormProblem {
    let before = &text.as_bytes()[..at.start.min(text.len())];
    let line = before.iter().filter(|octet| **octet == b'\n').count() + 1;
    FormProblem { line, says: says.to_owned() }
}

#[cfg(test)]
mod tests {
    use postrider_directory::{Argon2Cost, Fingerprint, PasswordHash};
    use postrider_proto::sasl::{CramMd5Verifier, Hash, ScramVerifier};

    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let mut accounts = Accounts::default();
        let cost = Argon2Cost::new(7168, 1, 1).expect("within the bounds");
        let mut bob = Account::new("bob \"the\" #builder");
        bob.name = "bob\"#\\".to_owned();
        bob.hashes.push(PasswordHash::make(b"pencil", [1; 16], cost).expect("good"));
        bob.verifiers.push(ScramVerifier::from_password(Hash::Sha1, "pencil", b"salt", 4096).expect("good"));
        bob.cram_md5 = Some(CramMd5Verifier::of(b"pencil"));
        bob.certificates.push(Fingerprint::of(b"a certificate"));
        bob.certificate_names.push(CertificateName::read("Bob@example.org").expect("a name"));
        bob.senders.push(SenderPattern::read("*@*.example.org").expect("a pattern"));
        (bob.keep_scram, bob.disabled) = (true, true);
        bob.limits = AccountLimits {
            messages_per_hour: Some(0),
            recipients_per_hour: Some(u32::MAX),
            message_octets: Some(1),
        };
        accounts.put(bob);
        accounts.put(Account::new("älice"));
        let text = accounts.to_text();
        assert_eq!(Accounts::read(&text), Ok(accounts), "{text}");
    }

    #[test]
    fn clones_share_the_accounts_until_one_changes() {
        let mut accounts = Accounts::default();
        accounts.put(Account::new("alice"));
        let before = accounts.clone();
        assert!(Arc::ptr_eq(&before.0, &accounts.0));
        accounts.put(Account::new("bob"));
        assert!(before.get("bob").is_none() && accounts.remove("alice").is_some());
        assert_eq!((before.iter().count(), accounts.iter().count()), (1, 1));
    }

    #[test]
    fn every_mistake_is_told_with_its_line_and_no_secret() {
        let text = "[[account]]\nname = \"alice\"\npassword = [\n  \"{PLAIN}hunter2\",\n  \"hunter2\",\n]\n\
                    senders = [\"nobody\"]\ncertificates = [\"sha1:00\"]\ncertificate_names = [\"*.example.org\"]\n[[account]]\nname = \"a b\"\n[[account]]\nname = \"ALICE\"\n";
        let problems = Accounts::read(text).expect_err("mistakes");
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [4, 5, 8, 9, 7, 11, 13], "{problems:?}");
        assert!(!format!("{problems:?}").contains("hunter2"));
        let problems =
            Accounts::read("[[account]]\nname = \"a\"\npasword = [\"hunter2\"]\n").expect_err("a mistake");
        assert_eq!(problems[0].line, 3);
        assert!(
            problems[0].says.contains("pasword") && !problems[0].says.contains("hunter2"),
            "{problems:?}"
        );
        let problems =
            Accounts::read("[[account]]\nname = \"a\"\nmessage_octets = 0\n").expect_err("a mistake");
        assert_eq!(problems[0].line, 3, "{problems:?}");
        for wrong in [
            "messages_per_hour = \"hunter2\"",
            "password = \"hunter2\"",
            "scram = \"hunter2, expected \"",
            "disabled = \"hunter2\"",
        ] {
            let problems =
                Accounts::read(&format!("[[account]]\nname = \"a\"\n{wrong}\n")).expect_err("a mistake");
            assert_eq!(problems[0].line, 3);
            let says = &problems[0].says;
            assert!(says.contains("lists of texts") && !says.contains("hunter2"), "{says}");
        }
    }
}
