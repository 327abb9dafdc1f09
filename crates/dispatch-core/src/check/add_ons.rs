//! Add-ons: how much longer a service may be with them, by the rulebook alone.

use std::collections::BTreeSet;

use crate::{
    calendar::Occupancy,
    ids::ServiceIndex,
    rulebook::{Fit, LengthRule, Rulebook, Service},
    time::Minutes,
};

/// Every number of minutes up to `most` that add-ons of this service come to, each as often as wanted; 0 among them.
pub(super) fn sums(rulebook: &Rulebook, service: ServiceIndex, most: Minutes) -> BTreeSet<Minutes> {
    let lengths: BTreeSet<i32> = rulebook
        .add_ons
        .iter()
        .filter(|add_on| add_on.goes_with(service))
        .map(|add_on| add_on.minutes.0)
        .filter(|minutes| *minutes > 0)
        .collect();
    let mut sums = BTreeSet::from([0]);
    if lengths.is_empty() {
        return sums.into_iter().map(Minutes).collect();
    }
    for sum in 1..=most.0 {
        if lengths.iter().any(|length| sums.contains(&(sum - length))) {
            sums.insert(sum);
        }
    }
    sums.into_iter().map(Minutes).collect()
}

/// The minutes that the provider who treats may be held longer than the menu says: their own length and one of the sums.
pub(super) fn lengths(service: &Service, held: &[&Occupancy], sums: &BTreeSet<Minutes>) -> BTreeSet<Minutes> {
    let mut lengths = BTreeSet::new();
    let Some(treats) = service.ranked() else { return lengths };
    for occupancy in held {
        let Some(fit) = treats.fit.iter().find(|fit| fit.lane == occupancy.lane) else { continue };
        lengths.insert(fit.extra);
        for used in treats.uses.iter().filter(|used| used.stretch == LengthRule::Grows) {
            let extra = Minutes(occupancy.used.minutes().0 - used.minutes.0);
            if explains(fit, extra, sums) {
                lengths.insert(extra);
            }
        }
    }
    lengths
}

/// True if the provider's own length and one of the sums make up a length.
pub(super) fn explains(fit: &Fit, extra: Minutes, sums: &BTreeSet<Minutes>) -> bool {
    sums.contains(&Minutes(extra.0.saturating_sub(fit.extra.0)))
}
