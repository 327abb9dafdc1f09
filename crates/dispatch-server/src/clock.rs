//! The one clock of a server: the system's, or a scenario's that runs on its own from a given moment and can be moved
//! forward.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use dispatch_core::Timestamp;
use tokio::sync::watch;

/// Sleeping is cut into pieces of this length, so that a system clock that is set is noticed.
const PIECE: Duration = Duration::from_secs(30);

/// The time. Clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    System,
    Scenario { started: Instant, offset: AtomicI64, moved: watch::Sender<()> },
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Kind::System))
    }

    /// A clock that starts at `now`, runs at the usual pace and can be moved forward.
    #[must_use]
    pub fn scenario(now: Timestamp) -> Self {
        let (moved, _) = watch::channel(());
        Self(Arc::new(Kind::Scenario { started: instant(), offset: AtomicI64::new(now.0), moved }))
    }

    /// True if it is a scenario's.
    #[must_use]
    pub fn is_scenario(&self) -> bool {
        matches!(*self.0, Kind::Scenario { .. })
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp(match &*self.0 {
            Kind::System => system_time().duration_since(UNIX_EPOCH).map_or(0, milliseconds),
            Kind::Scenario { started, offset, .. } => {
                offset.load(Ordering::SeqCst).saturating_add(milliseconds(started.elapsed()))
            }
        })
    }

    /// Moves a scenario's clock forward; the system's clock and a moment in the past change nothing.
    pub fn advance_to(&self, moment: Timestamp) {
        if let Kind::Scenario { offset, moved, .. } = &*self.0 {
            let ahead = moment.0.saturating_sub(self.now().0).max(0);
            offset.fetch_add(ahead, Ordering::SeqCst);
            moved.send_replace(());
        }
    }

    /// Returns at or after the moment.
    pub async fn sleep_until(&self, moment: Timestamp) {
        loop {
            let mut moved = self.moved();
            let left = moment.0.saturating_sub(self.now().0);
            let Ok(left @ 1..) = u64::try_from(left) else { return };
            let sleep = tokio::time::sleep(Duration::from_millis(left).min(PIECE));
            match &mut moved {
                Some(moved) => tokio::select! { () = sleep => {}, _ = moved.changed() => {} },
                None => sleep.await,
            }
        }
    }

    fn moved(&self) -> Option<watch::Receiver<()>> {
        match &*self.0 {
            Kind::System => None,
            Kind::Scenario { moved, .. } => Some(moved.subscribe()),
        }
    }
}

/// For measuring, and for the platforms' rate budgets, which run in real time.
#[expect(clippy::disallowed_methods, reason = "the shell's clock is here")]
pub(crate) fn instant() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the shell's clock is here")]
fn system_time() -> SystemTime {
    SystemTime::now()
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_a_scenario_moves_on() {
        let clock = Clock::scenario(Timestamp(1_000));
        let sleeper = clock.clone();
        let sleeping = tokio::spawn(async move { sleeper.sleep_until(Timestamp(100_000_000)).await });
        tokio::task::yield_now().await;
        clock.advance_to(Timestamp(100_000_000));
        sleeping.await.unwrap();
        assert!(clock.now() >= Timestamp(100_000_000));
        clock.advance_to(Timestamp(5));
        assert!(clock.now() >= Timestamp(100_000_000), "never back");
    }
}
