//! Who may log in, how that is checked, and as whom mail may be sent then.

use postrider_proto::mail::Mailbox;
use postrider_proto::mail::address::Charset;
use postrider_proto::sasl::{CramMd5Verifier, Hash, ScramVerifier, Secret};

use crate::certificate::{CertificateName, Fingerprint, ShownCertificate};
use crate::hash::PasswordHash;
use crate::sender::SenderPattern;

/// Somebody who may log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name, prepared (RFC 8265).
    pub name: String,
    /// Hashes of passwords. Each of the passwords is right; [`Account::HASHES`] at most.
    pub hashes: Vec<PasswordHash>,
    /// Verifiers for SCRAM, one for each hash function.
    pub verifiers: Vec<ScramVerifier>,
    /// Verifiers are to be made of the password when it is known the next time.
    pub keep_scram: bool,
    /// What verifies its responses of CRAM-MD5. It is made of a new password, too, as long as there is one.
    pub cram_md5: Option<CramMd5Verifier>,
    /// Certificates that it may log in with.
    pub certificates: Vec<Fingerprint>,
    /// Names that may stand in a certificate that it logs in with.
    pub certificate_names: Vec<CertificateName>,
    /// Addresses that it may send from, beside its own.
    pub senders: Vec<SenderPattern>,
    /// It may not log in.
    pub disabled: bool,
    /// How much it may send, where that is other than for the rest.
    pub limits: AccountLimits,
}

/// How much an account may send, where that is other than for the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct AccountLimits {
    /// Messages in an hour; 0: as many as it likes.
    pub messages_per_hour: Option<u32>,
    /// Recipients in an hour; 0: as many as it likes.
    pub recipients_per_hour: Option<u32>,
    /// The largest message, in octets. More than a listener takes nobody may send.
    pub message_octets: Option<u64>,
}

impl Account {
    /// The most hashes of one account: each is compared at each login.
    pub const HASHES: usize = 4;

    /// An account of this prepared name, with which nobody can log in yet.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            hashes: Vec::new(),
            verifiers: Vec::new(),
            keep_scram: false,
            cram_md5: None,
            certificates: Vec::new(),
            certificate_names: Vec::new(),
            senders: Vec::new(),
            disabled: false,
            limits: AccountLimits::default(),
        }
    }

    /// Whether this is a password of it, be it disabled or not. Takes as long as its hashes say, whichever fits.
    #[must_use]
    pub fn verify(&self, password: &Secret) -> bool {
        if self.hashes.is_empty() {
            // What was imported as a verifier alone.
            let fits = |verifier: &ScramVerifier| {
                password.expose_text().is_some_and(|password| verifier.fits(password))
            };
            return match (self.verifiers.first(), &self.cram_md5) {
                (None, Some(verifier)) => verifier.fits(password),
                (verifier, _) => verifier.is_some_and(fits),
            };
        }
        self.hashes.iter().fold(false, |is_right, hash| hash.verify(password.expose()) | is_right)
    }

    /// The verifier for SCRAM with this hash function.
    #[must_use]
    pub fn verifier(&self, hash: Hash) -> Option<&ScramVerifier> {
        self.verifiers.iter().find(|verifier| verifier.hash() == hash)
    }

    /// Whether verifiers are wanted, and one is missing.
    #[must_use]
    pub fn lacks_verifiers(&self) -> bool {
        self.keep_scram && [Hash::Sha1, Hash::Sha256].iter().any(|hash| self.verifier(*hash).is_none())
    }

    /// Whether this certificate is its own, be it disabled or not.
    #[must_use]
    pub fn owns(&self, shown: &ShownCertificate<'_>) -> bool {
        self.certificates.contains(&shown.fingerprint)
            || self.certificate_names.iter().any(|name| shown.is_for(name))
    }

    /// Whether anything of it proves who somebody is: a password, or what is kept in its place, or a certificate.
    #[must_use]
    pub fn has_credentials(&self) -> bool {
        !(self.hashes.is_empty()
            && self.verifiers.is_empty()
            && self.cram_md5.is_none()
            && self.certificates.is_empty()
            && self.certificate_names.is_empty())
    }

    /// Whether the next login with its password makes the verifiers that it lacks.
    #[must_use]
    pub fn can_get_verifiers(&self) -> bool {
        let has_password = !self.hashes.is_empty() || !self.verifiers.is_empty() || self.cram_md5.is_some();
        self.lacks_verifiers() && !self.disabled && has_password
    }

    /// Whether what it was logged in to with before is still good: no password of then is another now, and no certificate is gone. New
    /// verifiers of the same password change nothing.
    #[must_use]
    pub fn keeps_credentials_of(&self, before: &Self) -> bool {
        self.hashes == before.hashes
            && before.verifiers.iter().all(|verifier| self.verifiers.contains(verifier))
            && before.cram_md5.iter().all(|verifier| self.cram_md5.as_ref() == Some(verifier))
            && before.certificates.iter().all(|certificate| self.certificates.contains(certificate))
            && before.certificate_names.iter().all(|name| self.certificate_names.contains(name))
    }

    /// Whether it may use this address as a sender: its own name, where that is an address, and what its senders take in.
    #[must_use]
    pub fn may_send_as(&self, address: &Mailbox) -> bool {
        let own = self.own_address();
        let own = own.as_ref().map(SenderPattern::address);
        own.iter().chain(&self.senders).any(|pattern| pattern.matches(address))
    }

    /// Whether there is an address that it may use as a sender.
    #[must_use]
    pub fn has_senders(&self) -> bool {
        !self.senders.is_empty() || self.own_address().is_some()
    }

    fn own_address(&self) -> Option<Mailbox> {
        Mailbox::parse(&self.name, Charset::Utf8).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Mailbox {
        Mailbox::parse(text, Charset::Utf8).expect(text)
    }

    #[test]
    fn an_account_may_send_as_itself_and_as_its_senders() {
        let mut alice = Account::new("alice@example.org");
        assert!(alice.may_send_as(&address("Alice@EXAMPLE.org")));
        assert!(!alice.may_send_as(&address("bob@example.org")));
        alice.senders.push(SenderPattern::read("@lists.example.org").expect("a pattern"));
        assert!(alice.may_send_as(&address("news@lists.example.org")));
        // A name that is no address is none that mail can come from; a star in it is a star and no pattern.
        let mut bare = Account::new("alice");
        assert!(!bare.may_send_as(&address("alice@example.org")) && !bare.has_senders());
        bare.senders.clone_from(&alice.senders);
        assert!(bare.has_senders() && Account::new("bob@example.org").has_senders());
        let star = Account::new("*@example.org");
        assert!(!star.may_send_as(&address("bob@example.org")));
        assert!(star.may_send_as(&address("*@example.org")));
    }

    #[test]
    fn without_hashes_the_verifier_knows_the_password() {
        let mut alice = Account::new("alice");
        assert!(!alice.verify(&Secret::new("pencil")));
        let verifier = ScramVerifier::from_password(Hash::Sha256, "pencil", b"salt", 4096).expect("good");
        alice.verifiers.push(verifier);
        assert!(alice.verify(&Secret::new("pencil")));
        assert!(!alice.verify(&Secret::new("pencils")));
        alice.keep_scram = true;
        assert!(alice.lacks_verifiers());
        let mut bob = Account::new("bob");
        bob.cram_md5 = Some(CramMd5Verifier::of(b"pencil"));
        assert!(bob.verify(&Secret::new("pencil")));
        assert!(!bob.verify(&Secret::new("pencils")));
    }
}
