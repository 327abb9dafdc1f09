//! Metrics: everything that is counted, for `GET /metrics`.

use std::sync::Arc;

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Everything that is counted. Clones count together.
#[derive(Clone)]
pub(crate) struct Metrics {
    registry: Arc<Registry>,
    pub(crate) webhooks: Family<Webhook, Counter>,
    pub(crate) altered: Counter,
    pub(crate) commands: Family<Named, Counter>,
    pub(crate) refusals: Counter,
    pub(crate) events: Counter,
    pub(crate) commits: Family<Result, Counter>,
    pub(crate) commit_seconds: Histogram,
    pub(crate) decided_seconds: Histogram,
    pub(crate) requests: Family<Request, Counter>,
    pub(crate) request_seconds: Histogram,
    pub(crate) messages: Family<Result, Counter>,
    pub(crate) writes: Family<Result, Counter>,
    pub(crate) inbox: Family<Standing, Gauge>,
    pub(crate) outbox: Family<Standing, Gauge>,
}

/// A delivery by connection and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Webhook {
    pub(crate) connection: String,
    pub(crate) result: &'static str,
}

/// A request to a platform by what it does and what came back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Request {
    pub(crate) connection: String,
    pub(crate) request: &'static str,
    pub(crate) status: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Named {
    pub(crate) name: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Result {
    pub(crate) result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Standing {
    pub(crate) status: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut metrics = Self {
            registry: Arc::new(Registry::default()),
            webhooks: Family::default(),
            altered: Counter::default(),
            commands: Family::default(),
            refusals: Counter::default(),
            events: Counter::default(),
            commits: Family::default(),
            commit_seconds: Histogram::new([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0]),
            decided_seconds: Histogram::new([0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0, 60.0]),
            requests: Family::default(),
            request_seconds: Histogram::new([0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0]),
            messages: Family::default(),
            writes: Family::default(),
            inbox: Family::default(),
            outbox: Family::default(),
        };
        let mut registry = Registry::with_prefix("dispatch");
        registry.register("webhooks", "Deliveries, by what became of them", metrics.webhooks.clone());
        let about = "Deliveries under a known id with another body";
        registry.register("webhooks_altered", about, metrics.altered.clone());
        registry.register("commands", "Commands taken in", metrics.commands.clone());
        registry.register("refusals", "Commands refused", metrics.refusals.clone());
        registry.register("events", "Events stored", metrics.events.clone());
        registry.register("commits", "Batches, by what became of them", metrics.commits.clone());
        registry.register("commit_seconds", "Time to store a batch", metrics.commit_seconds.clone());
        let about = "From the receipt of a delivery to its durable decision";
        registry.register("decided_seconds", about, metrics.decided_seconds.clone());
        registry.register("platform_requests", "Requests to platforms", metrics.requests.clone());
        let about = "Time a platform took to answer";
        registry.register("platform_request_seconds", about, metrics.request_seconds.clone());
        registry.register("messages", "Messages to clients", metrics.messages.clone());
        registry.register("writes", "Writes to platforms", metrics.writes.clone());
        registry.register("inbox", "Deliveries by status", metrics.inbox.clone());
        registry.register("outbox", "Effects by status", metrics.outbox.clone());
        metrics.registry = Arc::new(registry);
        metrics
    }

    /// The text that a collector reads.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }

    pub(crate) fn webhook(&self, connection: &str, result: &'static str) {
        self.webhooks.get_or_create(&Webhook { connection: connection.to_owned(), result }).inc();
    }
}

/// Sets one gauge of a family.
pub(crate) fn stand(family: &Family<Standing, Gauge>, status: &'static str, count: u64) {
    family.get_or_create(&Standing { status }).set(i64::try_from(count).unwrap_or(i64::MAX));
}

/// Counts one of a family.
pub(crate) fn count(family: &Family<Result, Counter>, result: &'static str) {
    family.get_or_create(&Result { result }).inc();
}
