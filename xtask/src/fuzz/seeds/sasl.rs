//! Logins that come to a good end, by each mechanism: what the client says is a seed against the server, and the other way round.

use postrider_proto::sasl::client::{self, Credentials};
use postrider_proto::sasl::server::{self, Answer, Holder, Question};
use postrider_proto::sasl::{
    BindingKind, Channel, ChannelBinding, CramMd5Verifier, Mechanism, Nonce, ScramVerifier, Secret,
    TokenFault,
};

use super::{MARK, Seeds, escaped};

/// As in `fuzz/src/sasl.rs`, so that what is said there fits.
const CLIENT: u8 = 0x20;
const NOTHING_FIRST: u8 = 0x40;
const NAME: &str = "anna";
const PASSWORD: &str = "pencil, or = so";
const TOKEN: &str = "good";

/// Two for each mechanism, and of tokens two for one that is refused.
pub(super) fn seeds() -> Seeds {
    let mut seeds = Seeds::new();
    for (number, mechanism) in (0..).zip(Mechanism::ALL) {
        let bearer = matches!(mechanism, Mechanism::OauthBearer | Mechanism::Xoauth2);
        for token in if bearer { &[TOKEN, "bad"][..] } else { &[TOKEN] } {
            let (first, responses, challenges) = conversation(mechanism, token);
            let name = mechanism.name().to_ascii_lowercase();
            let end = if *token == TOKEN { "" } else { "-refused" };
            let settings = if first { number } else { number | NOTHING_FIRST };
            seeds.insert(format!("{name}{end}-client"), script(settings, &responses));
            seeds.insert(format!("{name}{end}-server"), script(number | CLIENT, &challenges));
        }
    }
    seeds
}

fn script(settings: u8, messages: &[Vec<u8>]) -> Vec<u8> {
    let paused = |message: &Vec<u8>| [escaped(message), vec![MARK, b'p']].concat();
    [vec![settings, 0], messages.iter().flat_map(paused).collect()].concat()
}

/// Whether the client speaks first; what it says; what the server says.
fn conversation(mechanism: Mechanism, token: &str) -> (bool, Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let credentials = Credentials {
        token: Some(Secret::new(token)),
        certificate: true,
        ..Credentials::password(NAME, Secret::new(PASSWORD))
    };
    let (channel, all) = (tls(), &Mechanism::ALL);
    let mut client =
        client::Exchange::begin(mechanism, all, &credentials, &channel, Nonce::new([3; 18])).expect("valid");
    let mut server = server::Exchange::begin(mechanism, all, channel, Nonce::new([7; 18]));
    let mut response = client.initial().map(|response| response.expose().to_vec());
    let first = response.is_some();
    let (mut responses, mut challenges) = (Vec::new(), Vec::new());
    loop {
        responses.extend(response.clone());
        let mut step = server.step(response.as_deref());
        if let server::Step::Ask(question) = step {
            let answer = answer(&question);
            step = server.answer(answer);
        }
        let server::Step::Challenge(challenge) = step else { return (first, responses, challenges) };
        response = Some(client.step(&challenge).expect("the server means well").expose().to_vec());
        challenges.push(challenge);
    }
}

fn answer(question: &Question<'_>) -> Answer {
    let account = NAME.to_owned();
    match question {
        Question::Scram { hash, .. } => Answer::Scram {
            verifier: ScramVerifier::from_password(*hash, PASSWORD, b"salt", 4096).expect("valid"),
            holder: Holder::Account(account),
        },
        Question::CramMd5 { .. } => Answer::CramMd5 {
            verifier: CramMd5Verifier::of(PASSWORD.as_bytes()),
            holder: Holder::Account(account),
        },
        Question::Token { token, .. } if **token != Secret::new(TOKEN) => {
            Answer::TokenRefused(TokenFault::invalid_token())
        }
        _ => Answer::Yes { account },
    }
}

fn tls() -> Channel {
    Channel::tls(vec![
        ChannelBinding { kind: BindingKind::TlsExporter, data: vec![0xEB; 32] },
        ChannelBinding { kind: BindingKind::TlsServerEndPoint, data: vec![0x5E; 32] },
    ])
}
