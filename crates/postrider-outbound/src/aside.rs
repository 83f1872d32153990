//! Work that may take long, in the middle of a task.

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task;

/// Does this, which may take long: then tokio moves the other tasks of this thread elsewhere first, where it has threads for them.
pub(crate) fn aside<T>(is_long: bool, work: impl FnOnce() -> T) -> T {
    let elsewhere = is_long && Handle::current().runtime_flavor() == RuntimeFlavor::MultiThread;
    if elsewhere { task::block_in_place(work) } else { work() }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// There is one thread for tasks, and a piece of work that ends only when another task has had its turn.
    #[test]
    fn what_takes_long_holds_nobody_else_up() {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
        let (go, wait) = mpsc::channel();
        let long = runtime.spawn(async move {
            tokio::spawn(async move { go.send(()) });
            aside(true, || wait.recv_timeout(Duration::from_secs(60)).is_ok())
        });
        assert!(runtime.block_on(long).expect("no panic"));
    }
}
