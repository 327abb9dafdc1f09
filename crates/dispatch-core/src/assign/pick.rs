//! The hot path: the same choice as `assign`, without a trace and without allocation.

use crate::{calendar::Schedule, rulebook::Rulebook};

use super::{
    case::ItemCase,
    choice::Choice,
    contender::left,
    request::{Request, When},
    scratch::Scratch,
    visit,
};

/// Decides one booking without saying why: `Some` exactly when [`crate::assign`] answers
/// [`crate::Outcome::Assigned`], and then the same. Allocates nothing once `scratch` is warm.
///
/// ```
/// use dispatch_core::{BookingId, Criteria, Horizon, LocationIndex, Request, Rulebook, Scratch, Timestamp, pick};
///
/// let text = std::fs::read_to_string("examples/practice.json")?;
/// let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
/// let compiled = Rulebook::compile(&serde_json::from_str(&text)?, horizon, &Criteria::builtin());
/// let rulebook = compiled.unwrap().rulebook;
/// let mut schedule = rulebook.empty_schedule();
/// let ten = Timestamp::parse("2026-06-12T10:00:00-04:00")?.minute_floor();
/// let mut scratch = Scratch::default();
///
/// let request = Request::at(BookingId(1), LocationIndex(0), rulebook.service("INJ-TOX").unwrap(), ten);
/// let choice = pick(&rulebook, &schedule, &request, &mut scratch).unwrap();
/// assert_eq!(rulebook.lane_name(choice.lanes()[0]), "Ana");
/// for occupancy in choice.occupancies() {
///     schedule.insert(occupancy);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn pick<'s>(
    rulebook: &'s Rulebook,
    schedule: &Schedule,
    request: &Request,
    scratch: &'s mut Scratch,
) -> Option<Choice<'s>> {
    let Some(mut case) = ItemCase::of(rulebook, schedule, request) else {
        return visit::pick(rulebook, schedule, request, scratch);
    };
    let (start, judged) = match request.when {
        When::At(start) => {
            case.stand_at(start);
            (start, case.judge_at(start, scratch))
        }
        When::Within { .. } => {
            let (start, judged) = case.judge(scratch);
            case.stand_at(start);
            (start, judged)
        }
    };
    if !judged.flags.is_empty() {
        return None;
    }
    let moment = judged.moment?;
    let Scratch { contenders, memory, solved, lanes, .. } = scratch;
    let chosen = *left(contenders).next()?;
    let others = case.others_of(&chosen, &moment, solved, memory)?;
    lanes.clear();
    lanes.push(chosen.lane);
    lanes.extend_from_slice(others);
    let service = rulebook.services.get(case.item.service.position())?.for_client(case.variant);
    Some(Choice {
        booking: request.booking,
        service: case.item.service,
        start,
        extra: chosen.extra,
        lanes,
        demands: &service.demands,
        several: &[],
    })
}
