//! The stand-in on a socket.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use adapter_kit::Header;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Response, StatusCode},
    routing::post,
};
use dispatch_core::Timestamp;
use tokio::net::TcpListener;

use super::{api::Answer, standin::Boulevard};

/// The path of the Admin API.
pub const PATH: &str = "/api/2020-01/admin";

/// A stand-in that a server and a test share.
pub type Shared = Arc<Mutex<Boulevard>>;

#[derive(Clone)]
struct Served {
    standin: Shared,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    latency: Duration,
}

/// Serves a stand-in at [`PATH`] until the task is dropped. Every call takes `latency`; `clock` is the stand-in's own.
///
/// # Errors
/// If the listener fails.
pub async fn serve(
    listener: TcpListener,
    standin: Shared,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    latency: Duration,
) -> io::Result<()> {
    let router = Router::new().route(PATH, post(answer)).with_state(Served { standin, clock, latency });
    axum::serve(listener, router).await
}

async fn answer(State(served): State<Served>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    tokio::time::sleep(served.latency).await;
    let headers: Vec<Header> = headers
        .iter()
        .filter_map(|(name, value)| value.to_str().ok().map(|value| Header::new(name.as_str(), value)))
        .collect();
    let answer = {
        let mut standin = served.standin.lock().unwrap_or_else(PoisonError::into_inner);
        standin.handle(&headers, &body, (served.clock)())
    };
    match answer {
        Answer::Silence => std::future::pending().await,
        Answer::Reply(reply) => {
            let mut response = Response::new(Body::from(reply.body));
            *response.status_mut() =
                StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            for header in reply.headers {
                let name = header.name.parse::<axum::http::HeaderName>();
                if let (Ok(name), Ok(value)) = (name, header.value.parse()) {
                    response.headers_mut().insert(name, value);
                }
            }
            response
        }
    }
}
