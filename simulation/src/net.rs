//! The net: octets arrive in pieces, late, or not at all. At one end of every connection is the server's process; at the other,
//! a sender who has called it, or a host that it has called.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use postrider_inbound::Stream;
use postrider_queue::simulation::Random;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::host::Session;
use crate::plan::{MINUTE, SECOND};
use crate::sender::SenderId;
use crate::world::{Event, Sim, World};

/// Names a connection.
pub(crate) type ConnectionId = u64;

/// The connections there are.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    open: BTreeMap<ConnectionId, Connection>,
    next: ConnectionId,
}

#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) far: Far,
    /// Arrived at the server, and not read by it.
    arrived: VecDeque<u8>,
    reader: Option<Waker>,
    /// The far end has hung up: behind what has arrived comes nothing more.
    hung_up: bool,
    /// It is lost for the server.
    lost: bool,
    /// When the last piece arrives at either end: nothing overtakes it.
    to_server_at: u64,
    to_far_at: u64,
    /// So many octets more get through, in both directions together, and then it is lost.
    octets_left: Option<usize>,
    /// The pieces come so slowly.
    delay_ms: u64,
    /// Its own: in which order sessions that are woken together get their turn is not for us to say, and nothing may depend on it.
    random: Random,
}

/// Who is at the other end.
#[derive(Debug)]
pub(crate) enum Far {
    Sender(SenderId),
    /// None while it does something.
    Host(Option<Box<Session>>),
}

impl Connection {
    /// The sender at its far end.
    pub(crate) fn sender(&self) -> Option<SenderId> {
        match self.far {
            Far::Sender(id) => Some(id),
            Far::Host(_) => None,
        }
    }

    /// When the last octet for the server arrives.
    pub(crate) fn last_arrival(&self) -> u64 {
        self.to_server_at
    }
}

impl World {
    /// A connection is made.
    pub(crate) fn open(&mut self, far: Far) -> ConnectionId {
        let stalled = self.random.percent(self.plan.net.stalled_percent);
        let delay_ms = if stalled { 2 * MINUTE } else { self.plan.net.delay_ms };
        let lost = self.random.percent(self.plan.net.lost_percent);
        let octets_left = lost.then(|| {
            let most = [200, 600, 2000, 40_000][self.random.below(4)];
            self.random.below(most)
        });
        let connection = Connection {
            far,
            arrived: VecDeque::new(),
            reader: None,
            hung_up: false,
            lost: false,
            to_server_at: 0,
            to_far_at: 0,
            octets_left,
            delay_ms,
            random: Random::new(self.random.next()),
        };
        self.connections.next += 1;
        let id = self.connections.next;
        self.connections.open.insert(id, connection);
        id
    }

    /// Takes the host out that is at the far end, to let it do something.
    pub(crate) fn take_host(&mut self, id: ConnectionId) -> Option<Box<Session>> {
        match &mut self.connections.open.get_mut(&id)?.far {
            Far::Host(session) => session.take(),
            Far::Sender(_) => None,
        }
    }

    /// Puts it back.
    pub(crate) fn put_host(&mut self, id: ConnectionId, session: Box<Session>) {
        if let Some(connection) = self.connections.open.get_mut(&id) {
            connection.far = Far::Host(Some(session));
        }
    }

    pub(crate) fn connection(&self, id: ConnectionId) -> Option<&Connection> {
        self.connections.open.get(&id)
    }

    /// Sends octets on their way, cut into pieces.
    fn send(&mut self, id: ConnectionId, octets: &[u8], to_server: bool) {
        let Some(mut connection) = self.connections.open.remove(&id) else { return };
        let now = self.now();
        // A large body in single octets would be nothing but slow.
        let longest = self.plan.net.piece.max(octets.len() / 100);
        let mut rest = octets;
        while !rest.is_empty() && !connection.lost {
            let most = longest.min(rest.len());
            let random = &mut connection.random;
            let mut octets = if random.percent(50) { most } else { 1 + random.below(most) };
            if let Some(left) = &mut connection.octets_left {
                octets = octets.min(*left);
                *left -= octets;
            }
            let (piece, behind) = rest.split_at(octets);
            let delay = connection.random.next() % (connection.delay_ms + 1);
            let last = if to_server { &mut connection.to_server_at } else { &mut connection.to_far_at };
            *last = (*last).max(now + delay);
            let at = *last;
            let piece = piece.to_vec();
            if !piece.is_empty() {
                self.at(at, if to_server { Event::ToServer(id, piece) } else { Event::ToFar(id, piece) });
            }
            rest = behind;
            if connection.octets_left == Some(0) {
                connection.lost = true;
                self.stats.count("connections lost");
                self.at(connection.to_far_at.max(now), Event::Over(id));
                if let Some(reader) = connection.reader.take() {
                    reader.wake();
                }
            }
        }
        self.connections.open.insert(id, connection);
    }

    pub(crate) fn send_to_server(&mut self, id: ConnectionId, octets: &[u8]) {
        self.send(id, octets, true);
    }

    /// Octets have arrived at the server.
    pub(crate) fn arrive(&mut self, id: ConnectionId, octets: &[u8]) {
        if let Some(connection) = self.connections.open.get_mut(&id) {
            connection.arrived.extend(octets);
            if let Some(reader) = connection.reader.take() {
                reader.wake();
            }
        }
    }

    /// The far end is done with the connection.
    pub(crate) fn hang_up(&mut self, id: ConnectionId) {
        if let Some(connection) = self.connections.open.get_mut(&id) {
            connection.hung_up = true;
            if let Some(reader) = connection.reader.take() {
                reader.wake();
            }
        }
    }

    /// The server's end is gone: what it has sent still arrives.
    fn server_closed(&mut self, id: ConnectionId) {
        let now = self.now();
        if let Some(connection) = self.connections.open.get_mut(&id) {
            let at = connection.to_far_at.max(now);
            connection.lost = true;
            self.at(at, Event::Over(id));
        }
    }

    /// The far end knows that it is over.
    pub(crate) fn forget(&mut self, id: ConnectionId) -> Option<Far> {
        self.connections.open.remove(&id).map(|connection| connection.far)
    }

    /// The server's process, or its machine, is gone.
    pub(crate) fn cut_connections(&mut self) {
        let ids: Vec<ConnectionId> = self.connections.open.keys().copied().collect();
        for id in ids {
            let after = self.within(30 * SECOND);
            if let Some(connection) = self.connections.open.get_mut(&id) {
                connection.lost = true;
            }
            // What is still on its way to the far end may come before that, or not.
            self.after(after, Event::Over(id));
        }
    }
}

/// The server's end of a connection.
pub(crate) struct SimStream {
    pub(crate) sim: Sim,
    pub(crate) id: ConnectionId,
}

fn reset() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

impl AsyncRead for SimStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut world = self.sim.world();
        if world.disk.is_off() {
            return Poll::Pending;
        }
        let Some(connection) = world.connections.open.get_mut(&self.id) else {
            return Poll::Ready(Err(reset()));
        };
        if !connection.arrived.is_empty() {
            let octets = connection.arrived.len().min(out.remaining());
            let (front, back) = connection.arrived.as_slices();
            let front = &front[..front.len().min(octets)];
            out.put_slice(front);
            out.put_slice(&back[..octets - front.len()]);
            connection.arrived.drain(..octets);
            return Poll::Ready(Ok(()));
        }
        if connection.lost {
            return Poll::Ready(Err(reset()));
        }
        if connection.hung_up {
            return Poll::Ready(Ok(()));
        }
        connection.reader = Some(context.waker().clone());
        Poll::Pending
    }
}

impl AsyncWrite for SimStream {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        let mut world = self.sim.world();
        // A process says nothing more when it is gone, even if the loop has not noticed yet.
        if world.disk.is_off() {
            return Poll::Pending;
        }
        if world.connection(self.id).is_none_or(|connection| connection.lost) {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        world.send(self.id, octets, false);
        drop(world);
        self.sim.nudge.notify_one();
        Poll::Ready(Ok(octets.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.sim.world().server_closed(self.id);
        self.sim.nudge.notify_one();
        Poll::Ready(Ok(()))
    }
}

impl fmt::Debug for SimStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimStream").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Stream for SimStream {
    fn has_unread(&self) -> bool {
        let world = self.sim.world();
        world.connection(self.id).is_some_and(|connection| !connection.arrived.is_empty())
    }
}

impl Drop for SimStream {
    fn drop(&mut self) {
        let mut world = self.sim.world();
        if world.connection(self.id).is_some_and(|connection| !connection.lost) {
            world.server_closed(self.id);
        }
        drop(world);
        self.sim.nudge.notify_one();
    }
}
