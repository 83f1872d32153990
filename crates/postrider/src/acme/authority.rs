//! Who gives certificates, as whoever looks after them sees it.

use postrider_certificate::Description;

use super::failure::Failure;
use super::options::{Options, Wanted};
use super::record::Window;

/// Who gives certificates: an authority of the net, or in a test one that is none.
pub trait Authority: Send + Sync + 'static {
    /// Gets a certificate: the chain and the key in PEM. `old` is what it comes in place of.
    fn obtain(
        &self,
        options: &Options,
        wanted: &Wanted,
        old: Option<&Description>,
    ) -> impl Future<Output = Result<String, Failure>> + Send;

    /// When the authority wants to be asked for another (RFC 9773); none where it does not say.
    fn suggest(
        &self,
        options: &Options,
        certificate: &Description,
    ) -> impl Future<Output = Result<Option<Suggestion>, Failure>> + Send;
}

/// When an authority wants a certificate to be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// When.
    pub window: Window,
    /// In how many seconds it wants to be asked again.
    pub ask_again: i64,
}
