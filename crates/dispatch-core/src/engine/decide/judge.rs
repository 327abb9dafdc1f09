//! Where a booking goes: leave it, assign it, or ask a person.

use crate::{
    assign::{
        AssignedItem, AssignedRole, Assignment, Cleared, Client, Flagged, History, Outcome, Request,
        RequestItem, When, assign,
    },
    calendar::{Occupancy, Origin},
    explain::{ReasonCode, Trace, Verdict, Who},
    ids::{BookingId, Lane, PlatformId, ServiceIndex},
    rulebook::{Rulebook, Variant},
    time::{Minute, Minutes, Span},
};

use super::super::model::{
    Assigned, Automation, BookedBy, Booking, BookingKept, Cause, ClearanceFact, Closed, Disposition, Event,
    FieldAuthority, Kept, Suggested,
};
use super::{
    Draft,
    assignment::{exchanged, kept_resources, lane_of, platform_assignment, provider_lane, shared},
    case::{Case, Providers},
    resolve::{field_of, observed_occupancies, padding},
};

/// An assignment about to be made.
pub(super) struct Placing {
    pub(super) assignment: Assignment,
    pub(super) origin: Origin,
    pub(super) cause: Cause,
    pub(super) pinned: bool,
    /// Reasons for a person to look at it all the same.
    pub(super) flags: Vec<ReasonCode>,
    pub(super) trace: Option<Trace>,
}

impl Draft<'_> {
    /// Decides a booking anew, as far as we may.
    pub(super) fn judge(&mut self, case: &Case<'_>, cause: Cause) {
        if case.connection.automation == Automation::Off {
            return self.keep(case, Kept::Off, Disposition::Unmanaged);
        }
        let created = case.snapshot.created_at.unwrap_or(self.now);
        if case.connection.go_live.is_some_and(|go_live| created < go_live) {
            self.keep(case, Kept::Imported, Disposition::Unmanaged);
            return self.remind_imported(case);
        }
        if case.resolved.visit.end.timestamp() <= self.now && !case.resolved.visit.is_empty() {
            return self.keep(case, Kept::Past, Disposition::Unmanaged);
        }
        if case.connection.automation == Automation::Suggest {
            return self.suggest(case);
        }
        match self.ask_all(case) {
            (Ok(assignment), trace) => {
                let pinned = case.known.is_some_and(|known| known.pinned);
                let origin = Origin::Ours;
                let placing = Placing { assignment, origin, cause, pinned, flags: Vec::new(), trace };
                self.place(case, placing, Closed::Moot);
            }
            (Err(flagged), trace) => self.ask_person(case, flagged, trace),
        }
    }

    /// The rulebook's answer together with what the engine itself cannot judge.
    fn ask_all(&self, case: &Case<'_>) -> (Result<Assignment, Flagged>, Option<Trace>) {
        let pinned = case.known.is_some_and(|known| known.pinned);
        let wished = if pinned { case.platform_providers() } else { case.wished() };
        let mut flags = case.resolved.flags.clone();
        let Some(start) = case.resolved.items.first().map(|item| item.span.start) else {
            return (Err(Flagged { flags, ..Flagged::default() }), None);
        };
        let vip = case.snapshot.about_client.vip;
        let Some((outcome, trace)) = self.ask(case, start, &wished, vip) else {
            return (Err(Flagged { flags, ..Flagged::default() }), None);
        };
        let answer = match outcome {
            Outcome::Assigned(assignment) if flags.is_empty() => Ok(assignment),
            Outcome::Assigned(assignment) => {
                Err(Flagged { flags, candidates: vec![assignment], alternatives: Vec::new() })
            }
            Outcome::ToPerson(mut flagged) => {
                if !case.is_requested() && !pinned {
                    // The wish was the platform's: nobody asked for this provider, but only the desk can change it.
                    for flag in &mut flagged.flags {
                        if *flag == ReasonCode::RequestedUnavailable {
                            *flag = ReasonCode::DeskTask;
                        }
                    }
                }
                flags.append(&mut flagged.flags);
                flags.sort_unstable();
                flags.dedup();
                Err(Flagged { flags, ..flagged })
            }
        };
        (answer, Some(trace))
    }

    /// Asks the solver about a booking of known services at a known place. A wished provider is never exchanged.
    pub(super) fn ask(
        &self,
        case: &Case<'_>,
        start: Minute,
        wished: &[Option<Lane>],
        vip: bool,
    ) -> Option<(Outcome, Trace)> {
        let request = self.request(case, start, wished, vip)?;
        let decision = assign(self.rulebook, &self.schedule, &request);
        let outcome = match (decision.outcome, wished) {
            (Outcome::Assigned(assignment), [Some(wished)]) => {
                self.insist(assignment, *wished, &decision.trace)
            }
            (outcome, _) => outcome,
        };
        Some((outcome, decision.trace))
    }

    /// What the solver is asked about a booking of known services at a known place.
    pub(super) fn request(
        &self,
        case: &Case<'_>,
        start: Minute,
        wished: &[Option<Lane>],
        vip: bool,
    ) -> Option<Request> {
        let wished = wished.iter().copied().chain(std::iter::repeat(None));
        let mut items = Vec::with_capacity(case.resolved.items.len());
        for (item, requested) in case.resolved.items.iter().zip(wished) {
            items.push(RequestItem { requested, ..item.added.to(RequestItem::of(item.service?)) });
        }
        Some(Request {
            booking: case.id,
            location: case.resolved.location?,
            items,
            when: When::At(start),
            client: self.client(case, vip),
            group: case.snapshot.grouped,
            not_before: Some(self.now.minute_ceil()),
            now: self.asked_at(case, start),
        })
    }

    /// The client in the rulebook's terms. Providers that it does not know are nobody to be avoided.
    fn client(&self, case: &Case<'_>, vip: bool) -> Client {
        let about = &case.snapshot.about_client;
        let lane = |id: &PlatformId| self.rulebook.provider(id.as_str());
        Client {
            vip,
            new: about.new,
            last_provider: about.last_provider.as_ref().and_then(lane),
            avoid: about.avoid.iter().filter_map(lane).collect(),
            gender: about.gender.clone(),
            language: about.language.clone(),
            clearances: about.clearances.as_deref().map(|facts| self.cleared(facts)),
            history: self.history(case),
            busy: self.state.busy(&case.connection.connection, &case.snapshot.client, case.id),
        }
    }

    /// Only looked up where a rule asks for it.
    fn history(&self, case: &Case<'_>) -> History {
        if self.rulebook.spacings.is_empty() {
            return History::default();
        }
        self.state.history(self.rulebook, &case.connection.connection, &case.snapshot, case.id)
    }

    /// Clearances that the rulebook does not know cannot matter.
    fn cleared(&self, facts: &[ClearanceFact]) -> Vec<Cleared> {
        let cleared = |fact: &ClearanceFact| {
            Some(Cleared { clearance: self.rulebook.clearance(fact.id.as_str())?, on: fact.on })
        };
        facts.iter().filter_map(cleared).collect()
    }

    /// When a start was asked for, if that is to be judged: staff may book as they like, and a time that was agreed
    /// before stays so.
    fn asked_at(&self, case: &Case<'_>, start: Minute) -> Option<Minute> {
        if case.snapshot.booked_by == BookedBy::Staff {
            return None;
        }
        let Some(known) = case.known else {
            let created = case.snapshot.created_at.unwrap_or(self.now);
            return Some(created.min(self.now).minute_floor());
        };
        let before = known.snapshot.items.first().map(|item| item.start.minute_floor());
        let too = [ReasonCode::LeadTime, ReasonCode::TooFarAhead];
        let not_agreed = before != Some(start) || known.flags.iter().any(|flag| too.contains(flag));
        not_agreed.then(|| self.now.minute_floor())
    }

    /// A ranking that does not look at wishes may choose another: the wished one is taken if the rules allow.
    fn insist(&self, assignment: Assignment, wished: Lane, trace: &Trace) -> Outcome {
        let Some(chosen) = provider_lane(self.rulebook, &assignment, 0) else {
            return Outcome::Assigned(assignment);
        };
        if chosen == wished {
            return Outcome::Assigned(assignment);
        }
        let could = trace.candidates().any(|candidate| {
            let free = matches!(candidate.verdict, Verdict::Chosen | Verdict::Lost { .. } | Verdict::Tied);
            free && Some(&candidate.who) == self.rulebook.who(wished)
        });
        let given = exchanged(self.rulebook, &assignment, 0, chosen, wished, Origin::Ours);
        if could && self.still_free(&given) {
            return Outcome::Assigned(given);
        }
        Outcome::ToPerson(Flagged {
            flags: vec![ReasonCode::RequestedUnavailable],
            candidates: vec![assignment],
            alternatives: Vec::new(),
        })
    }

    /// The assignment of exactly these providers at this start, if no hard rule stands against it. Where none is given,
    /// anybody will do.
    pub(super) fn feasible(
        &self,
        case: &Case<'_>,
        start: Minute,
        providers: &[Option<Lane>],
    ) -> Option<(Assignment, Trace)> {
        let is_theirs = |assignment: &Assignment| {
            let mut given = providers.iter().enumerate();
            given
                .all(|(item, lane)| lane.is_none() || provider_lane(self.rulebook, assignment, item) == *lane)
        };
        match self.ask(case, start, providers, false)? {
            (Outcome::Assigned(assignment), trace) => Some((assignment, trace)),
            (Outcome::ToPerson(flagged), trace) => {
                Some((flagged.candidates.into_iter().find(is_theirs)?, trace))
            }
        }
        .filter(|(assignment, _)| is_theirs(assignment))
    }

    /// The same, for all of the platform's providers.
    pub(super) fn feasible_as_shown(&self, case: &Case<'_>) -> Option<(Assignment, Trace)> {
        let start = case.resolved.items.first()?.span.start;
        let providers = case.platform_providers();
        self.feasible(case, start, &providers).filter(|_| providers.iter().all(Option::is_some))
    }

    /// Leaves a booking as the platform has it.
    pub(super) fn keep(&mut self, case: &Case<'_>, why: Kept, disposition: Disposition) {
        self.keep_after(case, why, disposition, Closed::Moot);
    }

    pub(super) fn keep_after(
        &mut self,
        case: &Case<'_>,
        why: Kept,
        disposition: Disposition,
        closed: Closed,
    ) {
        if let Some(known) = case.known {
            self.withdraw_notices(known);
            self.close_exception(known, closed);
        }
        let occupancies = observed_occupancies(self.rulebook, case.id, &case.resolved);
        let conflicts = self.conflicts(&occupancies);
        self.push(Event::BookingKept(BookingKept {
            booking: case.id,
            why,
            disposition,
            occupancies: occupancies.clone(),
            conflicts: conflicts.clone(),
        }));
        self.make_way(case, &occupancies, &conflicts);
    }

    fn suggest(&mut self, case: &Case<'_>) {
        let (answer, trace) = self.ask_all(case);
        self.keep(case, Kept::Suggesting, Disposition::Unmanaged);
        let (assignment, flags) = match answer {
            Ok(assignment) => (Some(shared(assignment, Origin::Ours)), Vec::new()),
            Err(flagged) => (None, flagged.flags),
        };
        self.trace(trace);
        let rulebook = self.rulebook.revision();
        self.push(Event::Suggested(Suggested { booking: case.id, rulebook, assignment, flags }));
    }

    /// A person's change on the platform: adopted and pinned, flagged if it breaks a hard rule, never moved back.
    pub(super) fn overridden(&mut self, case: &Case<'_>, known: &Booking) {
        let connection = case.connection;
        if connection.automation != Automation::Auto || !case.resolved.flags.is_empty() {
            return self.judge(case, Cause::Override);
        }
        let Some(first) = case.resolved.items.first() else { return };
        let ours = |item: usize| {
            provider_lane(self.rulebook, &known.desired.as_ref()?.assignment, item)
                .filter(|_| connection.authority.provider == FieldAuthority::Local)
        };
        let items = case.resolved.items.iter().enumerate();
        let providers: Option<Providers> =
            items.map(|(at, item)| item.provider.or_else(|| ours(at)).map(Some)).collect();
        let cause = Cause::Override;
        let feasible = providers
            .and_then(|providers| self.feasible(case, first.span.start, &providers))
            .filter(|(assignment, _)| self.starts_as_shown(case, assignment));
        let within_rules = feasible
            .and_then(|(assignment, trace)| Some((self.with_shown_resources(case, assignment)?, trace)));
        if let Some((assignment, trace)) = within_rules {
            let (origin, trace) = (Origin::Ours, Some(trace));
            let placing = Placing { assignment, origin, cause, pinned: true, flags: Vec::new(), trace };
            return self.place(case, placing, Closed::Moot);
        }
        let assignment = self.as_shown(case, known);
        let placing = Placing {
            assignment,
            origin: Origin::Observed,
            cause,
            pinned: true,
            flags: vec![ReasonCode::ManualOverride],
            trace: None,
        };
        self.place(case, placing, Closed::Moot);
    }

    /// True if every service of a visit starts when the platform says so, as far as it keeps times.
    fn starts_as_shown(&self, case: &Case<'_>, assignment: &Assignment) -> bool {
        let ours = assignment.items.iter().map(|item| item.span.start);
        case.connection.authority.time == FieldAuthority::Local
            || ours.eq(case.resolved.items.iter().map(|item| item.span.start))
    }

    /// An assignment with the rooms and devices that the platform shows in place of ours, if the rules allow them.
    fn with_shown_resources(&self, case: &Case<'_>, assignment: Assignment) -> Option<Assignment> {
        let ours = |item| kept_resources(self.rulebook, case.connection, &assignment, item);
        if case.resolved.items.iter().enumerate().all(|(at, item)| ours(at) == item.resources) {
            return Some(assignment);
        }
        // Paddings between the services of a visit depend on where each of them is: nothing is exchanged there.
        let [item] = case.resolved.items.as_slice() else { return None };
        let (service, ours) = (item.service?, ours(0));
        let mut given = assignment;
        let ours: Vec<_> = ours.iter().filter(|lane| !item.resources.contains(lane)).collect();
        let theirs: Vec<_> = item.resources.iter().filter(|lane| !ours.contains(lane)).collect();
        let theirs =
            theirs.into_iter().filter(|lane| !given.occupancies.iter().any(|one| one.lane == **lane));
        let theirs: Vec<_> = theirs.collect();
        if ours.len() != theirs.len() {
            return None;
        }
        for (from, to) in ours.into_iter().zip(theirs) {
            if !may_serve(self.rulebook, service, *from, *to) {
                return None;
            }
            given = exchanged(self.rulebook, &given, 0, *from, *to, Origin::Ours);
        }
        let in_place = given.occupancies.iter().all(|occupancy| {
            let room = self.rulebook.lanes.get(occupancy.lane.position()).and_then(|lane| lane.fixed_in);
            room.is_none_or(|room| given.occupancies.iter().any(|other| other.lane == room))
        });
        (in_place && self.still_free(&given)).then_some(given)
    }

    /// The platform's picture, and of ours those rooms and devices that the platform does not keep.
    fn as_shown(&self, case: &Case<'_>, known: &Booking) -> Assignment {
        let mut shown =
            platform_assignment(self.rulebook, case.id, &case.snapshot, &case.resolved, Origin::Observed);
        let Some(desired) = &known.desired else { return shown };
        if desired.assignment.start() != shown.start() {
            return shown;
        }
        let mut kept: Vec<(usize, Lane)> = Vec::new();
        for (at, (item, ours)) in shown.items.iter_mut().zip(&desired.assignment.items).enumerate() {
            let theirs = case.resolved.items.get(at).and_then(|item| item.provider);
            for (role, lane) in self.kept_by_us(case, ours).filter(|(_, lane)| Some(*lane) != theirs) {
                kept.push((at, lane));
                item.roles.push(role.clone());
            }
        }
        let is_kept = |occupancy: &&Occupancy| kept.contains(&(usize::from(occupancy.item), occupancy.lane));
        let ours = &desired.assignment;
        // A later service may have been moved by itself: what we keep of it goes with it.
        let kept = ours.occupancies.iter().filter(is_kept).map(|kept| {
            let start = |assignment: &Assignment| {
                assignment.items.get(usize::from(kept.item)).map(|item| item.span.start)
            };
            let later = start(&shown).zip(start(ours)).map_or(Minutes(0), |(shown, ours)| shown.since(ours));
            if later == Minutes(0) {
                return *kept;
            }
            let (before, after) = padding(self.rulebook, kept.service.map(ServiceIndex), kept.lane);
            let used = Span::from_start(kept.used.start.plus(later), kept.used.minutes());
            Occupancy { used, before, after, ..*kept }
        });
        let kept = kept.collect::<Vec<_>>();
        shown.occupancies.extend(kept);
        shown
    }

    /// What the platform cannot hold of an item: by its authority, and whoever takes part beside the one who treats.
    fn kept_by_us<'i>(
        &'i self,
        case: &'i Case<'_>,
        item: &'i AssignedItem,
    ) -> impl Iterator<Item = (&'i AssignedRole, Lane)> {
        let treats = item.roles.iter().position(|role| matches!(role.who, Who::Provider(_)));
        item.roles.iter().enumerate().filter_map(move |(at, role)| {
            let lane = lane_of(self.rulebook, &role.who)?;
            let further = matches!(role.who, Who::Provider(_)) && treats != Some(at);
            let local = field_of(self.rulebook, case.connection, lane) == FieldAuthority::Local;
            (further || local).then_some((role, lane))
        })
    }

    /// Assigns: the decision first, then the platform, then the desk, then the client.
    pub(super) fn place(&mut self, case: &Case<'_>, placing: Placing, closed: Closed) {
        let Placing { assignment, origin, cause, pinned, mut flags, trace } = placing;
        if let Some(known) = case.known {
            self.withdraw_notices(known);
            self.close_exception(known, closed);
        }
        let conflicts = self.conflicts(&assignment.occupancies);
        let assignment = shared(assignment, origin);
        let revision = case.known.map_or(0, |known| known.revision) + 1;
        self.trace(trace);
        self.push(Event::Assigned(Assigned {
            booking: case.id,
            revision,
            rulebook: self.rulebook.revision(),
            reason: reason(self.rulebook, case, &assignment),
            cause,
            assignment: std::sync::Arc::clone(&assignment),
            pinned,
            conflicts: conflicts.clone(),
        }));
        self.make_way(case, &assignment.occupancies, &conflicts);
        let written = self.write_back(case, &assignment, revision);
        let spans = assignment.items.iter().map(|item| item.span.minutes());
        if !spans.eq(case.resolved.items.iter().map(|item| item.span.minutes())) {
            flags.push(ReasonCode::LengthDiffers);
        }
        if written.desk {
            flags.push(ReasonCode::DeskTask);
        }
        if !conflicts.is_empty() && !self.conflicts(&assignment.occupancies).is_empty() {
            flags.push(ReasonCode::PlatformConflict);
        }
        if case.snapshot.about_client.prefers_call && self.would_announce(case, &assignment) {
            flags.push(ReasonCode::PrefersCall);
        }
        if !flags.is_empty() {
            self.raise_task(case, flags, assignment.start());
        }
        if !written.desk_time {
            self.plan_notices(case, &assignment, written.waits_for);
        }
    }

    /// Notes the trace of the event that is pushed next.
    pub(super) fn trace(&mut self, trace: Option<Trace>) {
        let at = self.decided.events.len();
        if let Some(trace) = trace {
            self.decided.traces.push((at, trace));
        }
    }

    /// Something that is not ours to move landed on assignments of ours: those go elsewhere, or to a person. Also
    /// keeps the working copy up to date, once there is one.
    fn make_way(&mut self, case: &Case<'_>, occupancies: &[Occupancy], conflicts: &[BookingId]) {
        let ours: Vec<_> = conflicts
            .iter()
            .copied()
            .filter(|other| self.state.booking(*other).is_some_and(is_movable))
            .collect();
        if !ours.is_empty() || matches!(self.schedule, std::borrow::Cow::Owned(_)) {
            self.lay(case.known.map_or(&[], |known| &known.occupancies), occupancies);
        }
        for other in ours {
            self.redispatch(other, ReasonCode::PlatformConflict);
        }
    }

    /// Finds another place for an assignment of ours at the same time, by rule; otherwise a person is asked.
    pub(super) fn redispatch(&mut self, id: BookingId, flag: ReasonCode) {
        if let Some(case) = Case::of(self.rulebook, self.state, id) {
            self.redispatch_case(&case, flag);
        }
    }

    /// The same, for a booking as it is seen now.
    pub(super) fn redispatch_case(&mut self, case: &Case<'_>, flag: ReasonCode) {
        let Some((known, desired)) = case.known.and_then(|known| Some((known, known.desired.as_ref()?)))
        else {
            return;
        };
        let before = &desired.assignment;
        let Some(start) = before.items.first().map(|item| item.span.start) else { return };
        let place = |draft: &mut Self, (assignment, trace): (Assignment, Trace)| {
            let placing = Placing {
                assignment,
                origin: Origin::Ours,
                cause: Cause::Redispatch,
                pinned: known.pinned,
                flags: Vec::new(),
                trace: Some(trace),
            };
            draft.place(case, placing, Closed::Moot);
        };
        let same_providers: Providers =
            (0..before.items.len()).map(|item| provider_lane(self.rulebook, before, item)).collect();
        let kept = self.feasible(case, start, &same_providers);
        if let Some(kept) = kept.filter(|_| same_providers.iter().all(Option::is_some)) {
            return place(self, kept);
        }
        let wished = case.wished();
        let mut wishes = wished.iter().zip(&same_providers);
        let free_to_change =
            !known.pinned && wishes.all(|(wished, provider)| wished.is_none() || wished != provider);
        let answer = self.ask(case, start, &[], case.snapshot.about_client.vip);
        let (mut flagged, trace) = match answer {
            Some((Outcome::Assigned(assignment), trace))
                if free_to_change && assignment.visit.minutes() == before.visit.minutes() =>
            {
                return place(self, (assignment, trace));
            }
            Some((Outcome::Assigned(assignment), trace)) => {
                (Flagged { candidates: vec![assignment], ..Flagged::default() }, Some(trace))
            }
            Some((Outcome::ToPerson(flagged), trace)) => (flagged, Some(trace)),
            None => (Flagged::default(), None),
        };
        flagged.flags.push(flag);
        self.ask_person(case, flagged, trace);
    }
}

/// True if a service that may use one room or device may use the other in its place.
fn may_serve(rulebook: &Rulebook, service: ServiceIndex, from: Lane, to: Lane) -> bool {
    let Some(service) = rulebook.services.get(service.position()) else { return false };
    service.for_client(Variant::EVERYTHING).demands.iter().any(|demand| {
        let fits = |lane| demand.fit.iter().any(|fit| fit.lane == lane);
        fits(from) && fits(to)
    })
}

fn is_movable(booking: &Booking) -> bool {
    booking.disposition == Disposition::Assigned
        && booking.occupancies.iter().any(|occupancy| occupancy.origin == Origin::Ours)
}

/// Why these, next to what the platform shows.
fn reason(rulebook: &Rulebook, case: &Case<'_>, assignment: &Assignment) -> ReasonCode {
    let shown = case.platform_providers();
    let mut chosen = (0..).map(|item| provider_lane(rulebook, assignment, item));
    if shown.iter().all(Option::is_none) {
        ReasonCode::Chosen
    } else if shown.iter().all(|shown| Some(*shown) == chosen.next()) {
        ReasonCode::PlatformKept
    } else {
        ReasonCode::Corrected
    }
}
