//! What a listener is set to.

use crate::wire::limits::Limits;

/// What a listener is set to. Plain values: where they come from is the business of the binary.
#[derive(Debug, Clone)]
pub struct Options {
    /// The name of this server, in the greeting and in traces.
    pub hostname: String,
    /// How much of everything.
    pub limits: Limits,
    /// STARTTLS is offered while TLS is not active.
    pub starttls: bool,
    /// Nothing but EHLO, NOOP, RSET, QUIT and STARTTLS is answered before TLS is active (RFC 3207 §4).
    pub tls_required: bool,
    /// The SASL mechanisms offered, in the order of the EHLO reply; none: AUTH is not offered.
    pub auth: Vec<Mechanism>,
    /// A mechanism that shows the password is too weak (534), which only who knows the password is told.
    pub auth_needs_proof: bool,
    /// MAIL needs a login (RFC 6409 §4.3).
    pub auth_required: bool,
    /// DSN is offered: clients may say which reports they want (RFC 3461).
    pub dsn: bool,
    /// This client is a proxy, and may say with XCLIENT whom it speaks for.
    pub xclient: bool,
    /// What becomes of content whose lines do not end with CRLF, or are too long.
    pub irregular_lines: IrregularLines,
}

/// A SASL mechanism as a listener offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mechanism {
    /// Its registered name, upper case: `PLAIN`.
    pub name: String,
    /// It shows the password to whoever listens, and is refused without TLS.
    pub needs_tls: bool,
    /// Its first message comes from the server, so that AUTH may carry no initial response (RFC 4954 §4).
    pub server_first: bool,
}

/// What becomes of content whose lines are irregular: that end with a bare LF or hold a bare CR (RFC 5321 §2.3.8), or
/// that are longer than RFC 5321 §4.5.3.1.6 asks everyone to accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IrregularLines {
    /// A bare LF becomes CRLF, a bare CR a space, and a long line stays whole. Real mail has them.
    #[default]
    Repair,
    /// The message is refused at its end.
    Reject,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            hostname: "localhost".to_owned(),
            limits: Limits::default(),
            starttls: false,
            tls_required: false,
            auth: Vec::new(),
            auth_needs_proof: false,
            auth_required: false,
            dsn: false,
            xclient: false,
            irregular_lines: IrregularLines::default(),
        }
    }
}
