//! What a token says of itself (RFC 7519 §4.1, RFC 7662 §2.2), and whether that is good enough.

use serde_json::{Map, Value};

use super::AccountClaim;

/// What the claims have to be.
#[derive(Debug)]
pub(super) struct Bounds<'a> {
    /// Who has to have made it.
    pub(super) issuer: Option<&'a str>,
    /// For one of these it has to be.
    pub(super) audience: &'a [String],
    /// All of these it has to be good for.
    pub(super) scope: Vec<&'a str>,
    /// What names the account.
    pub(super) account: AccountClaim,
}

/// Whom a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    /// The name, as it stands there.
    pub(super) name: String,
    /// Their address, if it is theirs.
    pub(super) address: Option<String>,
    /// From then on the token is not good any more, in seconds since 1970.
    pub(super) expires: Option<u64>,
}

/// Why a token is not good here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("it has expired")]
    Expired,
    #[error("it does not say when it expires")]
    Endless,
    #[error("it is not good yet, or was made in the future: compare the clocks")]
    NotYet,
    #[error("{}", Self::ISSUER)]
    Issuer,
    #[error("it is for somebody else, by its aud")]
    Audience,
    #[error("it is not good for enough, by its scope")]
    Scope,
    #[error("it is bound to a key (cnf), which its client cannot show here")]
    Bound,
    #[error("it has no such claim as account_claim says")]
    Nobody,
    #[error("the address in it is not verified, by its email_verified")]
    Unverified,
    #[error("its algorithm is none of those that are believed")]
    Algorithm,
    #[error("its header has extensions that have to be understood (crit)")]
    Critical,
    #[error("it is a token of another type, by its typ")]
    Type,
    #[error("another token is within it (cty), which nobody looks at")]
    Nested,
    #[error("it is no bearer token, by its token_type")]
    NotBearer,
    #[error("no key that is known has made its signature")]
    Signature,
}

impl Fault {
    /// Also where the next is asked.
    pub(super) const ISSUER: &'static str = "somebody else has made it, by its iss";
}

/// How far the clocks of two servers may be apart.
const LEEWAY_SECONDS: u64 = 60;

/// The claims of a token.
#[derive(Debug)]
pub(super) struct Claims(Map<String, Value>);

impl Claims {
    /// Reads them.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        match serde_json::from_slice(json) {
            Ok(Value::Object(claims)) => Some(Self(claims)),
            _ => None,
        }
    }

    /// A claim that is text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// Whether there is such a claim.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A claim that is true or false. Some servers write it in quotes.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// RFC 7662 §2.2: whether the server says that the token is good, which it does with a value of JSON. None: it says nothing.
    pub(super) fn active(&self) -> Option<bool> {
        self.0.get("active")?.as_bool()
    }

    /// RFC 7662 §2.2, RFC 6749: a token of another type than Bearer is not good for whoever has it; and one that is there to get others with is not meant for us.
    /// Some servers say what it is for, where others say how it is shown.
    pub(super) fn is_bearer(&self) -> bool {
        let known =
            |kind: &str| ["Bearer", "access_token"].iter().any(|known| kind.eq_ignore_ascii_case(known));
        !self.has("token_type") || self.text("token_type").is_some_and(known)
    }

    /// A time, in whole seconds (RFC 7519 §2: it may have a fraction).
    fn seconds(&self, name: &str) -> Option<u64> {
        let number = self.0.get(name)?;
        // What is negative or no number is before everything.
        Some(number.as_u64().or_else(|| number.as_f64().map(whole)).unwrap_or(0))
    }

    /// The words of a claim that is text with spaces, or a list.
    fn words(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            Some(Value::String(text)) => text.split(' ').collect(),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The audience: one, or several (RFC 7519 §4.1.3).
    fn audience(&self) -> Vec<&str> {
        match self.0.get("aud") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Whom the token is for, if it is good at `now`. `of_jwt`: nobody but itself says so, and it has to say when it expires.
    pub(super) fn identity(&self, bounds: &Bounds<'_>, now: u64, of_jwt: bool) -> Result<Identity, Fault> {
        let expires = self.seconds("exp");
        if expires.is_none() && of_jwt {
            return Err(Fault::Endless);
        }
        if expires.is_some_and(|expires| now >= expires.saturating_add(LEEWAY_SECONDS)) {
            return Err(Fault::Expired);
        }
        let is_later =
            |name| self.seconds(name).is_some_and(|time| time > now.saturating_add(LEEWAY_SECONDS));
        if is_later("nbf") || is_later("iat") {
            return Err(Fault::NotYet);
        }
        let issuer = self.text("iss");
        // RFC 7662 §2.2: introspection need not say it, as the server that is asked has made it.
        if bounds.issuer.is_some_and(|own| issuer.map_or(of_jwt, |issuer| issuer != own)) {
            return Err(Fault::Issuer);
        }
        let theirs = self.audience();
        if !bounds.audience.is_empty() && !bounds.audience.iter().any(|own| theirs.contains(&own.as_str())) {
            return Err(Fault::Audience);
        }
        // `scp` is what some servers call it in a JWT.
        let granted = [self.words("scope"), self.words("scp")].concat();
        if !bounds.scope.iter().all(|word| granted.contains(word)) {
            return Err(Fault::Scope);
        }
        if self.has("cnf") {
            return Err(Fault::Bound);
        }
        let is_unverified = self.flag("email_verified") == Some(false);
        let name = match bounds.account {
            AccountClaim::Email if is_unverified => return Err(Fault::Unverified),
            AccountClaim::Email => self.text("email"),
            AccountClaim::Username => self.text("username").or_else(|| self.text("preferred_username")),
            AccountClaim::Subject => self.text("sub"),
        };
        let address = self.text("email").filter(|_| !is_unverified).map(str::to_owned);
        Ok(Identity { name: name.ok_or(Fault::Nobody)?.to_owned(), address, expires })
    }
}

/// The whole seconds of a time with a fraction.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` ends at the bounds")]
fn whole(seconds: f64) -> u64 {
    seconds as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_910_400;

    fn judged(claims: &str, of_jwt: bool) -> Result<Identity, Fault> {
        let audience = ["smtp".to_owned()];
        let bounds = Bounds {
            issuer: Some("https://id.test"),
            audience: &audience,
            scope: vec!["mail", "send"],
            account: AccountClaim::Email,
        };
        Claims::read(claims.as_bytes()).expect("claims").identity(&bounds, NOW, of_jwt)
    }

    /// Good claims, with these in addition or instead.
    fn with(more: &str) -> String {
        let good = format!(
            r#"{{"iss":"https://id.test","aud":["other","smtp"],"scope":"openid send mail","exp":{},"email":"alice@example.test"}}"#,
            NOW + 300
        );
        let mut claims: Map<String, Value> = serde_json::from_str(&good).expect("JSON");
        for (name, value) in serde_json::from_str::<Map<String, Value>>(more).expect("JSON") {
            if value.is_null() {
                claims.remove(&name)
            } else {
                claims.insert(name, value)
            };
        }
        Value::Object(claims).to_string()
    }

    #[test]
    fn good_claims_name_somebody() {
        let alice = judged(&with("{}"), true).expect("good");
        assert_eq!((alice.name.as_str(), alice.expires), ("alice@example.test", Some(NOW + 300)));
        for fine in [
            r#"{"aud":"smtp"}"#,
            r#"{"scope":null,"scp":["mail","send"]}"#,
            r#"{"email_verified":true}"#,
            r#"{"email_verified":"true"}"#,
        ] {
            assert!(judged(&with(fine), true).is_ok(), "{fine}");
        }
        // Introspection need not say who has made it, nor when it ends.
        assert!(judged(&with(r#"{"iss":null,"exp":null}"#), false).is_ok());
    }

    #[test]
    fn each_thing_that_is_wrong_has_its_fault() {
        for (more, fault) in [
            (format!(r#"{{"exp":{}}}"#, NOW - 60), Fault::Expired),
            (r#"{"exp":"tomorrow"}"#.to_owned(), Fault::Expired),
            (r#"{"exp":-5}"#.to_owned(), Fault::Expired),
            (r#"{"exp":null}"#.to_owned(), Fault::Endless),
            (format!(r#"{{"nbf":{}.5}}"#, NOW + 61), Fault::NotYet),
            (format!(r#"{{"iat":{}}}"#, NOW + 61), Fault::NotYet),
            (r#"{"iss":"https://id.test/"}"#.to_owned(), Fault::Issuer),
            (r#"{"iss":null}"#.to_owned(), Fault::Issuer),
            (r#"{"aud":"other"}"#.to_owned(), Fault::Audience),
            (r#"{"aud":"smtp other"}"#.to_owned(), Fault::Audience),
            (r#"{"aud":null}"#.to_owned(), Fault::Audience),
            (r#"{"scope":"mail sender"}"#.to_owned(), Fault::Scope),
            (r#"{"cnf":{"jkt":"x"}}"#.to_owned(), Fault::Bound),
            (r#"{"email":null}"#.to_owned(), Fault::Nobody),
            (r#"{"email":["a@b"]}"#.to_owned(), Fault::Nobody),
            (r#"{"email_verified":false}"#.to_owned(), Fault::Unverified),
            (r#"{"email_verified":"false"}"#.to_owned(), Fault::Unverified),
        ] {
            assert_eq!(judged(&with(&more), true), Err(fault), "{more}");
        }
        // Clocks may be a minute apart.
        assert!(
            judged(&with(&format!(r#"{{"exp":{},"nbf":{1},"iat":{1}}}"#, NOW - 59, NOW + 60)), true).is_ok()
        );
    }
}
