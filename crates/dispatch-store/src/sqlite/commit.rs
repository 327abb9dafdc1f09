//! The commit of a batch: one transaction, fenced by the owner's epoch and by the journal's head.

use dispatch_core::{PracticeId, calendar::Origin};
use sqlx::{Row, Sqlite, Transaction};

use super::{answers, contacts, ownership::epoch, store::Store};
use crate::{
    error::StoreError,
    rows::{
        batch::{Batch, OccupancyRow},
        outbox::Settled,
        projection::ExceptionChange,
        timer::TimerChange,
    },
};

impl Store {
    /// Stores a batch in one transaction. When this returns it is on the disk; if it fails, nothing of it is. Returns the
    /// journal's new version.
    ///
    /// # Errors
    /// [`StoreError::NotOwner`] if the practice has another owner, [`StoreError::Conflict`] if the journal is not at the
    /// expected version, [`StoreError::Overlap`] if the guard refused an occupancy, and what the database says.
    pub async fn commit(&self, batch: &Batch) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        move_head(&mut transaction, batch).await?;
        append(&mut transaction, batch).await?;
        replace_occupancies(&mut transaction, batch).await?;
        project(&mut transaction, batch).await?;
        set_timers(&mut transaction, batch).await?;
        settle(&mut transaction, batch).await?;
        for answer in &batch.answers {
            answers::put(&mut transaction, &batch.practice, answer).await?;
        }
        transaction.commit().await?;
        Ok(batch.expected_version + batch.events.len() as u64)
    }
}

/// The fence, which comes first: whatever an owner before decided, or an owner on an old journal, ends here.
async fn move_head(transaction: &mut Transaction<'_, Sqlite>, batch: &Batch) -> Result<(), StoreError> {
    let moved =
        sqlx::query("UPDATE practices SET head = head + ? WHERE practice = ? AND epoch = ? AND head = ?")
            .bind((batch.events.len() as u64).cast_signed())
            .bind(batch.practice.as_str())
            .bind(batch.epoch.0.cast_signed())
            .bind(batch.expected_version.cast_signed())
            .execute(&mut **transaction)
            .await?;
    if moved.rows_affected() > 0 {
        return Ok(());
    }
    let row = sqlx::query("SELECT epoch, head FROM practices WHERE practice = ?")
        .bind(batch.practice.as_str())
        .fetch_optional(&mut **transaction)
        .await?;
    let Some(row) = row else { return Err(StoreError::NotOwner) };
    if epoch(&row, 0)? != batch.epoch {
        return Err(StoreError::NotOwner);
    }
    let found = row.try_get::<i64, _>(1)?.unsigned_abs();
    Err(StoreError::Conflict { expected: batch.expected_version, found })
}

async fn append(transaction: &mut Transaction<'_, Sqlite>, batch: &Batch) -> Result<(), StoreError> {
    let practice = batch.practice.as_str();
    for (sequence, row) in (batch.expected_version + 1..).zip(&batch.events) {
        sqlx::query("INSERT INTO journal (practice, sequence, at, cause, event) VALUES (?, ?, ?, ?, ?)")
            .bind(practice)
            .bind(sequence.cast_signed())
            .bind(row.at.0)
            .bind(&row.cause)
            .bind(&row.event)
            .execute(&mut **transaction)
            .await?;
        let Some(trace) = &row.trace else { continue };
        sqlx::query("INSERT INTO traces (practice, sequence, at, trace) VALUES (?, ?, ?, ?)")
            .bind(practice)
            .bind(sequence.cast_signed())
            .bind(row.at.0)
            .bind(trace)
            .execute(&mut **transaction)
            .await?;
    }
    for (ordinal, effect) in (0_i64..).zip(&batch.effects) {
        let sequence = batch.expected_version + 1 + effect.event as u64;
        let cause = batch.events.get(effect.event).map_or("", |event| event.cause.as_str());
        sqlx::query(
            "INSERT INTO outbox (practice, sequence, ordinal, kind, queue_key, cause, payload, status, next_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?)",
        )
        .bind(practice)
        .bind(sequence.cast_signed())
        .bind(ordinal)
        .bind(&effect.kind)
        .bind(&effect.queue_key)
        .bind(cause)
        .bind(&effect.payload)
        .bind(effect.due.0)
        .execute(&mut **transaction)
        .await?;
    }
    Ok(())
}

/// The rule of every store: all deletions come before all insertions, so that bookings may change places within a batch,
/// whatever their order in it. Of the insertions what is being vacated comes first: it is never refused.
async fn replace_occupancies(
    transaction: &mut Transaction<'_, Sqlite>,
    batch: &Batch,
) -> Result<(), StoreError> {
    for change in &batch.occupancies {
        sqlx::query("DELETE FROM occupancies WHERE practice = ? AND booking = ?")
            .bind(batch.practice.as_str())
            .bind(change.booking.0.cast_signed())
            .execute(&mut **transaction)
            .await?;
    }
    let rows = || batch.occupancies.iter().flat_map(|change| &change.rows);
    let vacating = rows().filter(|row| row.occupancy.origin == Origin::Vacating);
    let others = rows().filter(|row| row.occupancy.origin != Origin::Vacating);
    for row in vacating.chain(others) {
        insert_occupancy(transaction, &batch.practice, row).await?;
    }
    Ok(())
}

async fn insert_occupancy(
    transaction: &mut Transaction<'_, Sqlite>,
    practice: &PracticeId,
    row: &OccupancyRow,
) -> Result<(), StoreError> {
    let (occupancy, guard) = (&row.occupancy, row.guard());
    let inserted = sqlx::query(
        "INSERT INTO occupancies (practice, lane, booking, item, phase, origin, used_start, used_end, guard_start,
         guard_end, capacity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(practice.as_str())
    .bind(occupancy.lane.0)
    .bind(occupancy.booking.0.cast_signed())
    .bind(occupancy.item)
    .bind(occupancy.phase)
    .bind(origin_word(occupancy.origin))
    .bind(occupancy.used.start.0)
    .bind(occupancy.used.end.0)
    .bind(guard.start.0)
    .bind(guard.end.0)
    .bind(row.capacity)
    .execute(&mut **transaction)
    .await;
    match inserted {
        Err(sqlx::Error::Database(error)) if error.message().starts_with("occupancy guard") => {
            Err(StoreError::Overlap { booking: occupancy.booking.0, lane: occupancy.lane.0 })
        }
        other => other.map(drop).map_err(StoreError::from),
    }
}

async fn project(transaction: &mut Transaction<'_, Sqlite>, batch: &Batch) -> Result<(), StoreError> {
    let practice = batch.practice.as_str();
    for row in &batch.bookings {
        sqlx::query(
            "INSERT INTO bookings (practice, booking, summary) VALUES (?, ?, ?)
             ON CONFLICT (practice, booking) DO UPDATE SET summary = excluded.summary",
        )
        .bind(practice)
        .bind(row.booking.0.cast_signed())
        .bind(&row.summary)
        .execute(&mut **transaction)
        .await?;
    }
    for change in &batch.exceptions {
        let query = match change {
            ExceptionChange::Raised { exception, booking, owner, deadline } => sqlx::query(
                "INSERT INTO exceptions (practice, exception, booking, owner, deadline, open)
                 VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (practice, exception) DO UPDATE SET
                 owner = excluded.owner, deadline = excluded.deadline, open = 1, answered_by = NULL, closed_at = NULL",
            )
            .bind(practice)
            .bind(exception.0.cast_signed())
            .bind(booking.0.cast_signed())
            .bind(owner)
            .bind(deadline.0),
            ExceptionChange::Closed { exception, by, at } => sqlx::query(
                "UPDATE exceptions SET open = 0, answered_by = ?, closed_at = ?
                 WHERE practice = ? AND exception = ?",
            )
            .bind(by)
            .bind(at.0)
            .bind(practice)
            .bind(exception.0.cast_signed()),
        };
        query.execute(&mut **transaction).await?;
    }
    for contact in &batch.contacts {
        contacts::put(transaction, &batch.practice, contact).await?;
    }
    Ok(())
}

async fn set_timers(transaction: &mut Transaction<'_, Sqlite>, batch: &Batch) -> Result<(), StoreError> {
    let practice = batch.practice.as_str();
    for change in &batch.timers {
        let query = match change {
            TimerChange::Set { timer, due, cause } => sqlx::query(
                "INSERT INTO timers (practice, timer, due, cause) VALUES (?, ?, ?, ?)
                 ON CONFLICT (practice, timer) DO UPDATE SET due = excluded.due, cause = excluded.cause",
            )
            .bind(practice)
            .bind(timer)
            .bind(due.0)
            .bind(cause),
            TimerChange::Remove { timer } => {
                sqlx::query("DELETE FROM timers WHERE practice = ? AND timer = ?").bind(practice).bind(timer)
            }
        };
        query.execute(&mut **transaction).await?;
    }
    Ok(())
}

async fn settle(transaction: &mut Transaction<'_, Sqlite>, batch: &Batch) -> Result<(), StoreError> {
    for delivery in &batch.deliveries {
        sqlx::query("UPDATE inbox SET status = 'done', error = NULL WHERE id = ?")
            .bind(delivery.0)
            .execute(&mut **transaction)
            .await?;
    }
    for (id, settled) in &batch.settled {
        let (status, error) = match settled {
            Settled::Done => ("done", None),
            Settled::Dead(reason) => ("dead", Some(reason)),
            Settled::Unknown(reason) => ("unknown", Some(reason)),
        };
        sqlx::query("UPDATE outbox SET status = ?, error = ? WHERE id = ?")
            .bind(status)
            .bind(error)
            .bind(id.0)
            .execute(&mut **transaction)
            .await?;
        sqlx::query("DELETE FROM exchanges WHERE outbox = ?").bind(id.0).execute(&mut **transaction).await?;
    }
    Ok(())
}

const fn origin_word(origin: Origin) -> &'static str {
    match origin {
        Origin::Ours => "ours",
        Origin::Observed => "observed",
        Origin::Forced => "forced",
        Origin::Hold => "hold",
        Origin::Vacating => "vacating",
    }
}
