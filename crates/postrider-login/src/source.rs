//! Whoever knows accounts.

use std::fmt::Debug;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use postrider_directory::{Account, ShownCertificate};
use postrider_proto::sasl::{CramMd5Verifier, Hash, ScramVerifier, Secret, TokenFault};

/// An answer on its way.
pub type Asking<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T> {
    /// It is right.
    Yes(T),
    /// It knows the name, and it is wrong.
    No,
    /// It is right, and the account may not log in. Nobody else is asked, and only who has shown the password may learn it.
    Disabled,
    /// It does not know the name, or knows nothing of this way to log in. The next is asked.
    NotHere,
    /// It knows the name, and lacks what this way to log in needs before there was a login with the password.
    Transition,
    /// It is a token of somebody, and not good for a login here.
    Refused(Refusal),
    /// It is none of its tokens, for all that can be told; why. The next is asked. Or it is a certificate that is nobody's alone.
    NotOurs(String),
    /// It cannot say now. Nobody else is asked: a name that one source knows must not be another's when that one is down. A token is whose it is, and of
    /// one the next is asked: it is good if that one has made it.
    Unavailable(String),
}

/// What is worth offering besides a password: what somebody can log in with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offers {
    /// An account has a verifier for SCRAM, or is to get one.
    pub scram: bool,
    /// One has a verifier for CRAM-MD5, and that may be used.
    pub cram_md5: bool,
    /// Somebody knows tokens.
    pub tokens: bool,
    /// An account may log in with a certificate.
    pub certificates: bool,
    /// This may be of yesterday.
    pub may_be_old: bool,
}

impl Offers {
    /// What one of the two has.
    #[must_use]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self {
            scram: self.scram || other.scram,
            cram_md5: self.cram_md5 || other.cram_md5,
            tokens: self.tokens || other.tokens,
            certificates: self.certificates || other.certificates,
            may_be_old: self.may_be_old || other.may_be_old,
        }
    }
}

/// Why a token is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What the client is told.
    pub fault: TokenFault,
    /// For the log, and never the token; none where the client has only asked how to get one.
    pub why: Option<String>,
}

/// Whoever knows accounts: the file of this server, another server, a directory.
///
/// Names are prepared (RFC 8265), passwords too (RFC 8265); neither is empty. A source is asked by many at once. It has to come to an end by itself, in
/// seconds, with [`Found::Unavailable`] if it must; it must not block the thread that polls it; and what it keeps in memory for those that wait
/// has to have a bound. It neither counts failures nor waits after them: that is done for all sources alike.
pub trait Source: Debug + Send + Sync {
    /// What it is called, for an operator: `the account file /var/lib/postrider/accounts.toml`.
    fn describe(&self) -> String;

    /// Is this the password?
    fn password<'a>(&'a self, name: &'a str, password: &'a Secret) -> Asking<'a, Found<Arc<Account>>>;

    /// Is this the password? It is no login: nothing is kept or changed because of it.
    fn try_password<'a>(&'a self, name: &'a str, password: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        self.password(name, password)
    }

    /// Is this the password, of somebody at this address?
    fn password_from<'a>(
        &'a self,
        name: &'a str,
        password: &'a Secret,
        _from: IpAddr,
    ) -> Asking<'a, Found<Arc<Account>>> {
        self.password(name, password)
    }

    /// Whether a password that was right may be believed from memory, wherever it comes from.
    fn is_remembered(&self) -> bool {
        true
    }

    /// What verifies the proofs of SCRAM of this name? [`Found::Yes`] also where the account is disabled: that is told when the proof fits.
    fn scram<'a>(&'a self, _name: &'a str, _hash: Hash) -> Asking<'a, Found<(ScramVerifier, Arc<Account>)>> {
        Box::pin(std::future::ready(Found::NotHere))
    }

    /// What verifies the responses of CRAM-MD5 of this name? As with SCRAM, [`Found::Yes`] also where the account is disabled.
    fn cram_md5<'a>(&'a self, _name: &'a str) -> Asking<'a, Found<(CramMd5Verifier, Arc<Account>)>> {
        Box::pin(std::future::ready(Found::NotHere))
    }

    /// Whose is this token? `name` is whom the client says it is for.
    fn token<'a>(&'a self, _name: Option<&'a str>, _token: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(std::future::ready(Found::NotHere))
    }

    /// Whose is this certificate, which TLS has found good? `authzid` is as whom the client wants to act.
    fn certificate<'a>(
        &'a self,
        _shown: ShownCertificate<'a>,
        _authzid: Option<&'a str>,
    ) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(std::future::ready(Found::NotHere))
    }

    /// The account of this name as it is now: for somebody who has logged in before, and shows nothing again. None where this source cannot tell.
    fn account<'a>(&'a self, _name: &'a str) -> Asking<'a, Option<Found<Arc<Account>>>> {
        Box::pin(std::future::ready(None))
    }

    /// Whether it has this name for certain, which it knows without asking anybody. What people type where a name belongs may be a password, and
    /// is not shown to an operator unless it is a name.
    fn knows(&self, _name: &str) -> bool {
        false
    }

    /// A number that changes whenever what is known of this name does. A password that was right is believed from memory only as long as it stays. One
    /// that cannot know says 0, and a changed password is noticed when the memory ends.
    fn stamp<'a>(&'a self, _name: &'a str) -> Asking<'a, u64> {
        Box::pin(std::future::ready(0))
    }

    /// Does as much as it would for a wrong password, for a name that nobody knows. `draw` is the same for the same name.
    ///
    /// # Errors
    ///
    /// It could not say now whether a password is right, and why, as [`Found::Unavailable`] has it. What is answered then has to be the same for a name
    /// that it knows and for one that it does not.
    fn decoy<'a>(&'a self, _draw: u64, _password: &'a Secret) -> Asking<'a, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Does as much as it would for a wrong password of this name, where it was not asked since another source knows the name: so that the
    /// time of a refusal does not tell who that is.
    ///
    /// # Errors
    ///
    /// As [`Source::decoy`].
    fn unasked<'a>(
        &'a self,
        _name: &'a str,
        draw: u64,
        password: &'a Secret,
    ) -> Asking<'a, Result<(), String>> {
        self.decoy(draw, password)
    }

    /// Whether it can be asked now.
    ///
    /// # Errors
    ///
    /// It cannot; why, and what to do about it.
    fn probe(&self) -> Asking<'_, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// What a verifier of SCRAM looks like here, for a name that nobody knows: octets of its salt, and iterations.
    fn scram_decoy(&self, _draw: u64, _hash: Hash) -> Option<(usize, u32)> {
        None
    }

    /// What anybody here can log in with, besides a password. Nobody else is asked, and it is found at once: every session asks.
    fn offers(&self) -> Offers {
        Offers::default()
    }

    /// Sees to it that it is of now. What keeps it from that is told in the log, though it may have been before.
    fn refresh(&self) -> Asking<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    /// Whether it knows passwords.
    fn has_passwords(&self) -> bool {
        true
    }

    /// What a client is told whose token it does not take, and one that asks how to get one (RFC 7628 §3.2.2).
    fn token_help(&self) -> Option<TokenFault> {
        None
    }
}
