//! Properties on random practices.

mod coverage;
mod differential;
mod invariants;
mod lifting;
mod slots;
mod stored;
mod support;
mod why;
mod why_visits;
