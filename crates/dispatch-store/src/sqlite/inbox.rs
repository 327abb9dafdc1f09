use dispatch_core::{ConnectionId, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::{Row, sqlite::SqliteRow};

use crate::{Store, StoreError};

/// A stored delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InboxId(pub i64);

/// A delivery whose signature was found good.
#[derive(Clone, Debug)]
pub struct Delivery<'a> {
    /// On which connection.
    pub connection: &'a ConnectionId,
    /// The delivery's own id.
    pub delivery: &'a str,
    /// The raw body.
    pub body: &'a [u8],
    /// When it came.
    pub received_at: Timestamp,
    /// Why it cannot be read, if it cannot: it is stored for a person to see, and not worked on.
    pub unreadable: Option<&'a str>,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Stored.
    New(InboxId),
    /// The same id with the same body is stored already: nothing to do.
    Duplicate,
    /// Stored, but the id was seen with another body before: somebody should look.
    Altered(InboxId),
}

/// A delivery to be worked on.
#[derive(Clone, Debug)]
pub struct WaitingDelivery {
    /// Which.
    pub id: InboxId,
    /// On which connection.
    pub connection: ConnectionId,
    /// The raw body.
    pub body: Vec<u8>,
    /// When it came.
    pub received_at: Timestamp,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// How many deliveries stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxCounts {
    /// To be worked on.
    pub new: u64,
    /// Worked on.
    pub done: u64,
    /// Unreadable, for a person.
    pub parked: u64,
    /// Of all these: came under a known id with another body.
    pub altered: u64,
}

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

    /// Deliveries to be worked on at `now`, oldest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn waiting_deliveries(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<WaitingDelivery>, StoreError> {
        sqlx::query(
            "SELECT id, connection, body, received_at, attempts FROM inbox
             WHERE status = 'new' AND next_at <= ? ORDER BY next_at, id LIMIT ?",
        )
        .bind(now.0)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?
        .iter()
        .map(waiting)
        .collect()
    }

    /// The first moment after `now` at which a delivery is to be tried again.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_delivery_after(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT min(next_at) FROM inbox WHERE status = 'new' AND next_at > ?")
            .bind(now.0)
            .fetch_one(&self.reader)
            .await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(Timestamp))
    }

    /// Marks a delivery as worked on where nothing had to be decided (a ping, for one).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn finish_delivery(&self, id: InboxId) -> Result<(), StoreError> {
        sqlx::query("UPDATE inbox SET status = 'done', error = NULL WHERE id = ?")
            .bind(id.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Tries a delivery again at `next_at`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn postpone_delivery(
        &self,
        id: InboxId,
        next_at: Timestamp,
        error: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE inbox SET next_at = ?, attempts = attempts + 1, error = ? WHERE id = ?")
            .bind(next_at.0)
            .bind(error)
            .bind(id.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Puts a delivery aside for a person.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn park_delivery(&self, id: InboxId, error: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE inbox SET status = 'parked', error = ? WHERE id = ?")
            .bind(error)
            .bind(id.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// How many deliveries stand where.
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

fn waiting(row: &SqliteRow) -> Result<WaitingDelivery, StoreError> {
    Ok(WaitingDelivery {
        id: InboxId(row.try_get(0)?),
        connection: row.try_get::<&str, _>(1)?.into(),
        body: row.try_get(2)?,
        received_at: Timestamp(row.try_get(3)?),
        attempts: row.try_get(4)?,
    })
}
