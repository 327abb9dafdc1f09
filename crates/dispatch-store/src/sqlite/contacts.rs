use dispatch_core::{ClientId, PracticeId};
use sqlx::{Row, Sqlite, Transaction};

use crate::{Store, StoreError};

/// How a client is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// Who.
    pub client: ClientId,
    /// How to address the client.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number in E.164 form.
    pub phone: Option<String>,
}

impl std::fmt::Debug for ContactRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContactRow").field("client", &self.client).finish_non_exhaustive()
    }
}

impl Store {
    /// How a client is reached, if known.
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
pub(crate) async fn put(
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
