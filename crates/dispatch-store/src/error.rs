//! Failures of the store.

use std::{io, path::PathBuf};

/// Why the store did not do as asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The journal has moved on: read it again and decide anew.
    #[error("the journal stands at {found}, not at {expected}")]
    Conflict {
        /// The version that the batch was decided on.
        expected: u64,
        /// The version found.
        found: u64,
    },
    /// The practice has another owner: nothing was stored, and what this owner still holds of it must be discarded.
    #[error("another process has taken the practice over")]
    NotOwner,
    /// An occupancy of ours would overlap another one: a fault of the program, stopped before it was stored.
    #[error("booking {booking} would overlap another on lane {lane}")]
    Overlap {
        /// Its booking.
        booking: u64,
        /// The provider, room or device.
        lane: u16,
    },
    /// The file was written by a newer version.
    #[error("`{}` has schema {found}, newer than schema {known}, the newest that this program knows", path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// The number found.
        found: i64,
        /// The newest number that this program knows.
        known: i64,
    },
    /// The file was brought to its schema by another text than the one that this program has under the same number.
    #[error("`{}` was made by another form of migration {number} than this program has", path.display())]
    AlteredMigration {
        /// The file.
        path: PathBuf,
        /// The number of the migration.
        number: i64,
    },
    /// The file is of an older schema and could not be copied, so it was not migrated.
    #[error("the copy `{}`, to be made before the migration, failed: {cause}", path.display())]
    NoCopy {
        /// The path of the copy.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] Failure),
    /// The directory of the database cannot be made.
    #[error("`{}` cannot be created: {cause}", path.display())]
    Directory {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}

/// What the database says.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Failure(sqlx::Error);

impl StoreError {
    /// True if the same call may succeed later (a busy or full disk, for one).
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Database(_) | Self::Conflict { .. })
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Failure(error))
    }
}
