//! The queue from outside: what it keeps, what it does when the disk does not do what it is asked, and what is left when the
//! power goes.

mod cleaning;
mod damage;
mod faults;
mod golden;
mod golden_text;
mod join;
mod kept;
mod operate;
mod power;
mod quarantine;
mod timeline;
mod world;
