//! Why a handshake comes to nothing.

use std::io;

use postrider_certificate::ClientFault;
use rustls::Error;

/// Why a handshake came to nothing: few enough kinds to be counted one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// What came is no TLS.
    NotTls,
    /// Both sides speak TLS, and have no version or cipher or key in common.
    NothingInCommon,
    /// The client has shown no certificate, and needs one.
    NoClientCertificate,
    /// The client has shown a certificate that is not trusted, or whose key it has not.
    ClientCertificate,
    /// The client does not go on: mostly it does not trust the server's certificate.
    ByClient,
    /// It was not done in its time.
    Late,
    /// The connection broke, or was closed.
    Lost,
    /// The server stops.
    Stopped,
    /// Something else, which the log says.
    Other,
}

impl Failure {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::NotTls,
        Self::NothingInCommon,
        Self::NoClientCertificate,
        Self::ClientCertificate,
        Self::ByClient,
        Self::Late,
        Self::Lost,
        Self::Stopped,
        Self::Other,
    ];

    /// Its word in the metrics and in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotTls => "not-tls",
            Self::NothingInCommon => "nothing-in-common",
            Self::NoClientCertificate => "no-client-certificate",
            Self::ClientCertificate => "client-certificate",
            Self::ByClient => "by-client",
            Self::Late => "late",
            Self::Lost => "lost",
            Self::Stopped => "stopped",
            Self::Other => "other",
        }
    }

    /// What an error of the handshake is, in which the client has said this.
    pub(super) fn of(error: &io::Error, heard: &[u8]) -> Self {
        match error.get_ref().and_then(|error| error.downcast_ref::<Error>()) {
            // That of a system has nothing within.
            None if error.kind() == io::ErrorKind::TimedOut && error.get_ref().is_some() => Self::Late,
            None => Self::Lost,
            // RFC 8446 §5.1: an alert, from a client that has not even offered anything.
            Some(Error::InappropriateMessage { .. }) if heard.first() == Some(&21) => Self::ByClient,
            Some(Error::InvalidMessage(_) | Error::InappropriateMessage { .. }) => Self::NotTls,
            Some(Error::PeerIncompatible(_)) => Self::NothingInCommon,
            Some(Error::NoCertificatesPresented) => Self::NoClientCertificate,
            Some(Error::InvalidCertificate(_)) => Self::ClientCertificate,
            Some(Error::AlertReceived(_)) => Self::ByClient,
            Some(_) => Self::Other,
        }
    }

    /// What an error of the handshake says, in words where it is about the client's certificate, or of the end of a connection.
    pub(super) fn words(error: io::Error) -> io::Error {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return io::Error::new(error.kind(), "the client closed the connection within the handshake");
        }
        let fault = error.get_ref().and_then(|error| error.downcast_ref()).and_then(ClientFault::of);
        match fault {
            None => error,
            Some(fault @ ClientFault::Missing) => io::Error::other(fault.to_string()),
            Some(fault) => io::Error::other(format!("the certificate of the client is not trusted: {fault}")),
        }
    }
}
