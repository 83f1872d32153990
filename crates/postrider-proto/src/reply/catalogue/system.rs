//! The rest: what any command can meet, the commands that change nothing, and trouble of our own.

entries! {
    UNKNOWN_COMMAND "unknown-command" 500 [5 5 2] "That is no command"
        Client "RFC 5321 §4.2.4", then "a command, HELP lists them";
    NOT_OFFERED "not-offered" 502 [5 5 1] "{verb} is not offered here"
        Client "RFC 5321 §4.2.4", then "another command, HELP lists them";
    LINE_TOO_LONG "line-too-long" 500 [5 5 2] "This command line has at most {limit} octets"
        Client "RFC 5321 §4.5.3.1.4", then "a shorter line";
    ENDLESS_LINE "endless-line" 500 [5 5 2] "The command line did not end after {octets} octets, closing"
        Client "RFC 5321 §4.5.3.1.4", then "nothing: the connection is closed";
    BARE_LF "bare-lf" 500 [5 5 2] "The command ended with a bare LF: lines end with CRLF, closing"
        Client "RFC 5321 §2.3.8", then "nothing: the connection is closed";
    BARE_CR "bare-cr" 500 [5 5 2] "The command holds a bare CR: lines end with CRLF"
        Client "RFC 5321 §2.3.8", then "the command again";
    NUL_IN_COMMAND "nul-in-command" 500 [5 5 2] "The command holds a NUL octet"
        Client "RFC 5321 §4.1.2", then "the command without it";
    HTTP_REQUEST "http-request" 500 [5 5 2] "This is a mail server, not a web server, closing"
        Client "RFC 5321 §4.2.4", then "nothing: the connection is closed";
    TLS_IN_CLEAR "tls-in-clear" 500 [5 5 2] "TLS begins with STARTTLS on this port, closing"
        Client "RFC 3207 §4", then "nothing: the connection is closed";
    ARGUMENT_UNEXPECTED "argument-unexpected" 501 [5 5 4] "{verb} takes no argument"
        Client "RFC 5321 §4.1.1", then "the command without it";
    ARGUMENT_MISSING "argument-missing" 501 [5 5 4] "{verb} needs an argument"
        Client "RFC 5321 §4.1.1", then "the command with one";
    RSET_OK "rset-ok" 250 [2 0 0] "Forgotten, no transaction is open"
        Nobody "RFC 5321 §4.1.1.5", then "MAIL";
    NOOP_OK "noop-ok" 250 [2 0 0] "Still here"
        Nobody "RFC 5321 §4.1.1.9", then "any command";
    VRFY_UNKNOWN "vrfy-unknown" 252 [2 5 0] "Addresses are not verified here: try RCPT, it will tell"
        Nobody "RFC 5321 §7.3", then "any command";
    HELP "help" 214 [2 0 0] "postrider speaks these commands:"
        Nobody "RFC 5321 §4.1.1.8", then "any command";
    HELP_TOPIC "help-topic" 214 [2 0 0] "{help}"
        Nobody "RFC 5321 §4.1.1.8", then "any command";
    HELP_UNKNOWN_TOPIC "help-unknown-topic" 504 [5 5 4] "HELP knows nothing of that: HELP alone lists the commands"
        Client "RFC 5321 §4.3.2", then "HELP";
    STORE_FAILED "store-failed" 451 [4 3 0] "The message could not be stored, try again later"
        Server "RFC 5321 §4.2.5", then "the same later";
}
