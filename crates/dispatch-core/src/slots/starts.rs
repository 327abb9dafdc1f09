//! Every start in a window at which a service can be had.

use std::fmt;

use crate::{
    assign::{ItemCase, Request, Visit, When},
    availability::{Day, StartSet, Words, range},
    calendar::Schedule,
    rulebook::Rulebook,
    time::{Minute, Minutes, Span},
};

use super::{SlotScratch, day::Joint};

/// Every start at which the request can be had, in order: a provider who may deliver it is free (the one asked for, if
/// any), and with them rooms, devices and further providers that go together, inside opening hours, neither too soon
/// nor too far ahead. Exactly the starts at which [`crate::assign`] finds a provider.
///
/// A request for one time has that time or none. One for a window has those starts of its grid that leave the
/// service, or all services of a visit by the menu's lengths, inside the window. Days are looked at one after another as the iterator is drawn on, so the first few
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
/// let schedule = Schedule::new(rulebook.pages().clone(), rulebook.capacities());
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
    let case = ItemCase::of(rulebook, schedule, request);
    let (sought, grid) = match (&case, request.when) {
        (None, _) => (Span::default(), Minutes(1)),
        (Some(_), When::At(start)) => (Span::from_start(start, Minutes(1)), Minutes(1)),
        (Some(case), When::Within { window, grid }) => (case.sought(window), grid),
    };
    let visit = if case.is_none() { Visit::of(rulebook, schedule, request) } else { None };
    let (sought, grid) = visit.as_ref().map_or((sought, grid), Visit::sought);
    let sought = case.as_ref().map_or(sought, |case| {
        scratch.joint.prepare(case);
        // The whole visit lies inside the horizon.
        let horizon = rulebook.pages().horizon();
        let last = horizon.end.minus(case.minutes());
        case.bounds().within(sought).intersection(Span::new(horizon.start, last.plus(Minutes(1))))
    });
    let until = match request.when {
        When::At(_) => rulebook.pages().horizon().end,
        When::Within { window, .. } => rulebook.pages().horizon().end.min(window.end),
    };
    let nothing = StartSet::clear(Words::default());
    Starts {
        case,
        visit,
        scratch,
        sought,
        until,
        grid,
        midnight: sought.start,
        found: nothing,
        unsure: nothing,
    }
}

/// The starts that [`starts`] finds.
pub struct Starts<'a> {
    /// As the client gets it on the day that was looked at. None for a request that cannot be judged at all.
    case: Option<ItemCase<'a>>,
    /// Several services: each start is judged by itself.
    visit: Option<Visit<'a>>,
    scratch: &'a mut SlotScratch,
    /// Where the starts of the days to come may lie.
    sought: Span,
    /// Where the service must end.
    until: Minute,
    grid: Minutes,
    /// Where the day that was looked at begins.
    midnight: Minute,
    /// Its starts that are still to be given.
    found: StartSet,
    /// Those of them that are yet to be judged.
    unsure: StartSet,
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
        if let Some(visit) = &self.visit {
            return visit.next_start(&mut self.sought, self.grid);
        }
        loop {
            while let Some(at) = self.found.pop() {
                let start = self.midnight.plus(Minutes(i32::try_from(at).ok()?));
                if self.can_be_had(at, start) {
                    return Some(start);
                }
            }
            self.look_at_next_day()?;
        }
    }
}

impl<'a> Starts<'a> {
    fn can_be_had(&mut self, at: u32, start: Minute) -> bool {
        let Some(case) = &self.case else { return false };
        if !case.ruled_out(start).is_empty() {
            return false;
        }
        if !self.unsure.contains(at) {
            return true;
        }
        let judged = case.judge_at(start, &mut self.scratch.judging);
        case.works(&judged, &self.scratch.judging)
    }

    /// Finds the starts of the next day that is sought.
    fn look_at_next_day(&mut self) -> Option<()> {
        if self.sought.is_empty() {
            return None;
        }
        let before = self.case?;
        let case = &before.at(self.sought.start);
        if !std::ptr::eq(case.service, before.service) {
            self.scratch.joint.prepare(case);
        }
        self.case = Some(*case);
        let context = case.context;
        let page = context.table().page(self.sought.start)?;
        let span = context.table().span(page);
        let fits = Span::new(self.sought.start, self.until.minus(case.minutes()).plus(Minutes(1)));
        let part = span.intersection(self.sought).intersection(fits);
        self.sought.start = span.end;
        self.midnight = span.start;
        let nothing = StartSet::clear(Words::default());
        (self.found, self.unsure) = (nothing, nothing);
        let Some(rules) = context.rulebook.day(page) else { return Some(()) };

        // While the location is open until the end of the service.
        let minute = |at: Minute| at.since(span.start).0;
        let open = |extra: Minutes| {
            let visit = case.visit(Minute(0), extra).minutes();
            let opening = context.rulebook.opening(context.location);
            let first = opening.partition_point(|opening| opening.end <= part.start);
            let today = opening.iter().skip(first).take_while(move |opening| opening.start < part.end);
            today.map(move |opening| {
                let last = opening.end.minus(visit).min(opening.end.minus(Minutes(1)));
                let starts = Span::new(opening.start, last.plus(Minutes(1))).intersection(part);
                (minute(starts.start), minute(starts.end))
            })
        };
        let starts = || open(case.added).filter(|(from, to)| from < to);
        let (Some(from), Some(to)) = (starts().map(|(from, _)| from).min(), starts().map(|(_, to)| to).max())
        else {
            return Some(());
        };
        let Joint { before, after, .. } = self.scratch.joint;
        let length = span.minutes().0;
        let words = Words::covering(range(from.saturating_sub(before), to.saturating_add(after).min(length)));
        let mut wanted = StartSet::clear(words);
        starts().for_each(|(from, to)| wanted.set(range(from, to)));
        wanted.keep_row(self.scratch.grid.of(self.grid));

        // Where something reaches into another day, each start is judged by itself.
        let mut inside = StartSet::clear(words);
        inside.set(range(before, length.saturating_sub(after).saturating_add(1)));
        // So is one at which the client would have to leave before a slow provider is done.
        for busy in &case.request.client.busy {
            let mut near = StartSet::clear(words);
            let from = minute(busy.start.minus(self.scratch.joint.longest)).clamp(0, length);
            near.set(range(from, minute(busy.start).clamp(from, length)));
            inside.remove(&near);
        }
        self.unsure = wanted;
        self.unsure.remove(&inside);
        wanted.keep(&inside);
        self.found = self.unsure;
        if !wanted.is_empty() {
            let day = Day { context, page, rules, lanes: context.schedule.day(page), words };
            let open = |extra: Minutes, left: &mut StartSet| {
                let mut longer = StartSet::clear(words);
                open(extra).for_each(|(from, to)| longer.set(range(from, to)));
                left.keep(&longer);
            };
            self.found.add(&self.scratch.joint.starts(case, &day, &wanted, open));
        }
        Some(())
    }
}
