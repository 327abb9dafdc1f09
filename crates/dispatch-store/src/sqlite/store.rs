use std::{path::Path, time::Duration};

use sqlx::{
    Row, Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::StoreError;

const SCHEMA_VERSION: i64 = 1;

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    /// One connection: SQLite has one writer at a time, so writers wait here, in order, and not inside SQLite.
    pub(crate) writer: SqlitePool,
    pub(crate) reader: SqlitePool,
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
    /// Milliseconds to wait for another process's lock.
    pub busy_timeout: i64,
}

impl Store {
    /// Opens the database file, making it and its directory if absent.
    ///
    /// # Errors
    /// If it cannot be opened or was written by a newer version.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        if let Some(directory) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            std::fs::create_dir_all(directory)
                .map_err(|cause| StoreError::Directory { path: directory.display().to_string(), cause })?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await?;
        let reader = SqlitePoolOptions::new().max_connections(2).connect_with(options).await?;
        let store = Self { writer, reader };
        store.prepare().await?;
        Ok(store)
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

    /// True if the database answers and can be written to.
    pub async fn is_ready(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.writer).await.is_ok()
    }

    /// Waits for running calls and closes the file.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// A transaction that holds the write lock from its start.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    async fn prepare(&self) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let found: i64 = sqlx::query("PRAGMA user_version").fetch_one(&mut *transaction).await?.try_get(0)?;
        if found > SCHEMA_VERSION {
            return Err(StoreError::NewerSchema { found, known: SCHEMA_VERSION });
        }
        if found == 0 {
            sqlx::raw_sql(include_str!("0001.sql")).execute(&mut *transaction).await?;
            sqlx::raw_sql("PRAGMA user_version = 1").execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
