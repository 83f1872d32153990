//! DATA, BDAT, and the content.

entries! {
    DATA_GO "data-go" 354 "Send the message, end it with CRLF.CRLF"
        Nobody "RFC 5321 §4.1.1.4", then "the content, then CRLF.CRLF";
    DATA_BEFORE_MAIL "data-before-mail" 503 [5 5 1] "DATA needs MAIL FROM and RCPT TO first"
        Client "RFC 5321 §4.1.4", then "MAIL";
    DATA_BEFORE_RCPT "data-before-rcpt" 503 [5 5 1] "DATA needs RCPT TO first"
        Client "RFC 5321 §3.3", then "RCPT";
    BDAT_BEFORE_MAIL "bdat-before-mail" 503 [5 5 1] "BDAT needs MAIL FROM and RCPT TO first"
        Client "RFC 3030 §2", then "MAIL";
    BDAT_BEFORE_RCPT "bdat-before-rcpt" 503 [5 5 1] "BDAT needs RCPT TO first: send RSET and begin again"
        Client "RFC 3030 §2", then "RSET";
    NO_VALID_RECIPIENT "no-valid-recipient" 554 [5 5 1] "{verb} needs a recipient, and every RCPT was refused"
        Client "RFC 5321 §3.3", then "another RCPT, or RSET";
    DATA_AFTER_BDAT "data-after-bdat" 503 [5 5 1] "The message has begun with BDAT: send RSET before DATA"
        Client "RFC 3030 §2", then "RSET";
    RSET_FIRST "rset-first" 503 [5 5 1] "{verb} needs RSET first: the chunk before it was refused"
        Client "RFC 3030 §2", then "RSET";
    BDAT_SIZE "bdat-size" 501 [5 5 4] "BDAT size [LAST] is the form, closing: {fault}"
        Client "RFC 3030 §2", then "nothing: the connection is closed";
    BEHIND_DATA "behind-data" 554 [5 5 0] "Octets arrived behind DATA before the 354, closing"
        Client "RFC 2920 §3.1", then "nothing: the connection is closed";
    CHUNK_OK "chunk-ok" 250 [2 0 0] "{octets} octets are here"
        Nobody "RFC 3030 §2", then "BDAT";
    QUEUED "queued" 250 [2 0 0] "queued as {id}"
        Nobody "RFC 5321 §4.2.5", then "MAIL, or QUIT";
    NUL_IN_CONTENT "nul-in-content" 554 [5 6 0] "The message holds a NUL octet"
        Sender "RFC 5321 §4.5.2", then "the message without it";
    IRREGULAR_LINE_END "irregular-line-end" 550 [5 5 2] "The message holds a bare CR or LF: lines end with CRLF"
        Sender "RFC 5321 §2.3.8", then "the message with CRLF line ends";
    LONG_LINE "long-line" 554 [5 6 0] "The message holds a line of more than {limit} octets"
        Sender "RFC 5321 §4.5.3.1.6", then "the message with shorter lines";
    MAIL_LOOP "mail-loop" 554 [5 4 6] "The message goes round in a loop: {fault}"
        Sender "RFC 5321 §6.3", then "nothing: the loop has to be mended";
}
