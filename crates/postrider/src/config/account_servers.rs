//! Other servers that know accounts: what `[[dovecot]]` and `[[ldap]]` mean.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use postrider_directory::SenderPattern;
use postrider_login::{
    DovecotOptions, Filter, LdapOptions, LdapUrl, NamePattern, Place, Roots, Security, Terms,
};
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use postrider_proto::sasl::Secret;
use toml::Spanned;

use crate::config::number::in_range;
use crate::config::problem::Problem;
use crate::config::raw::Table;
use crate::config::resolve::Resolver;

/// Another server that knows accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountServer {
    /// A Dovecot.
    Dovecot(DovecotOptions),
    /// A directory.
    Ldap(Box<LdapOptions>),
}

impl Resolver<'_> {
    /// All of them, in the order of the file.
    pub fn account_servers(&mut self) -> Vec<AccountServer> {
        let raw = self.raw;
        let mut tables: Vec<&Table> = raw.tables("dovecot").chain(raw.tables("ldap")).collect();
        tables.sort_by_key(|table| table.at.start);
        let mut greedy = None;
        let mut servers = Vec::new();
        for table in tables {
            if let Some(greedy) = &greedy {
                self.problems.push(Problem::at(
                    table.at.clone(),
                    format!(
                        "[[{}]] is never asked: the [[dovecot]] before it ({greedy}) is asked about all names, and does not tell which it does not have",
                        table.section().name
                    ),
                    "write it before that one, or names = [\"@example.org\"] there",
                ));
            }
            let server = match table.section().name {
                "dovecot" => self.dovecot(table).map(AccountServer::Dovecot),
                _ => self.ldap(table).map(|options| AccountServer::Ldap(Box::new(options))),
            };
            if let Some(AccountServer::Dovecot(options)) = &server
                && options.terms.names.is_empty()
                && !table.wrote("names")
            {
                greedy.get_or_insert(options.place.to_string());
            }
            servers.extend(server);
        }
        servers
    }

    fn dovecot(&mut self, table: &Table) -> Option<DovecotOptions> {
        let terms = self.terms(table);
        let timeout = self.seconds(table, 20);
        let connections = self.connections(table);
        let socket = self.needed(table, "socket", "\"/run/dovecot/auth-client\"")?;
        let text = socket.get_ref();
        let place = match text.parse::<SocketAddr>() {
            Ok(address) => Place::Address(address),
            Err(_) if text.contains('/') => Place::Socket(self.base.join(text)),
            Err(_) => {
                self.problems.push(Problem::at(
                    socket.span(),
                    format!("{text:?} is no socket"),
                    "write the path of the socket, as in \"/run/dovecot/auth-client\", or an address and a port",
                ));
                return None;
            }
        };
        self.in_clear(table, &socket, &place, "write the path of a socket of this machine");
        let tokens = table.flag("tokens").is_some_and(|flag| *flag.get_ref());
        Some(DovecotOptions { place, terms, timeout, connections, tokens })
    }

    fn ldap(&mut self, table: &Table) -> Option<LdapOptions> {
        let terms = self.terms(table);
        let timeout = self.seconds(table, 10);
        let connections = self.connections(table);
        let searcher = self.searcher(table);
        let roots = self.ldap_roots(table);
        let disabled = table.text("disabled").and_then(|written| self.filter(&written));
        let senders_attributes = match table.texts("senders_attributes") {
            Some(texts) => texts.into_inner().into_iter().map(Spanned::into_inner).collect(),
            None => ["mail", "mailAlternateAddress"].map(str::to_owned).to_vec(),
        };
        let base = self.needed(table, "base", "\"ou=people,dc=example,dc=org\"");
        let example = "\"(&(objectClass=person)(mail={name}))\"";
        let filter = self.needed(table, "filter", example).and_then(|written| {
            let filter = self.filter(&written)?;
            if !filter.has_name() {
                self.problems.push(Problem::at(
                    written.span(),
                    "this filter finds the same entries whoever logs in",
                    format!("write {{name}} where the name belongs, as in filter = {example}"),
                ));
            }
            Some(filter)
        });
        let written = self.needed(table, "url", "\"ldaps://ldap.example.org\"")?;
        let url = match LdapUrl::read(written.get_ref()) {
            Ok(url) => url,
            Err(why) => {
                let help = "write it as in \"ldaps://ldap.example.org\", \"ldap://127.0.0.1:389\" or \"ldapi://%2Frun%2Fslapd%2Fldapi\"";
                self.problems.push(Problem::at(written.span(), why.to_string(), help));
                return None;
            }
        };
        let security = self.security(table, &url, &written);
        Some(LdapOptions {
            url,
            security,
            roots,
            searcher,
            base: base?.into_inner(),
            filter: filter?,
            disabled,
            senders_attributes,
            terms,
            timeout,
            connections,
        })
    }

    fn security(&mut self, table: &Table, url: &LdapUrl, written: &Spanned<String>) -> Security {
        let starttls = table.flag("starttls").filter(|flag| *flag.get_ref());
        if let (Some(starttls), true) = (&starttls, url.tls || matches!(url.place, Place::Socket(_))) {
            self.problems.push(Problem::at(
                starttls.span(),
                format!("{url} is kept from others already"),
                "leave starttls out; or write ldap:// there",
            ));
        }
        match (url.tls, starttls) {
            (true, _) => Security::Tls,
            (false, Some(_)) => Security::StartTls,
            (false, None) => {
                let help = "write ldaps:// there, or starttls = true";
                self.in_clear(table, written, &url.place, help);
                Security::Clear
            }
        }
    }

    /// Passwords leave this machine in clear only where somebody wants that.
    fn in_clear(&mut self, table: &Table, at: &Spanned<String>, place: &Place, help: &str) {
        if place.is_local() || table.flag("allow_clear").is_some_and(|flag| *flag.get_ref()) {
            return;
        }
        self.problems.push(Problem::at(
            at.span(),
            format!("every password would go to {place} in clear"),
            format!("{help}; or allow_clear = true, if nobody can listen on the way"),
        ));
    }

    fn searcher(&mut self, table: &Table) -> Option<(String, Secret)> {
        let (dn, file) = match (table.text("bind_dn"), table.text("password_file")) {
            (Some(dn), Some(file)) => (dn, file),
            (Some(one), None) if !table.wrote("password_file") => {
                // RFC 4513 §5.1.2: without a password it would be nobody in particular, and nobody would notice.
                self.problems.push(Problem::at(
                    one.span(),
                    "bind_dn has no password",
                    "write password_file = \"FILE\", with the password in the first line of that file; or leave bind_dn out",
                ));
                return None;
            }
            (None, Some(one)) if !table.wrote("bind_dn") => {
                self.problems.push(Problem::at(
                    one.span(),
                    "whose password this is, is not said",
                    "write bind_dn = \"cn=postrider,dc=example,dc=org\"",
                ));
                return None;
            }
            _ => return None,
        };
        match first_line(&self.base.join(file.get_ref())) {
            Ok(password) => Some((dn.into_inner(), password)),
            Err(says) => {
                let help = "write the password into the first line of that file, and let the server read it, and nobody else";
                self.problems.push(Problem::at(file.span(), says, help));
                None
            }
        }
    }

    fn ldap_roots(&mut self, table: &Table) -> Roots {
        let Some(written) = table.text("ca") else { return Roots::System };
        Roots::from_file(&self.base.join(written.get_ref())).unwrap_or_else(|error| {
            let help = "write the certificate of the authority that has signed that of the directory into it, in PEM";
            self.problems.push(Problem::at(written.span(), error.to_string(), help));
            Roots::System
        })
    }

    fn filter(&mut self, written: &Spanned<String>) -> Option<Filter> {
        let read = Filter::read(written.get_ref());
        let help = "write one as RFC 4515 has it, as in \"(&(objectClass=person)(mail={name}))\"";
        read.map_err(|why| self.problems.push(Problem::at(written.span(), why.to_string(), help))).ok()
    }

    /// What holds for all accounts of a server.
    fn terms(&mut self, table: &Table) -> Terms {
        let mut texts = |key, read: &mut dyn FnMut(&Spanned<String>) -> Result<(), String>| {
            for text in table.texts(key).map(Spanned::into_inner).unwrap_or_default() {
                if let Err(says) = read(&text) {
                    self.problems.push(Problem::at(text.span(), says, ""));
                }
            }
        };
        let mut terms = Terms::default();
        texts("names", &mut |text| NamePattern::read(text.get_ref()).map(|names| terms.names.push(names)));
        texts("senders", &mut |text| {
            let pattern = SenderPattern::read(text.get_ref()).map_err(|why| why.to_string())?;
            terms.senders.push(pattern);
            Ok(())
        });
        if let Some(names) = table.texts("names").filter(|names| names.get_ref().is_empty()) {
            let help = "leave it out for all names, or write names = [\"@example.org\"]";
            self.problems.push(Problem::at(names.span(), "it would be asked about nobody", help));
        }
        if let Some(domain) = table.text("domain") {
            match Domain::parse(domain.get_ref(), Charset::Utf8) {
                Ok(name @ Domain::Name(_)) => terms.domain = Some(name),
                _ => self.problems.push(Problem::at(
                    domain.span(),
                    format!("{:?} is no domain", domain.get_ref()),
                    "write the domain of the addresses, such as example.org",
                )),
            }
        }
        terms
    }

    fn seconds(&mut self, table: &Table, default: u64) -> Duration {
        /// A minute: longer no client waits for an answer (RFC 5321 §4.5.3.2).
        const SECONDS_MAX: u64 = 60;
        let name = format!("{}.timeout_seconds", table.section().name);
        let written = table.number("timeout_seconds");
        let seconds =
            written.and_then(|written| in_range(&name, &written, 1, SECONDS_MAX, &mut self.problems));
        Duration::from_secs(seconds.unwrap_or(default))
    }

    fn connections(&mut self, table: &Table) -> usize {
        const DEFAULT: usize = 4;
        const CONNECTIONS_MAX: u64 = 100;
        let name = format!("{}.connections", table.section().name);
        let written = table.number("connections");
        let connections =
            written.and_then(|written| in_range(&name, &written, 1, CONNECTIONS_MAX, &mut self.problems));
        connections.and_then(|connections| usize::try_from(connections).ok()).unwrap_or(DEFAULT)
    }

    /// A text that has to be there.
    fn needed(&mut self, table: &Table, key: &str, example: &str) -> Option<Spanned<String>> {
        let written = table.text(key);
        if written.is_none() && !table.wrote(key) {
            self.problems.push(Problem::at(
                table.at.clone(),
                format!("this [[{}]] has no {key}", table.section().name),
                format!("write {key} = {example}"),
            ));
        }
        written
    }
}

fn first_line(path: &Path) -> Result<Secret, String> {
    let octets = fs::read(path)
        .map_err(|error| format!("the password cannot be read from {}: {error}", path.display()))?;
    let line = octets.split(|octet| *octet == b'\n').next().unwrap_or_default();
    let password = Secret::new(line.strip_suffix(b"\r").unwrap_or(line));
    match password.expose().is_empty() {
        true => Err(format!("the first line of {} is empty", path.display())),
        false => Ok(password),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn resolve(text: &str) -> Result<Vec<AccountServer>, Vec<String>> {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("password"), "secret\n").expect("written");
        let file = folder.path().join("postrider.toml");
        let config = Config::resolve(&file, text, Some(folder.path().to_owned()), None);
        config
            .map(|config| config.account_servers)
            .map_err(|problems| problems.into_iter().map(|problem| problem.says).collect())
    }

    const LDAP: &str = "[[ldap]]\nurl = \"ldap://127.0.0.1\"\nbase = \"dc=x\"\nfilter = \"(mail={name})\"\n";

    #[test]
    fn what_is_written_is_what_holds_in_the_order_of_the_file() {
        let ldap =
            format!("{LDAP}bind_dn = \"cn=x\"\npassword_file = \"password\"\ndisabled = \"(locked=*)\"\n");
        let dovecot = "[[dovecot]]\nsocket = \"/run/auth\"\ndomain = \"example.org\"\ntimeout_seconds = 5\nconnections = 2\n";
        let servers = resolve(&format!("{ldap}{dovecot}")).expect("good");
        let [AccountServer::Ldap(ldap), AccountServer::Dovecot(dovecot)] = &servers[..] else {
            panic!("{servers:?}");
        };
        assert_eq!(ldap.searcher, Some(("cn=x".to_owned(), Secret::new("secret"))));
        assert_eq!(ldap.senders_attributes, ["mail", "mailAlternateAddress"]);
        assert!(ldap.disabled.is_some() && ldap.security == Security::Clear);
        assert_eq!(dovecot.place, Place::Socket("/run/auth".into()));
        assert_eq!((dovecot.timeout, dovecot.connections), (Duration::from_secs(5), 2));
        assert!(dovecot.terms.domain.is_some());
    }

    #[test]
    fn every_mistake_is_told() {
        let dovecot = "[[dovecot]]\nsocket = \"/run/auth\"\n";
        let url = |url: &str| LDAP.replace("ldap://127.0.0.1", url);
        for (text, says) in [
            (format!("{dovecot}{LDAP}"), "[[ldap]] is never asked"),
            ("[[dovecot]]\n".to_owned(), "this [[dovecot]] has no socket"),
            ("[[dovecot]]\nsocket = \"auth\"\n".to_owned(), "is no socket"),
            ("[[dovecot]]\nsocket = \"192.0.2.1:99\"\n".to_owned(), "would go to 192.0.2.1:99 in clear"),
            (format!("{dovecot}names = []\n"), "about nobody"),
            (format!("{dovecot}names = [\"*\"]\n"), "is no name of an account"),
            (format!("{dovecot}senders = [\"alice\"]\n"), "names no senders"),
            (format!("{dovecot}domain = \"[192.0.2.1]\"\n"), "is no domain"),
            (format!("{dovecot}timeout_seconds = 0\n"), "dovecot.timeout_seconds is 0"),
            (url("ldap://ldap.example.org"), "would go to ldap.example.org:389 in clear"),
            (url("http://x"), "is no place of a directory"),
            (format!("{}starttls = true\n", url("ldaps://x.example")), "is kept from others already"),
            (format!("{LDAP}bind_dn = \"cn=x\"\n"), "bind_dn has no password"),
            (format!("{LDAP}password_file = \"password\"\n"), "whose password this is"),
            (format!("{LDAP}bind_dn = \"cn=x\"\npassword_file = \"none\"\n"), "cannot be read"),
            (format!("{LDAP}ca = \"password\"\n"), "no certificate of an authority"),
            (LDAP.replace("{name}", "alice"), "whoever logs in"),
            (LDAP.replace("(mail", "mail"), "is no filter"),
            ("[[ldap]]\nurl = \"ldaps://x.example\"\n".to_owned(), "has no filter"),
        ] {
            let told = resolve(&text).expect_err(&text);
            assert!(told.iter().any(|told| told.contains(says)), "{text}: {told:?}");
        }
        for good in ["ldaps://ldap.example.org", "ldap://localhost", "ldapi://%2Frun%2Fldapi"] {
            assert!(resolve(&url(good)).is_ok(), "{good}");
        }
        assert!(resolve(&format!("{}starttls = true\n", url("ldap://ldap.example.org"))).is_ok());
        assert!(resolve(&format!("{}allow_clear = true\n", url("ldap://ldap.example.org"))).is_ok());
    }
}
