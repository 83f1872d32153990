//! Where mail goes next: each `[[route]]`.

mod security;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postrider_directory::Directory;
use postrider_outbound::route::{HostPort, LmtpTarget, Next, Pattern, RouteSpec, RouteTable, Source};
use postrider_proto::client::EightBit;
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{AddressLiteral, Domain};
use postrider_queue::schedule::retry::Retry;
use toml::Spanned;

use crate::config::domains::Lines;
use crate::config::number::{in_range, retry_steps};
use crate::config::problem::Problem;
use crate::config::raw::{Raw, Table};
use crate::config::relay::Named;
use crate::config::resolve::AT_ONCE_MAX;

/// The port of SMTP (RFC 5321 §4.5.4.2).
const SMTP_PORT: u16 = 25;

/// The port of submission with TLS from the first octet on (RFC 8314 §7.3).
const SMTPS_PORT: u16 = 465;

/// RFC 2033 §5 forbids 25 to LMTP; 24 is there for any private mail system, and everybody uses it for this.
const LMTP_PORT: u16 = 24;

/// How a next hop can be written.
const FORMS: &str = "write mx, maildir, discard, smtp://HOST, smtp://HOST:PORT, smtps://HOST, lmtp://HOST:PORT, lmtps://HOST:PORT or lmtp:/path/to/socket";

/// The routes of a file.
pub fn resolve(
    raw: &Raw,
    (file, base): (&Path, &Path),
    lines: &Lines,
    directory: Option<&Directory>,
    relay: &[Named],
    (problems, warnings): (&mut Vec<Problem>, &mut Vec<Problem>),
) -> Vec<RouteSpec> {
    let mut routes: Vec<RouteSpec> = Vec::new();
    let mut known: HashMap<Pattern, usize> = HashMap::new();
    for table in raw.tables("route") {
        let next = next(table, problems);
        let Some((pattern, at)) = pattern(table, problems) else { continue };
        let line = lines.line(at.start);
        if let Some(first) = known.get(&pattern) {
            problems.push(Problem::at(
                at.clone(),
                format!("the route for {pattern} is in line {first} already"),
                "remove one of them",
            ));
        }
        known.insert(pattern.clone(), line);
        if let (Pattern::Domain(domain), Some(directory)) = (&pattern, directory)
            && directory.is_local(domain)
        {
            of_ours(raw, domain, at, problems);
        }
        // What is wrong with it has been said; nobody will see this one.
        let next = next.unwrap_or(Next::Mx);
        let certificate = security::certificate(table, &next, base, (problems, warnings));
        let login = security::login(table, &next, base, problems);
        let spec = RouteSpec {
            tls: security::policy(table, &next, login.is_some(), problems),
            roots: security::roots(table, base, problems),
            certificate_name: security::certificate_name(table, &next, problems),
            certificate,
            login,
            source: source(table, problems),
            hello_name: hello_name(table, problems),
            eight_bit: match table.text("eight_bit").as_ref().map(|word| word.get_ref().as_str()) {
                Some("send") => EightBit::Send,
                _ => EightBit::Refuse,
            },
            retry: table
                .numbers("retry_seconds")
                .and_then(|steps| retry_steps("route.retry_seconds", steps, problems))
                .map(|steps| Retry { steps }),
            give_up: number(table, "give_up_seconds", u32::MAX.into(), problems).map(Duration::from_secs),
            at_once: number(table, "at_once", AT_ONCE_MAX, problems)
                .and_then(|at_once| at_once.try_into().ok()),
            per_minute: number(table, "per_minute", u32::MAX.into(), problems)
                .and_then(|messages| messages.try_into().ok()),
            config_line: Some(format!("{}:{line}", file.display())),
            ..RouteSpec::new(pattern, next)
        };
        security::unbound(table, &spec, problems);
        warnings.extend(security::warnings(table, &spec));
        routes.push(spec);
    }
    asked_where_nobody_is(&routes, relay, problems);
    routes
}

/// The domains of a single word that there is a route for: whoever wrote it knows what they mean.
pub fn single_words(routes: &[RouteSpec]) -> impl Iterator<Item = String> {
    routes.iter().filter_map(|route| match &route.domain {
        Pattern::Domain(domain) if domain.is_single_word() => {
            domain.to_ascii().map(|name| name.trim_end_matches('.').to_ascii_lowercase())
        }
        Pattern::Domain(_) | Pattern::Below(_) | Pattern::Any => None,
    })
}

fn number(table: &Table, key: &str, most: u64, problems: &mut Vec<Problem>) -> Option<u64> {
    let written = table.number(key)?;
    in_range(&format!("route.{key}"), &written, 1, most, problems)
}

/// A route for a domain of ours goes before its deliver.
fn of_ours(raw: &Raw, domain: &Domain, at: Range<usize>, problems: &mut Vec<Problem>) {
    let same = |table: &&Table| {
        let name = table.text("name").and_then(|name| Domain::parse(name.get_ref(), Charset::Utf8).ok());
        name.is_some_and(|name| name.to_ascii() == domain.to_ascii()) && domain.to_ascii().is_some()
    };
    if raw.tables("domain").any(|table| same(&table) && table.wrote("deliver")) {
        problems.push(Problem::at(
            at,
            format!("where mail for {domain} goes is said twice: its [[domain]] has deliver"),
            "remove deliver there, or this route",
        ));
    }
}

/// A call-out goes where the mail would.
fn asked_where_nobody_is(routes: &[RouteSpec], relay: &[Named], problems: &mut Vec<Problem>) {
    let table = RouteTable::new(routes.to_vec());
    for Named { domain, callout, .. } in relay {
        let (Some(at), Some(route)) = (callout, table.find(domain)) else { continue };
        if matches!(route.next, Next::Maildir | Next::Discard) {
            problems.push(Problem::at(
                at.clone(),
                format!(
                    "mail for {domain} goes to no server that could be asked, but by its route to {}",
                    route.next
                ),
                "write recipients or recipients_file instead",
            ));
        }
    }
}

fn pattern(table: &Table, problems: &mut Vec<Problem>) -> Option<(Pattern, Range<usize>)> {
    let Some(written) = table.text("domain") else {
        if !table.wrote("domain") {
            problems.push(Problem::at(
                table.at.clone(),
                "this route has no domain",
                "write domain = \"example.net\", or domain = \"*\" for all that have no other route",
            ));
        }
        return None;
    };
    match Pattern::parse(written.get_ref()) {
        Ok(pattern) => Some((pattern, written.span())),
        Err(why) => {
            problems.push(Problem::at(
                written.span(),
                format!("{:?} is no domain to route by: {why}", written.get_ref()),
                "write example.net, *.example.net for all below it, or * for all that have no other route",
            ));
            None
        }
    }
}

fn next(table: &Table, problems: &mut Vec<Problem>) -> Option<Next> {
    let Some(written) = table.texts("to") else {
        if !table.wrote("to") {
            problems.push(Problem::at(
                table.at.clone(),
                "this route leads nowhere",
                "write to = \"smtp://mail.example.net\"",
            ));
        }
        return None;
    };
    let mut hosts = Vec::new();
    let mut only = None;
    for text in written.get_ref() {
        match hop(text.get_ref()) {
            Ok(Next::Hosts(more)) => hosts.extend(more),
            Ok(other) => only = Some((other, text.span())),
            Err(why) => {
                problems.push(Problem::at(
                    text.span(),
                    format!("{:?} is no place that mail can go to: {why}", text.get_ref()),
                    FORMS,
                ));
                return None;
            }
        }
    }
    match (only, written.get_ref().len()) {
        (Some((next, _)), 1) => Some(next),
        (Some((next, at)), _) => {
            problems.push(Problem::at(
                at,
                format!("a route to {next} leads to nothing else"),
                "write it alone, or several of smtp://HOST",
            ));
            None
        }
        (None, 0) => {
            problems.push(Problem::at(written.span(), "this route leads nowhere", FORMS));
            None
        }
        (None, _) => Some(Next::Hosts(hosts)),
    }
}

/// One next hop.
fn hop(text: &str) -> Result<Next, String> {
    let not_one = || "it is none of the ways to write one".to_owned();
    match text {
        "mx" => return Ok(Next::Mx),
        "maildir" => return Ok(Next::Maildir),
        "discard" => return Ok(Next::Discard),
        _ => {}
    }
    let (scheme, rest) = text.split_once(':').ok_or_else(not_one)?;
    match (scheme, rest.strip_prefix("//")) {
        ("smtp", Some(host)) => Ok(Next::Hosts(vec![host_port(host, SMTP_PORT)?])),
        ("smtps", Some(host)) => {
            Ok(Next::Hosts(vec![HostPort { tls_at_once: true, ..host_port(host, SMTPS_PORT)? }]))
        }
        ("lmtp" | "lmtps", Some(host)) => match host_port(host, LMTP_PORT)? {
            HostPort { port: SMTP_PORT, .. } => Err("port 25 is for SMTP, and never for LMTP".to_owned()),
            host => Ok(Next::Lmtp(LmtpTarget::Tcp(HostPort { tls_at_once: scheme == "lmtps", ..host }))),
        },
        ("lmtp", None) if rest.len() > 1 && rest.starts_with('/') => {
            Ok(Next::Lmtp(LmtpTarget::Unix(PathBuf::from(rest))))
        }
        ("lmtp", None) => Err("a socket is an absolute path".to_owned()),
        _ => Err(not_one()),
    }
}

/// `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`. A name is not looked up here.
fn host_port(text: &str, default: u16) -> Result<HostPort, String> {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            let address: Ipv6Addr =
                address.parse().map_err(|_| "in brackets stands an IPv6 address".to_owned())?;
            let port = match port {
                "" => None,
                port => Some(port.strip_prefix(':').ok_or("behind the brackets comes a port, such as :25")?),
            };
            (Domain::Literal(AddressLiteral::V6(address)), port)
        }
        None if text.parse::<Ipv6Addr>().is_ok() => {
            return Err(format!("an IPv6 address stands in brackets: [{text}]"));
        }
        None => {
            let (host, port) = match text.rsplit_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (text, None),
            };
            let host = match host.parse() {
                Ok(address) => Domain::Literal(AddressLiteral::V4(address)),
                Err(_) => name(host)?,
            };
            (host, port)
        }
    };
    let port = match port {
        None => default,
        Some(port) => {
            let number = Some(port).filter(|port| port.bytes().all(|b| b.is_ascii_digit()));
            let number = number.and_then(|port| port.parse().ok()).filter(|port| *port != 0);
            number.ok_or_else(|| format!("{port:?} is no port: it is a number from 1 to 65535"))?
        }
    };
    Ok(HostPort { host, port, tls_at_once: false })
}

/// The name of a host, in A-labels.
fn name(text: &str) -> Result<Domain, String> {
    let name = Domain::parse(text, Charset::Utf8).map_err(|why| format!("its host is none: {why}"))?;
    match name.to_ascii() {
        Some(ascii) => Ok(Domain::Name(ascii)),
        None => Err("its host is in brackets, and no IPv6 address".to_owned()),
    }
}

fn source(table: &Table, problems: &mut Vec<Problem>) -> Source {
    let mut source = Source::default();
    for text in table.texts("source_addresses").map(Spanned::into_inner).unwrap_or_default() {
        let twice = match text.get_ref().parse() {
            Ok(IpAddr::V4(address)) => source.v4.replace(address).is_some(),
            Ok(IpAddr::V6(address)) => source.v6.replace(address).is_some(),
            Err(_) => {
                problems.push(Problem::at(
                    text.span(),
                    format!("{:?} is no IP address", text.get_ref()),
                    "write an address of this machine, such as 192.0.2.25 or 2001:db8::25",
                ));
                false
            }
        };
        if twice {
            problems.push(Problem::at(
                text.span(),
                "a route has one source address for IPv4 and one for IPv6",
                "remove one of them",
            ));
        }
    }
    source
}

fn hello_name(table: &Table, problems: &mut Vec<Problem>) -> Option<Domain> {
    let written = table.text("hello_name")?;
    match Domain::parse(written.get_ref(), Charset::Utf8) {
        Ok(name) => Some(name.to_ascii().map_or(name, Domain::Name)),
        Err(why) => {
            problems.push(Problem::at(
                written.span(),
                format!("{:?} is no name of a server: {why}", written.get_ref()),
                "write the name that the source address has in DNS, such as out.example.org",
            ));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use postrider_outbound::tls::{Policy, Roots};

    use super::*;
    use crate::config::Config;

    #[test]
    fn what_is_written_is_what_holds() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "[[route]]\ndomain = \"*.B\u{fc}cher.example\"\nto = [\"smtp://a.example\", \"smtp://b.example:26\"]\n\
            source_addresses = [\"2001:db8::25\", \"192.0.2.25\"]\nhello_name = \"out.example.org\"\n\
            tls = \"required\"\ncertificate_name = \"Mail.example.net\"\neight_bit = \"send\"\nretry_seconds = [1, 2]\ngive_up_seconds = 3\n\
            at_once = 4\nper_minute = 5\n\
            [[route]]\ndomain = \"*\"\nto = \"lmtp:/run/lmtp\"\n";
        let config = Config::resolve(Path::new("f"), text, Some(folder.path().to_owned()), None);
        let routes = config.expect("a good configuration").routes;
        let name = |name: &str| Domain::Name(name.to_owned());
        let host = |host: &str, port| HostPort { host: name(host), port, tls_at_once: false };
        assert_eq!(
            routes,
            [
                RouteSpec {
                    domain: Pattern::Below("xn--bcher-kva.example".to_owned()),
                    next: Next::Hosts(vec![host("a.example", 25), host("b.example", 26)]),
                    source: Source {
                        v4: Some("192.0.2.25".parse().expect("an address")),
                        v6: Some("2001:db8::25".parse().expect("an address")),
                    },
                    hello_name: Some(name("out.example.org")),
                    tls: Some(Policy::Required),
                    roots: Roots::System,
                    certificate_name: Some("mail.example.net".to_owned()),
                    certificate: None,
                    login: None,
                    eight_bit: EightBit::Send,
                    retry: Some(Retry { steps: [1, 2].map(Duration::from_secs).to_vec() }),
                    give_up: Some(Duration::from_secs(3)),
                    at_once: Some(4),
                    per_minute: Some(5),
                    config_line: Some("f:2".to_owned()),
                },
                RouteSpec {
                    config_line: Some("f:14".to_owned()),
                    tls: None,
                    ..RouteSpec::new(Pattern::Any, Next::Lmtp(LmtpTarget::Unix("/run/lmtp".into())))
                },
            ]
        );
    }

    #[test]
    fn a_next_hop_is_read_as_it_is_shown() {
        for (written, shown) in [
            ("mx", "mx"),
            ("maildir", "maildir"),
            ("discard", "discard"),
            ("smtp://mail.example.net", "smtp://mail.example.net:25"),
            ("smtp://Mail.Example.NET:2525", "smtp://mail.example.net:2525"),
            ("smtp://bücher.example", "smtp://xn--bcher-kva.example:25"),
            ("smtp://192.0.2.1", "smtp://192.0.2.1:25"),
            ("smtp://[2001:db8::1]", "smtp://[2001:db8::1]:25"),
            ("smtp://[2001:db8::1]:587", "smtp://[2001:db8::1]:587"),
            ("smtps://mail.example.net", "smtps://mail.example.net:465"),
            ("smtps://[2001:db8::1]:4650", "smtps://[2001:db8::1]:4650"),
            ("lmtp://localhost", "lmtp://localhost:24"),
            ("lmtps://localhost", "lmtps://localhost:24"),
            ("lmtp:/run/dovecot/lmtp", "lmtp:/run/dovecot/lmtp"),
        ] {
            assert_eq!(hop(written).map(|next| next.to_string()).as_deref(), Ok(shown), "{written}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        for written in [
            "",
            "MX",
            "mail.example.net",
            "smtp:mail.example.net",
            "smtp://",
            "smtp://:25",
            "smtp://mail.example.net:",
            "smtp://mail.example.net:0",
            "smtp://mail.example.net:65536",
            "smtp://mail.example.net:+25",
            "smtp://user@mail.example.net",
            "smtp://mail.example.net/",
            "smtp://2001:db8::1",
            "smtp://[192.0.2.1]",
            "smtp://[2001:db8::1]25",
            "smtps:mail.example.net",
            "lmtp://localhost:25",
            "lmtps://localhost:25",
            "lmtps:/run/socket",
            "lmtp:run/socket",
            "lmtp:",
            "lmtp:/",
            "unix:/run/socket",
            "http://mail.example.net",
        ] {
            assert!(hop(written).is_err(), "{written:?}");
        }
    }
}
