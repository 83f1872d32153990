//! Logins with a token, with a certificate and with CRAM-MD5, as an operator sets them up.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64URL};
use common::{POSTRIDER, Server, run, stderr, stdout, text};
use postrider_proto::sasl::client::{Credentials, Exchange};
use postrider_proto::sasl::{Channel, Mechanism, Nonce, Secret};
use rcgen::{CertificateParams, KeyPair, PKCS_ED25519, PublicKeyData as _, SigningKey as _};
use serde_json::{Value, json};
use tempfile::TempDir;

fn done(args: &[&str], data: &Path, input: &str) -> String {
    let output = run(args, data, input);
    assert!(output.status.success(), "{args:?}: {output:?}");
    stdout(&output).to_owned()
}

fn fails(args: &[&str], data: &Path) -> String {
    let output = run(args, data, "");
    assert_eq!(output.status.code(), Some(1), "{args:?}: {output:?}");
    stderr(&output).to_owned()
}

fn listed(data: &Path) -> Value {
    serde_json::from_str(&done(&["account", "list", "--json"], data, "")).expect("JSON")
}

#[test]
fn every_mistake_about_tokens_is_said() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("empty"), "\n").expect("written");
    fs::write(folder.path().join("secret"), "secret\n").expect("written");
    let config = r#"
[[oauth]]
issuer = "https://id.example.org"

[[oauth]]
introspection = "http://id.example.org/introspect"
client_id = "postrider"
client_secret_file = "empty"

[[oauth]]
introspection = "https://id.example.org/introspect"
client_secret_file = "nowhere"
algorithms = ["RS256"]

[[oauth]]
jwks = "https://id.example.org/jwks.json"
algorithms = ["RS256", "HS256", "none"]
client_id = "postrider"
timeout_seconds = 0
account_claim = "mail"

[[oauth]]
jwks = "nowhere.json"
issuer = "https://id.example.org"
audience = "smtp"

[[oauth]]
introspection = "https://id.example.org/introspect"
jwks = "https://id.example.org/jwks.json"
"#;
    fs::write(folder.path().join("postrider.toml"), config).expect("written");
    let check = |file: &str| {
        let mut command = Command::new(POSTRIDER);
        command.args(["check", "--config", file]).current_dir(folder.path());
        command.env("XDG_STATE_HOME", folder.path()).output().expect("the binary runs")
    };
    let checked = check("postrider.toml");
    assert_eq!(checked.status.code(), Some(1), "{checked:?}");
    insta::assert_snapshot!(stderr(&checked));

    let good = "[[oauth]]\nintrospection = \"https://id.example.org/introspect\"\nclient_id = \"postrider\"\nclient_secret_file = \"secret\"\n";
    fs::write(folder.path().join("wide.toml"), good).expect("written");
    let checked = check("wide.toml");
    assert!(checked.status.success(), "{checked:?}");
    let said = format!("{}{}", stdout(&checked), stderr(&checked));
    assert!(
        said.contains("  take tokens  by the introspection at https://id.example.org/introspect\n"),
        "{said}"
    );
    assert!(said.contains("every token of this server is good for mail"), "{said}");
}

#[test]
fn certificates_of_an_account_are_shown_and_changed() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path();
    done(&["account", "add", "robot", "--generate"], data, "");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["robot.example.org".to_owned()]).expect("a name");
    let file = data.join("robot.pem");
    fs::write(&file, params.self_signed(&key).expect("a certificate").pem()).expect("written");
    let file = file.display().to_string();
    let change = |more: &[&str]| done(&[&["account", "certificate", "robot"], more].concat(), data, "");
    assert_eq!(change(&[]), "robot may log in with no certificate.\n");
    let added = change(&["--add", &file, "--add-name", "Robot@EXAMPLE.org"]);
    let (print, name) = added.split_once('\n').expect("two lines");
    assert!(print.starts_with("sha256:") && print.len() == 71, "{added}");
    assert_eq!(name, "Robot@example.org\n");
    assert_eq!(change(&["--add", print]), added, "it is there once");
    let row = listed(data);
    assert_eq!(
        (&row["certificates"], &row["certificate_names"]),
        (&json!([print]), &json!(["Robot@example.org"]))
    );
    assert_eq!(change(&["--remove", &file]), "Robot@example.org\n");
    let certificate = |more: &[&str]| fails(&[&["account", "certificate"], more].concat(), data);
    assert!(certificate(&["robot", "--remove", print]).contains("is not among the certificates of robot"));
    assert!(
        certificate(&["robot", "--add", "nowhere.pem"]).contains("is no file, and no fingerprint either")
    );
    assert!(certificate(&["robot", "--add-name", "*.example.org"]).contains("a wildcard is nobody's name"));
    assert!(certificate(&["nobody", "--add", print]).contains("`postrider account list`"));
    let key_alone = data.join("key.pem");
    fs::write(&key_alone, key.serialize_pem()).expect("written");
    assert!(certificate(&["robot", "--add", &key_alone.display().to_string()]).contains("no certificate"));
}

const PASSWORD: &str = "xyzzy-plugh-42";
/// What `doveadm pw -s CRAM-MD5 -p pencil` writes.
const DOVECOT: &str = "{CRAM-MD5}7f47ace0e2af8f6cdeb72c03243a8c87834e19104164d6a42de72d243adb4080";

fn config(more: &str) -> String {
    format!(
        "hostname = \"mx.example.test\"\n\
         [[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\nauth_without_tls = true\n\
         [log]\nlevel = \"debug\"\n\
         [[domain]]\nname = \"example.test\"\nmailboxes = [\"alice\", \"postmaster\"]\naliases = {{ abuse = [\"postmaster\"] }}\n{more}"
    )
}

#[test]
fn cram_md5_is_made_imported_and_used_where_it_is_switched_on() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("data");
    done(&["account", "add", "alice@example.test", "--cram-md5"], &data, &format!("{PASSWORD}\n"));
    assert_eq!(listed(&data)["cram_md5"], json!(true));
    done(&["account", "import", "-"], &data, &format!("bob:{DOVECOT}\n"));
    // It is a password like others where it is shown.
    done(&["account", "test", "bob"], &data, "pencil\n");
    let file = folder.path().join("postrider.toml");
    fs::write(&file, config("[accounts]\ncram_md5 = true\n")).expect("written");
    let server = Server::start_configured(&data, &file);
    for (name, password, reply) in
        [("alice@example.test", PASSWORD, "235 "), ("bob", "pencil", "235 "), ("bob", PASSWORD, "535 5.7.8 ")]
    {
        let mut client = server.connect();
        client.hear();
        let offered = client.ask("EHLO client.test", "250");
        assert!(offered.contains("PLAIN LOGIN CRAM-MD5\n"), "{offered}");
        let challenge = client.ask("AUTH CRAM-MD5", "334 ");
        let challenge = BASE64.decode(challenge.trim().trim_start_matches("334 ")).expect("base64");
        let mechanism = Mechanism::CramMd5;
        let credentials = Credentials::password(name, Secret::new(password));
        let exchange =
            Exchange::begin(mechanism, &[mechanism], &credentials, &Channel::clear(), Nonce::new([9; 18]));
        let response = exchange.expect("begun").step(&challenge).expect("a challenge");
        client.ask(&BASE64.encode(response.expose()), reply);
    }
    server.stop();
    done(&["account", "passwd", "alice@example.test", "--no-cram-md5"], &data, "another one\n");
    done(&["account", "remove", "bob"], &data, "");
    assert_eq!(listed(&data)["cram_md5"], json!(false));
}

#[test]
fn a_token_that_keys_vouch_for_logs_in_and_is_nowhere() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("data");
    done(&["account", "add", "alice@example.test", "--generate"], &data, "");
    let key = KeyPair::generate_for(&PKCS_ED25519).expect("a key");
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "kid": "one", "x": BASE64URL.encode(key.der_bytes()) });
    fs::write(folder.path().join("jwks.json"), json!({ "keys": [jwk] }).to_string()).expect("written");
    let file = folder.path().join("postrider.toml");
    let oauth = "[[oauth]]\njwks = \"jwks.json\"\nissuer = \"https://id.test\"\naudience = \"smtp\"\n\
                 openid_configuration = \"https://id.test/.well-known/openid-configuration\"\n";
    fs::write(&file, config(oauth)).expect("written");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let token = |audience: &str| {
        let claims = json!({ "iss": "https://id.test", "aud": audience, "exp": now + 600, "email": "alice@example.test" });
        let header = json!({ "alg": "EdDSA", "kid": "one" });
        let part = |value: &Value| BASE64URL.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature = key.sign(signed.as_bytes()).expect("signed");
        format!("{signed}.{}", BASE64URL.encode(signature))
    };
    let bearer =
        |token: &str| BASE64.encode(format!("n,a=alice@example.test,\x01auth=Bearer {token}\x01\x01"));
    let mut server = Server::start_configured(&data, &file);
    let mut client = server.connect();
    client.hear();
    let offered = client.ask("EHLO client.test", "250");
    assert!(offered.contains("AUTH OAUTHBEARER XOAUTH2 PLAIN LOGIN\n"), "{offered}");
    let (good, wrong) = (token("smtp"), token("imap"));
    let challenge = client.ask(&format!("AUTH OAUTHBEARER {}", bearer(&wrong)), "334 ");
    let challenge = BASE64.decode(challenge.trim().trim_start_matches("334 ")).expect("base64");
    let challenge: Value = serde_json::from_slice(&challenge).expect("JSON");
    assert_eq!(
        challenge,
        json!({ "status": "invalid_token", "openid-configuration": "https://id.test/.well-known/openid-configuration" })
    );
    let line = server.wait("a token is not taken");
    client.ask("AQ==", "535 5.7.8 ");
    client.ask(&format!("AUTH OAUTHBEARER {}", bearer(&good)), "235 ");
    assert_eq!(text(&server.wait("logged in"), "mechanism"), "OAUTHBEARER");
    client.ask("MAIL FROM:<alice@example.test>", "250 ");
    let mut story = server.story();
    server.stop();
    for (token, name, is_good, says) in [
        (good.as_str(), None, true, "jwks.json: the token is good, and the account is alice@example.test\n"),
        (good.as_str(), Some("Alice@example.test"), true, "the token is good"),
        (
            good.as_str(),
            Some("bob"),
            false,
            "the account is alice@example.test: with another name beside it the login is refused",
        ),
        (
            wrong.as_str(),
            None,
            false,
            "jwks.json: the token is refused (invalid_token): it is for somebody else, by its aud\n",
        ),
        ("hunter2", None, false, "jwks.json: it is none of its tokens: it is no JWT (RFC 7519)\n"),
    ] {
        let config = file.display().to_string();
        let args = [&["account", "test", "--token", "--config", &config][..], name.as_slice()].concat();
        let output = run(&args, &data, &format!("{token}\n"));
        assert_eq!(output.status.success(), is_good, "{output:?}");
        assert!(stdout(&output).contains(says), "{output:?}");
        story += stdout(&output);
    }
    assert!(fails(&["account", "test", "--token"], &data).contains("nobody here takes tokens"));
    assert_eq!(text(&line, "account"), "alice@example.test");
    assert!(text(&line, "because").ends_with("jwks.json: it is for somebody else, by its aud"), "{line:?}");
    for token in [&good, &wrong] {
        let (_, end) = token.split_at(token.len() - 40);
        assert!(!story.contains(end), "{story}");
        assert!(!story.contains(bearer(token).trim_end_matches('=')), "{story}");
    }
}
