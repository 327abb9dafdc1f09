//! Idleness: nothing is due, and nothing is being done.

use dispatch_core::Timestamp;
use sqlx::Row;

use super::store::Store;
use crate::error::StoreError;

impl Store {
    /// True if at `now` no delivery, effect or timer of an owned practice is due and nothing of them is being done.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn is_idle(&self, now: Timestamp) -> Result<bool, StoreError> {
        // A claimed delivery is still `new`.
        let row = sqlx::query(
            "SELECT NOT EXISTS (
                 SELECT 1 FROM inbox i CROSS JOIN connections c ON c.connection = i.connection
                 CROSS JOIN practices p ON p.practice = c.practice
                 WHERE p.owner = ?1 AND i.status = 'new' AND i.next_at <= ?2)
             AND NOT EXISTS (
                 SELECT 1 FROM practices p CROSS JOIN outbox o ON o.practice = p.practice
                 WHERE p.owner = ?1 AND o.status IN ('pending', 'in_flight', 'sending')
                 AND (o.status <> 'pending' OR o.next_at <= ?2))
             AND NOT EXISTS (
                 SELECT 1 FROM timers t CROSS JOIN practices p ON p.practice = t.practice
                 WHERE p.owner = ?1 AND t.due <= ?2)",
        )
        .bind(&*self.owner)
        .bind(now.0)
        .fetch_one(&self.reader)
        .await?;
        Ok(row.try_get(0)?)
    }
}
