//! Everything else for chosen providers: rooms, devices and those who supervise, item after item.

use dispatch_core::{Lane, Occupancy, Presence};

use super::item::{Item, Visit};
use crate::case::ReferenceCase;

impl Visit<'_, '_> {
    /// The first choice of everything else for these providers, item after item.
    pub(super) fn first_rooms(
        &self,
        start: i32,
        gaps: &[i32],
        open: bool,
        providers: &[Lane],
        placed: &[Item],
    ) -> Option<Vec<Item>> {
        let Some(case) = self.cases.get(placed.len()) else {
            return self.holds(placed).then(|| placed.to_vec());
        };
        let provider = providers[placed.len()];
        let begin = placed.last().map_or(start, |last| last.end + gaps[placed.len() - 1]);
        let own = case.own_minutes(provider);
        let end = begin + own.unwrap_or(case.minutes());
        let treats = case.take_up(&case.roles[0], provider, own, begin);
        let may = !case.refused(provider)
            && !self.must_leave(start, end)
            && case.qualified(provider, &case.service.qualification, begin)
            && (!open || self.is_open(start, end))
            && self.free_but_for_padding(case, &treats)
            && case.below_cap(provider, &treats);
        if !may {
            return None;
        }
        let used = |lane: &Lane| placed.iter().any(|before| before.lanes.contains(lane));
        let mut combinations = vec![vec![provider]];
        for role in &case.roles[1..] {
            let mut candidates = role.candidates.clone();
            if role.qualification.is_none() {
                candidates.sort_by_key(|lane| !used(lane));
            }
            candidates.retain(|lane| {
                let takes = case.take_up(role, *lane, own, begin);
                case.hours.works_at(*lane, case.request.location)
                    && !case.request.client.avoid.contains(lane)
                    && self.free_but_for_padding(case, &takes)
                    && role.qualification.as_ref().is_none_or(|sets| {
                        case.qualified(*lane, sets, begin) && case.below_cap(*lane, &takes)
                    })
            });
            let with = |lanes: &Vec<Lane>| {
                let others = candidates.iter().filter(|lane| !lanes.contains(lane));
                others.map(|lane| [lanes.as_slice(), &[*lane]].concat()).collect::<Vec<_>>()
            };
            combinations = combinations.iter().flat_map(with).collect();
        }
        combinations = combinations
            .into_iter()
            .flat_map(|lanes| {
                let Some(found) = self.supervisors(case, &lanes, begin) else { return vec![lanes] };
                found.into_iter().map(|lane| [lanes.as_slice(), &[lane]].concat()).collect()
            })
            .collect();
        let roles: Vec<_> = case.roles.iter().collect();
        combinations.into_iter().filter(|lanes| case.in_their_rooms(&roles, lanes)).find_map(|lanes| {
            let supervisor = case.supervisor.iter().map(|supervisor| &supervisor.role);
            let takes = case.roles.iter().chain(supervisor).zip(&lanes);
            let takes = takes.flat_map(|(role, lane)| case.take_up(role, *lane, own, begin));
            let item = u8::try_from(placed.len()).unwrap_or(u8::MAX);
            let occupancies = takes.map(|each| Occupancy { item, ..each }).collect();
            let with = [placed, &[Item { start: begin, end, lanes, occupancies }]].concat();
            self.first_rooms(start, gaps, open, providers, &with)
        })
    }

    /// Who could supervise these people, as far as can be said before all is placed; none if nobody need.
    fn supervisors(&self, case: &ReferenceCase<'_>, lanes: &[Lane], begin: i32) -> Option<Vec<Lane>> {
        let role = &case.supervisor.as_ref()?.role;
        let rule = case.service.supervision.as_ref()?;
        if !rule.unless.is_empty() && case.qualified(lanes[0], &rule.unless, begin) {
            return None;
        }
        let own = case.own_minutes(lanes[0]);
        let may = |lane: &Lane| {
            let person = case.whose(*lane);
            let takes = case.take_up(role, *lane, own, begin);
            !lanes.contains(&person)
                && !case.request.client.avoid.contains(&person)
                && case.qualified(person, &rule.by, begin)
                && self.free_but_for_padding(case, &takes)
                && (person != *lane || case.below_cap(*lane, &takes))
        };
        let mut found: Vec<Lane> = role.candidates.iter().copied().filter(may).collect();
        // Of somebody outside the room nothing is left to be said: the first will do as well as any other.
        let outside = rule.presence != Presence::InRoom;
        found.truncate(if outside { 1 } else { found.len() });
        Some(found)
    }

    /// What others keep free around theirs counts all the same.
    fn free_but_for_padding(&self, case: &ReferenceCase<'_>, takes: &[Occupancy]) -> bool {
        takes.iter().all(|each| {
            let mut bare = *each;
            (bare.before.0, bare.after.0) = (0, 0);
            let asked = (bare.lane, bare.used, bare.service);
            *self.known.borrow_mut().entry(asked).or_insert_with(|| case.free(&[bare]))
        })
    }
}
