//! The suite on SQLite, each case with a file of its own, and the settings of such a file.

use dispatch_store::Store;
use tempfile::TempDir;

crate::suite!(Place);

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    async fn open(&self) -> Store {
        Store::open(self.0.path().join("deep/dispatch.sqlite")).await.unwrap()
    }
}

#[tokio::test]
async fn a_commit_is_on_the_disk_when_it_returns() {
    let store = Place::new().open().await;
    let pragmas = store.pragmas().await.unwrap();
    assert_eq!(pragmas.journal_mode, "wal");
    assert_eq!(pragmas.synchronous, 2, "2 is FULL");
    assert!(pragmas.foreign_keys);
    assert!(pragmas.busy_timeout >= 1000);
    assert!(store.is_ready().await);
}
