//! A block as observed, of a provider, room or device: upserted, and what of ours lies under it is displaced.

use crate::{
    calendar::{Block, Origin},
    explain::ReasonCode,
    ids::{BlockId, BookingId},
    time::Span,
};

use super::super::model::{Automation, BlockObserved, BlockSeen, Disposition, Event};
use super::{
    case::BookingCase, conflict::displace, draft::Draft, exception::add_task, refusal::Refusal, work::Work,
};

/// Takes in what the platform shows of a block. A picture that is not newer than the last one changes nothing.
pub(super) fn block_observed(draft: &mut Draft<'_>, observed: &BlockObserved) -> Result<(), Refusal> {
    let state = draft.state;
    if state.connection(&observed.connection).is_none() {
        return Err(Refusal::UnknownConnection(observed.connection.clone()));
    }
    let known = state.find_block(&observed.connection, &observed.id);
    if let Some((_, known)) = known
        && (observed.observed_at, observed) <= (known.observed.observed_at, &known.observed)
    {
        return Ok(());
    }
    let block = known.map_or(BlockId(draft.next_id()), |(block, _)| block);
    let before = known.and_then(|(_, known)| known.placed);
    let lane = if observed.cancelled { None } else { observed.of.lane(draft.rulebook) };
    let span = Span::new(observed.start.minute_floor(), observed.end.minute_ceil());
    let placed = lane.map(|lane| Block { block, lane, span });
    draft.push(Event::BlockSeen(BlockSeen { block, observed: observed.clone(), placed }));
    if let Some(placed) = placed
        && before != Some(placed)
    {
        lay_over(draft, before, placed);
    }
    Ok(())
}

/// Displaces what lies under a block that was not there before. What we leave as the platform has it cannot be moved by
/// rule: the desk is told.
fn lay_over(draft: &mut Draft<'_>, before: Option<Block>, placed: Block) {
    let under = bookings_under(draft, placed);
    let with = |disposition| {
        let known = under.iter().filter_map(|booking| draft.state.booking(*booking));
        let known = known.filter(move |known| known.disposition == disposition);
        known.map(|known| known.booking).collect::<Vec<BookingId>>()
    };
    for left_alone in with(Disposition::Unmanaged) {
        draft.work.push(Work::BlockedOver(left_alone));
    }
    let ours = with(Disposition::Assigned);
    if ours.is_empty() {
        return;
    }
    displace(draft, &ours, ReasonCode::Displaced);
    let schedule = draft.schedule.to_mut();
    if let Some(before) = before {
        schedule.unblock(&before);
    }
    schedule.block(placed);
}

/// A booking that is left as the platform has it lies under a block now.
pub(super) fn blocked_over(draft: &mut Draft<'_>, id: BookingId) {
    let Some(case) = BookingCase::of(draft.rulebook, draft.state, id) else { return };
    let acts = case.connection.automation == Automation::Auto;
    if acts && case.resolved.visit.end.timestamp() > draft.now {
        add_task(draft, &case, ReasonCode::Displaced);
    }
}

/// The bookings under a block, in order: those that its provider treats, and those that they supervise.
fn bookings_under(draft: &Draft<'_>, placed: Block) -> Vec<BookingId> {
    let lanes = draft.rulebook.lanes().map(|(lane, _)| lane);
    let lanes = lanes.filter(|lane| draft.rulebook.blocked_with(*lane) == placed.lane);
    let mut bookings: Vec<_> = lanes
        .flat_map(|lane| draft.schedule.occupancies(lane, placed.span))
        .filter(|occupancy| occupancy.origin != Origin::Hold)
        .map(|occupancy| occupancy.booking)
        .collect();
    bookings.sort_unstable();
    bookings.dedup();
    bookings
}
