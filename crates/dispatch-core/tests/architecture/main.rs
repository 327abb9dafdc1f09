//! The shape of the workspace: who may use whom, the floors of the core, no circle of files, what keeps the core pure, and
//! the lists and pages that are kept of it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot look has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the sources, and read and write the lists that they keep; the core does not"
)]

mod arrows;
mod circles;
mod crates;
mod floors;
mod headers;
mod layout;
mod public_api;
mod purity;
mod reasons;
mod where_to_change;
mod words;
mod workspace;
