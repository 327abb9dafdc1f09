//! Visits: check-in, treatment and end, with what goes otherwise than booked.

use dispatch_core::{Minutes, Timestamp, engine::Status};

use crate::{act::What, world::World};

use super::{
    Generator, later,
    plan::{Plan, VisitStep},
    shifted, signed,
};

impl Generator {
    pub(super) fn visit(&mut self, world: &World, now: Timestamp, id: &str, step: VisitStep) -> Vec<What> {
        let Some(known) = world.appointments.get(id) else { return Vec::new() };
        let shares = self.mix.visits.clone();
        let start = known.start().timestamp();
        let set = |status: Status| What::SetStatus {
            appointment: id.to_owned(),
            status,
            provider: None,
            start: None,
        };
        match step {
            VisitStep::Before => {
                let before = Timestamp(start.0 - 5 * 60_000);
                if before > now {
                    // It was moved since.
                    self.plan(before, Plan::Visit(id.to_owned(), VisitStep::Before));
                    return Vec::new();
                }
                if !known.stands() || self.dice.per_mille(shares.untouched) {
                    return Vec::new();
                }
                if self.dice.per_mille(shares.no_show) {
                    let at = later(start.max(now), self.dice.between(10, 20));
                    self.plan(at, Plan::Visit(id.to_owned(), VisitStep::NoShow));
                    return Vec::new();
                }
                let at = start.max(self.soon(now));
                self.plan(at, Plan::Visit(id.to_owned(), VisitStep::Begin));
                let provider =
                    self.dice.per_mille(shares.swapped_at_check_in).then(|| self.some_provider(world));
                let moved = self.dice.per_mille(shares.moved_at_check_in);
                let start = moved.then(|| shifted(known.start(), 5 * signed(self.dice.between(1, 9))));
                let (appointment, status) = (id.to_owned(), Status::Arrived);
                vec![What::SetStatus { appointment, status, provider: provider.flatten(), start }]
            }
            VisitStep::Begin if known.status == Status::Arrived => {
                let end = known.end().timestamp().max(later(now, 5));
                if self.dice.per_mille(shares.overrun) {
                    let near = Timestamp(end.0 - 4 * 60_000);
                    self.plan(near.max(now), Plan::Visit(id.to_owned(), VisitStep::Overrun));
                } else if self.dice.per_mille(shares.early) {
                    let half = Timestamp(now.0 + (end.0 - now.0) / 2);
                    self.plan(half, Plan::Visit(id.to_owned(), VisitStep::End));
                } else {
                    self.plan(end, Plan::Visit(id.to_owned(), VisitStep::End));
                }
                vec![set(Status::InService)]
            }
            VisitStep::Overrun if known.status == Status::InService => {
                let more = 15 * signed(self.dice.between(1, 3));
                let end = known.end().timestamp().plus(Minutes(more));
                self.plan(end, Plan::Visit(id.to_owned(), VisitStep::End));
                let last =
                    known.items.last().map_or(Minutes(30), |item| crate::world::span_of(item).minutes());
                vec![What::Lengthen { appointment: id.to_owned(), minutes: Minutes(last.0 + more) }]
            }
            VisitStep::End if known.status == Status::InService => {
                if self.dice.per_mille(shares.taken_back) {
                    let at = self.soon(now);
                    self.plan(at, Plan::Visit(id.to_owned(), VisitStep::TakeBack));
                }
                vec![set(Status::Completed)]
            }
            VisitStep::NoShow if known.stands() && known.status != Status::InService => {
                if self.dice.per_mille(shares.taken_back) {
                    let at = self.soon(now);
                    self.plan(at, Plan::Visit(id.to_owned(), VisitStep::TakeBack));
                }
                vec![set(Status::NoShow)]
            }
            VisitStep::TakeBack if known.status == Status::NoShow => {
                let at = self.soon(now);
                self.plan(at, Plan::Visit(id.to_owned(), VisitStep::Begin));
                vec![set(Status::Arrived)]
            }
            VisitStep::TakeBack if known.status == Status::Completed => {
                let at = self.soon(now);
                self.plan(at, Plan::Visit(id.to_owned(), VisitStep::End));
                vec![set(Status::InService)]
            }
            _ => Vec::new(),
        }
    }
}
