//! Owners: one process at a time decides for a practice, and an epoch tells its work from that of the owner before.

use dispatch_core::{ConnectionId, PracticeId};
use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::store::Store;
use crate::{
    error::StoreError,
    rows::{
        inbox::InboxId,
        outbox::OutboxId,
        ownership::{Claim, Epoch, Ownership},
    },
};

impl Store {
    /// Makes this handle the owner of a practice and of its connections. From here on whatever the owner before still tries
    /// to store is refused, and what it had claimed can be claimed anew. Calls of it that cannot be repeated become
    /// `unknown`: they may have been made.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn take_practice(
        &self,
        practice: &PracticeId,
        connections: &[&ConnectionId],
    ) -> Result<Ownership, StoreError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "INSERT INTO practices (practice, owner, epoch, head) VALUES (?, ?, 1, 0)
             ON CONFLICT (practice) DO UPDATE SET owner = excluded.owner, epoch = epoch + 1
             RETURNING epoch, head",
        )
        .bind(practice.as_str())
        .bind(&*self.owner)
        .fetch_one(&mut *transaction)
        .await?;
        // The list of what is open leads SQLite to the partial index, which the last condition alone does not.
        let unknown = sqlx::query(
            "UPDATE outbox SET status = 'unknown', error = 'stopped inside the call'
             WHERE practice = ? AND status IN ('pending', 'in_flight', 'sending') AND status = 'sending'",
        )
        .bind(practice.as_str())
        .execute(&mut *transaction)
        .await?;
        take_connections(&mut transaction, practice, connections).await?;
        transaction.commit().await?;
        Ok(Ownership {
            epoch: epoch(&row, 0)?,
            head: row.try_get::<i64, _>(1)?.unsigned_abs(),
            unknown: unknown.rows_affected(),
        })
    }

    /// True while this handle owns the practice.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn owns(&self, practice: &PracticeId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM practices WHERE practice = ? AND owner = ?")
            .bind(practice.as_str())
            .bind(&*self.owner)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.is_some())
    }
}

async fn take_connections(
    transaction: &mut Transaction<'_, Sqlite>,
    practice: &PracticeId,
    connections: &[&ConnectionId],
) -> Result<(), StoreError> {
    for connection in connections {
        // Epochs of two practices cannot be compared, so a claim must not move along with its connection.
        sqlx::query(
            "UPDATE inbox SET epoch = 0 WHERE status = 'new' AND connection = ?1
             AND EXISTS (SELECT 1 FROM connections WHERE connection = ?1 AND practice <> ?2)",
        )
        .bind(connection.as_str())
        .bind(practice.as_str())
        .execute(&mut **transaction)
        .await?;
    }
    sqlx::query("DELETE FROM connections WHERE practice = ?")
        .bind(practice.as_str())
        .execute(&mut **transaction)
        .await?;
    for connection in connections {
        sqlx::query(
            "INSERT INTO connections (connection, practice) VALUES (?, ?)
             ON CONFLICT (connection) DO UPDATE SET practice = excluded.practice",
        )
        .bind(connection.as_str())
        .bind(practice.as_str())
        .execute(&mut **transaction)
        .await?;
    }
    Ok(())
}

/// Refuses a claim on a delivery that no longer holds.
pub(super) async fn holds_delivery(
    transaction: &mut Transaction<'_, Sqlite>,
    claim: Claim<InboxId>,
) -> Result<(), StoreError> {
    let row = sqlx::query(
        "SELECT 1 FROM inbox i JOIN connections c ON c.connection = i.connection
         JOIN practices p ON p.practice = c.practice WHERE i.id = ?1 AND i.epoch = ?2 AND p.epoch = ?2",
    )
    .bind(claim.id.0)
    .bind(claim.epoch.0.cast_signed())
    .fetch_optional(&mut **transaction)
    .await?;
    row.map(drop).ok_or(StoreError::NotOwner)
}

/// Refuses a claim on an effect that no longer holds.
pub(super) async fn holds_effect(
    transaction: &mut Transaction<'_, Sqlite>,
    claim: Claim<OutboxId>,
) -> Result<(), StoreError> {
    let row = sqlx::query(
        "SELECT 1 FROM outbox o JOIN practices p ON p.practice = o.practice
         WHERE o.id = ?1 AND o.epoch = ?2 AND p.epoch = ?2",
    )
    .bind(claim.id.0)
    .bind(claim.epoch.0.cast_signed())
    .fetch_optional(&mut **transaction)
    .await?;
    row.map(drop).ok_or(StoreError::NotOwner)
}

/// The epoch in a column of a row.
pub(super) fn epoch(row: &SqliteRow, column: usize) -> Result<Epoch, StoreError> {
    Ok(Epoch(row.try_get::<i64, _>(column)?.unsigned_abs()))
}
