//! For tests: a disk in memory that loses its power, and a queue without threads, so that a seed repeats a run.

mod content;
mod disk;
mod fault;
mod file;
mod octets;
mod random;
mod stepper;
mod world;

pub use disk::{Rot, SimDisk};
pub use fault::Fault;
pub use random::Random;
pub use stepper::Stepper;
