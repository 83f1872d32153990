//! The rules about mail that is to be handed on.

use postrider_directory::{Lookup, RelayLookup};
use postrider_proto::mail::{Domain, ForwardPath, Mailbox};
use postrider_proto::reply::catalogue;

use super::Ruling;
use super::recipient::{Addressed, refuse};
use super::sender::incomplete;
use crate::{CallOutAnswer, Decision, Policy};

/// Somebody who lives at a relay domain, as the list says, or the server that was asked.
pub(super) fn recipient(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let Some(address) = elsewhere(addressed) else { return Ruling::Pass };
    let (domain, because) = match (addressed.relay, asked(addressed), addressed.recipient.call_out) {
        (RelayLookup::Listed(domain), ..) => (domain, format!("{address} is listed for {domain}")),
        (_, Some(domain), Some(CallOutAnswer::Yes)) => {
            (domain, format!("the server of {domain} takes mail for {address}"))
        }
        _ => return Ruling::Pass,
    };
    decide(policy, domain, Decision::Relay(address.clone()), because)
}

/// Somebody of a relay domain whose server knows, and has not been asked. About what is not plainly a name it is asked only where
/// the client is trusted: `u%elsewhere` may be a route to it, and a yes to that would not be an answer about a mailbox.
pub(super) fn call_out(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let Some(address) = elsewhere(addressed) else { return Ruling::Pass };
    let (None, Some(domain)) = (addressed.recipient.call_out, asked(addressed)) else { return Ruling::Pass };
    let because = format!("the server of {domain} is to be asked about {address}");
    decide(policy, domain, Decision::CallOut(address.clone()), because)
}

/// RFC 5321 §3.3: nobody is taken in without being known, or this server would send bounces to forged senders. The client
/// comes again.
pub(super) fn unproven(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let Some(address) = elsewhere(addressed) else { return Ruling::Pass };
    match (asked(addressed), addressed.recipient.call_out) {
        (Some(domain), Some(CallOutAnswer::Unknown { why })) => decide(
            policy,
            domain,
            refuse(&catalogue::RECIPIENT_UNPROVEN, address),
            format!("the server of {domain} does not say whether it takes mail for {address}: {why}"),
        ),
        _ => Ruling::Pass,
    }
}

/// RFC 5321 §3.6.2: this server sends on what the users of its own machine give it, as it does for those of a trusted network.
pub(super) fn local_user(_: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let client = addressed.recipient.sender.hello.connection.client;
    match elsewhere(addressed) {
        Some(address) if client.is_user() => Ruling::Decide {
            decision: Decision::Relay(address.clone()),
            because: format!("{client} is a user of this machine"),
            config: None,
        },
        _ => Ruling::Pass,
    }
}

/// RFC 6409 §4.2: and not to a domain that is a single word, which means something else wherever it is read.
pub(super) fn not_qualified(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    match (elsewhere(addressed), addressed.recipient.sender.login) {
        (Some(address), Some(_)) if policy.is_incomplete(address) => Ruling::Decide {
            decision: refuse(&catalogue::RECIPIENT_NOT_QUALIFIED, address),
            because: incomplete(address),
            config: None,
        },
        _ => Ruling::Pass,
    }
}

/// RFC 6409 §3.1: an account hands in its mail here, whoever it is for. As whom, the rules about the sender have looked at.
pub(super) fn login(_: &Policy, addressed: &Addressed<'_>) -> Ruling {
    match (elsewhere(addressed), addressed.recipient.sender.login) {
        (Some(address), Some(account)) => Ruling::Decide {
            decision: Decision::Relay(address.clone()),
            because: format!("{} has logged in", account.name),
            config: None,
        },
        _ => Ruling::Pass,
    }
}

/// RFC 5321 §3.6.2: this server has agreed to send on what these clients give it. To those it knows nothing about,
/// and so not to a mailbox of ours that is none.
pub(super) fn trusted_network(_: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let (Some(address), Some(trusted)) = (elsewhere(addressed), addressed.trusted) else {
        return Ruling::Pass;
    };
    let client = addressed.recipient.sender.hello.connection.client;
    Ruling::Decide {
        decision: Decision::Relay(address.clone()),
        because: format!("{client} is in the trusted network {}", trusted.network),
        config: trusted.config_line.clone(),
    }
}

/// RFC 5321 §3.6.2: a server takes no mail for others unless it has agreed to. The last rule: it refuses whatever is left.
pub(super) fn denied(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let ForwardPath::Mailbox(address) = addressed.recipient.forward_path else { return Ruling::Pass };
    let mut because = format!("{} is no domain of this server", address.domain());
    if !policy.options.trusted.is_empty() {
        let client = addressed.recipient.sender.hello.connection.client;
        because.push_str(&format!(", and {client} is in no trusted network"));
    }
    Ruling::Decide { decision: refuse(&catalogue::RELAY_DENIED, address), because, config: None }
}

/// The address, if it is at no domain of ours.
fn elsewhere<'a>(addressed: &Addressed<'a>) -> Option<&'a Mailbox> {
    match (addressed.recipient.forward_path, &addressed.lookup) {
        (ForwardPath::Mailbox(address), Some(Lookup::NotLocal)) => Some(address),
        _ => None,
    }
}

/// The relay domain, if its server is asked about this address.
fn asked<'a>(addressed: &Addressed<'a>) -> Option<&'a Domain> {
    match addressed.relay {
        RelayLookup::Ask(domain) => Some(domain),
        RelayLookup::NotPlain(domain) if addressed.is_trusted() => Some(domain),
        _ => None,
    }
}

fn decide(policy: &Policy, domain: &Domain, decision: Decision, because: String) -> Ruling {
    Ruling::Decide { decision, because, config: policy.config_line(domain) }
}
