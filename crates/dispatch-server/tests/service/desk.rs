//! People answer exceptions over the API: by name, on what they saw, once.

use serde_json::{Value, json};

use crate::{
    desk_client::{Asking, asked, take},
    fixture::{World, assert_finished, practice},
};

const NOW: &str = "2026-06-12T13:14:00Z";
/// A VIP: always decided by a person, and the best candidate is held.
const VIP: &str = "appointment-37";
const KEY: &str = "0123456789abcdef";
const OTHER_KEY: &str = "fedcba9876543210";

fn id(exception: &Value) -> String {
    exception["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_waits_is_listed_soonest_deadline_first_and_shown_with_its_choices() {
    let world = World::at(NOW).await;
    let (shown, etag) = asked(&world, &["appointment-26", VIP]).await;
    let list = Asking::get("/api/v1/exceptions").send(&world).await;
    let lines = list.body["exceptions"].as_array().unwrap();
    let deadlines: Vec<_> = lines.iter().map(|line| line["deadline"]["at"].as_str().unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert!(deadlines.is_sorted(), "{deadlines:?}");
    let one = Asking::get("/api/v1/exceptions?limit=1").send(&world).await;
    assert_eq!(one.body["exceptions"].as_array().unwrap(), &lines[..1]);

    assert_eq!(shown["reasons"][0]["slug"], "vip");
    assert_eq!(shown["reasons"][0]["sentence"], "The client is a VIP.");
    assert_eq!(etag, format!("\"{}\"", shown["version"]));
    assert_eq!(shown["booking"]["appointment"], VIP);
    assert_eq!(shown["booking"]["shown"]["items"][0]["start"]["local"], "2026-06-12T14:50:00-04:00");
    let best = &shown["candidates"][0];
    assert_eq!(best["start"]["at"], "2026-06-12T18:50:00Z");
    assert!(best["items"][0]["provider"]["name"].is_string(), "{best}");
    assert_eq!(shown["held"]["until"], shown["deadline"]);
    let held: Vec<_> = shown["held"]["uses"].as_array().unwrap().iter().map(|held| &held["id"]).collect();
    assert!(held.contains(&&best["items"][0]["provider"]["id"]), "{held:?}");
    let text = shown.to_string();
    assert!(!text.contains('@'), "no address of a client is shown: {text}");
}

#[tokio::test]
async fn an_answer_by_name_is_written_back_and_confirmed() {
    let world = World::at(NOW).await;
    let (shown, etag) = asked(&world, &[VIP]).await;
    assert!(world.messages().is_empty());
    let choice = shown["candidates"].as_array().unwrap().last().unwrap();
    let answered = Asking::answer(&id(&shown), &etag, KEY, &take(choice, "dana")).send(&world).await;
    assert_eq!(answered.status, 200, "{}", answered.body);
    assert_eq!(answered.body["open"], false);
    assert_eq!(answered.body["booking"]["decided"]["items"][0]["provider"], choice["items"][0]["provider"]);
    assert!(answered.body["events"].as_array().unwrap().contains(&json!("assigned")));
    world.settled().await;
    assert_finished(&world).await;
    assert_eq!(world.messages().len(), 1);
    let booking = world.booking(VIP).unwrap();
    assert_eq!((booking.exception, booking.pinned), (None, true));

    let after = Asking::get(&format!("/api/v1/exceptions/{}", id(&shown))).send(&world).await;
    assert_eq!((after.status, after.etag), (200, None));
    assert_eq!((&after.body["open"], &after.body["answered_by"]), (&json!(false), &json!("dana")));
    let list = Asking::get("/api/v1/exceptions").send(&world).await;
    assert_eq!(list.body, json!({ "exceptions": [] }));
}

#[tokio::test]
async fn of_two_people_who_answer_at_once_one_is_told_who_was_first() {
    let world = World::at(NOW).await;
    let (shown, etag) = asked(&world, &[VIP]).await;
    let choices = shown["candidates"].as_array().unwrap();
    let (one, other) = (choices.first().unwrap(), choices.last().unwrap());
    let ann = Asking::answer(&id(&shown), &etag, KEY, &take(one, "ann"));
    let bob = Asking::answer(&id(&shown), &etag, OTHER_KEY, &take(other, "bob"));
    let (ann, bob) = tokio::join!(ann.send(&world), bob.send(&world));
    let (first, second, winner) = if ann.status == 200 { (ann, bob, "ann") } else { (bob, ann, "bob") };
    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(second.problem(), (409, "closed"));
    assert_eq!(second.body["current"]["answered_by"], winner);
    let decided = &second.body["current"]["booking"]["decided"]["items"];
    assert_eq!(decided, &first.body["booking"]["decided"]["items"], "as it is now");
    world.settled().await;
    assert_eq!(world.messages().len(), 1);
}

#[tokio::test]
async fn a_repeat_gets_the_stored_answer_and_changes_nothing_even_after_a_crash() {
    let mut world = World::at(NOW).await;
    let (shown, etag) = asked(&world, &[VIP]).await;
    let asking = Asking::answer(&id(&shown), &etag, KEY, &take(&shown["candidates"][0], "dana"));
    let first = asking.send(&world).await;
    assert_eq!((first.status, first.repeated), (200, false), "{}", first.body);
    world.settled().await;
    let events = world.running().state(&practice()).unwrap().sequence();

    // As a crash would stop it; the answer is taken not to have come through.
    drop(world.running.take());
    world.start().await;
    let started = world.running().state(&practice()).unwrap().sequence();
    let again = asking.send(&world).await;
    assert_eq!((again.status, again.repeated), (200, true), "{}", again.body);
    assert_eq!(again.body, first.body);
    let quoted = asking.clone().with("idempotency-key", &format!("\"{KEY}\"")).send(&world).await;
    assert!(quoted.repeated, "a key in quotes is the same key");
    world.settled().await;
    assert_eq!(world.running().state(&practice()).unwrap().sequence(), started);
    assert!(started >= events);
    assert_eq!(world.messages().len(), 1);

    let other = Asking::answer(&id(&shown), &etag, KEY, &json!({ "answer": "decline", "by": "dana" }));
    assert_eq!(other.send(&world).await.problem(), (422, "key_reused"));
    let week = world.clock.now().plus(dispatch_core::Minutes(8 * 24 * 60));
    world.running().advance_to(week).await;
    let forgotten = async || asking.send(&world).await.status == 409;
    for _ in 0..1_000 {
        if forgotten().await {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("an answer is kept for seven days");
}

#[tokio::test]
async fn an_answer_that_nobody_waited_for_is_stored_all_the_same() {
    use tokio::io::AsyncWriteExt as _;
    let mut world = World::at(NOW).await;
    let (shown, etag) = asked(&world, &[VIP]).await;
    let asking = Asking::answer(&id(&shown), &etag, KEY, &take(&shown["candidates"][0], "dana"));
    let body = asking.body.clone().unwrap();
    let mut request =
        format!("POST {} HTTP/1.1\r\nhost: desk\r\ncontent-length: {}\r\n", asking.path, body.len());
    for (name, value) in &asking.headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    let mut connection = tokio::net::TcpStream::connect(world.running().address()).await.unwrap();
    connection.write_all(format!("{request}\r\n{body}").as_bytes()).await.unwrap();
    while world.booking(VIP).unwrap().exception.is_some() {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    drop(connection);
    drop(world.running.take());
    world.start().await;
    let again = asking.send(&world).await;
    assert_eq!((again.status, again.repeated), (200, true), "{}", again.body);
    assert_eq!(again.body["booking"]["disposition"], "assigned");
}

#[tokio::test]
async fn every_refusal_says_what_was_wrong() {
    let world = World::at(NOW).await;
    let (shown, etag) = asked(&world, &[VIP]).await;
    let id = id(&shown);
    let good = Asking::answer(&id, &etag, KEY, &take(&shown["candidates"][0], "dana"));
    let saying = |body: Value| good.clone().saying(&body.to_string());
    let mut elsewhere = take(&shown["candidates"][0], "dana");
    elsewhere["items"][0]["resources"] = json!(["laser-1"]);
    let mut more = take(&shown["candidates"][0], "dana");
    more["position"] = json!(0);
    let path = |path: &str| Asking { path: path.to_owned(), ..good.clone() };
    let cases = [
        (good.clone().without("authorization"), 401, "no_token"),
        (good.clone().with("authorization", "Bearer another-token-that-is-not-known"), 401, "no_token"),
        (Asking::get("/api/v1/exceptions").without("authorization"), 401, "no_token"),
        (Asking::get("/api/nothing").without("authorization"), 401, "no_token"),
        (Asking::get("/api/v1/nothing"), 404, "not_found"),
        (Asking::get("/api/v1/exceptions/x999999"), 404, "not_found"),
        (Asking::get("/api/v1/exceptions/12"), 404, "not_found"),
        (Asking::get("/api/v1/exceptions/%FF"), 404, "not_found"),
        (path("/api/v1/exceptions/x999999/resolution"), 404, "not_found"),
        (path("/api/v1/exceptions/../resolution"), 404, "not_found"),
        (path("/api/v1/exceptions"), 405, "wrong_method"),
        (Asking::get("/api/v1/exceptions?limit=0"), 400, "malformed"),
        (Asking::get("/api/v1/exceptions?status=open"), 400, "malformed"),
        (Asking::get("/api/v1/board?date=tomorrow"), 400, "malformed"),
        (Asking::get("/api/v1/messages"), 400, "malformed"),
        (good.clone().without("idempotency-key"), 400, "key_missing"),
        (good.clone().with("idempotency-key", "short"), 400, "key_malformed"),
        (good.clone().without("if-match"), 428, "version_missing"),
        (good.clone().with("if-match", "*"), 400, "version_malformed"),
        (good.clone().with("if-match", "\"1\""), 409, "stale"),
        (good.clone().with("content-type", "text/plain"), 415, "not_json"),
        (good.clone().saying(&"x".repeat(20_000)), 413, "too_large"),
        (good.clone().saying("{"), 400, "malformed"),
        (saying(more), 400, "malformed"),
        (saying(json!({ "answer": "keep", "by": "dana" })), 400, "malformed"),
        (saying(json!({ "answer": "decline" })), 400, "malformed"),
        (saying(json!({ "answer": "decline", "by": " " })), 400, "malformed"),
        (saying(json!({ "answer": "done", "by": "dana" })), 422, "decision_needed"),
        (saying(elsewhere), 422, "choice_refused"),
    ];
    for (position, (asking, status, code)) in cases.iter().enumerate() {
        let answered = asking.send(&world).await;
        assert_eq!(answered.problem(), (*status, *code), "case {position}: {}", answered.body);
        if *status == 401 {
            continue;
        }
        if ["stale", "decision_needed", "choice_refused"].contains(code) {
            assert_eq!(answered.body["current"], shown, "case {position}: as it is now");
            assert_eq!(answered.etag.as_ref(), Some(&etag));
        }
        if *code == "choice_refused" {
            assert_eq!(answered.body["reasons"], json!(["fully_booked"]), "the registry says why");
        }
    }
    assert!(world.booking(VIP).unwrap().exception.is_some(), "nothing was answered");
    assert_eq!(good.send(&world).await.status, 200, "and no refusal used up the key");
}

#[tokio::test]
async fn who_has_it_in_hand_is_left_in_peace_until_they_give_it_back() {
    let world = World::at(NOW).await;
    let (shown, etag) = asked(&world, &[VIP]).await;
    let path = format!("/api/v1/exceptions/{}", id(&shown));
    let claim = |by: &str, key: &str| Asking::post(&format!("{path}/claim"), key, &json!({ "by": by }));
    let claimed = claim("ann", KEY).send(&world).await;
    assert_eq!(claimed.status, 200, "{}", claimed.body);
    assert!(claim("ann", KEY).send(&world).await.repeated);
    let held = Asking::get(&path).send(&world).await;
    assert_eq!(held.body["in_hand"]["by"], "ann");
    let same = Some(etag.clone());
    assert_eq!((&claimed.etag, &held.etag), (&same, &same), "the question is what it was");

    let bob = claim("bob", OTHER_KEY).send(&world).await;
    assert_eq!(bob.problem(), (409, "in_hand"));
    assert_eq!(bob.body["current"], held.body);
    let take_it = take(&held.body["candidates"][0], "bob");
    let answer = Asking::answer(&id(&shown), &etag, OTHER_KEY, &take_it);
    assert_eq!(answer.send(&world).await.problem(), (409, "in_hand"));

    let release = Asking { method: reqwest::Method::DELETE, ..Asking::get(&format!("{path}/claim?by=ann")) };
    assert_eq!(release.send(&world).await.status, 200);
    let free = Asking::get(&path).send(&world).await;
    assert!(free.body["in_hand"].is_null());
    assert_eq!(answer.send(&world).await.status, 200);
    let nobody = Asking { path: format!("{path}/claim"), ..release };
    assert_eq!(nobody.send(&world).await.problem(), (400, "malformed"));
}

#[tokio::test]
async fn an_override_is_taken_against_the_rules_and_keeps_its_reason() {
    let world = World::at(NOW).await;
    let (shown, etag) = asked(&world, &[VIP]).await;
    let mut wanted = take(&shown["candidates"][0], "dana");
    // Before anyone is there: against every rule on hours.
    wanted["start"] = json!("2026-06-12T10:00:00Z");
    let refused = Asking::answer(&id(&shown), &etag, KEY, &wanted).send(&world).await;
    assert_eq!(refused.problem(), (422, "choice_refused"));
    assert!(refused.body["reasons"].as_array().unwrap().contains(&json!("outside_opening")));
    wanted["answer"] = json!("override");
    let without_why = Asking::answer(&id(&shown), &etag, KEY, &wanted).send(&world).await;
    assert_eq!(without_why.problem(), (400, "malformed"));
    wanted["why"] = json!("She comes in early for this client.");
    let taken = Asking::answer(&id(&shown), &etag, KEY, &wanted).send(&world).await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    assert_eq!(taken.body["booking"]["decided"]["start"]["local"], "2026-06-12T06:00:00-04:00");
    let journal = world.running().store().events_after(&practice(), 0, u32::MAX).await.unwrap();
    assert!(journal.iter().any(|row| row.event.contains("She comes in early for this client.")));
}
