//! Cases of the traps of `docs/traps.md`.

mod page;
mod times;
