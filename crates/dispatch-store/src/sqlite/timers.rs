//! Timers, as they come due.

use dispatch_core::Timestamp;
use sqlx::Row;

use super::store::Store;
use crate::{error::StoreError, rows::timer::DueTimer};

impl Store {
    /// Timers of owned practices that are due at `now`, earliest first. They stay until a batch says that they fired.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn due_timers(&self, now: Timestamp, limit: u32) -> Result<Vec<DueTimer>, StoreError> {
        sqlx::query(
            "SELECT t.practice, t.timer, t.due, t.cause FROM timers t CROSS JOIN practices p ON p.practice = t.practice
             WHERE p.owner = ? AND t.due <= ? ORDER BY t.due, t.practice, t.timer LIMIT ?",
        )
        .bind(&*self.owner)
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

    /// The moment at which the next timer of an owned practice is due.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_timer_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "SELECT t.due FROM timers t CROSS JOIN practices p ON p.practice = t.practice
             WHERE p.owner = ? ORDER BY t.due LIMIT 1",
        )
        .bind(&*self.owner)
        .fetch_optional(&self.reader)
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(Timestamp))
    }
}
