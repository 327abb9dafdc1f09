//! Migrations of the schema: numbered, forward only, each in a transaction of its own.
//!
//! `PRAGMA user_version` holds the number of the last one, as in the databases that were made before there was a second one:
//! so a program of that time, too, refuses what it does not know.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Row, Sqlite, SqliteConnection, Transaction};

use crate::error::StoreError;

/// In order, from number 1. One that was ever released is not changed any more: its checksum is in the databases.
const MIGRATIONS: [&str; 3] = [include_str!("0001.sql"), include_str!("0002.sql"), include_str!("0003.sql")];
const KNOWN: i64 = MIGRATIONS.len().cast_signed() as i64;

/// Brings the database to the newest schema. An older one is copied first; returns the path of the copy.
///
/// # Errors
/// If the schema is newer than this program, if a migration was applied in another form, and what the database says.
pub(super) async fn migrate(
    connection: &mut SqliteConnection,
    path: &Path,
) -> Result<Option<PathBuf>, StoreError> {
    let found = version(connection).await?;
    if found > KNOWN {
        return Err(StoreError::NewerSchema { path: path.to_owned(), found, known: KNOWN });
    }
    let mut copy = None;
    if found > 0 && found < KNOWN {
        copy = Some(copy_beside(connection, path, found).await?);
    }
    for (number, sql) in (1..).zip(MIGRATIONS) {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        if !apply(&mut transaction, number, sql).await? {
            return Err(StoreError::AlteredMigration { path: path.to_owned(), number });
        }
        transaction.commit().await?;
    }
    Ok(copy)
}

/// Applies and records a migration unless it was applied before; false if it was applied in another form.
async fn apply(
    transaction: &mut Transaction<'_, Sqlite>,
    number: i64,
    sql: &'static str,
) -> Result<bool, StoreError> {
    sqlx::raw_sql(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
    )
    .execute(&mut **transaction)
    .await?;
    let checksum = checksum(sql);
    let recorded = sqlx::query("SELECT checksum FROM migrations WHERE number = ?")
        .bind(number)
        .fetch_optional(&mut **transaction)
        .await?;
    if let Some(row) = recorded {
        return Ok(row.try_get::<&str, _>(0)? == checksum);
    }
    // The first one was applied without a record once; it was the same text.
    if number > version(transaction).await? {
        sqlx::raw_sql(sql).execute(&mut **transaction).await?;
        let mark = AssertSqlSafe(format!("PRAGMA user_version = {number}"));
        sqlx::raw_sql(mark).execute(&mut **transaction).await?;
    }
    sqlx::query("INSERT INTO migrations (number, checksum) VALUES (?, ?)")
        .bind(number)
        .bind(checksum)
        .execute(&mut **transaction)
        .await?;
    Ok(true)
}

async fn version(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query("PRAGMA user_version").fetch_one(connection).await?.try_get(0)?)
}

fn checksum(sql: &str) -> String {
    Sha256::digest(sql).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Copies the database as it is to `{path}.schema-{version}`, readable for those who may read the original.
///
/// The copy is made under another name and renamed when it is whole and on the disk, so that a stop on the way leaves no
/// half copy that looks whole. A copy of the same schema from before is replaced: what it holds, the database still holds.
async fn copy_beside(
    connection: &mut SqliteConnection,
    path: &Path,
    version: i64,
) -> Result<PathBuf, StoreError> {
    let copy = with_suffix(path, &format!(".schema-{version}"));
    let partial = with_suffix(&copy, ".partial");
    let failed = |cause| StoreError::NoCopy { path: copy.clone(), cause };
    match fs::remove_file(&partial) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(failed(cause)),
        _ => {}
    }
    let Some(name) = partial.to_str() else {
        return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, "its name is not UTF-8")));
    };
    sqlx::query("VACUUM INTO ?").bind(name).execute(&mut *connection).await?;
    settle_copy(path, &partial, &copy).map_err(failed)?;
    Ok(copy)
}

/// SQLite does not wait for the disk when it makes a copy, and the migration that follows must not be first there.
fn settle_copy(path: &Path, partial: &Path, copy: &Path) -> io::Result<()> {
    fs::set_permissions(partial, fs::metadata(path)?.permissions())?;
    fs::File::open(partial)?.sync_all()?;
    fs::rename(partial, copy)?;
    #[cfg(unix)]
    {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        fs::File::open(directory.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
