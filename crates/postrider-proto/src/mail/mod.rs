//! What a mail is made of, apart from its content: addresses, the envelope, the trace it leaves.

pub mod address;
pub mod author;
pub mod completion;
pub mod envelope;
pub mod header;
pub mod header_lines;
pub mod id;
pub mod single_words;
pub mod trace;

pub use address::{AddressLiteral, Domain, ForwardPath, Mailbox, ReversePath};
pub use envelope::{BodyType, Envelope, Notify, OriginalRecipient, Recipient, Ret, SigningIdentity};
pub use id::QueueId;
