//! How the random tests search: the same cases in each run of the tests, others where somebody asks for them.
//!
//! ```text
//! PROPTEST_CASES=300000 PROPTEST_RNG_SEED=7 cargo test -p postrider-why --test secrets no_planted
//! ```
//!
//! searches further: so many cases, from another seed. `CARGO_PROFILE_TEST_OPT_LEVEL=2` and a `CARGO_TARGET_DIR` of its own make it many times
//! as fast. What is found is written down as an example with a name, and the seed is forgotten: a seed is of no use any more once the generators change.

use proptest::test_runner::{Config, RngSeed};

/// The seed of an ordinary run.
const SEED: u64 = 5321;

/// So many cases of a fixed seed, if the environment says nothing else.
pub fn config(cases: u32) -> Config {
    // What `PROPTEST_CASES` and `PROPTEST_RNG_SEED` say is in it.
    let said = Config::default();
    Config {
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { said.cases } else { cases },
        rng_seed: if said.rng_seed == RngSeed::Random { RngSeed::Fixed(SEED) } else { said.rng_seed },
        failure_persistence: None,
        ..said
    }
}
