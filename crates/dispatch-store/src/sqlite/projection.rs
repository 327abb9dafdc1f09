//! Projections, for reading.

use dispatch_core::{BookingId, ExceptionId, PracticeId, Timestamp};
use sqlx::Row;

use super::store::Store;
use crate::{
    error::StoreError,
    rows::projection::{BookingSummary, KnownException, OpenException},
};

impl Store {
    /// The practice's bookings as last projected, in order of their ids.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn bookings(&self, practice: &PracticeId) -> Result<Vec<BookingSummary>, StoreError> {
        sqlx::query("SELECT booking, summary FROM bookings WHERE practice = ? ORDER BY booking")
            .bind(practice.as_str())
            .fetch_all(&self.reader)
            .await?
            .iter()
            .map(|row| {
                Ok(BookingSummary {
                    booking: BookingId(row.try_get::<i64, _>(0)?.unsigned_abs()),
                    summary: row.try_get(1)?,
                })
            })
            .collect()
    }

    /// Exceptions that wait for a person, the most urgent first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn open_exceptions(&self, practice: &PracticeId) -> Result<Vec<OpenException>, StoreError> {
        sqlx::query(
            "SELECT exception, booking, owner, deadline FROM exceptions WHERE practice = ? AND open
             ORDER BY deadline, exception",
        )
        .bind(practice.as_str())
        .fetch_all(&self.reader)
        .await?
        .iter()
        .map(|row| {
            Ok(OpenException {
                exception: ExceptionId(row.try_get::<i64, _>(0)?.unsigned_abs()),
                booking: BookingId(row.try_get::<i64, _>(1)?.unsigned_abs()),
                owner: row.try_get(2)?,
                deadline: Timestamp(row.try_get(3)?),
            })
        })
        .collect()
    }

    /// An exception of any time, if there was one.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn exception(
        &self,
        practice: &PracticeId,
        exception: ExceptionId,
    ) -> Result<Option<KnownException>, StoreError> {
        let row = sqlx::query(
            "SELECT booking, open, answered_by, closed_at FROM exceptions WHERE practice = ? AND exception = ?",
        )
        .bind(practice.as_str())
        .bind(exception.0.cast_signed())
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(KnownException {
            booking: BookingId(row.try_get::<i64, _>(0)?.unsigned_abs()),
            open: row.try_get::<i64, _>(1)? != 0,
            answered_by: row.try_get(2)?,
            closed_at: row.try_get::<Option<i64>, _>(3)?.map(Timestamp),
        }))
    }

    /// Counts pairs of occupancies of ours, of different bookings, that overlap on a lane that holds one. Always 0; for
    /// checks from outside.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn overlaps(&self, practice: &PracticeId) -> Result<u64, StoreError> {
        let row = sqlx::query(
            "SELECT count(*) FROM occupancies a JOIN occupancies b
             ON a.practice = b.practice AND a.lane = b.lane AND a.booking < b.booking
             AND a.guard_start < b.guard_end AND b.guard_start < a.guard_end
             WHERE a.practice = ? AND a.capacity = 1 AND a.origin IN ('ours', 'hold') AND b.origin IN ('ours', 'hold')",
        )
        .bind(practice.as_str())
        .fetch_one(&self.reader)
        .await?;
        Ok(row.try_get::<i64, _>(0)?.unsigned_abs())
    }
}
