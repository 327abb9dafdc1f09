//! Claims: an exception in a person's hands, and given back.

use crate::{ids::ExceptionId, time::Minutes};

use super::super::model::{Event, Exception};
use super::{draft::Draft, refusal::Refusal};

/// A claim ends by itself after this long, so that an exception that was opened and forgotten is not held up.
const HELD: Minutes = Minutes(5);

/// Takes an exception in hand, or keeps it longer.
pub(super) fn claim(draft: &mut Draft<'_>, exception: ExceptionId, by: &str) -> Result<(), Refusal> {
    may_touch(draft, exception, by)?;
    let until = draft.now.plus(HELD);
    draft.push(Event::ExceptionClaimed { exception, by: by.to_owned(), until });
    Ok(())
}

/// Gives it back.
pub(super) fn release(draft: &mut Draft<'_>, exception: ExceptionId, by: &str) -> Result<(), Refusal> {
    if may_touch(draft, exception, by)?.claim.is_some() {
        draft.push(Event::ExceptionReleased { exception });
    }
    Ok(())
}

/// The claim has ended by itself. One that was renewed goes on.
pub(super) fn claim_ended(draft: &mut Draft<'_>, exception: ExceptionId) {
    let claim = draft.state.exception(exception).and_then(|open| open.claim.as_ref());
    if claim.is_some_and(|claim| claim.until <= draft.now) {
        draft.push(Event::ExceptionReleased { exception });
    }
}

/// Refuses what would be done under another person's hands.
pub(super) fn may_touch<'a>(
    draft: &Draft<'a>,
    exception: ExceptionId,
    by: &str,
) -> Result<&'a Exception, Refusal> {
    let open = draft.state.exception(exception).ok_or(Refusal::NotOpen(exception))?;
    match in_hand(draft, open) {
        Some(other) if other != by => Err(Refusal::InHand { exception, by: other.to_owned() }),
        _ => Ok(open),
    }
}

/// The person who has an exception in hand now.
pub(super) fn in_hand<'e>(draft: &Draft<'_>, open: &'e Exception) -> Option<&'e str> {
    open.claim.as_ref().filter(|claim| claim.until > draft.now).map(|claim| claim.by.as_str())
}
