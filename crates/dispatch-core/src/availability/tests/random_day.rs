//! A random day of one provider and one room that holds one or two.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    calendar::{Block, Occupancy, Origin, Schedule},
    ids::{BlockId, BookingId, Lane},
    rulebook::{Criteria, Horizon, Rulebook, RulebookDocument},
    time::{Minute, Minutes, Span},
};

/// The booking that is asked about; it may hold something already.
pub(super) const OWN: BookingId = BookingId(1);

/// The rules and what lies on the day.
#[derive(Clone, Debug)]
pub(super) struct RandomDay {
    document: Value,
    /// Lane, booking, start in minutes of the day, length, and padding before and after.
    occupied: Vec<(u16, u64, i32, i32, i32, i32)>,
    /// Lane, start and length.
    blocked: Vec<(u16, i32, i32)>,
    /// A lane whose calendar cannot be read.
    unreadable: Option<u16>,
    /// The second location is asked for.
    pub(super) elsewhere: bool,
    /// How much longer than the menu says the service takes.
    pub(super) extra: i32,
}

impl RandomDay {
    /// The day before and the day after are planned too.
    pub(super) fn rulebook(&self) -> Rulebook {
        let document: RulebookDocument = serde_json::from_value(self.document.clone()).unwrap();
        let horizon = Horizon { first: "2026-06-11".parse().unwrap(), days: 3 };
        Rulebook::compile(&document, horizon, &Criteria::builtin()).unwrap().rulebook
    }

    pub(super) fn schedule(&self, rulebook: &Rulebook, midnight: Minute) -> Schedule {
        let mut schedule = rulebook.empty_schedule();
        let at = |minute: i32| midnight.plus(Minutes(minute));
        for (lane, booking, start, minutes, before, after) in &self.occupied {
            schedule.insert(Occupancy {
                lane: lane_of(*lane),
                booking: BookingId(*booking),
                item: 0,
                phase: 0,
                service: Some(0),
                used: Span::from_start(at(*start), Minutes(*minutes)),
                before: Minutes(*before),
                after: Minutes(*after),
                origin: Origin::Observed,
            });
        }
        for (id, (lane, start, minutes)) in (1..).zip(&self.blocked) {
            let span = Span::from_start(at(*start), Minutes(*minutes));
            schedule.block(Block { block: BlockId(id), lane: lane_of(*lane), span });
        }
        if let Some(lane) = self.unreadable {
            schedule.set_readable(lane_of(lane), false);
        }
        schedule
    }
}

/// The provider, or the room, which stands behind the second provider.
fn lane_of(of: u16) -> Lane {
    Lane(2 * of)
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn range(from: u32, minutes: u32) -> String {
    format!("{}-{}", clock(from), clock((from + minutes).min(24 * 60 - 1)))
}

prop_compose! {
    fn provider()(
        shift in (7 * 60u32..10 * 60, 4 * 60u32..10 * 60),
        second_shift in proptest::option::of(60u32..240),
        fixed in proptest::option::of((9 * 60u32..15 * 60, 10u32..45)),
        duty in proptest::option::of((8 * 60u32..17 * 60, 5u32..40)),
        floating in proptest::option::of((15u32..45, 10 * 60u32..12 * 60, 60u32..240)),
        cap in proptest::option::of(1u16..4),
        pause in proptest::option::of((40u32..180, 5u32..30)),
        elsewhere in any::<bool>(),
    ) -> Value {
        let mut shifts = vec![range(shift.0, shift.1)];
        if let Some(gap) = second_shift && shift.0 + shift.1 + gap + 60 < 23 * 60 {
            shifts.push(range(shift.0 + shift.1 + gap, 60));
        }
        let fixed = fixed.map(|(from, minutes)| json!({ "at": range(from, minutes) }));
        let floating = floating.map(|(minutes, from, length)| {
            json!({ "minutes": minutes, "within": range(from, length.max(minutes)) })
        });
        let breaks: Vec<Value> = fixed.into_iter().chain(floating).collect();
        let duties: Vec<Value> =
            duty.map(|(from, minutes)| json!({ "name": "opening", "at": range(from, minutes) })).into_iter().collect();
        let mut provider = json!({
            "id": "ada", "location": "main", "credentials": [{ "id": "rn" }], "shifts": { "daily": shifts }, "breaks": breaks, "duties": duties,
        });
        if let Some(cap) = cap {
            provider["max_appointments_a_day"] = json!(cap);
        }
        if let Some((minutes, pause)) = pause {
            provider["max_in_a_row"] = json!({ "minutes": minutes, "pause": pause });
        }
        if elsewhere {
            let late = shift.0 + shift.1 + second_shift.unwrap_or(0) + 90;
            if late + 120 < 23 * 60 {
                provider["elsewhere"] = json!([{ "location": "branch", "shifts": { "daily": [range(late, 120)] } }]);
            }
        }
        provider
    }
}

prop_compose! {
    fn service()(
        phases in prop::collection::vec((5u32..50, any::<bool>()), 1..4),
        buffers in (0u32..20, 0u32..20, 0u32..20, 0u32..20),
    ) -> Value {
        // The first phase is the provider's and the room's; later ones may be the room's alone.
        let phases: Vec<Value> = phases.iter().enumerate().map(|(at, (minutes, with_provider))| {
            let uses = if at == 0 || *with_provider { vec!["room", "provider"] } else { vec!["room"] };
            json!({ "name": format!("p{at}"), "minutes": minutes, "uses": uses })
        }).collect();
        json!({
            "code": "TOX", "qualification": [["rn"]], "needs": [{ "kind": "room" }], "phases": phases,
            "buffers": {
                "provider": { "before": buffers.0, "after": buffers.1 },
                "room": { "before": buffers.2, "after": buffers.3 },
            },
        })
    }
}

prop_compose! {
    pub(super) fn random_day()(
        provider in provider(),
        service in service(),
        padding in (any::<bool>(), any::<bool>()),
        overrun in any::<bool>(),
        holds in 1u16..3,
        occupied in prop::collection::vec(
            (0u16..2, 1u64..5, 7 * 60i32..18 * 60, 5i32..60, 0i32..15, 0i32..15), 0..7),
        blocked in prop::collection::vec((0u16..2, 6 * 60i32..19 * 60, 10i32..90), 0..3),
        unreadable in proptest::option::weighted(0.1, 0u16..2),
        elsewhere in prop::bool::weighted(0.2),
        extra in prop_oneof![Just(0i32), 5i32..20],
    ) -> RandomDay {
        let shared = |shared: bool| if shared { "shared" } else { "exclusive" };
        let document = json!({
            "practice": "random",
            "location": [
                { "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["06:00-23:30"] } },
                { "id": "branch", "time_zone": "America/New_York", "hours": { "daily": ["06:00-23:30"] } },
            ],
            "credential": [{ "id": "rn" }],
            // Whatever is too long for the one can be had of the other, so that the rulebook is lawful.
            "provider": [provider, { "id": "bea", "location": "main", "credentials": [{ "id": "rn" }] }],
            "resource": [{ "id": "r1", "location": "main", "kind": "room", "holds": holds }],
            "service": [service],
            "padding": {
                "provider": shared(padding.0), "room": shared(padding.1),
                "cleanup_may_overrun_close": { "provider": overrun, "room": overrun },
            },
        });
        RandomDay { document, occupied, blocked, unreadable, elsewhere, extra }
    }
}
