//! Programs that write a conversation down.

/// Who says a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The side that says codes.
    Server,
    /// The side that says commands.
    Client,
}
use Who::{Client, Server};

/// A way to write a line down, and what stands in front of all of it.
pub type Writer = (&'static str, fn(Who, &str) -> String, &'static str);

/// The line with a mark for each side.
macro_rules! marks {
    ($server:literal, $client:literal) => {
        |who, line| match who {
            Server => format!(concat!($server, "{}"), line),
            Client => format!(concat!($client, "{}"), line),
        }
    };
}

/// A line as the octets that it is, sixteen in a line.
fn dump(line: &str, of_line: impl Fn(usize, &str, &str) -> String) -> String {
    let octets = format!("{line}\r\n").into_bytes();
    let lines = octets.chunks(16).enumerate().map(|(at, octets)| {
        let digits: Vec<String> = octets.iter().map(|octet| format!("{octet:02X}")).collect();
        let shown: String = octets
            .iter()
            .map(|octet| if (b' '..0x7f).contains(octet) { char::from(*octet) } else { '.' })
            .collect();
        of_line(at * 16, &digits.join(" "), &shown)
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub const WRITERS: [Writer; 23] = [
    (
        "swaks",
        |who, line| match who {
            Server if line.starts_with(['4', '5']) => format!("<** {line}"),
            Server => format!("<-  {line}"),
            Client => format!(" -> {line}"),
        },
        "=== Trying mx.example:25...",
    ),
    ("swaks in TLS", marks!("<~  ", " ~> "), "=== Trying mx.example:465..."),
    ("curl", marks!("< ", "> "), "*   Trying 192.0.2.1:25..."),
    ("curl reversed", marks!("> ", "< "), "* Connected"),
    ("msmtp", marks!("<-- ", "--> "), ""),
    ("exim", marks!("  SMTP<< ", "  SMTP>> "), "Connecting to mx.example [192.0.2.1]:25 ... connected"),
    ("exim without words", marks!("<< ", ">> "), ""),
    ("sendmail", marks!("<<< ", ">>> "), "... while talking to mx.example:"),
    ("sendmail reversed", marks!(">>> ", "<<< "), ""),
    (
        "smtplib",
        |who, line| match who {
            Server => format!("reply: b'{line}\\r\\n'"),
            Client => format!("send: '{line}\\r\\n'"),
        },
        "connect: ('mx.example', 25)",
    ),
    (
        "smtplib on two lines",
        |who, line| match who {
            Server => format!("[x: WARNING/Worker-2] reply:\n[x: WARNING/Worker-2] b'{line}\\r\\n'"),
            Client => format!("[x: WARNING/Worker-2] send:\n[x: WARNING/Worker-2] '{line}\\r\\n'"),
        },
        "",
    ),
    ("letters", marks!("S: ", "C: "), ""),
    (
        "nodemailer",
        marks!("[2016-12-04 20:15:57] DEBUG: [efMU] S: ", "[2016-12-04 20:15:57] DEBUG: [efMU] C: "),
        "",
    ),
    ("nodemailer, boxes", marks!("SERVER 1:\n└──", "CLIENT 1:\n└──"), ""),
    ("MailKit", marks!("S: ", "C: "), "Connected to smtp://mx.example:25/?starttls=when-available"),
    (
        "PHPMailer",
        marks!("2018-08-29 08:49:49 SERVER -> CLIENT: ", "2018-08-29 08:49:49 CLIENT -> SERVER: "),
        "Connection: opening to mx.example:25",
    ),
    (
        "JavaMail",
        marks!("", ""),
        "DEBUG SMTP: trying to connect to host \"mx.example\", port 25, isSSL false",
    ),
    ("openssl", marks!("", ""), "CONNECTED(00000003)\ndepth=2 C = US, O = Example\nverify return:1"),
    ("telnet", marks!("", ""), "Trying 192.0.2.1...\nConnected to mx.example.\nEscape character is '^]'."),
    ("telnet, quoted", marks!("> ", "> "), ""),
    (
        "System.Net",
        |who, line| {
            let way = if who == Client { "Send" } else { "Receive" };
            let front = "System.Net.Sockets Verbose: 0 : [4100]";
            let about = "    ProcessId=5700\n    DateTime=2009-09-16T12:54:06.5718699Z";
            let dump =
                dump(line, |at, digits, shown| format!("{front} {at:08X} : {digits:<47} : {shown}\n{about}"));
            format!(
                "{front} Socket#33574638::{way}()\n{about}\n{front} Data from Socket#33574638::{way}\n{about}\n{dump}"
            )
        },
        "System.Net Verbose: 0 : [4100] SmtpClient#22163664::Send(MailMessage#1)",
    ),
    (
        "curl --trace",
        |who, line| {
            let way = if who == Client { "=> Send" } else { "<= Recv" };
            let dump = dump(line, |at, digits, shown| format!("{at:04x}: {digits:<48}{shown}"));
            format!("{way} header, {} bytes ({:#x})\n{dump}", line.len() + 2, line.len() + 2)
        },
        "== Info:   Trying 192.0.2.1:25...",
    ),
    ("Got and Sent", marks!("Got: ", "Sent: "), "Connecting to mx.example at 587"),
];
