//! From the queue to the mailbox, by a clock that is set by hand.

use std::fs;
use std::os::unix::fs::symlink;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use postrider_outbound::local::maildir::{Copy, Maildirs};
use postrider_outbound::{Local, Worker};

use crate::world::{World, local, put, until};

#[tokio::test]
async fn what_is_queued_is_delivered_and_forgotten() {
    let world = World::new();
    let running = world.start();
    put(&world, &["alice@example.org", "bob@example.org"]).await;
    until(|| world.queue.is_empty()).await;
    for name in ["alice", "bob"] {
        assert_eq!(world.delivered(name), 1, "{name}");
    }
    put(&world, &["alice@example.org"]).await;
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("alice"), 2);
    world.stop(running).await;
}

#[tokio::test]
async fn many_messages_arrive_once_each() {
    let world = World::new();
    for i in 0..40 {
        put(&world, &["all@example.org", &format!("user{}@example.org", i % 3)]).await;
    }
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("all"), 40);
    assert_eq!(["user0", "user1", "user2"].map(|name| world.delivered(name)), [14, 13, 13]);
    world.stop(running).await;
}

#[tokio::test]
async fn temporary_trouble_is_tried_again_on_schedule() {
    let world = World::new();
    fs::create_dir_all(world.maildir("alice")).expect("a folder");
    let planted = world.maildir("alice").join("new");
    let outside = world.folder.path().join("outside");
    fs::create_dir(&outside).expect("a folder");
    symlink(&outside, &planted).expect("planted");
    let id = put(&world, &["alice@example.org", "bob@example.org"]).await;
    let running = world.start();

    until(|| world.deferred(id)).await;
    let why = world.reason(id);
    assert!(
        why.ends_with("alice/new is a symbolic link or no folder: nothing is delivered through it"),
        "{why}"
    );
    assert_eq!(world.delivered("bob"), 1, "the other recipient did not have to wait");
    assert_eq!(fs::read_dir(&outside).expect("the folder").count(), 0, "nothing went through the link");
    fs::remove_file(&planted).expect("mended");

    // Not before it is due: a message that came later overtakes it.
    let due = world.queue.next_due().expect("it will be tried again");
    world.clock.set(due.as_millis() - 1);
    put(&world, &["carol@example.org"]).await;
    until(|| world.delivered("carol") == 1).await;
    assert_eq!(world.delivered("alice"), 0);

    world.clock.set(due.as_millis());
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("alice"), 1);
    assert_eq!(world.delivered("bob"), 1, "and was not tried again");
    world.stop(running).await;
}

#[tokio::test]
async fn a_crash_between_rename_and_settle_makes_no_duplicate() {
    let world = World::new();
    let id = put(&world, &["alice@example.org"]).await;
    let attempt = world.queue.claim(world.now()).expect("it is due");
    let maildirs = Maildirs::open(world.folder.path().join("mail")).expect("the root");
    let claimed = &attempt.recipients()[0];
    let copy = Copy {
        id,
        recipient: claimed.index,
        mailbox: &claimed.recipient.mailbox,
        reverse_path: &attempt.envelope().reverse_path,
        is_first: attempt.is_first(),
    };
    maildirs.deliver(&copy, attempt.body().expect("the body")).expect("delivered");
    // And alice has read it before the server is back.
    let name = format!("{id}.{}", claimed.index);
    let alice = world.maildir("alice");
    fs::rename(alice.join("new").join(&name), alice.join("cur").join(format!("{name}:2,S"))).expect("moved");
    drop(attempt);
    let world = world.restarted().await;

    let running = world.start();
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("alice"), 1);
    world.stop(running).await;
}

#[tokio::test]
async fn mail_for_a_domain_that_discards_it_is_done_and_nowhere() {
    let world = World::new();
    world.routes.set(local(Local::Discard), Vec::new());
    for i in 0..40 {
        put(&world, &["alice@example.org", &format!("user{i}@example.org")]).await;
    }
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    assert_eq!(fs::read_dir(world.folder.path().join("mail")).expect("the root").count(), 0);
    world.stop(running).await;
}

#[tokio::test]
async fn what_is_thrown_away_is_claimed_no_faster_than_it_is_settled() {
    let world = World::new();
    world.routes.set(local(Local::Discard), Vec::new());
    for i in 0..40 {
        put(&world, &[&format!("user{i}@example.org")]).await;
    }
    // The worker looks at the clock before it claims and when it settles.
    let most = Arc::new(AtomicU64::new(0));
    let clock = world.clock.clone().when_asked({
        let (queue, most) = (world.queue.clone(), Arc::clone(&most));
        move || {
            most.fetch_max(queue.census().under_way, Ordering::Relaxed);
        }
    });
    let worker = Worker::with_clock(world.queue.clone(), world.delivery(clock.clone()), 4, clock);
    let running = tokio::spawn(worker.run(world.shutdown.subscribe()));
    until(|| world.queue.is_empty()).await;
    assert_eq!(most.load(Ordering::Relaxed), 4);
    world.stop(running).await;
}

#[tokio::test]
async fn at_shutdown_nothing_new_is_claimed() {
    let world = World::new();
    let running = world.start();
    world.stop(running).await;
    put(&world, &["alice@example.org"]).await;
    world.start().await.expect("the worker ends at once");
    assert_eq!(world.delivered("alice"), 0);
    assert_eq!(world.queue.len(), 1);
}

#[tokio::test]
async fn at_shutdown_what_is_under_way_is_settled() {
    let world = World::new();
    let (new, shutdown) = (world.maildir("alice").join("new"), world.shutdown.clone());
    // The worker looks at the clock when it settles. If the message is in the mailbox by then, the shutdown comes just between.
    let clock = world.clock.clone().when_asked(move || {
        if fs::read_dir(&new).is_ok_and(|entries| entries.count() == 1) {
            shutdown.send_replace(true);
        }
    });
    put(&world, &["alice@example.org"]).await;
    Worker::with_clock(world.queue.clone(), world.delivery(clock.clone()), 1, clock)
        .run(world.shutdown.subscribe())
        .await;
    assert_eq!(world.queue.len(), 0);
    assert_eq!(world.delivered("alice"), 1);
}
