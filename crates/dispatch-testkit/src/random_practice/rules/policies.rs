//! Padding, ranking, and what goes to a person.

use dispatch_core::{
    CriterionDocument, Minutes, OverrunDocument, Padding, PaddingDocument, RankingDocument, ResourceOrder,
    TiePolicy, VipPolicy, VisitsDocument, calendar::local::LocalTime,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

const CRITERIA: &[&str] = &[
    "requested",
    "continuity",
    "wishes",
    "lighter_half_day",
    "lighter_day",
    "seniority",
    "juniority",
    "rulebook_order",
];

pub(super) fn policies()
-> impl Strategy<Value = (PaddingDocument, RankingDocument, VipPolicy, Option<i64>, VisitsDocument)> {
    let padding = || select(&[Padding::Exclusive, Padding::Shared][..]);
    let overrun = prop_oneof![2 => Just(0u8), 1 => 1u8..8];
    let padding = (padding(), padding(), padding(), overrun).prop_map(|(provider, room, device, overrun)| {
        let overrun =
            OverrunDocument { provider: overrun & 1 > 0, room: overrun & 2 > 0, device: overrun & 4 > 0 };
        PaddingDocument { provider, room, device, cleanup_may_overrun_close: overrun }
    });
    let criteria = Just(CRITERIA.to_vec()).prop_shuffle();
    let criteria = (criteria, 0..=4usize, vec(prop_oneof![2 => Just(0i64), 1 => 1i64..40], 4));
    let rest = (
        select(&[TiePolicy::ToPerson, TiePolicy::Rotate][..]),
        select(&[ResourceOrder::Scarcity, ResourceOrder::Listed][..]),
        select(&[720u16, 720, 780, 150][..]),
    );
    let vip = select(&[VipPolicy::Always, VipPolicy::OnRequest, VipPolicy::AutoIfRequestedFree][..]);
    let high_value = option::weighted(0.2, select(&[5_000, 60_000][..]));
    let visits = (select(&[0, 10, 15, 30, 30][..]), select(&[5, 10][..]), any::<bool>());
    let visits = visits.prop_map(|(most, grid, same_provider)| VisitsDocument {
        most_minutes_between: Minutes(most),
        grid: Minutes(grid),
        same_provider,
    });
    (padding, criteria, rest, (vip, visits), high_value).prop_map(
        |(padding, criteria, rest, (vip, visits), high_value)| {
            let (names, many, tolerances) = criteria;
            let criterion = |(by, tolerance): (&str, i64)| {
                // Of a total order nothing is left to tolerate.
                let tolerance = if by == "rulebook_order" { 0 } else { tolerance };
                CriterionDocument { by: by.to_owned(), tolerance }
            };
            let criteria = names.into_iter().zip(tolerances).take(many).map(criterion).collect();
            let (ties, resource_order, split) = rest;
            let ranking =
                RankingDocument { criteria, ties, resource_order, half_day_split: LocalTime(split) };
            (padding, ranking, vip, high_value, visits)
        },
    )
}
