//! Effects: claimed by the owner of their practice, one of each queue at a time, and brought to their end.

use dispatch_core::{PracticeId, Timestamp};
use sqlx::{Row, sqlite::SqliteRow};

use super::{
    ownership::{epoch, holds_effect},
    store::Store,
};
use crate::{
    error::StoreError,
    rows::{
        outbox::{ClaimedEffect, OutboxCounts, OutboxId, OutboxStatus, SavedExchange, ShownEffect},
        ownership::Claim,
    },
};

impl Store {
    /// Claims what is to be done at `now` for the practices that this handle owns: oldest first, and of each queue only its
    /// oldest open row. What an owner before had in flight is to be done too.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn claim_effects(&self, now: Timestamp, limit: u32) -> Result<Vec<ClaimedEffect>, StoreError> {
        let mut transaction = self.begin().await?;
        let rows = sqlx::query(
            "SELECT o.id, p.epoch, o.practice, o.sequence, o.kind, o.cause, o.payload, o.attempts, e.step, e.exchange
             FROM outbox o CROSS JOIN practices p ON p.practice = o.practice
             LEFT JOIN exchanges e ON e.outbox = o.id
             WHERE p.owner = ? AND o.status IN ('pending', 'in_flight')
             AND (o.status = 'pending' OR o.epoch <> p.epoch) AND o.next_at <= ? AND NOT EXISTS (
                 SELECT 1 FROM outbox f WHERE f.practice = o.practice AND f.queue_key = o.queue_key AND f.id < o.id
                 AND f.status IN ('pending', 'in_flight', 'sending'))
             ORDER BY o.next_at, o.id LIMIT ?",
        )
        .bind(&*self.owner)
        .bind(now.0)
        .bind(limit)
        .fetch_all(&mut *transaction)
        .await?;
        let claimed = rows.iter().map(claimed).collect::<Result<Vec<_>, _>>()?;
        for effect in &claimed {
            sqlx::query("UPDATE outbox SET status = 'in_flight', epoch = ? WHERE id = ?")
                .bind(effect.claim.epoch.0.cast_signed())
                .bind(effect.claim.id.0)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(claimed)
    }

    /// The earliest moment at which an unclaimed effect of an owned practice is to be done.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_effect_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.next_effect_after(Timestamp(i64::MIN)).await
    }

    /// The earliest such moment after `now`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_effect_after(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "SELECT o.next_at FROM outbox o CROSS JOIN practices p ON p.practice = o.practice
             WHERE p.owner = ? AND o.status IN ('pending', 'in_flight')
             AND (o.status = 'pending' OR o.epoch <> p.epoch) AND o.next_at > ? ORDER BY o.next_at LIMIT 1",
        )
        .bind(&*self.owner)
        .bind(now.0)
        .fetch_optional(&self.reader)
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(Timestamp))
    }

    /// Saves an exchange as it stands before its next request is sent.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] if the claim no longer holds, and what the database says; nothing may be sent then.
    pub async fn save_exchange(
        &self,
        claim: Claim<OutboxId>,
        step: u32,
        exchange: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        holds_effect(&mut transaction, claim).await?;
        sqlx::query(
            "INSERT INTO exchanges (outbox, step, exchange) VALUES (?, ?, ?)
             ON CONFLICT (outbox) DO UPDATE SET step = excluded.step, exchange = excluded.exchange",
        )
        .bind(claim.id.0)
        .bind(step)
        .bind(exchange)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Marks that a call is about to be made that must not be repeated blindly.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] if the claim no longer holds, and what the database says; the call must not be made then.
    pub async fn mark_sending(&self, claim: Claim<OutboxId>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        holds_effect(&mut transaction, claim).await?;
        sqlx::query("UPDATE outbox SET status = 'sending' WHERE id = ?")
            .bind(claim.id.0)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Gives a claim up and tries again at `next_at`. A finished or half-read exchange is dropped if `anew`.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] if the claim no longer holds, and what the database says.
    pub async fn postpone_effect(
        &self,
        claim: Claim<OutboxId>,
        next_at: Timestamp,
        error: Option<&str>,
        anew: bool,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        holds_effect(&mut transaction, claim).await?;
        sqlx::query(
            "UPDATE outbox SET status = 'pending', next_at = ?1, error = coalesce(?2, error),
             attempts = attempts + (?2 IS NOT NULL) WHERE id = ?3",
        )
        .bind(next_at.0)
        .bind(error)
        .bind(claim.id.0)
        .execute(&mut *transaction)
        .await?;
        if anew {
            sqlx::query("DELETE FROM exchanges WHERE outbox = ?")
                .bind(claim.id.0)
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Counts effects by status.
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

    /// Every effect of a practice, in order: for a person, and for tests.
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
        .map(shown)
        .collect()
    }

    /// The newest effects of a kind that were given up or may not have been done, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn failed_effects(
        &self,
        practice: &PracticeId,
        kind: &str,
        limit: u32,
    ) -> Result<Vec<ShownEffect>, StoreError> {
        sqlx::query(
            "SELECT id, kind, status, attempts, payload, error FROM outbox
             WHERE practice = ? AND status IN ('dead', 'unknown') AND kind = ? ORDER BY id DESC LIMIT ?",
        )
        .bind(practice.as_str())
        .bind(kind)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?
        .iter()
        .map(shown)
        .collect()
    }
}

fn shown(row: &SqliteRow) -> Result<ShownEffect, StoreError> {
    Ok(ShownEffect {
        id: OutboxId(row.try_get(0)?),
        kind: row.try_get(1)?,
        status: status(row.try_get(2)?),
        attempts: row.try_get(3)?,
        payload: row.try_get(4)?,
        error: row.try_get(5)?,
    })
}

fn claimed(row: &SqliteRow) -> Result<ClaimedEffect, StoreError> {
    let exchange = match row.try_get::<Option<u32>, _>(8)? {
        Some(step) => Some(SavedExchange { step, exchange: row.try_get(9)? }),
        None => None,
    };
    Ok(ClaimedEffect {
        claim: Claim { id: OutboxId(row.try_get(0)?), epoch: epoch(row, 1)? },
        practice: row.try_get::<&str, _>(2)?.into(),
        sequence: row.try_get::<i64, _>(3)?.unsigned_abs(),
        kind: row.try_get(4)?,
        cause: row.try_get(5)?,
        payload: row.try_get(6)?,
        attempts: row.try_get(7)?,
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
