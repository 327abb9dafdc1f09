//! Timers, exceptions and contacts.

use dispatch_core::{BookingId, ClientId, ExceptionId, Minutes};
use dispatch_store::{ContactRow, ExceptionChange, Store, TimerChange};

use crate::rows::{NOW, batch, own, practice};

pub(crate) async fn timers_exceptions_and_contacts_follow_the_batch(open: impl AsyncFn() -> Store) {
    let store = open().await;
    let epoch = own(&store).await;
    let set = |timer: &str, due| TimerChange::Set { timer: timer.into(), due, cause: "d1".into() };
    let raised = |id, deadline| ExceptionChange::Raised {
        exception: ExceptionId(id),
        booking: BookingId(1),
        owner: "desk".into(),
        deadline,
    };
    let client = ClientId::from("c1");
    let contact = |email: Option<&str>| ContactRow {
        client: client.clone(),
        name: Some("C".into()),
        email: email.map(str::to_owned),
        phone: None,
    };
    let mut first = batch(epoch, 0, &["a"]);
    first.timers = vec![set("n1", NOW), set("n2", NOW.plus(Minutes(5))), set("n1", NOW.plus(Minutes(1)))];
    first.exceptions = vec![raised(1, NOW.plus(Minutes(2))), raised(2, NOW)];
    first.contacts = vec![contact(Some("c@example.com"))];
    store.commit(&first).await.unwrap();
    assert!(store.due_timers(NOW, 10).await.unwrap().is_empty(), "a timer set anew has moved");
    assert_eq!(store.next_timer_at().await.unwrap(), Some(NOW.plus(Minutes(1))));
    let due = store.due_timers(NOW.plus(Minutes(9)), 10).await.unwrap();
    assert_eq!(due.iter().map(|row| row.timer.as_str()).collect::<Vec<_>>(), ["n1", "n2"]);
    let open = store.open_exceptions(&practice()).await.unwrap();
    assert_eq!(open.iter().map(|row| row.exception.0).collect::<Vec<_>>(), [2, 1]);

    let mut second = batch(epoch, 1, &["fired"]);
    second.timers = vec![TimerChange::Remove { timer: "n1".into() }];
    second.exceptions = vec![ExceptionChange::Closed { exception: ExceptionId(2), by: None, at: NOW }];
    second.contacts = vec![contact(None)];
    store.commit(&second).await.unwrap();
    assert_eq!(store.due_timers(NOW.plus(Minutes(9)), 10).await.unwrap().len(), 1);
    assert_eq!(store.open_exceptions(&practice()).await.unwrap().len(), 1);
    assert_eq!(store.contact(&practice(), &client).await.unwrap(), Some(contact(None)));
}
