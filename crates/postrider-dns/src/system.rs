//! The resolver of this machine: its servers are asked, and what they say is remembered.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::{Name, RData, RecordType};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::answer::{Answer, Mx, Trouble};
use crate::cache::{Cache, Kept};
use crate::exchange;
use crate::hosts_file::HostsFile;
use crate::message::{Heard, LINKS_MAX, Question};
use crate::resolv_conf::ResolvConfError;
use crate::resolver::{Asked, Resolver};

/// Whom to ask, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Servers {
    /// They are asked in this order. At least one.
    pub addresses: Vec<SocketAddr>,
    /// What servers of other machines say to be secure is believed too: the way to them is one that nobody else can write on.
    pub trust_ad: bool,
    /// How long an answer is waited for in the first round; in the second twice as long, and so on.
    pub timeout: Duration,
    /// How often servers are asked that do not answer.
    pub rounds: u32,
}

/// The resolver of this machine. A clone is the same one.
#[derive(Debug, Clone)]
pub struct System(Arc<RwLock<Arc<Inner>>>);

#[derive(Debug)]
struct Inner {
    servers: Servers,
    written: HostsFile,
    cache: Cache<(Name, RecordType), Answer<RData>>,
    /// Questions that may be asked now.
    slots: Semaphore,
}

/// How many questions may be under way at once. Each has a socket.
const AT_ONCE: usize = 64;

/// How many answers are remembered.
const CACHE_ENTRIES: usize = 10_000;

/// How long it is remembered that nobody knows: long enough for all messages of a moment, and no longer.
const TROUBLE_LIFE: Duration = Duration::from_secs(5);

impl Servers {
    /// These servers, asked twice: for two seconds, then for four. Only those at loopback addresses are believed that something
    /// is secure.
    #[must_use]
    pub const fn new(addresses: Vec<SocketAddr>) -> Self {
        Self { addresses, trust_ad: false, timeout: Duration::from_secs(2), rounds: 2 }
    }
}

impl System {
    /// A resolver that asks these servers, and finds in this file what the operator has written.
    #[must_use]
    pub fn with(servers: Servers, written: HostsFile) -> Self {
        let (cache, slots) = (Cache::new(CACHE_ENTRIES), Semaphore::new(AT_ONCE));
        Self(Arc::new(RwLock::new(Arc::new(Inner { servers, written, cache, slots }))))
    }

    /// Becomes another: whoever has this one asks its servers from now on. What was remembered is forgotten, since it came from others.
    /// Gives whether anything is different; if nothing is, nothing is forgotten.
    pub fn become_like(&self, other: &Self) -> bool {
        let other = other.now();
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let differs = now.servers != other.servers || now.written != other.written;
        if differs {
            *now = other;
        }
        differs
    }

    /// Whom it asks.
    #[must_use]
    pub fn servers(&self) -> Vec<SocketAddr> {
        self.now().servers.addresses.clone()
    }

    fn now(&self) -> Arc<Inner> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A resolver that asks these servers.
    #[must_use]
    pub fn new(servers: Vec<SocketAddr>) -> Self {
        Self::with(Servers::new(servers), HostsFile::default())
    }

    /// The resolver that `/etc/resolv.conf` and `/etc/hosts` describe, as they are now; a machine without the second has no
    /// hosts written down.
    ///
    /// # Errors
    ///
    /// The first names no server.
    pub fn from_resolv_conf() -> Result<Self, ResolvConfError> {
        let servers = Servers::from_resolv_conf(Path::new("/etc/resolv.conf"))?;
        Ok(Self::with(servers, HostsFile::read(Path::new("/etc/hosts")).unwrap_or_default()))
    }
}

impl Resolver for System {
    fn mx<'a>(&'a self, domain: &'a str) -> Asked<'a, Mx> {
        Box::pin(async move {
            let answer = self.now().look_up(domain, RecordType::MX).await;
            answer.filter_map(|data| match data {
                RData::MX(mx) => Some(Mx { preference: mx.preference, exchange: shown(&mx.exchange) }),
                _ => None,
            })
        })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Asked<'a, IpAddr> {
        Box::pin(async move {
            let now = self.now();
            let (v6, v4) =
                tokio::join!(now.look_up(host, RecordType::AAAA), now.look_up(host, RecordType::A));
            v6.and(v4).filter_map(|data| match data {
                RData::A(a) => Some(a.0.into()),
                RData::AAAA(aaaa) => Some(aaaa.0.into()),
                _ => None,
            })
        })
    }

    fn texts<'a>(&'a self, name: &'a str) -> Asked<'a, String> {
        Box::pin(async move {
            let answer = self.now().look_up(name, RecordType::TXT).await;
            answer.filter_map(|data| match data {
                RData::TXT(txt) => Some(String::from_utf8_lossy(&txt.txt_data.concat()).into_owned()),
                _ => None,
            })
        })
    }

    fn forget_texts(&self, name: &str) {
        if let Some(name) = parsed(name) {
            self.now().cache.forget(&(name, RecordType::TXT));
        }
    }

    fn written(&self, host: &str) -> Vec<IpAddr> {
        self.now().written.addresses(host).to_vec()
    }
}

impl Inner {
    async fn look_up(&self, name: &str, record: RecordType) -> Answer<RData> {
        // What DNS cannot write, it cannot have either.
        let Some(name) = parsed(name) else { return Answer::NxDomain { secure: false } };
        let place = self.cache.place((name.clone(), record), Instant::now());
        let kept = place.get_or_init(|| async {
            let _slot = self.slots.acquire().await.expect("nobody closes it");
            let (answer, life) = self.ask(&name, record).await;
            Kept { answer, until: Instant::now() + life }
        });
        kept.await.answer.clone()
    }

    /// Asks the servers one after the other, until one has an answer. Those that said nothing are asked again.
    async fn ask(&self, name: &Name, record: RecordType) -> (Answer<RData>, Duration) {
        let mut trouble = Trouble::Here { kind: io::ErrorKind::NotConnected };
        let mut left = self.servers.addresses.clone();
        for round in 1..=self.servers.rounds {
            let wait = self.servers.timeout * round;
            let mut silent = Vec::new();
            for server in left {
                match self.ask_one(server, name, record, wait).await {
                    Ok(answer) => return answer,
                    Err(fault) => {
                        if matches!(fault, Trouble::TimedOut { .. }) {
                            silent.push(server);
                        }
                        trouble = fault;
                    }
                }
            }
            left = silent;
        }
        (Answer::Temporary(trouble), TROUBLE_LIFE)
    }

    async fn ask_one(
        &self,
        server: SocketAddr,
        name: &Name,
        record: RecordType,
        wait: Duration,
    ) -> Result<(Answer<RData>, Duration), Trouble> {
        let put = async |checking_disabled| {
            let id = getrandom::u32().map_err(|_| Trouble::Here { kind: io::ErrorKind::Other })?;
            // The lower half is as random as the whole.
            let question = Question::new((id & 0xffff) as u16, name.clone(), record, checking_disabled);
            exchange::ask(server, &question, wait).await
        };
        let (code, error) = match put(false).await? {
            Heard::Answer(answer, life) => return Ok((self.as_far_as_believed(server, answer), life)),
            Heard::Failed(code, error) => (code, error),
            Heard::NotResolving => return Err(Trouble::NotResolving { server }),
            Heard::Aliases => return Err(Trouble::Aliases { links: LINKS_MAX }),
            Heard::Foreign | Heard::Malformed | Heard::Truncated => {
                return Err(Trouble::Malformed { server });
            }
        };
        if code == ResponseCode::ServFail {
            // A resolver that validates says no more than this of an answer that it does not believe. Some say why; for the others,
            // there is an answer if they are not to look at it.
            let says_bogus = error.as_ref().is_some_and(crate::ExtendedError::is_bogus);
            if says_bogus || matches!(put(true).await, Ok(Heard::Answer(..))) {
                return Ok((Answer::Bogus(error), TROUBLE_LIFE));
            }
        }
        Err(Trouble::Failed { server, code: mnemonic(code), error })
    }

    /// A server can say of anything that it is secure, and so can whoever is on the way to it.
    fn as_far_as_believed(&self, server: SocketAddr, mut answer: Answer<RData>) -> Answer<RData> {
        let believed = self.servers.trust_ad || server.ip().to_canonical().is_loopback();
        if let Answer::Found { secure, .. } | Answer::NoData { secure } | Answer::NxDomain { secure } =
            &mut answer
        {
            *secure &= believed;
        }
        answer
    }
}

/// What operators call a response code.
fn mnemonic(code: ResponseCode) -> &'static str {
    match code {
        ResponseCode::FormErr => "FORMERR",
        ResponseCode::ServFail => "SERVFAIL",
        ResponseCode::NotImp => "NOTIMP",
        ResponseCode::Refused => "REFUSED",
        other => other.to_str(),
    }
}

/// A name as DNS has it, in the one spelling under which it is remembered.
fn parsed(name: &str) -> Option<Name> {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    Name::from_labels(name.split('.').map(str::as_bytes)).ok()
}

/// A name from a reply: what is not printable in it is escaped.
fn shown(name: &Name) -> String {
    let text = name.to_ascii().to_ascii_lowercase();
    match text.strip_suffix('.') {
        Some(bare) if !bare.is_empty() => bare.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_machine_says_to_be_secure_is_believed_only_where_the_operator_says_so() {
        let believes = |server: &str, trust_ad| {
            let server: SocketAddr = server.parse().expect(server);
            let servers = Servers { trust_ad, ..Servers::new(vec![server]) };
            let system = System::with(servers, HostsFile::default());
            [Answer::NoData { secure: true }, Answer::NxDomain { secure: true }]
                .map(|answer| system.now().as_far_as_believed(server, answer.clone()) == answer)
        };
        for server in ["127.0.0.1:53", "127.0.0.53:53", "[::1]:53", "[::ffff:127.0.0.1]:53"] {
            assert_eq!(believes(server, false), [true, true], "{server}");
        }
        for server in ["192.0.2.1:53", "10.0.0.1:53", "[2001:db8::1]:53"] {
            assert_eq!(believes(server, false), [false, false], "{server}");
            assert_eq!(believes(server, true), [true, true], "{server}");
        }
    }

    #[test]
    fn a_name_from_a_reply_is_shown_without_what_is_not_printable() {
        let name = |labels: &[&[u8]]| shown(&Name::from_labels(labels.iter().copied()).expect("a name"));
        assert_eq!(name(&[]), ".");
        assert_eq!(name(&[b"MX", b"Example"]), "mx.example");
        let odd = name(&[b"a.b\r\n\0", b"\xfc"]);
        assert!(odd.bytes().all(|octet| octet.is_ascii_graphic()), "{odd}");
        assert_ne!(odd, name(&[b"a", b"b\r\n\0", b"\xfc"]));
    }
}
