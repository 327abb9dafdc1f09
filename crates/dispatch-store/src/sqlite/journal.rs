//! The journal and its traces, for reading.

use dispatch_core::{PracticeId, Timestamp};
use sqlx::Row;

use super::store::Store;
use crate::{error::StoreError, rows::journal::JournalRow};

impl Store {
    /// The sequence of the practice's last event; 0 if it has none.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn version(&self, practice: &PracticeId) -> Result<u64, StoreError> {
        let row = sqlx::query("SELECT coalesce(max(sequence), 0) FROM journal WHERE practice = ?")
            .bind(practice.as_str())
            .fetch_one(&self.reader)
            .await?;
        Ok(row.try_get::<i64, _>(0)?.unsigned_abs())
    }

    /// The practice's events after `sequence`, in order, at most `limit`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn events_after(
        &self,
        practice: &PracticeId,
        sequence: u64,
        limit: u32,
    ) -> Result<Vec<JournalRow>, StoreError> {
        sqlx::query(
            "SELECT sequence, at, cause, event FROM journal WHERE practice = ? AND sequence > ?
             ORDER BY sequence LIMIT ?",
        )
        .bind(practice.as_str())
        .bind(sequence.cast_signed())
        .bind(limit)
        .fetch_all(&self.reader)
        .await?
        .iter()
        .map(|row| {
            Ok(JournalRow {
                sequence: row.try_get::<i64, _>(0)?.unsigned_abs(),
                at: Timestamp(row.try_get(1)?),
                cause: row.try_get(2)?,
                event: row.try_get(3)?,
            })
        })
        .collect()
    }

    /// The trace of a decision as it was stored, if it has not been pruned.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn trace(&self, practice: &PracticeId, sequence: u64) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT trace FROM traces WHERE practice = ? AND sequence = ?")
            .bind(practice.as_str())
            .bind(sequence.cast_signed())
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Forgets traces of decisions made before a moment. Returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn prune_traces(&self, before: Timestamp) -> Result<u64, StoreError> {
        let pruned =
            sqlx::query("DELETE FROM traces WHERE at < ?").bind(before.0).execute(&self.writer).await?;
        Ok(pruned.rows_affected())
    }
}
