//! Lines: where one ends, how long it may be, and what is none (RFC 5321 §2.3.8, §4.5.3.1.4).

use std::mem;

use crate::reply::{Reply, catalogue};
use crate::wire::command;

use super::ask::Proof;
use super::phase::Phase;
use super::session::{Incoming, Next, Session};

impl<P: Proof> Session<P> {
    pub(super) fn read_line<'i>(&mut self, input: &'i [u8], used: &mut usize) -> Next<'i> {
        if let Some(reply) = self.not_smtp(input) {
            *used += input.len();
            self.say_and_close(reply);
            return Next::Again;
        }
        let searched = mem::take(&mut self.searched).min(input.len());
        let lf = memchr::memchr(b'\n', &input[searched..]).map(|at| searched + at);
        // Whether its end is in sight must not matter: a line that is too long is skipped in any case, and judged there.
        let limit = self.line_max(input);
        if lf.map_or(input.len(), |lf| lf + 1) > limit {
            if self.nothing_said() && command::http_verb(input) {
                // A web page chooses how long the first line is, and skipping that would leave its body to be taken for
                // commands.
                *used += input.len();
                self.say_and_close(Reply::new(&catalogue::HTTP_REQUEST));
                return Next::Again;
            }
            let auth = self.is_auth_line(input);
            self.incoming = Incoming::OverlongLine { octets: 0, ends_with_cr: false, limit, auth };
            return Next::Again;
        }
        let Some(lf) = lf else {
            self.searched = input.len();
            return Next::Read;
        };
        *used += lf + 1;
        // RFC 5321 §2.3.8: a line ends with CRLF. Where a bare LF ended a command, two servers could disagree on what
        // the next command is.
        let Some(line) = input[..lf].strip_suffix(b"\r") else {
            self.say_and_close(Reply::new(&catalogue::BARE_LF));
            return Next::Again;
        };
        self.counts.any = true;
        if matches!(self.phase, Phase::Exchange) {
            self.auth_response(line);
        } else {
            self.command(line);
        }
        Next::Again
    }

    /// Skips a line that is longer than any may be, and refuses it at its end.
    pub(super) fn skip_line<'i>(&mut self, input: &'i [u8], used: &mut usize) -> Next<'i> {
        let Incoming::OverlongLine { octets, ends_with_cr, limit, auth } = &mut self.incoming else {
            return Next::Again;
        };
        let (limit, auth) = (*limit, *auth);
        if input.is_empty() {
            return Next::Read;
        }
        let lf = memchr::memchr(b'\n', input);
        let before = &input[..lf.unwrap_or(input.len())];
        *octets += before.len();
        let cr = before.last().map_or(*ends_with_cr, |last| *last == b'\r');
        *ends_with_cr = cr;
        let endless = *octets > self.options.limits.overlong_line_octets;
        *used += before.len() + usize::from(lf.is_some());
        if endless {
            let octets = self.options.limits.overlong_line_octets;
            self.say_and_close(Reply::with(&catalogue::ENDLESS_LINE, &[("octets", &octets)]));
        } else if lf.is_some() && !cr {
            self.say_and_close(Reply::new(&catalogue::BARE_LF));
        } else if lf.is_some() {
            self.incoming = Incoming::Line;
            self.counts.any = true;
            self.line_too_long(limit, auth);
        }
        Next::Again
    }

    fn line_too_long(&mut self, limit: usize, auth: bool) {
        if matches!(self.phase, Phase::Exchange) {
            self.enter(Phase::Ready);
        }
        let entry = if auth { &catalogue::AUTH_LINE_TOO_LONG } else { &catalogue::LINE_TOO_LONG };
        self.say_reply(Reply::with(entry, &[("limit", &limit)]));
    }

    /// The longest this line may be, with its CRLF, in octets (RFC 5321 §4.5.3.1.4, RFC 4954 §4).
    fn line_max(&self, line: &[u8]) -> usize {
        let limits = &self.options.limits;
        if self.is_auth_line(line) { limits.auth_line_octets } else { limits.command_line_octets }
    }

    /// The line is AUTH or a response to a challenge, also while its end is not in sight.
    fn is_auth_line(&self, line: &[u8]) -> bool {
        matches!(self.phase, Phase::Exchange)
            || line.first_chunk::<5>().is_some_and(|verb| verb.eq_ignore_ascii_case(b"AUTH "))
    }

    /// Recognises by its first octets a client that speaks another protocol.
    fn not_smtp(&self, input: &[u8]) -> Option<Reply> {
        // The first octet of a TLS record that holds a ClientHello (RFC 8446 §5.1); no SMTP command begins so.
        let tls = self.nothing_said() && input.first() == Some(&0x16);
        tls.then(|| Reply::new(&catalogue::TLS_IN_CLEAR))
    }

    /// The line under way is the first of the client's.
    fn nothing_said(&self) -> bool {
        !self.counts.any && self.hello.is_none()
    }
}
