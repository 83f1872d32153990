//! What became of a message that was sent, for people and for programs.

use std::fmt::Write as _;

use postrider_outbound::tls::TlsFault;
use postrider_proto::client::{RecipientOutcome, Said, Trouble};
use postrider_proto::reply::{Blame, Class, Entry, catalogue};
use serde_json::{Value, json};

/// What became of the message, and how to tell it.
pub(super) struct Told {
    pub(super) addresses: Vec<String>,
    pub(super) outcomes: Vec<RecipientOutcome>,
    /// Why there was no TLS, if that has ended it.
    pub(super) tls_fault: Option<TlsFault>,
}

/// What is said of a recipient for whom there was no room in the only session there is.
const NO_ROOM: &str = "the server takes no more recipients in this session";

impl Told {
    fn each(&self) -> impl Iterator<Item = (&str, &RecipientOutcome)> {
        self.addresses.iter().map(String::as_str).zip(&self.outcomes)
    }

    /// What went wrong. The conversation knows only that the handshake has failed.
    fn words(&self, trouble: &Trouble) -> String {
        match (&self.tls_fault, trouble) {
            (Some(fault), Trouble::TlsNotBegun) => fault.to_string(),
            _ => trouble.to_string(),
        }
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for (address, outcome) in self.each() {
            let _ = match outcome {
                RecipientOutcome::Accepted(said) => writeln!(text, "{address}: accepted: {said}"),
                RecipientOutcome::Refused { step, said } => {
                    writeln!(text, "{address}: refused at {step}: {said}")
                }
                RecipientOutcome::Remainder(None) => writeln!(text, "{address}: not sent: {NO_ROOM}"),
                RecipientOutcome::Remainder(Some(said)) => {
                    writeln!(text, "{address}: not sent: {NO_ROOM}: {said}")
                }
                RecipientOutcome::Failed(trouble) if trouble.is_unknown() => {
                    writeln!(text, "{address}: sent, and nobody knows whether it was accepted: {trouble}")
                }
                RecipientOutcome::Failed(trouble) => {
                    writeln!(text, "{address}: not sent: {}", self.words(trouble))
                }
            };
            if let RecipientOutcome::Refused { said, .. } = outcome
                && let Some(entry) = entry_of(said)
            {
                let _ = writeln!(text, "    {}", meaning(entry));
            }
        }
        text
    }

    pub(super) fn to_json(&self, server: &str) -> Value {
        let recipients: Vec<Value> = self
            .each()
            .map(|(address, outcome)| match outcome {
                RecipientOutcome::Accepted(said) => json!({
                    "recipient": address, "outcome": "accepted", "queued_as": queued_as(said), "reply": reply_json(said),
                }),
                RecipientOutcome::Refused { step, said } => json!({
                    "recipient": address, "outcome": "refused", "step": step.to_string(), "reply": reply_json(said),
                }),
                RecipientOutcome::Remainder(said) => json!({
                    "recipient": address, "outcome": "failed", "trouble": NO_ROOM, "reply": said.as_ref().map(reply_json),
                }),
                RecipientOutcome::Failed(trouble) => json!({
                    "recipient": address,
                    "outcome": if trouble.is_unknown() { "unknown" } else { "failed" },
                    "trouble": self.words(trouble),
                }),
            })
            .collect();
        json!({ "server": server, "exit_code": self.exit_code(), "recipients": recipients })
    }

    /// The worst outcome decides.
    pub(super) fn exit_code(&self) -> u8 {
        let codes = self.outcomes.iter().map(|outcome| match outcome {
            RecipientOutcome::Accepted(_) => 0,
            RecipientOutcome::Refused { said, .. } if said.class() == Class::Transient => 4,
            RecipientOutcome::Refused { .. } => 5,
            RecipientOutcome::Remainder(_) => 4,
            RecipientOutcome::Failed(
                Trouble::TooBig { .. } | Trouble::NeedsEightBitMime | Trouble::NeedsSmtpUtf8,
            ) => 5,
            RecipientOutcome::Failed(_) => 1,
        });
        codes.max_by_key(|code| [0, 4, 5, 1].iter().position(|worse| worse == code)).unwrap_or(0)
    }
}

fn reply_json(said: &Said) -> Value {
    let entry = entry_of(said);
    json!({
        "code": said.code.number(),
        "enhanced": said.enhanced.map(|enhanced| enhanced.to_string()),
        "text": said.text,
        "id": entry.map(|entry| entry.id),
        "means": entry.map(meaning),
    })
}

/// The id that a server has given the message, if it says one as postrider and Postfix do.
fn queued_as(said: &Said) -> Option<&str> {
    let (_, id) = said.text.split_once("queued as ")?;
    id.split_whitespace().next()
}

/// The entry of postrider's catalogue that a reply ends with, as in `... [unknown-user]`.
fn entry_of(said: &Said) -> Option<&'static Entry> {
    let (_, id) = said.text.strip_suffix(']')?.rsplit_once(" [")?;
    catalogue::find(id).filter(|entry| entry.code == said.code)
}

fn meaning(entry: &Entry) -> String {
    let who = match entry.blame {
        Blame::Nobody => "nothing is wrong",
        Blame::Client => "this client has to act differently",
        Blame::Sender => "the message or its addresses have to change",
        Blame::Policy => "a rule of that server refuses it; its operator can see which in the log",
        Blame::Server => "that server cannot do it now",
    };
    format!("[{}] means: {who}; what may come next: {} ({})", entry.id, entry.next, entry.rfc)
}
