//! What a full handshake cannot do without, computed alone: how much of it is left to win depends on the processor.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rustls::crypto::aws_lc_rs::{kx_group, sign};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::sign::SigningKey;
use rustls::{Error, SignatureScheme};

/// How long it is computed for one figure.
const TURN: Duration = Duration::from_millis(300);

/// What a server signs in TLS 1.3 with SHA-256: 64 blanks, a label with an end, a hash (RFC 8446 §4.4.3).
const SIGNED: usize = 64 + 34 + 32;

/// What the server's part of a full handshake with ECDSA P-256 and X25519 has at the least, with the library that the server uses: one
/// signature with this key, one key pair, and one agreement. In microseconds of CPU.
///
/// # Errors
///
/// The key cannot be read, or is of another kind; or the system does not count the time of a thread.
pub fn full_handshake(key: &Path) -> Result<f64, String> {
    let der = PrivateKeyDer::from_pem_file(key).map_err(|error| format!("{}: {error}", key.display()))?;
    let key = sign::any_ecdsa_type(&der).map_err(|error| error.to_string())?;
    let before = on_cpu()?;
    let until = Instant::now() + TURN;
    let mut handshakes = 0_u32;
    while Instant::now() < until {
        once(&*key).map_err(|error| error.to_string())?;
        handshakes += 1;
    }
    let spent = on_cpu()?.saturating_sub(before);
    Ok(spent.as_secs_f64() * 1e6 / f64::from(handshakes))
}

fn once(key: &dyn SigningKey) -> Result<(), Error> {
    let signer = key.choose_scheme(&[SignatureScheme::ECDSA_NISTP256_SHA256]);
    signer.ok_or(Error::General("the key is not one of P-256".to_owned()))?.sign(&[b' '; SIGNED])?;
    let own = kx_group::X25519.start()?;
    // Any point does for the client's: what is agreed on costs the same.
    let theirs = own.pub_key().to_vec();
    own.complete(&theirs).map(drop)
}

/// The time that this thread has computed.
fn on_cpu() -> Result<Duration, String> {
    const FILE: &str = "/proc/thread-self/schedstat";
    let text = fs::read_to_string(FILE).map_err(|error| format!("{FILE}: {error}"))?;
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map(Duration::from_nanos).ok_or_else(|| format!("{FILE}: it does not begin with a number"))
}
