//! Reading an export, piece by piece, and finding the next message where one makes no sense.

use std::io::{self, Read};

use memchr::memmem::Finder;

use super::line::{End, EndLine, Line, Message};
use super::{NAME, VERSION, begin};

/// How much is read at once, in octets.
const PIECE: usize = 256 * 1024;
/// The longest line, in octets: more than a message of thousands of recipients needs.
const LINE_MAX: usize = 16 * 1024 * 1024;

/// An export being read.
pub struct Reader<R> {
    input: R,
    /// Read and not taken yet.
    ahead: Vec<u8>,
    /// How far into `ahead` all is taken.
    taken: usize,
    /// Octets taken so far: the place in the file.
    place: u64,
    /// Where the last line began.
    line_at: u64,
    /// Nothing comes behind what is in `ahead`.
    at_end: bool,
    /// What a line begins with.
    begin: Vec<u8>,
    /// Finds the next line.
    next_line: Finder<'static>,
}

/// Why something is no export that can be read.
#[derive(Debug, thiserror::Error)]
pub enum NoExport {
    /// It is something else.
    #[error("this is no export of a queue: it does not begin with {NAME:?}")]
    Other,
    /// It is from the future.
    #[error(
        "this export has version {0:?}, and this postrider reads version {VERSION}: import it with a newer one"
    )]
    Version(String),
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// What comes next in an export.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// A message, whose content is to be read with [`Reader::content`] or skipped.
    Message(Box<Message>),
    /// The line of a message, and it makes no sense. It is to be skipped.
    Nonsense(String),
    /// The end of the export, whole.
    End(End),
    /// The end of the file, and not that of the export: something is missing.
    CutShort,
}

/// How the content of a message ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentEnd {
    /// As it should, with this checksum.
    Whole(u32),
    /// Another line stands where there should be content, or something else behind it.
    Broken,
    /// With the file.
    CutShort,
}

impl<R: Read> Reader<R> {
    /// Reads the first line.
    ///
    /// # Errors
    ///
    /// It is none of an export that this version reads.
    pub fn open(input: R) -> Result<Self, NoExport> {
        let mut reader = Self {
            input,
            ahead: Vec::new(),
            taken: 0,
            place: 0,
            line_at: 0,
            at_end: false,
            begin: Vec::new(),
            next_line: Finder::new(b"\n").into_owned(),
        };
        reader.fill(256)?;
        let first = reader.ahead.iter().take(256).position(|octet| *octet == b'\n').ok_or(NoExport::Other)?;
        let line = String::from_utf8_lossy(&reader.ahead[..first]).into_owned();
        let words: Vec<&str> = line.split(' ').collect();
        let mark = match words[..] {
            [NAME, VERSION, mark] if !mark.is_empty() => mark,
            [NAME, version, ..] if version != VERSION => return Err(NoExport::Version(version.to_owned())),
            _ => return Err(NoExport::Other),
        };
        reader.begin = begin(mark).into_bytes();
        reader.next_line = Finder::new(&format!("\n{}", begin(mark))).into_owned();
        reader.take(first + 1);
        Ok(reader)
    }

    /// Where in the file the last line began, in octets.
    pub fn line_at(&self) -> u64 {
        self.line_at
    }

    /// What comes next. What stands before it and is no line is passed over; `passed` is told of it.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn next(&mut self, passed: &mut dyn FnMut(u64, u64)) -> io::Result<Part> {
        self.fill(self.begin.len())?;
        if self.rest().is_empty() {
            return Ok(Part::CutShort);
        }
        if !self.rest().starts_with(&self.begin) {
            let from = self.place;
            self.skip()?;
            passed(from, self.place - from);
            if self.rest().is_empty() {
                return Ok(Part::CutShort);
            }
        }
        self.line_at = self.place;
        let mut searched = 0;
        let octets = loop {
            if let Some(end) = memchr::memchr(b'\n', &self.rest()[searched..]) {
                break searched + end;
            }
            searched = self.rest().len();
            if searched > LINE_MAX {
                self.skip()?;
                return Ok(Part::Nonsense("its line has no end".to_owned()));
            }
            self.fill(searched + PIECE)?;
            if self.rest().len() == searched {
                self.take(searched);
                return Ok(Part::CutShort);
            }
        };
        let line = &self.rest()[..octets];
        let part = if line[self.begin.len()..].starts_with(b"\"end\":") {
            match serde_json::from_slice::<EndLine>(line) {
                Ok(line) => Part::End(line.end),
                Err(error) => Part::Nonsense(error.to_string()),
            }
        } else {
            match Line::read(&line[self.begin.len()..]) {
                Ok(message) => Part::Message(Box::new(message)),
                Err(why) => Part::Nonsense(why),
            }
        };
        // The end of the line belongs to what is passed over behind nonsense: the next line may begin right there.
        self.take(if matches!(part, Part::Nonsense(_)) { octets } else { octets + 1 });
        Ok(part)
    }

    /// Gives the content of a message to `sink`, and takes the end of the line behind it. The checksum goes on from `crc`. Octets of a line of this export are not taken
    /// for content, whatever the message says of its length.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or what `sink` says.
    pub fn content<E: From<io::Error>>(
        &mut self,
        octets: u64,
        mut crc: u32,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<ContentEnd, E> {
        let mut left = octets;
        let margin = self.begin.len() + 1;
        self.fill(margin)?;
        if self.rest().starts_with(&self.begin) {
            return Ok(ContentEnd::Broken);
        }
        loop {
            self.fill(PIECE + margin)?;
            let rest = self.rest();
            let here = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
            let looked_at = &rest[..rest.len().min(here + margin - 1)];
            if self.next_line.find(looked_at).is_some_and(|line| line < here) {
                return Ok(ContentEnd::Broken);
            }
            // Half a line may stand at the end of what is here.
            let certain = if self.at_end { here } else { rest.len().saturating_sub(margin - 1) };
            let piece = &rest[..certain.min(here)];
            crc = crc32c::crc32c_append(crc, piece);
            sink(piece)?;
            let taken = piece.len();
            self.take(taken);
            left -= taken as u64;
            if left == 0 {
                break;
            }
            if self.at_end && self.rest().is_empty() {
                return Ok(ContentEnd::CutShort);
            }
        }
        match self.rest().first() {
            Some(b'\n') => {
                self.take(1);
                Ok(ContentEnd::Whole(crc))
            }
            Some(_) => Ok(ContentEnd::Broken),
            None => Ok(ContentEnd::CutShort),
        }
    }

    /// Passes over everything up to the next line of this export, or the end of the file.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn skip(&mut self) -> io::Result<()> {
        let margin = self.begin.len() + 1;
        self.fill(margin)?;
        if self.rest().starts_with(&self.begin) {
            return Ok(());
        }
        loop {
            self.fill(PIECE + margin)?;
            if let Some(line) = self.next_line.find(self.rest()) {
                self.take(line + 1);
                return Ok(());
            }
            let rest = self.rest().len();
            if self.at_end {
                self.take(rest);
                return Ok(());
            }
            self.take(rest - (margin - 1));
        }
    }

    fn rest(&self) -> &[u8] {
        &self.ahead[self.taken..]
    }

    fn take(&mut self, octets: usize) {
        self.taken += octets;
        self.place += octets as u64;
    }

    /// Reads on until there are so many octets, or no more.
    fn fill(&mut self, octets: usize) -> io::Result<()> {
        if self.rest().len() >= octets || self.at_end {
            return Ok(());
        }
        self.ahead.drain(..self.taken);
        self.taken = 0;
        while self.ahead.len() < octets && !self.at_end {
            let read = (&mut self.input).take(PIECE as u64).read_to_end(&mut self.ahead)?;
            self.at_end = read == 0;
        }
        Ok(())
    }
}
