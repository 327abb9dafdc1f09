//! The board of a day, messages that failed, and an API that is off.

use crate::{
    desk_client::{Asking, asked},
    fixture::World,
};

const NOW: &str = "2026-06-12T13:14:00Z";

#[tokio::test]
async fn the_board_shows_the_day_by_provider() {
    let world = World::at(NOW).await;
    asked(&world, &["appointment-34", "appointment-37"]).await;
    let board = Asking::get("/api/v1/board").send(&world).await;
    assert_eq!(board.body["date"], "2026-06-12", "today at the location");
    let bookings: Vec<_> = board.body["providers"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row["bookings"].as_array().unwrap())
        .collect();
    assert_eq!(bookings.len(), 2, "{}", board.body);
    let find = |appointment: &str| bookings.iter().find(|entry| entry["appointment"] == appointment).unwrap();
    let decided = find("appointment-34");
    assert_eq!((&decided["disposition"], &decided["written"]), (&"assigned".into(), &"acknowledged".into()));
    assert_eq!(decided["start"]["local"], "2026-06-12T14:00:00-04:00");
    assert!(decided["resources"][0]["name"].is_string() && decided["services"][0]["name"].is_string());
    let waiting = find("appointment-37");
    assert_eq!(waiting["flags"][0], "vip");
    assert!(waiting["exception"].is_string());
    let another_day = Asking::get("/api/v1/board?date=2026-06-13").send(&world).await;
    assert_eq!(another_day.body["providers"], serde_json::json!([]));
}

#[tokio::test]
async fn a_message_that_failed_is_listed_with_its_reason() {
    let world = World::at(NOW).await;
    // The platform knows no address of this client.
    let delivery = world.book("appointment-34");
    world.platform().clients.values_mut().for_each(|client| client.email = None);
    assert_eq!(world.post(&delivery).await, 200);
    world.settled().await;
    let failed = Asking::get("/api/v1/messages?status=failed").send(&world).await;
    let messages = failed.body["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 1, "{}", failed.body);
    assert_eq!(messages[0]["kind"], "confirmation");
    assert_eq!(messages[0]["why"], "no e-mail address is known");
    assert_eq!(messages[0]["appointment"], "appointment-34");
}

#[tokio::test]
async fn without_a_token_in_the_configuration_the_api_is_off_and_says_so() {
    let world = World::without_a_token(NOW).await;
    for asking in [Asking::get("/api/v1/exceptions"), Asking::get("/api").without("authorization")] {
        let answered = asking.send(&world).await;
        assert_eq!(answered.problem(), (403, "api_off"));
        assert!(answered.body["hint"].as_str().unwrap().contains("api_tokens"));
    }
    assert_eq!(world.get("/healthz").await.0, 200);
}
