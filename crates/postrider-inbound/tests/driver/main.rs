//! The driver, tested as a conversation: over real sockets where the network matters, over a pipe in memory where time does,
//! always with a real queue on a real disk and the real policy.

mod authority;
mod bound_logins;
mod client;
mod client_leaves;
mod early_talker;
mod handed_on;
mod journal;
mod limits;
#[allow(dead_code)]
#[path = "../../../postrider-proto/tests/session/listener.rs"]
mod listener;
mod log_lines;
mod logins;
#[path = "../../../postrider-proto/tests/session/model.rs"]
mod model;
mod other_logins;
mod proxies;
mod queue_in_trouble;
mod reload;
mod secrets;
mod server;
mod shutdown;
mod slow_clients;
mod submission;
#[allow(dead_code)]
#[path = "../../../postrider-proto/tests/session/table.rs"]
mod table;
mod tls;
mod tls_certificates;
mod trace_field;
#[path = "../../../postrider-proto/tests/session/transcript.rs"]
mod transcript;
mod transcripts;
mod walk;
