//! What `[[oauth]]` means.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use postrider_certificate::{FileError, read_authorities};
use postrider_login::{AccountClaim, Address, Algorithm, KeyPlace, OauthOptions, Teller, usable_keys};
use postrider_proto::sasl::Secret;
use toml::Spanned;

use crate::config::number::in_range;
use crate::config::problem::Problem;
use crate::config::raw::Table;
use crate::config::resolve::Resolver;

impl Resolver<'_> {
    /// Whose tokens are taken.
    pub fn oauth(&mut self) -> Vec<OauthOptions> {
        let raw = self.raw;
        raw.tables("oauth").filter_map(|table| self.token_server(table)).collect()
    }

    fn token_server(&mut self, table: &Table) -> Option<OauthOptions> {
        let before = self.problems.len();
        let teller = self.teller(table);
        let of_keys = matches!(teller, Some(Teller::Keys { .. }));
        for key in ["issuer", "audience"] {
            if of_keys && !table.wrote(key) {
                self.problems.push(Problem::at(
                    table.at.clone(),
                    format!("nothing says which {key} a token has to have, and other services have tokens with the same keys"),
                    format!("write {key}, as that server puts it into tokens for mail"),
                ));
            }
        }
        let number = |key: &str, least, most, default, problems: &mut Vec<Problem>| match table.number(key) {
            Some(written) => in_range(&format!("oauth.{key}"), &written, least, most, problems),
            None => Some(default),
        };
        let timeout = number("timeout_seconds", 1, 60, 5, &mut self.problems);
        let connections = number("connections", 1, 256, 4, &mut self.problems);
        let cache = if of_keys { (60, 3600) } else { (0, 60) };
        let cache = number("cache_seconds", cache.0, 86_400, cache.1, &mut self.problems);
        let authorities = table.text("ca").and_then(|file| {
            let read = read_authorities(&self.base.join(file.get_ref()));
            let wrong = |error: FileError| Problem::at(file.span(), error.to_string(), error.help());
            read.map_err(|error| self.problems.push(wrong(error))).ok()
        });
        let text = |key: &str| table.text(key).map(Spanned::into_inner);
        let audience = table.texts("audience").map(Spanned::into_inner).unwrap_or_default();
        let options = OauthOptions {
            teller: teller?,
            issuer: text("issuer"),
            audience: audience.into_iter().map(Spanned::into_inner).collect(),
            scope: text("scope"),
            account: match text("account_claim").as_deref() {
                Some("username") => AccountClaim::Username,
                Some("sub") => AccountClaim::Subject,
                _ => AccountClaim::Email,
            },
            accept_unknown: text("unknown_accounts").as_deref() == Some("accept"),
            openid_configuration: text("openid_configuration"),
            authorities,
            timeout: Duration::from_secs(timeout?),
            connections: usize::try_from(connections?).unwrap_or(usize::MAX),
            cache: Duration::from_secs(cache?),
        };
        if !of_keys && options.audience.is_empty() && options.scope.is_none() {
            self.warnings.push(Problem::at(
                table.at.clone(),
                "every token of this server is good for mail, whatever service it was made for",
                "write audience or scope, as that server puts it into tokens for mail",
            ));
        }
        (self.problems.len() == before).then_some(options)
    }

    /// Who says whose a token is: one of the two.
    fn teller(&mut self, table: &Table) -> Option<Teller> {
        match (table.text("introspection"), table.text("jwks")) {
            (Some(_), Some(jwks)) => {
                self.problems.push(Problem::at(
                    jwks.span(),
                    "the server of these tokens is asked about each of them, and its keys are named too",
                    "remove introspection or jwks, or write them as two [[oauth]]",
                ));
                None
            }
            (Some(written), None) => self.introspection(table, &written),
            (None, Some(jwks)) => self.keys(table, &jwks),
            (None, None) => {
                if !table.wrote("introspection") && !table.wrote("jwks") {
                    self.problems.push(Problem::at(
                        table.at.clone(),
                        "nothing here says whose a token is",
                        "write introspection = \"https://...\" with client_id and client_secret_file, or jwks = \"https://...\"",
                    ));
                }
                None
            }
        }
    }

    fn introspection(&mut self, table: &Table, written: &Spanned<String>) -> Option<Teller> {
        let address = self.token_address(written);
        let (id, file) = (table.text("client_id"), table.text("client_secret_file"));
        for key in ["client_id", "client_secret_file"] {
            if !table.wrote(key) {
                self.problems.push(Problem::at(
                    written.span(),
                    format!("whoever asks about tokens has to say who they are (RFC 7662 §2.1), and there is no {key}"),
                    "write client_id and client_secret_file, as that server has given them to you",
                ));
            }
        }
        if let Some(algorithms) = table.texts("algorithms") {
            self.problems.push(Problem::at(
                algorithms.span(),
                "algorithms are those of a JWT, and here the server is asked",
                "leave algorithms out",
            ));
        }
        let client_secret = file.and_then(|file| self.client_secret(&file));
        Some(Teller::Introspection {
            address: address?,
            client_id: id?.into_inner(),
            client_secret: client_secret?,
        })
    }

    fn keys(&mut self, table: &Table, written: &Spanned<String>) -> Option<Teller> {
        for key in ["client_id", "client_secret_file"] {
            if let Some(other) = table.text(key) {
                self.problems.push(Problem::at(
                    other.span(),
                    format!("{key} is for asking a server, and here its keys are enough"),
                    format!("leave {key} out"),
                ));
            }
        }
        let place = if written.get_ref().contains("://") {
            KeyPlace::Address(self.token_address(written)?)
        } else {
            let file: PathBuf = self.base.join(written.get_ref());
            if let Err(why) = usable_keys(&file) {
                self.problems.push(Problem::at(
                    written.span(),
                    format!("the keys in {} cannot be used: {why}", file.display()),
                    "name a file with a set of keys (RFC 7517 §5), or write https://HOST/PATH",
                ));
                return None;
            }
            KeyPlace::File(file)
        };
        let mut algorithms = Vec::new();
        for name in table.texts("algorithms").map(Spanned::into_inner).unwrap_or_default() {
            match name.get_ref().parse() {
                Ok(algorithm) => algorithms.push(algorithm),
                Err(_) => self.problems.push(Problem::at(
                    name.span(),
                    format!("{:?} is no algorithm that is believed here", name.get_ref()),
                    "write some of RS256, ES256 and EdDSA",
                )),
            }
        }
        if algorithms.is_empty() {
            algorithms.extend(Algorithm::ALL);
        }
        Some(Teller::Keys { place, algorithms })
    }

    fn token_address(&mut self, written: &Spanned<String>) -> Option<Address> {
        let address = written.get_ref().parse().map_err(|why| {
            self.problems.push(Problem::at(
                written.span(),
                format!("{:?} cannot be asked: {why}", written.get_ref()),
                "write https://HOST/PATH",
            ));
        });
        address.ok()
    }

    fn client_secret(&mut self, file: &Spanned<String>) -> Option<Secret> {
        let path = self.base.join(file.get_ref());
        let (says, help) = match fs::read(&path) {
            Ok(octets) => {
                let line = octets.split(|octet| *octet == b'\n').next().unwrap_or_default();
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                if !line.is_empty() {
                    return Some(Secret::new(line));
                }
                (format!("the first line of {} is empty", path.display()), "write the secret there")
            }
            Err(error) => (
                format!("the secret cannot be read from {}: {error}", path.display()),
                "write it into the first line of that file, and let only the user that runs postrider read it",
            ),
        };
        self.problems.push(Problem::at(file.span(), says, help));
        None
    }
}
