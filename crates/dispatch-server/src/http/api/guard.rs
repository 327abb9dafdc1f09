//! The guard before all of the API: nothing is answered without a token.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::problem::{Code, Problem};
use crate::shared::Shared;

/// Lets a request through with its caller, or refuses it.
pub(super) async fn guard(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    if shared.tokens.is_empty() {
        return Problem::new(Code::ApiOff, "no practice of this service has a token").into_response();
    }
    let Some(caller) = bearer(request.headers()).and_then(|token| shared.tokens.caller(token)) else {
        return Problem::new(Code::NoToken, "the request carries no token that is known").into_response();
    };
    request.extensions_mut().insert(caller);
    next.run(request).await
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
