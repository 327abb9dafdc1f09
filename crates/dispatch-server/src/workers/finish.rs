//! The end of an effect, durable together with what follows from it.

use dispatch_core::engine::Command;
use dispatch_store::{ClaimedEffect, ContactRow, Settled, StoreError};
use tracing::error;

use crate::{
    practice::{
        handle::Practice,
        input::{Input, NotTaken},
    },
    shared::Shared,
};

/// Makes the end of an effect and what follows from it durable together.
pub(super) async fn finish(
    shared: &Shared,
    practice: &Practice,
    effect: &ClaimedEffect,
    commands: Vec<Command>,
    contacts: Vec<ContactRow>,
    settled: Settled,
) -> Result<(), StoreError> {
    let input = Input {
        decision: effect.cause.clone(),
        commands,
        contacts,
        settled: Some((effect.claim.id, settled)),
        ..Input::default()
    };
    match practice.take_in(input).await {
        // A refused command was logged and counted; the effect has ended all the same.
        Ok(_) => Ok(()),
        Err(NotTaken::Later(why)) => {
            error!(why, outbox = effect.claim.id.0, "the end of an effect was not stored");
            // A write is taken up where it stands, and reads the platform before it sends anything. A message must not
            // be repeated: it stays in `sending`, and the next start makes it `unknown`.
            if effect.kind == "write" {
                let at = shared.retry_at(1, effect.claim.id.0, None);
                shared.store.postpone_effect(effect.claim, at, Some(&why), false).await?;
            }
            Ok(())
        }
        Err(NotTaken::Never(why)) => {
            error!(why, outbox = effect.claim.id.0, "what followed from an effect was not stored");
            let bare = Input {
                decision: effect.cause.clone(),
                settled: Some((effect.claim.id, Settled::Dead(why))),
                ..Input::default()
            };
            let _ = practice.take_in(bare).await;
            Ok(())
        }
    }
}
