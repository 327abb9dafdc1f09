//! No delivery and no answer, whatever its bytes, makes the adapter panic, and what is damaged is never taken for whole.

use adapter_kit::{Adapter, Header, Job, Reply, Secret, Step, Target};
use proptest::{collection::vec, prelude::*, sample::Index};

use crate::fixture::{APPOINTMENT, Pair, SECRET, settings};

/// Bytes put in the place of others.
type Edit = (Index, usize, Vec<u8>);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let word = prop_oneof![
        vec(any::<u8>(), 0..4),
        prop::sample::select(vec![
            "null",
            "\"\"",
            "{",
            "[]",
            "-1",
            "99999999999999999999",
            "\\u0000",
            "\"2026-13-40T25:00Z\""
        ])
        .prop_map(|word: &str| word.as_bytes().to_vec()),
    ];
    vec((any::<Index>(), 0..12_usize, word), 1..4)
}

fn damaged(body: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut body = body.to_vec();
    for (at, length, word) in edits {
        let start = if body.is_empty() { 0 } else { at.index(body.len()) };
        let end = (start + length).min(body.len());
        body.splice(start..end, word.iter().copied());
    }
    body
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_delivery_is_refused_or_read(body in vec(any::<u8>(), 0..200), edits in edits(), salt in "\\PC{0,40}") {
        let mut pair = Pair::new(settings());
        let now = pair.now;
        let delivery = pair.standin.delivery("APPOINTMENT_CREATED", APPOINTMENT, now);
        let headers = [Header::new("X-Blvd-Hmac-Salt", salt), Header::new("X-Blvd-Hmac-Sha256", "AAAA")];
        for body in [body, damaged(&delivery.body, &edits)] {
            let _ = pair.adapter.decode(&body, now);
            prop_assert!(pair.adapter.verify(&headers, &body, &[Secret::new(SECRET)], now).is_err());
            let signed = pair.adapter.verify(&delivery.headers, &body, &[Secret::new(SECRET)], now);
            prop_assert_eq!(signed.is_ok(), body == delivery.body);
        }
    }

    #[test]
    fn any_answer_is_taken_or_asked_for_again(edits in vec(edits(), 1..6), block in any::<bool>()) {
        let mut pair = Pair::new(settings());
        let what = if block { Target::Block(APPOINTMENT.into()) } else { Target::Appointment(APPOINTMENT.into()) };
        let mut step = pair.adapter.begin(&Job::Hydrate(what), pair.now);
        for edits in edits.iter().cycle().take(40) {
            step = match step {
                Step::Done(_) => break,
                Step::Wait(until, exchange) => {
                    pair.now = pair.now.max(until);
                    pair.adapter.resume(exchange, &Reply::Due, pair.now)
                }
                Step::Send(request, exchange) => {
                    let mut reply = pair.send(&request);
                    if let Reply::Answer(answer) = &mut reply {
                        answer.body = damaged(&answer.body, edits);
                    }
                    pair.adapter.resume(exchange, &reply, pair.now)
                }
            };
        }
    }
}
