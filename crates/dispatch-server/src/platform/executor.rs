//! The one HTTP client: sends what adapters ask for, within each platform's rate budget, and drives an exchange to its
//! end.

use adapter_kit::{Exchange, Header, HttpReply, HttpRequest, Lost, Method, Outcome, Reply, Step};
use tokio::sync::Semaphore;
use tracing::{debug, info};

use super::connection::PlatformConnection;
use crate::{
    clock::{Clock, instant},
    observe::{
        metrics::{Metrics, Request},
        timing::Timings,
    },
    setup::Limits,
};

/// Sends requests. One for all connections.
pub(crate) struct Executor {
    client: reqwest::Client,
    clock: Clock,
    metrics: Metrics,
    timings: Timings,
    reply_bytes: usize,
    /// Requests under way at the same time.
    permits: Semaphore,
}

/// Where an exchange is stored before each request. Reads need no storing: they are begun anew.
pub(crate) trait Save {
    type Error;
    async fn save(&mut self, exchange: &Exchange) -> Result<(), Self::Error>;
}

/// Stores nothing.
pub(crate) struct NotSaved;

impl Save for NotSaved {
    type Error = std::convert::Infallible;
    async fn save(&mut self, _: &Exchange) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl Executor {
    pub(crate) fn new(
        clock: Clock,
        metrics: Metrics,
        timings: Timings,
        limits: &Limits,
    ) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(limits.request_timeout)
            .build()?;
        let permits = Semaphore::new(limits.concurrency);
        Ok(Self { client, clock, metrics, timings, reply_bytes: limits.reply_bytes, permits })
    }

    /// Carries steps out until the job is done.
    pub(crate) async fn drive<S: Save>(
        &self,
        connection: &PlatformConnection,
        decision: &str,
        mut step: Step,
        store: &mut S,
    ) -> Result<Outcome, S::Error> {
        loop {
            let (exchange, reply) = match step {
                Step::Done(outcome) => return Ok(outcome),
                Step::Wait(until, exchange) => {
                    store.save(&exchange).await?;
                    let began = instant();
                    self.clock.sleep_until(until).await;
                    self.timings.platform(decision, began.elapsed());
                    (exchange, Reply::Due)
                }
                Step::Send(request, exchange) => {
                    store.save(&exchange).await?;
                    let began = instant();
                    let reply = self.send(connection, *request).await;
                    self.timings.platform(decision, began.elapsed());
                    (exchange, reply)
                }
            };
            step = connection.adapter().resume(exchange, &reply, self.clock.now());
        }
    }

    async fn send(&self, connection: &PlatformConnection, request: HttpRequest) -> Reply {
        if let Some(budget) = &connection.budget {
            budget.take(request.cost).await;
        }
        // Never closed, so there is nothing else to get.
        let _permit = self.permits.acquire().await;
        let (name, began) = (request.name, instant());
        let reply = match self.call(request).await {
            Ok(reply) => Reply::Answer(reply),
            Err(error) => {
                info!(request = name, %error, "no answer from the platform");
                Reply::Lost(if error.is_timeout() { Lost::Timeout } else { Lost::Transport })
            }
        };
        let took = began.elapsed();
        let status = match &reply {
            Reply::Answer(answer) => answer.status.to_string(),
            Reply::Lost(Lost::Timeout) => "timeout".to_owned(),
            _ => "transport".to_owned(),
        };
        debug!(request = name, status, milliseconds = took.as_millis(), "platform request");
        self.metrics.request_seconds.observe(took.as_secs_f64());
        let connection = connection.setup.id.to_string();
        self.metrics.requests.get_or_create(&Request { connection, request: name, status }).inc();
        reply
    }

    async fn call(&self, request: HttpRequest) -> Result<HttpReply, CallError> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut call = self.client.request(method, &request.url);
        for header in &request.headers {
            call = call.header(&header.name, &header.value);
        }
        if !request.body.is_empty() {
            call = call.body(request.body);
        }
        let mut answer = call.send().await?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some(Header::new(name.as_str(), value.to_str().ok()?)))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > self.reply_bytes {
                return Err(CallError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpReply { status, headers, body })
    }
}

#[derive(Debug, thiserror::Error)]
enum CallError {
    // Without the address: it may carry a token.
    #[error("{}", .0.to_string())]
    Failed(reqwest::Error),
    #[error("the answer is too long")]
    TooLong,
}

impl CallError {
    fn is_timeout(&self) -> bool {
        matches!(self, Self::Failed(error) if error.is_timeout())
    }
}

impl From<reqwest::Error> for CallError {
    fn from(error: reqwest::Error) -> Self {
        Self::Failed(error.without_url())
    }
}
