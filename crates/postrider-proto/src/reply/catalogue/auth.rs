//! AUTH.

entries! {
    AUTH_CHALLENGE "auth-challenge" 334 "{challenge}"
        Nobody "RFC 4954 §4", then "the response in base64, or * to cancel";
    AUTH_OK "auth-ok" 235 [2 7 0] "You are logged in"
        Nobody "RFC 4954 §6", then "MAIL";
    AUTH_REQUIRED "auth-required" 530 [5 7 0] "{verb} needs AUTH first"
        Client "RFC 4954 §6", then "AUTH";
    AUTH_ENDED "auth-ended" 530 [5 7 0] "You are logged in no more, log in again"
        Policy "RFC 4954 §6", then "AUTH";
    AUTH_TWICE "auth-twice" 503 [5 5 1] "You are logged in already, one AUTH a session"
        Client "RFC 4954 §4", then "MAIL";
    AUTH_IN_TRANSACTION "auth-in-transaction" 503 [5 5 1] "A mail transaction is open: AUTH comes before MAIL"
        Client "RFC 4954 §4", then "RSET, AUTH";
    AUTH_NO_MECHANISM "auth-no-mechanism" 501 [5 5 4] "AUTH names a mechanism: {fault}"
        Client "RFC 4954 §4", then "AUTH with a mechanism from the EHLO reply";
    AUTH_UNKNOWN_MECHANISM "auth-unknown-mechanism" 504 [5 5 4] "{mechanism} is not offered here"
        Client "RFC 4954 §4", then "AUTH with a mechanism from the EHLO reply";
    AUTH_NEEDS_TLS "auth-needs-tls" 504 [5 5 4] "{mechanism} is offered under TLS alone: STARTTLS first"
        Client "RFC 4954 §4", then "STARTTLS, EHLO, AUTH";
    AUTH_INITIAL_RESPONSE "auth-initial-response" 501 [5 7 0] "In {mechanism} the server speaks first: send AUTH without a response"
        Client "RFC 4954 §4", then "AUTH without an initial response";
    AUTH_BASE64 "auth-base64" 501 [5 5 2] "The response is not valid base64"
        Client "RFC 4954 §4", then "AUTH again";
    AUTH_MALFORMED "auth-malformed" 501 [5 5 2] "The response is not one of {mechanism}: {fault}"
        Client "RFC 4954 §4", then "AUTH again";
    AUTH_CANCELLED "auth-cancelled" 501 [5 7 0] "AUTH is cancelled as you asked"
        Client "RFC 4954 §4", then "AUTH again, or QUIT";
    AUTH_LINE_TOO_LONG "auth-line-too-long" 500 [5 5 6] "A line of AUTH has at most {limit} octets"
        Client "RFC 4954 §4", then "AUTH again";
    AUTH_FAILED "auth-failed" 535 [5 7 8] "User name or password is wrong"
        Client "RFC 4954 §6", then "AUTH with other credentials";
    AUTH_CERTIFICATE "auth-certificate" 535 [5 7 8] "You cannot log in with the certificate that you have shown"
        Client "RFC 4954 §6", then "AUTH with other credentials";
    AUTH_AUTHZID "auth-authzid" 535 [5 7 8] "You may log in as yourself alone: leave the authorization identity empty"
        Client "RFC 4422 §3.4.1", then "AUTH without an authorization identity";
    AUTH_CHANNEL_BINDING "auth-channel-binding" 535 [5 7 8] "The channel binding {fault}"
        Client "RFC 5802 §6", then "AUTH again, or QUIT";
    AUTH_ACCOUNT_DISABLED "auth-account-disabled" 525 [5 7 13] "This account is disabled"
        Policy "RFC 5248 §2.4", then "QUIT";
    AUTH_UNAVAILABLE "auth-unavailable" 454 [4 7 0] "Logins cannot be checked now"
        Server "RFC 4954 §6", then "AUTH later";
    AUTH_TOO_MANY "auth-too-many" 454 [4 7 0] "Too many logins have failed here, try again later"
        Policy "RFC 4954 §9", then "AUTH later";
    AUTH_TRANSITION "auth-transition" 432 [4 7 12] "This account has to log in once with PLAIN under TLS"
        Client "RFC 4954 §6", then "AUTH PLAIN under TLS";
    AUTH_MECHANISM_TOO_WEAK "auth-mechanism-too-weak" 534 [5 7 9] "A stronger mechanism than {mechanism} is needed here"
        Policy "RFC 4954 §6", then "AUTH with a stronger mechanism";
}
