//! Blocks: where each lies now.

use super::super::model::{BlockSeen, BlockState, State};

pub(super) fn see(state: &mut State, seen: &BlockSeen) {
    let ids = state.stored.block_links.entry(seen.observed.connection.clone()).or_default();
    ids.insert(seen.observed.id.clone(), seen.block);
    let now = BlockState { observed: seen.observed.clone(), placed: seen.placed };
    let before = state.stored.blocks.insert(seen.block, now).and_then(|before| before.placed);
    if let Some(before) = before {
        state.schedule.unblock(&before);
    }
    if let Some(placed) = seen.placed {
        state.schedule.block(placed);
    }
}
