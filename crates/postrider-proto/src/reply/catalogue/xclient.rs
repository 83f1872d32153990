//! XCLIENT, which is for proxies alone. What it is answered where all is well is a greeting.

entries! {
    XCLIENT_ARGUMENT "xclient-argument" 501 [5 5 4] "XCLIENT NAME=value is the form: {fault}"
        Client "RFC 5321 §4.3.2", then "XCLIENT with attributes from the EHLO reply";
    XCLIENT_IN_TRANSACTION "xclient-in-transaction" 503 [5 5 1] "A mail transaction is open: finish it or send RSET before XCLIENT"
        Client "RFC 5321 §4.1.4", then "RSET, XCLIENT";
}
