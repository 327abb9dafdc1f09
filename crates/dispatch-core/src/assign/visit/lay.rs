//! What a visit takes up, and whether a lane can take all of it.

use std::collections::BTreeSet;

use crate::{
    calendar::{Occupancy, Origin, Padding, PageRange},
    ids::Lane,
    rulebook::DemandKind,
    time::{Minute, Minutes, Span},
};

use super::{
    super::{
        free::{Context, used_span, uses},
        resources::supervision,
        supervision::presence,
    },
    Visit,
};

/// Where one item of a visit lies, with whom and with what.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) start: Minute,
    pub(super) end: Minute,
    pub(super) extra: Minutes,
    /// In the order of the service's demands.
    pub(super) lanes: Vec<Lane>,
}

/// True if two items of a visit may follow each other on one lane with nothing between them: a provider who goes on,
/// a room that the client stays in. A device keeps its padding: it may have to cool down. Whoever supervises from outside
/// the room is asked for the services alone.
pub(super) fn joins(kind: DemandKind) -> bool {
    kind == DemandKind::Room || kind.takes_a_provider()
}

impl Visit<'_> {
    /// What a combination takes up, item by item. Where an item goes on with the provider or in the room of the one
    /// before, the time between is the visit's own.
    pub(super) fn occupancies(&self, placed: &[Placed]) -> Vec<Occupancy> {
        let mut laid: Vec<(DemandKind, Occupancy)> = Vec::new();
        for ((number, case), item) in (0u8..).zip(&self.items).zip(placed) {
            for (demand, lane) in case.service.demands.iter().zip(&item.lanes) {
                for each in uses(demand, item.extra) {
                    let occupancy = Occupancy {
                        lane: *lane,
                        booking: case.request.booking,
                        item: number,
                        phase: each.phase,
                        service: Some(case.item.service.0),
                        used: used_span(each, item.start),
                        before: demand.before,
                        after: demand.after,
                        origin: Origin::Ours,
                    };
                    laid.push((demand.kind, occupancy));
                }
            }
        }
        self.join(&mut laid);
        laid.into_iter().map(|(_, occupancy)| occupancy).collect()
    }

    fn join(&self, laid: &mut [(DemandKind, Occupancy)]) {
        for at in 0..laid.len() {
            let (earlier, rest) = laid.split_at_mut(at);
            let Some((kind, this)) = rest.first_mut() else { return };
            // Uses of one item are in order, so the last one before it on the lane stands before it in the list.
            let last =
                earlier.iter_mut().filter(|(_, other)| other.lane == this.lane).map(|(_, other)| other);
            let Some(last) = last.max_by_key(|other| other.used.end) else { continue };
            let gap = this.used.start.since(last.used.end);
            let reach = Minutes(last.after.0.saturating_add(this.before.0));
            if joins(*kind) && last.item != this.item && gap <= reach.max(self.rules.most_minutes_between) {
                last.after = gap;
                this.before = Minutes(0);
            }
        }
    }

    /// True if its lane can take one occupancy of the visit, the others aside.
    fn holds(&self, occupancy: &Occupancy) -> bool {
        let Occupancy { lane, item, used, .. } = *occupancy;
        let Some(case) = self.items.get(usize::from(item)) else { return false };
        match supervision(case.service).and_then(presence) {
            Some(presence) if case.context.person(lane) != lane => {
                case.context.can_supervise(lane, presence, used)
            }
            _ => case.context.holds(lane, used, occupancy.padded()),
        }
    }

    /// True if every lane can take all that the visit asks of it.
    pub(super) fn holds_together(&self, placed: &[Placed]) -> bool {
        let context = &self.first.context;
        let laid = self.occupancies(placed);
        let lanes: BTreeSet<Lane> = laid.iter().map(|occupancy| occupancy.lane).collect();
        laid.iter().all(|occupancy| self.holds(occupancy))
            && lanes.into_iter().all(|lane| {
                let of_lane: Vec<_> = laid.iter().filter(|occupancy| occupancy.lane == lane).collect();
                context.keep_apart(lane, &of_lane)
                    && context.breaks_kept_by(lane, &of_lane)
                    && context.runs_kept(lane, &of_lane.iter().map(|own| own.used).collect::<Vec<_>>())
            })
    }
}

impl Context<'_> {
    /// [`Context::use_free`] of a lane by its number.
    pub(super) fn holds(&self, lane: Lane, used: Span, padded: Span) -> bool {
        self.lane(lane).is_some_and(|rules| self.use_free(lane, rules, used, padded))
    }

    /// The padding rule between two items of one visit. What holds several counts bookings, and a visit is one.
    fn keep_apart(&self, lane: Lane, own: &[&Occupancy]) -> bool {
        let Some(rules) = self.lane(lane) else { return false };
        let padding = rules.padding;
        rules.holds > 1
            || own.iter().enumerate().all(|(at, one)| {
                own.iter().skip(at + 1).filter(|other| other.item != one.item).all(|other| match padding {
                    Padding::Exclusive => !one.padded().overlaps(other.padded()),
                    Padding::Shared => {
                        !one.padded().overlaps(other.used) && !one.used.overlaps(other.padded())
                    }
                })
            })
    }

    /// True if every floating break of the days it touches still has its gap.
    fn breaks_kept_by(&self, lane: Lane, own: &[&Occupancy]) -> bool {
        own.iter().flat_map(|each| self.table().pages(each.padded())).all(|page| {
            let Some(day) = self.rulebook.day(page) else { return true };
            day.floating_breaks(lane).all(|rule| {
                let mut busy = match self.schedule.lane_page(page, lane) {
                    Some(on_page) => self.own_lifted(on_page, page).padded,
                    None => crate::calendar::Row::EMPTY,
                };
                own.iter().for_each(|each| busy.set(self.table().range(page, each.padded())));
                let within = PageRange { from: rule.within.from, to: rule.within.to };
                // A break may be taken wherever they are.
                busy.gap(&day.open_anywhere(lane), within, rule.minutes)
            })
        })
    }
}
