//! STARTTLS.

entries! {
    STARTTLS_GO "starttls-go" 220 [2 0 0] "Start the TLS handshake now"
        Nobody "RFC 3207 §4", then "the TLS handshake, then EHLO";
    TLS_REQUIRED "tls-required" 530 [5 7 0] "{verb} needs STARTTLS first"
        Client "RFC 3207 §4", then "STARTTLS";
    STARTTLS_ACTIVE "starttls-active" 503 [5 5 1] "TLS is active already"
        Client "RFC 3207 §4.2", then "go on without STARTTLS";
    STARTTLS_IN_TRANSACTION "starttls-in-transaction" 503 [5 5 1] "A mail transaction is open: finish it or send RSET before STARTTLS"
        Client "RFC 3207 §4.2", then "RSET, STARTTLS";
    STARTTLS_AFTER_AUTH "starttls-after-auth" 503 [5 5 1] "You have logged in already: STARTTLS comes before AUTH"
        Client "RFC 3207 §4.2", then "go on, or QUIT and begin with STARTTLS";
    TLS_UNAVAILABLE "tls-unavailable" 454 [4 7 0] "TLS is not available now"
        Server "RFC 3207 §4", then "STARTTLS later, or go on in clear where that is allowed";
    BEHIND_STARTTLS "behind-starttls" 554 [5 5 0] "Octets arrived behind STARTTLS in clear, closing"
        Client "RFC 3207 §4.2", then "nothing: the connection is closed";
    TLS_TOO_WEAK "tls-too-weak" 554 [5 7 0] "The TLS of this connection is too weak, only QUIT is left"
        Client "RFC 3207 §4.1", then "QUIT";
}
