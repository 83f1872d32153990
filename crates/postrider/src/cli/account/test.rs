//! `postrider account test`.

use postrider_login::Found;
use postrider_proto::sasl::{Secret, prepare};

use super::{End, password, say};
use crate::account_servers::sources;
use crate::config::Config;
use crate::wire::resolver;

/// Asks for a password, and says what each source makes of it. The first that knows the name decides, as it does at a login.
pub fn run(config: &Config, name: &str) -> Result<(), End> {
    let system = |error| End::Fault(format!("the system gives no threads: {error}"));
    let sources = sources(config, &resolver(config)).map_err(|error| error.to_string())?;
    let typed = password::read(false)?;
    // As a server gets it, which compares what is prepared (RFC 8265).
    let prepared = typed.expose_text().ok_or("is no UTF-8".to_owned()).and_then(|text| {
        prepare::password(text).map(|text| Secret::new(text.as_bytes())).map_err(|why| why.to_string())
    });
    let prepared = prepared.map_err(|why| format!("the password {why}, so no account has it"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(system)?;
    let mut decided = None;
    for (number, source) in sources.iter().enumerate() {
        if !source.has_passwords() {
            let says = match runtime.block_on(source.probe()) {
                Ok(()) => "knows tokens and no passwords; it can be asked".to_owned(),
                Err(why) => format!("knows tokens and no passwords; it cannot be asked now: {why}"),
            };
            say(&format!("{}: {says}", source.describe()))?;
            continue;
        }
        let found = runtime.block_on(source.password(name, &prepared));
        let is_file = number == 0;
        let says = match &found {
            Found::Yes(account) if account.name != name => {
                format!("the password is right, and the account is {}", account.name)
            }
            Found::Yes(_) => "the password is right".to_owned(),
            Found::No => "the password is wrong".to_owned(),
            Found::Disabled if is_file => {
                format!(
                    "the password is right, and the account is disabled: `postrider account enable {name}`"
                )
            }
            Found::Disabled => "the password is right, and the account is disabled there".to_owned(),
            Found::NotHere | Found::NotOurs(_) | Found::Transition if is_file => {
                format!("nobody is called {name:?} there: `postrider account list` says who is")
            }
            Found::NotHere | Found::NotOurs(_) | Found::Transition | Found::Refused(_) => {
                format!("nobody is called {name:?} there, or it is not asked about such names")
            }
            Found::Unavailable(why) => format!("cannot say: {why}"),
        };
        say(&format!("{}: {says}", source.describe()))?;
        if decided.is_none() && !matches!(found, Found::NotHere | Found::Transition) {
            decided = Some((source, found));
        }
    }
    let decided = decided.as_ref();
    let several = sources.iter().filter(|source| source.has_passwords()).count() > 1;
    if let Some((source, found)) = decided.filter(|_| several) {
        say(&format!("{} decides: {}", source.describe(), at_a_login(found)))?;
    }
    if matches!(decided, Some((_, Found::Yes(_)))) { Ok(()) } else { Err(End::No) }
}

/// What a client would hear.
fn at_a_login<T>(found: &Found<T>) -> &'static str {
    match found {
        Found::Yes(_) => "the login succeeds",
        Found::Disabled => "the login is refused",
        Found::Unavailable(_) => "the client is told to come again",
        Found::No | Found::NotHere | Found::NotOurs(_) | Found::Transition | Found::Refused(_) => {
            "the login is refused"
        }
    }
}
