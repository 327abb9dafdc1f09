//! Ids and aliases with their positions. An id wins over an alias of the same text.

use std::{collections::BTreeMap, sync::Arc};

use super::supervision;
use crate::{
    ids::{ClearanceIndex, Lane, LocationIndex, ServiceIndex},
    rulebook::{Names, RulebookDocument},
};

pub(super) fn names(document: &RulebookDocument) -> Names {
    let providers = document.providers.iter().map(|p| (p.id.as_str(), &p.aliases));
    let resources = document.resources.iter().map(|r| (r.id.as_str(), &r.aliases));
    let first_resource = document.providers.len();
    let named: BTreeMap<Arc<str>, Lane> = index(providers.clone(), 0, Lane);
    let second = |(name, person): (&Arc<str>, &Lane)| {
        supervision::second_lane(document, *person).map(|lane| (name.clone(), lane))
    };
    Names {
        supervisors: named.iter().filter_map(second).collect(),
        locations: index(document.locations.iter().map(|l| (l.id.as_str(), &l.aliases)), 0, LocationIndex),
        providers: named,
        resources: index(resources, first_resource, Lane),
        services: index(document.services.iter().map(|s| (s.code.as_str(), &s.aliases)), 0, ServiceIndex),
        clearances: index(document.clearances.iter().map(|c| (c.id.as_str(), &c.aliases)), 0, ClearanceIndex),
        add_ons: index(document.add_ons.iter().map(|a| (a.code.as_str(), &a.aliases)), 0, usize::from),
    }
}

fn index<'a, T>(
    entries: impl Iterator<Item = (&'a str, &'a Vec<String>)> + Clone,
    first: usize,
    wrap: fn(u16) -> T,
) -> BTreeMap<Arc<str>, T> {
    let at = |position: usize| u16::try_from(first + position).ok().map(wrap);
    let aliases = entries
        .clone()
        .enumerate()
        .flat_map(|(position, (_, aliases))| aliases.iter().map(move |alias| (position, alias.as_str())));
    let ids = entries.enumerate().map(|(position, (id, _))| (position, id));
    aliases.chain(ids).filter_map(|(position, name)| Some((name.into(), at(position)?))).collect()
}
