//! Here the accounts and the servers that know them meet: who is asked, in which order.

use std::net::IpAddr;
use std::sync::Arc;

use postrider_dns::System;
use postrider_login::{
    AccountFile, AccountSource, Addresses, Asking, Dial, DovecotSource, LdapOptions, LdapSource, Logins,
    Network, OpenError, Pool, Source,
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

/// Whoever knows accounts, in the order in which they are asked: the account file, then the servers in the order of the configuration.
///
/// # Errors
///
/// The account file cannot be used, or there are no threads.
pub fn sources(config: &Config, resolver: &System) -> Result<Vec<Arc<dyn Source>>, OpenError> {
    let options = &config.accounts;
    let pool = Pool::start(options.threads, options.waiting)?;
    let file = AccountSource::open(AccountFile::at(&options.file), pool, options.cost)?;
    let mut sources: Vec<Arc<dyn Source>> = vec![Arc::new(file)];
    let dial: Arc<dyn Dial> = Arc::new(Network::new(Arc::new(Resolved(resolver.clone()))));
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
