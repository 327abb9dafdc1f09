//! Rooms and devices that a service needs: each need alone, and all of them together.

use std::ops::{ControlFlow, Range};

use super::services::{COUNT, capabilities, word};
use crate::{
    combinations::{self, Roles},
    rulebook::{
        NeedDocument, ResourceDocument, ResourceKind, RulebookDocument,
        layout::{fits, lacks, location_of},
        report::{Report, entry},
    },
};

/// Steps after which a combination counts as found: the search is exponential at worst, and only a certain fault may
/// refuse a rulebook.
const STEPS: u32 = 20_000;

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    for (at, service) in document.services.iter().enumerate() {
        let path = entry("service", at).field("needs");
        let needs = service.needs.iter().enumerate();
        let mut wanted: Vec<ResourceNeed> = needs
            .filter_map(|(position, need)| {
                let kind = need.kind.resource()?;
                Some(ResourceNeed { position, kind, fitting: fitting(document, need, kind) })
            })
            .collect();
        for ResourceNeed { position, kind, .. } in wanted.iter().filter(|wanted| wanted.fitting.is_empty()) {
            let Some(need) = service.needs.get(*position) else { continue };
            let help = "loosen the need, or add what it requires";
            let message = nothing_fits(document, need, *kind);
            report.add(path.position(*position), "impossible_need", message, help);
        }
        // Rooms first, so that a fixed device finds its room among them.
        wanted.sort_by_key(|wanted| wanted.kind);
        let wanted: Vec<ResourceNeed> = wanted
            .into_iter()
            .flat_map(|wanted| {
                let count = service.needs.get(wanted.position).map_or(1, |need| need.count.min(COUNT));
                std::iter::repeat_n(wanted, usize::from(count))
            })
            .collect();
        if wanted.iter().all(|wanted| !wanted.fitting.is_empty()) && !possible(document, &wanted) {
            let message =
                format!("no rooms and devices meet all needs of `{}` at the same time", service.code);
            let help = "a fixed device brings its room, which must fit a need of the service; needs cannot \
                        share a room or device, and all must be at one location";
            report.add(path, "impossible_together", message, help);
        }
    }
}

/// A need for a room or device, and the positions of those that fit.
#[derive(Clone)]
struct ResourceNeed {
    position: usize,
    kind: ResourceKind,
    fitting: Vec<usize>,
}

fn nothing_fits(document: &RulebookDocument, need: &NeedDocument, kind: ResourceKind) -> String {
    let listed = |resource: &&ResourceDocument| resource.kind == kind && need.any_of.contains(&resource.id);
    let kind = word(kind);
    match document.resources.iter().find(listed) {
        Some(resource) => {
            let lacks: Vec<String> = lacks(need, resource).iter().map(|lack| format!("`{lack}`")).collect();
            format!("no {kind} fits: `{}` lacks {}", resource.id, lacks.join(" and "))
        }
        None if need.capabilities.is_empty() => format!("no {kind} fits"),
        None => format!("no {kind} has all of `{}`", need.capabilities.join("`, `")),
    }
}

/// Positions of the rooms and devices that fit a need, its broken references left out.
pub(super) fn fitting(document: &RulebookDocument, need: &NeedDocument, kind: ResourceKind) -> Vec<usize> {
    let mut need = need.clone();
    let known = capabilities(document, kind);
    need.capabilities.retain(|wanted| known.contains(wanted.as_str()));
    let of_kind = |one: &ResourceDocument| one.kind == kind;
    need.any_of
        .retain(|id| document.resources.iter().any(|resource| resource.id == *id && of_kind(resource)));
    let fit = document.resources.iter().enumerate().filter(|(_, resource)| fits(&need, resource));
    fit.map(|(at, _)| at).collect()
}

/// True if one location offers a separate room or device for every need, fixed devices with their rooms.
fn possible(document: &RulebookDocument, wanted: &[ResourceNeed]) -> bool {
    let mut steps = 0;
    (0..document.locations.len().max(1)).any(|location| {
        let mut search = Search { document, location, wanted, chosen: Vec::new(), steps: &mut steps };
        combinations::search(&mut search, 0, ()).is_break()
    })
}

struct Search<'a> {
    document: &'a RulebookDocument,
    location: usize,
    wanted: &'a [ResourceNeed],
    chosen: Vec<usize>,
    steps: &'a mut u32,
}

impl Roles for Search<'_> {
    type Left = ();

    fn candidates(&self, role: usize) -> Option<Range<usize>> {
        self.wanted.get(role).map(|wanted| 0..wanted.fitting.len())
    }

    fn choose(&mut self, role: usize, candidate: usize, (): &()) -> Option<()> {
        let at = *self.wanted.get(role)?.fitting.get(candidate)?;
        *self.steps += 1;
        // Out of steps, any candidate will do: the search then ends at once, as if it had found a combination.
        let chosen = *self.steps > STEPS || self.goes_with(at);
        chosen.then(|| self.chosen.push(at))
    }

    fn undo(&mut self) {
        self.chosen.pop();
    }

    fn complete(&mut self, (): ()) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

impl Search<'_> {
    fn goes_with(&self, at: usize) -> bool {
        let Some(resource) = self.document.resources.get(at) else { return false };
        // An unknown location may be any.
        let is_here = |named: Option<&str>| {
            location_of(self.document, named).is_none_or(|place| place.position() == self.location)
        };
        let here = is_here(resource.location.as_ref().map(|id| id.as_str()))
            || resource.elsewhere.iter().any(|elsewhere| is_here(Some(elsewhere.location.as_str())));
        here && !self.chosen.contains(&at) && self.with_its_room(resource)
    }

    /// An unknown room, or a name that is not a room, may be any.
    fn with_its_room(&self, resource: &ResourceDocument) -> bool {
        let (ResourceKind::Device, Some(id)) = (resource.kind, &resource.fixed_in) else { return true };
        let room = self.document.resources.iter().position(|room| room.id == *id);
        let is_room =
            |at: &usize| self.document.resources.get(*at).is_some_and(|room| room.kind == ResourceKind::Room);
        room.filter(is_room).is_none_or(|room| self.chosen.contains(&room))
    }
}
