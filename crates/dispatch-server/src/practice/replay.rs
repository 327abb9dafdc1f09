//! The state of a practice, rebuilt from its journal.

use dispatch_core::{
    PracticeId,
    engine::{EventRecord, State, evolve},
};
use dispatch_store::{Store, StoreError};

/// Events read at a time: few enough that a long journal does not lie in memory as text.
const PAGE: u32 = 1_000;

/// Why a practice cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal holds an event that this version cannot read. The practice is not served, rather than served wrongly.
    #[error("event {sequence} of `{practice}` cannot be read by this version ({why})")]
    Unreadable {
        /// The practice.
        practice: PracticeId,
        /// The event's place in the journal.
        sequence: u64,
        /// Why.
        why: String,
    },
}

/// The state after the last stored event.
pub(crate) async fn rebuild(store: &Store, practice: &PracticeId) -> Result<State, OpenError> {
    let mut state = State::new();
    loop {
        let rows = store.events_after(practice, state.sequence(), PAGE).await?;
        if rows.is_empty() {
            return Ok(state);
        }
        for row in rows {
            let unreadable = |why: String| OpenError::Unreadable {
                practice: practice.clone(),
                sequence: row.sequence,
                why,
            };
            let record: EventRecord =
                serde_json::from_str(&row.event).map_err(|error| unreadable(error.to_string()))?;
            evolve(&mut state, &record.event);
            if state.sequence() != row.sequence {
                return Err(unreadable(format!("it replays as event {}", state.sequence())));
            }
        }
    }
}
