//! Free starts of a service: every start in a window, the first or the best of them with who and what would serve,
//! and who could take a client right now.

mod day;
mod scratch;
mod slot;
mod starts;
mod walk_in;

pub use scratch::SlotScratch;
pub use slot::{Slot, best_slots, slots};
pub use starts::{Starts, starts};
pub use walk_in::{WhoCan, who_can};
