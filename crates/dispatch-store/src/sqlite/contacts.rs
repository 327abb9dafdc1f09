//! Contacts, one row a client.

use dispatch_core::{ClientId, PracticeId};
use sqlx::{Row, Sqlite, Transaction};

use super::store::Store;
use crate::{error::StoreError, rows::contact::ContactRow};

impl Store {
    /// A client's contact, if known.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn contact(
        &self,
        practice: &PracticeId,
        client: &ClientId,
    ) -> Result<Option<ContactRow>, StoreError> {
        let row = sqlx::query("SELECT name, email, phone FROM contacts WHERE practice = ? AND client = ?")
            .bind(practice.as_str())
            .bind(client.as_str())
            .fetch_optional(&self.reader)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(ContactRow {
            client: client.clone(),
            name: row.try_get(0)?,
            email: row.try_get(1)?,
            phone: row.try_get(2)?,
        }))
    }
}

/// The newest reading of a contact replaces the older one whole: a number taken off the platform is gone here too.
pub(super) async fn put(
    transaction: &mut Transaction<'_, Sqlite>,
    practice: &PracticeId,
    contact: &ContactRow,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO contacts (practice, client, name, email, phone) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (practice, client) DO UPDATE SET name = excluded.name, email = excluded.email,
         phone = excluded.phone",
    )
    .bind(practice.as_str())
    .bind(contact.client.as_str())
    .bind(&contact.name)
    .bind(&contact.email)
    .bind(&contact.phone)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
