//! How an authority is asked about a certificate (RFC 9773 §4.1).

use instant_acme::CertificateIdentifier;
use postrider_certificate::Description;
use rustls::pki_types::Der;

/// The name that the authority has for it. None where it does not say by which key it was signed.
#[must_use]
pub fn certificate_id(description: &Description) -> Option<CertificateIdentifier<'static>> {
    let key = description.authority_key.as_deref()?;
    let id = CertificateIdentifier::new(Der::from_slice(key), Der::from_slice(&description.serial));
    Some(id.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 9773 §4.1.
    #[test]
    fn an_identifier_is_the_key_and_the_serial_number() {
        let description = Description {
            version: 3,
            subject: String::new(),
            common_name: None,
            hosts: Vec::new(),
            addresses: Vec::new(),
            mailboxes: Vec::new(),
            not_before: 0,
            not_after: 0,
            serial: vec![0x00, 0x87, 0x65, 0x43, 0x21],
            self_issued: false,
            authority_key: Some(vec![
                0x69, 0x88, 0x5b, 0x6b, 0x87, 0x46, 0x40, 0x41, 0xe1, 0xb3, 0x7b, 0x84, 0x7b, 0xa0, 0xae,
                0x2c, 0xde, 0x01, 0xc8, 0xd4,
            ]),
        };
        let id = certificate_id(&description).expect("it has both");
        assert_eq!(id.to_string(), "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
        assert!(certificate_id(&Description { authority_key: None, ..description }).is_none());
    }
}
