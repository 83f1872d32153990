//! `postrider account test`.

use std::sync::Arc;

use postrider_directory::Account;
use postrider_login::{Found, Source};
use postrider_proto::sasl::{Secret, prepare};

use super::{End, password, prepared, say};
use crate::account_servers::sources;
use crate::config::Config;
use crate::wire::resolver;

/// Asks for a password or a token, and says what each source makes of it.
///
/// The sources are asked as at a login: the account file, and then every `[[dovecot]]` and `[[ldap]]` of the configuration, until one knows the name; that one
/// decides, and those behind it are not shown the password unless --all is given. An `[[oauth]]` knows no passwords: of it is said whether it can be asked.
///
/// With --token those that take tokens are asked, every `[[oauth]]` and what else is set to: whose the token is, or why it is not taken.
///
/// Nothing is changed or counted by it.
///
/// Exit code: 0 if it is right and the account may log in, 1 otherwise.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name. With --token it may be left out: it is whom the client says that the token is for.
    #[arg(required_unless_present = "token")]
    name: Option<String>,
    /// Read a token of OAuth 2 instead of a password, from the first line of standard input or the terminal.
    #[arg(long)]
    token: bool,
    /// Show the password or the token to the sources behind the one that decides, too.
    #[arg(long)]
    all: bool,
}

type Verdict = Found<Arc<Account>>;

/// Asks, and says what each source makes of it.
pub fn run(args: &Args, config: &Config) -> Result<(), End> {
    let system = |error| End::Fault(format!("the system gives no threads: {error}"));
    let name = args.name.as_deref().map(prepared).transpose()?;
    let sources = sources(config, &resolver(config)).map_err(|error| error.to_string())?;
    let is_for =
        |source: &dyn Source| if args.token { source.offers().tokens } else { source.has_passwords() };
    let asked = sources.iter().filter(|source| is_for(source.as_ref())).count();
    if asked == 0 {
        return Err(End::Fault(
            "nobody here takes tokens: write an [[oauth]], or tokens = true for a [[dovecot]]".to_owned(),
        ));
    }
    let trial = match (&name, args.token) {
        (Some(name), false) => Trial::Password(name, password_of_user()?),
        (name, _) => Trial::Token(name.as_deref(), password::read_token()?),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(system)?;
    let (mut decided, mut down) = (None::<(&Arc<dyn Source>, Verdict)>, None);
    for (number, source) in sources.iter().enumerate() {
        let who = source.describe();
        if !is_for(source.as_ref()) {
            if !source.has_passwords() {
                let says = match runtime.block_on(source.probe()) {
                    Ok(()) => "knows tokens and no passwords; it can be asked".to_owned(),
                    Err(why) => format!("knows tokens and no passwords; it cannot be asked now: {why}"),
                };
                say(&format!("{who}: {says}"))?;
            }
            continue;
        }
        if let Some((decider, _)) = decided.as_ref().filter(|_| !args.all) {
            say(&format!("{who}: not asked, since {} decides; --all asks it too", decider.describe()))?;
            continue;
        }
        let found = runtime.block_on(trial.ask(source.as_ref(), &sources[..number]));
        say(&format!("{who}: {}", trial.in_words(&found, &who, number == 0)))?;
        if decided.is_none() {
            match found {
                Found::NotHere | Found::NotOurs(_) | Found::Transition => {}
                // Whoever has made a token may be behind it.
                Found::Unavailable(_) if args.token => down = Some((source, found)),
                found => decided = Some((source, found)),
            }
        }
    }
    // Another's no to a token is not the last word while the one that has made it may be down.
    let decided = decided.filter(|(_, found)| down.is_none() || *found != Found::No).or(down);
    match &decided {
        _ if asked < 2 => {}
        Some((source, found)) => say(&format!("{} decides: {}", source.describe(), trial.at_a_login(found)))?,
        None => say("none of them decides: the login is refused")?,
    }
    let is_in = decided.is_some_and(|(_, found)| trial.lets_in(&found));
    if is_in { Ok(()) } else { Err(End::No) }
}

/// A password, as a server gets it, which compares what is prepared (RFC 8265).
fn password_of_user() -> Result<Secret, End> {
    let typed = password::read(false)?;
    let prepared = typed.expose_text().ok_or("is no UTF-8".to_owned()).and_then(|text| {
        prepare::password(text).map(|text| Secret::new(text.as_bytes())).map_err(|why| why.to_string())
    });
    prepared.map_err(|why| End::Fault(format!("the password {why}, so no account has it")))
}

/// What is tried.
enum Trial<'a> {
    /// This password of this name.
    Password(&'a str, Secret),
    /// This token, and whom the client says it is for.
    Token(Option<&'a str>, Secret),
}

impl Trial<'_> {
    /// What the source says. Where one before it has the account of a token by its own name, that one's word counts, as at a login.
    async fn ask(&self, source: &dyn Source, before: &[Arc<dyn Source>]) -> Verdict {
        let (name, token) = match self {
            Self::Password(name, password) => return source.try_password(name, password).await,
            Self::Token(name, token) => (name, token),
        };
        let found = source.token(*name, token).await;
        if let Found::Yes(account) = &found {
            for earlier in before {
                match earlier.account(&account.name).await {
                    None | Some(Found::NotHere) => {}
                    Some(owner) => return owner,
                }
            }
        }
        found
    }

    /// Whether somebody is let in by this.
    fn lets_in(&self, found: &Verdict) -> bool {
        let Found::Yes(account) = found else { return false };
        // Not with another's name beside a token of one's own.
        !matches!(self, Self::Token(Some(name), _) if account.name != *name)
    }

    fn in_words(&self, found: &Verdict, who: &str, is_file: bool) -> String {
        // What they say themselves begins with who says it.
        let why = |why: &str| {
            why.strip_prefix(who).and_then(|why| why.strip_prefix(": ")).unwrap_or(why).to_owned()
        };
        match (self, found) {
            (_, Found::Unavailable(says)) => format!("cannot say: {}", why(says)),
            (Self::Token(..), found) => match found {
                Found::Yes(account) if !self.lets_in(found) => format!(
                    "the token is good, and the account is {}: with another name beside it the login is refused",
                    account.name
                ),
                Found::Yes(account) => format!("the token is good, and the account is {}", account.name),
                Found::Disabled => {
                    "the token is good, and its account is disabled: `postrider account list` says which are"
                        .to_owned()
                }
                Found::Refused(refusal) => {
                    let says = refusal.why.as_deref().map_or_else(|| "it does not say why".to_owned(), why);
                    format!("the token is refused ({}): {says}", refusal.fault.status)
                }
                Found::NotOurs(says) => format!("it is none of its tokens: {}", why(says)),
                Found::No => "the token is not taken".to_owned(),
                Found::NotHere | Found::Transition | Found::Unavailable(_) => {
                    "it is not asked about tokens of such names".to_owned()
                }
            },
            (Self::Password(name, _), found) => match found {
                Found::Yes(account) if account.name != *name => {
                    format!("the password is right, and the account is {}", account.name)
                }
                Found::Yes(_) => "the password is right".to_owned(),
                Found::No => "the password is wrong".to_owned(),
                Found::Disabled if is_file => format!(
                    "the password is right, and the account is disabled: `postrider account enable {name}`"
                ),
                Found::Disabled => "the password is right, and the account is disabled there".to_owned(),
                _ if is_file => {
                    format!("nobody is called {name:?} there: `postrider account list` says who is")
                }
                _ => format!("nobody is called {name:?} there, or it is not asked about such names"),
            },
        }
    }

    /// What a client would hear.
    fn at_a_login(&self, found: &Verdict) -> &'static str {
        match found {
            Found::Unavailable(_) => "the client is told to come again",
            found if self.lets_in(found) => "the login succeeds",
            _ => "the login is refused",
        }
    }
}
