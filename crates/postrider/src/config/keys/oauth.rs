//! `[[oauth]]`.

use super::{Default, Form, Section, key};

pub(super) const OAUTH: Section = Section {
    name: "oauth",
    repeated: true,
    about: "Logins with tokens of OAuth 2 (OAUTHBEARER, XOAUTH2), see docs/accounts.md: one [[oauth]] for each server whose tokens are taken. It says \
            whose they are (introspection), or its keys do (jwks). A change here needs a restart.",
    keys: &[
        key(
            "introspection",
            Form::Text,
            Default::Words("none", "\"https://id.example.org/introspect\""),
            "Where that server is asked about a token (RFC 7662). http:// is for 127.0.0.1 and [::1] alone.",
        ),
        key("client_id", Form::Text, Default::Words("none", "\"postrider\""), "As whom it is asked."),
        key(
            "client_secret_file",
            Form::Text,
            Default::Words("none", "\"/etc/postrider/oauth.secret\""),
            "The secret for that, in the first line of a file that only the user of the server should be able to read.",
        ),
        key(
            "jwks",
            Form::Text,
            Default::Words("none", "\"https://id.example.org/jwks.json\""),
            "Instead of asking: the keys that have signed the tokens, which are then JWT (RFC 7519). A URL, or a file with a set of keys (RFC 7517).",
        ),
        key(
            "algorithms",
            Form::Texts,
            Default::Words("all three", "[\"RS256\", \"ES256\", \"EdDSA\"]"),
            "The algorithms of a JWT that are believed. There are no others here, and none with a shared secret.",
        ),
        key(
            "issuer",
            Form::Text,
            Default::Words("with jwks it has to be written", "\"https://id.example.org\""),
            "Who has to have made a token, as its iss says, to the letter.",
        ),
        key(
            "audience",
            Form::TextOrTexts,
            Default::Words("with jwks it has to be written", "\"smtp\""),
            "For whom a token has to be made, as its aud says: one of these. Without it, a token that was made for another service is good for mail, too.",
        ),
        key(
            "scope",
            Form::Text,
            Default::Words("any", "\"mail\""),
            "What a token has to be good for, as its scope says: all of these words.",
        ),
        key(
            "account_claim",
            Form::OneOf(&["email", "username", "sub"]),
            Default::Value(|_| "\"email\"".to_owned()),
            "What of a token names the account. \"username\" is also preferred_username, as OpenID Connect calls it.",
        ),
        key(
            "unknown_accounts",
            Form::OneOf(&["refuse", "accept"]),
            Default::Value(|_| "\"refuse\"".to_owned()),
            "What becomes of somebody who is not in the account file. \"accept\": they log in, and send as their name, if that is an address, and as the \
             email of the token.",
        ),
        key(
            "openid_configuration",
            Form::Text,
            Default::Words("none", "\"https://id.example.org/.well-known/openid-configuration\""),
            "Where a program learns how to get a token, as it is told with a refusal (RFC 7628 §3.2.2).",
        ),
        key(
            "ca",
            Form::Text,
            Default::Words("those that this system trusts", "\"/etc/postrider/id-ca.pem\""),
            "The authority of that server's certificate, in PEM, instead of those of the system.",
        ),
        key(
            "timeout_seconds",
            Form::Number,
            Default::Value(|_| "5".to_owned()),
            "The longest that it may take to answer, in seconds. Then a client is told to come again later.",
        ),
        key(
            "connections",
            Form::Number,
            Default::Value(|_| "4".to_owned()),
            "The most connections to it. Sixteen times as many logins wait for one, and no more.",
        ),
        key(
            "cache_seconds",
            Form::Number,
            Default::Words("60 for introspection, 3600 for jwks", "60"),
            "For how long an answer about a token is believed, and never beyond the end of the token; or after how long the keys are fetched \
             again. A token whose key is not known has them fetched at once, and not more than once a minute.",
        ),
    ],
};
