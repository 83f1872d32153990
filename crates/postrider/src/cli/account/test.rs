//! `postrider account test`.

use postrider_login::{AccountFile, AccountSource, Found, Options, Pool, Source as _};
use postrider_proto::sasl::{Secret, prepare};

use super::{End, password, say};

/// Asks for a password, and says what each source makes of it.
pub fn run(options: &Options, name: &str) -> Result<(), End> {
    let system = |error| End::Fault(format!("the system gives no threads: {error}"));
    let pool = Pool::start(1, 1).map_err(system)?;
    let source = AccountSource::open(AccountFile::at(&options.file), pool, options.cost)?;
    let typed = password::read(false)?;
    // As a server gets it, which compares what is prepared (RFC 8265).
    let prepared = typed.expose_text().ok_or("is no UTF-8".to_owned()).and_then(|text| {
        prepare::password(text).map(|text| Secret::new(text.as_bytes())).map_err(|why| why.to_string())
    });
    let prepared = prepared.map_err(|why| format!("the password {why}, so no account has it"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(system)?;
    let found = runtime.block_on(source.password(name, &prepared));
    let says = match &found {
        Found::Yes(_) => "the password is right".to_owned(),
        Found::No => "the password is wrong".to_owned(),
        Found::Disabled => {
            format!("the password is right, and the account is disabled: `postrider account enable {name}`")
        }
        Found::NotHere | Found::Transition => {
            format!("nobody is called {name:?} there: `postrider account list` says who is")
        }
        Found::Unavailable(why) => format!("cannot say: {why}"),
    };
    say(&format!("{}: {says}", source.describe()))?;
    if matches!(found, Found::Yes(_)) { Ok(()) } else { Err(End::No) }
}
