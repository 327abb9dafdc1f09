//! Lengths: how long a service may be held. The menu and the provider say how long at least; add-ons make it longer, and so
//! does a platform that gives it more time, which the schedule does not tell.

use std::collections::BTreeSet;

use crate::{
    calendar::Occupancy,
    rulebook::{Fit, LengthRule, Service},
    time::Minutes,
};

/// The minutes that the provider who treats may be held longer than the menu says.
pub(super) fn lengths(service: &Service, held: &[&Occupancy]) -> BTreeSet<Minutes> {
    let mut lengths = BTreeSet::new();
    let Some(treats) = service.ranked() else { return lengths };
    for occupancy in held {
        let Some(fit) = treats.fit.iter().find(|fit| fit.lane == occupancy.lane) else { continue };
        lengths.insert(fit.extra);
        for used in treats.uses.iter().filter(|used| used.stretch == LengthRule::Grows) {
            let extra = Minutes(occupancy.used.minutes().0 - used.minutes.0);
            if is_long_enough(fit, extra) {
                lengths.insert(extra);
            }
        }
    }
    lengths
}

/// True if the service is not shorter than with this provider by the menu.
pub(super) fn is_long_enough(fit: &Fit, extra: Minutes) -> bool {
    extra >= fit.extra
}
