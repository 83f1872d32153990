//! A client that knows exactly what it was told.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};

use super::letter::{Letter, SENDER};
use crate::server::PATIENCE;

/// A session with the server.
#[derive(Debug)]
pub struct Client {
    stream: BufReader<TcpStream>,
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The server has said 250 after the final dot; the id it gave.
    Accepted(String),
    /// It has said no.
    Refused {
        /// To what: a verb, or `dot`.
        at: &'static str,
        /// In these words.
        reply: String,
    },
}

impl Client {
    /// Connects, and says hello.
    ///
    /// # Errors
    ///
    /// There is no server, or no more, or it does not want us.
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let mut client = Self { stream: BufReader::new(stream) };
        client.expect('2')?;
        client.say("EHLO client.example\r\n")?;
        client.expect('2')?;
        Ok(client)
    }

    /// Sends a letter: the commands in one group (RFC 2920), then the content.
    ///
    /// # Errors
    ///
    /// The connection has gone, and nobody knows what became of the letter.
    pub fn send(&mut self, letter: &Letter) -> io::Result<Said> {
        let mut group = format!("MAIL FROM:<{SENDER}>\r\n");
        for to in &letter.to {
            group.push_str(&format!("RCPT TO:<{to}>\r\n"));
        }
        group.push_str("DATA\r\n");
        self.say(&group)?;
        // Only the first refusal counts: what follows is refused because of it.
        let mut refused = None;
        let verbs = [("MAIL", '2')].into_iter().chain(letter.to.iter().map(|_| ("RCPT", '2')));
        for (at, class) in verbs.chain([("DATA", '3')]) {
            let reply = self.hear()?;
            if !reply.starts_with(class) {
                refused.get_or_insert(Said::Refused { at, reply });
            } else if at == "DATA" && refused.is_some() {
                // Some recipients are better than none to a server, but not to a test.
                return Err(io::Error::other("the server wants content behind a refusal"));
            }
        }
        if let Some(refused) = refused {
            return Ok(refused);
        }
        self.say(&letter.content)?;
        self.say(".\r\n")?;
        let reply = self.hear()?;
        match reply.trim_end().rsplit_once("queued as ") {
            Some((front, id)) if front.starts_with('2') => Ok(Said::Accepted(id.to_owned())),
            _ => Ok(Said::Refused { at: "dot", reply }),
        }
    }

    /// Says a line, and gives the reply.
    ///
    /// # Errors
    ///
    /// It is of another class, or the connection has gone.
    pub fn ask(&mut self, line: &str, class: char) -> io::Result<String> {
        self.say(&format!("{line}\r\n"))?;
        let reply = self.hear()?;
        if reply.starts_with(class) { Ok(reply) } else { Err(io::Error::other(format!("{line}: {reply}"))) }
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        self.stream.get_mut().write_all(text.as_bytes())
    }

    fn expect(&mut self, class: char) -> io::Result<()> {
        let reply = self.hear()?;
        if reply.starts_with(class) { Ok(()) } else { Err(io::Error::other(reply)) }
    }

    /// Reads one reply, all of its lines.
    fn hear(&mut self) -> io::Result<String> {
        let mut reply = String::new();
        loop {
            let start = reply.len();
            if self.stream.read_line(&mut reply)? == 0 || !reply.ends_with('\n') {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if reply.as_bytes().get(start + 3) != Some(&b'-') {
                return Ok(reply.replace("\r\n", "\n").trim_end().to_owned());
            }
        }
    }
}
