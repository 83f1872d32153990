//! An authority on loopback that knows renewal information (RFC 9773), which Debian's Pebble does not. It speaks as much of ACME (RFC 8555) as an order
//! needs, believes every name without a look, checks no signature, and remembers what it was asked. Whether challenges are answered and requests
//! signed as they should be, `cargo xtask interop acme` tries with Pebble.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyIdMethod, KeyPair,
    PKCS_ECDSA_P256_SHA256, PublicKeyData, SerialNumber, SignatureAlgorithm,
};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::PATIENCE;

/// By which the key of the authority is known: the example of RFC 9773 §4.1.
const KEY_ID: [u8; 20] = [
    0x69, 0x88, 0x5b, 0x6b, 0x87, 0x46, 0x40, 0x41, 0xe1, 0xb3, 0x7b, 0x84, 0x7b, 0xa0, 0xae, 0x2c, 0xde,
    0x01, 0xc8, 0xd4,
];

pub const DAY: i64 = 86_400;

/// The authority. Its threads end with the test.
pub struct Authority {
    pub address: SocketAddr,
    folder: TempDir,
    inner: Arc<Mutex<Inner>>,
}

/// What it answers to a question, if it answers otherwise than it would.
#[derive(Debug, Clone)]
pub struct Said {
    pub status: u16,
    pub retry_after: Option<String>,
    pub body: String,
}

/// An order, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub names: Vec<String>,
    pub replaces: Option<String>,
    /// Of whom.
    account: String,
    /// What was given for it, and how that is called in renewal information.
    chain: Option<String>,
    id: Option<String>,
}

struct Inner {
    issuer: CertifiedIssuer<'static, KeyPair>,
    base: String,
    nonces: u64,
    accounts: u64,
    serial: u8,
    /// What it says of the renewal of certificates, by the first name of each.
    renewal: HashMap<String, Said>,
    /// What it says to the next orders instead of taking them.
    refusals: Vec<Said>,
    /// Whose certificates there are, by what they are called.
    given: HashMap<String, String>,
    /// For which names somebody has asked for renewal information, each time.
    asked: Vec<String>,
    orders: Vec<Order>,
    /// How many orders were asked for, and refused or not.
    new_orders: usize,
}

impl Said {
    /// A window of seconds from now on, and when to ask again.
    pub fn window(from: i64, to: i64, retry_after: &str) -> Self {
        let at = |seconds: i64| Timestamp::from_second(now() + seconds).expect("a time").to_string();
        let body = json!({ "suggestedWindow": { "start": at(from), "end": at(to) } });
        Self { status: 200, retry_after: Some(retry_after.to_owned()), body: body.to_string() }
    }

    /// A problem (RFC 8555 §6.7).
    pub fn problem(status: u16, kind: &str) -> Self {
        let body = json!({ "type": format!("urn:ietf:params:acme:error:{kind}"), "detail": "not so", "status": status });
        Self { status, retry_after: None, body: body.to_string() }
    }
}

pub fn now() -> i64 {
    Timestamp::now().as_second()
}

impl Authority {
    pub fn start() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_identifier_method = KeyIdMethod::PreSpecified(KEY_ID.to_vec());
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("an authority");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("ca.pem"), issuer.pem()).expect("written");

        let key = KeyPair::generate().expect("a key");
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let params = CertificateParams::new(names).expect("good names");
        let certificate = params.signed_by(&key, &issuer).expect("a certificate").der().clone();
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).expect("PEM");
        let tls = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("it has both")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("they belong together");

        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("bound");
        let inner = Arc::new(Mutex::new(Inner {
            issuer,
            base: format!("https://localhost:{}", address.port()),
            nonces: 0,
            accounts: 0,
            serial: 0,
            renewal: HashMap::new(),
            refusals: Vec::new(),
            given: HashMap::new(),
            asked: Vec::new(),
            orders: Vec::new(),
            new_orders: 0,
        }));
        let (shared, tls) = (Arc::clone(&inner), Arc::new(tls));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (inner, tls) = (Arc::clone(&shared), Arc::clone(&tls));
                // Whoever breaks off is no concern of the others.
                thread::spawn(move || serve(stream, tls, &inner));
            }
        });
        Self { address, folder, inner }
    }

    /// What vouches for it, and for what it gives.
    pub fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no thread of it panics")
    }

    /// From now on it says this of the renewal of certificates with this first name.
    pub fn says_of(&self, name: &str, said: Said) {
        self.inner().renewal.insert(name.to_owned(), said);
    }

    /// It says this to the next order, and to those behind it what was said here before.
    pub fn will_refuse(&self, said: Said) {
        self.inner().refusals.push(said);
    }

    /// What it has taken.
    pub fn orders(&self) -> Vec<Order> {
        self.inner().orders.clone()
    }

    /// How many orders were asked for.
    pub fn new_orders(&self) -> usize {
        self.inner().new_orders
    }

    /// How often somebody has asked when to renew the certificate of this name.
    pub fn asked(&self, name: &str) -> usize {
        self.inner().asked.iter().filter(|asked| *asked == name).count()
    }

    /// What the certificate that an order brought is called.
    pub fn id(&self, order: usize) -> String {
        self.inner().orders[order].id.clone().expect("it was given")
    }

    /// Puts a certificate of 90 days into a file, as if it had come so many days ago. Gives what it is called.
    pub fn put(&self, file: &Path, name: &str, days: i64) -> String {
        let key = KeyPair::generate().expect("a key");
        let mut inner = self.inner();
        let (chain, id) = inner.sign(&[name.to_owned()], &key, days);
        std::fs::write(file, chain + &key.serialize_pem()).expect("written");
        id
    }
}

impl Inner {
    fn sign(&mut self, names: &[String], key: &impl PublicKeyData, days: i64) -> (String, String) {
        self.serial += 1;
        let serial = [0x87, 0x65, 0x43, self.serial];
        let mut params = CertificateParams::new(names.to_vec()).expect("good names");
        let at =
            |seconds: i64| rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(seconds.cast_unsigned());
        let from = now() - days * DAY;
        (params.not_before, params.not_after) = (at(from), at(from + 90 * DAY));
        params.serial_number = Some(SerialNumber::from(serial.to_vec()));
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(key, &self.issuer).expect("a certificate");
        // RFC 9773 §4.1: as DER has it, so that what begins with a one has a zero in front.
        let serial = [&[0], &serial[..]].concat();
        let id = format!("{}.{}", URL_SAFE_NO_PAD.encode(KEY_ID), URL_SAFE_NO_PAD.encode(serial));
        self.given.insert(id.clone(), names[0].clone());
        (certificate.pem() + &self.issuer.pem(), id)
    }

    fn answer(&mut self, request: &Request) -> Said {
        let ok = |body: Value| Said { status: 200, retry_after: None, body: body.to_string() };
        let base = self.base.clone();
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        match parts[..] {
            ["dir"] => ok(json!({
                "newNonce": format!("{base}/nonce"),
                "newAccount": format!("{base}/account"),
                "newOrder": format!("{base}/order"),
                "renewalInfo": format!("{base}/renewal"),
            })),
            ["nonce"] => ok(Value::Null),
            ["account"] => {
                self.accounts += 1;
                Said { status: 201, ..ok(json!({ "status": "valid" })) }
            }
            ["order"] => self.new_order(request),
            ["order", order] => ok(self.order(number(order))),
            ["name", name] => ok(json!({
                "identifier": { "type": "dns", "value": name }, "status": "valid", "challenges": [],
            })),
            ["finalize", order] => {
                let order = number(order);
                let csr = request.payload["csr"].as_str().expect("a request");
                let csr = URL_SAFE_NO_PAD.decode(csr).expect("base64url");
                let names = self.orders[order].names.clone();
                let (chain, id) = self.sign(&names, &Requested::of(&csr), 0);
                self.orders[order].chain = Some(chain);
                self.orders[order].id = Some(id);
                ok(self.order(order))
            }
            ["certificate", order] => {
                let chain = self.orders[number(order)].chain.clone().expect("it was signed");
                Said { status: 200, retry_after: None, body: chain }
            }
            ["renewal", id] => {
                let Some(name) = self.given.get(id) else { return Said::problem(404, "malformed") };
                self.asked.push(name.clone());
                self.renewal.get(name).cloned().unwrap_or_else(|| Said::problem(404, "malformed"))
            }
            _ => Said::problem(404, "malformed"),
        }
    }

    fn new_order(&mut self, request: &Request) -> Said {
        self.new_orders += 1;
        if let Some(refusal) = self.refusals.pop() {
            return refusal;
        }
        let names = request.payload["identifiers"].as_array().expect("identifiers").iter();
        let names: Vec<String> =
            names.map(|name| name["value"].as_str().expect("a name").to_owned()).collect();
        let replaces = request.payload["replaces"].as_str().map(str::to_owned);
        if let Some(replaced) = &replaces {
            // RFC 9773 §5
            let mut others = self.orders.iter();
            if others.clone().any(|order| order.replaces.as_ref() == Some(replaced)) {
                return Said::problem(409, "alreadyReplaced");
            }
            // What another account has got cannot be replaced by this one; the words are those of Boulder.
            if others.any(|order| order.id.as_ref() == Some(replaced) && order.account != request.account) {
                return Said::problem(403, "unauthorized");
            }
        }
        self.orders.push(Order { names, replaces, account: request.account.clone(), chain: None, id: None });
        let order = self.order(self.orders.len() - 1);
        Said { status: 201, retry_after: None, body: order.to_string() }
    }

    fn order(&self, at: usize) -> Value {
        let (base, order) = (&self.base, &self.orders[at]);
        let mut json = json!({
            "status": "ready",
            "authorizations": order.names.iter().map(|name| format!("{base}/name/{name}")).collect::<Vec<_>>(),
            "finalize": format!("{base}/finalize/{at}"),
        });
        if let Some(replaces) = &order.replaces {
            json["replaces"] = replaces.as_str().into();
        }
        if order.chain.is_some() {
            json["status"] = "valid".into();
            json["certificate"] = format!("{base}/certificate/{at}").into();
        }
        json
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number of ours")
}

/// The key of a request for a certificate (RFC 2986), which is one with P-256.
struct Requested(Vec<u8>);

impl Requested {
    fn of(csr: &[u8]) -> Self {
        // The end of the algorithm with its curve, and the head of a string of 65 octets with no bit unused.
        let before = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00];
        let at = csr.windows(before.len()).position(|window| window == before).expect("a key with P-256");
        Self(csr[at + before.len()..][..65].to_vec())
    }
}

impl PublicKeyData for Requested {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

/// A request, as far as it matters.
struct Request {
    path: String,
    /// The account that has signed it.
    account: String,
    payload: Value,
}

fn serve(stream: TcpStream, tls: Arc<ServerConfig>, inner: &Mutex<Inner>) -> Option<()> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut stream = StreamOwned::new(ServerConnection::new(tls).ok()?, stream);
    let (mut octets, mut some) = (Vec::new(), [0; 4096]);
    let (head, body) = loop {
        let read = stream.read(&mut some).ok().filter(|read| *read > 0)?;
        octets.extend_from_slice(&some[..read]);
        let Some(end) = octets.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(octets[..end].to_vec()).ok()?.to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        if octets.len() >= end + 4 + length.unwrap_or(0) {
            break (String::from_utf8(octets[..end].to_vec()).ok()?, octets.split_off(end + 4));
        }
    };
    let path = head.split(' ').nth(1)?.to_owned();
    let signed: Value = serde_json::from_slice(&body).unwrap_or_default();
    let part = |name: &str| -> Value {
        let octets = signed[name].as_str().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        octets.and_then(|octets| serde_json::from_slice(&octets).ok()).unwrap_or_default()
    };
    let account = part("protected")["kid"].as_str().unwrap_or_default().to_owned();
    let request = Request { path, account, payload: part("payload") };
    let mut inner = inner.lock().ok()?;
    let Said { status, retry_after, body } = inner.answer(&request);
    inner.nonces += 1;
    let (base, nonce) = (&inner.base, inner.nonces);
    let place = match request.path.as_str() {
        "/account" => format!("{base}/account/{}", inner.accounts),
        _ => format!("{base}/order/{}", inner.orders.len().saturating_sub(1)),
    };
    let retry_after = retry_after.map_or_else(String::new, |wait| format!("Retry-After: {wait}\r\n"));
    let length = if head.starts_with("HEAD") { 0 } else { body.len() };
    let answer = format!(
        "HTTP/1.1 {status} So\r\nReplay-Nonce: n{nonce}\r\nLocation: {place}\r\n{retry_after}Content-Length: {length}\r\n\
         Connection: close\r\n\r\n{}",
        &body[..length]
    );
    drop(inner);
    stream.write_all(answer.as_bytes()).ok()?;
    stream.conn.send_close_notify();
    stream.flush().ok()
}
