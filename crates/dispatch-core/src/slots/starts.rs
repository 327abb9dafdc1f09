//! Every start in a window at which a service can be had.

use std::fmt;

use crate::{
    assign::{Case, Request, When},
    calendar::Schedule,
    rulebook::Rulebook,
    time::{Minute, Minutes, Span},
};

use super::SlotScratch;

/// Every start at which the request can be had, in order: somebody who may deliver it is free (the one asked for, if
/// any), and with them rooms, devices and further providers that go together, inside opening hours, neither too soon
/// nor too far ahead. Exactly the starts at which [`crate::assign`] finds somebody.
///
/// A request for one time has that time or none. One for a window has those starts of its grid that leave the
/// service inside the window. Days are looked at one after another as the iterator is drawn on, so the first few
/// starts cost little. What the booking itself holds already does not stand in its way.
///
/// ```
/// # use dispatch_core::*;
/// let document: RulebookDocument = serde_json::from_str(r#"{
///     "practice": "example",
///     "location": [{ "id": "main", "time_zone": "UTC", "hours": { "daily": ["09:00-12:00"] } }],
///     "provider": [{ "id": "ada" }],
///     "resource": [{ "id": "room", "kind": "room" }],
///     "service": [{ "code": "TOX", "minutes": 60, "needs": [{ "kind": "room" }] }]
/// }"#)?;
/// let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 7 };
/// let rulebook = Rulebook::compile(&document, horizon, &Criteria::builtin()).unwrap().rulebook;
/// let schedule = Schedule::new(rulebook.pages().clone(), rulebook.paddings());
///
/// let location = rulebook.location("main").unwrap();
/// let service = rulebook.service("TOX").unwrap();
/// let mut request = Request::at(BookingId(1), location, service, Minute(0));
/// request.when = When::Within {
///     window: Span::from_start(Timestamp::parse("2026-06-12T09:00Z")?.minute_floor(), Minutes(24 * 60)),
///     grid: Minutes(30),
/// };
/// let mut scratch = SlotScratch::default();
/// let first: Vec<String> =
///     starts(&rulebook, &schedule, &request, &mut scratch).take(6).map(|start| start.to_string()).collect();
/// assert_eq!(first, [
///     "2026-06-12T09:00Z", "2026-06-12T09:30Z", "2026-06-12T10:00Z", "2026-06-12T10:30Z", "2026-06-12T11:00Z",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn starts<'a>(
    rulebook: &'a Rulebook,
    schedule: &'a Schedule,
    request: &'a Request,
    scratch: &'a mut SlotScratch,
) -> Starts<'a> {
    let case = Case::of(rulebook, schedule, request);
    let (sought, grid) = match (&case, request.when) {
        (None, _) => (Span::default(), Minutes(1)),
        (Some(_), When::At(start)) => (Span::from_start(start, Minutes(1)), Minutes(1)),
        (Some(case), When::Within { window, grid }) => (case.sought(window), grid),
    };
    let sought = case.as_ref().map_or(sought, |case| case.bounds().within(sought));
    Starts { case, scratch, sought, grid }
}

/// The starts that [`starts`] finds.
pub struct Starts<'a> {
    /// None for a request that cannot be judged at all.
    case: Option<Case<'a>>,
    scratch: &'a mut SlotScratch,
    /// Where the next start may lie.
    sought: Span,
    grid: Minutes,
}

impl fmt::Debug for Starts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Starts")
            .field("sought", &self.sought)
            .field("grid", &self.grid)
            .finish_non_exhaustive()
    }
}

impl Iterator for Starts<'_> {
    type Item = Minute;

    fn next(&mut self) -> Option<Minute> {
        let case = self.case.as_ref()?;
        for start in case.starts(self.sought, self.grid) {
            self.sought.start = start.plus(Minutes(1));
            if !case.barred(start).is_empty() {
                continue;
            }
            let judged = case.judge_at(start, &mut self.scratch.judging);
            if case.works(&judged, &self.scratch.judging) {
                return Some(start);
            }
        }
        self.sought.start = self.sought.end;
        None
    }
}
