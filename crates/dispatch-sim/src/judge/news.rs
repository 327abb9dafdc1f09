//! News: the pictures that were delivered, of which the newest counts, whatever the order in which they came.

use std::sync::Arc;

use dispatch_core::{
    Timestamp,
    engine::{AppointmentObserved, CalendarOf, Fact},
};

use super::{file::Newest, memory::Judge};

/// Takes in a picture.
pub(super) fn take_in(judge: &mut Judge, fact: &Fact, now: Timestamp) {
    match fact {
        Fact::AppointmentObserved(observed) => appointment(judge, observed, now),
        Fact::BlockObserved(observed) => {
            let known = judge.blocks.get(&observed.id);
            if known.is_none_or(|known| (known.observed_at, known) < (observed.observed_at, observed)) {
                judge.blocks.insert(observed.id.clone(), observed.clone());
            }
        }
        Fact::CalendarObserved(observed) => {
            let (CalendarOf::Provider(id) | CalendarOf::Resource(id)) = &observed.of;
            let word = (observed.observed_at, observed.readable);
            let known = judge.unreadable.entry(id.to_string()).or_insert(word);
            *known = (*known).max(word);
        }
        Fact::ConnectionDeclared(_) | Fact::Clock {} => {}
    }
}

fn appointment(judge: &mut Judge, observed: &AppointmentObserved, now: Timestamp) {
    let snapshot = &observed.snapshot;
    let known = judge.newest.get(&snapshot.id);
    if known.is_some_and(|known| (known.at, &known.snapshot) >= (observed.observed_at, snapshot)) {
        return;
    }
    let start = |items: &[dispatch_core::engine::ItemSnapshot]| items.first().map(|item| item.start);
    let same = known.filter(|known| start(&known.snapshot.items) == start(&snapshot.items));
    let first = snapshot.created_at.map_or(now, |created| created.min(now));
    let asked = same.map_or(if known.is_none() { first } else { now }, |known| known.asked);
    let newest = Newest { at: observed.observed_at, snapshot: Arc::clone(snapshot), asked };
    judge.fresh.insert(snapshot.id.clone());
    judge.newest.insert(snapshot.id.clone(), newest);
}
