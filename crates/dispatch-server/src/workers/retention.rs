//! The bounds on what is kept: raw bodies of deliveries and answers to commands are forgotten after a time.

use std::sync::Arc;

use dispatch_core::Timestamp;
use tracing::{info, warn};

use crate::shared::Shared;

/// How long an answer to a command is kept, in days: whoever has not heard it by then will not ask again.
const KEEP_ANSWERS_DAYS: i64 = 7;

/// Forgets what is old once an hour, until the server stops.
pub(crate) async fn run(shared: Arc<Shared>) {
    const HOUR: i64 = 60 * 60 * 1_000;
    let keep = i64::from(shared.limits.keep_bodies_days) * 24 * HOUR;
    loop {
        let now = shared.clock.now();
        match shared.store.purge_bodies(Timestamp(now.0.saturating_sub(keep))).await {
            Ok(0) => {}
            Ok(bodies) => info!(bodies, "raw bodies forgotten"),
            Err(error) => warn!(%error, "raw bodies could not be forgotten"),
        }
        let answers = Timestamp(now.0.saturating_sub(KEEP_ANSWERS_DAYS * 24 * HOUR));
        if let Err(error) = shared.store.purge_answers(answers).await {
            warn!(%error, "old answers could not be forgotten");
        }
        if shared.pause(Timestamp(now.0.saturating_add(HOUR))).await {
            return;
        }
    }
}
