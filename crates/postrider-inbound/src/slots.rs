//! How many connections may be open: in all, and from one address.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postrider_policy::Client;

/// Over the limits, this many connections more may be told so at the same time; the rest are closed without a word.
const TOLD_AT_ONCE: u32 = 64;

/// The most connections at once.
///
/// # Memory
///
/// This is what bounds the memory that all clients together can make the server hold. One connection holds at worst
///
/// - 64 KiB of content as it was read, or of a line; between messages nothing that it has not sent;
/// - 16 KiB of replies that its client does not read, and one reply more;
/// - 32 KiB of what was said, for the journal;
/// - a body in memory up to the queue's `large_body_octets`, 256 KiB, in a buffer that may be twice as large while it
///   grows; what is larger is in a file, but for the 16 KiB to be written next;
/// - an envelope: under 2 KiB a recipient, where every address is as long as addresses can be.
///
/// With 1000 recipients allowed that is 2.5 MiB a connection and 2.5 GiB for 1000 of them, all with nothing but the longest
/// of addresses; with an envelope such as people send, 0.6 MiB and 0.6 GiB. A connection between messages holds some
/// 4 KiB, its task included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotLimits {
    /// In all.
    pub connections: u32,
    /// From one IPv4 address, or one IPv6 /64: whoever has one address of a /64 has all of them. And from one user of this machine.
    pub connections_per_address: u32,
}

/// The connections that are open. One for all listeners of a server.
#[derive(Debug, Default)]
pub struct Slots {
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    total: u32,
    /// Connections without a slot that are just being told so.
    told: u32,
    /// Never longer than `total`.
    by_client: HashMap<Client, u32>,
}

/// The place of one open connection; dropped, it is free again.
#[derive(Debug)]
pub(crate) struct Slot {
    slots: Arc<Slots>,
    held: Held,
}

/// What a connection counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// One of a client.
    Of(Client),
    /// One whose client is still to be told by a proxy.
    Unnamed,
    /// One of those that are told to come back.
    Told,
}

impl Slots {
    /// A place for a connection from `client`: one to be served in, or beyond the limits one to be told so. None where there are so many that not even a refusal
    /// can be given.
    pub(crate) fn admit(self: &Arc<Self>, client: Client, limits: SlotLimits) -> Option<Slot> {
        let key = key(client);
        let mut open = self.lock();
        let room = open.total < limits.connections && open.has_room_for(key, limits);
        if room {
            open.total += 1;
            open.count(key);
        }
        self.slot(open, room.then_some(Held::Of(key)))
    }

    /// The same for a connection from a proxy, which has to say where it comes from: then it [moves](Slot::move_to) there.
    pub(crate) fn admit_unnamed(self: &Arc<Self>, limits: SlotLimits) -> Option<Slot> {
        let mut open = self.lock();
        let room = open.total < limits.connections;
        open.total += u32::from(room);
        self.slot(open, room.then_some(Held::Unnamed))
    }

    fn slot(self: &Arc<Self>, mut open: MutexGuard<'_, Open>, held: Option<Held>) -> Option<Slot> {
        let held = held.or_else(|| {
            (open.told < TOLD_AT_ONCE).then(|| {
                open.told += 1;
                Held::Told
            })
        })?;
        Some(Slot { slots: Arc::clone(self), held })
    }

    /// How many connections are open.
    #[must_use]
    pub fn open(&self) -> u32 {
        self.lock().total
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn has_room_for(&self, key: Client, limits: SlotLimits) -> bool {
        self.by_client.get(&key).copied().unwrap_or(0) < limits.connections_per_address
    }

    fn count(&mut self, key: Client) {
        *self.by_client.entry(key).or_insert(0) += 1;
    }

    fn uncount(&mut self, key: Client) {
        if let Entry::Occupied(mut count) = self.by_client.entry(key) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

impl Slot {
    /// Whether the connection is served, rather than told to come back.
    pub(crate) fn is_served(&self) -> bool {
        self.held != Held::Told
    }

    /// A proxy has said that the connection comes from `client`: from now on it counts there. False where that client has
    /// all the connections it may have: then it keeps the place it had, until it has been told so.
    pub(crate) fn move_to(&mut self, client: Client, limits: SlotLimits) -> bool {
        let key = key(client);
        let mut open = self.slots.lock();
        match self.held {
            Held::Told => return false,
            Held::Of(old) if old == key => return true,
            Held::Of(_) | Held::Unnamed => {}
        }
        if !open.has_room_for(key, limits) {
            return false;
        }
        if let Held::Of(old) = self.held {
            open.uncount(old);
        }
        open.count(key);
        self.held = Held::Of(key);
        true
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = self.slots.lock();
        match self.held {
            Held::Told => {
                open.told -= 1;
                return;
            }
            Held::Of(key) => open.uncount(key),
            Held::Unnamed => {}
        }
        open.total -= 1;
    }
}

/// What counts as one client.
fn key(client: Client) -> Client {
    let Client::At(address) = client else { return client };
    Client::At(match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: SlotLimits = SlotLimits { connections: 4, connections_per_address: 2 };

    fn take(slots: &Arc<Slots>, address: &str) -> Option<Slot> {
        slots.admit(Client::At(address.parse().expect("an address")), LIMITS).filter(Slot::is_served)
    }

    #[test]
    fn an_address_has_its_share_and_no_more() {
        let slots = Arc::new(Slots::default());
        let (first, _second) = (take(&slots, "192.0.2.1"), take(&slots, "192.0.2.1"));
        assert!(take(&slots, "192.0.2.1").is_none());
        assert!(take(&slots, "::ffff:192.0.2.1").is_none(), "the same address, mapped");
        assert!(take(&slots, "192.0.2.2").is_some());
        drop(first);
        assert!(take(&slots, "192.0.2.1").is_some());
    }

    #[test]
    fn a_64_is_one_address() {
        let slots = Arc::new(Slots::default());
        let _held = (take(&slots, "2001:db8::1"), take(&slots, "2001:db8::2"));
        assert!(take(&slots, "2001:db8::3").is_none());
        assert!(take(&slots, "2001:db8:0:1::3").is_some());
    }

    #[test]
    fn what_comes_through_a_proxy_counts_where_it_comes_from() {
        let slots = Arc::new(Slots::default());
        let address = |text: &str| Client::At(text.parse().expect("an address"));
        let mut first = slots.admit_unnamed(LIMITS).expect("room");
        assert!(first.is_served() && first.move_to(address("192.0.2.1"), LIMITS));
        assert!(first.move_to(address("192.0.2.1"), LIMITS), "it is there already");
        let _second = take(&slots, "192.0.2.1");
        let mut third = slots.admit_unnamed(LIMITS).expect("room");
        assert!(!third.move_to(address("192.0.2.1"), LIMITS), "its share is taken");
        assert!(first.move_to(address("192.0.2.2"), LIMITS));
        assert!(third.move_to(address("192.0.2.1"), LIMITS), "what has moved on leaves its place");
        let fourth = slots.admit_unnamed(LIMITS).expect("room");
        let mut fifth = slots.admit_unnamed(LIMITS).expect("told to come back");
        assert!(
            !fifth.is_served() && !fifth.move_to(address("192.0.2.9"), LIMITS),
            "all together have a limit"
        );
        drop((first, _second, third, fourth, fifth));
        let open = slots.lock();
        assert_eq!((open.total, open.told, open.by_client.len()), (0, 0, 0));
    }

    #[test]
    fn all_together_have_a_limit_and_nothing_is_kept_of_those_who_left() {
        let slots = Arc::new(Slots::default());
        let held: Vec<_> = (1..=4).map(|n| take(&slots, &format!("192.0.2.{n}"))).collect();
        assert!(take(&slots, "192.0.2.9").is_none());
        drop(held);
        let open = slots.lock();
        assert_eq!((open.total, open.told, open.by_client.len()), (0, 0, 0));
    }

    #[test]
    fn of_those_without_a_slot_some_are_told_so() {
        let slots = Arc::new(Slots::default());
        let none = SlotLimits { connections: 0, ..LIMITS };
        let admit = || slots.admit(Client::At(IpAddr::from([192, 0, 2, 1])), none);
        let told: Vec<_> = (0..TOLD_AT_ONCE).map(|_| admit()).collect();
        assert!(told.iter().all(|one| one.as_ref().is_some_and(|slot| !slot.is_served())));
        assert!(admit().is_none());
        drop(told);
        assert!(admit().is_some());
        assert_eq!(slots.open(), 0);
    }
}
