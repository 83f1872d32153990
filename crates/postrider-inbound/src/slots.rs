//! How many connections may be open: in all, and from one address.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The most connections at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotLimits {
    /// In all.
    pub connections: u32,
    /// From one IPv4 address, or one IPv6 /64: whoever has one address of a /64 has all of them.
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
    /// Never longer than `total`.
    by_address: HashMap<IpAddr, u32>,
}

/// One open connection; dropped, the slot is free again.
#[derive(Debug)]
pub(crate) struct Slot {
    slots: Arc<Slots>,
    key: IpAddr,
}

impl Slots {
    /// A slot for a connection from `address`, if the limits leave one.
    pub(crate) fn take(self: &Arc<Self>, address: IpAddr, limits: SlotLimits) -> Option<Slot> {
        let key = key(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let from_here = open.by_address.get(&key).copied().unwrap_or(0);
        if open.total >= limits.connections || from_here >= limits.connections_per_address {
            return None;
        }
        open.total += 1;
        *open.by_address.entry(key).or_insert(0) += 1;
        Some(Slot { slots: Arc::clone(self), key })
    }

    /// How many connections are open.
    #[must_use]
    pub fn open(&self) -> u32 {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).total
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = self.slots.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.total -= 1;
        if let Entry::Occupied(mut count) = open.by_address.entry(self.key) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

/// What counts as one address.
fn key(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: SlotLimits = SlotLimits { connections: 4, connections_per_address: 2 };

    fn take(slots: &Arc<Slots>, address: &str) -> Option<Slot> {
        slots.take(address.parse().expect("an address"), LIMITS)
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
    fn all_together_have_a_limit_and_nothing_is_kept_of_those_who_left() {
        let slots = Arc::new(Slots::default());
        let held: Vec<_> = (1..=4).map(|n| take(&slots, &format!("192.0.2.{n}"))).collect();
        assert!(take(&slots, "192.0.2.9").is_none());
        drop(held);
        let open = slots.open.lock().expect("not poisoned");
        assert_eq!((open.total, open.by_address.len()), (0, 0));
    }
}
