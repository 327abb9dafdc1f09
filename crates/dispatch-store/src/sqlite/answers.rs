//! Answers to commands of people, stored in the transaction of their command.

use dispatch_core::{PracticeId, Timestamp};
use sqlx::{Row, Sqlite, Transaction};

use super::store::Store;
use crate::{
    error::StoreError,
    rows::answer::{AnswerKey, AnswerRow},
};

impl Store {
    /// The answer that was given to a command, if it was stored and is not forgotten.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn answer(
        &self,
        practice: &PracticeId,
        key: &AnswerKey,
    ) -> Result<Option<AnswerRow>, StoreError> {
        let row = sqlx::query(
            "SELECT digest, status, version, body, at FROM answers WHERE practice = ? AND scope = ? AND key = ?",
        )
        .bind(practice.as_str())
        .bind(&key.scope)
        .bind(&key.key)
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(AnswerRow {
            key: key.clone(),
            digest: row.try_get(0)?,
            status: row.try_get(1)?,
            version: row.try_get::<Option<i64>, _>(2)?.map(i64::unsigned_abs),
            body: row.try_get(3)?,
            at: Timestamp(row.try_get(4)?),
        }))
    }

    /// Forgets answers that were given before a moment; returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn purge_answers(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let purged =
            sqlx::query("DELETE FROM answers WHERE at < ?").bind(before.0).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(purged.rows_affected())
    }
}

pub(super) async fn put(
    transaction: &mut Transaction<'_, Sqlite>,
    practice: &PracticeId,
    answer: &AnswerRow,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO answers (practice, scope, key, digest, status, version, body, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(practice.as_str())
    .bind(&answer.key.scope)
    .bind(&answer.key.key)
    .bind(&answer.digest)
    .bind(answer.status)
    .bind(answer.version.map(u64::cast_signed))
    .bind(&answer.body)
    .bind(answer.at.0)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
