//! The shape of the workspace: who may use whom, the floors of the core, no circle of files, and what keeps the core pure.

#![expect(clippy::unwrap_used, reason = "a test that cannot look has failed")]
#![expect(clippy::disallowed_methods, reason = "the tests read the sources; the core does not")]

mod arrows;
mod circles;
mod crates;
mod exceptions;
mod floors;
mod headers;
mod layout;
mod purity;
mod where_to_change;
mod workspace;
