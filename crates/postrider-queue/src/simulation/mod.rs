//! For tests: a disk in memory that loses its power, and a queue without threads, so that a seed repeats a run.

mod disk;
mod random;
mod stepper;

pub use disk::{Fault, SimDisk};
pub use random::Random;
pub use stepper::Stepper;
