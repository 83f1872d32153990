//! XCLIENT, as Postfix defines it: a proxy says whom it speaks for, and the session begins anew with that client.

use crate::reply::{Reply, catalogue};
use crate::wire::command::ArgumentError;
use crate::wire::xclient::{self, XclientCommand};

use super::ask::{Answer, Proof};
use super::phase::Phase;
use super::session::{Asked, Session, refusal_of};

impl<P: Proof> Session<P> {
    pub(super) fn xclient(&mut self, argument: &[u8]) {
        match xclient::read(argument) {
            Ok(xclient) => self.asked = Some(Asked::Xclient(xclient)),
            Err(ArgumentError::ParameterValue { keyword, fault }) => {
                let fault = format!("{keyword}: {fault}");
                self.say_reply(Reply::with(&catalogue::XCLIENT_ARGUMENT, &[("fault", &fault)]));
            }
            Err(error) => self.say_reply(Reply::with(&catalogue::XCLIENT_ARGUMENT, &[("fault", &error)])),
        }
    }

    pub(super) fn xclient_answered(&mut self, xclient: &XclientCommand, answer: Answer<P>) {
        let Answer::Accept = answer else { return self.say_reply(refusal_of(answer)) };
        // Behind a proxy that passes on what it is sent, the next command may be the client's own. Whoever has been given an
        // address is that client, and no proxy of ours.
        self.xclient &= xclient.address.is_none();
        // What the proxy has said in its own name is not the client's word. TLS stays: it cannot be undone.
        self.hello = None;
        self.login = None;
        self.enter(Phase::Opening);
        self.asked = Some(Asked::Greeting);
    }
}
