//! Several services of one client, one after the other. Providers are decided item by item, each so that everything
//! after still works; then rooms and devices. Nothing is guessed: what can be fitted together is found.

mod answer;
mod asked;
mod lay;
mod search;

pub(super) use answer::pick;

use crate::{
    calendar::Schedule,
    explain::ReasonCode,
    ids::Lane,
    rulebook::{Rulebook, TiePolicy, VisitsDocument},
    time::{Minute, Minutes, Span},
};

use super::{
    bounds::Bounds,
    decide::best,
    free::Moment,
    judge::{Flags, ItemCase, MOST_ITEMS, NOT_TREATING, Scratch},
    rank::{Contender, Lost, left, rank, values},
    request::{Request, When},
    resources::ranked,
};
use lay::Placed;
use search::Search;

/// A request for several services, its names looked up.
pub(crate) struct Visit<'a> {
    /// The first service by itself: what holds for the whole request is asked of it.
    pub(crate) first: ItemCase<'a>,
    items: Vec<ItemCase<'a>>,
    rules: VisitsDocument,
    bounds: Bounds,
}

/// What was found at one start.
pub(crate) struct JudgedVisit<'a> {
    pub(crate) start: Minute,
    pub(crate) flags: Flags,
    /// None if there is no combination of everything.
    pub(crate) combination: Option<Combination<'a>>,
}

/// A combination of everything, item by item.
pub(crate) struct Combination<'a> {
    items: Vec<Decided<'a>>,
    placed: Vec<Placed>,
    pattern: WaitingPattern,
}

/// One way to look for a combination: how long the client waits between items, and whether somebody else than the one
/// asked for may be taken.
#[derive(Clone, Debug)]
struct WaitingPattern {
    start: Minute,
    gaps: Vec<Minutes>,
    keep_requested: bool,
    /// The location is open for the menu's lengths: then it must be for everybody's own.
    until_closing: bool,
}

/// Who takes one item.
struct Decided<'a> {
    moment: Moment<'a>,
    /// Everybody who could, ranked.
    able: Vec<Contender>,
    chosen: Lane,
}

impl<'a> Visit<'a> {
    /// None for a request that is not for several known services, or for too many.
    pub(crate) fn of(rulebook: &'a Rulebook, schedule: &'a Schedule, request: &'a Request) -> Option<Self> {
        if !(2..=MOST_ITEMS).contains(&request.items.len()) {
            return None;
        }
        let items: Option<Vec<_>> =
            request.items.iter().map(|item| ItemCase::for_item(rulebook, schedule, request, item)).collect();
        let items = items?;
        let first = *items.first()?;
        let bounds = items.iter().map(ItemCase::bounds).reduce(Bounds::and)?;
        Some(Self { first, items, rules: rulebook.visits, bounds })
    }

    /// The same at a start: each service as the client gets it on that date, after what they get in those before.
    pub(crate) fn at(&self, start: Minute) -> Self {
        let mut had = Vec::new();
        let items: Vec<_> = self
            .items
            .iter()
            .map(|item| {
                let item = item.after(start, &had);
                had.extend(item.clears_in_it());
                item
            })
            .collect();
        let first = items.first().copied().unwrap_or(self.first);
        Self { first, items, ..*self }
    }

    /// Its services in order, each by itself.
    pub(super) fn items(&self) -> &[ItemCase<'a>] {
        &self.items
    }

    fn request(&self) -> &'a Request {
        self.first.request
    }

    /// From the client's arrival on, by the menu's lengths and without waiting.
    fn menu(&self, start: Minute) -> Span {
        let minutes = self.items.iter().fold(0i32, |sum, item| sum.saturating_add(item.minutes().0));
        Span::from_start(start, Minutes(minutes))
    }

    /// Judges the start asked for, or the earliest one in the window that works; if none does, the first of the
    /// window, with what kept the others.
    pub(super) fn judge(&self) -> JudgedVisit<'a> {
        if let When::At(start) = self.request().when {
            return self.at(start).judge_at(start);
        }
        let (sought, grid) = self.sought();
        let starts = || self.first.starts(sought, grid).filter(|start| self.at(*start).fits(*start));
        let mut flags_before = Flags::default();
        let mut first = None;
        for start in starts() {
            let visit = self.at(start);
            let ruled_out = visit.ruled_out(start);
            if !ruled_out.is_empty() {
                flags_before.add(ruled_out);
                continue;
            }
            let judged = visit.judge_at(start);
            if visit.works(&judged) {
                return judged;
            }
            flags_before.add(judged.flags);
            first = first.or(Some(start));
        }
        let first = first.or_else(|| starts().next()).unwrap_or(sought.start);
        let mut judged = self.at(first).judge_at(first);
        judged.flags.add(flags_before);
        judged.flags.raise_if(judged.flags.is_empty(), ReasonCode::NobodyFree);
        judged
    }

    /// Where a start must lie so that the visit lies in the window, and on which grid.
    pub(crate) fn sought(&self) -> (Span, Minutes) {
        match self.request().when {
            When::At(start) => (Span::from_start(start, Minutes(1)), Minutes(1)),
            When::Within { window, grid } => {
                let not_before = self.request().not_before;
                let from = not_before.map_or(window.start, |earliest| earliest.max(window.start));
                let last = window.end.minus(self.menu(window.start).minutes());
                (Span::new(from, last.plus(Minutes(1))), grid)
            }
        }
    }

    /// True if it lies in the window that is asked for, by the menu's lengths.
    fn fits(&self, start: Minute) -> bool {
        match self.request().when {
            When::At(_) => true,
            When::Within { window, .. } => self.menu(start).end <= window.end,
        }
    }

    /// The first start of a span that works; the span is then what is left after it.
    pub(crate) fn next_start(&self, sought: &mut Span, grid: Minutes) -> Option<Minute> {
        let found = self.first.starts(self.bounds.within(*sought), grid).find(|start| {
            let visit = self.at(*start);
            visit.fits(*start) && visit.ruled_out(*start).is_empty() && visit.works(&visit.judge_at(*start))
        });
        sought.start = found.map_or(sought.end, |start| start.plus(Minutes(1)));
        found
    }

    /// The first and the last start to look at.
    pub(crate) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Why a start cannot be had, whoever treats: what stands against any of its services then.
    pub(crate) fn ruled_out(&self, start: Minute) -> Flags {
        let mut flags = Flags::default();
        self.items.iter().for_each(|item| flags.add(item.bounds().flags(start)));
        flags.raise_if(self.client_is_busy(self.menu(start)), ReasonCode::ClientElsewhere);
        flags.add(self.spacing_flags(start));
        flags
    }

    fn client_is_busy(&self, span: Span) -> bool {
        self.request().client.busy.iter().any(|busy| busy.overlaps(span))
    }

    /// True if the client can stay until then: open, and not due elsewhere, unless that holds of the menu's lengths too.
    fn client_can_stay(&self, start: Minute, end: Minute, until_closing: bool) -> bool {
        let (visit, menu) = (Span::new(start, end), self.menu(start));
        (!until_closing || self.first.is_open(visit))
            && self.request().client.busy.iter().all(|busy| !busy.overlaps(visit) || busy.overlaps(menu))
    }

    /// True if a judged start can be had: open, not ruled_out, everything fits, and with those who were asked for.
    pub(crate) fn works(&self, judged: &JudgedVisit<'_>) -> bool {
        let as_asked =
            judged.combination.as_ref().is_some_and(|combination| combination.pattern.keep_requested);
        as_asked && !judged.flags.has(ReasonCode::OutsideOpening) && self.ruled_out(judged.start).is_empty()
    }

    /// Finds a combination of everything at `start`, and raises every flag.
    pub(crate) fn judge_at(&self, start: Minute) -> JudgedVisit<'a> {
        let mut flags = Flags::default();
        let menu = self.menu(start);
        if !self.first.context.table().horizon().contains(menu) {
            flags.raise(ReasonCode::OutsideHorizon);
            return JudgedVisit { start, flags, combination: None };
        }
        let open = self.first.is_open(menu);
        flags.raise_if(!open, ReasonCode::OutsideOpening);
        flags.add(self.ruled_out(start));
        flags.raise_if(self.request().group, ReasonCode::Grouped);
        let price = self.items.iter().fold(0i64, |sum, item| sum.saturating_add(item.price()));
        flags.raise_if(self.first.context.is_high_value(price), ReasonCode::HighValue);
        self.items.iter().for_each(|item| flags.add(item.clearance_flags()));
        self.items.iter().for_each(|item| flags.add(item.history_flags()));

        let combination =
            self.best_pattern(start, open).and_then(|pattern| self.decide(pattern, &[], &mut flags));
        if combination.is_none() {
            flags.add(self.why_not(start));
            let vip = self.items.iter().any(|item| item.vip_to_person(&[]));
            flags.raise_if(vip, ReasonCode::Vip);
        }
        let as_asked = combination.as_ref().is_some_and(|combination| combination.pattern.keep_requested);
        flags.raise_if(!as_asked && self.could_be_unread(start), ReasonCode::CalendarUnreadable);
        JudgedVisit { start, flags, combination }
    }

    /// True if a calendar cannot be read of somebody or something that could serve an item, at its start by the menu.
    fn could_be_unread(&self, start: Minute) -> bool {
        let unread = |(case, at): (&ItemCase<'a>, Minute)| {
            case.context.moment(at).is_some_and(|moment| case.could_be_unread(&moment))
        };
        !self.first.context.schedule.unreadable().is_empty() && self.menu_starts(start).any(unread)
    }

    /// The shortest waiting with which everything fits: with those who were asked for, if that can be had at all.
    fn best_pattern(&self, start: Minute, until_closing: bool) -> Option<WaitingPattern> {
        let asked = self.items.iter().any(|item| item.item.requested.is_some());
        let keep: &[bool] = if asked { &[true, false] } else { &[true] };
        self.patterns(start, until_closing, keep).find(|pattern| {
            let search =
                Search { visit: self, pattern, fixed: &[], keep_from: 0, forced: None, treats: None };
            search.solve().is_some()
        })
    }

    /// Decides item after item; the first providers may be given.
    fn decide(&self, pattern: WaitingPattern, given: &[Lane], flags: &mut Flags) -> Option<Combination<'a>> {
        let mut fixed = given.to_vec();
        let mut items = Vec::with_capacity(self.items.len());
        for (at, case) in self.items.iter().enumerate().skip(given.len()) {
            let mut starts = None;
            let mut able = Vec::new();
            for fit in &ranked(case.service)?.fit {
                fixed.push(fit.lane);
                let search = Search {
                    visit: self,
                    pattern: &pattern,
                    fixed: &fixed,
                    keep_from: at + 1,
                    forced: None,
                    treats: None,
                };
                if let Some(placed) = search.solve() {
                    starts = starts.or(placed.get(at).map(|item| item.start));
                    able.push(Contender::new(fit.lane, case.extra(fit)));
                }
                fixed.pop();
            }
            let moment = case.context.moment(starts?)?;
            case.keep_requested(&mut able, flags);
            self.keep_treating(case, &fixed, &mut able);
            rank(&case.context, case.request, case.item, &moment, &mut able);
            let tied = left(&able).nth(1).is_some() && case.context.rulebook.ties == TiePolicy::ToPerson;
            flags.raise_if(tied, ReasonCode::Tie);
            flags.raise_if(case.vip_to_person(&able), ReasonCode::Vip);
            let chosen = best(&able)?.lane;
            fixed.push(chosen);
            items.push(Decided { moment, able, chosen });
        }
        let keep_from = self.items.len();
        let all =
            Search { visit: self, pattern: &pattern, fixed: &fixed, keep_from, forced: None, treats: None };
        let placed = all.solve()?;
        Some(Combination { items, placed, pattern })
    }

    /// Who treats already goes on, unless the client asked for somebody.
    fn keep_treating(&self, case: &ItemCase<'_>, treating: &[Lane], able: &mut [Contender]) {
        let goes_on = |able: &Contender| treating.contains(&able.lane);
        if !self.rules.same_provider || case.item.requested.is_some() || !able.iter().any(goes_on) {
            return;
        }
        for able in able.iter_mut().filter(|able| !goes_on(able)) {
            able.lost = Some(Lost { stage: NOT_TREATING, own: 1, best: 0 });
        }
    }

    /// The values by which those who would treat are compared, item by item; lower is better.
    pub(crate) fn values(&self, judged: &JudgedVisit<'_>) -> Vec<i64> {
        let items =
            judged.combination.iter().flat_map(|combination| self.items.iter().zip(&combination.items));
        items.flat_map(|(case, item)| values(case, &item.moment, item.chosen)).collect()
    }

    /// What stands against an item even by itself, or that they do not go together.
    fn why_not(&self, start: Minute) -> Flags {
        let mut flags = Flags::default();
        let mut scratch = Scratch::default();
        for (case, at) in self.menu_starts(start) {
            let alone = case.judge_at(at, &mut scratch).flags;
            for reason in ALONE {
                flags.raise_if(alone.has(*reason), *reason);
            }
        }
        flags.raise_if(flags.is_empty(), ReasonCode::SeveralServices);
        flags
    }

    /// Each item with its start if all before take as long as the menu says.
    fn menu_starts(&self, start: Minute) -> impl Iterator<Item = (&ItemCase<'a>, Minute)> {
        self.items.iter().scan(start, |next, case| {
            let at = *next;
            *next = at.plus(case.minutes());
            Some((case, at))
        })
    }
}

/// Flags that say why nobody can take one service at its time.
const ALONE: &[ReasonCode] = &[
    ReasonCode::NobodyQualified,
    ReasonCode::NobodyFree,
    ReasonCode::NoFurtherProvider,
    ReasonCode::NoSupervisor,
    ReasonCode::NoResource,
    ReasonCode::RequestedUnavailable,
    ReasonCode::WishesUnmet,
];
