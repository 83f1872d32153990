//! Logins without a password that is shown: real clients with a certificate, with a bearer token, and with CRAM-MD5.
//!
//! Who says whose a token is, is a server of its own behind TLS, which signs with PyJWT. It goes down, falls silent and comes back while the mail server runs.
//! Beside them: clients that guess, and a smarthost that our login is bound to in a way that it does not know.

mod guard;
mod unbound;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::client::Said;
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::script::Script;
use super::server::Server;
use crate::failure::Failure;
use crate::workspace::run as run_command;

const USER: &str = "sender@example.test";
const PASSWORD: &str = "xyzzy-plugh-42";
const ISSUER: &str = "https://id.test";
const MESSAGE: &str = "From: sender@example.test\r\nSubject: submitted\r\n\r\nx\r\n";
/// How long the server of tokens may be silent.
const SILENCE_SECONDS: u64 = 3;
/// The versions that this was tried with.
const PYTHON: [&str; 3] = ["pyjwt==2.15.1", "cryptography==50.0.2", "scramp==1.5.0"];

/// What each client is given.
struct Place {
    server: SocketAddr,
    folder: PathBuf,
}

/// A client and how it logs in: with this mechanism, this secret, and this certificate of its own if it has one.
type Way = fn(&Place, &str, &str, Option<&str>) -> Command;

/// Tries all of them.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    const ROW: &str = "logins";
    let ready = install::program("openssl", "openssl")
        .and_then(|()| install::program("python3", "python3"))
        .and_then(|()| install::python_with(&PYTHON, &bench.cache));
    let python = match ready {
        Ok(python) => python,
        Err(Missing(reason)) => {
            report.add(ROW, "all", Outcome::Skipped(reason));
            return Ok(());
        }
    };
    let folder = bench.scratch.join("logins");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    certificates(&folder)?;
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).map_err(Failure::file(&path)).map(|()| path)
    };
    write("message", MESSAGE)?;
    write("secret", "s3cret words\n")?;
    let password = write("password", PASSWORD)?;
    let data = folder.join("data");
    let account = |arguments: &[&str]| {
        let mut account = Command::new(&bench.postrider);
        account.arg("account").args(arguments).arg("--data").arg(&data);
        let said = Said::by(&mut account, Some(&password)).map_err(Failure::Found)?;
        if said.success { Ok(()) } else { Err(Failure::Found(format!("{arguments:?}: {}", said.words))) }
    };
    account(&["add", USER, "--cram-md5"])?;
    let own = folder.join("client.pem");
    account(&["certificate", USER, "--add", &own.display().to_string(), "--add-name", "robot@example.test"])?;

    let own = [folder.join("tokens.crt").into(), folder.join("tokens.key").into(), ISSUER.into()];
    let mut tokens =
        Script::start(&python, include_str!("scripts/token_server.py"), &own).map_err(Failure::Found)?;
    let listener = format!(
        "kind = \"submission\"\nclient_certificates = \"ask\"\nclient_ca = \"ca.pem\"\n\
         [[certificate]]\nself_signed = true\n\
         [accounts]\ncram_md5 = true\nfailures_free = 1000\nfailures_limit = 1000\n\
         [[oauth]]\njwks = \"https://127.0.0.1:{0}/jwks.json\"\nca = \"ca.pem\"\nissuer = \"{ISSUER}\"\n\
         audience = [\"smtp\"]\nscope = \"mail\"\nopenid_configuration = \"{ISSUER}/.well-known/openid-configuration\"\n\
         [[oauth]]\nintrospection = \"https://127.0.0.1:{0}/introspect\"\nclient_id = \"postrider\"\n\
         client_secret_file = \"secret\"\nca = \"ca.pem\"\naudience = \"smtp\"\nscope = \"mail\"\ncache_seconds = 0\n\
         timeout_seconds = {SILENCE_SECONDS}\n",
        tokens.port
    );
    let mut server = Server::start_listening(bench, &folder, &listener)?;
    let place = Place { server: server.address, folder: folder.clone() };

    by_certificate(&place, &mut server, report);
    with_cram_md5(&place, &mut server, report);
    with_tokens(&place, &mut server, &mut tokens, report).map_err(Failure::Found)?;
    report.add(ROW, "stop", server.stop().into());
    guard::run(bench, &folder.join("guard"), report)?;
    unbound::run(bench, &python, &folder, report)
}

fn by_certificate(place: &Place, server: &mut Server, report: &mut Report) {
    for (row, program, way, sends) in [
        ("smtplib external", "python3", smtplib as Way, true),
        ("curl external", "curl", curl, true),
        ("msmtp external", "msmtp", msmtp, true),
        ("gsasl external", "gsasl", gsasl, false),
    ] {
        let outcome = match install::program(program, program) {
            Err(Missing(reason)) => Outcome::Skipped(reason),
            Ok(()) => {
                let tried = ["client.pem", "named.pem"].into_iter().try_for_each(|own| {
                    let mut command = way(place, "EXTERNAL", "", Some(own));
                    logged_in(server, &mut command, "EXTERNAL", sends).map_err(|why| format!("{own}: {why}"))
                });
                tried.into()
            }
        };
        report.add(row, "EXTERNAL", outcome);
    }
    // What is from the authority and nobody's, and what is from no authority that is known.
    for (case, own, says) in [
        ("of nobody", Some("nobody.pem"), "said: 535 5.7.8"),
        ("of a stranger", Some("stranger.pem"), "said: 504 5.5.4"),
        ("none", None, "said: 504 5.5.4"),
    ] {
        let mut command = smtplib(place, "EXTERNAL", "", own);
        report.add("EXTERNAL refused", case, refused(&mut command, &[says]).into());
    }
}

fn with_cram_md5(place: &Place, server: &mut Server, report: &mut Report) {
    for (program, way, sends) in [
        ("python3", smtplib as Way, true),
        ("swaks", swaks, true),
        ("curl", curl, true),
        ("msmtp", msmtp, true),
        ("gsasl", gsasl, false),
    ] {
        let ready = install::program(program, program).and_then(|()| match program {
            "swaks" => install::perl_module("Net::SSLeay", "libnet-ssleay-perl")
                .and_then(|()| install::perl_module("Digest::HMAC_MD5", "libdigest-hmac-perl")),
            _ => Ok(()),
        });
        let outcome = match ready {
            Err(Missing(reason)) => Outcome::Skipped(reason),
            Ok(()) => {
                logged_in(server, &mut way(place, "CRAM-MD5", PASSWORD, None), "CRAM-MD5", sends).into()
            }
        };
        report.add("CRAM-MD5", program, outcome);
    }
    let mut wrong = smtplib(place, "CRAM-MD5", "wrong", None);
    report.add("CRAM-MD5", "wrong", refused(&mut wrong, &["said: 535 5.7.8"]).into());
}

fn with_tokens(
    place: &Place,
    server: &mut Server,
    tokens: &mut Script,
    report: &mut Report,
) -> Result<(), String> {
    let made = tokens.command("tokens")?;
    for kind in ["opaque", "RS256", "ES256", "EdDSA"] {
        for (row, program, way, mechanism) in [
            ("smtplib xoauth2", "python3", smtplib as Way, "XOAUTH2"),
            ("smtplib oauthbearer", "python3", smtplib, "OAUTHBEARER"),
            ("msmtp xoauth2", "msmtp", msmtp, "XOAUTH2"),
            ("msmtp oauthbearer", "msmtp", msmtp, "OAUTHBEARER"),
            // It takes this one, whichever it is told to.
            ("curl oauthbearer", "curl", curl, "OAUTHBEARER"),
        ] {
            let outcome = match install::program(program, program) {
                Err(Missing(reason)) => Outcome::Skipped(reason),
                Ok(()) => {
                    logged_in(server, &mut way(place, mechanism, &made[kind], None), mechanism, true).into()
                }
            };
            report.add(row, kind, outcome);
        }
    }
    const INVALID: &str = "\"status\":\"invalid_token\"";
    for (kind, status) in [
        ("opaque for another", INVALID),
        ("opaque of nobody", INVALID),
        ("expired", INVALID),
        ("for another", INVALID),
        ("of another", INVALID),
        ("none", INVALID),
        ("HS256", INVALID),
        ("narrow", "\"status\":\"insufficient_scope\",\"scope\":\"mail\""),
    ] {
        // RFC 7628 §3.2.2: why, and where to get another one; RFC 7628 §3.2.3: then 535.
        let mut bearer = smtplib(place, "OAUTHBEARER", &made[kind], None);
        let mut result = refused(&mut bearer, &[status, "said: 535 5.7.8"]);
        if result.is_ok() {
            let mut xoauth2 = smtplib(place, "XOAUTH2", &made[kind], None);
            result = refused(&mut xoauth2, &["\"status\":\"401\"", "said: 535 5.7.8"]);
        }
        report.add("tokens refused", kind, result.into());
    }
    let mut in_clear = Command::new("curl");
    in_clear.args([
        "--silent",
        "--show-error",
        "--oauth2-bearer",
        &made["opaque"],
        "--user",
        &format!("{USER}:"),
    ]);
    in_clear.args(["--mail-from", USER, "--mail-rcpt", "alice@example.test", "--upload-file"]);
    in_clear.arg(place.folder.join("message")).arg(format!("smtp://{}/client.test", place.server));
    let in_clear = Said::by(&mut in_clear, None).and_then(|said| match said.success {
        true => Err(format!("a token was taken in clear: {}", said.words)),
        false => Ok(()),
    });
    report.add("tokens refused", "in clear", in_clear.into());

    tokens.command("down")?;
    let mut late = smtplib(place, "OAUTHBEARER", &made["opaque"], None);
    report.add("server of tokens", "down", refused(&mut late, &["said: 454 4.7.0"]).into());
    let mut signed = smtplib(place, "OAUTHBEARER", &made["ES256"], None);
    let known = logged_in(server, &mut signed, "OAUTHBEARER", true);
    report.add("server of tokens", "its keys are known", known.into());
    tokens.command("up")?;
    let mut again = smtplib(place, "OAUTHBEARER", &made["opaque"], None);
    report.add("server of tokens", "up again", logged_in(server, &mut again, "OAUTHBEARER", true).into());
    report.add("server of tokens", "silent", left_alone(place, server, tokens, &made["opaque"]).into());
    Ok(())
}

/// A server of tokens that has answered nothing is left alone for a moment: of logins that come one after the other not each one waits for it. Who is back is noticed.
fn left_alone(place: &Place, server: &mut Server, tokens: &mut Script, token: &str) -> Result<(), String> {
    const LOGINS: u64 = 4;
    let asked = |tokens: &mut Script, command: &str| -> Result<u64, String> {
        let counts = tokens.command(command)?;
        counts["/introspect"].parse().map_err(|_| format!("the server of tokens counts {counts:?}"))
    };
    let before = asked(tokens, "silent")?;
    let mut again = smtplib(place, "OAUTHBEARER", token, None);
    again.arg(LOGINS.to_string());
    let said = Said::by(&mut again, None)?;
    let asked_now = asked(tokens, "up")? - before;
    let refused = said.words.matches("said: 454 4.7.0").count();
    if refused as u64 != LOGINS || asked_now == 0 || asked_now >= LOGINS {
        return Err(format!(
            "{LOGINS} logins asked {asked_now} times, and {refused} were told 454: {}",
            said.words
        ));
    }
    // It is asked again within five seconds, and until then every login is told so.
    let begun = std::time::Instant::now();
    loop {
        let mut back = smtplib(place, "OAUTHBEARER", token, None);
        match logged_in(server, &mut back, "OAUTHBEARER", true) {
            Err(why) if begun.elapsed() > super::server::PATIENCE => return Err(why),
            Err(_) => {}
            Ok(()) => return Ok(()),
        }
    }
}

/// The client has logged in with this mechanism, and has sent a message if it does, and the log says so.
fn logged_in(server: &mut Server, command: &mut Command, mechanism: &str, sends: bool) -> Result<(), String> {
    let said = Said::by(command, None)?;
    if !said.success || ["said: 4", "said: 5"].iter().any(|refusal| said.words.contains(refusal)) {
        return Err(format!("it reports failure: {}", said.words));
    }
    let line = server.event("logged in")?;
    if line["account"] != USER || line["mechanism"] != mechanism {
        return Err(format!("the log does not say so: {line}"));
    }
    if sends {
        let (line, _) = server.received_and_delivered()?;
        if line["account"] != USER {
            return Err(format!("the log does not say who has sent it: {line}"));
        }
    }
    Ok(())
}

/// The script of smtplib was told all of this.
fn refused(command: &mut Command, says: &[&str]) -> Result<(), String> {
    let said = Said::by(command, None)?;
    match says.iter().find(|word| !said.words.contains(**word)) {
        Some(word) => Err(format!("it was not told {word:?}: {}", said.words)),
        None => Ok(()),
    }
}

/// An authority and another, a certificate for the server of tokens, and some for clients.
fn certificates(folder: &Path) -> Result<(), Failure> {
    let script = "cd \"$1\"\n\
        authority() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj \"/CN=$1\" -keyout \"$1.key\" -out \"$1.pem\"; }\n\
        signed() {\n\
          openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj \"/CN=$1\" -keyout \"$1.key\" -out \"$1.csr\"\n\
          printf 'subjectAltName=%s\\nextendedKeyUsage=%s\\n' \"$3\" \"$4\" >\"$1.ext\"\n\
          openssl x509 -req -in \"$1.csr\" -CA \"$2.pem\" -CAkey \"$2.key\" -CAcreateserial -days 2 -extfile \"$1.ext\" -out \"$1.crt\"\n\
          cat \"$1.crt\" \"$1.key\" >\"$1.pem\"\n\
        }\n\
        authority ca; authority other\n\
        signed tokens ca IP:127.0.0.1 serverAuth\n\
        signed client ca DNS:client.test clientAuth\n\
        signed named ca email:robot@example.test clientAuth\n\
        signed nobody ca email:nobody@example.test clientAuth\n\
        signed stranger other email:robot@example.test clientAuth\n";
    let mut shell = Command::new("sh");
    shell.args(["-ec", script, "sh"]).arg(folder);
    run_command(&mut shell).map(drop)
}

fn smtplib(place: &Place, mechanism: &str, secret: &str, own: Option<&str>) -> Command {
    let mut python = Command::new("python3");
    python.arg("-c").arg(include_str!("scripts/logins_smtplib.py"));
    python.args([place.server.ip().to_string(), place.server.port().to_string()]);
    python.arg(place.folder.join("data/self-signed.pem"));
    match own {
        Some(own) => python.arg(place.folder.join(own)),
        None => python.arg("-"),
    };
    python.args([mechanism, USER, secret]);
    python
}

fn swaks(place: &Place, mechanism: &str, secret: &str, _: Option<&str>) -> Command {
    let mut swaks = Command::new("swaks");
    swaks.args(["--tls", "--server", &place.server.to_string(), "--helo", "client.test"]);
    swaks.args(["--auth", mechanism, "--auth-user", USER, "--auth-password", secret, "--from", USER]);
    swaks.args(["--to", "alice@example.test", "--timeout", "10", "--suppress-data", "--no-hints"]);
    swaks
}

fn curl(place: &Place, mechanism: &str, secret: &str, own: Option<&str>) -> Command {
    let Place { server, folder } = place;
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--ssl-reqd", "--max-time", "60"]);
    curl.arg("--cacert").arg(folder.join("data/self-signed.pem"));
    curl.arg("--resolve").arg(format!("mx.example.test:{}:{}", server.port(), server.ip()));
    if let Some(own) = own {
        curl.arg("--cert").arg(folder.join(own));
    }
    match mechanism {
        "OAUTHBEARER" => curl.args(["--oauth2-bearer", secret, "--user", &format!("{USER}:")]),
        _ => curl.args(["--user", &format!("{USER}:{secret}")]),
    };
    curl.args(["--login-options", &format!("AUTH={mechanism}"), "--mail-from", USER]);
    curl.args(["--mail-rcpt", "alice@example.test", "--upload-file"]).arg(folder.join("message"));
    curl.arg(format!("smtp://mx.example.test:{}/client.test", server.port()));
    curl
}

/// It looks the name of the server up by itself, and the certificate is for a name that nobody can look up: it is told not to check it.
fn msmtp(place: &Place, mechanism: &str, secret: &str, own: Option<&str>) -> Command {
    let Place { server, folder } = place;
    let mut shell = Command::new("sh");
    shell.arg("-c").arg("exec <\"$1\" && shift && exec msmtp \"$@\"").arg("sh").arg(folder.join("message"));
    shell.args([format!("--host={}", server.ip()), format!("--port={}", server.port())]);
    shell.args(["--tls=on", "--tls-certcheck=off", "--tls-starttls=on", "--timeout=60"]);
    if let Some(own) = own {
        let own = folder.join(own).display().to_string();
        shell.args([format!("--tls-cert-file={own}"), format!("--tls-key-file={own}")]);
    }
    shell.args([format!("--auth={}", mechanism.to_ascii_lowercase()), format!("--user={USER}")]);
    shell.args([format!("--passwordeval=echo {secret}"), format!("--from={USER}")]).arg("alice@example.test");
    shell
}

fn gsasl(place: &Place, mechanism: &str, secret: &str, own: Option<&str>) -> Command {
    let mut gsasl = Command::new("gsasl");
    gsasl.args(["--smtp", "--starttls", "--connect", &place.server.to_string(), "--mechanism", mechanism]);
    gsasl.args(["--authentication-id", USER, "--password", secret, "--x509-ca-file="]);
    gsasl.arg("--quality-of-protection=qop-auth");
    if let Some(own) = own {
        gsasl.args(["--authorization-id", USER]);
        gsasl.arg("--x509-cert-file").arg(place.folder.join(own));
        gsasl.arg("--x509-key-file").arg(place.folder.join(own.replace(".pem", ".key")));
    }
    gsasl
}
