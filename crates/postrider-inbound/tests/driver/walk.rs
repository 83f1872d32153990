//! Every operation in every state that the law knows, through the driver: over a real socket, with a real handshake where STARTTLS is said and
//! with real SASL exchanges where AUTH is, in front of a real queue. What comes of each is what the law says.
//!
//! The driver shows no states, so that each step is followed by a few others: who stands somewhere else than the model answers one of them
//! otherwise.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_inbound::Settings;
use postrider_proto::sasl::client::{Credentials, Exchange};
use postrider_proto::sasl::{BindingKind, Channel, ChannelBinding, Mechanism, Nonce, Secret};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;

use crate::authority::{Authority, tls};
use crate::client::Client;
use crate::listener::Listener;
use crate::logins::{Accounts, PASSWORD};
use crate::model::{Expected, Model, OPS, Op};
use crate::server::Server;
use crate::table::{Law, begins};

/// One that alice may send as, whether she has logged in or not.
const MAIL: &str = "MAIL FROM:<s@lists.test>";
const CONTENT: &str = "From: s@lists.test\r\nSubject: x\r\n\r\nx\r\n.";
/// It ends with what would be a command if it were not content.
const CHUNK: &str = "From: s@lists.test\r\n\r\nRSET\r\n";

/// What shows where a session stands: whether there is a transaction, a login, TLS, and a hello.
const PROBES: [Op; 5] = [Op::RcptOk, Op::Mail, Op::AuthCancelled, Op::Starttls, Op::Ehlo];

/// A connection, in clear or not.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Wire for S {}

struct Visitor {
    client: Client<Box<dyn Wire>>,
    trusted: Arc<ClientConfig>,
    /// What this session's TLS can be bound to, if there is TLS.
    channel: Channel,
}

impl Visitor {
    async fn new(server: &Server, trusted: &Arc<ClientConfig>) -> Self {
        let (client, _session) = server.socket().await;
        let wire: Box<dyn Wire> = Box::new(client.stream);
        let mut visitor =
            Self { client: Client::new(wire), trusted: Arc::clone(trusted), channel: Channel::clear() };
        let greeting = visitor.reply().await;
        assert!(greeting.starts_with("220 "), "{greeting}");
        visitor
    }

    /// All lines of the next reply.
    async fn reply(&mut self) -> String {
        let mut reply = String::new();
        while let Some(line) = self.client.next_line().await {
            reply.push_str(&line);
            reply.push_str("\r\n");
            if line.as_bytes().get(3) == Some(&b' ') {
                break;
            }
        }
        reply
    }

    async fn send(&mut self, octets: &str) -> String {
        // A server that has closed has nothing to say either.
        let _ = self.client.try_send(octets).await;
        self.reply().await
    }

    async fn line(&mut self, line: &str) -> String {
        self.send(&format!("{line}\r\n")).await
    }

    /// The second part of a command that needs one: what the server is given where it asks for more.
    async fn and_then(&mut self, first: &str, asks: &str, second: &str) -> String {
        let reply = self.line(first).await;
        if reply.starts_with(asks) { self.line(second).await } else { reply }
    }

    async fn starttls(&mut self) -> String {
        let reply = self.line("STARTTLS").await;
        if reply.starts_with("220 ") {
            let (nowhere, _) = tokio::io::duplex(1);
            let clear = std::mem::replace(&mut self.client, Client::new(Box::new(nowhere))).stream;
            let name = ServerName::try_from("mx.example.test").expect("a name");
            let connector = TlsConnector::from(Arc::clone(&self.trusted));
            let encrypted = connector.connect(name, clear).await.expect("a handshake");
            let (_, connection) = encrypted.get_ref();
            let exported =
                connection.export_keying_material(vec![0; 32], b"EXPORTER-Channel-Binding", Some(b""));
            let binding =
                ChannelBinding { kind: BindingKind::TlsExporter, data: exported.expect("TLS 1.3 has it") };
            self.channel = Channel::tls(vec![binding]);
            self.client = Client::new(Box::new(encrypted));
        }
        reply
    }

    /// Logs in, bound to TLS where there is TLS.
    async fn scram(&mut self) -> String {
        let mechanism = if self.channel.tls { Mechanism::ScramSha256Plus } else { Mechanism::ScramSha256 };
        let credentials = Credentials::password("alice@example.test", Secret::new(PASSWORD));
        let nonce = Nonce::new([9; 18]);
        // In clear there is no binding, and the client says that it knows of none.
        let mut exchange =
            Exchange::begin(mechanism, &[mechanism], &credentials, &self.channel, nonce).expect("begun");
        let first = exchange.initial().expect("the client is first");
        let mut reply = self.line(&format!("AUTH {mechanism} {}", BASE64.encode(first.expose()))).await;
        while let Some(challenge) = reply.strip_prefix("334 ") {
            let challenge = BASE64.decode(challenge.trim_end()).expect("base64");
            let response = exchange.step(&challenge).expect("the server proves itself");
            reply = self.line(&BASE64.encode(response.expose())).await;
        }
        if reply.starts_with("235 ") {
            assert_eq!(exchange.finish(), Ok(()), "the server says yes and has proven nothing");
        }
        reply
    }

    async fn plain(&mut self, password: &str) -> String {
        self.line(&format!("AUTH PLAIN {}", BASE64.encode(format!("\0alice@example.test\0{password}")))).await
    }

    /// Does it, and gives the last reply.
    async fn perform(&mut self, op: Op) -> String {
        match op {
            Op::Ehlo => self.line("EHLO client.example").await,
            Op::Helo => self.line("HELO client.example").await,
            Op::Starttls => self.starttls().await,
            Op::AuthOk => self.scram().await,
            Op::AuthWrong => self.plain("wrong").await,
            Op::AuthCancelled => self.and_then("AUTH PLAIN", "334 ", "*").await,
            Op::Mail => self.line(MAIL).await,
            Op::RcptOk => self.line("RCPT TO:<alice@example.test>").await,
            Op::RcptRefused => self.line("RCPT TO:<nobody@example.test>").await,
            Op::DataAndBody => self.and_then("DATA", "354 ", CONTENT).await,
            Op::Bdat => self.send(&format!("BDAT {}\r\n{CHUNK}", CHUNK.len())).await,
            Op::BdatLast => self.send(&format!("BDAT {} LAST\r\n{CHUNK}", CHUNK.len())).await,
            Op::Rset => self.line("RSET").await,
            Op::Noop => self.line("NOOP").await,
            Op::Vrfy => self.line("VRFY alice").await,
            Op::Quit => self.line("QUIT").await,
            Op::Xclient => self.line("XCLIENT ADDR=192.0.2.9").await,
            Op::XclientName => self.line("XCLIENT NAME=client.example").await,
            Op::Unknown => self.line("XYZZY").await,
        }
    }

    /// Goes a way that is known; its logins are cheap ones.
    async fn follow(&mut self, path: &[Op]) {
        for op in path {
            match op {
                Op::AuthOk => drop(self.plain(PASSWORD).await),
                op => drop(self.perform(*op).await),
            }
        }
    }
}

/// A server of this kind. All connections of a walk come from one address, and none of them is counted against another.
fn serve(listener: Listener, authority: &Authority) -> Server {
    let mut options = listener.options();
    (options.limits.errors, options.limits.commands, options.limits.refused_recipients) =
        (u32::MAX, u32::MAX, u32::MAX);
    let starttls = options.starttls;
    let mut server = Server::new(options);
    server.inbound.login_check = Some(Arc::new(Accounts::default()));
    if starttls {
        server.settings.send_modify(|settings| {
            *settings = Arc::new(Settings { tls: Some(tls(authority, false)), ..(**settings).clone() });
        });
    }
    server
}

#[tokio::test]
async fn the_driver_and_the_model_agree_everywhere() {
    let (law, authority) = (Law::read(), Authority::new("authority"));
    let trusted = authority.trusted().config();
    for listener in Listener::ALL {
        let server = serve(listener, &authority);
        let start = Model::new(listener);
        let (mut seen, mut steps) = (BTreeSet::from([start]), 0);
        let mut open = VecDeque::from([(Vec::<Op>::new(), start)]);
        while let Some((path, model)) = open.pop_front() {
            for op in OPS {
                let mut visitor = Visitor::new(&server, &trusted).await;
                visitor.follow(&path).await;
                let before = server.ids().len();
                let mut now = model;
                for (nth, op) in std::iter::once(op).chain(PROBES).enumerate() {
                    let output = visitor.perform(op).await;
                    let Expected { reply, next, stored } = now.expect(&law, op);
                    let place = format!("{listener:?} {path:?} then {op:?}, {nth} behind: {output:?}");
                    assert!(begins(&output, &reply), "{place}, by the law {reply:?}");
                    if nth == 0 {
                        assert_eq!(
                            server.ids().len() - before,
                            usize::from(stored),
                            "{place}: messages stored"
                        );
                        if seen.insert(next) && !next.closed {
                            let mut path = path.clone();
                            path.push(op);
                            open.push_back((path, next));
                        }
                    }
                    now = next;
                    if now.closed {
                        assert_eq!(visitor.client.next_line().await, None, "{place}: it has not closed");
                        break;
                    }
                }
                steps += 1;
            }
        }
        println!("{listener:?}: {} states, {steps} steps", seen.len());
        // A walk that stops early proves nothing.
        assert!(seen.len() >= 15, "{listener:?}: only {} states", seen.len());
    }
}
