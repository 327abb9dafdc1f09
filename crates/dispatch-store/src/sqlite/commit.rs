use dispatch_core::{
    BookingId, ExceptionId, PracticeId, Span, Timestamp,
    calendar::{Occupancy, Origin},
};
use sqlx::{Row, Sqlite, Transaction};

use super::contacts;
use crate::{ContactRow, InboxId, OutboxId, Store, StoreError};

/// All that a batch of commands of one practice changed. Stored whole or not at all.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Whose.
    pub practice: PracticeId,
    /// The version of the journal that was decided on.
    pub expected_version: u64,
    /// New events, in order. The first gets sequence `expected_version + 1`.
    pub events: Vec<EventRow>,
    /// New things to do outside.
    pub effects: Vec<NewEffect>,
    /// Bookings whose occupancies changed, each with all it now has.
    pub occupancies: Vec<BookingOccupancies>,
    /// Bookings as they are now to be shown.
    pub bookings: Vec<BookingSummary>,
    /// Timers set or taken away, in order.
    pub timers: Vec<TimerChange>,
    /// Exceptions raised or closed, in order.
    pub exceptions: Vec<ExceptionChange>,
    /// Contacts as read.
    pub contacts: Vec<ContactRow>,
    /// Deliveries worked on.
    pub deliveries: Vec<InboxId>,
    /// Things to do that came to an end.
    pub settled: Vec<(OutboxId, Settled)>,
}

/// A new event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// When it was decided.
    pub at: Timestamp,
    /// The decision id.
    pub cause: String,
    /// The event, as JSON.
    pub event: String,
    /// Why, as JSON, where something was judged.
    pub trace: Option<String>,
}

/// A new thing to do outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEffect {
    /// Position in [`Batch::events`] of the event it came from.
    pub event: usize,
    /// What kind.
    pub kind: String,
    /// Things of one lane are done one after the other.
    pub lane: String,
    /// What exactly, as JSON.
    pub payload: String,
    /// Not before.
    pub due: Timestamp,
}

/// How a thing to do ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Done, or no longer to be done.
    Done,
    /// Given up, with the reason.
    Dead(String),
    /// May or may not have been done, with the reason.
    Unknown(String),
}

/// A timer set or taken away. `timer` is its JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimerChange {
    /// Set, or moved.
    Set {
        /// Which.
        timer: String,
        /// When.
        due: Timestamp,
        /// The decision id of what set it.
        cause: String,
    },
    /// Cancelled or fired.
    Remove {
        /// Which.
        timer: String,
    },
}

/// An exception raised or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExceptionChange {
    /// It waits for a person.
    Raised {
        /// Which.
        exception: ExceptionId,
        /// Its booking.
        booking: BookingId,
        /// Who is to look at it.
        owner: String,
        /// Until when.
        deadline: Timestamp,
    },
    /// It is settled.
    Closed(ExceptionId),
}

/// A booking as it is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingSummary {
    /// Which.
    pub booking: BookingId,
    /// What is shown, as JSON.
    pub summary: String,
}

/// All that a booking now occupies; nothing for one that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingOccupancies {
    /// Which.
    pub booking: BookingId,
    /// What it occupies.
    pub rows: Vec<OccupancyRow>,
}

/// One occupancy and what the guard must know of its lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccupancyRow {
    /// The occupancy.
    pub occupancy: Occupancy,
    /// How many at once the lane holds.
    pub capacity: u16,
    /// True if the paddings of two uses may overlap: then only the bare uses are guarded.
    pub shared_padding: bool,
}

impl OccupancyRow {
    const fn guard(&self) -> Span {
        if self.shared_padding { self.occupancy.used } else { self.occupancy.padded() }
    }
}

impl Batch {
    /// A batch that changes nothing yet.
    #[must_use]
    pub const fn new(practice: PracticeId, expected_version: u64) -> Self {
        Self {
            practice,
            expected_version,
            events: Vec::new(),
            effects: Vec::new(),
            occupancies: Vec::new(),
            bookings: Vec::new(),
            timers: Vec::new(),
            exceptions: Vec::new(),
            contacts: Vec::new(),
            deliveries: Vec::new(),
            settled: Vec::new(),
        }
    }
}

impl Store {
    /// Stores a batch in one transaction. When this returns it is on the disk; if it fails, nothing of it is. Returns the
    /// journal's new version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the journal is not at the expected version, [`StoreError::Overlap`] if the guard
    /// refused an occupancy, and what the database says.
    pub async fn commit(&self, batch: &Batch) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query("SELECT coalesce(max(sequence), 0) FROM journal WHERE practice = ?")
            .bind(batch.practice.as_str())
            .fetch_one(&mut *transaction)
            .await?;
        let found = row.try_get::<i64, _>(0)?.unsigned_abs();
        if found != batch.expected_version {
            return Err(StoreError::Conflict { expected: batch.expected_version, found });
        }
        append(&mut transaction, batch).await?;
        replace_occupancies(&mut transaction, batch).await?;
        project(&mut transaction, batch).await?;
        set_timers(&mut transaction, batch).await?;
        settle(&mut transaction, batch).await?;
        transaction.commit().await?;
        Ok(found + batch.events.len() as u64)
    }
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
            "INSERT INTO outbox (practice, sequence, ordinal, kind, lane, cause, payload, status, next_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?)",
        )
        .bind(practice)
        .bind(sequence.cast_signed())
        .bind(ordinal)
        .bind(&effect.kind)
        .bind(&effect.lane)
        .bind(cause)
        .bind(&effect.payload)
        .bind(effect.due.0)
        .execute(&mut **transaction)
        .await?;
    }
    Ok(())
}

/// All rows of the touched bookings go before any comes, so that two bookings may swap places in one batch. What is
/// being vacated comes first: it is never refused.
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
                 owner = excluded.owner, deadline = excluded.deadline, open = 1",
            )
            .bind(practice)
            .bind(exception.0.cast_signed())
            .bind(booking.0.cast_signed())
            .bind(owner)
            .bind(deadline.0),
            ExceptionChange::Closed(exception) => {
                sqlx::query("UPDATE exceptions SET open = 0 WHERE practice = ? AND exception = ?")
                    .bind(practice)
                    .bind(exception.0.cast_signed())
            }
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
