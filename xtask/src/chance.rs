//! Chance that can be repeated: the same seed makes the same choices.

use postrider_reference::locale::fingerprint;

/// A source of numbers (splitmix64).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The one that belongs to this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The one that belongs to a text.
    pub fn of(text: &str) -> Self {
        Self(fingerprint(text))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        // What a remainder prefers is too little to matter here.
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats() {
        let numbers = |mut chance: Chance| [chance.next(), chance.next(), chance.next()];
        assert_eq!(numbers(Chance::new(7)), numbers(Chance::new(7)));
        assert_ne!(numbers(Chance::new(7)), numbers(Chance::new(8)));
        assert_eq!(numbers(Chance::of("a")), numbers(Chance::of("a")));
        assert_ne!(numbers(Chance::of("a")), numbers(Chance::of("b")));
        let mut chance = Chance::new(1);
        assert!((0..1000).all(|_| chance.below(3) < 3));
    }
}
