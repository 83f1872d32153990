//! `postrider dkim`: the keys that mail is signed with.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use jiff::Timestamp;
use postrider_dns::Resolver;
use postrider_mailauth::dkim::{Algorithm, record_name};
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use serde::Serialize;

use crate::config::{Config, Place, nearest};
use crate::dkim::{Folder, FolderFault, Key, Keys, Seen, Stage, look};
use crate::wire::resolver;
use crate::zone::txt;

/// Makes and looks after the keys that mail is signed with (DKIM).
///
/// Keys are in the folder dkim of the data folder; a server that runs sees every change by itself. Run it as the user that runs
/// the server, or as root. Exit code: 0 if it was done, 1 if not, 2 if the arguments cannot be used.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: DkimCommand,
}

#[derive(Debug, clap::Subcommand)]
enum DkimCommand {
    /// Makes the first keys of a domain, and says what to publish. They sign when DNS has their records. Of an algorithm that the domain has a
    /// key of, no other is made: `rotate` does that.
    New {
        /// The domain, which mail is signed for.
        #[arg(long, value_name = "DOMAIN", value_parser = domain)]
        domain: String,
        /// Which keys.
        #[arg(long, value_name = "ALGORITHM", value_enum, default_value_t = Which::Both)]
        algorithm: Which,
        /// They sign at once, whether DNS has their records or not.
        #[arg(long)]
        force: bool,
    },
    /// Lists the keys, their records, and whether DNS has them.
    List {
        /// The retired ones, too, which --json always has: they sign nothing any more, and their records may be removed from DNS.
        #[arg(long)]
        all: bool,
        /// For programs: one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Takes the next step from the keys of a domain to new ones: makes them, or lets them sign if DNS has their records. The server
    /// takes the second step by itself when it has seen the records twice, with five minutes in between; this does so at the first look.
    Rotate {
        /// The domain.
        #[arg(long, value_name = "DOMAIN", value_parser = domain)]
        domain: String,
        /// Let the new keys sign although their records have not been seen.
        #[arg(long)]
        force: bool,
    },
    /// Removes the secrets of keys of a domain: keys that were made by mistake, or of a domain that is gone. No other key gets their selectors. The
    /// records in DNS are yours to remove; it says when.
    Remove {
        /// The domain.
        #[arg(long, value_name = "DOMAIN", value_parser = domain)]
        domain: String,
        /// Only the key with this selector, as `list` shows it.
        #[arg(long, value_name = "SELECTOR")]
        selector: Option<String>,
        /// Also a key that signs: mail of the domain leaves without its signature from then on.
        #[arg(long)]
        force: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    /// RSA of 2048 bits: everybody can verify it.
    Rsa,
    /// Ed25519: short, and not everybody can.
    Ed25519,
    /// One of each; every message has two signatures.
    Both,
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let config = match args.place.config() {
        Ok(config) => config,
        Err(mistakes) => return fail(&mistakes.to_string()),
    };
    let folder = Folder::of(&config.data);
    let done = match &args.command {
        DkimCommand::New { domain, algorithm, force } => {
            let made = new(&folder, domain, *algorithm, *force);
            if let (Ok(_), Some(doubt)) = (&made, doubt(&config, domain)) {
                let _ = writeln!(io::stderr(), "postrider dkim: warning: {doubt}");
            }
            made
        }
        DkimCommand::List { all, json } => list(&config, &folder, *all, *json),
        DkimCommand::Rotate { domain, force } => rotate(&config, &folder, domain, *force),
        DkimCommand::Remove { domain, selector, force } => {
            remove(&config, &folder, domain, selector.as_deref(), *force)
        }
    };
    match done {
        Ok(text) => {
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => fail(&format!("postrider dkim: {why}\n")),
    }
}

fn new(folder: &Folder, domain: &str, which: Which, force: bool) -> Result<String, String> {
    let algorithms = match which {
        Which::Rsa => vec![Algorithm::Rsa],
        Which::Ed25519 => vec![Algorithm::Ed25519],
        Which::Both => vec![Algorithm::Rsa, Algorithm::Ed25519],
    };
    let now = Timestamp::now();
    let made = folder.change(|keys| {
        let used = |algorithm: &Algorithm| {
            let at = |stage| keys.at(stage).any(|key| is(key, domain, *algorithm));
            at(Stage::Active) || at(Stage::Pending)
        };
        let missing: Vec<Algorithm> = algorithms.into_iter().filter(|algorithm| !used(algorithm)).collect();
        make(folder, keys, domain, &missing, force, now)
    });
    let made = made.map_err(|fault| fault.to_string())?;
    if made.is_empty() {
        return Err(format!(
            "{domain} has such a key: `postrider dkim rotate --domain {domain}` makes another"
        ));
    }
    Ok(publish(&made, force))
}

fn make(
    folder: &Folder,
    keys: &mut Keys,
    domain: &str,
    algorithms: &[Algorithm],
    force: bool,
    now: Timestamp,
) -> Result<Vec<Key>, FolderFault> {
    let mut made = Vec::new();
    for algorithm in algorithms {
        let key = folder.make(keys, domain, *algorithm, now)?;
        if force {
            keys.activate(&key.selector, domain, now);
        }
        made.push(key);
    }
    Ok(made)
}

fn rotate(config: &Config, folder: &Folder, domain: &str, force: bool) -> Result<String, String> {
    let keys = folder.read().map_err(|fault| fault.to_string())?;
    let of_domain =
        |stage| -> Vec<Key> { keys.at(stage).filter(|key| key.domain == domain).cloned().collect() };
    let (pending, active) = (of_domain(Stage::Pending), of_domain(Stage::Active));
    let now = Timestamp::now();
    if pending.is_empty() {
        let algorithms: Vec<Algorithm> = [Algorithm::Rsa, Algorithm::Ed25519]
            .into_iter()
            .filter(|algorithm| active.iter().any(|key| is(key, domain, *algorithm)))
            .collect();
        if algorithms.is_empty() {
            return Err(without_keys(config, &keys, domain));
        }
        let made = folder.change(|keys| make(folder, keys, domain, &algorithms, force, now));
        return Ok(publish(&made.map_err(|fault| fault.to_string())?, force));
    }
    let seen = if force { Vec::new() } else { ask(config, &pending)? };
    let (mut text, mut ready) = (String::new(), Vec::new());
    for (at, key) in pending.iter().enumerate() {
        if force || seen[at] == Seen::Published {
            ready.push(key.clone());
            let _ = writeln!(text, "{} of {domain} signs from now on.", key.selector);
        } else {
            let _ = writeln!(text, "{} of {domain} does not sign yet: {}.", key.selector, seen[at].words());
        }
    }
    let changed = folder.change(|keys| {
        ready.iter().for_each(|key| keys.activate(&key.selector, &key.domain, now));
        Ok(())
    });
    changed.map_err(|fault| fault.to_string())?;
    if ready.is_empty() {
        return Err(format!("nothing is done. {text}{UNSEEN}"));
    }
    if ready.len() < pending.len() {
        text.push_str(UNSEEN);
        text.push('\n');
    }
    Ok(text)
}

/// What to do about a record that has not been seen.
const UNSEEN: &str = "Publish the record, which `postrider dkim list` prints, and try again when the DNS has it; where this machine cannot see it, --force lets \
                      the key sign all the same";

fn remove(
    config: &Config,
    folder: &Folder,
    domain: &str,
    selector: Option<&str>,
    force: bool,
) -> Result<String, String> {
    let meant = |key: &Key| key.domain == domain && selector.is_none_or(|selector| key.selector == selector);
    let mut signs = None;
    let removed = folder.change(|keys| {
        signs = keys.at(Stage::Active).find(|key| meant(key) && !force).cloned();
        Ok(match signs {
            Some(_) => (Vec::new(), keys.clone()),
            None => (keys.remove(meant, Timestamp::now()), keys.clone()),
        })
    });
    let (removed, left) = removed.map_err(|fault| fault.to_string())?;
    if let Some(key) = signs {
        return Err(format!(
            "nothing is done: {} of {domain} signs, and without it mail of {domain} leaves without its signature. If that is meant, say --force; \
             `postrider dkim rotate --domain {domain}` has new keys take over first",
            key.selector
        ));
    }
    if removed.is_empty() {
        if let Some(key) = left.keys.iter().find(|key| meant(key) && selector.is_some()) {
            let record = record_name(&key.selector, domain);
            return Err(format!(
                "{} of {domain} is retired already, and its secret is gone: {record} may be removed from DNS",
                key.selector
            ));
        }
        let in_use = left.keys.iter().filter(|key| key.domain == domain && key.stage != Stage::Retired);
        let selectors: Vec<&str> = in_use.map(|key| &*key.selector).collect();
        return Err(match (selector, selectors.is_empty()) {
            (Some(selector), false) => {
                format!("{domain} has no key {selector}: it has {}", selectors.join(", "))
            }
            _ => without_keys(config, &left, domain),
        });
    }
    let mut text = String::new();
    for key in removed {
        // Behind the list: a secret that nothing names any more is in nobody's way.
        folder.forget(&key);
        let record = record_name(&key.selector, domain);
        let _ = match key.stage {
            Stage::Pending | Stage::Retired => {
                writeln!(text, "{} of {domain} is gone: {record} may be removed from DNS.", key.selector)
            }
            Stage::Active | Stage::Retiring => writeln!(
                text,
                "{} of {domain} is gone: mail under way is verified with {record}, which may be removed from DNS in a week.",
                key.selector
            ),
        };
    }
    Ok(text)
}

/// The domains that mail of this server may be signed as.
fn own(config: &Config) -> Vec<String> {
    let domains = config.directory.domains().filter_map(Domain::to_ascii);
    domains.chain([config.hostname.as_str().to_owned()]).collect()
}

/// Why keys of this domain may not be meant: nothing is signed as it, nor as one below it.
fn doubt(config: &Config, domain: &str) -> Option<String> {
    let own = own(config);
    let below =
        |own: &String| own.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if own.iter().any(below) {
        return None;
    }
    let whose = match &config.file {
        Some(file) => format!("of {}", file.display()),
        None => "here, where no --config is given".to_owned(),
    };
    let near = nearest(domain, own.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!("Did you mean {near}? "));
    Some(format!(
        "{domain} is no domain {whose}, nor above one, so nothing is signed with these keys. {near}`postrider dkim remove --domain {domain}` removes \
         them"
    ))
}

/// What is said of a domain that has no keys.
fn without_keys(config: &Config, keys: &Keys, domain: &str) -> String {
    let own = own(config);
    if own.iter().any(|own| own == domain) {
        return format!("{domain} has no key: `postrider dkim new --domain {domain}` makes the first");
    }
    let in_use = keys.keys.iter().filter(|key| key.stage != Stage::Retired);
    let with_keys = in_use.map(|key| key.domain.as_str());
    match nearest(domain, with_keys.chain(own.iter().map(String::as_str))) {
        Some(near) => format!("{domain} has no key, and is no domain of this server: did you mean {near}?"),
        None => format!(
            "{domain} has no key, and is no domain of this server: `postrider dkim list` shows those that have keys"
        ),
    }
}

/// A key as JSON has it.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    domain: &'a str,
    selector: &'a str,
    algorithm: &'a str,
    stage: Stage,
    since: Timestamp,
    record_name: String,
    record: &'a str,
    in_dns: String,
}

fn list(config: &Config, folder: &Folder, all: bool, json: bool) -> Result<String, String> {
    let mut keys = folder.read().map_err(|fault| fault.to_string())?;
    let known = keys.keys.len();
    // Programs look at the stage.
    keys.keys.retain(|key| all || json || key.stage != Stage::Retired);
    let left_out = match known - keys.keys.len() {
        0 => String::new(),
        1 => "; 1 retired key is left out, its record may be removed from DNS: --all lists it.\n".to_owned(),
        more => format!(
            "; {more} retired keys are left out, their records may be removed from DNS: --all lists them.\n"
        ),
    };
    let seen = ask(config, &keys.keys)?;
    let shown = |(key, seen): (&'_ Key, &Seen)| -> String {
        let name = record_name(&key.selector, &key.domain);
        let since = key.since.strftime("%Y-%m-%d");
        let record = txt(&name, &key.record);
        let signs = matches!(key.stage, Stage::Pending | Stage::Active);
        let fault = signs.then(|| folder.secret(key).err()).flatten();
        let fault = fault.map_or_else(String::new, |fault| format!("\n; it cannot sign: {fault}"));
        format!(
            "; {} of {}, {}: {} since {since}, {}{fault}\n{record}\n",
            key.selector,
            key.domain,
            key.algorithm,
            key.stage.word(),
            seen.words()
        )
    };
    if !json {
        let mut parts: Vec<String> = keys.keys.iter().zip(&seen).map(shown).collect();
        if parts.is_empty() {
            let none = match known {
                0 => "There are no keys: `postrider dkim new --domain DOMAIN` makes the first.\n",
                _ => "No key signs or is about to: `postrider dkim new --domain DOMAIN` makes one.\n",
            };
            parts.push(none.to_owned());
        }
        parts.extend(Some(left_out).filter(|text| !text.is_empty()));
        return Ok(parts.join("\n"));
    }
    let all: Vec<Shown<'_>> = keys
        .keys
        .iter()
        .zip(&seen)
        .map(|(key, seen)| Shown {
            domain: &key.domain,
            selector: &key.selector,
            algorithm: &key.algorithm,
            stage: key.stage,
            since: key.since,
            record_name: record_name(&key.selector, &key.domain),
            record: &key.record,
            in_dns: seen.words(),
        })
        .collect();
    let text = serde_json::to_string(&serde_json::json!({ "keys": all }));
    text.map(|text| text + "\n").map_err(|error| error.to_string())
}

/// What the DNS has of each.
fn ask(config: &Config, keys: &[Key]) -> Result<Vec<Seen>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the system gives no threads: {error}"))?;
    let resolver = resolver(config);
    Ok(runtime.block_on(async {
        let mut seen = Vec::with_capacity(keys.len());
        for key in keys {
            seen.push(look(&resolver as &dyn Resolver, key).await);
        }
        seen
    }))
}

/// What to publish.
fn publish(made: &[Key], force: bool) -> String {
    let mut text = "Publish in DNS:\n\n".to_owned();
    for key in made {
        let _ = writeln!(text, "{}", txt(&record_name(&key.selector, &key.domain), &key.record));
    }
    text.push_str(if force {
        "\nThey sign from now on: until DNS has them, receivers cannot verify what they sign.\n"
    } else {
        "\nThe server lets them sign within ten minutes after DNS has them; `postrider dkim rotate` does so at once.\n"
    });
    text
}

fn is(key: &Key, domain: &str, algorithm: Algorithm) -> bool {
    key.domain == domain && key.algorithm == algorithm.key_word()
}

fn domain(text: &str) -> Result<String, String> {
    match Domain::parse(text, Charset::Utf8) {
        Ok(domain @ Domain::Name(_)) => domain.to_ascii().ok_or_else(|| "it has no form in DNS".to_owned()),
        Ok(Domain::Literal(_)) => Err("it is an address, and no name of a domain".to_owned()),
        Err(why) => Err(why.to_string()),
    }
}

fn fail(text: &str) -> ExitCode {
    let _ = io::stderr().write_all(text.as_bytes());
    ExitCode::FAILURE
}
