//! STARTTLS (RFC 3207), seen from the client: when it is said, and what is forgotten behind it.

use crate::extension::Offered;
use crate::sasl::Channel;

use super::options::StartTls;
use super::phase::Phase;
use super::session::{Next, Session};
use super::trouble::Trouble;

impl Session {
    /// TLS is active from here on: after [`Action::StartTls`](super::Action::StartTls), or before the first step where the connection
    /// begins with it (RFC 8314 §3). A login is bound to this channel.
    pub fn tls_started(&mut self, channel: Channel) {
        self.tls = true;
        if let Some(login) = &mut self.login {
            login.channel = channel;
        }
        if matches!(self.phase, Phase::Handshake) {
            // RFC 3207 §4.2: what was learnt before the handshake is not to be believed, and EHLO is said again.
            self.offered = Offered::none();
            self.phase = Phase::Hello { extended: true };
        }
    }

    /// TLS could not be begun, after [`Action::StartTls`](super::Action::StartTls): what is on the connection now is neither.
    pub fn tls_failed(&mut self) {
        self.lose(&Trouble::TlsNotBegun);
    }

    /// EHLO or HELO was accepted: TLS is next, if it is wanted and not active yet.
    pub(super) fn hello_done(&mut self) {
        match (self.options.start_tls, self.offered.starttls) {
            _ if self.tls => self.greeting_done(),
            (StartTls::Never, _) | (StartTls::WhereOffered, false) => self.greeting_done(),
            (StartTls::Always, false) => self.give_up(&Trouble::NoStartTls),
            (StartTls::WhereOffered | StartTls::Always, true) => self.phase = Phase::StartingTls,
        }
    }

    /// RFC 3207 §4: the handshake follows the CRLF of the reply. What stands in clear between the two would be taken for something
    /// that the server says within TLS.
    pub(super) fn before_handshake(&mut self, rest: &[u8]) -> Next {
        if rest.is_empty() {
            return Next::StartTls;
        }
        self.lose(&Trouble::ClearBehindStartTls);
        Next::Again
    }
}
