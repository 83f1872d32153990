//! Questions: whether the server that a recipient lives at takes mail for it. MAIL and RCPT are sent, and no message.
//!
//! ```text
//!   recipient ─▶ route ─▶ suspended? does the site rest? ─▶ host, address ─▶ EHLO, MAIL FROM:<>, RCPT ─▶ QUIT
//!                             │ yes                              ▲                    │
//!                             └─▶ unknown                        └─ another host ◀────┴─▶ yes, no, unknown
//! ```
//!
//! A no is final to somebody's mail, so it takes one who can know: the host, when it refuses this RCPT for good, or the DNS. Whatever
//! else goes wrong is our trouble or the host's, and says nothing of the recipient.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::client::{RecipientOutcome, Step};
use postrider_proto::mail::{BodyType, Envelope, Mailbox, Recipient, ReversePath};
use postrider_proto::reply::Class;
use postrider_queue::Queue;

use crate::clock::Clock;
use crate::fate::End;
use crate::judge::{self, Next};
use crate::pace::{Held, Pace};
use crate::pool;
use crate::remote::{Candidate, Way};
use crate::route::{Route, Routes};
use crate::smtp::{Connection, Net, Options, Patience};
use crate::way::{Ways, site_of_route};

/// Asks the servers along the routes. A clone is the same.
#[derive(Clone)]
pub struct Asker<C> {
    pub(crate) queue: Queue,
    pub(crate) routes: Routes,
    pub(crate) ways: Ways,
    pub(crate) net: Arc<dyn Net>,
    pub(crate) pace: Pace,
    pub(crate) clock: C,
}

/// Whether a server takes mail for a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// It does. That somebody lives there is not said: a server may take every name.
    Yes,
    /// It does not, and will not.
    No {
        /// Its words, its code in front, or those about the DNS.
        said: String,
    },
    /// Nobody knows now.
    Unknown {
        /// Why.
        why: String,
    },
}

/// A host that does not answer by then is passed over, so that there is time for the next one.
const CONNECT: Duration = Duration::from_secs(8);

/// How long a host has for each reply. A client waits for them.
const REPLY: Duration = Duration::from_secs(20);

impl<C: Clock> Asker<C> {
    /// Asks about `recipient` where its mail would be brought: one host after the other, until one has an answer. No host is asked
    /// at a site that is left alone, or for a domain that is suspended. How long all of that may take is for the caller to say: dropped, it drops its connection.
    pub async fn ask(&self, recipient: &Mailbox) -> Takes {
        let domain = recipient.domain();
        let Route::Remote(spec) = self.routes.route(domain) else {
            return unknown(format!("mail for {domain} goes to no server that could be asked"));
        };
        if let Some(suspension) = self.queue.suspension_of(domain, self.clock.now()) {
            let reason = match suspension.reason.as_str() {
                "" => String::new(),
                reason => format!(": {reason}"),
            };
            return unknown(format!(
                "{domain} is not asked now, since the operator has suspended it{reason}"
            ));
        }
        if let Some(resting) = self.rests(recipient, site_of_route(&spec).as_deref()) {
            return resting;
        }
        match self.ways.find(&spec, domain, seed(recipient)).await {
            Ok(way) => match self.rests(recipient, Some(&way.site)) {
                Some(resting) => resting,
                None => along(&*self.net, &way, recipient).await,
            },
            // RFC 3463 §3.2: the address is wrong. That its host has none, or is this server, may be our mistake.
            Err(fate) if fate.end == End::Failed && fate.status.subject == 1 => no(fate.note),
            Err(fate) => unknown(fate.note),
        }
    }

    /// The answer where the site is left alone: whoever was asked now would not answer either.
    fn rests(&self, recipient: &Mailbox, site: Option<&str>) -> Option<Takes> {
        let Held { site, rest } = self.pace.held(&recipient.domain().to_string(), site, self.clock.now())?;
        Some(unknown(format!("{site} is not asked now, since mail for it met with this: {}", rest.why)))
    }
}

/// Asks the hosts of a way one after the other.
async fn along(net: &dyn Net, way: &Way, recipient: &Mailbox) -> Takes {
    let mut last = unknown("there is no host to ask".to_owned());
    for candidate in &way.candidates {
        match visit(net, way, candidate, recipient).await {
            Ok(takes) => return takes,
            Err(why) => last = unknown(why),
        }
    }
    last
}

/// Asks one host. An error tells why another may be better.
async fn visit(
    net: &dyn Net,
    way: &Way,
    candidate: &Candidate,
    recipient: &Mailbox,
) -> Result<Takes, String> {
    let options = Options { patience: patience(), ..candidate.options.clone() };
    let mut connection = Connection::open(net, &candidate.target, &options)
        .await
        .map_err(|fault| format!("{candidate}: {fault}"))?;
    pool::tell(&candidate.target, &options, &connection);
    let outcome = connection.ask(envelope(recipient)).await;
    // It is not waited for: the client has its answer.
    tokio::spawn(connection.quit());
    let outcome = outcome.recipients.first().expect("an envelope with a recipient has an outcome for it");
    let judged = judge::transaction(outcome, way.hop);
    let note = match outcome {
        RecipientOutcome::Remainder(Some(said)) if said.class() == Class::Success => return Ok(Takes::Yes),
        RecipientOutcome::Refused { step: Step::Rcpt, said } if judged.next == Next::Never => {
            return Ok(no(said.to_string()));
        }
        // The host cannot be told the name: it has nobody of such a name.
        RecipientOutcome::Failed(trouble) if judged.next == Next::Never => {
            return Ok(no(trouble.to_string()));
        }
        RecipientOutcome::Refused { step, said } => format!("{candidate} said at {step}: {said}"),
        RecipientOutcome::Failed(trouble) => format!("{candidate}: {trouble}"),
        RecipientOutcome::Accepted(said) | RecipientOutcome::Remainder(Some(said)) => {
            format!("{candidate} said: {said}")
        }
        RecipientOutcome::Remainder(None) => format!("{candidate} takes no recipients"),
    };
    if judged.next == Next::OtherHost { Err(note) } else { Ok(unknown(note)) }
}

/// RFC 5321 §4.5.5: the null reverse-path, since nobody is to be told anything.
fn envelope(recipient: &Mailbox) -> Envelope {
    let recipient =
        Recipient { given: recipient.clone(), mailbox: recipient.clone(), notify: None, orcpt: None };
    Envelope {
        reverse_path: ReversePath::Null,
        recipients: vec![recipient],
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    }
}

/// A question waits less long than a message.
const fn patience() -> Patience {
    Patience {
        connect: CONNECT,
        greeting: REPLY,
        hello: REPLY,
        mail: REPLY,
        rcpt: REPLY,
        envelope_sum: REPLY,
        ..Patience::STANDARD
    }
}

/// Questions are spread over the hosts of one preference; about one recipient they are asked in one order.
fn seed(recipient: &Mailbox) -> u64 {
    let mut hasher = DefaultHasher::new();
    recipient.hash(&mut hasher);
    hasher.finish()
}

const fn no(said: String) -> Takes {
    Takes::No { said }
}

const fn unknown(why: String) -> Takes {
    Takes::Unknown { why }
}
