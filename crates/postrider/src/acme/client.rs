//! HTTPS to the authority: as much as ACME needs, with an end to everything.
//!
//! The library brings a client of its own. This one asks our resolver for names, as nobody else in this program does, takes no answer beyond
//! measure, waits for none for ever, and hears when the authority wants to be left alone.

use std::error::Error as StdError;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{HOST, HeaderValue, RETRY_AFTER};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Limited};
use hyper_util::rt::TokioIo;
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use postrider_dns::{NoHost, Resolver};
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::record::RETRY_AFTER_MAX;
use crate::config::now_seconds;

/// How long a request may take, with everything before it.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long an address is tried.
const CONNECT_WAIT: Duration = Duration::from_secs(15);

/// The most of an answer, in octets: a chain has some ten thousand.
const ANSWER_OCTETS: usize = 512 * 1024;

/// The client. Its clones are one.
#[derive(Clone)]
pub struct Client {
    resolver: Arc<dyn Resolver>,
    tls: Arc<ClientConfig>,
    retry_after: Arc<AtomicI64>,
}

impl Client {
    /// One that trusts those whom the system trusts, and these.
    #[must_use]
    pub fn new(resolver: Arc<dyn Resolver>, authorities: &[CertificateDer<'static>]) -> Self {
        Self { resolver, tls: Arc::new(config(authorities)), retry_after: Arc::default() }
    }

    /// How many seconds the authority wants to be left alone, if it has said so since this was last asked.
    #[must_use]
    pub fn take_retry_after(&self) -> Option<i64> {
        Some(self.retry_after.swap(0, Ordering::Relaxed)).filter(|seconds| *seconds > 0)
    }

    async fn ask(&self, mut request: Request<BodyWrapper<Bytes>>) -> Result<BytesResponse, String> {
        let uri = request.uri().clone();
        let (Some("https"), Some(host)) = (uri.scheme_str(), uri.host()) else {
            return Err(format!("{uri} is no address with https"));
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let stream = self.connect(host, uri.port_u16().unwrap_or(443)).await?;
        let name =
            ServerName::try_from(host.to_owned()).map_err(|_| format!("{host} is no name of a host"))?;
        let stream = TlsConnector::from(Arc::clone(&self.tls)).connect(name, stream).await;
        let stream = stream.map_err(|error| format!("{host} cannot be spoken to with TLS: {error}"))?;

        let authority = uri.authority().map_or(host, |authority| authority.as_str());
        let authority = HeaderValue::from_str(authority).map_err(|_| format!("{uri} is no address"))?;
        request.headers_mut().insert(HOST, authority);
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = path.parse::<Uri>().map_err(|error| format!("{uri} is no address: {error}"))?;

        let broken = |error: &dyn StdError| format!("{host} did not answer: {}", chain(error));
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| broken(&error))?;
        // It goes with the set, and so does the connection: each request has its own.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        let response = sender.send_request(request).await.map_err(|error| broken(&error))?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, ANSWER_OCTETS).collect().await;
        let body = body.map_err(|error| broken(error.as_ref()))?.to_bytes();
        self.judge(host, Response::from_parts(parts, body))
    }

    /// What can be given to the library. It expects JSON behind every failure, and says nothing better than that it is none.
    fn judge(&self, host: &str, response: Response<Bytes>) -> Result<BytesResponse, String> {
        let (mut parts, body) = response.into_parts();
        // The library adds it to the time of day, and a number without measure would be one too many.
        let asked =
            parts.headers.remove(RETRY_AFTER).and_then(|value| seconds(value.to_str().ok()?, now_seconds()));
        if let Some(seconds) = asked {
            parts.headers.insert(RETRY_AFTER, seconds.into());
        }
        let failed = parts.status.is_client_error() || parts.status.is_server_error();
        if failed {
            if let Some(seconds) = asked {
                self.retry_after.store(seconds, Ordering::Relaxed);
            }
            if serde_json::from_slice::<serde_json::Value>(&body).is_err() {
                return Err(format!("{host} answers {}, and not why", status(parts.status)));
            }
        }
        Ok(BytesResponse { parts, body: Box::new(body) })
    }

    async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, String> {
        let addresses = match host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => self.addresses(host).await?,
        };
        let mut why = String::new();
        for address in addresses {
            let address = SocketAddr::new(address, port);
            match timeout(CONNECT_WAIT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => why = format!("{host} cannot be reached at {address}: {error}"),
                Err(_) => why = format!("{host} does not answer at {address}"),
            }
        }
        Err(why)
    }

    /// As routes find them: what this machine has written of the host goes before the DNS.
    async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, String> {
        let name = Domain::parse(host, Charset::Ascii)
            .map_err(|why| format!("{host} is no name of a host: {why}"))?;
        match postrider_dns::host(&*self.resolver, &name).await {
            Ok(found) => Ok(found.addresses),
            Err(NoHost::NoSuchDomain { .. }) => Err(format!("there is no {host} in DNS, nor in /etc/hosts")),
            Err(NoHost::NoAddress { .. }) => {
                Err(format!("{host} has no address that can be used, in DNS or in /etc/hosts"))
            }
            Err(NoHost::Temporary { trouble, .. }) => {
                Err(format!("the address of {host} is not known: {trouble}"))
            }
            Err(NoHost::Bogus { .. }) => {
                Err(format!("what DNS says of {host} is not proven by DNSSEC, and is not followed"))
            }
            Err(why @ (NoHost::NullMx { .. } | NoHost::Loop { .. })) => Err(why.to_string()),
        }
    }
}

impl HttpClient for Client {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let client = self.clone();
        Box::pin(async move {
            let uri = request.uri().clone();
            match timeout(PATIENCE, client.ask(request)).await {
                Ok(answered) => answered.map_err(|why| Error::Other(why.into())),
                Err(_) => {
                    let why = format!("{uri} did not answer within {} seconds", PATIENCE.as_secs());
                    Err(Error::Other(why.into()))
                }
            }
        })
    }
}

fn config(authorities: &[CertificateDer<'static>]) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    // What of them cannot be used vouches for nobody; a directory that nobody vouches for is told as that.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots.add_parsable_certificates(authorities.iter().cloned());
    ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has ciphers for both versions")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// An error, and what is behind it.
fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

fn status(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(words) => format!("{} {words}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// The seconds of a Retry-After, which has a number of them or a date (RFC 8555 §6.6 leaves it to HTTP).
fn seconds(value: &str, now: i64) -> Option<i64> {
    let value = value.trim();
    let seconds = match value.parse::<u64>() {
        Ok(seconds) => i64::try_from(seconds).unwrap_or(i64::MAX),
        Err(_) => {
            let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
            date.as_second().saturating_sub(now)
        }
    };
    (seconds > 0).then_some(seconds.min(RETRY_AFTER_MAX))
}

#[cfg(test)]
mod tests {
    use postrider_dns::Answer;

    use super::*;

    #[test]
    fn retry_after_is_a_number_or_a_date() {
        assert_eq!(seconds("120", 0), Some(120));
        assert_eq!(seconds("Thu, 01 Jan 1970 01:00:00 GMT", 600), Some(3000));
        assert_eq!(seconds("Thu, 01 Jan 1970 01:00:00 GMT", 3600), None);
        assert_eq!(seconds("99999999999999999999", 0), None);
        assert_eq!(seconds("18446744073709551615", 0), Some(RETRY_AFTER_MAX));
        assert_eq!(seconds("soon", 0), None);
    }

    struct Nobody;

    impl Resolver for Nobody {
        fn mx<'a>(&'a self, _: &'a str) -> postrider_dns::Asked<'a, postrider_dns::Mx> {
            Box::pin(std::future::ready(Answer::NxDomain { secure: false }))
        }

        fn addresses<'a>(&'a self, _: &'a str) -> postrider_dns::Asked<'a, IpAddr> {
            Box::pin(std::future::ready(Answer::NxDomain { secure: false }))
        }

        fn written(&self, host: &str) -> Vec<IpAddr> {
            if host == "ca.house" { vec![IpAddr::from([192, 0, 2, 7])] } else { Vec::new() }
        }
    }

    #[tokio::test]
    async fn an_authority_of_ones_own_house_is_found_where_this_machine_has_it_written() {
        let client = Client::new(Arc::new(Nobody), &[]);
        assert_eq!(client.addresses("ca.house").await, Ok(vec![IpAddr::from([192, 0, 2, 7])]));
        let here = client.addresses("localhost").await.expect("it is this machine");
        assert!(!here.is_empty() && here.iter().all(IpAddr::is_loopback), "{here:?}");
        assert!(client.addresses("elsewhere.house").await.is_err());
    }

    #[test]
    fn a_failure_without_a_reason_is_told_and_a_wait_is_heard() {
        let client = Client::new(Arc::new(Nobody), &[]);
        let answer = |code: u16, wait: Option<&str>, body: &'static str| {
            let mut response = Response::builder().status(code);
            if let Some(wait) = wait {
                response = response.header(RETRY_AFTER, wait);
            }
            client.judge("ca.test", response.body(Bytes::from(body)).expect("a response"))
        };
        let why = answer(502, None, "<html>").err().expect("no problem document");
        assert_eq!(why, "ca.test answers 502 Bad Gateway, and not why");
        assert!(answer(200, Some("5"), "a certificate").is_ok());
        assert_eq!(client.take_retry_after(), None, "a poll is no refusal");
        assert!(answer(429, Some("86400"), "{}").is_ok());
        assert_eq!((client.take_retry_after(), client.take_retry_after()), (Some(86_400), None));
    }

    #[tokio::test]
    async fn a_directory_that_is_not_there_is_told_by_its_name() {
        let client = Client::new(Arc::new(Nobody), &[]);
        let ask = |uri: &str| {
            let request = Request::builder().uri(uri).body(BodyWrapper::default()).expect("a request");
            client.ask(request)
        };
        assert_eq!(
            ask("https://ca.test/dir").await.err().expect("no"),
            "there is no ca.test in DNS, nor in /etc/hosts"
        );
        assert!(ask("http://127.0.0.1/dir").await.err().expect("no").contains("with https"));
    }
}
