//! The service: requests with a token, and its replies.

use std::{
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::problem;
use crate::failure::Failure;

/// How often a command is sent if its answer is lost. The service knows it by its key, so it is done once.
const ATTEMPTS: u32 = 3;
const TIMEOUT: Duration = Duration::from_secs(30);

/// A running service.
pub(super) struct Service {
    address: String,
    token: String,
    client: reqwest::Client,
}

/// What it says.
pub(super) struct Reply {
    pub(super) body: Value,
}

impl Service {
    pub(super) fn new(address: &str, token: &str) -> Result<Self, Failure> {
        let client = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build();
        let client = client.map_err(|fault| Failure::plain(&fault))?;
        Ok(Self { address: address.trim_end_matches('/').to_owned(), token: token.to_owned(), client })
    }

    pub(super) async fn get(&self, path: &str) -> Result<Reply, Failure> {
        self.reply(self.request(reqwest::Method::GET, path)).await
    }

    /// Sends a command under a fresh key, and again under the same key if its answer is lost.
    pub(super) async fn post(&self, path: &str, seen: Option<u64>, body: &Value) -> Result<Reply, Failure> {
        let mut request = self
            .request(reqwest::Method::POST, path)
            .header("content-type", "application/json")
            .header("idempotency-key", key())
            .body(body.to_string());
        if let Some(seen) = seen {
            request = request.header("if-match", format!("\"{seen}\""));
        }
        self.reply(request).await
    }

    pub(super) async fn release(&self, path: &str, by: &str) -> Result<Reply, Failure> {
        let by: String = by.bytes().map(|byte| format!("%{byte:02X}")).collect();
        self.reply(self.request(reqwest::Method::DELETE, &format!("{path}?by={by}"))).await
    }

    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.address);
        self.client.request(method, url).header("authorization", format!("Bearer {}", self.token))
    }

    /// Each request may be repeated: what changes something carries a key, or may be done twice.
    async fn reply(&self, request: reqwest::RequestBuilder) -> Result<Reply, Failure> {
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            let Some(again) = request.try_clone() else { break };
            match again.send().await {
                Ok(answer) if answer.status() == reqwest::StatusCode::SERVICE_UNAVAILABLE => {
                    last = "it is not ready".to_owned();
                }
                Ok(answer) => match self.read(answer).await {
                    Ok(reply) => return reply,
                    Err(lost) => last = lost,
                },
                Err(lost) => last = cause(&lost),
            }
        }
        Err(Failure::with_help(
            format!("the service at {} does not answer: {last}", self.address),
            "check the address (--server), and that the service is running",
        ))
    }

    /// The reply, or why it was lost on the way.
    async fn read(&self, answer: reqwest::Response) -> Result<Result<Reply, Failure>, String> {
        let status = answer.status();
        let text = answer.text().await.map_err(|lost| cause(&lost))?;
        let Ok(body) = serde_json::from_str::<Value>(&text) else {
            return Ok(Err(Failure::with_help(
                format!("{} answered {status}, and not as this service does", self.address),
                "check the address (--server)",
            )));
        };
        Ok(if status.is_success() {
            Ok(Reply { body })
        } else {
            Err(problem::failure(status.as_u16(), &body))
        })
    }
}

impl Reply {
    /// The reply as the program knows it; fields that it does not know are ignored.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_value(self.body.clone()).map_err(|fault| {
            Failure::with_help(
                format!("the service's answer is not understood: {fault}"),
                "use the `dispatch` of the same version as the service",
            )
        })
    }
}

/// The innermost cause, which says most.
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// A key that no other command has: the standard library seeds each of these from the system's randomness.
fn key() -> String {
    let draw = || RandomState::new().hash_one(std::process::id());
    format!("{:016x}{:016x}", draw(), draw())
}
