//! Every key of the configuration: its form, its default, and what it is for. The reader, `postrider init` and
//! docs/configuration.md are all made of this one table.

use std::time::Duration;

use crate::config::Config;
use crate::log;

/// A table of the file.
#[derive(Debug)]
pub struct Section {
    /// Its name; empty for the keys at the top of the file.
    pub name: &'static str,
    /// It may be there several times: `[[name]]`.
    pub repeated: bool,
    /// What it is about.
    pub about: &'static str,
    /// Its keys, in the order in which people read them.
    pub keys: &'static [Key],
}

/// A key of a section.
#[derive(Debug)]
pub struct Key {
    /// Its name, the unit last.
    pub name: &'static str,
    /// What its value looks like.
    pub form: Form,
    /// What holds if it is not written.
    pub default: Default,
    /// What it is for.
    pub about: &'static str,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `"text"`
    Text,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number, not below zero.
    Number,
    /// `true` or `false`
    Flag,
    /// `["text", ...]`
    Texts,
    /// `"text"` or `["text", ...]`
    TextOrTexts,
    /// `[1, 2, ...]`
    Numbers,
    /// `{ name = "text", other = ["text", ...] }`
    Targets,
}

/// What holds if a key is not written.
#[derive(Debug, Clone, Copy)]
pub enum Default {
    /// This value, as it would be written.
    Value(fn(&Config) -> String),
    /// Something that is no fixed value, in words; and an example.
    Words(&'static str, &'static str),
    /// There is none: the key has to be written. An example.
    Required(&'static str),
}

const fn key(name: &'static str, form: Form, default: Default, about: &'static str) -> Key {
    Key { name, form, default, about }
}

/// A limit whose default is in the code.
macro_rules! number {
    ($name:ident, $default:expr, $about:literal) => {
        key(stringify!($name), Form::Number, Default::Value($default), $about)
    };
}

/// Waits, as they are written.
fn seconds(waits: &[Duration]) -> String {
    let waits: Vec<String> = waits.iter().map(|wait| wait.as_secs().to_string()).collect();
    format!("[{}]", waits.join(", "))
}

/// The formats of the log, as they are written.
const FORMATS: [&str; 3] = [log::Format::ALL[0].0, log::Format::ALL[1].0, log::Format::ALL[2].0];

/// The levels of the log, as they are written.
const LEVELS: [&str; 5] =
    [log::LEVELS[0].0, log::LEVELS[1].0, log::LEVELS[2].0, log::LEVELS[3].0, log::LEVELS[4].0];

/// All of them.
pub static SECTIONS: [Section; 14] = [
    Section {
        name: "",
        repeated: false,
        about: "The server itself. These keys stand at the top of the file.",
        keys: &[
            key(
                "hostname",
                Form::Text,
                Default::Words("the name of this machine", "\"mx.example.org\""),
                "The name of this server, in its greeting and in the Received fields it writes. The name that its \
                 address has in DNS is best.",
            ),
            key(
                "data",
                Form::Text,
                Default::Words(
                    "$XDG_STATE_HOME/postrider, or ~/.local/state/postrider",
                    "\"/var/lib/postrider\"",
                ),
                "The data folder: the queue, the control socket and, unless delivery.maildirs says otherwise, the \
                 mailboxes. It is made if it is not there. A relative path begins at the folder of this file. \
                 --data goes before it.",
            ),
        ],
    },
    Section {
        name: "listener",
        repeated: true,
        about: "Where the server listens: one [[listener]] for each address. Without any, it listens on \
                127.0.0.1:2525. --listen replaces all of them.",
        keys: &[
            key(
                "address",
                Form::Text,
                Default::Required("\"127.0.0.1:2525\""),
                "The address and the port. 0.0.0.0 is every IPv4 address of this machine, [::] every IPv6 address; \
                 for both, write two listeners. Mail from other servers comes to port 25. Port 0 is one that the \
                 system chooses.",
            ),
            key(
                "kind",
                Form::OneOf(&["mx"]),
                Default::Value(|_| "\"mx\"".to_owned()),
                "Whom it is for: mx takes mail for the domains of this server from everybody.",
            ),
            key(
                "irregular_lines",
                Form::OneOf(&["repair", "reject"]),
                Default::Value(|_| "\"repair\"".to_owned()),
                "What becomes of a message whose lines do not all end with CRLF: repair makes a bare LF a CRLF and a \
                 bare CR a space, and keeps long lines whole; reject refuses the message (RFC 5321 §2.3.8). Only \
                 CRLF.CRLF ends a message, whatever this says.",
            ),
            key(
                "dsn",
                Form::Flag,
                Default::Value(|_| "false".to_owned()),
                "Offer DSN (RFC 3461): a client may ask to be told that its mail was delivered, or not to be told that \
                 it was not. Good where your own clients hand in their mail. Where everybody does, it tells \
                 strangers when their mail has arrived, and leads them to send more.",
            ),
            key(
                "proxy_protocol",
                Form::Texts,
                Default::Words("none", "[\"192.0.2.80\", \"2001:db8::80\"]"),
                "The networks of proxies, such as HAProxy with send-proxy or send-proxy-v2: every connection from there has to \
                 begin with a PROXY header (version 1 or 2) within 5 seconds, and is closed where it does not. Then it is the \
                 client in the header that counts: for the limits, for relay.networks, in Received and in the log. From \
                 elsewhere such a header is a bad command. Nobody but the proxy may be able to connect from such an address: \
                 whoever can, can pass for any client. At least /8 for IPv4, /7 for IPv6.",
            ),
            key(
                "xclient",
                Form::Texts,
                Default::Words("none", "[\"192.0.2.81\"]"),
                "The networks of proxies that speak SMTP, such as nginx: they alone are offered XCLIENT, and say with it whom they \
                 speak for, once a session. LOGIN is written to the log, and is no login. Behind proxy_protocol \
                 it is the client in the header that has to be in such a network. At least /8 for IPv4, /7 for IPv6.",
            ),
        ],
    },
    Section {
        name: "domain",
        repeated: true,
        about: "The domains that this server takes mail for, each with its own [[domain]]. Without any, it takes mail \
                for every name at localhost. postmaster and abuse of every domain must reach a mailbox \
                (RFC 5321 §4.5.1, RFC 2142).",
        keys: &[
            key(
                "name",
                Form::Text,
                Default::Required("\"example.org\""),
                "The domain, as in example.org or bücher.example; or an address in brackets, as in [192.0.2.1].",
            ),
            key(
                "mailboxes",
                Form::Texts,
                Default::Words("none", "[\"alice\", \"bob\"]"),
                "The mailboxes of the domain: what stands before the @. Upper and lower case are the same.",
            ),
            key(
                "any_mailbox",
                Form::Flag,
                Default::Value(|_| "false".to_owned()),
                "Every name is a mailbox that is plainly a name: letters, digits and . _ - + = ~ # & '; nothing that \
                 another mailer could take for a route or a path, such as a%b, a!b, a/b or \"a b\". Then mailboxes \
                 is not written.",
            ),
            key(
                "subaddress",
                Form::Text,
                Default::Value(|_| "\"+\"".to_owned()),
                "What stands between a user and a tag: with +, mail for alice+news goes to alice. \"\" for none.",
            ),
            key(
                "aliases",
                Form::Targets,
                Default::Words(
                    "none",
                    "{ postmaster = \"alice\", abuse = \"alice\", sales = [\"alice\", \"bob\"] }",
                ),
                "Names that stand for others: each leads to one or several names of the same domain, or addresses \
                 at domains of this server. An alias with the name of a mailbox goes before it, so it must lead there as \
                 well. The alias \"*\" is for every name that is nothing else.",
            ),
            key(
                "deliver",
                Form::OneOf(&["maildir", "discard"]),
                Default::Value(|_| "\"maildir\"".to_owned()),
                "What becomes of mail for the mailboxes of the domain: maildir delivers it; discard throws it away once \
                 it is acknowledged, as for noreply.example.org, and the log says so. Lead postmaster and abuse of \
                 such a domain to another with aliases: somebody should read their mail.",
            ),
        ],
    },
    Section {
        name: "relay",
        repeated: false,
        about: "Who may send mail to everybody, and not only to the domains of this server.",
        keys: &[key(
            "networks",
            Form::Texts,
            Default::Words("none", "[\"192.0.2.0/24\", \"2001:db8::/32\", \"127.0.0.1\"]"),
            "The trusted networks: their clients may send to anybody. An address alone is a network of one. Behind a \
             NAT, or a proxy that does not say whom it speaks for (see proxy_protocol), all clients seem to come from it: \
             never trust its address. At least /8 for IPv4, /7 for \
             IPv6.",
        )],
    },
    Section {
        name: "relay_domain",
        repeated: true,
        about: "Domains of others whose mail this server takes from everybody and hands on, as a backup MX or a gateway does, \
                each with its own [[relay_domain]]. Who lives there has to be known, or this server would send \
                bounces to the forged senders of spam: write recipients, recipients_file or callout. The mail goes where a \
                [[route]] says, or to the MX of the domain that DNS prefers to this server.",
        keys: &[
            key(
                "name",
                Form::Text,
                Default::Required("\"example.net\""),
                "The domain. Domains below it are other domains.",
            ),
            key(
                "recipients",
                Form::Texts,
                Default::Words("none", "[\"carol\", \"postmaster\"]"),
                "Who lives there: the part before the @, or the whole address. Upper and lower case are the same. \
                 postmaster has to be among them (RFC 5321 §4.5.1).",
            ),
            key(
                "recipients_file",
                Form::Text,
                Default::Words("none", "\"/var/lib/postrider/example.net.recipients\""),
                "A file with the same, one a line; empty lines and those that begin with # are nothing. It is read when \
                 the server starts and at SIGHUP. A relative path begins at the folder of this file.",
            ),
            key(
                "callout",
                Form::Flag,
                Default::Value(|_| "false".to_owned()),
                "Ask the server that the mail would go to, while the client waits: MAIL FROM:<> and RCPT, and no message. A yes is \
                 good for a day, and for a month while that server cannot be asked; a no for an hour. A no is what it refuses at \
                 RCPT with a 5yz, or what the DNS has no domain for. Whoever it is not known about is told to come again \
                 (recipient-unproven). It is of use only where that server refuses recipients it does not have: one that takes every \
                 name says yes to every name, and would bounce later.",
            ),
            key(
                "subaddress",
                Form::Text,
                Default::Value(|_| "\"\"".to_owned()),
                "What stands between a user and a tag there: with +, carol+news is known where carol is listed. \"\" for \
                 none.",
            ),
        ],
    },
    Section {
        name: "route",
        repeated: true,
        about: "Where mail goes next, by the domain of its recipient: one [[route]] for each. The nearest one is used: that for the \
                domain itself, then that for the nearest name above it, then \"*\". Without any, the domains of this \
                server go where their deliver says, and all others to their MX.",
        keys: &[
            key(
                "domain",
                Form::Text,
                Default::Required("\"example.net\""),
                "example.net is this domain; *.example.net is every domain below it; * is every domain. A domain of \
                 this server is only meant where it is named itself: then this goes before its deliver.",
            ),
            key(
                "to",
                Form::TextOrTexts,
                Default::Required("\"smtp://mail.example.net\""),
                "smtp://HOST or smtp://HOST:PORT: this host; of several, in a \
                 list, the first that can be reached. lmtp://HOST:PORT or lmtp:/path/to/socket: an LMTP server, as \
                 Dovecot has one. maildir: a Maildir below delivery.maildirs. discard: nowhere, it is thrown away. \
                 Ports that are not written are 25 for SMTP and 24 for LMTP.",
            ),
            key(
                "source_addresses",
                Form::Texts,
                Default::Words("the system chooses", "[\"192.0.2.25\", \"2001:db8::25\"]"),
                "The address of this machine that connections come from: one for IPv4, one for IPv6.",
            ),
            key(
                "hello_name",
                Form::Text,
                Default::Words("hostname", "\"out.example.org\""),
                "The name that the next server is told. The name that the source address has in DNS is best.",
            ),
            key(
                "eight_bit",
                Form::OneOf(&["refuse", "send"]),
                Default::Value(|_| "\"refuse\"".to_owned()),
                "What becomes of a message that is not ASCII where the next server does not offer 8BITMIME: refuse sends it \
                 back (RFC 6152 §3); send sends it all the same. It is never rewritten: that would break signatures.",
            ),
            key(
                "retry_seconds",
                Form::Numbers,
                Default::Words("queue.retry_seconds", "[600, 1800, 3600]"),
                "How long to wait between attempts on this route, as queue.retry_seconds.",
            ),
            key(
                "give_up_seconds",
                Form::Number,
                Default::Words("delivery.give_up_seconds", "86400"),
                "How long mail on this route is tried, as delivery.give_up_seconds.",
            ),
            key(
                "at_once",
                Form::Number,
                Default::Words("delivery.at_once_per_site", "5"),
                "The most messages on their way at once on this route, as delivery.at_once_per_site.",
            ),
            key(
                "per_minute",
                Form::Number,
                Default::Words("as many as there are", "600"),
                "The most messages on this route in a minute, evenly; for a domain's MX hosts, to each site.",
            ),
        ],
    },
    Section {
        name: "limits",
        repeated: false,
        about: "How much of everything. Where the standard asks for a least, nothing below it is taken.",
        keys: &[
            number!(
                connections,
                |config| config.slots.connections.to_string(),
                "Connections at once, over all listeners. Each needs an open file."
            ),
            number!(
                connections_per_address,
                |config| config.slots.connections_per_address.to_string(),
                "Connections at once from one IPv4 address or one IPv6 /64."
            ),
            number!(
                message_octets,
                |config| config.limits.message_octets.to_string(),
                "A message, in octets. RFC 5321 §4.5.3.1.7: at least 65536."
            ),
            number!(
                recipients,
                |config| config.limits.recipients.to_string(),
                "Recipients of one message; the others are told to come in another. RFC 5321 §4.5.3.1.8: at least 100."
            ),
            number!(
                received_fields,
                |config| config.limits.received_fields.to_string(),
                "Received fields in one message; more are taken for a loop. RFC 5321 §6.3: at least 100."
            ),
            number!(
                errors,
                |config| config.limits.errors.to_string(),
                "Commands that break the protocol, between two messages, before the connection is closed."
            ),
            number!(
                refused_recipients,
                |config| config.limits.refused_recipients.to_string(),
                "Recipients refused, between two messages, before the connection is closed."
            ),
            number!(
                commands,
                |config| config.limits.commands.to_string(),
                "Commands between two messages before the connection is closed."
            ),
            number!(
                idle_seconds,
                |config| config.limits.idle_seconds.to_string(),
                "How long to wait for a command, in seconds. RFC 5321 §4.5.3.2.7: at least 300."
            ),
            number!(
                content_seconds,
                |config| config.limits.content_seconds.to_string(),
                "How long to wait for more of a message, in seconds. RFC 5321 §4.5.3.2.5: at least 180."
            ),
            number!(
                content_octets_per_second,
                |config| config.limits.content_octets_per_second.to_string(),
                "The slowest that a message may come, in octets a second, once it has come for ten minutes."
            ),
            number!(
                session_seconds,
                |config| config.limits.session_seconds.to_string(),
                "How long a connection may last, in seconds. A message on its way is waited for."
            ),
            number!(
                command_line_octets,
                |config| config.limits.command_line_octets.to_string(),
                "A command line with its CRLF, in octets. RFC 5321 §4.5.3.1.4: at least 512, and what extensions add."
            ),
            number!(
                auth_line_octets,
                |config| config.limits.auth_line_octets.to_string(),
                "An AUTH command or response with its CRLF, in octets. RFC 4954 §4: at least 12288."
            ),
            number!(
                overlong_line_octets,
                |config| config.limits.overlong_line_octets.to_string(),
                "How much of a command line that is too long is skipped before the connection is closed, in octets."
            ),
            number!(
                text_line_octets,
                |config| config.limits.text_line_octets.to_string(),
                "A line of a message with its CRLF, in octets, where irregular lines are rejected. RFC 5321 \
                 §4.5.3.1.6: at least 1000."
            ),
        ],
    },
    Section {
        name: "queue",
        repeated: false,
        about: "The queue: what was acknowledged and is not delivered yet. A change here needs a restart.",
        keys: &[
            number!(
                free_floor_octets,
                |config| config.queue.free_floor_octets.to_string(),
                "Octets of the disk that stay free: below this no more mail is taken in, and senders are told to try \
                 later."
            ),
            number!(
                large_body_octets,
                |config| config.queue.large_body_octets.to_string(),
                "Messages longer than this, in octets, have a file of their own; shorter ones are in memory while \
                 they come in. At most 16777216."
            ),
            number!(
                segment_octets,
                |config| config.queue.segment_octets.to_string(),
                "The size of a file of the queue's log, in octets. Several are kept, and used again and again; on a small \
                 disk they may be smaller. At least 262144, and room for two messages with as many recipients as \
                 there may be."
            ),
            number!(
                attempts_per_lane,
                |config| config.queue.attempts_per_lane.to_string(),
                "Messages on their way at once to one domain, whatever more delivery.at_once_per_site or the at_once of a route allow."
            ),
            key(
                "retry_seconds",
                Form::Numbers,
                Default::Value(|config| seconds(&config.queue.retry.steps)),
                "How long to wait after the first attempt that fails, after the second, and so on, in seconds; the \
                 last one repeats.",
            ),
            number!(
                history_seconds,
                |config| config.queue.history.as_secs().to_string(),
                "How long `postrider queue show` and `postrider queue history` tell what became of messages that are done, in \
                 seconds; 0 is not at all. It is kept in memory: at most 100000 messages and 64 MiB, and a restart begins anew."
            ),
        ],
    },
    Section {
        name: "delivery",
        repeated: false,
        about: "The way out of the queue. A change here needs a restart.",
        keys: &[
            key(
                "maildirs",
                Form::Text,
                Default::Words("the folder mail in the data folder", "\"/var/mail/postrider\""),
                "The folder of the mailboxes: the mail of alice@example.org goes into the Maildir example.org/alice in \
                 it. Folders have names in lower case, domains as they are in DNS (xn--bcher-kva.example); every octet but \
                 a-z 0-9 . _ - + = is % and two hexadecimal digits: j%c3%bcrgen, a%20b. A relative path begins at the \
                 folder of this file.",
            ),
            number!(
                at_once,
                |config| config.deliveries.to_string(),
                "Messages being delivered at once, over all destinations: most of them wait for another server. Of those for mailboxes of \
                 this machine no more than 16 are written at once."
            ),
            number!(
                delay_notice_seconds,
                |config| config.way_out.delay_notice.as_secs().to_string(),
                "How long a message may wait before its sender is told that it does, in seconds; once for each message. A \
                 number above give_up_seconds is never."
            ),
            number!(
                give_up_seconds,
                |config| config.way_out.give_up.as_secs().to_string(),
                "How long a message is tried before it goes back to its sender, in seconds. RFC 5321 §4.5.4.1 asks for four \
                 to five days."
            ),
            number!(
                give_up_null_seconds,
                |config| config.way_out.give_up_null.as_secs().to_string(),
                "The same for a message that has no sender to go back to, as reports have none."
            ),
            number!(
                keep_dead_seconds,
                |config| config.way_out.keep_dead.as_secs().to_string(),
                "How long mail is kept that has failed while nobody could be told, in seconds. Then it is removed, with a line in the log."
            ),
            key(
                "soft_bounce",
                Form::Flag,
                Default::Value(|config| config.way_out.soft_bounce.to_string()),
                "Nothing fails: what would go back to its sender waits and is tried again. For the days of a migration, when \
                 it may be this server that is wrong.",
            ),
            number!(
                messages_per_connection,
                |config| config.way_out.messages_per_connection.to_string(),
                "The most messages over one connection."
            ),
            number!(
                at_once_per_site,
                |config| config.way_out.at_once_per_site.to_string(),
                "The most messages on their way at once to one site: the hosts of one provider, or of one route. It begins with 4, \
                 and one more with each message that is taken."
            ),
            key(
                "back_off_seconds",
                Form::Numbers,
                Default::Value(|config| seconds(&config.way_out.back_off)),
                "How long a site that is found in trouble is left alone, the first, the second, ... time, in seconds; the last \
                 one repeats. Then one message goes ahead, and if it is taken all others follow.",
            ),
            key(
                "own_names",
                Form::Texts,
                Default::Value(|_| "[]".to_owned()),
                "Names by which MX records may mean this server, beside hostname and the hello_name of routes: mail is not sent to \
                 itself.",
            ),
            key(
                "own_addresses",
                Form::Texts,
                Default::Value(|_| "[]".to_owned()),
                "Addresses by which MX records may mean this server, beside those of this machine: of a NAT or a proxy before it.",
            ),
        ],
    },
    Section {
        name: "dns",
        repeated: false,
        about: "Whom to ask for MX records and addresses. A change here needs a restart.",
        keys: &[
            key(
                "servers",
                Form::Texts,
                Default::Words("those of /etc/resolv.conf", "[\"127.0.0.1:53\"]"),
                "The resolvers, as address:port; they are asked in this order. A resolver on this machine that validates DNSSEC is \
                 best.",
            ),
            key(
                "trust_ad",
                Form::Flag,
                Default::Value(|_| "false".to_owned()),
                "What resolvers on other machines say to be secure by DNSSEC is believed: nobody else can write on the way to them. \
                 Those at loopback addresses are always believed.",
            ),
        ],
    },
    Section {
        name: "sendmail",
        repeated: false,
        about: "Mail from this machine, as `postrider sendmail` hands it in. The programs that call it run as other users, so this file \
                has to be readable for them.",
        keys: &[
            key(
                "folder",
                Form::Text,
                Default::Words("the data folder", "\"/var/spool/postrider\""),
                "The folder of submit.sock and drop, where mail waits while the server is down. Whoever can reach it may send mail to \
                 everybody; the data folder can only be reached by the user that runs the server and root. It is made \
                 for everybody if it is not there, in a folder where the server may make one. A relative path begins at the folder of \
                 this file. A change needs a restart.",
            ),
            key(
                "origin",
                Form::Text,
                Default::Words(
                    "hostname if it is a [[domain]], else the first [[domain]]",
                    "\"example.org\"",
                ),
                "The domain of addresses that are written without one, as root is, and of the callers.",
            ),
        ],
    },
    Section {
        name: "metrics",
        repeated: false,
        about: "Numbers for Prometheus, and a page that says whether the server is well: /metrics and /health over HTTP, see docs/metrics.md. \
                A change needs a restart.",
        keys: &[
            key(
                "listen",
                Form::Text,
                Default::Words("off", "\"127.0.0.1:9625\""),
                "The address and the port. The pages are for whoever asks, without a password, so it is an address of loopback.",
            ),
            key(
                "allow_remote",
                Form::Flag,
                Default::Value(|_| "false".to_owned()),
                "Let listen be an address that other machines reach. They learn how much mail there is, and which version this is.",
            ),
        ],
    },
    Section {
        name: "shutdown",
        repeated: false,
        about: "What happens when the server is told to stop.",
        keys: &[number!(
            grace_seconds,
            |config| config.grace.as_secs().to_string(),
            "How long messages on their way in have to come to their end, in seconds, and then those on their way out."
        )],
    },
    Section {
        name: "log",
        repeated: false,
        about: "The log, on standard error.",
        keys: &[
            key(
                "format",
                Form::OneOf(&FORMATS),
                Default::Value(|_| format!("{:?}", FORMATS[0])),
                "human is for people, json is one JSON object a line; auto is human on a terminal and json elsewhere. \
                 --log goes before it. A change needs a restart.",
            ),
            key(
                "level",
                Form::OneOf(&LEVELS),
                Default::Value(|config| format!("{:?}", config.log.level.to_string())),
                "From which level on lines are written. --log-level goes before it.",
            ),
        ],
    },
];

impl Section {
    /// The key of this name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Its header in the file, `[limits]` or `[[domain]]`; empty for the top.
    #[must_use]
    pub fn header(&self) -> String {
        match (self.name, self.repeated) {
            ("", _) => String::new(),
            (name, false) => format!("[{name}]"),
            (name, true) => format!("[[{name}]]"),
        }
    }
}

impl Key {
    /// A value as it could be written: the default, or an example.
    #[must_use]
    pub fn example(&self, defaults: &Config) -> String {
        match self.default {
            Default::Value(value) => value(defaults),
            Default::Words(_, example) | Default::Required(example) => example.to_owned(),
        }
    }
}

impl Form {
    /// What is right, in words.
    #[must_use]
    pub fn description(self) -> String {
        match self {
            Self::Text => "text in quotes".to_owned(),
            Self::OneOf(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
                words.join(" or ")
            }
            Self::Number => "a whole number".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::TextOrTexts => "text in quotes, or a list of texts".to_owned(),
            Self::Numbers => "a list of whole numbers".to_owned(),
            Self::Targets => "a table of names, each with one text or a list of texts".to_owned(),
        }
    }
}
