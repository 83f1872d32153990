//! Here the accounts and the servers that know them meet: who is asked, in which order.

use std::net::IpAddr;
use std::sync::Arc;

use postrider_dns::System;
use postrider_login::{
    Addresses, Asking, Dial, DovecotSource, LdapOptions, LdapSource, Logins, Network, OauthSource, OpenError,
    Source,
};
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use tracing::warn;

use crate::config::{AccountServer, Config};

/// Where hosts are, by the resolver of this server.
#[derive(Clone)]
struct Resolved(System);

impl std::fmt::Debug for Resolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Resolved")
    }
}

impl Addresses for Resolved {
    fn addresses<'a>(&'a self, host: &'a str) -> Asking<'a, Result<Vec<IpAddr>, String>> {
        Box::pin(async move {
            let domain = Domain::parse(host, Charset::Utf8).map_err(|why| why.to_string())?;
            let found = postrider_dns::host(&self.0, &domain).await.map_err(|why| why.to_string())?;
            Ok(found.addresses)
        })
    }
}

/// Whoever knows accounts, in the order in which they are asked: the account file, then those that know tokens and
/// nothing else, then the servers in the order of the configuration.
///
/// # Errors
///
/// One of them cannot be used.
pub fn sources(config: &Config, resolver: &System) -> Result<Vec<Arc<dyn Source>>, OpenError> {
    let file = Logins::file(&config.accounts)?;
    let mut sources: Vec<Arc<dyn Source>> = vec![Arc::clone(&file) as _];
    let addresses: Arc<dyn Addresses> = Arc::new(Resolved(resolver.clone()));
    for options in &config.oauth {
        let tokens = OauthSource::open(options.clone(), Arc::clone(&file), &addresses);
        sources.push(Arc::new(tokens.map_err(OpenError::Tokens)?));
    }
    let dial: Arc<dyn Dial> = Arc::new(Network::new(Arc::clone(&addresses)));
    for server in &config.account_servers {
        let dial = Arc::clone(&dial);
        sources.push(match server {
            AccountServer::Dovecot(options) => Arc::new(DovecotSource::new(options.clone(), dial)),
            AccountServer::Ldap(options) => Arc::new(LdapSource::new(LdapOptions::clone(options), dial)),
        });
    }
    Ok(sources)
}

/// Says which of them cannot be asked now. That is no reason not to start: whoever logs in is told to come again, and mail goes on.
pub async fn warn_of_unreachable(logins: Logins) {
    for why in logins.unreachable().await {
        warn!(why, "accounts cannot be looked up now: logins that need this are told to come again");
    }
}
