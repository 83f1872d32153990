//! One connection to a directory. One request at a time: while a bind is under way, no other may be (RFC 4511 §4.2.1).

use std::fmt;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsConnector;

use super::ber::{self, Malformed, Writer};
use super::message::{self, Ended, Entry, Said, Search, code};
use super::url::{LdapUrl, Security};
use crate::dial::{Dial, Stream};

/// How many messages answer one search at most: entries, of which two are asked for, and references to other servers.
const MESSAGES_MAX: usize = 100;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// There is no connection.
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    /// There was one, and it is gone. Over another there may be an answer.
    #[error("has closed the connection: {0}")]
    Closed(String),
    /// There is no TLS.
    #[error("has no TLS that could be used: {0}")]
    Tls(String),
    /// What it says makes no sense.
    #[error("is not understood: {0}")]
    Malformed(#[from] Malformed),
    /// It answers what it was not asked.
    #[error("has answered what it was not asked")]
    NotAsked,
    /// It refuses what every login needs.
    #[error("refuses {what}: {}", in_words(.ended))]
    Refused {
        /// What it refuses.
        what: &'static str,
        /// How.
        ended: Ended,
    },
    /// It says nothing.
    #[error("has not answered in time")]
    Silent,
    /// Too many ask at once.
    #[error("is asked about too many logins at once")]
    Busy,
}

/// A result for people: `result 49, wrong password`.
pub fn in_words(ended: &Ended) -> String {
    match ended.words.as_str() {
        "" => format!("result {}", ended.code),
        words => format!("result {}, {words}", ended.code),
    }
}

/// Where a directory is, and how it is spoken to.
#[derive(Debug, Clone)]
pub struct Server {
    pub dial: Arc<dyn Dial>,
    pub url: LdapUrl,
    pub security: Security,
    /// What TLS is set to; none where there is none.
    pub tls: Option<Arc<ClientConfig>>,
}

/// One connection.
pub struct Connection {
    stream: Box<dyn Stream>,
    /// What has come and was not read yet.
    come: Vec<u8>,
    /// The number of the last request.
    last: u32,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("last", &self.last).finish_non_exhaustive()
    }
}

impl Connection {
    /// Connects, with TLS if there is to be any.
    pub async fn open(server: &Server) -> Result<Self, Trouble> {
        let dialed = server.dial.dial(&server.url.place).await;
        let stream = dialed.map_err(|error| Trouble::Unreachable(error.to_string()))?;
        let mut connection = Self { stream, come: Vec::new(), last: 0 };
        if server.security == Security::StartTls {
            match connection.ask(message::start_tls).await? {
                Said::Extended(ended) if ended.code == code::SUCCESS => {}
                Said::Extended(ended) => return Err(Trouble::Refused { what: "StartTLS", ended }),
                _ => return Err(Trouble::NotAsked),
            }
            // Whoever is on the way could have said it, and it would be taken for the words of the server.
            if !connection.come.is_empty() {
                return Err(Trouble::Tls(
                    "something stood in clear behind its answer to StartTLS".to_owned(),
                ));
            }
        }
        match &server.tls {
            Some(tls) => connection.encrypted(tls, &server.url.host()).await,
            None => Ok(connection),
        }
    }

    async fn encrypted(self, tls: &Arc<ClientConfig>, host: &str) -> Result<Self, Trouble> {
        let name = ServerName::try_from(host.to_owned()).map_err(|error| Trouble::Tls(error.to_string()))?;
        let made = TlsConnector::from(Arc::clone(tls)).connect(name, self.stream).await;
        let stream = made.map_err(|error| Trouble::Tls(error.to_string()))?;
        Ok(Self { stream: Box::new(stream), come: Vec::new(), last: self.last })
    }

    /// Shows a password for a name.
    pub async fn bind(&mut self, dn: &str, password: &[u8]) -> Result<Ended, Trouble> {
        match self.ask(|id| message::bind(id, dn, password)).await? {
            Said::Bound(ended) => Ok(ended),
            _ => Err(Trouble::NotAsked),
        }
    }

    /// Looks for entries.
    pub async fn search(&mut self, search: Search<'_>) -> Result<(Vec<Entry>, Ended), Trouble> {
        let mut entries = Vec::new();
        let mut said = self.ask(|id| message::search(id, search)).await?;
        for _ in 0..MESSAGES_MAX {
            match said {
                Said::Entry(entry) => entries.push(entry),
                Said::Reference => {}
                Said::Searched(ended) => return Ok((entries, ended)),
                _ => return Err(Trouble::NotAsked),
            }
            said = self.hear().await?;
        }
        Err(Trouble::NotAsked)
    }

    async fn ask(&mut self, request: impl FnOnce(u32) -> Writer) -> Result<Said, Trouble> {
        let closed = |error: std::io::Error| Trouble::Closed(error.to_string());
        // RFC 4511 §4.1.1.1: not 0, and with its highest bit not set. Nobody asks so often over one connection.
        self.last = self.last % i32::MAX.unsigned_abs() + 1;
        let request = request(self.last);
        self.stream.write_all(request.octets()).await.map_err(closed)?;
        self.stream.flush().await.map_err(closed)?;
        drop(request);
        self.hear().await
    }

    /// The next message about what was asked last.
    async fn hear(&mut self) -> Result<Said, Trouble> {
        loop {
            if let Some(length) = ber::whole(&self.come)? {
                let (id, said) = message::read(&self.come[..length])?;
                self.come.drain(..length);
                return match (id, said) {
                    // RFC 4511 §4.4.1: it is about to close the connection.
                    (0, Said::Extended(ended)) => Err(Trouble::Closed(in_words(&ended))),
                    (id, said) if id == self.last => Ok(said),
                    _ => Err(Trouble::NotAsked),
                };
            }
            let mut octets = [0; 4096];
            match self.stream.read(&mut octets).await {
                Ok(0) => return Err(Trouble::Closed("before it has answered".to_owned())),
                Ok(read) => self.come.extend_from_slice(&octets[..read]),
                Err(error) => return Err(Trouble::Closed(error.to_string())),
            }
        }
    }
}
