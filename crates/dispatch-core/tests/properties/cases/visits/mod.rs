//! Cases of several services of one client.

mod people;
pub(crate) mod several;
mod windows;
