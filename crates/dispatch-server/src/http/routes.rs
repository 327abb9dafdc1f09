//! The addresses that the server answers, and the short answers.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::{get, post},
};
use tokio::net::TcpListener;
use tracing::error;

use super::{api, webhooks};
use crate::{observe::metrics::stand, shared::Shared};

/// Answers until the server stops, then finishes the answers that it began.
pub(crate) async fn listen(shared: Arc<Shared>, listener: TcpListener) {
    let mut stopping = shared.stopping.clone();
    let stop = async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let served = axum::serve(listener, router(shared)).with_graceful_shutdown(stop).await;
    if let Err(error) = served {
        error!(%error, "no longer listening");
    }
}

fn router(shared: Arc<Shared>) -> Router {
    let limit = DefaultBodyLimit::max(shared.limits.body_bytes);
    Router::new()
        .route("/webhooks/{connection}", post(webhooks::webhook).layer(limit))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .nest("/api", api::routes::api(&shared))
        .with_state(shared)
}

/// The process is alive.
async fn health() -> &'static str {
    "ok\n"
}

/// Deliveries can be taken in.
async fn ready(State(shared): State<Arc<Shared>>) -> (StatusCode, &'static str) {
    if shared.is_stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    if !shared.store.is_ready().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n");
    }
    for practice in shared.practices.keys() {
        if !shared.store.owns(practice).await.unwrap_or(false) {
            return (StatusCode::SERVICE_UNAVAILABLE, "another process has taken a practice over\n");
        }
    }
    (StatusCode::OK, "ready\n")
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
