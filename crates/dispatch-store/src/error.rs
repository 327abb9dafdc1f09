/// Why the store did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote to the practice's journal: read it again and decide anew.
    #[error("the journal stands at {found}, not at {expected}")]
    Conflict {
        /// The version the batch was decided on.
        expected: u64,
        /// The version found.
        found: u64,
    },
    /// An occupancy of ours would overlap another one: a fault of the program, stopped before it was stored.
    #[error("booking {booking} would overlap another on lane {lane}")]
    Overlap {
        /// Its booking.
        booking: u64,
        /// The provider, room or device.
        lane: u16,
    },
    /// The file was written by a newer version.
    #[error("the database has version {found}, newer than the {known} that this program knows")]
    NewerSchema {
        /// What the file says.
        found: i64,
        /// What we know.
        known: i64,
    },
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] Failure),
    /// The directory of the database cannot be made.
    #[error("`{path}` cannot be created: {cause}")]
    Directory {
        /// Its path.
        path: String,
        /// What the system says.
        cause: std::io::Error,
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
