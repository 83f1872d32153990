//! EHLO and HELO (RFC 5321 §4.1.1.1).

use crate::reply::{Reply, catalogue};
use crate::wire::command::{self, Verb};

use super::ask::{Answer, Proof};
use super::session::{Asked, Hello, Session, refusal_of};

impl<P: Proof> Session<P> {
    pub(super) fn hello(&mut self, argument: &[u8], verb: Verb, extended: bool) {
        match command::hello(argument) {
            Ok(name) => self.asked = Some(Asked::Hello(Hello { name: name.to_owned(), extended })),
            Err(error) => {
                let reply =
                    Reply::with(&catalogue::HELLO_ARGUMENT, &[("verb", &verb.as_str()), ("fault", &error)]);
                self.say_reply(reply);
            }
        }
    }

    pub(super) fn hello_answered(&mut self, hello: Hello, answer: Answer<P>) {
        let Answer::Accept = answer else { return self.say_reply(refusal_of(answer)) };
        // RFC 5321 §4.1.4: EHLO clears all buffers as RSET does. TLS and a login stay.
        self.drop_transaction();
        let facts: [(&str, &dyn std::fmt::Display); 2] =
            [("hostname", &self.options.hostname), ("name", &hello.name)];
        let reply = Reply::with(&catalogue::HELLO, &facts);
        self.hello = Some(hello);
        // RFC 5321 §3.2: the reply to HELO is a single line; Offered::none() has none to add.
        let reply = reply.and_lines(self.offered().ehlo_lines());
        self.say_reply(reply);
    }
}
