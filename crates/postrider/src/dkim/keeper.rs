//! What the server does about keys by itself: it lets a key sign when its record is in the DNS, and forgets those of the past.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use postrider_dns::Resolver;
use postrider_mailauth::dkim::record_name;
use tokio::task;
use tracing::{error, info};

use super::folder::{Folder, FolderFault};
use super::key::{Key, Keys, Stage};
use super::seen::{Seen, look};

/// How often it looks. A key signs when two looks in a row have found its record: the first may have asked the one name server of the zone
/// that is up to date, and receivers may ask another. To ask all of them would take a resolver that goes from zone to zone itself, past the one of this
/// machine, which not every network lets through; and one address can be many servers.
const EVERY: Duration = Duration::from_secs(300);

/// The names of the records that the last look has found.
type Found = BTreeSet<String>;

/// Looks after the keys of a folder, for ever.
pub async fn keep(folder: Folder, resolver: Arc<dyn Resolver>) {
    let mut found = Found::new();
    loop {
        if let Err(fault) = once(&folder, &*resolver, &mut found).await {
            error!("the keys of DKIM cannot be looked after: {fault}");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn once(folder: &Folder, resolver: &dyn Resolver, found: &mut Found) -> Result<(), FolderFault> {
    let keys = at_disk(folder, |folder| {
        let keys = folder.read()?;
        // Again at each look: the one that retired it may have broken off before its secret was gone.
        keys.at(Stage::Retired).for_each(|key| folder.forget(key));
        for (key, fault) in keys.at(Stage::Active).filter_map(|key| Some((key, folder.secret(key).err()?))) {
            error!(
                domain = key.domain,
                selector = key.selector,
                "mail of this domain waits, as it cannot be signed: {fault}"
            );
        }
        Ok(keys)
    })
    .await?;
    let mut published = Vec::new();
    let before = std::mem::take(found);
    for key in keys.at(Stage::Pending) {
        let name = record_name(&key.selector, &key.domain);
        // What is remembered here is no second look. What a resolver on the way remembers cannot be told from one: there the second look finds the same for as
        // long as the record says that it may be kept (TTL), and shows only that it was there.
        resolver.forget_texts(&name);
        if look(resolver, key).await == Seen::Published {
            if before.contains(&name) {
                published.push(key.clone());
            }
            found.insert(name);
        }
    }
    let now = Timestamp::now();
    let any_due = !keys.clone().retire(now).is_empty();
    if published.is_empty() && !any_due {
        return Ok(());
    }
    let (published, retired) = at_disk(folder, move |folder| {
        let retired = folder.change(|keys| Ok(advance(keys, &published, now)))?;
        retired.iter().for_each(|key| folder.forget(key));
        Ok((published, retired))
    })
    .await?;
    for Key { domain, selector, .. } in published {
        info!(domain, selector, "the record of this key is in DNS, and it signs from now on");
    }
    for Key { domain, selector, .. } in retired {
        info!(domain, selector, "this key has not signed for a week: its record may be removed from DNS");
    }
    Ok(())
}

fn advance(keys: &mut Keys, published: &[Key], now: Timestamp) -> Vec<Key> {
    published.iter().for_each(|key| keys.activate(&key.selector, &key.domain, now));
    keys.retire(now)
}

/// Where the disk may be waited for.
async fn at_disk<T: Send + 'static>(
    folder: &Folder,
    work: impl FnOnce(&Folder) -> Result<T, FolderFault> + Send + 'static,
) -> Result<T, FolderFault> {
    let folder = folder.clone();
    let path = folder.list_path();
    match task::spawn_blocking(move || work(&folder)).await {
        Ok(done) => done,
        Err(panic) => Err(FolderFault::Io { path, error: std::io::Error::other(panic) }),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use postrider_dns::{Answer, Asked, Mx};
    use postrider_mailauth::dkim::{Algorithm, record_name};

    use super::super::key::RETIRING;
    use super::*;

    /// A zone that has the records of these keys, each in two lines as people copy them, and another for a key that is not the one there.
    #[derive(Default)]
    struct Zone {
        published: Vec<Key>,
        another: Option<Key>,
    }

    impl Resolver for Zone {
        fn mx<'a>(&'a self, _: &'a str) -> Asked<'a, Mx> {
            Box::pin(std::future::ready(Answer::NoData { secure: false }))
        }

        fn addresses<'a>(&'a self, _: &'a str) -> Asked<'a, IpAddr> {
            Box::pin(std::future::ready(Answer::NoData { secure: false }))
        }

        fn texts<'a>(&'a self, name: &'a str) -> Asked<'a, String> {
            let at = |key: &&Key| record_name(&key.selector, &key.domain) == name;
            let record = if let Some(key) = self.published.iter().find(at) {
                Some(key.record.replace("; p=", ";\n p="))
            } else {
                self.another.iter().find(at).map(|_| "v=DKIM1; k=ed25519; p=c29tZWJvZHkgZWxzZQ==".to_owned())
            };
            Box::pin(std::future::ready(match record {
                Some(record) => Answer::Found { records: vec![record], secure: false },
                None => Answer::NoData { secure: false },
            }))
        }
    }

    #[tokio::test]
    async fn a_key_signs_when_its_own_record_is_in_the_dns_and_the_one_before_it_goes_a_week_later() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = Folder::of(data.path());
        let make =
            || folder.change(|keys| folder.make(keys, "a.example", Algorithm::Ed25519, Timestamp::now()));
        let (first, second) = (make().expect("made"), make().expect("made"));
        let stages = || folder.read().expect("read").keys.iter().map(|key| key.stage).collect::<Vec<_>>();

        let mut found = Found::new();
        let other = Zone { another: Some(first.clone()), ..Zone::default() };
        for _ in 0..2 {
            once(&folder, &other, &mut found).await.expect("looked after");
        }
        assert_eq!(stages(), [Stage::Pending, Stage::Pending], "the record there is another's");

        let mut zone = Zone { published: vec![first.clone()], ..Zone::default() };
        // A name server that lags behind is asked in between.
        for zone in [&zone, &other, &zone] {
            once(&folder, zone, &mut found).await.expect("looked after");
        }
        assert_eq!(stages(), [Stage::Pending, Stage::Pending], "not two looks in a row have found it");
        once(&folder, &zone, &mut found).await.expect("looked after");
        assert_eq!(stages(), [Stage::Active, Stage::Pending]);

        zone.published.push(second);
        for _ in 0..2 {
            once(&folder, &zone, &mut found).await.expect("looked after");
        }
        assert_eq!(stages(), [Stage::Retiring, Stage::Active]);
        assert!(folder.key_path(&first).exists(), "what was signed before is on its way");

        folder
            .change(|keys| {
                keys.keys[0].since = Timestamp::now() - RETIRING;
                Ok(())
            })
            .expect("changed");
        once(&folder, &zone, &mut found).await.expect("looked after");
        assert_eq!(stages(), [Stage::Retired, Stage::Active]);
        assert!(!folder.key_path(&first).exists());
    }

    #[tokio::test]
    async fn the_secret_of_a_retired_key_goes_also_after_a_crash() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = Folder::of(data.path());
        let make = |stage| {
            folder.change(|keys| {
                let key = folder.make(keys, "a.example", Algorithm::Ed25519, Timestamp::now())?;
                keys.keys.last_mut().expect("it was made").stage = stage;
                Ok(key)
            })
        };
        // Retired, and its secret is still there.
        let (retired, pending) = (make(Stage::Retired).expect("made"), make(Stage::Pending).expect("made"));
        once(&folder, &Zone::default(), &mut Found::new()).await.expect("looked after");
        assert!(!folder.key_path(&retired).exists());
        assert!(folder.key_path(&pending).exists());
    }
}
