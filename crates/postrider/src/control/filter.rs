//! Which recipients an operator means: all that is given must hold.

use postrider_outbound::{Pattern, class_of};
use postrider_proto::mail::{Domain, Mailbox, QueueId, Recipient, ReversePath};
use postrider_queue::{RecipientIndex, Standing, Status, Summary, Timestamp};
use postrider_reference::Class;
use serde::{Deserialize, Serialize};

/// The most ids in one request.
pub const IDS: usize = 50;

/// Which recipients are meant, as it is asked. What is not given is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Of one of these messages; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// At this domain, or below it: `example.org`, `*.example.org`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// From this address or domain, or `<>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// This address, or what an alias of this name led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Of messages that came before this, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_millis: Option<u64>,
    /// Of messages that came after this, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_millis: Option<u64>,
    /// In one of these states; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<State>,
    /// Whose last attempt came to one of these classes of docs/bounce-classes.md; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// With this in what came of the last attempt, in whatever case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Where a recipient stands, for whoever looks for those in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It waits for an attempt, or is in one.
    Waiting,
    /// An attempt is under way for it.
    UnderWay,
    /// An operator holds it.
    Held,
    /// It can have no copy, nobody could be told, and it is kept.
    Failed,
    /// It has its copy.
    Delivered,
    /// It can have no copy, and its sender was told, or did not want to be.
    Bounced,
    /// An operator has taken it out.
    Dropped,
}

impl State {
    fn is_of(self, standing: &Standing) -> bool {
        match (self, standing.state.status) {
            (Self::UnderWay, _) => standing.under_way,
            (Self::Waiting, Status::Waiting { .. })
            | (Self::Held, Status::Held)
            | (Self::Failed, Status::Failed)
            | (Self::Delivered, Status::Delivered)
            | (Self::Bounced, Status::Bounced)
            | (Self::Dropped, Status::Dropped) => true,
            _ => false,
        }
    }
}

impl Filter {
    /// Nothing is given, so everything is meant.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

/// A filter that has been read.
#[derive(Debug, Clone)]
pub struct Selector {
    /// The messages, by their ids; empty for all.
    pub ids: Vec<QueueId>,
    domain: Option<Pattern>,
    sender: Option<Sender>,
    recipient: Option<Address>,
    before: Option<Timestamp>,
    after: Option<Timestamp>,
    states: Vec<State>,
    classes: Vec<Class>,
    text: Option<String>,
}

impl Selector {
    /// Reads a filter.
    ///
    /// # Errors
    ///
    /// What in it makes no sense, and what would.
    pub fn read(filter: &Filter) -> Result<Self, String> {
        if filter.ids.len() > IDS {
            return Err(format!("{} ids are too many for one request, which takes {IDS}", filter.ids.len()));
        }
        let id = |id: &String| id.parse().map_err(|_| no_id(id));
        Ok(Self {
            ids: filter.ids.iter().map(id).collect::<Result<_, _>>()?,
            domain: filter.domain.as_deref().map(read_pattern).transpose()?,
            sender: filter.sender.as_deref().map(Sender::read).transpose()?,
            recipient: filter.recipient.as_deref().map(Address::read).transpose()?,
            before: filter.before_millis.map(Timestamp::from_millis),
            after: filter.after_millis.map(Timestamp::from_millis),
            states: filter.states.clone(),
            classes: filter.classes.iter().map(|name| read_class(name)).collect::<Result<_, _>>()?,
            text: filter.text.as_deref().map(str::to_lowercase),
        })
    }

    /// The recipients of a message that are meant, by their place in the envelope. Whoever calls this looks at the ids.
    #[must_use]
    pub fn select(&self, summary: &Summary) -> Vec<RecipientIndex> {
        let of_message = self.before.is_none_or(|before| summary.received < before)
            && self.after.is_none_or(|after| summary.received > after)
            && self.sender.as_ref().is_none_or(|sender| sender.is(&summary.envelope.reverse_path));
        if !of_message {
            return Vec::new();
        }
        let each = (0..).zip(summary.envelope.recipients.iter().zip(&summary.recipients));
        each.filter(|(_, (recipient, standing))| self.selects(recipient, standing))
            .filter(|(index, _)| self.classes.is_empty() || self.has_class(summary, *index))
            .map(|(index, _)| index)
            .collect()
    }

    fn has_class(&self, summary: &Summary, index: RecipientIndex) -> bool {
        let class = summary.timeline.last(index).and_then(class_of);
        class.is_some_and(|class| self.classes.contains(&class))
    }

    fn selects(&self, recipient: &Recipient, standing: &Standing) -> bool {
        self.domain.as_ref().is_none_or(|domain| domain.matches(recipient.mailbox.domain()))
            && self
                .recipient
                .as_ref()
                .is_none_or(|address| address.is(&recipient.mailbox) || address.is(&recipient.given))
            && (self.states.is_empty() || self.states.iter().any(|state| state.is_of(standing)))
            && self.text.as_ref().is_none_or(|text| standing.state.note.to_lowercase().contains(text))
    }
}

/// A class by its name.
///
/// # Errors
///
/// There is none of this name, and which there are.
pub fn read_class(name: &str) -> Result<Class, String> {
    Class::ALL.iter().copied().find(|class| class.as_str() == name).ok_or_else(|| {
        let names: Vec<&str> = Class::ALL.iter().map(|class| class.as_str()).collect();
        format!("{name:?} is no class; there are {}", names.join(", "))
    })
}

fn read_pattern(text: &str) -> Result<Pattern, String> {
    Pattern::parse(text).map_err(|why| {
        format!("{text:?} is no domain: {why}. It is one, or all below one: \"*.example.org\"")
    })
}

/// The one name of a domain that may be written in A-labels and in U-labels.
fn name(domain: &Domain) -> String {
    domain.to_ascii().unwrap_or_else(|| domain.to_string())
}

/// An address. Whoever looks for one need not know in which case it was written.
#[derive(Debug, Clone)]
struct Address {
    local: String,
    domain: String,
}

impl Address {
    fn read(text: &str) -> Result<Self, String> {
        let inside = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
        let mailbox: Mailbox = inside.parse().map_err(|why| format!("{text:?} is no address: {why}"))?;
        Ok(Self { local: mailbox.local().to_lowercase(), domain: name(mailbox.domain()) })
    }

    fn is(&self, mailbox: &Mailbox) -> bool {
        mailbox.local().to_lowercase() == self.local && name(mailbox.domain()) == self.domain
    }
}

#[derive(Debug, Clone)]
enum Sender {
    Nobody,
    Address(Address),
    Domain(Pattern),
}

impl Sender {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "<>" | "" => Ok(Self::Nobody),
            address if address.contains('@') => Address::read(address).map(Self::Address),
            domain => read_pattern(domain).map(Self::Domain),
        }
    }

    fn is(&self, reverse_path: &ReversePath) -> bool {
        match (self, reverse_path) {
            (Self::Nobody, ReversePath::Null) => true,
            (Self::Address(address), ReversePath::Mailbox(sender)) => address.is(sender),
            (Self::Domain(domain), ReversePath::Mailbox(sender)) => domain.matches(sender.domain()),
            _ => false,
        }
    }
}

/// Why a text is no id.
pub fn no_id(text: &str) -> String {
    format!("{text:?} is no id: an id is the {} characters behind \"queued as\" and id=", QueueId::TEXT_LEN)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use postrider_proto::mail::{BodyType, Envelope};
    use postrider_queue::{Answer, Decision, Ending, RecipientState, Timeline, Tried};

    use super::*;

    fn summary(from: &str) -> Summary {
        let waiting = Status::Waiting { due: Timestamp::from_millis(7000) };
        let (recipients, standings) = [
            ("Bob@example.org", "sales@example.org", waiting, false, "451 Try later"),
            ("carol@mail.example.org", "carol@mail.example.org", waiting, true, ""),
            ("d@b\u{fc}cher.example", "d@b\u{fc}cher.example", Status::Failed, false, "never"),
            ("e@other.example", "e@other.example", Status::Held, false, "451 try LATER"),
        ]
        .into_iter()
        .map(|(to, given, status, under_way, note)| {
            let mailbox = to.parse().expect("an address");
            let given = given.parse().expect("an address");
            let changed = Timestamp::from_millis(5000);
            let state = RecipientState {
                status,
                version: 1,
                attempts: 1,
                told: false,
                note: note.to_owned(),
                changed,
            };
            (Recipient { mailbox, given, notify: None, orcpt: None }, Standing { state, under_way })
        })
        .unzip();
        let reverse_path = match from {
            "" => ReversePath::Null,
            from => ReversePath::Mailbox(from.parse().expect("an address")),
        };
        let envelope = Envelope {
            reverse_path,
            recipients,
            body: BodyType::SevenBit,
            smtputf8: true,
            ret: None,
            envid: None,
            signing: None,
        };
        let greylisted = Tried::new(
            Timestamp::from_millis(5000),
            Timestamp::from_millis(5001),
            vec![(
                0,
                Ending {
                    decision: Decision::Deferred { until: Timestamp::from_millis(7000) },
                    note: "451 Try later".to_owned(),
                    answers: vec![Answer {
                        host: "mx.example.org [192.0.2.1]:25".to_owned(),
                        step: Some("RCPT".to_owned()),
                        said: "451 4.7.1 Greylisting in action, please come back later".to_owned(),
                    }],
                },
            )],
        );
        Summary {
            origin: None,
            timeline: Timeline::new([greylisted]),
            done: None,
            id: QueueId::from_bytes([1; 16]),
            received: Timestamp::from_millis(5000),
            octets: 1,
            envelope: Arc::new(envelope),
            recipients: standings,
        }
    }

    fn selected(filter: &Filter, from: &str) -> Vec<u32> {
        Selector::read(filter).expect("it makes sense").select(&summary(from))
    }

    #[test]
    fn each_filter_selects_what_it_says_and_all_must_hold() {
        let text = |text: &str| Some(text.to_owned());
        let (any, from) = (Filter::default(), "alice@client.example");
        let class = |name: &str| vec![name.to_owned()];
        let table: [(Filter, &[u32]); 15] = [
            (any.clone(), &[0, 1, 2, 3]),
            (Filter { domain: text("EXAMPLE.org"), ..any.clone() }, &[0]),
            (Filter { domain: text("*.example.org"), ..any.clone() }, &[1]),
            (Filter { domain: text("xn--bcher-kva.example"), ..any.clone() }, &[2]),
            (Filter { recipient: text("bob@example.org"), ..any.clone() }, &[0]),
            (Filter { recipient: text("<sales@example.org>"), ..any.clone() }, &[0]),
            (Filter { states: vec![State::Waiting], ..any.clone() }, &[0, 1]),
            (Filter { states: vec![State::UnderWay, State::Held], ..any.clone() }, &[1, 3]),
            (Filter { text: text("TRY later"), ..any.clone() }, &[0, 3]),
            (Filter { text: text("later"), states: vec![State::Held], ..any.clone() }, &[3]),
            (Filter { classes: class("greylisted"), ..any.clone() }, &[0]),
            (Filter { classes: class("full"), ..any.clone() }, &[]),
            (Filter { before_millis: Some(5000), ..any.clone() }, &[]),
            (Filter { before_millis: Some(5001), after_millis: Some(4999), ..any.clone() }, &[0, 1, 2, 3]),
            (Filter { after_millis: Some(5000), ..any }, &[]),
        ];
        for (filter, expected) in table {
            assert_eq!(selected(&filter, from), expected, "{filter:?}");
        }
    }

    #[test]
    fn a_class_that_is_none_is_told_with_those_that_are() {
        let filter = Filter { classes: vec!["fulll".to_owned()], ..Filter::default() };
        let why = Selector::read(&filter).expect_err("there is none");
        assert!(why.starts_with("\"fulll\" is no class; there are bad-mailbox, "), "{why}");
    }

    #[test]
    fn a_sender_is_an_address_a_domain_or_nobody() {
        let is = |sender: &str, from: &str| {
            let filter = Filter { sender: Some(sender.to_owned()), ..Filter::default() };
            !selected(&filter, from).is_empty()
        };
        for sender in ["alice@client.example", "<ALICE@client.example>", "client.example", "*.example"] {
            assert!(is(sender, "alice@client.example"), "{sender}");
            assert!(!is(sender, ""), "{sender}");
        }
        assert!(is("<>", "") && !is("<>", "alice@client.example"));
        assert!(!is("lice@client.example", "alice@client.example"));
    }

    #[test]
    fn nonsense_is_said_to_be_so() {
        let wrong = |filter: Filter| Selector::read(&filter).expect_err("nonsense");
        let any = Filter::default;
        for (filter, said) in [
            (Filter { ids: vec!["x".to_owned()], ..any() }, "\"x\" is no id"),
            (Filter { domain: Some("a@b".to_owned()), ..any() }, "\"a@b\" is no domain"),
            (Filter { sender: Some("@".to_owned()), ..any() }, "\"@\" is no address"),
            (Filter { recipient: Some("b.example".to_owned()), ..any() }, "\"b.example\" is no address"),
            (Filter { ids: vec![QueueId::from_bytes([1; 16]).to_string(); 51], ..any() }, "too many"),
        ] {
            let why = wrong(filter);
            assert!(why.contains(said), "{why}");
        }
    }
}
