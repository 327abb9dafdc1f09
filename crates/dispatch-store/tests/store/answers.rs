//! Answers to commands of people.

use dispatch_core::{BookingId, ExceptionId, Minutes};
use dispatch_store::{AnswerKey, AnswerRow, ExceptionChange, Store};

use crate::rows::{NOW, batch, own, practice};

fn answer(key: &str) -> AnswerRow {
    AnswerRow {
        key: AnswerKey { scope: "token route".into(), key: key.into() },
        digest: vec![1, 2, 3],
        status: 200,
        version: Some(7),
        body: "{}".into(),
        at: NOW,
    }
}

pub(crate) async fn an_answer_is_stored_with_its_batch_or_not_at_all(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    let mut on_an_old_journal = batch(epoch, 5, &["a"]);
    on_an_old_journal.answers = vec![answer("k1")];
    assert!(store.commit(&on_an_old_journal).await.is_err());
    assert_eq!(store.answer(&practice(), &answer("k1").key).await.unwrap(), None);

    let mut stored = batch(epoch, 0, &["a"]);
    stored.answers = vec![answer("k1")];
    store.commit(&stored).await.unwrap();
    let mut again = batch(epoch, 1, &["b"]);
    again.answers = vec![answer("k1")];
    assert!(store.commit(&again).await.is_err(), "a command has one answer");
    assert_eq!(store.version(&practice()).await.unwrap(), 1, "and nothing of the second is stored");

    drop(store);
    let store = open().await;
    assert_eq!(store.answer(&practice(), &answer("k1").key).await.unwrap(), Some(answer("k1")));
    let elsewhere = AnswerKey { scope: "token another route".into(), ..answer("k1").key };
    assert_eq!(store.answer(&practice(), &elsewhere).await.unwrap(), None);
    assert_eq!(store.answer(&"another".into(), &answer("k1").key).await.unwrap(), None);
}

pub(crate) async fn an_answer_is_forgotten_in_time(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    let later = AnswerRow { at: NOW.plus(Minutes(1)), ..answer("k2") };
    let mut stored = batch(epoch, 0, &["a"]);
    stored.answers = vec![answer("k1"), later.clone()];
    store.commit(&stored).await.unwrap();
    assert_eq!(store.purge_answers(NOW).await.unwrap(), 0);
    assert_eq!(store.purge_answers(NOW.plus(Minutes(1))).await.unwrap(), 1);
    assert_eq!(store.answer(&practice(), &answer("k1").key).await.unwrap(), None);
    assert_eq!(store.answer(&practice(), &later.key).await.unwrap(), Some(later));
}

pub(crate) async fn who_answered_an_exception_is_remembered(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    let exception = ExceptionId(2);
    let raised = ExceptionChange::Raised {
        exception,
        booking: BookingId(1),
        owner: "desk".into(),
        deadline: NOW.plus(Minutes(30)),
    };
    let mut stored = batch(epoch, 0, &["raised"]);
    stored.exceptions = vec![raised.clone()];
    store.commit(&stored).await.unwrap();
    let known = async || store.exception(&practice(), exception).await.unwrap().unwrap();
    assert!(known().await.open);

    let mut stored = batch(epoch, 1, &["closed"]);
    stored.exceptions = vec![ExceptionChange::Closed { exception, by: Some("dana".into()), at: NOW }];
    store.commit(&stored).await.unwrap();
    let closed = known().await;
    assert_eq!(
        (closed.open, closed.answered_by.as_deref(), closed.closed_at),
        (false, Some("dana"), Some(NOW))
    );
    assert!(store.open_exceptions(&practice()).await.unwrap().is_empty());

    let mut stored = batch(epoch, 2, &["raised again"]);
    stored.exceptions = vec![raised];
    store.commit(&stored).await.unwrap();
    let open_again = known().await;
    assert_eq!((open_again.open, open_again.answered_by, open_again.closed_at), (true, None, None));
    assert_eq!(store.exception(&practice(), ExceptionId(9)).await.unwrap(), None);
}
