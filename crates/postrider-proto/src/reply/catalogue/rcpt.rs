//! RCPT.

entries! {
    RCPT_OK "rcpt-ok" 250 [2 1 5] "The recipient is accepted"
        Nobody "RFC 5321 §3.3", then "RCPT, DATA or BDAT";
    RCPT_BEFORE_MAIL "rcpt-before-mail" 503 [5 5 1] "RCPT needs MAIL FROM first"
        Client "RFC 5321 §4.1.4", then "MAIL";
    RCPT_AFTER_BDAT "rcpt-after-bdat" 503 [5 5 1] "The message has begun with BDAT: no more recipients"
        Client "RFC 3030 §2", then "BDAT, or RSET";
    RCPT_SYNTAX "rcpt-syntax" 501 [5 5 4] "RCPT TO:<address> is the form: {fault}"
        Client "RFC 5321 §4.1.1.3", then "RCPT in the right form";
    RECIPIENT_ADDRESS "recipient-address" 501 [5 1 3] "The recipient is no valid address: {fault}"
        Sender "RFC 5321 §4.1.2", then "RCPT with a valid address";
    RECIPIENT_NEEDS_SMTPUTF8 "recipient-needs-smtputf8" 553 [5 6 7] "The recipient is not ASCII: say SMTPUTF8 in MAIL"
        Client "RFC 6531 §3.5", then "RSET, MAIL with SMTPUTF8";
    TOO_MANY_RECIPIENTS "too-many-recipients" 452 [4 5 3] "{limit} recipients are the most for one message: send the rest in another"
        Server "RFC 5321 §4.5.3.1.10", then "DATA, then the other recipients";
    UNKNOWN_USER "unknown-user" 550 [5 1 1] "{address} has no mailbox here"
        Sender "RFC 5321 §3.3", then "another RCPT";
    RECIPIENT_UNPROVEN "recipient-unproven" 450 [4 1 1] "Whether {address} exists cannot be found out now: try again later"
        Server "RFC 5321 §3.3", then "the same later";
}
