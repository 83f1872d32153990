//! Certificates for the servers of others, made by the program that their operators would make them with.

use std::process::Command;

/// `openssl req` for a new key of ECDSA P-256 and a certificate that vouches for itself, good for so many days. Whom it is for, and where both go, is added
/// to it.
pub fn certificate(days: u32) -> Command {
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days"]);
    openssl.arg(days.to_string());
    openssl
}
