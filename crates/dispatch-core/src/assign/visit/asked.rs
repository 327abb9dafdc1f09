//! A provider asked for: whether they could take one service of a visit. Another may have to go first, or the client to wait
//! longer.

use crate::{
    ids::{Lane, ServiceCode},
    time::Minute,
};

use super::{case::Visit, judgment::JudgedVisit, search::Search};

impl Visit<'_> {
    /// True if they could treat in any of the services, with every other provider who was asked for in the others.
    pub(crate) fn could_treat(&self, start: Minute, lane: Lane) -> bool {
        self.first.context.table().horizon().contains(self.menu(start))
            && self.first.is_open(self.menu(start))
            && self.ruled_out(start).is_empty()
            && (0..self.items.len())
                .any(|item| self.may_ever_treat(item, lane) && self.with(start, item, lane, &[true]))
    }

    /// True if a lane comes into question for anything beside treating.
    pub(crate) fn could_help(&self, lanes: &[Lane]) -> bool {
        let demands = self.items.iter().flat_map(|item| item.service.others());
        demands.flat_map(|demand| &demand.fit).any(|fit| lanes.contains(&fit.lane))
    }

    fn may_ever_treat(&self, item: usize, lane: Lane) -> bool {
        let demand = self.items.get(item).and_then(|item| item.service.ranked());
        demand.is_some_and(|demand| demand.fit.iter().any(|fit| fit.lane == lane))
    }

    /// True if there is a combination in which a provider treats in a service, however long the client waits.
    pub(super) fn with(&self, start: Minute, item: usize, lane: Lane, keep: &[bool]) -> bool {
        let until_closing = self.first.is_open(self.menu(start));
        self.patterns(start, until_closing, keep).any(|pattern| {
            let treats = Some((item, lane));
            let search =
                Search { visit: self, pattern: &pattern, fixed: &[], keep_from: 0, forced: None, treats };
            search.solve().is_some()
        })
    }

    /// True if a room, a device or a provider who helps is used in some combination, whoever treats.
    pub(super) fn with_help(&self, start: Minute, item: usize, role: usize, lane: Lane) -> bool {
        let until_closing = self.first.is_open(self.menu(start));
        self.patterns(start, until_closing, &[true, false]).any(|pattern| {
            let forced = Some((item, role, lane));
            let search =
                Search { visit: self, pattern: &pattern, fixed: &[], keep_from: 0, forced, treats: None };
            search.solve().is_some()
        })
    }

    /// Each service with the start that it has in what was found, or by the menu's lengths if nothing was.
    pub(crate) fn service_starts(&self, judged: &JudgedVisit<'_>) -> Vec<(ServiceCode, Minute)> {
        let found =
            judged.combination.iter().flat_map(|combination| &combination.placed).map(|placed| placed.start);
        let by_menu = self.menu_starts(judged.start).map(|(_, start)| start);
        let starts: Vec<Minute> =
            if judged.combination.is_some() { found.collect() } else { by_menu.collect() };
        self.items.iter().map(|item| item.service.code.clone()).zip(starts).collect()
    }
}
