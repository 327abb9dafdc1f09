//! Random bookings that are there already.

use dispatch_core::{BookingId, Minutes, Occupancy, Origin, RulebookDocument, Span};
use proptest::{collection::vec, option, prelude::*, sample::Index};

use super::{
    days::{Days, Moment, moment},
    values::lane,
};

/// The first number of standing bookings; requests count from 1.
pub(super) const STANDING: u64 = 100;

/// A booking that is there already.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    at: Moment,
    service: Option<Index>,
    origin: Origin,
    uses: Vec<StandingUse>,
}

#[derive(Clone, Debug)]
struct StandingUse {
    on: Index,
    offset: i32,
    minutes: i32,
    before: i32,
    after: i32,
}

pub(super) fn standing() -> impl Strategy<Value = Standing> {
    let origin = prop_oneof![
        4 => Just(Origin::Observed),
        1 => Just(Origin::Forced),
        1 => Just(Origin::Hold),
        1 => Just(Origin::Vacating),
    ];
    let padding = || prop_oneof![3 => Just(0), 1 => Just(5), 1 => Just(10), 1 => Just(15)];
    let each = (any::<Index>(), prop_oneof![3 => Just(0), 1 => 0..60], 5..100, padding(), padding())
        .prop_map(|(on, offset, minutes, before, after)| StandingUse { on, offset, minutes, before, after });
    (moment(), option::of(any::<Index>()), origin, vec(each, 1..=3))
        .prop_map(|(at, service, origin, uses)| Standing { at, service, origin, uses })
}

impl Standing {
    pub(super) fn place(
        &self,
        booking: BookingId,
        document: &RulebookDocument,
        lanes: usize,
        days: &Days,
        into: &mut Vec<Occupancy>,
    ) {
        for (phase, each) in (0..).zip(&self.uses) {
            into.push(Occupancy {
                lane: lane(each.on.index(lanes)),
                booking,
                item: 0,
                phase,
                service: self.service.map(|service| lane(service.index(document.services.len())).0),
                used: Span::from_start(days.at(self.at).plus(Minutes(each.offset)), Minutes(each.minutes)),
                before: Minutes(each.before),
                after: Minutes(each.after),
                origin: self.origin,
            });
        }
    }
}
