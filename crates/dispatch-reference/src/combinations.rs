//! Providers, rooms and devices together: every combination that is free.

use dispatch_core::Lane;

use super::{
    case::ReferenceCase,
    menu::{self, Role},
    outcome::ReferenceCandidate,
};

impl ReferenceCase<'_> {
    /// Everybody and everything for the roles after the first one's, in every combination that is free, in the order
    /// of their candidates: nobody and nothing is used twice, and a device that stands in a room goes with that room.
    pub(super) fn combinations(
        &self,
        provider: Lane,
        start: i32,
        wanted: impl Fn(&Role) -> bool,
    ) -> Vec<Vec<Lane>> {
        let own = self.own_minutes(provider);
        let roles: Vec<&Role> = self.roles[1..].iter().filter(|role| wanted(role)).collect();
        let mut combinations = vec![Vec::new()];
        for role in &roles {
            let free = role.candidates.iter().copied().filter(|lane| {
                let occupancies = self.take_up(role, *lane, own, start);
                *lane != provider
                    && !self.request.client.avoid.contains(lane)
                    && self.hours.works_at(*lane, self.request.location)
                    && match &role.qualification {
                        Some(sets) => {
                            self.qualified(*lane, sets, start) && self.person_free(*lane, &occupancies)
                        }
                        None => self.free(&occupancies),
                    }
            });
            let free: Vec<Lane> = free.collect();
            let with = |lanes: &Vec<Lane>| {
                let listed = |lane: &Lane| role.candidates.iter().position(|candidate| candidate == lane);
                let after = lanes.last().filter(|_| role.again > 0).and_then(listed);
                let others = free.iter().filter(|lane| !lanes.contains(lane) && listed(lane) > after);
                others.map(|lane| [lanes.as_slice(), &[*lane]].concat()).collect::<Vec<_>>()
            };
            combinations = combinations.iter().flat_map(with).collect();
        }
        combinations.retain(|lanes| self.in_their_rooms(&roles, lanes));
        combinations
    }

    /// The first combination for a provider.
    pub(super) fn with_resources(&self, provider: Lane, start: i32) -> Option<ReferenceCandidate> {
        let own = self.own_minutes(provider);
        let lanes = self.combinations(provider, start, |_| true).into_iter().find_map(|others| {
            let lanes = [vec![provider], others].concat();
            match self.supervisors(&lanes, start) {
                None => Some(lanes),
                Some(found) => Some([lanes, vec![*found.first()?]].concat()),
            }
        })?;
        let supervisor = self.supervisor.iter().map(|supervisor| &supervisor.role);
        let occupancies = self
            .roles
            .iter()
            .chain(supervisor)
            .zip(&lanes)
            .flat_map(|(role, lane)| self.take_up(role, *lane, own, start))
            .collect();
        Some(ReferenceCandidate { provider, lanes, occupancies })
    }

    /// A device that stands in a room is used while that room is.
    pub(super) fn in_their_rooms(&self, roles: &[&Role], lanes: &[Lane]) -> bool {
        let roles = || roles.iter().zip(lanes);
        roles().all(|(device, lane)| {
            let Some(room) = menu::fixed_in(self.document, *lane) else { return true };
            let Some((room, _)) = roles().find(|(_, lane)| **lane == room) else { return false };
            device.uses.iter().all(|used| room.uses.iter().any(|held| held.covers(used)))
        })
    }
}
