//! Mail from this machine: what the server is set to, and what `postrider sendmail` needs to know of it.
//!
//! A program that sends mail runs as some other user. It reads of the configuration what it needs, and checks nothing that only
//! the server can check: whether folders can be written, who lives where.

use std::fs;
use std::path::{Path, PathBuf};

use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use postrider_proto::wire::limits::Limits;

use super::folder;
use super::problem::Problem;
use super::raw::Raw;
use super::resolve::{Config, Resolver, machine_name};

/// Where the configuration of a machine is, if neither an option nor [`VARIABLE`] names another.
pub const MACHINE: &str = "/etc/postrider/postrider.toml";

/// The variable of the environment that names the configuration for programs that cannot be given options.
pub const VARIABLE: &str = "POSTRIDER_CONFIG";

/// What a program that hands in mail needs to know of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThisMachine {
    /// The data folder of the server.
    pub data: PathBuf,
    /// The folder of the socket and of the drop folder.
    pub folder: PathBuf,
    /// The name of the server.
    pub hostname: Domain,
    /// The domain of addresses that have none.
    pub origin: Domain,
    /// The largest message.
    pub message_octets: u64,
}

/// Why it cannot be known.
#[derive(Debug, thiserror::Error)]
pub enum UnknownMachine {
    /// The configuration cannot be read.
    #[error("the configuration {} cannot be read: {error}. Programs of other users hand in mail, too: it has to be readable for them", .file.display())]
    Read {
        /// Which.
        file: PathBuf,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// The configuration makes no sense.
    #[error("the configuration {} cannot be used: `postrider check {}` says why", .0.display(), .0.display())]
    Nonsense(PathBuf),
    /// There is no data folder.
    #[error(
        "there is no data folder: neither XDG_STATE_HOME nor HOME is an absolute path, and there is no {MACHINE}"
    )]
    NoData,
}

impl ThisMachine {
    /// What is known of the server with this configuration and data folder; where neither is named, of the one this machine is set
    /// up for, or the caller's own.
    ///
    /// # Errors
    ///
    /// It cannot be known.
    pub fn find(config: Option<PathBuf>, data: Option<PathBuf>) -> Result<Self, UnknownMachine> {
        let named = config.or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from));
        // Whoever names a data folder means a server without a configuration, or one they name as well.
        let machine = || (data.is_none() && Path::new(MACHINE).exists()).then(|| PathBuf::from(MACHINE));
        match named.or_else(machine) {
            None => {
                let data = data.or_else(super::source::default_data).ok_or(UnknownMachine::NoData)?;
                Ok(Self::without_file(data))
            }
            Some(file) => {
                let text = fs::read_to_string(&file)
                    .map_err(|error| UnknownMachine::Read { file: file.clone(), error })?;
                Self::read(&file, &text, data).ok_or(UnknownMachine::Nonsense(file))
            }
        }
    }

    /// A server without a configuration serves everybody at `localhost`.
    fn without_file(data: PathBuf) -> Self {
        Self {
            folder: data.clone(),
            data,
            hostname: machine_name(),
            origin: Domain::Name("localhost".to_owned()),
            message_octets: Limits::default().message_octets,
        }
    }

    /// What a file says; none where it says nonsense.
    fn read(file: &Path, text: &str, data: Option<PathBuf>) -> Option<Self> {
        let raw = Raw::read(text.strip_prefix('\u{feff}').unwrap_or(text), &mut Vec::new()).ok()?;
        let base = file.parent().unwrap_or(Path::new(""));
        let written = raw.text("", "data").map(|data| base.join(data.get_ref()));
        let data = data.or(written).or_else(super::source::default_data)?;
        let domain = |text: &str| {
            let domain = Domain::parse(text, Charset::Utf8).ok()?;
            Some(domain.to_ascii().map_or(domain, Domain::Name))
        };
        let hostname = match raw.text("", "hostname") {
            Some(name) => domain(name.get_ref())?,
            None => machine_name(),
        };
        let domains: Vec<Domain> =
            raw.tables("domain").filter_map(|table| domain(table.text("name")?.get_ref())).collect();
        let origin = match raw.text("sendmail", "origin") {
            Some(origin) => domain(origin.get_ref())?,
            // Somebody of this machine should be reachable under the address that their mail is from.
            None if domains.contains(&hostname) => hostname.clone(),
            None => domains.into_iter().next().unwrap_or(Domain::Name("localhost".to_owned())),
        };
        let folder = raw.text("sendmail", "folder").map(|folder| base.join(folder.get_ref()));
        let message_octets = raw.number("limits", "message_octets").map(toml::Spanned::into_inner);
        Some(Self {
            folder: folder.unwrap_or_else(|| data.clone()),
            data,
            hostname,
            origin,
            message_octets: message_octets.unwrap_or(Limits::default().message_octets),
        })
    }
}

impl Resolver<'_> {
    /// The folder for mail from this machine.
    pub fn sendmail(&mut self, config: &mut Config) {
        if let Some(written) = self.raw.text("sendmail", "folder") {
            config.local_mail = self.base.join(written.get_ref());
            self.problems.extend(folder::problem(
                "the folder for mail from this machine",
                &config.local_mail,
                Some(&written.span()),
            ));
        }
        if let Some(written) = self.raw.text("sendmail", "origin")
            && let Err(why) = Domain::parse(written.get_ref(), Charset::Utf8)
        {
            self.problems.push(Problem::at(
                written.span(),
                format!("{:?} is no domain: {why}", written.get_ref()),
                "write the domain that addresses without one are at, such as example.org",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<ThisMachine> {
        ThisMachine::read(Path::new("/etc/p/p.toml"), text, None)
    }

    #[test]
    fn addresses_without_a_domain_are_where_somebody_reads_them() {
        let origin = |text: &str| read(&format!("data = \"/d\"\n{text}")).expect("read").origin.to_string();
        let domain = |name: &str| format!("[[domain]]\nname = \"{name}\"\n");
        assert_eq!(origin("hostname = \"mx.example\""), "localhost");
        assert_eq!(origin(&format!("hostname = \"mx.example\"\n{}", domain("example"))), "example");
        let both = domain("example") + &domain("MX.example");
        assert_eq!(origin(&format!("hostname = \"mx.example\"\n{both}")), "mx.example");
        assert_eq!(origin(&format!("{}[sendmail]\norigin = \"o.example\"", domain("example"))), "o.example");
        assert_eq!(origin(&domain("b\u{fc}cher.example")), "xn--bcher-kva.example");
    }

    #[test]
    fn the_folder_is_the_data_folder_or_another() {
        let both = |text: &str| {
            let read = read(text).expect("read");
            (read.data.display().to_string(), read.folder.display().to_string())
        };
        assert_eq!(both("data = \"d\""), ("/etc/p/d".to_owned(), "/etc/p/d".to_owned()));
        assert_eq!(
            both("data = \"/d\"\n[sendmail]\nfolder = \"/var/spool/p\""),
            ("/d".to_owned(), "/var/spool/p".to_owned())
        );
        assert_eq!(
            read("data = \"/d\"\n[limits]\nmessage_octets = 70000").expect("read").message_octets,
            70_000
        );
    }

    #[test]
    fn nonsense_is_not_read_and_a_mistake_elsewhere_does_not_matter() {
        assert_eq!(read("data = "), None);
        assert_eq!(read("data = \"/d\"\nhostname = \"a b\""), None);
        assert!(read("data = \"/d\"\nunknown = 1\n[[listener]]\n").is_some());
    }
}
