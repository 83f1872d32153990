//! Which fields of a header are signed.

/// One field that is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedField {
    /// Its name, as the signature lists it.
    pub name: &'static str,
    /// It is named once more than it is there: nobody can add another, or one where there was none, and keep the signature
    /// (RFC 6376 §5.4.2).
    pub oversigned: bool,
}

const fn sealed(name: &'static str) -> SignedField {
    SignedField { name, oversigned: true }
}

const fn as_found(name: &'static str) -> SignedField {
    SignedField { name, oversigned: false }
}

/// The fields that are signed, in the order in which the signature lists them (RFC 6376 §5.4.1).
///
/// Sealed against a second one is what a reader sees, answers to, or has the body shown by: a second From, Subject or Content-Type
/// over a signed message is an attack that many programs fall for. As found is what an honest hand adds on the way: a list names
/// itself in List-Id and Sender, and who sends a message on writes Resent fields (RFC 5322 §3.6.6). Not signed is what every hop
/// writes, and what says nothing to the reader.
pub const SIGNED_FIELDS: &[SignedField] = &[
    sealed("From"),
    sealed("To"),
    sealed("Cc"),
    sealed("Subject"),
    sealed("Date"),
    sealed("Message-ID"),
    sealed("Reply-To"),
    sealed("In-Reply-To"),
    sealed("References"),
    sealed("MIME-Version"),
    sealed("Content-Type"),
    sealed("Content-Transfer-Encoding"),
    sealed("Content-Disposition"),
    as_found("Sender"),
    as_found("Resent-Date"),
    as_found("Resent-From"),
    as_found("Resent-To"),
    as_found("Resent-Cc"),
    as_found("List-Id"),
    as_found("List-Help"),
    as_found("List-Unsubscribe"),
    // RFC 8058 §4: without a signature over both nobody offers the one click.
    as_found("List-Unsubscribe-Post"),
    as_found("List-Subscribe"),
    as_found("List-Post"),
    as_found("List-Owner"),
    as_found("List-Archive"),
];

/// The place in [`SIGNED_FIELDS`] of the field with this name, in any case.
pub(super) fn place_of(name: &[u8]) -> Option<usize> {
    SIGNED_FIELDS.iter().position(|field| field.name.as_bytes().eq_ignore_ascii_case(name))
}

/// No name is longer, in octets.
pub(super) const NAME_MAX: usize = 32;
