//! Deliveries: their signature, and the job that reads what they are about.

use adapter_kit::{
    DecodeError, Header, Inbound, Job, Secret, Target, Verified, VerifyError, digest, header, hmac_matches,
    within,
};
use dispatch_core::Timestamp;
use serde_json::Value;

use crate::settings::Settings;

pub(crate) fn verify(
    settings: &Settings,
    headers: &[Header],
    body: &[u8],
    secrets: &[Secret],
    now: Timestamp,
) -> Result<Verified, VerifyError> {
    let named = |name: &str| header(headers, name).ok_or_else(|| VerifyError::MissingHeader(name.to_owned()));
    let salt = named(&settings.salt_header)?;
    let signature = named(&settings.signature_header)?;
    let keys: Vec<Vec<u8>> = secrets.iter().filter_map(Secret::base64_key).collect();
    if keys.is_empty() {
        return Err(VerifyError::NoSecret);
    }
    // The salt goes in as it came, colons included, and the body byte for byte.
    let parts: [&[u8]; 3] = [salt.as_bytes(), b":", body];
    // Every key is tried, so that the time taken does not tell which one fits.
    let fits = keys.iter().fold(false, |fits, key| hmac_matches(key, &parts, signature) | fits);
    if !fits {
        return Err(VerifyError::BadSignature);
    }
    let signed_at = stamp(salt).ok_or_else(|| VerifyError::BadHeader(settings.salt_header.clone()))?;
    if !within(signed_at, now, settings.window_seconds) {
        return Err(VerifyError::OutsideWindow { signed_at, now });
    }
    Ok(Verified { delivery: delivery_id(body), signed_at: Some(signed_at) })
}

/// The unix seconds at the end of a salt such as `blvd-webhook-v1:<application>:1767225600`.
fn stamp(salt: &str) -> Option<Timestamp> {
    let (_, seconds) = salt.rsplit_once(':')?;
    seconds.parse::<i64>().ok()?.checked_mul(1000).map(Timestamp)
}

/// The platform's own key of the delivery where it sends one; else the body itself is its name.
fn delivery_id(body: &[u8]) -> String {
    let document: Option<Value> = serde_json::from_slice(body).ok();
    let key = document.as_ref().and_then(|document| document["idempotencyKey"].as_str());
    key.filter(|key| !key.is_empty()).map_or_else(|| format!("sha256:{}", digest(body)), str::to_owned)
}

/// Bodies are made by a query that Boulevard's staff can change, so they say *that* something changed and never
/// what: appointments and blocks are always read back.
pub(crate) fn decode(body: &[u8]) -> Result<Inbound, DecodeError> {
    let document: Value =
        serde_json::from_slice(body).map_err(|error| DecodeError::NotJson(error.to_string()))?;
    let event = event_type(&document).ok_or(DecodeError::Missing("eventType"))?;
    let target: fn(_) -> Target = if event.starts_with("APPOINTMENT_") {
        Target::Appointment
    } else if event.starts_with("TIMEBLOCK_") {
        Target::Block
    } else {
        return Ok(Inbound::Ignored { event });
    };
    let id = node_id(&document).ok_or(DecodeError::Missing("data.node.id"))?;
    Ok(Inbound::Fetch(Job::Hydrate(target(id.into()))))
}

/// `eventType`, else the dotted `event` brought to the same form: close enough to tell appointments from the rest.
fn event_type(document: &Value) -> Option<String> {
    let typed = document["eventType"].as_str().map(str::to_owned);
    let dotted = || document["event"].as_str().map(|event| event.replace('.', "_").to_ascii_uppercase());
    typed.or_else(dotted).filter(|event| !event.is_empty())
}

/// Where samples have been seen to carry the id, most trusted first.
fn node_id(document: &Value) -> Option<&str> {
    let places = [&document["data"]["node"]["id"], &document["data"]["id"], &document["resourceId"]];
    places.into_iter().find_map(Value::as_str).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use adapter_kit::hmac_base64;

    use super::*;

    const SECRET: &str = "Ymx2ZC1hZGFwdGVyLXRlc3Qtc2VjcmV0LTAxMjM0NTY=";
    const SALT: &str = "blvd-webhook-v1:11111111-2222-4333-8444-555555555555:1767225600";
    const BODY: &str = r#"{"event":"appointment.created","eventType":"APPOINTMENT_CREATED","resource":"Appointment","data":{"node":{"__typename":"Appointment","id":"urn:blvd:Appointment:00000000-0000-4000-8000-000000000001"}}}"#;
    const SIGNATURE: &str = "o3Zc0WKQ2om9EfiXnIKa+bd04AJ4bsazL3rFhscVQtM=";
    const SIGNED_AT: Timestamp = Timestamp(1_767_225_600_000);

    fn settings() -> Settings {
        Settings::new("blvd".into(), "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee")
    }

    fn headers(salt: &str, signature: &str) -> [Header; 2] {
        [Header::new("X-Blvd-Hmac-Salt", salt), Header::new("x-blvd-hmac-sha256", signature)]
    }

    fn check(headers: &[Header], body: &str, secret: &str, now: Timestamp) -> Result<Verified, VerifyError> {
        verify(&settings(), headers, body.as_bytes(), &[Secret::new(secret)], now)
    }

    #[test]
    fn the_published_vector_verifies() {
        let verified = check(&headers(SALT, SIGNATURE), BODY, SECRET, SIGNED_AT).unwrap();
        assert_eq!(verified.signed_at, Some(SIGNED_AT));
        assert!(verified.delivery.starts_with("sha256:"), "a body without a key is named by itself");
    }

    #[test]
    fn a_changed_body_salt_or_secret_does_not() {
        let good = headers(SALT, SIGNATURE);
        let changed = BODY.replace("0001", "0002");
        assert_eq!(check(&good, &changed, SECRET, SIGNED_AT), Err(VerifyError::BadSignature));
        let salted = headers(&SALT.replace("5600", "5601"), SIGNATURE);
        assert_eq!(check(&salted, BODY, SECRET, SIGNED_AT), Err(VerifyError::BadSignature));
        assert_eq!(check(&good, BODY, "b3RoZXI=", SIGNED_AT), Err(VerifyError::BadSignature));
        assert_eq!(check(&good, BODY, "not base64!", SIGNED_AT), Err(VerifyError::NoSecret));
        assert!(matches!(check(&good[..1], BODY, SECRET, SIGNED_AT), Err(VerifyError::MissingHeader(_))));
    }

    #[test]
    fn either_secret_of_a_rotation_verifies() {
        let secrets = [Secret::new("b3RoZXI="), Secret::new(SECRET)];
        let headers = headers(SALT, SIGNATURE);
        assert!(verify(&settings(), &headers, BODY.as_bytes(), &secrets, SIGNED_AT).is_ok());
    }

    #[test]
    fn the_window_is_a_day_either_way() {
        let good = headers(SALT, SIGNATURE);
        let day = 24 * 60 * 60 * 1000;
        assert!(check(&good, BODY, SECRET, Timestamp(SIGNED_AT.0 + day)).is_ok());
        let late = check(&good, BODY, SECRET, Timestamp(SIGNED_AT.0 + day + 1));
        assert!(matches!(late, Err(VerifyError::OutsideWindow { .. })));
    }

    #[test]
    fn a_signed_salt_without_a_stamp_is_not_trusted() {
        let key = Secret::new(SECRET).base64_key().unwrap();
        let signature = hmac_base64(&key, &[b"salt", b":", BODY.as_bytes()]);
        let answer = check(&headers("salt", &signature), BODY, SECRET, SIGNED_AT);
        assert!(matches!(answer, Err(VerifyError::BadHeader(_))));
    }

    fn fetched(body: &str) -> Target {
        match decode(body.as_bytes()) {
            Ok(Inbound::Fetch(Job::Hydrate(target))) => target,
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn appointments_and_blocks_are_read_back() {
        let id = "urn:blvd:Appointment:00000000-0000-4000-8000-000000000001";
        assert_eq!(fetched(BODY), Target::Appointment(id.into()));
        for kind in "CREATED UPDATED RESCHEDULED CANCELLED CONFIRMED ARRIVED ACTIVE COMPLETED NEVER_HEARD_OF"
            .split(' ')
        {
            assert_eq!(
                fetched(&BODY.replace("_CREATED", &format!("_{kind}"))),
                Target::Appointment(id.into())
            );
        }
        for kind in ["CREATED", "RESCHEDULED", "CANCELLED"] {
            let body = BODY.replace("APPOINTMENT_CREATED", &format!("TIMEBLOCK_{kind}"));
            assert_eq!(fetched(&body), Target::Block(id.into()));
        }
        let untyped = BODY.replace(r#""eventType":"APPOINTMENT_CREATED","#, "");
        assert_eq!(fetched(&untyped), Target::Appointment(id.into()), "the dotted event is the fallback");
        assert_eq!(
            fetched(r#"{"eventType":"APPOINTMENT_UPDATED","resourceId":"a"}"#),
            Target::Appointment("a".into())
        );
    }

    #[test]
    fn other_events_are_ignored_and_nonsense_is_an_error() {
        let ping = br#"{"event":"ping","eventType":"PING","success":true,"url":"https://x","webhookId":"w"}"#;
        assert_eq!(decode(ping), Ok(Inbound::Ignored { event: "PING".into() }));
        assert!(matches!(decode(br#"{"eventType":"ORDER_COMPLETED"}"#), Ok(Inbound::Ignored { .. })));
        assert!(matches!(decode(b"{"), Err(DecodeError::NotJson(_))));
        assert_eq!(decode(b"{}"), Err(DecodeError::Missing("eventType")));
        assert_eq!(decode(b"[1]"), Err(DecodeError::Missing("eventType")));
        assert_eq!(
            decode(br#"{"eventType":"APPOINTMENT_CREATED","data":null}"#),
            Err(DecodeError::Missing("data.node.id"))
        );
    }

    #[test]
    fn a_delivery_is_named_by_its_key() {
        assert_eq!(delivery_id(br#"{"idempotencyKey":"k1"}"#), "k1");
        assert_ne!(delivery_id(b"a"), delivery_id(b"b"));
    }
}
