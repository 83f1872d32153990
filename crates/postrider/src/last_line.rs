//! The last line of the log.

use std::time::Duration;

use tracing::{error, info};

/// Ends the log: with `stopped` if the queue is let go of in time, so that the next server may start at once.
pub async fn last_line(messages: u64, queue_gone: impl Future<Output = ()>, wait: Duration) {
    if tokio::time::timeout(wait, queue_gone).await.is_ok() {
        info!(messages, "stopped; what is in the queue stays there");
    } else {
        error!(
            messages,
            process = std::process::id(),
            "ending, and what hangs on a disk still holds the queue: look at the disk of the data folder, and start the next server when this process is gone; \
             kill -9 ends it, and what is in the queue stays there"
        );
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;

    /// Keeps the words of what happens.
    #[derive(Clone, Default)]
    struct Listener(Arc<Mutex<Vec<String>>>);

    impl Visit for &Listener {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            if field.name() == "message" {
                self.0.lock().expect("whole").push(format!("{value:?}"));
            }
        }
    }

    impl Subscriber for Listener {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn event(&self, event: &Event<'_>) {
            event.record(&mut &*self);
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    #[tokio::test]
    async fn stopped_is_said_only_when_the_queue_is_let_go_of() {
        let listener = Listener::default();
        let _listens = tracing::subscriber::set_default(listener.clone());
        last_line(1, std::future::pending(), Duration::ZERO).await;
        last_line(1, std::future::ready(()), Duration::ZERO).await;
        let said = std::mem::take(&mut *listener.0.lock().expect("whole"));
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(!said[0].contains("stopped") && said[0].contains("when this process is gone"), "{said:?}");
        assert!(said[1].starts_with("stopped; "), "{said:?}");
    }
}
