//! In whose name a message is signed: what the author says counts only from somebody who may speak for him.

use postrider_directory::Account;
use postrider_proto::mail::{Domain, SigningIdentity};

use crate::{Client, Policy};

/// What the operator set about signing.
#[derive(Debug, Clone, Default)]
pub struct SigningOptions {
    /// The name of this server: its users may write from it, as from the domains that live here.
    pub hostname: Option<Domain>,
    /// The clients of trusted networks may speak for our domains, as the users of this machine may.
    pub trusted_networks: bool,
}

impl Policy {
    /// In whose name a message is signed that this client has handed in, whose author writes from `author`. None: in nobody's, and so
    /// is all mail from the net, whatever it says in From.
    ///
    /// Whoever may send as a domain is asked for first, and then what the author writes. An `account`, whom the client has logged in as,
    /// may: that the author is itself has been seen to by the rules about content.
    #[must_use]
    pub fn signing(
        &self,
        client: Client,
        account: Option<&Account>,
        author: Option<&Domain>,
    ) -> Option<SigningIdentity> {
        let author = Domain::Name(author?.to_ascii()?);
        let may_speak = client.is_user()
            || account.is_some()
            || self.options.signing.trusted_networks && self.trusted_network(client).is_some();
        let is_ours =
            self.directory.is_local(&author) || self.options.signing.hostname.as_ref() == Some(&author);
        (may_speak && is_ours).then_some(SigningIdentity { domain: author })
    }
}
