//! Blocks: where each lies now.

use super::super::model::{BlockSeen, BlockState, Change, State};

pub(super) fn see(state: &mut State, seen: &BlockSeen) {
    let ids = state.stored.block_links.entry(seen.observed.connection.clone()).or_default();
    ids.insert(seen.observed.id.clone(), seen.block);
    let now = BlockState { observed: seen.observed.clone(), placed: seen.placed };
    let before = state.stored.blocks.insert(seen.block, now).and_then(|before| before.placed);
    if before == seen.placed {
        return;
    }
    if let Some(before) = before {
        state.schedule.unblock(&before);
        state.wake_near(before.lane, before.span, Change::Closed, None);
    }
    if let Some(placed) = seen.placed {
        state.schedule.block(placed);
        state.wake_near(placed.lane, placed.span, Change::Closed, None);
    }
}
