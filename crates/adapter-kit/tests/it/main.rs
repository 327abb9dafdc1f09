//! The kit by itself: the exchange driver, on a platform of three requests.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod driver;
