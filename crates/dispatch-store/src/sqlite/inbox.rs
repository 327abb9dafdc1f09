//! Deliveries: stored as they came, claimed by the owner of their practice, and kept so that a repeat is known.
//!
//! In the queries for work, here and beside, `CROSS JOIN` keeps SQLite to the order in which the tables are written: first
//! the partial index of what waits, so that what is done costs nothing, however much it is.

use dispatch_core::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::{Row, sqlite::SqliteRow};

use super::{
    ownership::{epoch, holds_delivery},
    store::Store,
};
use crate::{
    error::StoreError,
    rows::{
        inbox::{ClaimedDelivery, Delivery, InboxCounts, InboxId, Received},
        ownership::Claim,
    },
};

impl Store {
    /// Stores a delivery. When this returns it is on the disk.
    ///
    /// # Errors
    /// If the database fails; the sender must then not be told that all is well.
    pub async fn receive(&self, delivery: &Delivery<'_>) -> Result<Received, StoreError> {
        let hash = Sha256::digest(delivery.body);
        let mut transaction = self.begin().await?;
        let known: i64 = sqlx::query("SELECT count(*) FROM inbox WHERE connection = ? AND delivery = ?")
            .bind(delivery.connection.as_str())
            .bind(delivery.delivery)
            .fetch_one(&mut *transaction)
            .await?
            .try_get(0)?;
        let status = if delivery.unreadable.is_some() { "parked" } else { "new" };
        let stored = sqlx::query(
            "INSERT INTO inbox (connection, delivery, body_hash, body, received_at, status, altered, next_at, error)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?5, ?8) ON CONFLICT DO NOTHING",
        )
        .bind(delivery.connection.as_str())
        .bind(delivery.delivery)
        .bind(hash.as_slice())
        .bind(delivery.body)
        .bind(delivery.received_at.0)
        .bind(status)
        .bind(known > 0)
        .bind(delivery.unreadable)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        let id = InboxId(stored.last_insert_rowid());
        Ok(match (stored.rows_affected(), known) {
            (0, _) => Received::Duplicate,
            (_, 0) => Received::New(id),
            _ => Received::Altered(id),
        })
    }

    /// Claims deliveries to be worked on at `now`, oldest first, of the practices that this handle owns. A claimed one is
    /// not given again, until it is postponed or its practice has another owner.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn claim_deliveries(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedDelivery>, StoreError> {
        let mut transaction = self.begin().await?;
        let rows = sqlx::query(
            "SELECT i.id, p.epoch, i.connection, i.body, i.received_at, i.attempts
             FROM inbox i CROSS JOIN connections c ON c.connection = i.connection
             CROSS JOIN practices p ON p.practice = c.practice
             WHERE p.owner = ? AND i.status = 'new' AND i.epoch <> p.epoch AND i.next_at <= ?
             ORDER BY i.next_at, i.id LIMIT ?",
        )
        .bind(&*self.owner)
        .bind(now.0)
        .bind(limit)
        .fetch_all(&mut *transaction)
        .await?;
        let claimed = rows.iter().map(claimed).collect::<Result<Vec<_>, _>>()?;
        for delivery in &claimed {
            sqlx::query("UPDATE inbox SET epoch = ? WHERE id = ?")
                .bind(delivery.claim.epoch.0.cast_signed())
                .bind(delivery.claim.id.0)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(claimed)
    }

    /// The earliest moment at which an unclaimed delivery of an owned practice is to be worked on.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_delivery_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.next_delivery_after(Timestamp(i64::MIN)).await
    }

    /// The earliest such moment after `now`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_delivery_after(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "SELECT i.next_at FROM inbox i CROSS JOIN connections c ON c.connection = i.connection
             CROSS JOIN practices p ON p.practice = c.practice
             WHERE p.owner = ? AND i.status = 'new' AND i.epoch <> p.epoch AND i.next_at > ?
             ORDER BY i.next_at LIMIT 1",
        )
        .bind(&*self.owner)
        .bind(now.0)
        .fetch_optional(&self.reader)
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(Timestamp))
    }

    /// Marks a delivery as worked on where nothing had to be decided (a ping, for one).
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] if the claim no longer holds, and what the database says.
    pub async fn finish_delivery(&self, claim: Claim<InboxId>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        holds_delivery(&mut transaction, claim).await?;
        sqlx::query("UPDATE inbox SET status = 'done', error = NULL WHERE id = ?")
            .bind(claim.id.0)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Gives a claim up and tries the delivery again at `next_at`.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] if the claim no longer holds, and what the database says.
    pub async fn postpone_delivery(
        &self,
        claim: Claim<InboxId>,
        next_at: Timestamp,
        error: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        holds_delivery(&mut transaction, claim).await?;
        sqlx::query(
            "UPDATE inbox SET epoch = 0, next_at = ?, attempts = attempts + 1, error = ? WHERE id = ?",
        )
        .bind(next_at.0)
        .bind(error)
        .bind(claim.id.0)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Gives a claim up, as if the delivery had not been claimed.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] if the claim no longer holds, and what the database says.
    pub async fn release_delivery(&self, claim: Claim<InboxId>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        holds_delivery(&mut transaction, claim).await?;
        sqlx::query("UPDATE inbox SET epoch = 0 WHERE id = ?")
            .bind(claim.id.0)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Puts a delivery aside for a person.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] if the claim no longer holds, and what the database says.
    pub async fn park_delivery(&self, claim: Claim<InboxId>, error: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        holds_delivery(&mut transaction, claim).await?;
        sqlx::query("UPDATE inbox SET status = 'parked', error = ? WHERE id = ?")
            .bind(error)
            .bind(claim.id.0)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Puts every waiting delivery aside whose connection is of no practice that this handle owns. Returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn park_unserved_deliveries(&self, error: &str) -> Result<u64, StoreError> {
        let parked = sqlx::query(
            "UPDATE inbox SET status = 'parked', error = ? WHERE status = 'new' AND connection NOT IN (
                 SELECT c.connection FROM connections c JOIN practices p ON p.practice = c.practice
                 WHERE p.owner = ?)",
        )
        .bind(error)
        .bind(&*self.owner)
        .execute(&self.writer)
        .await?;
        Ok(parked.rows_affected())
    }

    /// Counts deliveries by status.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn inbox_counts(&self) -> Result<InboxCounts, StoreError> {
        let row = sqlx::query(
            "SELECT count(*) FILTER (WHERE status = 'new'), count(*) FILTER (WHERE status = 'done'),
                    count(*) FILTER (WHERE status = 'parked'), count(*) FILTER (WHERE altered) FROM inbox",
        )
        .fetch_one(&self.reader)
        .await?;
        let count = |column: usize| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
        Ok(InboxCounts { new: count(0)?, done: count(1)?, parked: count(2)?, altered: count(3)? })
    }

    /// Forgets the bodies of deliveries received before a moment, those still to be worked on excepted. Their ids stay, so
    /// that a late repeat is still known. Returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn purge_bodies(&self, before: Timestamp) -> Result<u64, StoreError> {
        let purged = sqlx::query(
            "UPDATE inbox SET body = NULL WHERE received_at < ? AND status <> 'new' AND body IS NOT NULL",
        )
        .bind(before.0)
        .execute(&self.writer)
        .await?;
        Ok(purged.rows_affected())
    }
}

fn claimed(row: &SqliteRow) -> Result<ClaimedDelivery, StoreError> {
    Ok(ClaimedDelivery {
        claim: Claim { id: InboxId(row.try_get(0)?), epoch: epoch(row, 1)? },
        connection: row.try_get::<&str, _>(2)?.into(),
        body: row.try_get(3)?,
        received_at: Timestamp(row.try_get(4)?),
        attempts: row.try_get(5)?,
    })
}
