//! A block as observed, of a provider, room or device: upserted, and whatever of ours lies under it is displaced.

use crate::{
    calendar::{Block, Origin},
    explain::ReasonCode,
    ids::BlockId,
    time::Span,
};

use super::super::model::{BlockObserved, BlockSeen, Disposition, Event};
use super::{Draft, Refusal};

impl Draft<'_> {
    pub(super) fn block_observed(&mut self, observed: &BlockObserved) -> Result<(), Refusal> {
        let state = self.state;
        if state.connection(&observed.connection).is_none() {
            return Err(Refusal::UnknownConnection(observed.connection.clone()));
        }
        let known = state.find_block(&observed.connection, &observed.id);
        if let Some((_, known)) = known
            && (observed.observed_at, observed) <= (known.observed.observed_at, &known.observed)
        {
            return Ok(());
        }
        let block = known.map_or(BlockId(self.next()), |(block, _)| block);
        let before = known.and_then(|(_, known)| known.placed);
        let lane = observed.of.lane(self.rulebook).filter(|_| !observed.cancelled);
        let span = Span::new(observed.start.minute_floor(), observed.end.minute_ceil());
        let placed = lane.map(|lane| Block { block, lane, span });
        self.push(Event::BlockSeen(BlockSeen { block, observed: observed.clone(), placed }));
        let Some(placed) = placed.filter(|placed| Some(*placed) != before) else { return Ok(()) };
        self.displace(before, placed);
        Ok(())
    }

    fn displace(&mut self, before: Option<Block>, placed: Block) {
        // What they treat, and what they supervise.
        let lanes = self.rulebook.lanes().map(|(lane, _)| lane);
        let lanes = lanes.filter(|lane| self.rulebook.blocked_with(*lane) == placed.lane);
        let mut displaced: Vec<_> = lanes
            .flat_map(|lane| self.schedule.occupancies(lane, placed.span))
            .filter(|occupancy| occupancy.origin != Origin::Hold)
            .map(|occupancy| occupancy.booking)
            .filter(|booking| {
                let known = self.state.booking(*booking);
                known.is_some_and(|known| known.disposition == Disposition::Assigned)
            })
            .collect();
        displaced.sort_unstable();
        displaced.dedup();
        if displaced.is_empty() {
            return;
        }
        let schedule = self.schedule.to_mut();
        if let Some(before) = before {
            schedule.unblock(&before);
        }
        schedule.block(placed);
        for booking in displaced {
            self.redispatch(booking, ReasonCode::Displaced);
        }
    }
}
