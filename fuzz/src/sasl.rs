//! Both peers of SASL, without a session around them, against whatever the other may say.

use std::sync::OnceLock;

use postrider_proto::sasl::client::{self, Credentials};
use postrider_proto::sasl::server::{self, Answer, Failure, Holder, Question};
use postrider_proto::sasl::{
    BindingKind, Channel, ChannelBinding, CramMd5Verifier, Hash, MESSAGE_OCTETS_MAX, Mechanism, Nonce,
    ScramVerifier, Secret, TokenFault,
};

use crate::script::{Step, steps};

/// By the first octet of an input: which mechanism, and then bits. The seeds are made with the same (`xtask/src/fuzz/seeds/sasl.rs`).
const MECHANISM: u8 = 0x0f;
const CLEAR: u8 = 0x10;
const CLIENT: u8 = 0x20;
const NOTHING_FIRST: u8 = 0x40;

/// The only account there is, and what it logs in with.
const NAME: &str = "anna";
const PASSWORD: &str = "pencil, or = so";
const TOKEN: &str = "good";
const SALT: &[u8] = b"salt";
const NONCES: [[u8; 18]; 2] = [[7; 18], [3; 18]];

/// Plays a script: of a client against our server, or of a server against our client.
///
/// # Panics
///
/// Something does not hold that must.
pub fn play(input: &[u8]) {
    let [settings, answers, script @ ..] = input else { return };
    let mechanism = Mechanism::ALL[usize::from(settings & MECHANISM) % Mechanism::ALL.len()];
    let channel = if settings & CLEAR == 0 { tls() } else { Channel::clear() };
    let messages = messages(script);
    if settings & CLIENT == 0 {
        let first = (settings & NOTHING_FIRST != 0).then_some(None);
        let responses = first.into_iter().chain(messages.iter().map(|message| Some(message.as_slice())));
        serve(mechanism, channel, *answers, responses);
    } else {
        log_in(mechanism, &channel, &messages);
    }
}

/// What stands between pauses; events that a conversation about a login does not have are pauses, too.
fn messages(script: &[u8]) -> Vec<Vec<u8>> {
    let (mut messages, mut message) = (Vec::new(), Vec::new());
    for step in steps(script, b"") {
        match step {
            Step::Octets(octets) => message.extend_from_slice(octets),
            Step::Event(..) => messages.push(std::mem::take(&mut message)),
        }
    }
    if !message.is_empty() {
        messages.push(message);
    }
    messages
}

fn serve<'m>(
    mechanism: Mechanism,
    channel: Channel,
    answers: u8,
    responses: impl Iterator<Item = Option<&'m [u8]>>,
) {
    let mut exchange = server::Exchange::begin(mechanism, &Mechanism::ALL, channel, Nonce::new(NONCES[0]));
    // What could be a login: whoever knows the account has said yes, or has said what a proof is held to.
    let mut answered = false;
    let mut failed = None;
    for response in responses {
        let mut step = exchange.step(response);
        if let server::Step::Ask(question) = step {
            let (answer, may_be_right) = answer(answers, &question);
            answered |= may_be_right;
            step = exchange.answer(answer);
        }
        match step {
            server::Step::Ask(question) => panic!("an answer is followed by a question: {question:?}"),
            server::Step::Challenge(challenge) => {
                assert!(failed.is_none(), "it goes on behind {failed:?}");
                assert!(challenge.len() <= MESSAGE_OCTETS_MAX, "{} octets", challenge.len());
            }
            server::Step::Done(identity) => {
                assert!(failed.is_none() && answered, "{identity:?} without a yes, behind {failed:?}");
                assert_eq!(identity.account, NAME);
                return;
            }
            server::Step::Failed(failure) => {
                check(&failure, mechanism);
                failed = Some(failure);
            }
        }
    }
}

/// A refusal that a client can be told: lines that fit, and nothing but printable characters in them.
fn check(failure: &Failure, mechanism: Mechanism) {
    let mut wire = Vec::new();
    failure.reply(mechanism).encode(&mut wire);
    let lines = wire.strip_suffix(b"\r\n").expect("a reply ends with CRLF");
    for line in lines.split(|octet| *octet == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        assert!(line.len() <= 510 && line.iter().all(|octet| (b' '..=b'~').contains(octet)), "{line:?}");
    }
}

/// What is answered, and whether that may lead to a login. A small number is the truth.
fn answer(answers: u8, question: &Question<'_>) -> (Answer, bool) {
    let account = || NAME.to_owned();
    let yes = || Answer::Yes { account: account() };
    match answers % 16 {
        8 => (Answer::No, false),
        9 => (Answer::Disabled, false),
        10 => (Answer::Unavailable, false),
        11 => (Answer::TooWeak, false),
        12 => (Answer::Transition, false),
        13 => (Answer::TokenRefused(TokenFault::invalid_token()), false),
        // Those that fit no question but one.
        14 => (yes(), !matches!(question, Question::Scram { .. } | Question::CramMd5 { .. })),
        15 => {
            let answer = Answer::Scram { verifier: verifier(Hash::Sha1).clone(), holder: Holder::Nobody };
            (answer, false)
        }
        _ => match question {
            Question::Password { name, password } => {
                let right = *name == NAME && **password == Secret::new(PASSWORD);
                (if right { yes() } else { Answer::No }, right)
            }
            Question::Scram { name, hash } => {
                let known = *name == NAME;
                let holder = if known { Holder::Account(account()) } else { Holder::Nobody };
                (Answer::Scram { verifier: verifier(*hash).clone(), holder }, known)
            }
            Question::CramMd5 { name } => {
                let known = *name == NAME;
                let holder = if known { Holder::Account(account()) } else { Holder::Nobody };
                (Answer::CramMd5 { verifier: CramMd5Verifier::of(PASSWORD.as_bytes()), holder }, known)
            }
            Question::Token { token, .. } => {
                let right = **token == Secret::new(TOKEN);
                (if right { yes() } else { Answer::No }, right)
            }
            Question::Certificate { .. } => (yes(), true),
        },
    }
}

/// Made once: its iterations would be most of what a run does.
fn verifier(hash: Hash) -> &'static ScramVerifier {
    static SHA_256: OnceLock<ScramVerifier> = OnceLock::new();
    static SHA_1: OnceLock<ScramVerifier> = OnceLock::new();
    let once = match hash {
        Hash::Sha256 => &SHA_256,
        Hash::Sha1 => &SHA_1,
    };
    once.get_or_init(|| ScramVerifier::from_password(hash, PASSWORD, SALT, 4096).expect("valid"))
}

fn log_in(mechanism: Mechanism, channel: &Channel, challenges: &[Vec<u8>]) {
    let credentials =
        Credentials { token: Some(Secret::new(TOKEN)), ..Credentials::password(NAME, Secret::new(PASSWORD)) };
    let nonce = Nonce::new(NONCES[1]);
    let begun = client::Exchange::begin(mechanism, &Mechanism::ALL, &credentials, channel, nonce);
    let Ok(mut exchange) = begun else { return };
    let shows = mechanism.shows_password();
    let hides = |response: &Secret| {
        let shown = response.expose().windows(PASSWORD.len()).any(|octets| octets == PASSWORD.as_bytes());
        assert!(shows || !shown, "{mechanism} shows the password");
        assert!(response.expose().len() <= MESSAGE_OCTETS_MAX);
    };
    exchange.initial().as_ref().into_iter().for_each(hides);
    for challenge in challenges {
        // A server may ask for as many iterations as are reasonable, which takes its time; that it can is known.
        if asks_for_many(challenge) {
            return;
        }
        match exchange.step(challenge) {
            Ok(response) => hides(&response),
            Err(fault) => {
                assert!(!fault.to_string().is_empty());
                assert!(exchange.finish().is_err(), "what the client left is believed");
                assert!(exchange.step(challenge).is_err(), "the client goes on behind {fault}");
            }
        }
    }
    let _ = exchange.finish();
}

/// More than 9999 iterations.
fn asks_for_many(challenge: &[u8]) -> bool {
    let count = challenge.windows(3).position(|octets| octets == b",i=");
    count.is_some_and(|at| challenge[at + 3..].iter().take_while(|octet| octet.is_ascii_digit()).count() > 4)
}

/// A channel as TLS 1.3 gives it.
fn tls() -> Channel {
    Channel::tls(vec![
        ChannelBinding { kind: BindingKind::TlsExporter, data: vec![0xEB; 32] },
        ChannelBinding { kind: BindingKind::TlsServerEndPoint, data: vec![0x5E; 32] },
    ])
}
