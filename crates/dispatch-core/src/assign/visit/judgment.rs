//! A visit judged at one start: whether everything fits together, and what sends it to a person.

use crate::{
    explain::ReasonCode,
    time::{Minute, Minutes, Span},
};

use super::{
    super::{case::ItemCase, flags::Flags, rank::values, request::When, scratch::Scratch},
    case::Visit,
    combination::Combination,
};

/// The judgment of one start.
pub(crate) struct JudgedVisit<'a> {
    pub(crate) start: Minute,
    pub(crate) flags: Flags,
    /// None if there is no combination of everything.
    pub(crate) combination: Option<Combination<'a>>,
}

impl<'a> Visit<'a> {
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

    /// The first start of a span that works; the span is then what is left after it.
    pub(crate) fn next_start(&self, sought: &mut Span, grid: Minutes) -> Option<Minute> {
        let found = self.first.starts(self.bounds().within(*sought), grid).find(|start| {
            let visit = self.at(*start);
            visit.fits(*start) && visit.ruled_out(*start).is_empty() && visit.works(&visit.judge_at(*start))
        });
        sought.start = found.map_or(sought.end, |start| start.plus(Minutes(1)));
        found
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
        flags.raise_if(self.first.is_high_value(price), ReasonCode::HighValue);
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

    /// True if the calendar of a lane that could serve an item cannot be read, at its start by the menu.
    fn could_be_unread(&self, start: Minute) -> bool {
        let unread = |(case, at): (&ItemCase<'a>, Minute)| {
            case.context.moment(at).is_some_and(|moment| case.could_be_unread(&moment))
        };
        !self.first.context.schedule.unreadable().is_empty() && self.menu_starts(start).any(unread)
    }

    /// The values by which those who would treat are compared, item by item; lower is better.
    pub(crate) fn values(&self, judged: &JudgedVisit<'_>) -> Vec<i64> {
        let items =
            judged.combination.iter().flat_map(|combination| self.items.iter().zip(&combination.items));
        items
            .flat_map(|(case, item)| {
                values(&case.context, case.request, case.item, &item.moment, item.chosen)
            })
            .collect()
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
}

/// Flags that say why no provider can take one service at its time.
const ALONE: &[ReasonCode] = &[
    ReasonCode::NobodyQualified,
    ReasonCode::NobodyFree,
    ReasonCode::NoFurtherProvider,
    ReasonCode::NoSupervisor,
    ReasonCode::NoResource,
    ReasonCode::RequestedUnavailable,
    ReasonCode::WishesUnmet,
];
