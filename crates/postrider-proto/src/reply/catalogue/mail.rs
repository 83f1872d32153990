//! MAIL, and the parameters it shares with RCPT.

entries! {
    MAIL_OK "mail-ok" 250 [2 1 0] "The sender is accepted"
        Nobody "RFC 5321 §3.3", then "RCPT";
    MAIL_TWICE "mail-twice" 503 [5 5 1] "A mail transaction is open: finish it or send RSET before MAIL"
        Client "RFC 5321 §4.1.4", then "RCPT, DATA, or RSET";
    MAIL_SYNTAX "mail-syntax" 501 [5 5 4] "MAIL FROM:<address> is the form: {fault}"
        Client "RFC 5321 §4.1.1.2", then "MAIL in the right form";
    SENDER_ADDRESS "sender-address" 501 [5 1 7] "The sender is no valid address: {fault}"
        Sender "RFC 5321 §4.1.2", then "MAIL with a valid address";
    SENDER_NEEDS_SMTPUTF8 "sender-needs-smtputf8" 550 [5 6 7] "The sender is not ASCII: say SMTPUTF8 in MAIL"
        Client "RFC 6531 §3.5", then "MAIL with SMTPUTF8";
    PARAMETER_UNKNOWN "parameter-unknown" 555 [5 5 4] "The parameter {keyword} is not offered here"
        Client "RFC 5321 §4.1.1.11", then "the command without it";
    PARAMETER_VALUE "parameter-value" 501 [5 5 4] "The parameter {keyword} is malformed: {fault}"
        Client "RFC 5321 §4.1.2", then "the command with a valid value";
    PARAMETER_REPEATED "parameter-repeated" 501 [5 5 4] "The parameter {keyword} is given twice"
        Client "RFC 3461 §4", then "the command with each parameter once";
    PARAMETER_UNAVAILABLE "parameter-unavailable" 455 [4 3 3] "The parameter {keyword} cannot be honoured now"
        Server "RFC 5321 §4.1.1.11", then "the command later, or without it";
    MESSAGE_TOO_BIG "message-too-big" 552 [5 3 4] "The message is larger than {limit} octets"
        Sender "RFC 1870 §6.1", then "a smaller message";
    NO_ROOM "no-room" 452 [4 3 1] "There is no room for this message now, try again later"
        Server "RFC 1870 §6.1", then "the same later";
}
