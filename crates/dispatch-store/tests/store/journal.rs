//! The journal.

use dispatch_core::Timestamp;
use dispatch_store::{Store, StoreError};

use crate::rows::{NOW, batch, effect, own, practice};

pub(crate) async fn a_batch_decided_on_an_old_journal_is_refused_whole(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    assert_eq!(store.commit(&batch(epoch, 0, &["a", "b"])).await.unwrap(), 2);
    let mut late = batch(epoch, 0, &["c"]);
    late.effects = vec![effect("w", "never")];
    let refused = store.commit(&late).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict { expected: 0, found: 2 }), "{refused}");
    assert!(refused.is_retryable());
    assert_eq!(store.commit(&batch(epoch, 2, &["c"])).await.unwrap(), 3);
    let events = store.events_after(&practice(), 1, 10).await.unwrap();
    assert_eq!(
        events.iter().map(|row| (row.sequence, row.event.as_str())).collect::<Vec<_>>(),
        [(2, "b"), (3, "c")]
    );
    assert!(store.effects(&practice()).await.unwrap().is_empty());
    assert_eq!(store.trace(&practice(), 3).await.unwrap().as_deref(), Some("why c"));
    assert_eq!(store.prune_traces(Timestamp(NOW.0 + 1)).await.unwrap(), 3);
    assert_eq!(store.trace(&practice(), 3).await.unwrap(), None);
    assert_eq!(store.version(&"other".into()).await.unwrap(), 0);
}
