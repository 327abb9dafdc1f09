//! The assignment that a contender would get, with everything else that goes with it.

use smallvec::SmallVec;

use crate::{availability::Moment, calendar::Origin, ids::Lane};

use super::{
    case::ItemCase,
    contender::Contender,
    decision::Assignment,
    occupancies::{Placement, assignment_of},
    scratch::Scratch,
};

/// None if nothing goes together with the contender.
pub(crate) fn assigned<'a>(
    case: &ItemCase<'a>,
    contender: &Contender,
    moment: &Moment<'a>,
    scratch: &mut Scratch,
) -> Option<Assignment> {
    let others =
        case.joint_choice(Some(contender.lane), contender.extra, moment).solve(&mut scratch.memory)?;
    assigned_with(case, contender, moment, others)
}

/// With these lanes for all other demands.
pub(super) fn assigned_with(
    case: &ItemCase<'_>,
    contender: &Contender,
    moment: &Moment<'_>,
    others: &[Lane],
) -> Option<Assignment> {
    let lanes: SmallVec<[Option<Lane>; 8]> =
        std::iter::once(&contender.lane).chain(others).copied().map(Some).collect();
    let placement = Placement {
        booking: case.request.booking,
        item: 0,
        service: case.item.service,
        start: moment.start,
        extra: contender.extra,
        origin: Origin::Ours,
    };
    assignment_of(case.context.rulebook, placement, case.variant, &lanes)
}
