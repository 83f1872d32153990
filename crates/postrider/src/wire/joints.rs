//! Where the parts of the server meet that know nothing of each other: what the one asks, the other answers.

use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};

use postrider_directory::{Directory, Resolution};
use postrider_inbound::CallOut;
use postrider_outbound::{Asker, Resolve, SystemClock, Takes};
use postrider_policy::CallOutAnswer;
use postrider_proto::mail::Mailbox;

/// Asks about a recipient of others where its mail would be brought: here the way in and the way out meet.
pub struct AlongRoutes(pub Asker<SystemClock>);

impl CallOut for AlongRoutes {
    fn ask<'a>(&'a self, recipient: &'a Mailbox) -> Pin<Box<dyn Future<Output = CallOutAnswer> + Send + 'a>> {
        Box::pin(async {
            match self.0.ask(recipient).await {
                Takes::Yes => CallOutAnswer::Yes,
                Takes::No { said } => CallOutAnswer::No { said },
                Takes::Unknown { why } => CallOutAnswer::Unknown { why },
            }
        })
    }
}

/// Who lives here, for reports to them: as the configuration says that was read last.
#[derive(Clone)]
pub struct Residents(Arc<RwLock<Arc<Directory>>>);

impl Residents {
    pub fn new(directory: Arc<Directory>) -> Self {
        Self(Arc::new(RwLock::new(directory)))
    }

    pub fn set(&self, directory: Arc<Directory>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = directory;
    }

    /// The mailboxes behind an address of ours; an address of others as it is.
    pub fn resolve(&self) -> Resolve {
        let residents = Arc::clone(&self.0);
        Arc::new(move |address| {
            let directory = residents.read().unwrap_or_else(PoisonError::into_inner);
            match directory.resolve(address) {
                Resolution::NotLocal => vec![address.clone()],
                Resolution::UnknownUser => Vec::new(),
                Resolution::Mailboxes(mailboxes) => mailboxes,
            }
        })
    }
}
