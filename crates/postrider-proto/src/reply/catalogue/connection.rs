//! The connection: its greeting, its end, and what ends it early.

entries! {
    GREETING "greeting" 220 "{hostname} ESMTP postrider"
        Nobody "RFC 5321 §3.1", then "EHLO";
    CLIENT_REFUSED "client-refused" 554 "{hostname} takes no mail from this client"
        Policy "RFC 5321 §3.1", then "QUIT";
    NO_MAIL_HOST "no-mail-host" 521 "{hostname} never accepts mail"
        Policy "RFC 7504 §3", then "QUIT";
    TOO_BUSY "too-busy" 421 "{hostname} has too many connections open, try again later"
        Server "RFC 5321 §3.8", then "nothing: the connection is closed";
    EARLY_TALKER "early-talker" 554 "{hostname} had not greeted yet when you spoke: wait for 220"
        Client "RFC 5321 §4.3.1", then "QUIT";
    SESSION_REFUSED "session-refused" 503 [5 5 1] "This session was refused at its greeting, only QUIT is left"
        Client "RFC 5321 §3.1", then "QUIT";
    COMMAND_TO_NO_MAIL_HOST "command-to-no-mail-host" 521 [5 3 2] "This host never accepts mail, only QUIT is left"
        Client "RFC 7504 §3", then "QUIT";
    QUIT "quit" 221 [2 0 0] "{hostname} closes the connection"
        Nobody "RFC 5321 §4.1.1.10", then "nothing: the connection is closed";
    IDLE_TIMEOUT "idle-timeout" 421 [4 4 2] "Nothing arrived for {seconds} seconds, closing"
        Client "RFC 5321 §4.5.3.2.7", then "nothing: the connection is closed";
    TOO_SLOW "too-slow" 421 [4 4 2] "The message arrives too slowly, closing"
        Client "RFC 5321 §4.5.3.2.5", then "nothing: the connection is closed";
    SESSION_TOO_LONG "session-too-long" 421 [4 4 2] "This session lasted {seconds} seconds, connect again"
        Client "RFC 5321 §3.8", then "nothing: the connection is closed";
    SHUTTING_DOWN "shutting-down" 421 [4 3 2] "The server is shutting down, try again later"
        Server "RFC 5321 §3.8", then "nothing: the connection is closed";
    TOO_MANY_ERRORS "too-many-errors" 421 [4 7 0] "{count} commands were refused, closing"
        Client "RFC 5321 §7.8", then "nothing: the connection is closed";
    TOO_MANY_LOGINS "too-many-logins" 421 [4 7 0] "{count} logins were refused, closing"
        Client "RFC 5321 §7.8", then "nothing: the connection is closed";
    TOO_MANY_COMMANDS "too-many-commands" 421 [4 7 0] "{count} commands in one session, connect again"
        Client "RFC 5321 §7.8", then "nothing: the connection is closed";
}
