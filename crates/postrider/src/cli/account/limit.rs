//! `postrider account limit`.

use postrider_directory::{Account, AccountLimits};
use postrider_inbound::Allowance;
use postrider_login::AccountFile;

use super::change::change;
use super::{End, say, unknown};
use crate::config::Config;

/// Shows or changes how much an account may send in an hour, and how large a message of it may be.
///
/// Without a limit of its own an account has that of the configuration: accounts.messages_per_hour, accounts.recipients_per_hour and limits.message_octets. A
/// change holds from its next message on, that of the size from its next login on. `postrider account guard` shows what it has sent.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name.
    pub name: String,
    /// Messages in an hour; 0: as many as it likes; default: as the configuration says.
    #[arg(long, value_name = "N|default")]
    messages: Option<Limit<u32>>,
    /// Recipients in an hour; 0: as many as it likes; default: as the configuration says.
    #[arg(long, value_name = "N|default")]
    recipients: Option<Limit<u32>>,
    /// The largest message, in octets; default: as the configuration says. More than that has no effect.
    #[arg(long, value_name = "OCTETS|default")]
    size: Option<Limit<u64>>,
}

/// A limit, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit<T> {
    Own(T),
    Default,
}

impl<T: std::str::FromStr> std::str::FromStr for Limit<T> {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "default" => Ok(Self::Default),
            text => text.parse().map(Self::Own).map_err(|_| "it is a whole number, or default"),
        }
    }
}

impl<T> Limit<T> {
    fn own(self) -> Option<T> {
        match self {
            Self::Own(limit) => Some(limit),
            Self::Default => None,
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, file: &AccountFile, name: &str, config: &Config) -> Result<(), End> {
    if args.size == Some(Limit::Own(0)) {
        return Err(End::Fault(format!(
            "with --size 0 {name} could send nothing: --size default is the limit of the configuration, and `postrider account disable` \
             keeps it from logging in"
        )));
    }
    let account = if args.messages.is_none() && args.recipients.is_none() && args.size.is_none() {
        Account::clone(file.read()?.get(name).ok_or_else(|| unknown(name))?)
    } else {
        change(file, name, |account| {
            let limits = &mut account.limits;
            *limits = AccountLimits {
                messages_per_hour: args.messages.map_or(limits.messages_per_hour, Limit::own),
                recipients_per_hour: args.recipients.map_or(limits.recipients_per_hour, Limit::own),
                message_octets: args.size.map_or(limits.message_octets, Limit::own),
            };
            Ok(())
        })?
    };
    let AccountLimits { messages_per_hour, recipients_per_hour, message_octets } = account.limits;
    let hourly = |own: Option<u32>, configured: u32| {
        let of_config = if own.is_none() { AS_CONFIGURED } else { "" };
        match own.unwrap_or(configured) {
            0 => format!("as many as it likes{of_config}"),
            limit => format!("{limit}{of_config}"),
        }
    };
    let Allowance { messages_per_hour: messages, recipients_per_hour: recipients } = config.allowance;
    say(&format!("messages in an hour: {}", hourly(messages_per_hour, messages)))?;
    say(&format!("recipients in an hour: {}", hourly(recipients_per_hour, recipients)))?;
    // A larger one of its own has no effect.
    let most = config.limits.message_octets;
    say(&match message_octets {
        None => format!("largest message: {most} octets{AS_CONFIGURED}"),
        Some(own) if own > most => {
            format!("largest message: {own} octets, and {most} by limits.message_octets of the configuration")
        }
        Some(own) => format!("largest message: {own} octets"),
    })
}

const AS_CONFIGURED: &str = ", as the configuration says";
