//! Networks, as a person writes them: who is trusted, and who is a proxy.

use postrider_policy::{Network, NetworkError};
use toml::Spanned;

use crate::config::problem::Problem;

/// No network whose clients are believed is larger than this, of IPv4 and of IPv6: the largest there are for private use, 10.0.0.0/8
/// and fc00::/7. More would be an open relay that somebody has written by mistake.
const PREFIX_MIN: (u8, u8) = (8, 7);

/// A network whose clients are believed something; `danger` says what this would be if it were half the world.
pub fn network(text: &Spanned<String>, danger: &str, problems: &mut Vec<Problem>) -> Option<Network> {
    let mut wrong = |says: String, help: String| problems.push(Problem::at(text.span(), says, help));
    let shown = text.get_ref();
    match shown.parse::<Network>() {
        Ok(network) => {
            let least = if network.is_ipv4() { PREFIX_MIN.0 } else { PREFIX_MIN.1 };
            if network.prefix() < least {
                wrong(
                    format!("{network} is so much of the world that {danger}"),
                    format!("name your own networks, each with /{least} or more"),
                );
            }
            return Some(network);
        }
        Err(NetworkError::Bits { network }) => wrong(
            format!("{shown:?} is no network, but an address within one"),
            format!("write {:?} for the network, or the address without the slash", network.to_string()),
        ),
        Err(why) => wrong(
            format!("{shown:?} is no network: {why}"),
            "write an address and how many bits of it are the network, such as 192.0.2.0/24 or 2001:db8::/32"
                .to_owned(),
        ),
    }
    None
}
