//! The addresses of the API.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};

use super::{
    answer, guard,
    problem::{Code, Problem},
    read,
};
use crate::shared::Shared;

/// More than the longest command.
const BODY_BYTES: usize = 16 * 1024;

/// Everything under `/api`.
pub(crate) fn api(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    Router::new()
        .route("/v1/exceptions", get(read::exceptions))
        .route("/v1/exceptions/{id}", get(read::exception))
        .route("/v1/exceptions/{id}/resolution", post(answer::resolve))
        .route("/v1/exceptions/{id}/claim", post(answer::claim).delete(answer::release))
        .route("/v1/board", get(read::board))
        .route("/v1/messages", get(read::messages))
        .fallback(async || Problem::new(Code::NotFound, "there is nothing at this address"))
        .method_not_allowed_fallback(async || {
            Problem::new(Code::WrongMethod, "this address does not answer to this method")
        })
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(middleware::from_fn_with_state(shared.clone(), guard::guard))
}
