//! argon2id and argon2i (RFC 9106), as PHC strings: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.

use std::cell::RefCell;
use std::fmt;

use ::argon2::{Algorithm, Argon2 as Function, Block, Params, Version};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use subtle::ConstantTimeEq as _;

use super::HashProblem;

/// The octets of a hash that is made here.
const OUTPUT_OCTETS: usize = 32;

/// How much memory a thread keeps between hashes, in blocks of a KiB. The system's allocator gives nothing of such a piece back, and has no use for it once
/// it is free, as it begins at a whole block: with a new one for each hash it grew to a dozen of them. What is larger than this it returns.
const KEPT_BLOCKS: usize = 32 * 1024;

thread_local! {
    /// What a thread computes hashes in.
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// What a hash that is made costs whoever guesses, and this server at each login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// Why a cost is none for a hash that is made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostProblem {
    /// What is out of its bounds.
    pub what: &'static str,
    /// The least.
    pub least: u32,
    /// The most.
    pub most: u32,
}

impl Argon2Cost {
    /// The least memory, in KiB: the weakest of the five that OWASP names (7 MiB, with five passes).
    pub const MEMORY_KIB_MIN: u32 = 7 * 1024;
    /// The most memory, in KiB.
    pub const MEMORY_KIB_MAX: u32 = 256 * 1024;
    /// The most passes.
    pub const PASSES_MAX: u32 = 10;
    /// The most lanes.
    pub const LANES_MAX: u32 = 16;
    /// Memory times passes: what is above it takes more than about a second. Also the bound for hashes that are read.
    const WORK_KIB_MAX: u32 = 1024 * 1024;

    /// A cost within the bounds.
    ///
    /// # Errors
    ///
    /// It is outside of them.
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CostProblem> {
        if memory_kib < Self::MEMORY_KIB_MIN || memory_kib > Self::MEMORY_KIB_MAX {
            let (least, most) = (Self::MEMORY_KIB_MIN, Self::MEMORY_KIB_MAX);
            return Err(CostProblem { what: "memory in KiB", least, most });
        }
        // At 256 MiB four passes are the bound of what is read.
        let passes_max = Self::WORK_KIB_MAX / memory_kib;
        let passes_max = if passes_max < Self::PASSES_MAX { passes_max } else { Self::PASSES_MAX };
        if passes == 0 || passes > passes_max {
            return Err(CostProblem { what: "passes", least: 1, most: passes_max });
        }
        if lanes == 0 || lanes > Self::LANES_MAX {
            return Err(CostProblem { what: "lanes", least: 1, most: Self::LANES_MAX });
        }
        Ok(Self { memory_kib, passes, lanes })
    }

    /// The memory, in KiB.
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// The passes over it.
    #[must_use]
    pub const fn passes(self) -> u32 {
        self.passes
    }

    /// The lanes. They are computed one after the other.
    #[must_use]
    pub const fn lanes(self) -> u32 {
        self.lanes
    }
}

impl Default for Argon2Cost {
    /// What OWASP recommends: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

impl fmt::Display for CostProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, least, most } = self;
        write!(f, "the {what} of argon2 must be from {least} to {most}")
    }
}

impl std::error::Error for CostProblem {}

/// A hash of this form.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Argon2 {
    algorithm: Algorithm,
    params: Params,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Argon2 {
    pub(super) fn make(password: &[u8], salt: &[u8], cost: Argon2Cost) -> Self {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(OUTPUT_OCTETS))
            .expect("a cost is within bounds that are narrower than those of argon2");
        let mut made = Self {
            algorithm: Algorithm::Argon2id,
            params,
            salt: salt.to_vec(),
            hash: vec![0; OUTPUT_OCTETS],
        };
        made.hash = made.of(password);
        made
    }

    pub(super) fn read(text: &str) -> Result<Self, HashProblem> {
        let broken = |why| HashProblem::malformed("argon2", why);
        let parts: Vec<&str> = text.split('$').collect();
        let ["", id, version, costs, salt, hash] = parts[..] else {
            return Err(broken("it has $argon2id$v=19$m=,t=,p=$ and then a salt and a hash"));
        };
        let algorithm = if id == "argon2i" { Algorithm::Argon2i } else { Algorithm::Argon2id };
        if version != "v=19" {
            return Err(broken("only version 19 is read"));
        }
        let [memory_kib, passes, lanes] =
            costs_of(costs).ok_or_else(|| broken("its costs are no m=,t=,p="))?;
        let work = memory_kib.saturating_mul(passes);
        if memory_kib > Argon2Cost::MEMORY_KIB_MAX
            || work > Argon2Cost::WORK_KIB_MAX
            || lanes > Argon2Cost::LANES_MAX
        {
            return Err(HashProblem::TooCostly {
                scheme: "argon2",
                most: "m=262144, p=16, and 1048576 for m times t",
            });
        }
        let decode = |text: &str| BASE64_STANDARD_NO_PAD.decode(text).ok();
        let salt = decode(salt).filter(|salt| (8..=64).contains(&salt.len()));
        let hash = decode(hash).filter(|hash| (16..=64).contains(&hash.len()));
        let (Some(salt), Some(hash)) = (salt, hash) else {
            return Err(broken("its salt or hash is too short, too long or no base64"));
        };
        let params = Params::new(memory_kib, passes, lanes, Some(hash.len()));
        let params = params.map_err(|_| broken("argon2 knows no such costs"))?;
        Ok(Self { algorithm, params, salt, hash })
    }

    fn of(&self, password: &[u8]) -> Vec<u8> {
        let mut out = vec![0; self.hash.len()];
        let function = Function::new(self.algorithm, Version::V0x13, self.params.clone());
        let blocks = self.params.block_count();
        MEMORY.with_borrow_mut(|memory| {
            if memory.len() < blocks {
                // The old one first: both at once are not needed.
                drop(std::mem::take(memory));
                memory.resize(blocks, Block::new());
            }
            function
                .hash_password_into_with_memory(password, &self.salt, &mut out, &mut memory[..blocks])
                .expect("salt, output and costs were looked at, and a password has 1024 octets at most");
            if memory.len() > KEPT_BLOCKS {
                drop(std::mem::take(memory));
            }
        });
        out
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        self.of(password).ct_eq(&self.hash).into()
    }

    pub(super) const fn scheme(&self) -> &'static str {
        match self.algorithm {
            Algorithm::Argon2i => "argon2i",
            _ => "argon2id",
        }
    }
}

/// The three costs, in the order of the PHC string.
fn costs_of(text: &str) -> Option<[u32; 3]> {
    let mut costs = [0; 3];
    let mut written = text.split(',');
    for (cost, name) in costs.iter_mut().zip(["m=", "t=", "p="]) {
        *cost = written.next()?.strip_prefix(name)?.parse().ok()?;
    }
    written.next().is_none().then_some(costs)
}

impl fmt::Display for Argon2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (params, encode) = (&self.params, |octets: &[u8]| BASE64_STANDARD_NO_PAD.encode(octets));
        let (m, t, p) = (params.m_cost(), params.t_cost(), params.p_cost());
        let scheme = self.scheme();
        write!(f, "${scheme}$v=19$m={m},t={t},p={p}${}${}", encode(&self.salt), encode(&self.hash))
    }
}
