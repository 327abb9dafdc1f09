//! The ranking: criteria filter in order, each keeping those within its tolerance of the best.

use crate::{
    availability::{Context, Moment},
    ids::{Lane, ServiceIndex},
    rulebook::{self, Builtin, Criterion, Halves, TiePolicy},
    time::{Minutes, Span},
};

use super::{
    contender::{Contender, Lost, left},
    request::{Request, RequestItem},
};

/// Marks the losers of each criterion; those left at the end are equal.
pub(super) fn rank(
    context: &Context<'_>,
    request: &Request,
    item: &RequestItem,
    moment: &Moment<'_>,
    contenders: &mut [Contender],
) {
    let mut many = left(contenders).count();
    for (stage, ranked) in context.rulebook.criteria.iter().enumerate() {
        if many < 2 {
            return;
        }
        if is_the_same_for_all(&ranked.criterion, request, item) {
            continue;
        }
        many = match &ranked.criterion {
            // The last word of most rankings, and nothing need be looked up for it.
            Criterion::Builtin(Builtin::RulebookOrder) => {
                keep_best(contenders, stage, ranked.tolerance, |lane| i64::from(lane.0))
            }
            criterion => keep_best(contenders, stage, ranked.tolerance, |lane| {
                value(criterion, context, request, item, moment, lane)
            }),
        };
    }
    if context.rulebook.ties == TiePolicy::Rotate && many > 1 {
        keep_best(contenders, usize::MAX, 0, |lane| day_appointments(context, moment, lane));
        keep_best(contenders, usize::MAX, 0, |lane| i64::from(lane.0));
    }
}

/// True if a criterion has nothing to look at.
fn is_the_same_for_all(criterion: &Criterion, request: &Request, item: &RequestItem) -> bool {
    match criterion {
        Criterion::Builtin(Builtin::Requested) => item.requested.or(item.preferred).is_none(),
        Criterion::Builtin(Builtin::Continuity) => request.client.last_provider.is_none(),
        Criterion::Builtin(Builtin::Wishes) => !request.client.prefers(),
        Criterion::Builtin(_) | Criterion::Custom(_) => false,
    }
}

/// Says how many are left.
fn keep_best(
    contenders: &mut [Contender],
    stage: usize,
    tolerance: i64,
    score: impl Fn(Lane) -> i64,
) -> usize {
    let mut best = i64::MAX;
    for contender in contenders.iter_mut().filter(|contender| contender.lost.is_none()) {
        contender.score = score(contender.lane);
        best = best.min(contender.score);
    }
    let mut many = 0;
    let most = best.saturating_add(tolerance);
    for contender in contenders.iter_mut().filter(|contender| contender.lost.is_none()) {
        if contender.score > most {
            contender.lost = Some(Lost { stage, own: contender.score, best });
        } else {
            many += 1;
        }
    }
    many
}

/// A provider's value by every criterion of the rulebook, in order; lower is better.
pub(crate) fn values<'q>(
    context: &'q Context<'_>,
    request: &'q Request,
    item: &'q RequestItem,
    moment: &'q Moment<'_>,
    lane: Lane,
) -> impl Iterator<Item = i64> + use<'q> {
    let criteria = context.rulebook.criteria.iter();
    criteria.map(move |ranked| value(&ranked.criterion, context, request, item, moment, lane))
}

/// A criterion's value; lower is better.
fn value(
    criterion: &Criterion,
    context: &Context<'_>,
    request: &Request,
    item: &RequestItem,
    moment: &Moment<'_>,
    lane: Lane,
) -> i64 {
    let grade = || context.lane(lane).map_or(0, |rules| i64::from(rules.about.grade));
    match criterion {
        Criterion::Builtin(builtin) => match builtin {
            Builtin::Requested => i64::from(item.requested.or(item.preferred) != Some(lane)),
            Builtin::Continuity => i64::from(request.client.last_provider != Some(lane)),
            Builtin::Wishes => request.client.unmet(context.lane(lane)),
            Builtin::LighterHalfDay => half_day_load(context, moment, lane),
            Builtin::LighterDay => day_load(context, moment, lane),
            Builtin::Seniority => -grade(),
            Builtin::Juniority => grade(),
            Builtin::RulebookOrder => i64::from(lane.0),
        },
        Criterion::Custom(custom) => custom.score(&contender(request, item.service, moment, lane)),
    }
}

fn contender(
    request: &Request,
    service: ServiceIndex,
    moment: &Moment<'_>,
    lane: Lane,
) -> rulebook::Contender {
    rulebook::Contender { provider: lane, booking: request.booking, service, start: moment.start }
}

/// The load of the half-day of the start, pro rata.
fn half_day_load(context: &Context<'_>, moment: &Moment<'_>, lane: Lane) -> i64 {
    let Span { start, end } = moment.day_span;
    let split = start.plus(Minutes(moment.day.split.cast_signed())).clamp(start, end);
    if moment.start < split {
        let booked = context.load(lane, moment, Span::new(start, split));
        pro_rata(context, moment, lane, booked, |halves| halves.first.into())
    } else {
        let booked = context.load(lane, moment, Span::new(split, end));
        pro_rata(context, moment, lane, booked, |halves| halves.second.into())
    }
}

/// The load of the day of the start, pro rata.
fn day_load(context: &Context<'_>, moment: &Moment<'_>, lane: Lane) -> i64 {
    pro_rata(context, moment, lane, context.load(lane, moment, moment.day_span), whole)
}

/// The appointments of the day of the start, pro rata.
fn day_appointments(context: &Context<'_>, moment: &Moment<'_>, lane: Lane) -> i64 {
    pro_rata(context, moment, lane, context.appointments(lane, moment).into(), whole)
}

fn whole(halves: &Halves) -> i64 {
    i64::from(halves.first) + i64::from(halves.second)
}

/// What is booked as it would be if the shift were as long as the location is open: half of it keeps as busy a provider
/// who is there for half the time. Rounded down. Without either length it stays as it is.
#[inline]
fn pro_rata(
    context: &Context<'_>,
    moment: &Moment<'_>,
    lane: Lane,
    booked: i64,
    minutes: impl Fn(&Halves) -> i64,
) -> i64 {
    let on_shift = moment.day.on_shift.get(lane.position()).map_or(0, &minutes);
    let open = moment.day.open_minutes.get(context.location.position()).map_or(0, &minutes);
    // The usual case first: a full shift needs no division.
    if booked == 0 || on_shift == open || on_shift == 0 || open == 0 {
        return booked;
    }
    booked * open / on_shift
}
