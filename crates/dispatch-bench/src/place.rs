//! The job `place`: each booking of the plan decided afresh beside all others.

use std::hint::black_box;

use dispatch_core::{Lane, Minute, Outcome, Request, Rulebook, Schedule, Scratch, assign, pick};

use crate::{
    answer::{PlaceAnswer, PlaceChoice},
    instance_practice::{Practice, Role, Stands, day_and_minute},
    timings::{Nanoseconds, Timings},
};

/// A provider, a room and a device.
const MOST_ROLES: usize = 3;

/// Lifts each booking that stands, decides it afresh, and puts it back where it stood. The measured work is done
/// `repeat` times over, once without and once with the trace; `clock` is read before and after each booking.
pub fn place(practice: &mut Practice, repeat: u32, clock: &mut dyn FnMut() -> Nanoseconds) -> PlaceAnswer {
    let mut scratch = Scratch::default();
    let standing = std::mem::take(&mut practice.standing);
    let mut found = Vec::with_capacity(standing.len());
    for stands in &standing {
        lift(&mut practice.schedule, stands);
        found.push(decide(&practice.rulebook, &practice.schedule, &stands.asked.requests, &mut scratch));
        put_back(&mut practice.schedule, stands);
    }
    let count = standing.len().saturating_mul(repeat as usize);
    let (mut bare, mut traced) = (Timings::of(count), Timings::of(count));
    for _ in 0..repeat {
        for stands in &standing {
            let from = clock();
            lift(&mut practice.schedule, stands);
            black_box(decide(&practice.rulebook, &practice.schedule, &stands.asked.requests, &mut scratch));
            put_back(&mut practice.schedule, stands);
            bare.add(from, clock());
        }
    }
    for _ in 0..repeat {
        for stands in &standing {
            let from = clock();
            lift(&mut practice.schedule, stands);
            black_box(decide_with_trace(
                &practice.rulebook,
                &practice.schedule,
                &stands.asked.requests,
                &mut scratch,
            ));
            put_back(&mut practice.schedule, stands);
            traced.add(from, clock());
        }
    }
    let choices =
        standing.iter().zip(&found).map(|(stands, found)| choice(practice, stands.asked.id, *found));
    let choices: Vec<PlaceChoice> = choices.collect();
    practice.standing = standing;
    PlaceAnswer {
        decided: choices.len(),
        median_ns: bare.percentile(50),
        p99_ns: bare.percentile(99),
        median_ns_with_trace: traced.percentile(50),
        choices,
    }
}

fn lift(schedule: &mut Schedule, stands: &Stands) {
    for occupancy in &stands.occupancies {
        schedule.remove(occupancy);
    }
}

fn put_back(schedule: &mut Schedule, stands: &Stands) {
    for occupancy in &stands.occupancies {
        schedule.insert(*occupancy);
    }
}

/// Where a booking goes.
#[derive(Clone, Copy)]
struct Found {
    start: Minute,
    lanes: [Option<Lane>; MOST_ROLES],
}

/// On the first day on which anything works.
fn decide(
    rulebook: &Rulebook,
    schedule: &Schedule,
    requests: &[Request],
    scratch: &mut Scratch,
) -> Option<Found> {
    requests.iter().find_map(|request| {
        let choice = pick(rulebook, schedule, request, scratch)?;
        let mut lanes = [None; MOST_ROLES];
        for (slot, lane) in lanes.iter_mut().zip(choice.lanes()) {
            *slot = Some(*lane);
        }
        Some(Found { start: choice.start(), lanes })
    })
}

/// The day is looked for without a trace, and that day decided with it; if there is none, the last day is asked why.
fn decide_with_trace(
    rulebook: &Rulebook,
    schedule: &Schedule,
    requests: &[Request],
    scratch: &mut Scratch,
) -> Option<bool> {
    let (last, earlier) = requests.split_last()?;
    let works = |request: &&Request| pick(rulebook, schedule, request, scratch).is_some();
    let request = earlier.iter().find(works).unwrap_or(last);
    Some(matches!(black_box(assign(rulebook, schedule, request)).outcome, Outcome::Assigned(_)))
}

fn choice(practice: &Practice, id: u64, found: Option<Found>) -> PlaceChoice {
    let Some(found) = found else { return PlaceChoice { id, ..PlaceChoice::default() } };
    let (day, start) = day_and_minute(found.start);
    let mut choice = PlaceChoice { id, day: Some(day), start: Some(start), ..PlaceChoice::default() };
    for (role, name) in found.lanes.into_iter().flatten().filter_map(|lane| practice.lane(lane)) {
        let slot = match role {
            Role::Provider => &mut choice.provider,
            Role::Room => &mut choice.room,
            Role::Device => &mut choice.device,
        };
        *slot = Some(name.to_owned());
    }
    choice
}
