//! Every address that the server answers.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::{get, post},
};

use super::webhooks;
use crate::{observe::metrics::stand, shared::Shared};

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let limit = DefaultBodyLimit::max(shared.limits.body_bytes);
    Router::new()
        .route("/webhooks/{connection}", post(webhooks::webhook).layer(limit))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(shared)
}

/// The process is alive.
async fn health() -> &'static str {
    "ok\n"
}

/// Deliveries can be taken in.
async fn ready(State(shared): State<Arc<Shared>>) -> (StatusCode, &'static str) {
    if shared.is_stopping() {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
    } else if shared.store.is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
    }
}

async fn metrics(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    if let Ok(counts) = shared.store.inbox_counts().await {
        stand(&shared.metrics.inbox, "new", counts.new);
        stand(&shared.metrics.inbox, "done", counts.done);
        stand(&shared.metrics.inbox, "parked", counts.parked);
        stand(&shared.metrics.inbox, "altered", counts.altered);
    }
    if let Ok(counts) = shared.store.outbox_counts().await {
        stand(&shared.metrics.outbox, "open", counts.open);
        stand(&shared.metrics.outbox, "done", counts.done);
        stand(&shared.metrics.outbox, "dead", counts.dead);
        stand(&shared.metrics.outbox, "unknown", counts.unknown);
    }
    let format = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, format)], shared.metrics.text())
}
