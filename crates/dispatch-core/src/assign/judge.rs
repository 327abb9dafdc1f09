//! One booking judged at one start: who could take it, in which order, and what sends it to a person.

use crate::{
    calendar::{Occupancy, Schedule},
    explain::ReasonCode,
    ids::Lane,
    rulebook::{DemandKind, Fit, Rulebook, Service, TiePolicy, Variant, VipPolicy},
    time::{Minute, Minutes, Span},
};

use super::{
    bounds::Bounds,
    clearance::Standing,
    free::{Context, DemandAtStart, Moment},
    rank::{Contender, Lost, left, rank},
    request::{Request, RequestItem, When},
    resources::{Lacks, Memory, Question, others, ranked},
};

/// Memory that decisions reuse: once warm, [`crate::pick`] allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(crate) able: Vec<Contender>,
    pub(super) memory: Memory,
    /// What a visit of several services takes up.
    pub(super) occupancies: Vec<Occupancy>,
    /// Whether rooms and devices can be had, by how much longer than the menu says.
    pub(super) solved: Vec<(Minutes, bool)>,
    pub(super) lanes: Vec<Lane>,
}

/// A request for one service, its names looked up.
#[derive(Clone, Copy)]
pub(crate) struct ItemCase<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) request: &'a Request,
    pub(crate) item: &'a RequestItem,
    /// As the client gets it; where it asks for clearances, at a start that [`Self::at`] was told.
    pub(crate) service: &'a Service,
    pub(super) variant: Variant,
    pub(super) standing: Standing,
    /// How much longer than the menu says it takes with what is added to it, whoever treats.
    pub(crate) added: Minutes,
    pub(crate) bounds: Bounds,
}

/// What was found at one start; those who could take it are in the scratch memory.
pub(crate) struct Judged<'a> {
    /// None outside the horizon.
    pub(crate) moment: Option<Moment<'a>>,
    pub(crate) flags: Flags,
}

/// A set of reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u128);

impl Flags {
    pub(super) fn raise(&mut self, reason: ReasonCode) {
        self.0 |= 1 << (reason as u32);
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) fn raise_if(&mut self, raised: bool, reason: ReasonCode) {
        if raised {
            self.raise(reason);
        }
    }

    pub(super) fn has(self, reason: ReasonCode) -> bool {
        self.0 & (1 << (reason as u32)) != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn to_vec(self) -> Vec<ReasonCode> {
        ReasonCode::ALL.iter().copied().filter(|reason| self.has(*reason)).collect()
    }
}

/// The stage at which a provider loses who is not the one asked for.
pub(super) const NOT_REQUESTED: usize = usize::MAX - 1;

/// The stage at which a provider loses to one who treats in the visit already.
pub(super) const NOT_TREATING: usize = usize::MAX - 2;

/// The most services of a visit.
pub(super) const MOST_ITEMS: usize = 6;

/// Why a request cannot be judged at all.
pub(crate) fn unjudged(request: &Request) -> ReasonCode {
    if request.items.len() > MOST_ITEMS { ReasonCode::SeveralServices } else { ReasonCode::UnknownService }
}

impl<'a> ItemCase<'a> {
    /// None for a request that is not for exactly one known service.
    #[inline]
    pub(crate) fn of(rulebook: &'a Rulebook, schedule: &'a Schedule, request: &'a Request) -> Option<Self> {
        let [item] = request.items.as_slice() else { return None };
        Self::for_item(rulebook, schedule, request, item)
    }

    /// One service of a request by itself. None if the rulebook does not know it.
    #[inline]
    pub(super) fn for_item(
        rulebook: &'a Rulebook,
        schedule: &'a Schedule,
        request: &'a Request,
        item: &'a RequestItem,
    ) -> Option<Self> {
        let variant = Variant { new_client: request.client.new, clearance_missing: false };
        let service = rulebook.services.get(item.service.position())?.for_client(variant);
        let Request { booking, location, ref client, .. } = *request;
        let context = Context { rulebook, schedule, booking, client, location };
        let bounds = Bounds::of(rulebook, service, request.now);
        let added = item.added_minutes.max(Minutes(0));
        Some(Self { context, request, item, service, variant, standing: Standing::Cleared, added, bounds })
    }

    /// Judges the start asked for, or the earliest one in the window that works; if none does, the first of the
    /// window, with what kept the others.
    pub(super) fn judge(&self, scratch: &mut Scratch) -> (Minute, Judged<'a>) {
        match self.request.when {
            When::At(start) => (start, self.at(start).judge_at(start, scratch)),
            When::Within { window, grid } => self.judge_window(window, grid, scratch),
        }
    }

    fn judge_window(&self, window: Span, grid: Minutes, scratch: &mut Scratch) -> (Minute, Judged<'a>) {
        let sought = self.sought(window);
        let mut flags_before = Flags::default();
        let mut first = None;
        let starts = || self.starts(sought, grid).filter(|start| self.at(*start).ends_by(*start, window.end));
        for start in starts() {
            let case = self.at(start);
            let ruled_out = case.ruled_out(start);
            if !ruled_out.is_empty() {
                flags_before.add(ruled_out);
                continue;
            }
            first = first.or(Some(start));
            let judged = case.judge_at(start, scratch);
            if case.works(&judged, scratch) {
                return (start, judged);
            }
            flags_before.add(judged.flags);
        }
        let first = first.or_else(|| starts().next()).unwrap_or(sought.start);
        let mut judged = self.at(first).judge_at(first, scratch);
        judged.flags.add(flags_before);
        judged.flags.raise_if(judged.flags.is_empty(), ReasonCode::NobodyFree);
        (first, judged)
    }

    fn ends_by(&self, start: Minute, end: Minute) -> bool {
        start.plus(self.minutes()) <= end
    }

    /// Where a start must lie so that the service lies in the window, if the client gets the least of it.
    pub(crate) fn sought(&self, window: Span) -> Span {
        let from = self.request.not_before.map_or(window.start, |earliest| earliest.max(window.start));
        let last = window.end.minus(self.minutes());
        Span::new(from, last.plus(Minutes(1)))
    }

    /// The starts on a grid counted from each local midnight.
    pub(crate) fn starts(&self, within: Span, grid: Minutes) -> impl Iterator<Item = Minute> + use<'a> {
        let table = self.context.table();
        let step = grid.0.max(1);
        table.pages(within).flat_map(move |page| {
            let day = table.span(page);
            let part = day.intersection(within);
            let first = part.start.since(day.start).0.div_euclid(step) * step;
            let first = if first < part.start.since(day.start).0 { first + step } else { first };
            (0..)
                .map(move |at| day.start.plus(Minutes(first + at * step)))
                .take_while(move |start| *start < part.end)
        })
    }

    /// True if a judged start can be had: open, not ruled_out, and somebody could take it, the one asked for if any.
    pub(crate) fn works(&self, judged: &Judged<'_>, scratch: &Scratch) -> bool {
        let Some(moment) = judged.moment else { return false };
        if judged.flags.has(ReasonCode::OutsideOpening) || !self.ruled_out(moment.start).is_empty() {
            return false;
        }
        match self.item.requested {
            Some(requested) => scratch.able.iter().any(|able| able.lane == requested),
            None => !scratch.able.is_empty(),
        }
    }

    /// Finds everybody who could take it at `start`, ranks them, and raises every flag.
    pub(crate) fn judge_at(&self, start: Minute, scratch: &mut Scratch) -> Judged<'a> {
        let mut flags = Flags::default();
        scratch.able.clear();
        scratch.solved.clear();
        scratch.memory.forget();
        let visit = self.visit(start, self.added);
        let moment = self.context.moment(start).filter(|_| self.context.table().horizon().contains(visit));
        let Some(moment) = moment else {
            flags.raise(ReasonCode::OutsideHorizon);
            return Judged { moment: None, flags };
        };
        flags.raise_if(!self.is_open(visit), ReasonCode::OutsideOpening);
        flags.add(self.ruled_out(start));
        flags.raise_if(self.request.group, ReasonCode::Grouped);
        flags.raise_if(self.is_high_value(), ReasonCode::HighValue);
        flags.add(self.clearance_flags());
        flags.add(self.history_flags());

        let (mut qualified, mut refused, mut free) = (false, false, false);
        let mut lacks = Lacks::default();
        if let Some(demand) = ranked(self.service) {
            let menu = self.context.wanted(demand, self.added, &moment);
            scratch.able.reserve(demand.fit.len());
            let (depends, wishes) = (self.depends_on_who_treats(), self.context.client.refuses());
            let fast_path = self.context.fast_path(&menu, &moment);
            for fit in &demand.fit {
                let told = fast_path.as_ref().and_then(|fast_path| fast_path.quick_answer(fit));
                let Some(is_free) = told.or_else(|| self.may_and_is_free(&menu, fit, &moment)) else {
                    continue;
                };
                qualified = true;
                if !is_free {
                    continue;
                }
                if wishes && self.context.refused(fit.lane) {
                    refused = true;
                    continue;
                }
                free = true;
                let extra = self.extra(fit);
                let lacking = if depends {
                    self.question(Some(fit.lane), extra, &moment).lacks(&mut scratch.memory)
                } else {
                    self.lacking_things(extra, &moment, scratch)
                };
                if lacking.any() {
                    lacks.add(lacking);
                } else {
                    scratch.able.push(Contender::new(fit.lane, extra));
                }
            }
        }
        if scratch.able.is_empty() {
            flags.raise_if(!qualified, ReasonCode::NobodyQualified);
            flags.raise_if(qualified && !free && !refused, ReasonCode::NobodyFree);
            flags.raise_if(refused && !free, ReasonCode::WishesUnmet);
            flags.raise_if(free && lacks.people, ReasonCode::NoFurtherProvider);
            flags.raise_if(free && lacks.supervisor, ReasonCode::NoSupervisor);
            flags.raise_if(free && lacks.things, ReasonCode::NoResource);
        }
        self.keep_requested(&mut scratch.able, &mut flags);
        let found = self
            .item
            .requested
            .map_or(!scratch.able.is_empty(), |_| !flags.has(ReasonCode::RequestedUnavailable));
        flags.raise_if(!found && self.could_be_unread(&moment), ReasonCode::CalendarUnreadable);
        rank(&self.context, self.request, self.item, &moment, &mut scratch.able);
        let tied = self.context.rulebook.ties == TiePolicy::ToPerson && left(&scratch.able).nth(1).is_some();
        flags.raise_if(tied, ReasonCode::Tie);
        flags.raise_if(self.vip_to_person(&scratch.able), ReasonCode::Vip);
        Judged { moment: Some(moment), flags }
    }

    /// Whether a provider is free for as long as it takes them; none if they may not serve on that day at all.
    #[inline(never)]
    fn may_and_is_free(&self, menu: &DemandAtStart<'_>, fit: &Fit, moment: &Moment<'_>) -> Option<bool> {
        let rules = self.context.lane(fit.lane).filter(|rules| rules.works_at(self.context.location))?;
        if !fit.is_valid(moment.page) {
            return None;
        }
        if fit.extra == Minutes(0) {
            return Some(self.context.person_free(menu, fit.lane, rules, moment));
        }
        let extra = self.extra(fit);
        let own = self.context.wanted(menu.demand, extra, moment);
        let in_time = extra <= self.added || self.ends_in_time(moment.start, extra);
        Some(in_time && self.context.person_free(&own, fit.lane, rules, moment))
    }

    fn is_high_value(&self) -> bool {
        self.context.is_high_value(self.price())
    }

    pub(super) fn is_open(&self, visit: Span) -> bool {
        let opening = self.context.rulebook.opening(self.context.location);
        let at = opening.partition_point(|span| span.end <= visit.start);
        opening.get(at).is_some_and(|span| span.contains(visit))
    }

    /// True if a provider who takes longer than the menu says is done before closing, and before the client must be
    /// elsewhere.
    fn ends_in_time(&self, start: Minute, extra: Minutes) -> bool {
        self.done_by_closing(start, extra) && self.runs_into(start, extra).next().is_none()
    }

    /// False for a provider who takes longer than the menu says, where only the menu's length ends before closing.
    pub(super) fn done_by_closing(&self, start: Minute, extra: Minutes) -> bool {
        extra <= self.added
            || self.is_open(self.visit(start, extra))
            || !self.is_open(self.visit(start, self.added))
    }

    /// From the client's arrival to the end of the service.
    pub(crate) fn visit(&self, start: Minute, extra: Minutes) -> Span {
        Span::from_start(start, Minutes(self.service.minutes.0.saturating_add(extra.0)))
    }

    /// Further providers and supervisors depend on who treats; rooms and devices only on how long that takes.
    pub(super) fn depends_on_who_treats(&self) -> bool {
        self.service.unsupervised.is_some()
            || others(self.service).first().is_some_and(|demand| demand.kind == DemandKind::Provider)
    }

    #[inline(always)]
    fn lacking_things(&self, extra: Minutes, moment: &Moment<'_>, scratch: &mut Scratch) -> Lacks {
        if let Some((_, solved)) = scratch.solved.iter().find(|(length, _)| *length == extra) {
            return Lacks { things: !*solved, ..Lacks::default() };
        }
        let solved = self.question(None, extra, moment).solve(&mut scratch.memory).is_some();
        scratch.solved.push((extra, solved));
        Lacks { things: !solved, ..Lacks::default() }
    }

    /// The lanes of all demands but the ranked provider's, as found while a start was judged, or anew.
    #[inline]
    pub(super) fn others_of<'m>(
        &self,
        chosen: &Contender,
        moment: &Moment<'_>,
        solved: &[(Minutes, bool)],
        memory: &'m mut Memory,
    ) -> Option<&'m [Lane]> {
        // What was found last still lies there.
        if !self.depends_on_who_treats() && solved.last() == Some(&(chosen.extra, true)) {
            return Some(memory.chosen());
        }
        self.question(Some(chosen.lane), chosen.extra, moment).solve(memory)
    }

    pub(super) fn question(
        &self,
        provider: Option<Lane>,
        extra: Minutes,
        moment: &Moment<'a>,
    ) -> Question<'a> {
        let Self { context, service, .. } = *self;
        let supervised = provider.is_some_and(|provider| service.needs_supervisor(provider, moment.page));
        Question { context, service, moment: *moment, extra, provider, supervised, forced: None }
    }

    /// The one asked for is taken or nobody is.
    pub(super) fn keep_requested(&self, able: &mut [Contender], flags: &mut Flags) {
        let Some(requested) = self.item.requested else { return };
        if !able.iter().any(|able| able.lane == requested) {
            flags.raise(ReasonCode::RequestedUnavailable);
            return;
        }
        for able in able.iter_mut().filter(|able| able.lane != requested) {
            able.lost = Some(Lost { stage: NOT_REQUESTED, own: 1, best: 0 });
        }
    }

    pub(super) fn vip_to_person(&self, able: &[Contender]) -> bool {
        let requested_is_able = |requested| able.iter().any(|able| able.lane == requested);
        self.request.client.vip
            && match self.context.rulebook.vip {
                VipPolicy::Always => true,
                VipPolicy::OnRequest => self.item.requested.is_some(),
                VipPolicy::AutoIfRequestedFree => !self.item.requested.is_some_and(requested_is_able),
            }
    }
}

impl Context<'_> {
    /// True if the rulebook sends bookings of this price to a person.
    pub(super) fn is_high_value(&self, price: i64) -> bool {
        self.rulebook.exceptions.high_value.is_some_and(|limit| price >= limit)
    }
}
