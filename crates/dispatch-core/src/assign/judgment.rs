//! One booking judged at one start: who could take it, in which order, and what sends it to a person.

use crate::{
    availability::{DemandAtStart, Moment},
    explain::ReasonCode,
    ids::Lane,
    rulebook::{Demand, DemandKind, Fit, TiePolicy, VipPolicy},
    time::{Minute, Minutes, Span},
};

use super::{
    case::ItemCase,
    contender::{Contender, Lost, NOT_REQUESTED, left},
    flags::Flags,
    joint::{JointChoice, Lacks, Memory},
    rank::rank,
    request::When,
    scratch::Scratch,
};

/// The judgment of one start; those who could take it are in the scratch memory.
pub(crate) struct Judged<'a> {
    /// None outside the horizon.
    pub(crate) moment: Option<Moment<'a>>,
    pub(crate) flags: Flags,
}

/// How far the candidates for treating got, all taken together: what flags are raised where none is left.
#[derive(Default)]
struct Reached {
    qualified: bool,
    refused: bool,
    free: bool,
    lacks: Lacks,
}

impl<'a> ItemCase<'a> {
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

    /// True if a judged start can be had: open, not ruled out, and a provider could take it, the one asked for if any.
    pub(crate) fn works(&self, judged: &Judged<'_>, scratch: &Scratch) -> bool {
        let Some(moment) = judged.moment else { return false };
        if judged.flags.has(ReasonCode::OutsideOpening) || !self.ruled_out(moment.start).is_empty() {
            return false;
        }
        match self.item.requested {
            Some(requested) => scratch.contenders.iter().any(|contender| contender.lane == requested),
            None => !scratch.contenders.is_empty(),
        }
    }

    /// Finds every provider who could take it at `start`, ranks them, and raises every flag.
    pub(crate) fn judge_at(&self, start: Minute, scratch: &mut Scratch) -> Judged<'a> {
        let mut flags = Flags::default();
        scratch.contenders.clear();
        scratch.solved.clear();
        scratch.memory.forget();
        let visit = self.visit(start, self.added);
        let inside = self.context.table().horizon().contains(visit);
        let moment = if inside { self.context.moment(start) } else { None };
        let Some(moment) = moment else {
            flags.raise(ReasonCode::OutsideHorizon);
            return Judged { moment: None, flags };
        };
        flags.raise_if(!self.is_open(visit), ReasonCode::OutsideOpening);
        flags.add(self.ruled_out(start));
        flags.raise_if(self.request.group, ReasonCode::Grouped);
        flags.raise_if(self.is_high_value(self.price()), ReasonCode::HighValue);
        flags.add(self.clearance_flags());
        flags.add(self.history_flags());

        let mut reached = Reached::default();
        if let Some(demand) = self.service.ranked() {
            self.find_contenders(demand, &moment, scratch, &mut reached);
        }
        if scratch.contenders.is_empty() {
            reached.raise(&mut flags);
        }
        self.keep_requested(&mut scratch.contenders, &mut flags);
        let found = match self.item.requested {
            Some(_) => !flags.has(ReasonCode::RequestedUnavailable),
            None => !scratch.contenders.is_empty(),
        };
        flags.raise_if(!found && self.could_be_unread(&moment), ReasonCode::CalendarUnreadable);
        rank(&self.context, self.request, self.item, &moment, &mut scratch.contenders);
        let tied =
            self.context.rulebook.ties == TiePolicy::ToPerson && left(&scratch.contenders).nth(1).is_some();
        flags.raise_if(tied, ReasonCode::Tie);
        flags.raise_if(self.vip_to_person(&scratch.contenders), ReasonCode::Vip);
        Judged { moment: Some(moment), flags }
    }

    /// Finds the providers who are qualified, free, not refused by the client, and beside them all else can be had.
    #[inline(always)]
    fn find_contenders(
        &self,
        demand: &Demand,
        moment: &Moment<'a>,
        scratch: &mut Scratch,
        reached: &mut Reached,
    ) {
        let menu = self.context.demand_at_start(demand, self.added, moment);
        scratch.contenders.reserve(demand.fit.len());
        let (depends, wishes) = (self.depends_on_who_treats(), self.context.client.refuses());
        let fast_path = self.context.fast_path(&menu, moment);
        for fit in &demand.fit {
            let quick = fast_path.as_ref().and_then(|fast_path| fast_path.quick_answer(fit));
            let Some(is_free) = quick.or_else(|| self.may_and_is_free(&menu, fit, moment)) else {
                continue;
            };
            reached.qualified = true;
            if !is_free {
                continue;
            }
            if wishes && self.context.refused(fit.lane) {
                reached.refused = true;
                continue;
            }
            reached.free = true;
            let extra = self.extra(fit);
            let lacking = if depends {
                self.joint_choice(Some(fit.lane), extra, moment).lacks(&mut scratch.memory)
            } else {
                self.lacking_things(extra, moment, scratch)
            };
            if lacking.any() {
                reached.lacks.add(lacking);
            } else {
                scratch.contenders.push(Contender::new(fit.lane, extra));
            }
        }
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
        let own = self.context.demand_at_start(menu.demand, extra, moment);
        let in_time = extra <= self.added || self.ends_in_time(moment.start, extra);
        Some(in_time && self.context.person_free(&own, fit.lane, rules, moment))
    }

    /// True if a provider who takes longer than the menu says is done before closing, and before the client must be
    /// elsewhere.
    fn ends_in_time(&self, start: Minute, extra: Minutes) -> bool {
        self.done_by_closing(start, extra) && self.runs_into(start, extra).next().is_none()
    }

    /// Further providers and supervisors depend on who treats; rooms and devices only on how long that takes.
    pub(super) fn depends_on_who_treats(&self) -> bool {
        self.service.unsupervised.is_some()
            || self.service.others().first().is_some_and(|demand| demand.kind == DemandKind::Provider)
    }

    #[inline(always)]
    fn lacking_things(&self, extra: Minutes, moment: &Moment<'a>, scratch: &mut Scratch) -> Lacks {
        if let Some((_, solved)) = scratch.solved.iter().find(|(length, _)| *length == extra) {
            return Lacks { things: !*solved, ..Lacks::default() };
        }
        let solved = self.joint_choice(None, extra, moment).solve(&mut scratch.memory).is_some();
        scratch.solved.push((extra, solved));
        Lacks { things: !solved, ..Lacks::default() }
    }

    /// The lanes of all demands but the ranked provider's, as found while a start was judged, or anew.
    #[inline]
    pub(super) fn others_of<'m>(
        &self,
        chosen: &Contender,
        moment: &Moment<'a>,
        solved: &[(Minutes, bool)],
        memory: &'m mut Memory,
    ) -> Option<&'m [Lane]> {
        // What was found last still lies there.
        if !self.depends_on_who_treats() && solved.last() == Some(&(chosen.extra, true)) {
            return Some(memory.chosen());
        }
        self.joint_choice(Some(chosen.lane), chosen.extra, moment).solve(memory)
    }

    /// The joint choice of all else with a provider, or with any.
    pub(super) fn joint_choice(
        &self,
        provider: Option<Lane>,
        extra: Minutes,
        moment: &Moment<'a>,
    ) -> JointChoice<'a> {
        let Self { context, service, .. } = *self;
        let supervised = provider.is_some_and(|provider| service.needs_supervisor(provider, moment.page));
        JointChoice { context, service, moment: *moment, extra, provider, supervised, forced: None }
    }

    /// The provider asked for is taken, or none is.
    pub(super) fn keep_requested(&self, contenders: &mut [Contender], flags: &mut Flags) {
        let Some(requested) = self.item.requested else { return };
        if !contenders.iter().any(|contender| contender.lane == requested) {
            flags.raise(ReasonCode::RequestedUnavailable);
            return;
        }
        for contender in contenders.iter_mut().filter(|contender| contender.lane != requested) {
            contender.lost = Some(Lost { stage: NOT_REQUESTED, own: 1, best: 0 });
        }
    }

    pub(super) fn vip_to_person(&self, contenders: &[Contender]) -> bool {
        let could = |requested| contenders.iter().any(|contender| contender.lane == requested);
        self.request.client.vip
            && match self.context.rulebook.vip {
                VipPolicy::Always => true,
                VipPolicy::OnRequest => self.item.requested.is_some(),
                VipPolicy::AutoIfRequestedFree => !self.item.requested.is_some_and(could),
            }
    }
}

impl Reached {
    /// Why no provider could take it.
    fn raise(&self, flags: &mut Flags) {
        let Self { qualified, refused, free, lacks } = *self;
        flags.raise_if(!qualified, ReasonCode::NobodyQualified);
        flags.raise_if(qualified && !free && !refused, ReasonCode::NobodyFree);
        flags.raise_if(refused && !free, ReasonCode::WishesUnmet);
        flags.raise_if(free && lacks.people, ReasonCode::NoFurtherProvider);
        flags.raise_if(free && lacks.supervisor, ReasonCode::NoSupervisor);
        flags.raise_if(free && lacks.things, ReasonCode::NoResource);
    }
}
