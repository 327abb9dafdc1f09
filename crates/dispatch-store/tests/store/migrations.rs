//! Migrations of a SQLite file.

use std::path::{Path, PathBuf};

use dispatch_core::{ConnectionId, PracticeId, Timestamp};
use dispatch_store::{Batch, EventRow, OutboxStatus, Store, StoreError};
use sqlx::{
    Connection, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteRow},
};
use tempfile::TempDir;

/// A database of schema 1 as its program left it: a write and a message were under way.
const SCHEMA_1: &str = include_str!("schema-1.sql");
const TABLES: [&str; 10] = [
    "SELECT count(*) FROM inbox",
    "SELECT count(*) FROM journal",
    "SELECT count(*) FROM traces",
    "SELECT count(*) FROM outbox",
    "SELECT count(*) FROM exchanges",
    "SELECT count(*) FROM timers",
    "SELECT count(*) FROM bookings",
    "SELECT count(*) FROM exceptions",
    "SELECT count(*) FROM contacts",
    "SELECT count(*) FROM occupancies",
];
const FILLED: [i64; 10] = [9, 41, 6, 8, 1, 14, 6, 1, 6, 13];

/// A directory with such a database in it.
async fn old() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("dispatch.sqlite");
    execute(&path, SCHEMA_1).await;
    (directory, path)
}

async fn connect(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn execute(path: &Path, sql: &'static str) {
    let mut connection = connect(path).await;
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn read<T>(path: &Path, sql: &'static str, of: impl Fn(&SqliteRow) -> T) -> Vec<T> {
    let mut connection = connect(path).await;
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(of).collect()
}

async fn number(path: &Path, sql: &'static str) -> i64 {
    read(path, sql, |row| row.get(0)).await[0]
}

async fn filled(path: &Path) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in TABLES {
        counts.push(number(path, table).await);
    }
    counts
}

/// Every table, index and trigger as it is defined, but for the record of migrations.
async fn schema(path: &Path) -> Vec<(String, String)> {
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE name <> 'migrations' ORDER BY name";
    read(path, sql, |row| (row.get(0), row.get(1))).await
}

#[tokio::test]
async fn a_database_of_schema_1_is_copied_and_migrated() {
    let (directory, path) = old().await;
    assert_eq!(filled(&path).await, FILLED);
    let store = Store::open(&path).await.unwrap();
    let copy = directory.path().join("dispatch.sqlite.schema-1");
    assert_eq!(store.copy_before_migration(), Some(copy.as_path()));
    assert_eq!(filled(&path).await, FILLED, "nothing is lost");
    assert_eq!(number(&path, "PRAGMA user_version").await, 3);

    assert_eq!(filled(&copy).await, FILLED);
    assert_eq!(number(&copy, "PRAGMA user_version").await, 1);
    assert_eq!(number(&copy, "SELECT count(*) FROM outbox WHERE lane = 'write/b36'").await, 1, "as it was");

    store.close().await;
    std::fs::remove_file(&copy).unwrap();
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.copy_before_migration(), None, "once");
    assert!(!copy.exists());
}

#[tokio::test]
async fn a_migrated_database_is_taken_up_where_it_was_left() {
    let (_directory, path) = old().await;
    let store = Store::open(&path).await.unwrap();
    let (practice, connection) = (PracticeId::from("friday"), ConnectionId::from("desk"));
    use OutboxStatus::{Dead, Done, InFlight, Pending, Sending, Unknown};
    let statuses = async || -> Vec<_> {
        store.effects(&practice).await.unwrap().iter().map(|effect| effect.status).collect()
    };
    assert_eq!(statuses().await, [Done, Done, Dead, Done, Unknown, Sending, InFlight, Pending]);
    let inbox = store.inbox_counts().await.unwrap();
    assert_eq!((inbox.new, inbox.done, inbox.parked, inbox.altered), (1, 7, 1, 1));

    let owned = store.take_practice(&practice, &[&connection]).await.unwrap();
    assert_eq!((owned.epoch.0, owned.head, owned.unknown), (1, 41, 1));
    assert_eq!(store.version(&practice).await.unwrap(), 41);
    assert_eq!(store.events_after(&practice, 0, 100).await.unwrap().len(), 41);
    let now = Timestamp::parse("2026-06-08T14:00:00Z").unwrap();
    let effects = store.claim_effects(now, 10).await.unwrap();
    let claimed: Vec<_> = effects.iter().map(|row| (row.kind.as_str(), row.attempts)).collect();
    assert_eq!(claimed, [("write", 0), ("notify", 1)]);
    assert_eq!(effects[0].exchange.as_ref().unwrap().step, 3);
    assert_eq!(statuses().await, [Done, Done, Dead, Done, Unknown, Unknown, InFlight, InFlight]);
    assert_eq!(store.claim_deliveries(now, 10).await.unwrap().len(), 1);
    assert_eq!(store.open_exceptions(&practice).await.unwrap().len(), 1);
    assert_eq!(store.bookings(&practice).await.unwrap().len(), 6);
    assert_eq!(store.due_timers(now, 100).await.unwrap().len(), 2);
    assert!(store.contact(&practice, &"client-001".into()).await.unwrap().unwrap().email.is_some());
    assert_eq!(store.overlaps(&practice).await.unwrap(), 0);

    let mut batch = Batch::new(practice.clone(), owned.epoch, owned.head);
    batch.events = vec![EventRow { at: now, cause: "d".into(), event: "{}".into(), trace: None }];
    assert_eq!(store.commit(&batch).await.unwrap(), 42);
}

#[tokio::test]
async fn an_old_database_ends_like_a_new_one() {
    let (directory, path) = old().await;
    let new = directory.path().join("new.sqlite");
    let first = directory.path().join("first.sqlite");
    execute(&first, include_str!("../../src/sqlite/0001.sql")).await;
    assert_eq!(schema(&path).await, schema(&first).await, "the first migration is the schema of that time");
    Store::open(&path).await.unwrap().close().await;
    let store = Store::open(&new).await.unwrap();
    assert_eq!(store.copy_before_migration(), None, "there was nothing to copy");
    store.close().await;
    assert_eq!(schema(&path).await, schema(&new).await);
    let recorded = "SELECT checksum FROM migrations ORDER BY number";
    let text = |row: &SqliteRow| row.get::<String, _>(0);
    assert_eq!(read(&path, recorded, text).await, read(&new, recorded, text).await);
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let (_directory, path) = old().await;
    execute(&path, "PRAGMA user_version = 4").await;
    let refused = Store::open(&path).await.unwrap_err();
    assert!(matches!(refused, StoreError::NewerSchema { found: 4, known: 3, .. }), "{refused}");
    let name = path.display();
    let message = format!("`{name}` has schema 4, newer than schema 3, the newest that this program knows");
    assert_eq!(refused.to_string(), message);
    assert_eq!(number(&path, "PRAGMA user_version").await, 4);
}

#[tokio::test]
async fn a_migration_applied_in_another_form_is_refused() {
    let (_directory, path) = old().await;
    Store::open(&path).await.unwrap().close().await;
    execute(&path, "UPDATE migrations SET checksum = 'another' WHERE number = 2").await;
    let refused = Store::open(&path).await.unwrap_err();
    assert!(matches!(refused, StoreError::AlteredMigration { number: 2, .. }), "{refused}");
}

#[tokio::test]
async fn a_migration_that_fails_leaves_the_database_as_it_was() {
    let (_directory, path) = old().await;
    // It comes after the table and the columns that the migration adds.
    execute(&path, "DROP INDEX outbox_waiting").await;
    let before = schema(&path).await;
    assert!(Store::open(&path).await.is_err());
    assert_eq!(schema(&path).await, before);
    assert_eq!(number(&path, "PRAGMA user_version").await, 1);
    execute(&path, "CREATE INDEX outbox_waiting ON outbox (next_at)").await;
    Store::open(&path).await.unwrap();
}

#[tokio::test]
async fn a_copy_that_a_stop_left_half_made_is_made_anew() {
    let (directory, path) = old().await;
    let copy = directory.path().join("dispatch.sqlite.schema-1");
    let partial = directory.path().join("dispatch.sqlite.schema-1.partial");
    std::fs::write(&partial, "half").unwrap();
    std::fs::write(&copy, "from before").unwrap();
    Store::open(&path).await.unwrap();
    assert_eq!(filled(&copy).await, FILLED);
    assert!(!partial.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_copy_is_readable_for_no_more_people_than_the_database() {
    use std::os::unix::fs::PermissionsExt as _;
    let (directory, path) = old().await;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    Store::open(&path).await.unwrap();
    let copy = std::fs::metadata(directory.path().join("dispatch.sqlite.schema-1")).unwrap();
    assert_eq!(copy.permissions().mode() & 0o777, 0o600);
}
