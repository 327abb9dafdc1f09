//! Effects.

use dispatch_core::Minutes;
use dispatch_store::{OutboxStatus, Settled, Store};

use crate::rows::{NOW, batch, effect, own, practice};

pub(crate) async fn what_is_to_be_done_outside_survives_a_crash(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    let mut first = batch(epoch, 0, &["a", "b"]);
    first.effects = vec![effect("w1", "1"), effect("w1", "2"), effect("n1", "3"), effect("n2", "4")];
    store.commit(&first).await.unwrap();
    let claimed = store.claim_effects(NOW, 10).await.unwrap();
    assert_eq!(claimed.iter().map(|row| row.payload.as_str()).collect::<Vec<_>>(), ["1", "3", "4"]);
    assert!(store.claim_effects(NOW, 10).await.unwrap().is_empty(), "each is taken once");
    store.save_exchange(claimed[0].claim, 1, "half way").await.unwrap();
    store.save_exchange(claimed[0].claim, 2, "further").await.unwrap();
    store.mark_sending(claimed[1].claim).await.unwrap();

    drop(store);
    let store = open().await;
    let owned = store.take_practice(&practice(), &[]).await.unwrap();
    assert_eq!(owned.unknown, 1);
    let epoch = owned.epoch;
    let claimed = store.claim_effects(NOW, 10).await.unwrap();
    assert_eq!(claimed.iter().map(|row| row.payload.as_str()).collect::<Vec<_>>(), ["1", "4"]);
    let saved = claimed[0].exchange.as_ref().unwrap();
    assert_eq!((saved.step, saved.exchange.as_str()), (2, "further"));
    assert_eq!(claimed[0].cause, "d1");

    store.postpone_effect(claimed[1].claim, NOW.plus(Minutes(1)), Some("away"), true).await.unwrap();
    assert_eq!(
        store.next_effect_at().await.unwrap(),
        Some(NOW),
        "the second of the first queue waits its turn"
    );
    let mut settled = batch(epoch, 2, &["acknowledged"]);
    settled.settled = vec![(claimed[0].claim.id, Settled::Done)];
    store.commit(&settled).await.unwrap();
    let claimed = store.claim_effects(NOW, 10).await.unwrap();
    assert_eq!(claimed.iter().map(|row| row.payload.as_str()).collect::<Vec<_>>(), ["2"]);
    let later = store.claim_effects(NOW.plus(Minutes(1)), 10).await.unwrap();
    assert_eq!((later[0].payload.as_str(), later[0].attempts), ("4", 1));

    let mut settled = batch(epoch, 3, &["refused"]);
    settled.settled = vec![(claimed[0].claim.id, Settled::Dead("refused".into()))];
    store.commit(&settled).await.unwrap();
    let statuses: Vec<_> =
        store.effects(&practice()).await.unwrap().iter().map(|effect| effect.status).collect();
    use OutboxStatus::{Dead, Done, InFlight, Unknown};
    assert_eq!(statuses, [Done, Dead, Unknown, InFlight]);
    let counts = store.outbox_counts().await.unwrap();
    assert_eq!((counts.open, counts.done, counts.dead, counts.unknown), (1, 1, 1, 1));
}

pub(crate) async fn what_failed_is_found_newest_first(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    let mut first = batch(epoch, 0, &["a"]);
    first.effects = vec![effect("w1", "1"), effect("w2", "2"), effect("w3", "3"), effect("w4", "4")];
    first.effects[3].kind = "notify".into();
    store.commit(&first).await.unwrap();
    let claimed = store.claim_effects(NOW, 10).await.unwrap();
    let ends = [
        Settled::Dead("refused".into()),
        Settled::Done,
        Settled::Unknown("cut off".into()),
        Settled::Dead("no".into()),
    ];
    let mut settled = batch(epoch, 1, &["settled"]);
    settled.settled = claimed.iter().map(|row| row.claim.id).zip(ends).collect();
    store.commit(&settled).await.unwrap();
    let failed = async |kind, limit| -> Vec<_> {
        let rows = store.failed_effects(&practice(), kind, limit).await.unwrap();
        rows.into_iter().map(|row| (row.payload, row.error.unwrap())).collect()
    };
    let of = |payload: &str, error: &str| (payload.to_owned(), error.to_owned());
    assert_eq!(failed("write", 10).await, [of("3", "cut off"), of("1", "refused")]);
    assert_eq!(failed("write", 1).await, [of("3", "cut off")]);
    assert_eq!(failed("notify", 10).await, [of("4", "no")]);
}
