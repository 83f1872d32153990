//! Commands: the verb first, then, once the verb is in order, its argument.
//!
//! The two steps are two because the standards ask for them in that order: a command out of sequence is 503 whatever its
//! argument looks like.

use std::fmt;

use crate::extension::Offered;
use crate::mail::address::{AddressError, Charset};
use crate::mail::{BodyType, Domain, ForwardPath, Mailbox, Notify, OriginalRecipient, Ret, ReversePath};

use super::params::{self, On};
use super::verb::trim;

pub use super::verb::{Verb, http_verb, split};

/// Why an argument cannot be accepted. Displayed, it is a phrase for a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentError {
    /// It is not written as it must be; this is what is wrong.
    Syntax(&'static str),
    /// The address is none.
    Address(AddressError),
    /// The address holds octets beyond ASCII, and SMTPUTF8 was not asked for.
    NeedsUtf8,
    /// A parameter that is not offered here.
    ParameterUnknown {
        /// Its keyword, upper case, cut to 40 characters.
        keyword: String,
    },
    /// A parameter whose value is malformed.
    ParameterValue {
        /// Its keyword.
        keyword: String,
        /// What is wrong with the value.
        fault: &'static str,
    },
    /// A parameter that stands there twice.
    ParameterRepeated {
        /// Its keyword.
        keyword: String,
    },
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(fault) | Self::ParameterValue { fault, .. } => f.write_str(fault),
            Self::Address(error) => write!(f, "{error}"),
            Self::NeedsUtf8 => f.write_str("it is not ASCII"),
            Self::ParameterUnknown { keyword } => write!(f, "{keyword} is not offered"),
            Self::ParameterRepeated { keyword } => write!(f, "{keyword} is given twice"),
        }
    }
}

impl std::error::Error for ArgumentError {}

impl From<AddressError> for ArgumentError {
    fn from(error: AddressError) -> Self {
        match error {
            AddressError::NotAscii => Self::NeedsUtf8,
            error => Self::Address(error),
        }
    }
}

/// Reads the name in EHLO or HELO. RFC 5321 §4.1.1.1 wants a domain or an address literal; names in the field hold underscores
/// and worse, and nothing hangs on them: what is printable and one word is accepted.
///
/// # Errors
///
/// There is no name, or it could not be shown to anybody.
pub fn hello(argument: &[u8]) -> Result<&str, ArgumentError> {
    if argument.is_empty() {
        return Err(ArgumentError::Syntax("there is none"));
    }
    if argument.len() > 255 {
        return Err(ArgumentError::Syntax("it is longer than 255 octets"));
    }
    if argument.contains(&b' ') {
        return Err(ArgumentError::Syntax("it is more than one word"));
    }
    match std::str::from_utf8(argument) {
        Ok(name) if name.bytes().all(|b| b.is_ascii_graphic()) => Ok(name),
        _ => Err(ArgumentError::Syntax("it holds characters that are not printable ASCII")),
    }
}

/// MAIL, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailCommand {
    /// Who the message is from.
    pub reverse_path: ReversePath,
    /// SIZE=, in octets.
    pub size: Option<u64>,
    /// BODY=
    pub body: BodyType,
    /// SMTPUTF8
    pub smtputf8: bool,
    /// RET=
    pub ret: Option<Ret>,
    /// ENVID=, decoded.
    pub envid: Option<String>,
    /// AUTH=, decoded; none for `<>`.
    pub auth: Option<String>,
}

/// RCPT, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RcptCommand {
    /// Whom the message is for.
    pub forward_path: ForwardPath,
    /// NOTIFY=
    pub notify: Option<Notify>,
    /// ORCPT=
    pub orcpt: Option<OriginalRecipient>,
}

/// Reads the argument of MAIL: `FROM:<reverse-path> [parameters]` (RFC 5321 §4.1.1.2).
///
/// # Errors
///
/// It is not written so, the address is none, or a parameter is not offered or malformed.
pub fn mail(argument: &[u8], offered: &Offered) -> Result<MailCommand, ArgumentError> {
    let (path, parameters) = split_path(argument, b"FROM:", "there is no FROM: before the address")?;
    let reverse_path = match path {
        "" => ReversePath::Null,
        path => ReversePath::Mailbox(mailbox_of(path)?),
    };
    let values = params::read(parameters, On::Mail, offered)?;
    check_charset(path, values.smtputf8)?;
    Ok(MailCommand {
        reverse_path,
        size: values.size,
        body: values.body,
        smtputf8: values.smtputf8,
        ret: values.ret,
        envid: values.envid,
        auth: values.auth,
    })
}

/// Reads the argument of RCPT: `TO:<forward-path> [parameters]` (RFC 5321 §4.1.1.3). Addresses beyond ASCII are for
/// transactions whose MAIL said SMTPUTF8.
///
/// # Errors
///
/// It is not written so, the address is none, or a parameter is not offered or malformed.
pub fn rcpt(argument: &[u8], offered: &Offered, smtputf8: bool) -> Result<RcptCommand, ArgumentError> {
    let (path, parameters) = split_path(argument, b"TO:", "there is no TO: before the address")?;
    let forward_path = match path {
        // RFC 5321 §4.5.1: any case.
        path if path.eq_ignore_ascii_case("postmaster") => ForwardPath::Postmaster,
        path => ForwardPath::Mailbox(mailbox_of(path)?),
    };
    let values = params::read(parameters, On::Rcpt, offered)?;
    check_charset(path, smtputf8)?;
    Ok(RcptCommand { forward_path, notify: values.notify, orcpt: values.orcpt })
}

/// Splits `PREFIX<path> parameters` into what stands between the angle brackets and the parameters.
fn split_path<'a>(
    argument: &'a [u8],
    prefix: &'static [u8],
    missing: &'static str,
) -> Result<(&'a str, &'a str), ArgumentError> {
    let rest = argument
        .split_at_checked(prefix.len())
        .filter(|(front, _)| front.eq_ignore_ascii_case(prefix))
        .map(|(_, rest)| rest)
        .ok_or(ArgumentError::Syntax(missing))?;
    // Octets that are no UTF-8 are no address in any charset.
    let rest = std::str::from_utf8(rest).map_err(|_| AddressError::Utf8)?;
    if rest.starts_with([' ', '\t']) {
        // RFC 5321 §3.3: "spaces are not permitted on either side of the colon".
        return Err(ArgumentError::Syntax("there is a space behind the colon"));
    }
    let inside = rest.strip_prefix('<').ok_or(ArgumentError::Syntax("the address has no < before it"))?;
    let end = end_of_path(inside).ok_or(ArgumentError::Syntax("the address has no > behind it"))?;
    let (path, behind) = (&inside[..end], &inside[end + 1..]);
    if !behind.is_empty() && !behind.starts_with(' ') {
        return Err(ArgumentError::Syntax("there is no space between the > and what follows it"));
    }
    Ok((path, behind))
}

/// Where the `>` that closes the path is: the first that does not stand within quotes.
fn end_of_path(inside: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, octet) in inside.bytes().enumerate() {
        match octet {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// The mailbox in a path. It is read as UTF-8 whatever was asked for: an address that is none in any charset is refused for
/// that, and before its parameters are looked at; only a good one is refused for its charset.
fn mailbox_of(path: &str) -> Result<Mailbox, ArgumentError> {
    Ok(Mailbox::parse(strip_source_route(path)?, Charset::Utf8)?)
}

/// RFC 6531 §3.4: octets beyond ASCII stand in a path only where the transaction asked for SMTPUTF8.
fn check_charset(path: &str, smtputf8: bool) -> Result<(), ArgumentError> {
    if smtputf8 || path.is_ascii() { Ok(()) } else { Err(ArgumentError::NeedsUtf8) }
}

/// Drops a source route, `@a,@b:`, from the front of a path (RFC 5321 §4.1.2, Appendix C: "MUST be accepted ... SHOULD be
/// ignored").
fn strip_source_route(path: &str) -> Result<&str, ArgumentError> {
    if !path.starts_with('@') {
        return Ok(path);
    }
    // Without a colon it is no route, but an address that lacks its local part.
    let (route, address) = path.split_once(':').ok_or(AddressError::NoLocalPart)?;
    let valid = route
        .split(',')
        .all(|hop| hop.strip_prefix('@').is_some_and(|domain| Domain::parse(domain, Charset::Utf8).is_ok()));
    if valid { Ok(address) } else { Err(ArgumentError::Syntax("the source route is malformed")) }
}

/// BDAT, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BdatCommand {
    /// How many octets follow.
    pub size: u64,
    /// They are the last of the message.
    pub last: bool,
}

/// Reads the argument of BDAT: `size [LAST]` (RFC 3030 §2).
///
/// # Errors
///
/// It is not written so, or the size is beyond what a file can have.
pub fn bdat(argument: &[u8]) -> Result<BdatCommand, ArgumentError> {
    let text = std::str::from_utf8(argument).map_err(|_| ArgumentError::Syntax("it is not ASCII"))?;
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let digits = words.next().ok_or(ArgumentError::Syntax("there is no size"))?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ArgumentError::Syntax("the size is no number"));
    }
    let size = digits.parse::<i64>().map_err(|_| ArgumentError::Syntax("the size is too large"))?;
    let last = match words.next() {
        None => false,
        Some(word) if word.eq_ignore_ascii_case("LAST") => true,
        Some(_) => return Err(ArgumentError::Syntax("only LAST may follow the size")),
    };
    if words.next().is_some() {
        return Err(ArgumentError::Syntax("nothing may follow LAST"));
    }
    Ok(BdatCommand { size: size.unsigned_abs(), last })
}

/// AUTH, understood as far as the protocol goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthCommand<'a> {
    /// The mechanism, upper case.
    pub mechanism: String,
    /// The initial response, in base64 still; `=` stands for an empty one.
    pub initial: Option<&'a [u8]>,
}

/// Reads the argument of AUTH: `mechanism [initial-response]` (RFC 4954 §4).
///
/// # Errors
///
/// There is no name of a mechanism (RFC 4422 §3.1).
pub fn auth(argument: &[u8]) -> Result<AuthCommand<'_>, ArgumentError> {
    let (name, rest) = match memchr::memchr(b' ', argument) {
        Some(end) => (&argument[..end], Some(trim(&argument[end..]))),
        None => (argument, None),
    };
    if name.is_empty() {
        return Err(ArgumentError::Syntax("there is none"));
    }
    let valid =
        name.len() <= 20 && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !valid {
        return Err(ArgumentError::Syntax("its name has 1 to 20 letters, digits, hyphens and underscores"));
    }
    let mechanism = String::from_utf8_lossy(name).to_ascii_uppercase();
    Ok(AuthCommand { mechanism, initial: rest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(argument: &str) -> Result<ForwardPath, ArgumentError> {
        rcpt(argument.as_bytes(), &Offered::none(), false).map(|rcpt| rcpt.forward_path)
    }

    #[test]
    fn paths() {
        let mailbox = |text: &str| ForwardPath::Mailbox(text.parse().expect("valid"));
        assert_eq!(path("TO:<a@b.example>"), Ok(mailbox("a@b.example")));
        assert_eq!(path("to:<POSTmaster>"), Ok(ForwardPath::Postmaster));
        assert_eq!(path("TO:<@x.example,@y.example:a@b.example>"), Ok(mailbox("a@b.example")));
        assert_eq!(path(r#"TO:<"a>b"@c.example>"#), Ok(mailbox(r#""a>b"@c.example"#)));
        let null = mail(b"FROM:<>", &Offered::none()).expect("valid");
        assert_eq!(null.reverse_path, ReversePath::Null);
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for (argument, syntax) in [
            ("", true),
            ("TO", true),
            ("TO:", true),
            ("TO: <a@b>", true),
            ("TO:a@b", true),
            ("TO:<a@b", true),
            ("TO:<a@b>x", true),
            ("TO:<@x:>", false),
            ("TO:<@x>", false),
            ("TO:<@:a@b>", true),
            ("TO:<@x.example:postmaster>", false),
            ("TO:<>", false),
            ("TO:<a>", false),
            ("TO:<a@b>, <c@d>", true),
            ("TO:<a@b,c@d>", false),
            ("TO:<a@b@c>", false),
            ("TO:<<a@b>>", true),
            ("TO:<a@b(@c)>", false),
            ("TO:<a\t@b>", false),
        ] {
            let error = path(argument).expect_err(argument);
            assert_eq!(matches!(error, ArgumentError::Syntax(_)), syntax, "{argument}: {error:?}");
        }
        assert_eq!(path("TO:<\u{fc}@b>"), Err(ArgumentError::NeedsUtf8));
        assert_eq!(path("TO:<a@\u{ff45}xample>"), Err(ArgumentError::NeedsUtf8), "whatever it is mapped to");
        assert!(mail(b"FROM:<@x.example:>", &Offered::none()).is_err(), "a route to nobody");
        assert!(rcpt(b"TO:<\xff@b>", &Offered::none(), true).is_err());
    }

    #[test]
    fn the_address_is_judged_before_the_parameters_and_these_before_the_charset() {
        let of = |argument: &str| mail(argument.as_bytes(), &Offered::always());
        assert!(matches!(of("FROM:<a@@b> XYZZY"), Err(ArgumentError::Address(_))));
        assert!(matches!(of("FROM:<\u{fc}@@b>"), Err(ArgumentError::Address(_))));
        assert!(matches!(of("FROM:<\u{fc}@b> XYZZY"), Err(ArgumentError::ParameterUnknown { .. })));
        assert_eq!(of("FROM:<\u{fc}@b> BODY=8BITMIME"), Err(ArgumentError::NeedsUtf8));
        assert!(of("FROM:<\u{fc}@b> BODY=8BITMIME SMTPUTF8").is_ok());
    }

    /// attacks on a careless reader: what looks like two addresses is none, or one local part at one domain.
    #[test]
    fn no_path_reads_as_two_addresses() {
        for trick in [
            "u%V@D",
            "V!u@D",
            "V!u",
            "@D:u@V",
            "@D,@x:u@V",
            "\"u@V\"@D",
            "\"u%V\"@D",
            "\"u@V\"",
            "u@V@D",
            "u@D@V",
            "u@V.",
            "u@[127.0.0.1]",
            "u@[10.255.255.1]",
            "u@[IPv6:::1]",
            "u@127.0.0.1",
            "u%V@[127.0.0.1]",
            "u@V%D",
            "u@V(@D)",
            "u@V\t@D",
            "u@V\\@D",
            "<u@V>@D",
            "u@V,u@D",
            "\"u@V alice@D\"@D",
            "u@D>, <u@V",
            "u@D>,<u@V",
            "u@V\0@D",
            "u@V\r\n@D",
            "=?utf-8?q?u=40V=3e=00?=@D",
            "u@D.V",
            "u@V;u@D",
            "u@V u@D",
            "u@V:u@D",
        ] {
            let trick = trick.replace('V', "victim.test").replace('D', "ours.test");
            let Ok(ForwardPath::Mailbox(mailbox)) = path(&format!("TO:<{trick}>")) else { continue };
            let text = mailbox.to_string();
            // One @ outside quotes, and the reader of what is written understands the same.
            let quoted =
                text.strip_prefix('"').and_then(|rest| rest.split_once("\"@")).map(|(_, domain)| domain);
            let domain = quoted.or_else(|| text.split_once('@').map(|(_, domain)| domain));
            assert_eq!(domain, Some(mailbox.domain().to_string().as_str()), "{trick}");
            assert!(!domain.is_some_and(|domain| domain.contains('@')), "{trick}");
            assert_eq!(text.parse(), Ok(mailbox), "{trick}");
        }
    }

    #[test]
    fn mechanisms() {
        let read = |argument: &'static str| auth(argument.as_bytes());
        let is = |mechanism: &str, initial| Ok(AuthCommand { mechanism: mechanism.to_owned(), initial });
        assert_eq!(read("scram-sha-256-plus"), is("SCRAM-SHA-256-PLUS", None));
        assert_eq!(read("PLAIN ="), is("PLAIN", Some(&b"="[..])));
        assert_eq!(read("X_2  AGFi"), is("X_2", Some(&b"AGFi"[..])));
        for argument in ["", "A B\tC", "PL\u{fc}IN", "A.B", "ABCDEFGHIJKLMNOPQRSTU", "A\tB"] {
            let valid = argument == "A B\tC";
            assert_eq!(read(argument).is_ok(), valid, "{argument:?}: what follows the name is the decoder's");
        }
    }

    #[test]
    fn chunk_sizes() {
        assert_eq!(bdat(b"0"), Ok(BdatCommand { size: 0, last: false }));
        assert_eq!(bdat(b"86 last"), Ok(BdatCommand { size: 86, last: true }));
        for argument in [
            "",
            "-1",
            "+1",
            "0x5",
            "5x",
            "5 LASTX",
            "5 LAST LAST",
            "9223372036854775808",
            "LAST",
            "5\tLAST",
            "5\x0c",
            "\u{665}",
        ] {
            assert!(bdat(argument.as_bytes()).is_err(), "{argument}");
        }
    }

    #[test]
    fn names_in_ehlo() {
        assert_eq!(hello(b"my_host.example"), Ok("my_host.example"));
        assert_eq!(hello(b"[127.0.0.1"), Ok("[127.0.0.1"));
        for argument in [&b""[..], b"a b", b"a\x07", "h\u{fc}".as_bytes(), &[b'x'; 256]] {
            assert!(hello(argument).is_err(), "{}", argument.escape_ascii());
        }
    }

    /// Octets that get far into the parsers, and any others.
    fn argument() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            proptest::sample::select(vec![
                "FROM:",
                "TO:",
                "<",
                ">",
                "@",
                ":",
                ",",
                "\"",
                "\\",
                " ",
                "=",
                "+",
                ";",
                "a",
                "b.example",
                "[IPv6:",
                "]",
                "[192.0.2.1]",
                "SIZE=",
                "BODY=8BITMIME",
                "SMTPUTF8",
                "AUTH=<>",
                "RET=HDRS",
                "ENVID=",
                "+0A",
                "NOTIFY=",
                "NEVER",
                "ORCPT=rfc822;",
                "99999999999",
                "LAST",
                "\u{fc}",
                "\u{3002}",
                "\u{202e}",
                "\u{2028}",
                "\0",
            ])
            .prop_map(|text| text.as_bytes().to_vec()),
            proptest::collection::vec(any::<u8>(), 0..4),
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn no_octets_panic_and_every_fault_can_be_said(octets in argument(), whole in any::<bool>()) {
            let offered = Offered { dsn: true, auth: vec!["PLAIN".into()], size: Some(1), ..Offered::always() };
            let mut argument = octets;
            let rcpt = |argument: &[u8], utf8| rcpt(argument, &offered, utf8).map(|rcpt| rcpt.forward_path.to_string());
            let mail = |argument: &[u8]| mail(argument, &offered).map(|mail| mail.reverse_path.to_string());
            if whole {
                // A path that is read at all is often enough.
                argument = [&b"TO:<a@b> "[..], &argument].concat();
            }
            let (_, split_off) = split(&argument);
            prop_assert!(split_off.len() <= argument.len());
            for read in [
                rcpt(&argument, true),
                rcpt(&argument, false),
                mail(&argument),
                hello(&argument).map(str::to_owned),
                bdat(&argument).map(|bdat| bdat.size.to_string()),
                auth(&argument).map(|auth| auth.mechanism),
            ] {
                match read {
                    Ok(read) => prop_assert!(!read.contains(['\r', '\n', '\0'])),
                    Err(error) => {
                        let said = error.to_string();
                        let known = matches!(error, ArgumentError::ParameterUnknown { .. });
                        prop_assert!(said.is_ascii() && !said.is_empty() && said.len() < 100, "{}", said);
                        prop_assert!(!known || said.len() < 60);
                    }
                }
            }
        }

        #[test]
        fn a_path_written_by_us_is_read_back(local in "[ -~\u{e9}\u{4e2d}]{1,20}", host in "[a-z0-9]{1,9}(\\.[a-z0-9]{1,9}){0,3}") {
            let mailbox = Mailbox::new(&local, Domain::Name(host)).expect("valid");
            let written = ForwardPath::Mailbox(mailbox);
            let read = rcpt(format!("TO:{written}").as_bytes(), &Offered::none(), true);
            prop_assert_eq!(read.map(|rcpt| rcpt.forward_path), Ok(written));
        }
    }
}
