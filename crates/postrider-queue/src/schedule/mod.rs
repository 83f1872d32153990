//! When what is tried next. Pure: time comes in as an argument.

pub mod admission;
pub(crate) mod lane;
pub mod retry;
pub mod suspension;
