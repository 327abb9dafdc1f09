//! Cases of single faults, by the part of the document that they change.

mod buffers;
mod case;
mod further_providers;
mod hours;
mod menu;
mod needs;
mod phases;
mod practice;
mod providers;
mod resources;
mod spacing;

use case::Case;

/// All cases.
pub(super) fn all() -> Vec<Case> {
    [
        practice::cases(),
        hours::cases(),
        providers::cases(),
        resources::cases(),
        menu::cases(),
        buffers::cases(),
        spacing::cases(),
        phases::cases(),
        needs::cases(),
        further_providers::cases(),
    ]
    .concat()
}
