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
            "WITH own AS (SELECT practice FROM practices WHERE owner = ?1)
             SELECT NOT EXISTS (SELECT 1 FROM inbox JOIN connections USING (connection) JOIN own USING (practice)
                                WHERE status = 'new' AND next_at <= ?2)
                AND NOT EXISTS (SELECT 1 FROM outbox JOIN own USING (practice)
                                WHERE status = 'pending' AND next_at <= ?2)
                AND NOT EXISTS (SELECT 1 FROM outbox JOIN own USING (practice)
                                WHERE status IN ('in_flight', 'sending'))
                AND NOT EXISTS (SELECT 1 FROM timers JOIN own USING (practice) WHERE due <= ?2)",
        )
        .bind(&*self.owner)
        .bind(now.0)
        .fetch_one(&self.reader)
        .await?;
        Ok(row.try_get(0)?)
    }
}
