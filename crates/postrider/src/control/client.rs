//! The client's end of the control socket.

use std::io::{self, BufRead as _, BufReader, Read as _, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::protocol::{Answer, Request};
use super::{SOCKET, connect, is_late, silent};

/// How long the server may be silent. One that works at an answer gives a sign of life more often, see `SIGN` there; an answer that comes piece by
/// piece may take as long as it likes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection that has rested for longer is not used again. It is less than the server waits for a request, see `PATIENCE` there.
const RESTED: Duration = Duration::from_secs(20);

/// How much content is read at once, in octets.
const PIECE: usize = 64 * 1024;

/// A connection to the server that runs.
#[derive(Debug)]
pub struct Client {
    data: PathBuf,
    patience: Duration,
    stream: BufReader<UnixStream>,
    /// When it was last used.
    used: Instant,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// Nobody listens.
    #[error(
        "no server runs with the data folder {}: start one with `postrider serve`, or say with --data or --config which one is meant",
        .0.display()
    )]
    NoServer(PathBuf),
    /// The socket belongs to somebody else.
    #[error("the server with the data folder {} belongs to another user: run this as that user, or as root", .0.display())]
    NotAllowed(PathBuf),
    /// The connection does not work.
    #[error("the server with the data folder {} cannot be asked: {error}", .data.display())]
    Io {
        /// Its data folder.
        data: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// It takes no connection, or no answer comes.
    #[error("{0}")]
    Silent(#[source] io::Error),
    /// The connection broke.
    #[error("the server did not answer: {0}")]
    Broken(#[from] io::Error),
    /// What came cannot be handed on.
    #[error("cannot write: {0}")]
    Output(#[source] io::Error),
    /// The answer makes no sense; the server may be of another version.
    #[error("the answer of the server makes no sense; is it of another version? {0}")]
    Answer(#[from] serde_json::Error),
    /// The server has no such message.
    #[error("{0}")]
    NoMessage(String),
    /// The server says so.
    #[error("{0}")]
    Refused(String),
    /// The server answers another question.
    #[error("the server answers another question; is it of another version?")]
    Other,
}

impl Client {
    /// Connects to the server with this data folder.
    ///
    /// # Errors
    ///
    /// There is none, or it does not let us.
    pub fn connect(data: &Path) -> Result<Self, ControlError> {
        Self::with_patience(data, PATIENCE)
    }

    fn with_patience(data: &Path, patience: Duration) -> Result<Self, ControlError> {
        let stream = BufReader::new(open(data, patience)?);
        Ok(Self { data: data.to_owned(), patience, stream, used: Instant::now() })
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    ///
    /// There is none, or the server says that it cannot be done.
    pub fn ask(&mut self, request: &Request) -> Result<Answer, ControlError> {
        // Somebody has thought about a question, or read a page of a list, for longer than the server keeps a connection that is silent.
        if self.used.elapsed() >= RESTED {
            self.stream = BufReader::new(open(&self.data, self.patience)?);
        }
        let answer = self.ask_now(request);
        self.used = Instant::now();
        answer
    }

    fn ask_now(&mut self, request: &Request) -> Result<Answer, ControlError> {
        let mut line = serde_json::to_vec(request)?;
        line.push(b'\n');
        // A server that turns us away may have gone before this; why, it has said.
        let written = self.stream.get_mut().write_all(&line);
        if let Err(error) = &written
            && is_late(error)
        {
            return Err(self.silent());
        }
        let mut answer = Vec::new();
        // An empty line is a sign of life.
        while answer.trim_ascii().is_empty() {
            answer.clear();
            if self.stream.read_until(b'\n', &mut answer).map_err(|error| self.broken(error))? == 0 {
                written?;
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
        }
        match serde_json::from_slice(&answer)? {
            Answer::NoMessage(why) => Err(ControlError::NoMessage(why)),
            Answer::Error(why) => Err(ControlError::Refused(why)),
            answer => Ok(answer),
        }
    }

    /// Gives the content that follows an answer to `out`.
    ///
    /// # Errors
    ///
    /// It ends too early, or cannot be written.
    pub fn content(&mut self, octets: u64, out: &mut dyn Write) -> Result<(), ControlError> {
        let mut left = octets;
        let mut piece = vec![0; PIECE];
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
            let read = self.stream.read(&mut piece[..wanted]).map_err(|error| self.broken(error))?;
            if read == 0 {
                let why = "the content ends too early: the server could not read it, and its log says why";
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why).into());
            }
            out.write_all(&piece[..read]).map_err(ControlError::Output)?;
            left -= read as u64;
        }
        Ok(())
    }

    fn broken(&self, error: io::Error) -> ControlError {
        if is_late(&error) { self.silent() } else { ControlError::Broken(error) }
    }

    fn silent(&self) -> ControlError {
        ControlError::Silent(silent(&self.data.join(SOCKET), self.patience))
    }
}

fn open(data: &Path, patience: Duration) -> Result<UnixStream, ControlError> {
    let opened = || -> io::Result<UnixStream> {
        let stream = connect(data, SOCKET, patience)?;
        stream.set_read_timeout(Some(patience))?;
        Ok(stream)
    };
    opened().map_err(|error| match error.kind() {
        io::ErrorKind::TimedOut => ControlError::Silent(error),
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => ControlError::NoServer(data.to_owned()),
        io::ErrorKind::PermissionDenied => ControlError::NotAllowed(data.to_owned()),
        _ => ControlError::Io { data: data.to_owned(), error },
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    /// A server that answers one request of each connection and then closes it, as the real one closes those that rest.
    fn answers_once_each(data: &Path, connections: usize) -> std::thread::JoinHandle<()> {
        let socket = UnixListener::bind(data.join(SOCKET)).expect("a socket");
        std::thread::spawn(move || {
            for _ in 0..connections {
                let (stream, _) = socket.accept().expect("a connection");
                let mut stream = BufReader::new(stream);
                stream.read_until(b'\n', &mut Vec::new()).expect("a request");
                stream.get_mut().write_all(b"{\"error\":\"not today\"}\n").expect("answered");
            }
        })
    }

    #[test]
    fn who_answers_a_question_after_the_server_has_closed_the_connection_gets_another_one() {
        let data = tempfile::tempdir().expect("a folder");
        let server = answers_once_each(data.path(), 2);
        let mut client = Client::connect(data.path()).expect("connected");
        let request = Request::Show { id: "x".to_owned() };
        let refused = |answer| matches!(answer, Err(ControlError::Refused(why)) if why == "not today");
        assert!(refused(client.ask(&request)));
        client.used = Instant::now().checked_sub(RESTED).expect("this machine runs for longer than that");
        assert!(refused(client.ask(&request)));
        server.join().expect("both were answered");
    }

    /// A server that answers one request with this, and is silent from then on until the client leaves.
    fn says(data: &Path, octets: &'static [u8]) -> std::thread::JoinHandle<()> {
        let socket = UnixListener::bind(data.join(SOCKET)).expect("a socket");
        std::thread::spawn(move || {
            let (stream, _) = socket.accept().expect("a connection");
            let mut stream = BufReader::new(stream);
            stream.read_until(b'\n', &mut Vec::new()).expect("a request");
            stream.get_mut().write_all(octets).expect("answered");
            let _ = stream.read_to_end(&mut Vec::new());
        })
    }

    #[test]
    fn a_server_that_falls_silent_is_not_waited_for_for_ever() {
        // Before the answer, within it, and within the content behind it.
        for (octets, answers) in
            [(&b"\n"[..], false), (b"\n\n{\"content\"", false), (b"\n{\"content\":{\"octets\":5}}\nab", true)]
        {
            let data = tempfile::tempdir().expect("a folder");
            let server = says(data.path(), octets);
            let mut client =
                Client::with_patience(data.path(), Duration::from_millis(200)).expect("connected");
            let request = Request::Cat { id: "x".to_owned() };
            let error = match client.ask(&request) {
                Ok(answer) => {
                    assert!(answers && answer == Answer::Content { octets: 5 }, "{answer:?}");
                    client.content(5, &mut Vec::new()).expect_err("it is too short")
                }
                Err(error) => error,
            };
            let path = data.path().join(SOCKET).display().to_string();
            assert!(matches!(error, ControlError::Silent(_)) && error.to_string().contains(&path), "{error}");
            drop(client);
            server.join().expect("it has answered");
        }
    }
}
