use dispatch_core::{PracticeId, Timestamp};
use sqlx::{Row, sqlite::SqliteRow};

use crate::{Store, StoreError};

/// One thing to do outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxId(pub i64);

/// Where a thing to do stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutboxStatus {
    /// To be done.
    Pending,
    /// Being done; may be taken up again after a crash.
    InFlight,
    /// Inside a call that must not be repeated blindly.
    Sending,
    /// Done.
    Done,
    /// Given up; for a person.
    Dead,
    /// We crashed inside the call: it may have been done. For a person.
    Unknown,
}

/// A thing to do, taken by this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedEffect {
    /// Which.
    pub id: OutboxId,
    /// Whose.
    pub practice: PracticeId,
    /// Sequence of the event it came from.
    pub sequence: u64,
    /// What kind.
    pub kind: String,
    /// The decision id.
    pub cause: String,
    /// What exactly, as JSON.
    pub payload: String,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// Where its exchange stands, if it has one.
    pub exchange: Option<SavedExchange>,
}

/// A thing to do as shown to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownEffect {
    /// Which.
    pub id: OutboxId,
    /// What kind.
    pub kind: String,
    /// Where it stands.
    pub status: OutboxStatus,
    /// How often it was tried.
    pub attempts: u32,
    /// What exactly, as JSON.
    pub payload: String,
    /// The last failure.
    pub error: Option<String>,
}

/// An exchange as last saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedExchange {
    /// How many steps it has taken.
    pub step: u32,
    /// The exchange, as JSON.
    pub exchange: String,
}

/// How many things to do stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// To be done, or being done.
    pub open: u64,
    /// Done.
    pub done: u64,
    /// Given up.
    pub dead: u64,
    /// May or may not have been done.
    pub unknown: u64,
}

impl Store {
    /// After a start: what a crashed process was doing goes back to be done, except calls that cannot be repeated, which
    /// become `unknown`. Returns how many of these.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn recover_outbox(&self) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let unknown = sqlx::query(
            "UPDATE outbox SET status = 'unknown', error = 'stopped inside the call' WHERE status = 'sending'",
        )
        .execute(&mut *transaction)
        .await?;
        sqlx::query("UPDATE outbox SET status = 'pending' WHERE status = 'in_flight'")
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(unknown.rows_affected())
    }

    /// Takes what is to be done at `now`: oldest first, and of each lane only its oldest open row.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn claim_effects(&self, now: Timestamp, limit: u32) -> Result<Vec<ClaimedEffect>, StoreError> {
        let mut transaction = self.begin().await?;
        let rows = sqlx::query(
            "SELECT o.id, o.practice, o.sequence, o.kind, o.cause, o.payload, o.attempts, e.step, e.exchange
             FROM outbox o LEFT JOIN exchanges e ON e.outbox = o.id
             WHERE o.status = 'pending' AND o.next_at <= ? AND NOT EXISTS (
                 SELECT 1 FROM outbox f WHERE f.practice = o.practice AND f.lane = o.lane AND f.id < o.id
                 AND f.status IN ('pending', 'in_flight', 'sending'))
             ORDER BY o.next_at, o.id LIMIT ?",
        )
        .bind(now.0)
        .bind(limit)
        .fetch_all(&mut *transaction)
        .await?;
        let claimed = rows.iter().map(claimed).collect::<Result<Vec<_>, _>>()?;
        for effect in &claimed {
            sqlx::query("UPDATE outbox SET status = 'in_flight' WHERE id = ?")
                .bind(effect.id.0)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(claimed)
    }

    /// The moment at which the next pending thing is to be done.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_effect_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT min(next_at) FROM outbox WHERE status = 'pending'")
            .fetch_one(&self.reader)
            .await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(Timestamp))
    }

    /// The first moment after `now` at which something is to be done.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_effect_after(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT min(next_at) FROM outbox WHERE status = 'pending' AND next_at > ?")
            .bind(now.0)
            .fetch_one(&self.reader)
            .await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(Timestamp))
    }

    /// True if at `now` no delivery, effect or timer is due and nothing is being done.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn is_idle(&self, now: Timestamp) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT NOT EXISTS (SELECT 1 FROM inbox WHERE status = 'new' AND next_at <= ?1)
                AND NOT EXISTS (SELECT 1 FROM outbox WHERE status = 'pending' AND next_at <= ?1)
                AND NOT EXISTS (SELECT 1 FROM outbox WHERE status IN ('in_flight', 'sending'))
                AND NOT EXISTS (SELECT 1 FROM timers WHERE due <= ?1)",
        )
        .bind(now.0)
        .fetch_one(&self.reader)
        .await?;
        Ok(row.try_get(0)?)
    }

    /// Saves where an exchange stands, before its next request is sent.
    ///
    /// # Errors
    /// If the database fails; nothing may be sent then.
    pub async fn save_exchange(&self, id: OutboxId, step: u32, exchange: &str) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO exchanges (outbox, step, exchange) VALUES (?, ?, ?)
             ON CONFLICT (outbox) DO UPDATE SET step = excluded.step, exchange = excluded.exchange",
        )
        .bind(id.0)
        .bind(step)
        .bind(exchange)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Marks that a call is about to be made that must not be repeated blindly.
    ///
    /// # Errors
    /// If the database fails; the call must not be made then.
    pub async fn mark_sending(&self, id: OutboxId) -> Result<(), StoreError> {
        sqlx::query("UPDATE outbox SET status = 'sending' WHERE id = ?")
            .bind(id.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Tries again at `next_at`. A finished or half-read exchange is dropped if `anew`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn postpone_effect(
        &self,
        id: OutboxId,
        next_at: Timestamp,
        error: Option<&str>,
        anew: bool,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE outbox SET status = 'pending', next_at = ?1, error = coalesce(?2, error),
             attempts = attempts + (?2 IS NOT NULL) WHERE id = ?3",
        )
        .bind(next_at.0)
        .bind(error)
        .bind(id.0)
        .execute(&mut *transaction)
        .await?;
        if anew {
            sqlx::query("DELETE FROM exchanges WHERE outbox = ?")
                .bind(id.0)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// How many things to do stand where.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn outbox_counts(&self) -> Result<OutboxCounts, StoreError> {
        let row = sqlx::query(
            "SELECT count(*) FILTER (WHERE status IN ('pending', 'in_flight', 'sending')),
                    count(*) FILTER (WHERE status = 'done'), count(*) FILTER (WHERE status = 'dead'),
                    count(*) FILTER (WHERE status = 'unknown') FROM outbox",
        )
        .fetch_one(&self.reader)
        .await?;
        let count = |column: usize| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
        Ok(OutboxCounts { open: count(0)?, done: count(1)?, dead: count(2)?, unknown: count(3)? })
    }

    /// Everything that was to be done, in order: for a person, and for tests.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn effects(&self, practice: &PracticeId) -> Result<Vec<ShownEffect>, StoreError> {
        sqlx::query(
            "SELECT id, kind, status, attempts, payload, error FROM outbox WHERE practice = ? ORDER BY id",
        )
        .bind(practice.as_str())
        .fetch_all(&self.reader)
        .await?
        .iter()
        .map(|row| {
            Ok(ShownEffect {
                id: OutboxId(row.try_get(0)?),
                kind: row.try_get(1)?,
                status: status(row.try_get(2)?),
                attempts: row.try_get(3)?,
                payload: row.try_get(4)?,
                error: row.try_get(5)?,
            })
        })
        .collect()
    }
}

fn claimed(row: &SqliteRow) -> Result<ClaimedEffect, StoreError> {
    let exchange = match row.try_get::<Option<u32>, _>(7)? {
        Some(step) => Some(SavedExchange { step, exchange: row.try_get(8)? }),
        None => None,
    };
    Ok(ClaimedEffect {
        id: OutboxId(row.try_get(0)?),
        practice: row.try_get::<&str, _>(1)?.into(),
        sequence: row.try_get::<i64, _>(2)?.unsigned_abs(),
        kind: row.try_get(3)?,
        cause: row.try_get(4)?,
        payload: row.try_get(5)?,
        attempts: row.try_get(6)?,
        exchange,
    })
}

// The table's CHECK leaves no other word.
fn status(word: &str) -> OutboxStatus {
    match word {
        "pending" => OutboxStatus::Pending,
        "in_flight" => OutboxStatus::InFlight,
        "sending" => OutboxStatus::Sending,
        "done" => OutboxStatus::Done,
        "dead" => OutboxStatus::Dead,
        _ => OutboxStatus::Unknown,
    }
}
