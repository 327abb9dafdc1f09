//! Deliveries.

use dispatch_core::{Minutes, Timestamp};
use dispatch_store::{ClaimedDelivery, Delivery, Received, Store};

use crate::rows::{NOW, batch, connection, own, receive};

fn bodies(claimed: &[ClaimedDelivery]) -> Vec<&[u8]> {
    claimed.iter().map(|row| row.body.as_slice()).collect()
}

pub(crate) async fn a_delivery_is_stored_once_and_another_body_once_more(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let connection = connection();
    let delivery = |delivery, body: &'static [u8]| Delivery {
        connection: &connection,
        delivery,
        body,
        received_at: NOW,
        unreadable: None,
    };
    let first = store.receive(&delivery("a", b"one")).await.unwrap();
    assert!(matches!(first, Received::New(_)));
    assert_eq!(store.receive(&delivery("a", b"one")).await.unwrap(), Received::Duplicate);
    assert!(matches!(store.receive(&delivery("a", b"two")).await.unwrap(), Received::Altered(_)));
    let parked = Delivery { unreadable: Some("not JSON"), ..delivery("b", b"{") };
    assert!(matches!(store.receive(&parked).await.unwrap(), Received::New(_)));

    drop(store);
    let store = open().await;
    let epoch = own(&store).await;
    let claimed = store.claim_deliveries(NOW, 10).await.unwrap();
    assert_eq!(bodies(&claimed), [b"one", b"two"]);
    store.postpone_delivery(claimed[0].claim, NOW.plus(Minutes(1)), "vendor is away").await.unwrap();
    let mut batch = batch(epoch, 0, &["seen"]);
    batch.deliveries = vec![claimed[1].claim.id];
    store.commit(&batch).await.unwrap();
    assert!(store.claim_deliveries(NOW, 10).await.unwrap().is_empty());
    assert_eq!(store.claim_deliveries(NOW.plus(Minutes(1)), 10).await.unwrap()[0].attempts, 1);

    let counts = store.inbox_counts().await.unwrap();
    assert_eq!((counts.new, counts.done, counts.parked, counts.altered), (1, 1, 1, 1));
    assert_eq!(store.purge_bodies(Timestamp(NOW.0 + 1)).await.unwrap(), 2, "what waits keeps its body");
    assert_eq!(store.receive(&delivery("a", b"two")).await.unwrap(), Received::Duplicate);
}

pub(crate) async fn a_delivery_is_claimed_once_until_it_is_given_up(open: impl AsyncFn() -> Store) {
    let store = open().await;
    own(&store).await;
    for delivery in ["one", "two", "three"] {
        receive(&store, &connection(), delivery).await;
    }
    assert_eq!(store.next_delivery_at().await.unwrap(), Some(NOW));
    let first = store.claim_deliveries(NOW, 2).await.unwrap();
    assert_eq!(bodies(&first), [&b"one"[..], b"two"]);
    assert_eq!(bodies(&store.clone().claim_deliveries(NOW, 2).await.unwrap()), [b"three"]);
    assert!(store.claim_deliveries(NOW, 2).await.unwrap().is_empty());
    assert_eq!(store.next_delivery_at().await.unwrap(), None, "all are being worked on");
    assert!(!store.is_idle(NOW).await.unwrap());

    store.release_delivery(first[1].claim).await.unwrap();
    let again = store.claim_deliveries(NOW, 2).await.unwrap();
    assert_eq!((bodies(&again), again[0].attempts), (vec![&b"two"[..]], 0));
    store.finish_delivery(first[0].claim).await.unwrap();
    store.park_delivery(again[0].claim, "cannot be read").await.unwrap();
    let counts = store.inbox_counts().await.unwrap();
    assert_eq!((counts.new, counts.done, counts.parked), (1, 1, 1));
}

pub(crate) async fn deliveries_of_no_served_connection_are_parked(open: impl AsyncFn() -> Store) {
    let store = open().await;
    receive(&store, &connection(), "served").await;
    receive(&store, &"gone".into(), "not served").await;
    own(&store).await;
    assert_eq!(bodies(&store.claim_deliveries(NOW, 10).await.unwrap()), [b"served"]);
    assert_eq!(store.park_unserved_deliveries("its connection is gone").await.unwrap(), 1);
    let counts = store.inbox_counts().await.unwrap();
    assert_eq!((counts.new, counts.parked), (1, 1));
}
