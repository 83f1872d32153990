//! `[[listener]]`.

use super::{Default, Form, Section, key};

pub(super) const LISTENER: Section = Section {
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
            Form::OneOf(&["mx", "submission"]),
            Default::Value(|_| "\"mx\"".to_owned()),
            "Whom it is for: mx takes mail for the domains of this server from everybody. submission (RFC 6409) takes mail for anybody from \
             those who have logged in, and from nobody else, as on ports 465 and 587.",
        ),
        key(
            "tls",
            Form::OneOf(&["none", "starttls", "implicit"]),
            Default::Words("starttls if there is a [[certificate]], none if there is not", "\"starttls\""),
            "How clients encrypt: starttls offers STARTTLS (RFC 3207), as port 25 does; with implicit the connection begins with TLS \
             (RFC 8314), as on port 465. Versions are 1.2 and 1.3.",
        ),
        key(
            "require_tls",
            Form::Flag,
            Default::Words("true for submission with TLS, unless auth_without_tls; false for mx", "true"),
            "Whoever has not said STARTTLS is told so (tls-required), whatever else they say but EHLO, NOOP, RSET and QUIT. Not for port \
             25: other servers that have no TLS could send nothing any more (RFC 3207 §4 forbids it there).",
        ),
        key(
            "auth",
            Form::Flag,
            Default::Words("true for submission, false for mx", "true"),
            "Clients can log in with AUTH (RFC 4954) to the accounts of [accounts], send to anybody then, and only from addresses of \
             their account. SCRAM is offered where an account has a verifier for it, PLAIN and LOGIN under TLS, tokens under TLS with an [[oauth]], EXTERNAL to who has shown a certificate.",
        ),
        key(
            "auth_without_tls",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "Take passwords in clear, too: whoever listens on the way has them then. For a network that nobody can listen to, and \
             for trying.",
        ),
        key(
            "hide_client",
            Form::Flag,
            Default::Value(|_| "false".to_owned()),
            "The Received field of a message does not say where a client that has logged in is, nor what it calls itself. Without it whoever gets the message \
             sees from where it was written. The log and `postrider queue show` say it nevertheless.",
        ),
        key(
            "auth_least",
            Form::OneOf(&["any", "scram"]),
            Default::Value(|_| "\"any\"".to_owned()),
            "The weakest mechanism that is enough. With scram, a login with PLAIN or LOGIN is refused once its password was found right, \
             so that nobody else learns of it; it makes the verifiers that an account with --scram lacks. Tokens are refused like this as well, and CRAM-MD5 is not offered.",
        ),
        key(
            "client_certificates",
            Form::OneOf(&["none", "ask", "require"]),
            Default::Value(|_| "\"none\"".to_owned()),
            "Whether clients are asked for a certificate. With ask, one that client_ca does not vouch for counts as none, and the log says why: at \
             listeners where mail needs a login as info, at others as debug. With require, the handshake fails without one that it vouches for.",
        ),
        key(
            "client_ca",
            Form::Text,
            Default::Words("none", "\"/etc/postrider/client-ca.pem\""),
            "The authorities that vouch for the certificates of clients, in PEM. A certificate of a client that stands here itself is good, too, be it self-signed \
             or of an authority that is not here. Needed by client_certificates.",
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
            Default::Words("true for submission, false for mx", "true"),
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
};
