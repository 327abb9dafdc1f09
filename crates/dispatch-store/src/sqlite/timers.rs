use dispatch_core::{PracticeId, Timestamp};
use sqlx::Row;

use crate::{Store, StoreError};

/// A timer whose moment has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueTimer {
    /// Whose.
    pub practice: PracticeId,
    /// Which, as JSON.
    pub timer: String,
    /// When it was due.
    pub due: Timestamp,
    /// The decision id of what set it.
    pub cause: String,
}

impl Store {
    /// Timers due at `now`, earliest first. They stay until a batch says that they fired.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn due_timers(&self, now: Timestamp, limit: u32) -> Result<Vec<DueTimer>, StoreError> {
        sqlx::query(
            "SELECT practice, timer, due, cause FROM timers WHERE due <= ? ORDER BY due, practice, timer LIMIT ?",
        )
        .bind(now.0)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?
        .iter()
        .map(|row| {
            Ok(DueTimer {
                practice: row.try_get::<&str, _>(0)?.into(),
                timer: row.try_get(1)?,
                due: Timestamp(row.try_get(2)?),
                cause: row.try_get(3)?,
            })
        })
        .collect()
    }

    /// The moment at which the next timer is due.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_timer_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT min(due) FROM timers").fetch_one(&self.reader).await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(Timestamp))
    }
}
