//! Mail in: listeners, and the driver that moves octets between a socket, the session machine, policy and the queue.
//!
//! ```text
//!   socket ──▶ connection ──▶ Session::step ──▶ desk ──▶ policy (may this be?), queue (keep this)
//!     ▲            │  ▲                           │
//!     └── replies ─┘  └───────── answers ─────────┘
//! ```
//!
//! Where the client sits behind a proxy, the connection begins with what that says of it ([`Proxies`]). From STARTTLS on, or from the
//! beginning, TLS is between the socket and the driver ([`Tls`]).
//!
//! # What this crate must not know
//!
//! The words of SMTP: no verb, no reply code, no order of commands; they live in `postrider-proto`. Where mail goes after
//! the queue: inbound and outbound meet only on disk. The form of the configuration: plain options come in.
#![forbid(unsafe_code)]

mod allowance;
mod call_out;
mod clock;
mod connection;
mod counters;
mod desk;
mod input;
mod intake;
mod journal;
mod line;
mod listener;
mod local;
mod login;
mod pace;
mod proxy;
mod shutdown;
mod slots;
mod stream;
mod tls;

pub use allowance::{Allowance, Allowances, Sent};
pub use call_out::{CallOut, CallOuts};
pub use clock::Clock;
pub use counters::Counters;
pub use desk::SessionId;
pub use journal::{About, Because, End, FIRST, Heard, Journal, RECENT, Record, StepView};
pub use listener::{BindError, Inbound, Listener, Settings, Submission};
pub use local::LocalListener;
pub use login::{LoginAnswer, LoginCheck, LoginOffers, LoginResult, Shown, Standing};
pub use proxy::Proxies;
pub use shutdown::{Shutdown, ShutdownHandle, shutdown_channel};
pub use slots::{SlotLimits, Slots};
pub use stream::Stream;
pub use tls::{Failure, Tls, TlsSession, TlsVersion};
