//! Hours, shifts, fixed breaks and duties.

use crate::{
    calendar::Row,
    explain::{Blocker, Found},
    ids::Lane,
    rulebook::{FixedBreakRule, LaneRules, PageSpan},
    time::Span,
};

use super::{Inspection, add, at};

impl Inspection<'_> {
    /// Of a use, and that with its padding.
    #[inline(never)]
    pub(super) fn absences(
        &self,
        lane: Lane,
        rules: &LaneRules,
        &(used, padded): &(Span, Span),
        found: &mut Found<'_>,
    ) {
        let Self { context, moment, .. } = self;
        // Who never works there is judged by the hours at home.
        let location = if rules.works_at(context.location) { context.location } else { rules.location };
        let mut there = moment.day_span.contains(padded) || context.table().horizon().contains(padded);
        for page in context.pages(padded, moment) {
            let Some(day) = context.rulebook.day(page) else { continue };
            let needed = context.table().range(page, padded);
            let start = context.table().span(page).start;
            let open = day.open_at(lane, rules, location).unwrap_or(&Row::EMPTY);
            if day.is_uninterrupted(lane) && !rules.overruns {
                there &= open.all(needed);
                continue;
            }
            let cleaned;
            let mut open = open;
            if rules.overruns {
                let tail = context.table().range(page, Span::new(used.end, padded.end));
                cleaned = day.with_cleanup(lane, open, tail);
                open = &cleaned;
            }
            if open.all(needed) {
                continue;
            }
            // A longer shift would meet those outside the hours.
            for fixed in day.fixed_breaks(lane).filter(|fixed| fixed.location == location) {
                let FixedBreakRule { within: PageSpan { from, to }, duty, .. } = fixed;
                if *from < needed.to && needed.from < *to {
                    let span = Span::new(at(start, *from), at(start, *to));
                    add(
                        found,
                        match duty {
                            None => Blocker::OnBreak { span },
                            Some(name) => Blocker::OnDuty { name: name.clone(), span },
                        },
                    );
                }
            }
            // Breaks and duties are taken out of the hours: without them, those are all of it that is open.
            there &= match day.without_breaks(lane, location) {
                Some(hours) if rules.overruns => open.or(hours).all(needed),
                Some(hours) => hours.all(needed),
                None => open.all(needed),
            };
        }
        if !there {
            self.absent(padded, found);
        }
    }

    /// Spans that overlap are one: the hours that would cover one of them might do for the other.
    fn absent(&self, needed: Span, found: &mut Found<'_>) {
        let known = found.iter_mut().find_map(|blocker| match blocker {
            Blocker::OffShift { needed: known } | Blocker::OutsideHours { needed: known } => {
                known.overlaps(needed).then_some(known)
            }
            _ => None,
        });
        match known {
            Some(known) => *known = Span::new(known.start.min(needed.start), known.end.max(needed.end)),
            None => found.push(self.not_there(needed)),
        }
    }

    /// Outside the hours, where there are neither breaks nor duties.
    #[inline]
    pub(super) const fn not_there(&self, needed: Span) -> Blocker {
        if self.takes_a_provider { Blocker::OffShift { needed } } else { Blocker::OutsideHours { needed } }
    }
}
