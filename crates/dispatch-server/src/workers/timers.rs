//! Timers: a practice is told when one of its timers is due.

use std::sync::Arc;

use dispatch_core::{
    Timestamp,
    engine::{Command, Timer},
};
use dispatch_store::DueTimer;
use tracing::{error, info, warn};

use crate::{practice::input::Input, shared::Shared};

/// Works until the server stops.
pub(crate) async fn run(shared: Arc<Shared>) {
    let mut changes = shared.changed.subscribe();
    loop {
        changes.mark_unchanged();
        let now = shared.clock.now();
        let mut failed = false;
        match shared.store.due_timers(now, 256).await {
            Ok(due) => {
                for timer in due {
                    failed |= !fire(&shared, timer).await;
                }
            }
            Err(error) => {
                error!(%error, "timers cannot be read");
                failed = true;
            }
        }
        let next = if failed {
            Some(Timestamp(now.0 + 1_000))
        } else {
            shared.store.next_timer_at().await.unwrap_or(Some(Timestamp(now.0 + 1_000)))
        };
        if failed {
            // Only the moment counts: changes come all the time and would make this a busy loop.
            changes = shared.changed.subscribe();
        }
        if shared.wait(&mut changes, next).await {
            break;
        }
    }
}

async fn fire(shared: &Arc<Shared>, due: DueTimer) -> bool {
    let _in_flight = shared.begin_work();
    let Some(served) = shared.practices.get(&due.practice) else {
        // Of a practice that is served elsewhere, or no longer.
        return false;
    };
    let commands = match serde_json::from_str::<Timer>(&due.timer) {
        Ok(timer) => vec![Command::TimerFired { timer }],
        Err(error) => {
            error!(%error, timer = due.timer, "a timer cannot be read");
            return false;
        }
    };
    info!(decision = due.cause, timer = due.timer, due = %due.due, "timer due");
    let input = Input { decision: due.cause, commands, fired: Some(due.timer), ..Input::default() };
    match served.practice.take_in(input).await {
        Ok(_) => true,
        Err(error) => {
            warn!(%error, "timer not taken in");
            false
        }
    }
}
