//! Random octets: the secret that is kept, salts, and passwords that are made.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use postrider_proto::sasl::Secret;
use sha2::Sha256;

/// A key of this server or of this process.
#[derive(Debug, Clone)]
pub struct Key(Secret);

impl Key {
    const OCTETS: usize = 32;

    /// One that is forgotten with this process.
    pub fn fresh() -> io::Result<Self> {
        let mut octets = vec![0; Self::OCTETS];
        getrandom::fill(&mut octets).map_err(io::Error::other)?;
        Ok(Self(Secret::new(octets)))
    }

    /// The one that is kept in this file; made now if there is none.
    pub fn kept(file: &Path) -> io::Result<Self> {
        match fs::read(file) {
            Ok(octets) if octets.len() == Self::OCTETS => return Ok(Self(Secret::new(octets))),
            // A crash has cut it. What it is for is the same after every start, and no more.
            Ok(_) => fs::remove_file(file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let key = Self::fresh()?;
        let mut created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        created.write_all(key.0.expose())?;
        // So that unknown users have the salts tomorrow that they have today; a crash before this only gives them others.
        created.sync_all()?;
        Ok(key)
    }

    /// HMAC-SHA-256 over these parts, each with its length before it so that they cannot run into each other.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.0.expose()).expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// A salt that nobody has used before.
///
/// # Errors
///
/// The system has no random octets.
pub fn salt() -> io::Result<[u8; 16]> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(io::Error::other)?;
    Ok(salt)
}

/// A password nobody will guess: five groups of four signs that are not mistaken for each other, 100 bits.
///
/// # Errors
///
/// The system has no random octets.
pub fn generate() -> io::Result<Secret> {
    /// 32 of them, so that an octet gives each with the same chance.
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut octets = [0; 20];
    getrandom::fill(&mut octets).map_err(io::Error::other)?;
    let mut password = Vec::with_capacity(24);
    for (i, octet) in octets.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            password.push(b'-');
        }
        password.push(SIGNS[usize::from(octet % 32)]);
    }
    Ok(Secret::new(password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_key_is_the_same_after_a_restart_and_anew_where_it_was_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("key");
        let mac = |key: &Key| key.mac(&[b"a", b"b"]);
        let first = Key::kept(&file).expect("made");
        assert_eq!(mac(&first), mac(&Key::kept(&file).expect("kept")));
        assert_ne!(first.mac(&[b"ab", b""]), mac(&first));
        fs::write(&file, "cut").expect("written");
        assert_ne!(mac(&first), mac(&Key::kept(&file).expect("made anew")));
    }

    #[test]
    fn generated_passwords_differ_and_can_be_typed() {
        let (one, other) = (generate().expect("random"), generate().expect("random"));
        assert_ne!(one, other);
        let text = one.expose_text().expect("ASCII");
        assert_eq!(text.len(), 24);
        assert!(
            text.split('-').all(|group| group.len() == 4 && group.bytes().all(|c| c.is_ascii_alphanumeric()))
        );
    }
}
