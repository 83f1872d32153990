//! Which addresses an account may send from.

use std::fmt;

use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{Domain, Mailbox};

use crate::domain;

/// Addresses that an account may use as a sender. Upper and lower case are the same, and so are the two ways to write a domain.
///
/// - `alice@example.org`: this one.
/// - `@example.org`: every address of this domain, and of none below it.
/// - With `*`, which stands for any run of characters, also none: `alice+*@example.org`, `*@*.example.org` (every domain
///   below example.org), `*@*` (anybody).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderPattern {
    /// As it was written.
    written: String,
    form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// The local part in lower case, the domain in A-labels.
    Address { local: String, domain: Domain },
    /// The domain in A-labels.
    Domain(Domain),
    /// Both in lower case, the domain in A-labels as far as it has no star.
    Wildcard { local: String, domain: String },
}

/// Why a text names no senders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderProblem {
    written: String,
    why: String,
}

impl fmt::Display for SenderProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { written, why } = self;
        write!(
            f,
            "{written:?} names no senders: {why}. Write an address, @example.org for all of a domain, or an address with * for any characters"
        )
    }
}

impl std::error::Error for SenderProblem {}

/// The longest pattern, in octets: what the longest address has.
const PATTERN_OCTETS: usize = 320;

impl SenderPattern {
    /// Reads a pattern as it is written.
    ///
    /// # Errors
    ///
    /// It names nobody.
    pub fn read(text: &str) -> Result<Self, SenderProblem> {
        let problem = |why: &str| SenderProblem { written: text.to_owned(), why: why.to_owned() };
        if text.len() > PATTERN_OCTETS {
            return Err(problem("it is too long"));
        }
        let form = if let Some(name) = text.strip_prefix('@')
            && !name.contains('*')
        {
            let parsed = Domain::parse(name, Charset::Utf8).map_err(|fault| problem(&fault.to_string()))?;
            Form::Domain(domain::ascii(&parsed).into_owned())
        } else if text.contains('*') {
            Self::wildcard(text).map_err(problem)?
        } else {
            let address = Mailbox::parse(text, Charset::Utf8).map_err(|fault| problem(&fault.to_string()))?;
            return Ok(Self::address(&address));
        };
        Ok(Self { written: text.to_owned(), form })
    }

    /// Takes in this address alone: a star in it is a star. Written out and read again it would be a pattern.
    #[must_use]
    pub fn address(address: &Mailbox) -> Self {
        let domain = domain::ascii(address.domain()).into_owned();
        let form = Form::Address { local: address.local().to_lowercase(), domain };
        Self { written: address.to_string(), form }
    }

    fn wildcard(text: &str) -> Result<Form, &'static str> {
        let (local, domain) = text.rsplit_once('@').ok_or("it has no @")?;
        if local.contains(['@', '"']) {
            return Err("a quoted local part has no *");
        }
        if domain.is_empty() {
            return Err("it has nothing behind the @");
        }
        let labels: Option<Vec<String>> = domain.split('.').map(label).collect();
        let domain = labels.ok_or("the domain is not a valid name, even with its *")?.join(".");
        // @*.example.org has nothing before the @, and means everybody there, as @example.org does.
        let local = if local.is_empty() { "*".to_owned() } else { local.to_lowercase() };
        Ok(Form::Wildcard { local, domain })
    }

    /// Whether it takes in this address.
    #[must_use]
    pub fn matches(&self, address: &Mailbox) -> bool {
        let theirs = domain::ascii(address.domain());
        let local = || address.local().to_lowercase();
        match &self.form {
            Form::Address { local: own, domain } => *theirs == *domain && local() == *own,
            Form::Domain(domain) => *theirs == *domain,
            Form::Wildcard { local: pattern, domain } => {
                is_match(domain, &theirs.to_string().to_lowercase()) && is_match(pattern, &local())
            }
        }
    }
}

impl fmt::Display for SenderPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// A label of a domain, perhaps with stars: in lower case, and in A-labels where it has none.
fn label(text: &str) -> Option<String> {
    let plain = text.replace('*', "x");
    let parsed = Domain::parse(&plain, Charset::Utf8).ok().filter(|_| !plain.contains(['[', ']']))?;
    match text.contains('*') {
        // A star within a label that is not ASCII would have to match what no one writes.
        true => text.is_ascii().then(|| text.to_ascii_lowercase()),
        false => Some(domain::ascii(&parsed).to_string().to_lowercase()),
    }
}

/// Whether a text is what a pattern with `*` says. Takes at most as many steps as the lengths multiplied.
fn is_match(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        // The first place is the best one: whatever fits behind a later one fits behind this, too.
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(pattern: &str, address: &str) -> bool {
        let pattern = SenderPattern::read(pattern).expect(pattern);
        pattern.matches(&Mailbox::parse(address, Charset::Utf8).expect(address))
    }

    #[test]
    fn a_pattern_takes_in_whom_it_names_and_nobody_else() {
        for (pattern, yes, no) in [
            ("alice@example.org", "ALICE@Example.ORG", "alicia@example.org"),
            ("alice@bücher.example", "alice@xn--bcher-kva.example", "alice@bucher.example"),
            ("@example.org", "anybody@example.org", "anybody@sub.example.org"),
            ("*@*.example.org", "a@b.c.example.org", "a@example.org"),
            ("@*.example.org", "a@b.example.org", "a@evilexample.org"),
            ("alice+*@example.org", "Alice+news@example.org", "alicenews@example.org"),
            ("*-list@example.org", "a-list@example.org", "a-list-owner@example.org"),
            ("*@*", "anybody@anywhere.example", "anybody@[192.0.2.1]x"),
            ("a*b*c@example.org", "abbc@example.org", "acb@example.org"),
        ] {
            assert!(takes(pattern, yes), "{pattern} takes in {yes}");
            if Mailbox::parse(no, Charset::Utf8).is_ok() {
                assert!(!takes(pattern, no), "{pattern} does not take in {no}");
            }
        }
    }

    #[test]
    fn what_names_nobody_is_refused_with_its_reason() {
        for wrong in
            ["alice", "@", "*@", "\"a*\"@example.org", "*@exa mple.org", "a@b@c", "", "*@[192.0.2.*]"]
        {
            let problem = SenderPattern::read(wrong).expect_err(wrong).to_string();
            assert!(problem.contains("names no senders: "), "{problem}");
        }
    }
}
