//! Deliveries, good and bad, and the answers to them.

use adapter_kit::Header;
use dispatch_core::{Minutes, Timestamp};

use crate::fixture::{World, practice};

const NOW: &str = "2026-06-08T14:02:00Z";

#[tokio::test]
async fn a_good_delivery_is_stored_decided_and_counted() {
    let world = World::at(NOW).await;
    let delivery = world.book("appointment-01");
    assert_eq!(world.post(&delivery).await, 200);
    assert_eq!(world.post(&delivery).await, 200, "a repeat is fine");
    world.settled().await;
    let state = world.running().state(&practice()).unwrap();
    assert_eq!(state.bookings().count(), 1);
    let counts = world.running().store().inbox_counts().await.unwrap();
    assert_eq!((counts.done, counts.altered), (1, 0));
    let (status, metrics) = world.get("/metrics").await;
    assert_eq!(status, 200);
    assert!(metrics.contains(r#"dispatch_webhooks_total{connection="desk",result="stored"} 1"#), "{metrics}");
    assert!(
        metrics.contains(r#"dispatch_webhooks_total{connection="desk",result="duplicate"} 1"#),
        "{metrics}"
    );
    assert!(metrics.contains(r#"dispatch_inbox{status="done"} 1"#), "{metrics}");
    assert_eq!(world.get("/healthz").await.0, 200);
    assert_eq!(world.get("/readyz").await.0, 200);
}

#[tokio::test]
async fn a_forged_delivery_is_turned_away_and_counted() {
    let world = World::at(NOW).await;
    let good = world.book("appointment-01");
    let mut tampered = good.clone();
    tampered.body.push(b' ');
    assert_eq!(world.post(&tampered).await, 401);
    let mut unsigned = good.clone();
    unsigned.headers.retain(|header| !header.name.contains("hmac"));
    assert_eq!(world.post(&unsigned).await, 401);
    let mut garbled = good.clone();
    garbled.headers.retain(|header| header.name != "x-blvd-hmac-sha256");
    garbled.headers.push(Header::new("x-blvd-hmac-sha256", "not base64!"));
    assert_eq!(world.post(&garbled).await, 401);
    assert_eq!(world.post_to("nobody", &good).await, 404);
    let counts = world.running().store().inbox_counts().await.unwrap();
    assert_eq!((counts.new, counts.done, counts.parked), (0, 0, 0));
    let (_, metrics) = world.get("/metrics").await;
    assert!(metrics.contains(r#"result="bad_signature"} 3"#), "{metrics}");
    assert!(metrics.contains(r#"result="unknown_connection"} 1"#), "{metrics}");
}

#[tokio::test]
async fn a_stamp_outside_the_window_is_turned_away() {
    let world = World::at(NOW).await;
    let body = world.book("appointment-01").body;
    let day = Minutes(24 * 60);
    let now = world.clock.now();
    let old = world.platform().signed(body.clone(), Timestamp(now.0 - 2_000).plus(Minutes(-day.0)));
    assert_eq!(world.post(&old).await, 401);
    let ahead = world.platform().signed(body.clone(), Timestamp(now.0 + 60_000).plus(day));
    assert_eq!(world.post(&ahead).await, 401);
    let late = world.platform().signed(body, now.plus(Minutes(-23 * 60)));
    assert_eq!(world.post(&late).await, 200, "a repeat of yesterday is in time");
    assert!(world.get("/metrics").await.1.contains(r#"result="outside_window"} 2"#));
}

#[tokio::test]
async fn what_cannot_be_read_is_parked_for_a_person() {
    let world = World::at(NOW).await;
    for body in [&b"{\"event\":"[..], b"\xff\xfe", b"[]", b"{}", b""] {
        let delivery = world.platform().signed(body.to_vec(), world.clock.now());
        assert_eq!(world.post(&delivery).await, 202, "{}", String::from_utf8_lossy(body));
    }
    world.settled().await;
    let counts = world.running().store().inbox_counts().await.unwrap();
    assert_eq!((counts.new, counts.done, counts.parked), (0, 0, 5));
    assert_eq!(world.get("/readyz").await.0, 200);
}

#[tokio::test]
async fn an_oversized_delivery_is_turned_away_unread() {
    let world = World::at(NOW).await;
    let delivery = world.platform().signed(vec![b' '; 256 * 1024 + 1], world.clock.now());
    assert_eq!(world.post(&delivery).await, 413);
    let fits = world.platform().signed(vec![b' '; 256 * 1024], world.clock.now());
    assert_eq!(world.post(&fits).await, 202);
}

#[tokio::test]
async fn a_known_id_with_another_body_is_stored_and_raises_an_alert() {
    let world = World::at(NOW).await;
    let first = world.book("appointment-01");
    let mut body: serde_json::Value = serde_json::from_slice(&first.body).unwrap();
    body["data"]["node"]["notes"] = "changed".into();
    let second = world.platform().signed(body.to_string().into_bytes(), world.clock.now());
    assert_eq!(world.post(&first).await, 200);
    assert_eq!(world.post(&second).await, 200);
    world.settled().await;
    let counts = world.running().store().inbox_counts().await.unwrap();
    assert_eq!((counts.done, counts.altered), (2, 1));
    assert!(world.get("/metrics").await.1.contains("dispatch_webhooks_altered_total 1"));
    assert_eq!(world.running().state(&practice()).unwrap().bookings().count(), 1, "the platform decides");
}
