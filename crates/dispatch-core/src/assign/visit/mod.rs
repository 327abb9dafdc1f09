//! Visits: several services of one client, one after the other. Providers are decided item by item, each so that everything
//! after still works; then rooms and devices. Nothing is guessed: what can be fitted together is found.

mod answer;
mod asked;
mod candidates;
mod case;
mod combination;
mod judgment;
mod occupancies;
mod pattern;
mod placed_item;
mod search;
mod trace;

pub(super) use answer::pick;
pub(crate) use case::Visit;
