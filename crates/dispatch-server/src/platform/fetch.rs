//! A read from a platform, page by page.

use adapter_kit::{Job, Observations, Outcome, Retry};
use tracing::{error, info};

use super::executor::NotSaved;
use crate::shared::{Connected, Shared};

/// Carries out a read, page by page.
pub(crate) async fn fetch(
    shared: &Shared,
    connected: &Connected,
    decision: &str,
    job: Job,
) -> Result<Observations, Retry> {
    let mut all = Observations::default();
    let mut next = Some(job);
    while let Some(job) = next.take() {
        let step = connected.connection.adapter().begin(&job, shared.clock.now());
        let Ok(outcome) = shared.executor.drive(&connected.connection, decision, step, &mut NotSaved).await;
        match outcome {
            Outcome::Observed { observations, rest } => {
                all.facts.extend(observations.facts);
                all.contacts.extend(observations.contacts);
                next = rest;
            }
            Outcome::Gone(target) => info!(?target, "the platform does not know it"),
            Outcome::Retry(retry) => return Err(retry),
            Outcome::Acknowledged(_) | Outcome::Refused(_) => {
                error!("a read ended like a write");
            }
        }
    }
    Ok(all)
}
