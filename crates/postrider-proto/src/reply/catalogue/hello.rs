//! EHLO and HELO. Their replies carry no enhanced code (RFC 2034 §3) and so no id.

entries! {
    HELLO "hello" 250 "{hostname} greets {name}"
        Nobody "RFC 5321 §4.1.1.1", then "MAIL";
    HELLO_ARGUMENT "hello-argument" 501 "{verb} needs your host name or address literal: {fault}"
        Client "RFC 5321 §4.1.4", then "EHLO with a name";
    HELLO_NEEDS_TLS "hello-needs-tls" 530 "HELO comes too early here: EHLO, then STARTTLS"
        Client "RFC 3207 §4", then "EHLO, STARTTLS";
    HELLO_AFTER_REFUSAL "hello-after-refusal" 503 "This session was refused at its greeting, only QUIT is left"
        Client "RFC 5321 §3.1", then "QUIT";
    HELLO_WITH_WEAK_TLS "hello-with-weak-tls" 554 "The TLS of this connection is too weak, only QUIT is left"
        Client "RFC 3207 §4.1", then "QUIT";
    EHLO_FIRST "ehlo-first" 503 [5 5 1] "{verb} needs EHLO first"
        Client "RFC 5321 §4.1.4", then "EHLO";
}
