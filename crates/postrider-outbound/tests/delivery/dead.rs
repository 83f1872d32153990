//! What has failed and nobody can be told of is kept, and not for ever.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use postrider_outbound::DeadMail;
use postrider_proto::mail::QueueId;
use postrider_queue::{Outcome, RecipientIndex, Status};

use crate::world::{World, put, until};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn fail(world: &World, id: QueueId, recipient: RecipientIndex) {
    let now = world.now();
    let claimed = world.queue.claim_for(id, &[recipient], |_| true, now).expect("readable");
    let outcome = Outcome::Failed { reason: "550 5.1.1 nobody here".to_owned() };
    let attempt = claimed.expect("it waits");
    world.queue.settle(attempt, vec![(recipient, outcome)], Vec::new(), now).await.expect("kept");
}

fn status(world: &World, id: QueueId, recipient: usize) -> Option<Status> {
    let message = world.queue.show(id).expect("readable")?;
    Some(message.recipients[recipient].state.status)
}

#[tokio::test]
async fn dead_mail_is_removed_when_its_time_is_over_and_nothing_else_is() {
    let world = World::new();
    let came = world.now();
    // More than are looked at in one turn, and older than what is dead.
    for _ in 0..150 {
        put(&world, &["bob@mx.example"]).await;
    }
    world.clock.set(came.plus(DAY).as_millis());
    let half = put(&world, &["bob@mx.example", "nobody@mx.example"]).await;
    let late = put(&world, &["nobody@mx.example"]).await;
    fail(&world, half, 1).await;
    world.clock.set(came.plus(DAY * 2).as_millis());
    fail(&world, late, 0).await;

    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let count = move || {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    let clock = world.clock.clone().when_asked(count);
    // It looks at the clock when a turn begins, and when it has ended.
    let turns = || asked.load(Ordering::Relaxed) / 2;
    world.clock.set(came.plus(DAY * 8).as_millis());
    let dead = DeadMail::new(world.queue.clone(), DAY * 7, clock);
    let running = tokio::spawn(dead.run(world.shutdown.subscribe()));
    until(|| turns() == 1).await;
    assert_eq!(status(&world, half, 1), Some(Status::Failed), "the first turn ends before it");

    world.clock.set(came.plus(DAY * 8 + MINUTE).as_millis());
    until(|| turns() == 2 && status(&world, half, 1) == Some(Status::Dropped)).await;
    assert!(matches!(status(&world, half, 0), Some(Status::Waiting { .. })));
    assert_eq!(status(&world, late, 0), Some(Status::Failed), "it has been dead for six days");

    // From the beginning again.
    world.clock.set(came.plus(DAY * 9).as_millis());
    until(|| turns() == 3).await;
    world.clock.set(came.plus(DAY * 9 + MINUTE).as_millis());
    until(|| status(&world, late, 0).is_none()).await;
    assert_eq!(world.queue.len(), 151);
    world.stop(running).await;
}
