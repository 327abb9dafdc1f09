//! Timings of decisions: the time from the receipt of a delivery, and the platform's share of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::clock::instant;

/// How many decisions are remembered; the oldest is forgotten first.
const REMEMBERED: usize = 10_000;

/// The timing of one decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The decision id, `{connection}-{delivery}`.
    pub decision: String,
    /// When its delivery had come in.
    pub received: Instant,
    /// From there until the decision was durable.
    pub decided: Option<Duration>,
    /// From there until the platform had acknowledged the last write.
    pub acknowledged: Option<Duration>,
    /// From there until the first message was accepted.
    pub message: Option<Duration>,
    /// Of all this: waiting for the platform, its rate budget included.
    pub platform: Duration,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Timings(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    // By the order of receipt, so that the oldest can be forgotten.
    order: BTreeMap<u64, String>,
    timings: BTreeMap<String, Timing>,
    next: u64,
}

impl Timings {
    pub(crate) fn received(&self, decision: &str) {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = &mut *guard;
        kept.order.insert(kept.next, decision.to_owned());
        kept.next += 1;
        kept.timings.insert(
            decision.to_owned(),
            Timing {
                decision: decision.to_owned(),
                received: instant(),
                decided: None,
                acknowledged: None,
                message: None,
                platform: Duration::ZERO,
            },
        );
        if kept.order.len() > REMEMBERED
            && let Some((_, oldest)) = kept.order.pop_first()
        {
            kept.timings.remove(&oldest);
        }
    }

    pub(crate) fn decided(&self, decision: &str) -> Option<Duration> {
        self.update(decision, |timing| {
            let took = timing.received.elapsed();
            timing.decided.is_none().then(|| *timing.decided.insert(took))
        })?
    }

    pub(crate) fn acknowledged(&self, decision: &str) {
        self.update(decision, |timing| timing.acknowledged = Some(timing.received.elapsed()));
    }

    pub(crate) fn message(&self, decision: &str) {
        self.update(decision, |timing| {
            timing.message.get_or_insert(timing.received.elapsed());
        });
    }

    pub(crate) fn platform(&self, decision: &str, took: Duration) {
        self.update(decision, |timing| timing.platform += took);
    }

    pub(crate) fn all(&self) -> Vec<Timing> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.order.values().filter_map(|decision| kept.timings.get(decision)).cloned().collect()
    }

    fn update<T>(&self, decision: &str, change: impl FnOnce(&mut Timing) -> T) -> Option<T> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.timings.get_mut(decision).map(change)
    }
}
