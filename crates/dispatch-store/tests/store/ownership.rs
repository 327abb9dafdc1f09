//! Owners of practices.

use dispatch_core::{Minutes, PracticeId};
use dispatch_store::{Batch, OutboxStatus, Store, StoreError, TimerChange};

use crate::rows::{NOW, batch, connection, effect, event, own, practice, receive};

fn other() -> PracticeId {
    "other".into()
}

fn is_not_owner<T>(result: Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::NotOwner))
}

pub(crate) async fn an_owner_before_stores_nothing_more(open: impl AsyncFn() -> Store) {
    let (before, after) = (open().await, open().await);
    let old = own(&before).await;
    before.commit(&batch(old, 0, &["a"])).await.unwrap();
    assert!(before.owns(&practice()).await.unwrap());

    let owned = after.take_practice(&practice(), &[&connection()]).await.unwrap();
    assert!(owned.epoch > old);
    assert_eq!((owned.head, owned.unknown), (1, 0));
    assert!(!before.owns(&practice()).await.unwrap());
    assert!(after.owns(&practice()).await.unwrap());
    let mut late = batch(old, 1, &["never"]);
    late.effects = vec![effect("w", "never")];
    let refused = before.commit(&late).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotOwner), "{refused}");
    assert!(!refused.is_retryable(), "another owner stays another owner");
    let mut stranger = Batch::new(other(), old, 0);
    stranger.events = vec![event("never")];
    assert!(is_not_owner(before.commit(&stranger).await), "a practice that has no owner");
    assert_eq!(after.commit(&batch(owned.epoch, 1, &["b"])).await.unwrap(), 2);
    assert!(after.effects(&practice()).await.unwrap().is_empty());
    assert_eq!(after.version(&other()).await.unwrap(), 0);

    let third = open().await;
    assert_eq!(own(&third).await.0, owned.epoch.0 + 1, "the count goes on after a restart");
}

pub(crate) async fn claims_of_an_owner_before_hold_no_more(open: impl AsyncFn() -> Store) {
    let (before, after) = (open().await, open().await);
    let old = own(&before).await;
    receive(&before, &connection(), "delivery").await;
    let mut first = batch(old, 0, &["a"]);
    first.effects = vec![effect("w1", "1"), effect("w2", "2")];
    first.timers = vec![TimerChange::Set { timer: "t".into(), due: NOW, cause: "d1".into() }];
    before.commit(&first).await.unwrap();
    let delivery = before.claim_deliveries(NOW, 10).await.unwrap()[0].claim;
    let effects = before.claim_effects(NOW, 10).await.unwrap();
    before.save_exchange(effects[0].claim, 1, "half way").await.unwrap();

    // As soon as there is another owner, whether or not it has claimed the rows.
    own(&after).await;
    for _ in 0..2 {
        assert!(is_not_owner(before.finish_delivery(delivery).await));
        assert!(is_not_owner(before.park_delivery(delivery, "late").await));
        assert!(is_not_owner(before.release_delivery(delivery).await));
        assert!(is_not_owner(before.postpone_delivery(delivery, NOW, "late").await));
        for effect in &effects {
            assert!(is_not_owner(before.mark_sending(effect.claim).await), "nothing may be sent");
            assert!(is_not_owner(before.save_exchange(effect.claim, 2, "late").await));
            assert!(is_not_owner(before.postpone_effect(effect.claim, NOW, Some("late"), true).await));
        }
        assert!(before.claim_deliveries(NOW, 10).await.unwrap().is_empty());
        assert!(before.claim_effects(NOW, 10).await.unwrap().is_empty());
        assert!(before.due_timers(NOW, 10).await.unwrap().is_empty());
        assert!(before.is_idle(NOW).await.unwrap(), "it has nothing to do any more");
        let (deliveries, effects) =
            (after.claim_deliveries(NOW, 10).await.unwrap(), after.claim_effects(NOW, 10).await.unwrap());
        assert!(deliveries.len() <= 1 && effects.len() <= 2);
        for delivery in &deliveries {
            assert_eq!(delivery.attempts, 0);
        }
        for effect in &effects {
            assert_eq!(effect.attempts, 0);
        }
        if let Some(first) = effects.first() {
            let saved = first.exchange.as_ref().unwrap();
            assert_eq!((deliveries.len(), effects.len()), (1, 2), "all that was claimed is claimed anew");
            assert_eq!((saved.step, saved.exchange.as_str()), (1, "half way"));
        }
    }
    assert_eq!(after.due_timers(NOW, 10).await.unwrap().len(), 1);
    let statuses: Vec<_> =
        after.effects(&practice()).await.unwrap().iter().map(|effect| effect.status).collect();
    assert_eq!(statuses, [OutboxStatus::InFlight, OutboxStatus::InFlight]);
}

pub(crate) async fn practices_are_owned_one_by_one(open: impl AsyncFn() -> Store) {
    let (one, two) = (open().await, open().await);
    let epoch = own(&one).await;
    let elsewhere = two.take_practice(&other(), &[&"second".into()]).await.unwrap().epoch;
    for (store, epoch, practice) in [(&one, epoch, practice()), (&two, elsewhere, other())] {
        let mut batch = Batch::new(practice.clone(), epoch, 0);
        batch.events = vec![event("a")];
        batch.effects = vec![effect("w", practice.as_str())];
        let timer = practice.to_string();
        batch.timers = vec![TimerChange::Set { timer, due: NOW, cause: "d1".into() }];
        store.commit(&batch).await.unwrap();
    }
    receive(&one, &connection(), "first").await;
    receive(&one, &"second".into(), "second").await;
    for (store, name, delivery) in [(&one, "example", b"first".as_slice()), (&two, "other", b"second")] {
        let claimed = store.claim_deliveries(NOW, 10).await.unwrap();
        assert_eq!(claimed.iter().map(|row| row.body.as_slice()).collect::<Vec<_>>(), [delivery]);
        let claimed = store.claim_effects(NOW, 10).await.unwrap();
        assert_eq!(claimed.iter().map(|row| row.payload.as_str()).collect::<Vec<_>>(), [name]);
        let due = store.due_timers(NOW, 10).await.unwrap();
        assert_eq!(due.iter().map(|row| row.timer.as_str()).collect::<Vec<_>>(), [name]);
        store.mark_sending(claimed[0].claim).await.unwrap();
    }
    // What one practice's new owner finds half done says nothing of the other practice.
    let third = open().await;
    assert_eq!(third.take_practice(&practice(), &[]).await.unwrap().unknown, 1);
    assert_eq!(third.effects(&other()).await.unwrap()[0].status, OutboxStatus::Sending);
    assert!(two.owns(&other()).await.unwrap());
}

pub(crate) async fn a_connection_that_moves_takes_its_deliveries_along(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    receive(&store, &connection(), "moves").await;
    let claim = store.claim_deliveries(NOW, 10).await.unwrap()[0].claim;

    let store = open().await;
    let moved = store.take_practice(&other(), &[&connection()]).await.unwrap();
    assert_eq!(moved.epoch, epoch, "the epochs of two practices say nothing of each other");
    store.take_practice(&practice(), &[]).await.unwrap();
    assert_eq!(store.next_delivery_at().await.unwrap(), Some(NOW));
    let claimed = store.claim_deliveries(NOW.plus(Minutes(1)), 10).await.unwrap();
    assert_eq!(claimed.iter().map(|row| row.claim.id).collect::<Vec<_>>(), [claim.id]);
}
