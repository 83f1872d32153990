//! When what is tried next. Pure: time comes in as an argument.

pub(crate) mod lane;
pub mod retry;
