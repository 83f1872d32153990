//! Why a text is no hash of a password that can be used.

use std::fmt;

/// Why a text is no hash of a password that can be used, or a password none that a hash can be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HashProblem {
    /// It is the password itself, readable for whoever reads the file.
    Plain,
    /// It is of a form that is not read here: too weak, or unknown.
    Unknown {
        /// The form, as it was written.
        scheme: String,
    },
    /// It has nothing of a hash; perhaps it is the password, so it is not repeated.
    NoHash,
    /// It begins like a hash of this form, and does not go on so.
    Malformed {
        /// The form.
        scheme: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// To compare a password with it would take the server too much time or memory.
    TooCostly {
        /// The form.
        scheme: &'static str,
        /// The most that is allowed, in words.
        most: &'static str,
    },
    /// A password without a character.
    EmptyPassword,
    /// A password that is too long.
    LongPassword {
        /// Its length.
        octets: usize,
    },
}

impl HashProblem {
    pub(super) const fn malformed(scheme: &'static str, why: &'static str) -> Self {
        Self::Malformed { scheme, why }
    }

    pub(super) fn unknown(scheme: &str) -> Self {
        let visible = scheme.chars().filter(|c| c.is_ascii_graphic()).take(20).collect();
        Self::Unknown { scheme: visible }
    }
}

impl fmt::Display for HashProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain => f.write_str(
                "it is the password itself, readable for whoever reads the file: set the password with `postrider account passwd`",
            ),
            Self::Unknown { scheme } => write!(
                f,
                "hashes of the form {scheme} are not read, being too weak or unknown: set a new password, or have the other server \
                 make a hash of another form, such as ARGON2ID, BLF-CRYPT or SHA512-CRYPT"
            ),
            Self::NoHash => f.write_str("it is no hash: it has neither a {SCHEME} nor the $ID$ of a form of crypt(3) in front"),
            Self::Malformed { scheme, why } => {
                write!(f, "it is no whole {scheme}: {why}; copy it once more from where it is from")
            }
            Self::TooCostly { scheme, most } => {
                write!(f, "this {scheme} costs too much to compare with: {most} is the most; set the password anew")
            }
            Self::EmptyPassword => f.write_str("an empty password protects nothing: choose one"),
            Self::LongPassword { octets } => write!(
                f,
                "the password has {octets} octets, and {} are the most: choose a shorter one",
                super::PASSWORD_OCTETS
            ),
        }
    }
}

impl std::error::Error for HashProblem {}
