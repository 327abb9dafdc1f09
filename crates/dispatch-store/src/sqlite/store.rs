//! The database file: opened, brought to the newest schema, and closed.

use std::{
    fs,
    path::{Path, PathBuf},
    process,
    sync::Arc,
    time::Duration,
};

use sqlx::{
    Row, Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::migrations;
use crate::error::StoreError;

/// The time to wait for another program's lock on the file.
const BUSY: Duration = Duration::from_secs(5);

/// The database. Cheap to clone; clones are one owner, and what is opened anew is another one.
#[derive(Clone, Debug)]
pub struct Store {
    /// One connection: SQLite has one writer at a time, so writers wait here, in order, and not inside SQLite.
    pub(super) writer: SqlitePool,
    pub(super) reader: SqlitePool,
    /// The name under which practices are owned.
    pub(super) owner: Arc<str>,
    copy: Option<Arc<Path>>,
}

/// The settings that durability rests on, as the database reports them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pragmas {
    /// `wal`.
    pub journal_mode: String,
    /// 2 means FULL: a commit returns when it is on the disk.
    pub synchronous: i64,
    /// True if references are enforced.
    pub foreign_keys: bool,
    /// Milliseconds to wait for another program's lock.
    pub busy_timeout: i64,
}

impl Store {
    /// Opens the database file, making it and its directory if absent. A file of an older schema is copied beside itself
    /// and migrated.
    ///
    /// # Errors
    /// If it cannot be opened, copied or migrated, or was written by a newer version.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        if let Some(directory) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(directory)
                .map_err(|cause| StoreError::Directory { path: directory.to_owned(), cause })?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await?;
        let mut connection = writer.acquire().await?;
        let copy = migrations::migrate(&mut connection, path).await?;
        let unique = sqlx::query("SELECT lower(hex(randomblob(8)))").fetch_one(&mut *connection).await?;
        let owner = format!("{}-{}", process::id(), unique.try_get::<&str, _>(0)?);
        drop(connection);
        let reader = SqlitePoolOptions::new().max_connections(2).connect_with(options).await?;
        Ok(Self { writer, reader, owner: owner.into(), copy: copy.map(PathBuf::into) })
    }

    /// The copy of the file as it was before it was migrated, if opening it migrated it.
    #[must_use]
    pub fn copy_before_migration(&self) -> Option<&Path> {
        self.copy.as_deref()
    }

    /// Reads the settings back from the writing connection.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn pragmas(&self) -> Result<Pragmas, StoreError> {
        let mut connection = self.writer.acquire().await?;
        let text = sqlx::query("PRAGMA journal_mode").fetch_one(&mut *connection).await?;
        let synchronous = sqlx::query("PRAGMA synchronous").fetch_one(&mut *connection).await?;
        let foreign_keys = sqlx::query("PRAGMA foreign_keys").fetch_one(&mut *connection).await?;
        let busy_timeout = sqlx::query("PRAGMA busy_timeout").fetch_one(&mut *connection).await?;
        Ok(Pragmas {
            journal_mode: text.try_get(0)?,
            synchronous: synchronous.try_get(0)?,
            foreign_keys: foreign_keys.try_get::<i64, _>(0)? != 0,
            busy_timeout: busy_timeout.try_get(0)?,
        })
    }

    /// True if the database answers.
    pub async fn is_ready(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.writer).await.is_ok()
    }

    /// Waits for running calls and closes the file.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// A transaction that holds the write lock from its start.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}
