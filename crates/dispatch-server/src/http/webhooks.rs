//! Webhooks: `POST /webhooks/{connection}`, answered with success only once the delivery is on the disk.

use std::sync::Arc;

use adapter_kit::{DecodeError, Header, VerifyError};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use dispatch_store::{Delivery, InboxId, Received};
use tracing::{error, info, warn};

use crate::shared::{Connected, Shared};

pub(super) async fn webhook(
    State(shared): State<Arc<Shared>>,
    Path(connection): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, &'static str) {
    let Some(connected) = shared.connections.get(&connection.as_str().into()) else {
        // The name is the sender's: it makes no label.
        shared.metrics.webhook("unknown", "unknown_connection");
        return (StatusCode::NOT_FOUND, "no such connection\n");
    };
    let (result, status, text) = take(&shared, connected, &headers, &body).await;
    shared.metrics.webhook(connected.connection.setup.id.as_str(), result);
    (status, text)
}

async fn take(
    shared: &Arc<Shared>,
    connected: &Connected,
    headers: &HeaderMap,
    body: &[u8],
) -> (&'static str, StatusCode, &'static str) {
    let setup = &connected.connection.setup;
    let headers: Vec<_> = headers
        .iter()
        .filter_map(|(name, value)| Some(Header::new(name.as_str(), value.to_str().ok()?)))
        .collect();
    let received_at = shared.clock.now();
    let verified = match setup.adapter.verify(&headers, body, &setup.webhook_secrets, received_at) {
        Ok(verified) => verified,
        Err(error) => {
            warn!(connection = %setup.id, %error, "delivery not trusted");
            return refused(&error);
        }
    };
    let unreadable = match setup.adapter.decode(body, received_at) {
        Ok(_) => None,
        Err(error @ (DecodeError::NotJson(_) | DecodeError::Missing(_))) => Some(error.to_string()),
    };
    let delivery = Delivery {
        connection: &setup.id,
        delivery: &verified.delivery,
        body,
        received_at,
        unreadable: unreadable.as_deref(),
    };
    // A delivery stored here would wait for the new owner, which does not hear of it.
    if !shared.store.owns(connected.practice.id()).await.unwrap_or(true) {
        error!(connection = %setup.id, "delivery not stored: another process has taken the practice over");
        return ("failed", StatusCode::SERVICE_UNAVAILABLE, "another process serves this practice\n");
    }
    match shared.store.receive(&delivery).await {
        Ok(Received::Duplicate) => ("duplicate", StatusCode::OK, "known\n"),
        Ok(Received::New(id)) => stored(shared, connected, id, unreadable.as_deref()),
        Ok(Received::Altered(id)) => {
            shared.metrics.altered.inc();
            warn!(connection = %setup.id, delivery = verified.delivery, "known delivery id, another body");
            stored(shared, connected, id, unreadable.as_deref())
        }
        Err(error) => {
            error!(connection = %setup.id, %error, "delivery not stored");
            ("failed", StatusCode::SERVICE_UNAVAILABLE, "not stored, please send again\n")
        }
    }
}

fn stored(
    shared: &Shared,
    connected: &Connected,
    id: InboxId,
    unreadable: Option<&str>,
) -> (&'static str, StatusCode, &'static str) {
    let decision = connected.decision(id);
    if let Some(why) = unreadable {
        warn!(decision, why, "delivery parked");
        return ("parked", StatusCode::ACCEPTED, "stored for a person\n");
    }
    info!(decision, "delivery stored");
    shared.timings.received(&decision);
    shared.changed.send_replace(());
    ("stored", StatusCode::OK, "stored\n")
}

fn refused(error: &VerifyError) -> (&'static str, StatusCode, &'static str) {
    match error {
        VerifyError::OutsideWindow { .. } => {
            ("outside_window", StatusCode::UNAUTHORIZED, "signed too long ago\n")
        }
        VerifyError::NoSecret => {
            ("no_secret", StatusCode::SERVICE_UNAVAILABLE, "this connection cannot be verified\n")
        }
        VerifyError::MissingHeader(_) | VerifyError::BadHeader(_) | VerifyError::BadSignature => {
            ("bad_signature", StatusCode::UNAUTHORIZED, "the signature does not fit\n")
        }
    }
}
