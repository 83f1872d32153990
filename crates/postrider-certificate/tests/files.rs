//! Certificates as files have them, with every way to get them wrong.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use postrider_certificate::{
    Certificate, Description, FileError, KeyType, read_authorities, read_client, self_signed, self_signed_for,
};
use proptest::prelude::*;
use rcgen::{
    CertificateParams, DnType, KeyPair, PKCS_ECDSA_P384_SHA384, PKCS_RSA_SHA512, RsaKeySize, SanType,
};
use tempfile::TempDir;

/// 2026-11-29
const NOW: i64 = 1_795_910_400;

fn made(names: &[&str]) -> (String, String) {
    let key = KeyPair::generate().expect("a key");
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let params = CertificateParams::new(names).expect("good names");
    (params.self_signed(&key).expect("a certificate").pem(), key.serialize_pem())
}

fn written(folder: &TempDir, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("written");
    path
}

#[test]
fn a_certificate_says_whom_it_is_for_and_how_long() {
    let folder = TempDir::new().expect("a folder");
    for key in [
        KeyPair::generate(),
        KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384),
        KeyPair::generate_rsa_for(&PKCS_RSA_SHA512, RsaKeySize::_2048),
    ] {
        let key = key.expect("a key");
        let names = ["MX.example.org", "*.example.net", "192.0.2.1", "2001:db8::1"].map(str::to_owned);
        let mut params = CertificateParams::new(names).expect("good names");
        params.subject_alt_names.push(SanType::Rfc822Name("alice@example.org".try_into().expect("ASCII")));
        params.distinguished_name.push(DnType::CountryName, "DE");
        params.distinguished_name.push(DnType::OrganizationName, "Example, Inc.");
        params.distinguished_name.push(DnType::CommonName, "mx.example.org");
        params.not_before = rcgen::date_time_ymd(2026, 1, 2);
        params.not_after = rcgen::date_time_ymd(2051, 1, 2);
        let pem = params.self_signed(&key).expect("a certificate").pem();
        let file = written(&folder, "both.pem", pem + &key.serialize_pem());
        let certificate = Certificate::read(&file, &file).expect("both are in it");
        let description = certificate.description();
        assert_eq!(description.subject, "O=Example\\, Inc.,C=DE,CN=mx.example.org");
        assert_eq!(description.common_name.as_deref(), Some("mx.example.org"));
        assert_eq!(description.hosts, ["mx.example.org", "*.example.net"]);
        assert_eq!(description.addresses.len(), 2);
        assert_eq!(description.mailboxes, ["alice@example.org"]);
        assert_eq!((description.not_before, description.not_after), (1_767_312_000, 2_556_230_400));
        for host in ["mx.example.org", "a.example.net", "[192.0.2.1]", "[IPv6:2001:db8::1]"] {
            assert!(description.covers(host), "{host}");
        }
        assert!(!format!("{certificate:?}").contains("PRIVATE"));
    }
}

#[test]
fn what_is_wrong_with_files_is_told_with_the_next_step() {
    let folder = TempDir::new().expect("a folder");
    let (certificate, key) = made(&["mx.example.org"]);
    let (other, other_key) = made(&["other.example.org"]);
    let good = written(&folder, "good.pem", &certificate);
    let good_key = written(&folder, "good.key", &key);
    let error = |file: &Path, key: &Path| {
        let error = Certificate::read(file, key).expect_err("it is wrong");
        assert!(!error.help().is_empty());
        error
    };
    Certificate::read(&good, &good_key).expect("they belong together");
    assert!(matches!(error(&folder.path().join("none"), &good_key), FileError::Read { .. }));
    assert!(matches!(error(&good, &folder.path().join("none")), FileError::Read { .. }));
    assert!(matches!(error(&good_key, &good_key), FileError::NoCertificate { .. }));
    assert!(matches!(error(&good, &good), FileError::NoKey { .. }));
    let other_key = written(&folder, "other.key", other_key);
    assert!(matches!(error(&good, &other_key), FileError::Mismatch { belongs_to: None, .. }));
    let reversed = written(&folder, "reversed.pem", certificate.clone() + &other);
    let mismatch = error(&reversed, &other_key);
    assert!(matches!(mismatch, FileError::Mismatch { belongs_to: Some(2), .. }), "{mismatch}");
    assert!(mismatch.help().contains("first"), "{}", mismatch.help());
    let encrypted = key.replace("PRIVATE", "ENCRYPTED PRIVATE");
    assert!(matches!(error(&good, &written(&folder, "e.key", encrypted)), FileError::Encrypted { .. }));
    let body = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    let malformed = written(&folder, "malformed.pem", certificate + body);
    assert!(matches!(error(&malformed, &good_key), FileError::Malformed { number: 2, .. }));
    let no_key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
    assert!(matches!(error(&good, &written(&folder, "bad.key", no_key)), FileError::Key { .. }));
    assert_eq!(read_authorities(&good).map(|authorities| authorities.len()).ok(), Some(1));
    assert!(matches!(read_authorities(&good_key), Err(FileError::NoCertificate { .. })));
}

/// `openssl req -new -key mx.key -subj /CN=mx.example.org` and `openssl x509 -req -signkey mx.key`, which makes version 1.
const VERSION_1: &str = "\
-----BEGIN CERTIFICATE-----
MIIBLjCB1QIUUE/zLWUYP2QW6kNIzKJi+iZqzPswCgYIKoZIzj0EAwIwGTEXMBUG
A1UEAwwObXguZXhhbXBsZS5vcmcwIBcNMjYxMTMwMTcyOTIyWhgPMjEyNjExMDYx
NzI5MjJaMBkxFzAVBgNVBAMMDm14LmV4YW1wbGUub3JnMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEyjLZB/33bqlVuOWzc9Vxnb3i/LcUxKUgK64d2QHURBA9EVmm
bog0MggHOOQcGXk9NPCQzkTvhYJ7XUKzmB5uCTAKBggqhkjOPQQDAgNIADBFAiEA
8jIjezRXnSgj8EFW+XShAv83zn+NIgWK0nmLnX/5q2ECIG5dJ9Y0TH5ZeOGHPoRr
wlQGw1GMTt+MxWC/qaq4dv/V
-----END CERTIFICATE-----
";

#[test]
fn a_certificate_of_version_1_is_called_that_and_may_still_be_an_authority() {
    let folder = TempDir::new().expect("a folder");
    let (certificate, key) = made(&["mx.example.org"]);
    let (old, key) = (written(&folder, "old.pem", VERSION_1), written(&folder, "mx.key", key));
    let error = Certificate::read(&old, &key).expect_err("it is too old");
    assert!(matches!(error, FileError::OldVersion { .. }), "{error}");
    assert!(error.help().contains("-extfile"), "{}", error.help());
    assert!(matches!(read_client(&old), Err(FileError::OldVersion { .. })));
    let authorities = read_authorities(&old).expect("one");
    assert_eq!(Description::of(&authorities[0]).expect("a certificate").version, 1);
    let new = written(&folder, "new.pem", certificate + VERSION_1);
    let client = read_client(&new).expect("its own comes first");
    assert_eq!(Description::of(&client).expect("a certificate").version, 3);
}

#[test]
fn the_self_signed_certificate_stays_the_same_until_it_has_to_change() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("self-signed.pem");
    let first = self_signed(&file, "mx.example.org", NOW).expect("made");
    assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    assert!(first.description().covers("mx.example.org"));
    assert!(first.description().not_before < NOW && first.description().not_after > NOW + 9 * 365 * 86_400);
    let again = self_signed(&file, "mx.example.org", NOW + 86_400).expect("kept");
    assert_eq!(first.der(), again.der());
    let renamed = self_signed(&file, "[192.0.2.1]", NOW).expect("made anew");
    assert_ne!(first.der(), renamed.der());
    assert!(renamed.description().covers("192.0.2.1"));
    let later = self_signed(&file, "[192.0.2.1]", renamed.description().not_after + 1).expect("made anew");
    assert_ne!(renamed.der(), later.der());
    let hosts = ["mx.example.org", "mail.example.org"].map(str::to_owned);
    let both = self_signed_for(&file, &hosts, KeyType::Ecdsa, NOW).expect("made anew");
    assert!(hosts.iter().all(|host| both.description().covers(host)), "{both:?}");
    assert_eq!(both.der(), self_signed_for(&file, &hosts[1..], KeyType::Ecdsa, NOW).expect("kept").der());
    let rsa = self_signed_for(&file, &hosts, KeyType::Rsa, NOW).expect("made anew");
    assert_eq!((both.key_type(), rsa.key_type()), (Some(KeyType::Ecdsa), Some(KeyType::Rsa)));
    assert_eq!(rsa.der(), self_signed_for(&file, &hosts, KeyType::Rsa, NOW).expect("kept").der());
    // One that somebody has made is kept, key and all; and is told from one that another vouches for.
    let kept = self_signed(&file, "mx.example.org", NOW).expect("kept");
    assert_eq!(rsa.der(), kept.der());
    assert!(kept.description().self_issued);
    fs::write(&file, "what somebody else has put there").expect("written");
    assert!(self_signed(&file, "mx.example.org", NOW).is_err(), "it is not overwritten");
}

proptest! {
    /// Clients send certificates, too: whatever is wrong with one, it is told and not stumbled over.
    #[test]
    fn a_certificate_with_faults_is_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in any::<prop::sample::Index>()) {
        static GOOD: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
            let params = CertificateParams::new(["mx.example.org".to_owned(), "192.0.2.1".to_owned()]).expect("good names");
            let key = KeyPair::generate().expect("a key");
            params.self_signed(&key).expect("a certificate").der().to_vec()
        });
        let mut octets = GOOD.clone();
        prop_assert!(Description::of(&octets).is_ok());
        prop_assert!(Description::of(&octets[..cut.index(octets.len())]).is_err());
        for (at, octet) in changes {
            let at = at.index(octets.len());
            octets[at] = octet;
        }
        if let Ok(description) = Description::of(&octets) {
            let _ = description.covers("mx.example.org");
        }
    }
}
