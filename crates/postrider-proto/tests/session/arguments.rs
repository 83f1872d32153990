//! The law's argument rules, each tried on the wire.

use postrider_proto::reply::catalogue;
use postrider_proto::server::Options;
use postrider_proto::server::sequence::State;

use crate::house::House;
use crate::law::{lead_to, lead_to_with};
use crate::listener::Listener;
use crate::table::{Law, Rule, begins, front};

/// How a rule is tried: from which state, with which line, and what the house refuses on the way.
struct Trial {
    house: House,
    line: String,
    /// What postrider answers where its set of offers makes a rule moot; else the law's own reply.
    instead: Option<(u16, &'static str)>,
}

fn from(state: State, line: &str) -> Trial {
    Trial { house: lead_to(state), line: line.to_owned(), instead: None }
}

impl Trial {
    /// The house refuses the question `name` with the entry `id`, as a policy would.
    fn refusing(mut self, name: &str, id: &str) -> Self {
        self.house.refusals.insert(name.into(), catalogue::find(id).expect("an entry of the catalogue"));
        self
    }

    /// postrider does not offer what the rule is about.
    fn answered(mut self, code: u16, enhanced: &'static str) -> Self {
        self.instead = Some((code, enhanced));
        self
    }
}

fn submission(line: &str) -> Trial {
    from(State::AuthRequired, line)
}

/// From a client that is a proxy.
fn proxy(line: &str) -> Trial {
    let house = lead_to_with(State::Greeted, |options| Options { xclient: true, ..options });
    Trial { house, line: line.to_owned(), instead: None }
}

fn with_limits(change: impl FnOnce(&mut Options)) -> House {
    let mut options = Listener::Mx.options();
    change(&mut options);
    let mut house = House::new(options);
    house.line("EHLO client.example");
    house
}

/// How each rule is tried. A rule without a trial fails the test, so that none is forgotten.
fn trials(rule: &Rule) -> Vec<Trial> {
    use State::{AuthExchange, Connected, Greeted, Mail, Rcpt};
    let secret = "AUTH PLAIN AGFsaWNlAHNlY3JldA==";
    match (rule.command.as_str(), rule.condition.as_str()) {
        ("EHLO/HELO", "argument missing or not a domain or address literal") => {
            vec![from(Connected, "EHLO"), from(Connected, "HELO"), from(Connected, "EHLO a\x07b")]
        }
        ("EHLO/HELO", "name does not match the client IP address") => {
            vec![from(Connected, "EHLO [192.0.2.1]"), from(Connected, "HELO somebody_else.example")]
        }
        ("STARTTLS", "any argument") => vec![from(Greeted, "STARTTLS now")],
        ("STARTTLS", "TLS already active") => {
            let mut trial = from(Greeted, "STARTTLS");
            trial.house.line("STARTTLS");
            trial.house.session.tls_established();
            trial.house.line("EHLO client.example");
            vec![trial]
        }
        ("STARTTLS", "TLS not configured") => {
            let mut house = House::new(Listener::TlsAbsent.options());
            house.line("EHLO client.example");
            vec![Trial { house, line: "STARTTLS".into(), instead: None }]
        }
        ("STARTTLS", "temporary TLS trouble") => {
            vec![from(Greeted, "STARTTLS").refusing("starttls", "tls-unavailable")]
        }
        ("AUTH", "no mechanism") => vec![submission("AUTH")],
        ("AUTH", "mechanism unknown, not offered, or needs encryption") => {
            vec![submission("AUTH SCRAM-SHA-512"), submission("AUTH LOGIN")]
        }
        ("AUTH", "initial response with a mechanism where the server speaks first") => {
            vec![submission("AUTH CRAM-MD5 AAAA")]
        }
        ("AUTH", "initial response or response line is not valid base64") => {
            vec![submission("AUTH PLAIN A=B="), submission("AUTH PLAIN AAA"), from(AuthExchange, "A?==")]
        }
        ("AUTH-RESPONSE", "line is a single *") => vec![from(AuthExchange, "*")],
        ("AUTH-RESPONSE", "line longer than the buffer") => vec![from(AuthExchange, &"A".repeat(12_300))],
        ("AUTH-RESPONSE", "credentials wrong") => {
            vec![from(AuthExchange, "AGFsaWNlAHdyb25n"), submission("AUTH PLAIN AGFsaWNlAHdyb25n")]
        }
        ("AUTH-RESPONSE", "account disabled after correct credentials") => {
            vec![submission(secret).refusing("auth", "auth-account-disabled")]
        }
        ("AUTH-RESPONSE", "back-end down") => vec![submission(secret).refusing("auth", "auth-unavailable")],
        ("AUTH-RESPONSE", "password transition needed") => {
            vec![submission(secret).refusing("auth", "auth-transition")]
        }
        ("AUTH-RESPONSE", "mechanism weaker than policy for the user") => {
            vec![submission(secret).refusing("auth", "auth-mechanism-too-weak")]
        }
        ("AUTH-RESPONSE", "success") => vec![from(AuthExchange, "AGFsaWNlAHNlY3JldA=="), submission(secret)],
        ("MAIL", "syntax wrong (no FROM:, no brackets, space after the colon)") => vec![
            from(Greeted, "MAIL"),
            from(Greeted, "MAIL <s@client.example>"),
            from(Greeted, "MAIL FROM:s@client.example"),
            from(Greeted, "MAIL FROM: <s@client.example>"),
        ],
        ("MAIL", "address malformed") => vec![
            from(Greeted, "MAIL FROM:<s@@client.example>"),
            from(Greeted, "MAIL FROM:<s@-bad-.example>"),
            from(Greeted, &format!("MAIL FROM:<{}@client.example>", "l".repeat(65))),
        ],
        ("MAIL", "sender not acceptable by policy") => {
            vec![from(Greeted, "MAIL FROM:<s@client.example>").refusing("mail", "sender-refused")]
        }
        ("MAIL", "null sender <>") => vec![from(Greeted, "MAIL FROM:<>")],
        ("MAIL", "unknown parameter") => {
            let mut helo = from(Connected, "MAIL FROM:<s@client.example> SIZE=10");
            helo.house.line("HELO client.example");
            vec![from(Greeted, "MAIL FROM:<s@client.example> XYZZY=1"), helo]
        }
        ("MAIL", "known parameter, temporarily impossible") => {
            vec![
                from(Greeted, "MAIL FROM:<s@client.example> SIZE=1")
                    .refusing("mail", "parameter-unavailable"),
            ]
        }
        ("MAIL", "SIZE larger than the fixed maximum") => {
            vec![from(Greeted, "MAIL FROM:<s@client.example> SIZE=99999999999999999999")]
        }
        ("MAIL", "SIZE acceptable but no room now") => {
            vec![from(Greeted, "MAIL FROM:<s@client.example> SIZE=1000").refusing("mail", "no-room")]
        }
        ("MAIL", "SIZE, BODY, RET, ENVID, BY, MT-PRIORITY value malformed or repeated") => vec![
            from(Greeted, "MAIL FROM:<s@client.example> SIZE=abc"),
            from(Greeted, "MAIL FROM:<s@client.example> SIZE=-1"),
            from(Greeted, "MAIL FROM:<s@client.example> SIZE=1 SIZE=1"),
            from(Greeted, "MAIL FROM:<s@client.example> BODY=FOO"),
        ],
        ("MAIL", "address needs SMTPUTF8 but it was not requested or not allowed") => {
            vec![from(Greeted, "MAIL FROM:<\u{fc}@client.example>")]
        }
        ("MAIL", "sender domain has a null MX") => {
            vec![from(Greeted, "MAIL FROM:<s@client.example>").refusing("mail", "sender-null-mx")]
        }
        ("MAIL", "AUTH= parameter when the client is not trusted") => {
            vec![from(State::Authenticated, "MAIL FROM:<s@client.example> AUTH=somebody@else.example")]
        }
        ("RCPT", "syntax wrong") => vec![
            from(Mail, "RCPT"),
            from(Mail, "RCPT <alice@example.test>"),
            from(Mail, "RCPT TO:alice@example.test"),
            from(Mail, "RCPT TO: <alice@example.test>"),
        ],
        ("RCPT", "address malformed") => vec![
            from(Mail, "RCPT TO:<>"),
            from(Mail, "RCPT TO:<alice@>"),
            from(Mail, "RCPT TO:<a..b@example.test>"),
        ],
        ("RCPT", "unknown user") => vec![from(Mail, "RCPT TO:<nobody@example.test>")],
        ("RCPT", "relaying refused") => vec![from(Mail, "RCPT TO:<somebody@else.example>")],
        ("RCPT", "domain has a null MX") => {
            vec![from(Mail, "RCPT TO:<a@b.example>").refusing("rcpt", "recipient-null-mx")]
        }
        ("RCPT", "implementation recipient limit reached") => {
            let mut house = with_limits(|options| options.limits.recipients = 2);
            house.line("MAIL FROM:<s@client.example>");
            house.line("RCPT TO:<alice@example.test>");
            house.line("RCPT TO:<bob@example.test>");
            vec![Trial { house, line: "RCPT TO:<carol@example.test>".into(), instead: None }]
        }
        ("RCPT", "greylisting") => {
            vec![from(Mail, "RCPT TO:<alice@example.test>").refusing("rcpt", "greylisted")]
        }
        ("RCPT", "declared SIZE too big for this recipient") => {
            vec![from(Mail, "RCPT TO:<alice@example.test>").refusing("rcpt", "too-big-for-recipient")]
        }
        ("RCPT", "non-ASCII address not allowed") => vec![from(Mail, "RCPT TO:<\u{fc}@example.test>")],
        // DSN is not offered yet, so its parameters are 555 like every other that is not.
        ("RCPT", "NOTIFY or ORCPT malformed or repeated") => vec![
            from(Mail, "RCPT TO:<alice@example.test> NOTIFY=NEVER,SUCCESS").answered(555, "5.5.4"),
            from(Mail, "RCPT TO:<alice@example.test> ORCPT=rfc822;a+0D+0AX").answered(555, "5.5.4"),
        ],
        ("RCPT", "RRVS: owner changed") => {
            vec![from(Mail, "RCPT TO:<alice@example.test>").refusing("rcpt", "owner-changed")]
        }
        ("RCPT", "postmaster of a served domain, or bare <Postmaster>") => vec![
            from(Mail, "RCPT TO:<postmaster@example.test>"),
            from(Mail, "RCPT TO:<Postmaster>"),
            from(Mail, "RCPT TO:<pOSTmASTER>"),
        ],
        ("DATA/RSET/QUIT", "any argument") => {
            vec![from(Rcpt, "DATA now"), from(Rcpt, "RSET now"), from(Rcpt, "QUIT now")]
        }
        ("NOOP", "any argument") => vec![from(Greeted, "NOOP whatever it is")],
        ("BDAT", "size missing or not a number") => vec![
            from(Rcpt, "BDAT"),
            from(Rcpt, "BDAT 0x5"),
            from(Rcpt, "BDAT 5x"),
            from(Rcpt, "BDAT -1"),
            from(Rcpt, "BDAT 18446744073709551615"),
            from(Rcpt, "BDAT 100000000000000000000"),
            from(Rcpt, "BDAT 5 LASTX"),
        ],
        // EXPN is not offered.
        ("VRFY/EXPN", "no argument") => {
            vec![from(Greeted, "VRFY"), from(Greeted, "EXPN").answered(502, "5.5.1")]
        }
        // postrider verifies no address (decision 0003), so none is ambiguous.
        ("VRFY", "ambiguous") => vec![from(Greeted, "VRFY smith").answered(252, "2.5.0")],
        ("VRFY/EXPN", "answer would need UTF-8, SMTPUTF8 not given") => {
            vec![from(Greeted, "VRFY \u{fc}ber").answered(252, "2.5.0")]
        }
        ("EXPN", "list may not be expanded") => vec![from(Greeted, "EXPN team").answered(502, "5.5.1")],
        ("XCLIENT", "no attribute, an unknown or a repeated one, or a malformed value") => [
            "XCLIENT",
            "XCLIENT ADDR",
            "XCLIENT COLOUR=blue",
            "XCLIENT ADDR=client.example",
            "XCLIENT ADDR=IPV6:192.0.2.1",
            "XCLIENT ADDR=192.0.2.1 ADDR=192.0.2.1",
            "XCLIENT NAME=a+0D+0Ab",
            "XCLIENT PORT=65536",
        ]
        .map(proxy)
        .into(),
        ("XCLIENT", "client not acceptable by policy") => {
            vec![proxy("XCLIENT ADDR=192.0.2.9").refusing("greeting", "client-refused")]
        }
        ("HELP", "unknown topic") => vec![from(Greeted, "HELP XYZZY")],
        ("ANY", "command line longer than 512 octets (plus what extensions add)") => {
            vec![from(Greeted, &format!("NOOP {}", "x".repeat(3000)))]
        }
        ("ANY", "verb not recognised") => vec![from(Greeted, "XYZZY"), from(Greeted, "MAILFROM:<a@b>")],
        ("ANY", "verb recognised, not implemented") => {
            vec![from(Greeted, "TURN"), from(Greeted, "SAML FROM:<a@b>"), from(Greeted, "ETRN example.test")]
        }
        other => panic!("the law has a rule that is not tried: {other:?}"),
    }
}

#[test]
fn every_argument_rule_on_the_wire() {
    for rule in &Law::read().arguments {
        for mut trial in trials(rule) {
            let before = trial.house.session.state();
            trial.house.take_output();
            let output = trial.house.line(&trial.line);
            let expected = match trial.instead {
                Some((code, enhanced)) => front(code, Some(enhanced)),
                None => front(rule.reply, rule.enhanced.as_deref()),
            };
            let place = format!("{} ({}): {:.100}: {output:?}", rule.command, rule.condition, trial.line);
            assert!(begins(&output, &expected), "{place}, by the law {expected:?}");
            let after = trial.house.session.state();
            let right = match rule.next.as_str() {
                _ if rule.command == "BDAT" => trial.house.closed,
                _ if rule.reply < 300 && rule.command != "AUTH-RESPONSE" => true,
                _ if before == State::Mail && rule.command == "RCPT" => after == State::MailRcptRejected,
                "authenticated" => after == State::Authenticated,
                "same" | "before_auth" if before == State::AuthExchange => after == State::AuthRequired,
                "same" | "before_auth" => after == before,
                "refused_554" => after == State::Refused554,
                next => panic!("the law moves to {next:?}, and nothing here checks that"),
            };
            assert!(right, "{place}: {before:?} became {after:?}, by the law {}", rule.next);
        }
    }
}

/// RFC 5321 §4.5.3.1.4: no line of up to 512 octets may be refused for its length.
#[test]
fn a_line_of_512_octets_is_short_enough() {
    let mut house = lead_to(State::Greeted);
    let line = format!("NOOP {}", "x".repeat(512 - 7));
    assert_eq!(line.len() + 2, 512);
    assert!(house.line(&line).starts_with("250 2.0.0 "));
}
