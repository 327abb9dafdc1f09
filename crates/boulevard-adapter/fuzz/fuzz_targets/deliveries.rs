//! Any bytes as a delivery, and as the answers to what it makes us ask: read, or refused with a reason.
#![no_main]

use adapter_kit::{Adapter, Header, HttpReply, Inbound, Job, Reply, Secret, Step, Target};
use boulevard_adapter::{Boulevard, Credentials, Settings};
use dispatch_core::Timestamp;
use libfuzzer_sys::fuzz_target;

const NOW: Timestamp = Timestamp(1_767_225_600_000);

fuzz_target!(|bytes: &[u8]| {
    let settings = Settings::new("desk".into(), "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee");
    let secret = || Secret::new("Ymx2ZC1hZGFwdGVyLXRlc3Qtc2VjcmV0LTAxMjM0NTY=");
    let adapter = Boulevard::new(settings, Credentials { api_key: secret(), api_secret: secret() });

    // The first part is a header, the next the body of a delivery, the others answers.
    let mut parts = bytes.split(|byte| *byte == 0);
    let salt = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let body = parts.next().unwrap_or_default();
    let headers = [Header::new("X-Blvd-Hmac-Salt", salt), Header::new("X-Blvd-Hmac-Sha256", "AAAA")];
    assert!(adapter.verify(&headers, body, &[secret()], NOW).is_err(), "nobody guesses a signature");

    let job = match adapter.decode(body, NOW) {
        Ok(Inbound::Fetch(job)) => job,
        _ => Job::Hydrate(Target::Appointment("urn:blvd:Appointment:1".into())),
    };
    let mut step = adapter.begin(&job, NOW);
    for answer in parts.take(8) {
        step = match step {
            Step::Send(_, exchange) => {
                let reply = HttpReply { status: 200, headers: Vec::new(), body: answer.to_vec() };
                adapter.resume(exchange, &Reply::Answer(reply), NOW)
            }
            Step::Wait(until, exchange) => adapter.resume(exchange, &Reply::Due, until),
            Step::Done(_) => return,
        };
    }
});
