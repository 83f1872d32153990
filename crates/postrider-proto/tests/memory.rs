//! What a session holds does not grow with what a peer sends.
//!
//! The allocator of this test counts. Each kind of garbage is poured into a session, up to sixty-four mebibytes of it, and
//! at no time may more be held than a session is allowed to: a line, an envelope, a few facts about a header.

// A global allocator cannot be written without it. It adds a counter to the system's and does nothing else.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use postrider_proto::mail::{Domain, ForwardPath, Mailbox, QueueId};
use postrider_proto::reply::{Reply, catalogue};
use postrider_proto::server::{Action, Answer, Mechanism, Options, Proof, Question, Session};

/// Octets held now, and the most that were held since it was last set.
static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

struct Counting;

fn grow(octets: usize) {
    let held = HELD.fetch_add(octets, Ordering::Relaxed) + octets;
    MOST.fetch_max(held, Ordering::Relaxed);
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Stored;

impl Proof for Stored {
    fn id(&self) -> QueueId {
        QueueId::from_bytes([0; 16])
    }
}

/// A driver with a buffer of the size that the session asks for, which throws everything away.
struct Driver {
    session: Session<Stored>,
    input: Vec<u8>,
    output: Vec<u8>,
    recipients: u64,
    body_octets: usize,
    closed: bool,
}

impl Driver {
    fn new() -> Self {
        let mut options = Options { starttls: true, ..Options::default() };
        options.auth = vec![Mechanism { name: "PLAIN".into(), needs_tls: false, server_first: false }];
        options.limits.message_octets = u64::MAX;
        // Nothing here is to be saved by being shown the door.
        (options.limits.errors, options.limits.commands, options.limits.refused_recipients) =
            (u32::MAX, u32::MAX, u32::MAX);
        options.limits.refused_logins = u32::MAX;
        let mut driver = Self {
            session: Session::new(Arc::new(options)),
            input: Vec::with_capacity(Session::<Stored>::INPUT_MIN),
            output: Vec::with_capacity(16 * 1024),
            recipients: 0,
            body_octets: 0,
            closed: false,
        };
        driver.run();
        driver
    }

    /// As much as the buffer has room for, again and again.
    fn pour(&mut self, mut octets: &[u8]) {
        while !octets.is_empty() && !self.closed {
            let room = Session::<Stored>::INPUT_MIN - self.input.len();
            assert!(room > 0, "the session waits for more than a line can be");
            let (now, later) = octets.split_at(room.min(octets.len()));
            self.input.extend_from_slice(now);
            octets = later;
            self.run();
        }
    }

    fn run(&mut self) {
        let mut start = 0;
        loop {
            let (used, action) = self.session.step(&self.input[start..]);
            start += used;
            match action {
                Action::Read => break,
                Action::Send(reply) => {
                    self.output.clear();
                    reply.encode(&mut self.output);
                }
                Action::Ask(question) => {
                    let answer = match question {
                        Question::Recipient { rcpt, .. } => {
                            self.recipients += 1;
                            recipient(&rcpt.forward_path, self.recipients)
                        }
                        Question::Auth { response: None, .. } => Answer::Challenge(Vec::new()),
                        Question::Auth { .. } | Question::AuthResponse(_) => {
                            Answer::Refuse(Reply::new(&catalogue::AUTH_FAILED))
                        }
                        Question::Commit { .. } => Answer::Stored(Stored),
                        _ => Answer::Accept,
                    };
                    self.session.answer(answer);
                }
                Action::Body(octets) => self.body_octets += octets.len(),
                Action::Discard | Action::StartTls => {}
                Action::Close => {
                    self.closed = true;
                    break;
                }
            }
        }
        self.input.drain(..start);
    }
}

/// Every recipient is another mailbox of the longest kind.
fn recipient(path: &ForwardPath, number: u64) -> Answer<Stored> {
    let ForwardPath::Mailbox(given) = path else { return Answer::Accept };
    let local = format!("{number:064}");
    let domain = given.domain().to_string();
    Answer::Deliver(vec![Mailbox::new(&local, Domain::Name(domain)).expect("valid")])
}

const MEBIBYTE: usize = 1024 * 1024;

/// Pours `unit` again and again behind `before`; gives the most that was held beyond what a fresh session holds.
fn most_held(before: &str, unit: &[u8], octets: usize) -> usize {
    let mut driver = Driver::new();
    driver.pour(b"EHLO client.example\r\n");
    // Line by line, as nothing may come behind DATA before its reply.
    for line in before.split_inclusive('\n') {
        driver.pour(line.as_bytes());
    }
    assert!(!driver.closed, "{before:?}");
    // A unit that is short is poured in groups, so that the buffer is full.
    let group = unit.repeat(1 + 8 * 1024 / unit.len());
    let fresh = HELD.load(Ordering::Relaxed);
    MOST.store(fresh, Ordering::Relaxed);
    for _ in 0..octets / group.len() {
        driver.pour(&group);
    }
    MOST.load(Ordering::Relaxed) - fresh
}

#[rustfmt::skip]
#[test]
fn nothing_a_peer_sends_makes_a_session_grow() {
    let long = |front: &str, times: usize, back: &str| format!("{front}{}{back}", "x".repeat(times));
    let host = ["l".repeat(63), "l".repeat(63), "l".repeat(63), "l".repeat(63)].join(".");
    let data = "MAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n";
    let chunk = "MAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\nBDAT 99999999999\r\n";
    let refused = "BDAT 99999999999\r\n";
    let header = format!("{data}Delivered-To: x\r\n");
    // What is handled octet by octet, or line by line, takes its time in a build that is not optimised.
    let (commands, pieces, content) = (4 * MEBIBYTE, 4 * MEBIBYTE, 64 * MEBIBYTE);
    // A line, its meaning, the question about it and the reply to it: a few times its length.
    let line = 64 * 1024;
    // A thousand recipients, each with its mailbox twice and the name it was given.
    let envelope = 2 * MEBIBYTE;
    let check = |kind: &str, before: &str, unit: &str, octets: usize, allowed: usize| {
        let most = most_held(before, unit.as_bytes(), octets);
        println!("{kind}: {most}");
        assert!(most <= allowed, "{kind}: {most} octets were held, of {octets} that were sent");
    };
    check("a line without end",        "",                      "x",                                                                     content,  line);
    check("lines that are too long",   "",                      &long("NOOP ", 5000, "\r\n"),                                            content,  line);
    check("empty lines",               "",                      "\r\n",                                                                  commands, line);
    check("no commands",               "",                      "XYZZY plugh\r\n",                                                       commands, line);
    check("commands",                  "",                      "NOOP\r\n",                                                              commands, line);
    check("the longest names",         "",                      &format!("EHLO {host}\r\n"),                                             commands, line);
    check("senders",                   "",                      &format!("MAIL FROM:<s@{host}>\r\nRSET\r\n"),                            commands, line);
    check("senders that are none",     "",                      &long("MAIL FROM:<", 1900, ">\r\n"),                                     commands, line);
    check("parameters",                "",                      &long("MAIL FROM:<> X-", 1900, "=1\r\n"),                                commands, line);
    check("more parameters",           "",                      &format!("MAIL FROM:<>{}\r\n", " A=1".repeat(400)),                      commands, line);
    check("encoded parameters",        "",                      &format!("MAIL FROM:<> AUTH={}\r\n", "+41".repeat(400)),                 commands, line);
    check("recipients",                "MAIL FROM:<>\r\n",      &format!("RCPT TO:<a@{host}>\r\n"),                                      commands, envelope);
    check("logins",                    "",                      &long("AUTH PLAIN\r\n", 12_284, "\r\n"),                                 pieces,   line);
    check("logins in one line",        "",                      &long("AUTH PLAIN ", 12_272, "\r\n"),                                    pieces,   line);
    check("questions about names",     "",                      &long("VRFY ", 2000, "\r\n"),                                            commands, line);
    check("a line of content",         data,                    "x",                                                                     content,  line);
    check("a field",                   &header,                 " folded\r\n",                                                           pieces,   line);
    check("a field of long lines",     &header,                 &long(" ", 900, "\r\n"),                                                 content,  line);
    check("fields",                    data,                    "Received: x\r\n",                                                       pieces,   line);
    check("traces of a delivery",      data,                    &long("Delivered-To: ", 400, "\r\n"),                                    pieces,   line);
    check("dots",                      data,                    "..\r\n",                                                                pieces,   line);
    check("bare LF",                   data,                    "x\n",                                                                   pieces,   line);
    check("bare CR",                   data,                    "x\r",                                                                   pieces,   line);
    check("NUL",                       data,                    "x\0",                                                                   pieces,   line);
    check("nearly the end",            data,                    "\r\n.\r",                                                               pieces,   line);
    check("a chunk",                   chunk,                   "x\r\n.\r\n",                                                            pieces,   line);
    check("a chunk of CR",             chunk,                   "\r",                                                                    pieces,   line);
    check("a chunk that is refused",   refused,                 "MAIL FROM:<>\r\n",                                                      content,  line);
    // The count sees what is held.
    let before = HELD.load(Ordering::Relaxed);
    let kept = vec![0u8; MEBIBYTE];
    assert!(HELD.load(Ordering::Relaxed) >= before + MEBIBYTE);
    drop(kept);
}
