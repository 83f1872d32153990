//! DATA, BDAT, and the content they carry (RFC 5321 §4.1.1.4, RFC 3030 §2).

use crate::reply::{Reply, catalogue};
use crate::wire::command::{self, Verb};
use crate::wire::data::{LineFacts, Piece};

use super::ask::{Answer, Proof};
use super::options::{IrregularLines, Options};
use super::phase::{Content, Phase};
use super::session::{Asked, Chunk, Incoming, Next, Session, refusal_of};

/// A chunk with so many octets of a message is no waste, and does not count as a command: how many there can be, the limit
/// on the message says.
const CHUNK_OCTETS_FREE: u64 = 1024;

impl<P: Proof> Session<P> {
    pub(super) fn data(&mut self, argument: &[u8]) {
        self.without_argument(Verb::Data, argument, |session| session.asked = Some(Asked::ContentForData));
    }

    pub(super) fn data_answered(&mut self, answer: Answer<P>) {
        let Answer::Accept = answer else { return self.say_reply(refusal_of(answer)) };
        if let Phase::Transaction(transaction) = self.enter(Phase::Ready) {
            self.enter(Phase::DataAccepted(transaction));
        }
    }

    pub(super) fn begin_data(&mut self) {
        if let Phase::DataAccepted(transaction) = self.enter(Phase::Ready) {
            self.enter(Phase::Data(transaction, Box::default(), Box::default()));
        }
    }

    pub(super) fn read_content<'i>(&mut self, input: &'i [u8], used: &mut usize) -> Next<'i> {
        let Phase::Data(_, reader, content) = &mut self.phase else { return Next::Again };
        if input.is_empty() {
            return Next::Read;
        }
        let (consumed, piece) = reader.read(input);
        *used += consumed;
        match piece {
            Piece::Octets(octets) => {
                content.take(octets);
                let facts = reader.facts();
                self.hand_out(octets, &facts)
            }
            Piece::End => {
                let facts = reader.facts();
                self.content_complete(&facts, false);
                Next::Again
            }
            Piece::More => Next::Again,
        }
    }

    pub(super) fn bdat(&mut self, argument: &[u8]) {
        let bdat = match command::bdat(argument) {
            Ok(bdat) => bdat,
            // How much follows is unknown, so what follows cannot be told from commands.
            Err(error) => {
                return self.say_and_close(Reply::with(&catalogue::BDAT_SIZE, &[("fault", &error)]));
            }
        };
        let chunk = Chunk { size: bdat.size, remaining: bdat.size, last: bdat.last, refused: None };
        match &self.phase {
            Phase::Chunks(..) => self.incoming = Incoming::Chunk(chunk),
            _ if bdat.size > self.message_octets() => {
                self.fail_transaction();
                let reply = too_big(self.message_octets());
                self.refuse_chunk(argument, reply);
            }
            _ => self.asked = Some(Asked::ContentForChunk(chunk)),
        }
    }

    /// Swallows a chunk, then says why it was refused: a chunk cannot be called back (RFC 3030 §2).
    pub(super) fn refuse_chunk(&mut self, argument: &[u8], reply: Reply) {
        match command::bdat(argument) {
            Ok(bdat) => {
                let refused = Some(reply);
                self.incoming = Incoming::Chunk(Chunk {
                    size: bdat.size,
                    remaining: bdat.size,
                    last: bdat.last,
                    refused,
                });
            }
            Err(_) => self.say_and_close(reply),
        }
    }

    pub(super) fn chunk_answered(&mut self, mut chunk: Chunk, answer: Answer<P>) {
        let transaction = match self.enter(Phase::Failed) {
            Phase::Transaction(transaction) => transaction,
            other => {
                self.enter(other);
                return;
            }
        };
        match answer {
            Answer::Accept => {
                self.enter(Phase::Chunks(transaction, Box::default(), Box::default()));
            }
            refusal => chunk.refused = Some(refusal_of(refusal)),
        }
        self.incoming = Incoming::Chunk(chunk);
    }

    pub(super) fn read_chunk<'i>(&mut self, input: &'i [u8], used: &mut usize) -> Next<'i> {
        let Incoming::Chunk(chunk) = &mut self.incoming else { return Next::Again };
        if chunk.remaining == 0 {
            return self.chunk_complete();
        }
        if input.is_empty() {
            return Next::Read;
        }
        let take = usize::try_from(chunk.remaining).unwrap_or(usize::MAX).min(input.len());
        match &mut self.phase {
            Phase::Chunks(_, reader, content) if chunk.refused.is_none() => {
                let (consumed, piece) = reader.read(&input[..take]);
                chunk.remaining -= consumed as u64;
                *used += consumed;
                match piece {
                    Piece::Octets(octets) => {
                        content.take(octets);
                        let facts = reader.facts();
                        self.hand_out(octets, &facts)
                    }
                    Piece::More | Piece::End => Next::Again,
                }
            }
            _ => {
                chunk.remaining -= take as u64;
                *used += take;
                Next::Again
            }
        }
    }

    fn chunk_complete<'i>(&mut self) -> Next<'i> {
        let Incoming::Chunk(chunk) = std::mem::replace(&mut self.incoming, Incoming::Line) else {
            return Next::Again;
        };
        if let Some(reply) = chunk.refused {
            self.say_reply(reply);
            return Next::Again;
        }
        let most = self.message_octets();
        let Phase::Chunks(_, reader, content) = &mut self.phase else { return Next::Again };
        if !chunk.last {
            let facts = reader.facts();
            match content.fault(&facts, &self.options, most) {
                Some(fault) => {
                    self.fail_transaction();
                    self.say_reply(fault);
                }
                None => {
                    if chunk.size >= CHUNK_OCTETS_FREE {
                        self.counts.commands = self.counts.commands.saturating_sub(1);
                    }
                    self.say_reply(Reply::with(&catalogue::CHUNK_OK, &[("octets", &chunk.size)]));
                }
            }
            return Next::Again;
        }
        let tail = reader.finish();
        content.take(tail);
        let (facts, dropped) = (reader.facts(), content.dropped);
        self.content_complete(&facts, true);
        // The question that follows the tail is asked by the next step.
        if tail.is_empty() || dropped { Next::Again } else { Next::Body(tail) }
    }

    /// Gives content to the driver, unless it is going to be refused: then it is dropped at once and the rest swallowed.
    fn hand_out<'i>(&mut self, octets: &'i [u8], facts: &LineFacts) -> Next<'i> {
        let most = self.message_octets();
        let (Phase::Data(_, _, content) | Phase::Chunks(_, _, content)) = &mut self.phase else {
            return Next::Again;
        };
        if content.dropped {
            return Next::Again;
        }
        if content.fault(facts, &self.options, most).is_some() {
            content.dropped = true;
            self.discard();
            return Next::Again;
        }
        Next::Body(octets)
    }

    /// The content has ended: it is refused for what it is, or put to be committed.
    fn content_complete(&mut self, facts: &LineFacts, chunked: bool) {
        let most = self.message_octets();
        let (Phase::Data(_, _, content) | Phase::Chunks(_, _, content)) = &self.phase else { return };
        let Some(fault) = content.fault(facts, &self.options, most) else {
            self.asked = Some(Asked::Commit { chunked });
            return;
        };
        self.content_refused(chunked);
        self.say_reply(fault);
    }

    /// RFC 5321 §4.1.1.4: the end of DATA clears the buffers, whatever the reply. After a refused chunk RFC 3030 §2 asks for
    /// RSET.
    fn content_refused(&mut self, chunked: bool) {
        if chunked { self.fail_transaction() } else { self.drop_transaction() }
    }

    pub(super) fn commit_answered(&mut self, chunked: bool, answer: Answer<P>) {
        match answer {
            Answer::Stored(proof) => {
                self.enter(Phase::Ready);
                self.forgive();
                self.say_reply(Reply::with(&catalogue::QUEUED, &[("id", &proof.id())]));
            }
            refusal => {
                self.content_refused(chunked);
                self.say_reply(refusal_of(refusal));
            }
        }
    }
}

impl Content {
    fn take(&mut self, octets: &[u8]) {
        self.octets += octets.len() as u64;
        self.header.push(octets);
    }

    /// Why this content is going to be refused. The answer depends on what came, never on how it was cut: so the faults
    /// have an order.
    /// `most` is the largest message that is taken here and now, in octets.
    fn fault(&self, facts: &LineFacts, options: &Options, most: u64) -> Option<Reply> {
        let limits = &options.limits;
        let strict = options.irregular_lines == IrregularLines::Reject;
        if self.octets > most {
            Some(too_big(most))
        } else if facts.nul {
            // RFC 5321 §4.5.2: NUL has no place in a message, and every other server does something else with it.
            Some(Reply::new(&catalogue::NUL_IN_CONTENT))
        } else if strict && (facts.bare_lf > 0 || facts.bare_cr > 0) {
            Some(Reply::new(&catalogue::IRREGULAR_LINE_END))
        } else if strict && facts.longest_line > limits.text_line_octets as u64 {
            Some(Reply::with(&catalogue::LONG_LINE, &[("limit", &limits.text_line_octets)]))
        } else if self.header.received() > limits.received_fields {
            let fault = format!("more than {} Received fields", limits.received_fields);
            Some(Reply::with(&catalogue::MAIL_LOOP, &[("fault", &fault)]))
        } else {
            None
        }
    }
}

fn too_big(most: u64) -> Reply {
    Reply::with(&catalogue::MESSAGE_TOO_BIG, &[("limit", &most)])
}
