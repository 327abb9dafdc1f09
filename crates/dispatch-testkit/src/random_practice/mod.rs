//! Random practices: a rulebook without faults, a schedule that platforms and people have already filled, and
//! requests. Everything is drawn as plain numbers first and then made to fit, so that failing cases shrink well.

mod client;
mod days;
mod practice;
mod rules;
mod spacing;
mod standing;
mod supervision;
mod values;
mod wish;

use dispatch_core::{Block, BlockId, BookingId, Lane, Minutes, Occupancy, Origin, RulebookDocument, Span};
use proptest::{collection::vec, prelude::*, sample::Index};

pub use practice::Practice;

use days::{Days, Moment, moment};
use standing::{STANDING, standing};
use values::lane;
use wish::wish;

/// Any practice: one or two locations, 1 to 4 providers, rooms and services, up to 3 devices, some days around a
/// change of the clock or in summer.
pub fn practice() -> impl Strategy<Value = Practice> {
    let standing = vec(standing(), 0..=14);
    let blocks = vec((any::<Index>(), moment(), 10..240), 0..=4);
    // With many rules at once little can be had on a crowded day: more than half are nearly empty.
    let quiet = prop::bool::weighted(0.6);
    let unreadable = prop_oneof![11 => Just(Vec::new()), 1 => vec(any::<Index>(), 1..=2)];
    let drawn = (rules::document(), quiet, standing, (blocks, unreadable), vec(wish(), 1..=5));
    drawn.prop_map(|((document, horizon), quiet, mut standing, (mut blocks, unreadable), wishes)| {
        if quiet {
            standing.truncate(3);
            blocks.clear();
        }
        let days = Days::of(&document, horizon);
        let lanes = document.providers.len() + document.resources.len();
        let behind = supervision::from_outside(&document).len();
        let mut occupancies = Vec::new();
        for (booking, standing) in (STANDING..).map(BookingId).zip(standing) {
            standing.place(booking, &document, lanes + behind, &days, &mut occupancies);
        }
        crowd(&document, &mut occupancies);
        let block = |(id, (on, at, minutes)): (u64, (Index, Moment, i32))| Block {
            block: BlockId(id),
            lane: lane(on.index(lanes)),
            span: Span::from_start(days.at(at), Minutes(minutes)),
        };
        let blocks = (1..).zip(blocks).map(block).collect();
        let requests =
            (1..).map(BookingId).zip(wishes).map(|(booking, wish)| wish.request(booking, &document, &days));
        let requests = requests.collect();
        let unreadable = unreadable.iter().map(|on| lane(on.index(lanes))).collect();
        Practice { document, horizon, occupancies, blocks, unreadable, requests }
    })
}

/// Where several bookings fit in at once there are several: random ones would hardly meet.
fn crowd(document: &RulebookDocument, occupancies: &mut Vec<Occupancy>) {
    let holds = |lane: Lane| {
        if let Some(at_once) = supervision::at_once(document, lane) {
            return at_once;
        }
        let resource = lane.position().checked_sub(document.providers.len());
        resource.and_then(|at| document.resources.get(at)).map_or(1, |resource| resource.holds)
    };
    for at in 0..occupancies.len() {
        let one = occupancies[at];
        if holds(one.lane) > 1 {
            let used = Span::from_start(one.used.start.plus(Minutes(7)), one.used.minutes());
            let booking = BookingId(one.booking.0 + CROWD);
            occupancies.push(Occupancy { booking, used, service: None, origin: Origin::Observed, ..one });
        }
    }
}

/// What a booking's number is raised by for the one beside it.
const CROWD: u64 = 1000;
