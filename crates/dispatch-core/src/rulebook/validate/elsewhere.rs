//! Hours at several locations: no provider or device is at two at once, and there is time to travel.

use std::collections::BTreeSet;

use super::{
    hours, providers, references,
    report::{DAY, Report, entry, field},
};
use crate::{
    ids::LocationId,
    rulebook::{
        DocumentPath, ElsewhereDocument, Horizon, ResourceKind, RulebookDocument,
        layout::{Calendar, Place, page_table, places, zones},
    },
    time::{Minutes, Span},
};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument, horizon: Horizon) {
    let travel = document.travel_minutes;
    if !(0..=DAY).contains(&travel.0) {
        let message = format!("`{}` minutes is not a valid travel time", travel.0);
        report.add(field("travel_minutes"), "bad_length", message, format!("use 0 to {DAY} minutes"));
    }
    for (at, provider) in document.providers.iter().enumerate() {
        listed(report, document, &entry("provider", at), provider.location.as_ref(), &provider.elsewhere);
    }
    for (at, resource) in document.resources.iter().enumerate() {
        let path = entry("resource", at);
        let movable = resource.kind == ResourceKind::Device && resource.fixed_in.is_none();
        if !movable && !resource.elsewhere.is_empty() {
            let message = format!("`{}` cannot be moved", resource.id);
            let help =
                "remove `elsewhere`: only a device that is not fixed in a room can be at another location";
            report.add(path.field("elsewhere"), "elsewhere_of_fixed", message, help);
        }
        listed(report, document, &path, resource.location.as_ref(), &resource.elsewhere);
    }
    together(report, document, horizon);
}

fn listed(
    report: &mut Report,
    document: &RulebookDocument,
    path: &DocumentPath,
    home: Option<&LocationId>,
    elsewhere: &[ElsewhereDocument],
) {
    let mut seen: BTreeSet<&LocationId> = home.into_iter().collect();
    for (at, one) in elsewhere.iter().enumerate() {
        let path = path.field("elsewhere").position(at);
        references::location(report, document, &path, Some(&one.location));
        if !seen.insert(&one.location) {
            let message = format!("the hours at `{}` are already given", one.location);
            report.add(
                path.field("location"),
                "duplicate_location",
                message,
                "put all hours of a location in one entry",
            );
        }
        if let Some(shifts) = &one.shifts {
            hours::weekly(report, &path.field("shifts"), shifts);
        }
        providers::dates(report, &path, &one.dates);
        let weekly: usize =
            one.shifts.iter().flat_map(|week| hours::WEEK.map(|day| week.on(day).len())).sum();
        let dated: usize = one.dates.iter().map(|dated| dated.shifts.len()).sum();
        if dated + weekly == 0 {
            let help = "add `shifts` or `dates` with hours, or remove the entry";
            report.add(path, "never_open", format!("no hours are given at `{}`", one.location), help);
        }
    }
}

/// Judged on every day of the horizon, since dates beat weeks and clocks change.
fn together(report: &mut Report, document: &RulebookDocument, horizon: Horizon) {
    let zones = zones(document);
    if zones.len() != document.locations.len() {
        return;
    }
    let table = page_table(zones.first().copied(), horizon);
    let calendar = Calendar { document, horizon, zones: &zones, table: &table };
    let lanes = document.providers.iter().map(|one| (&one.elsewhere, one.id.as_str()));
    let lanes = lanes.chain(document.resources.iter().map(|one| (&one.elsewhere, one.id.as_str())));
    let roaming = lanes.enumerate().filter(|(_, (elsewhere, _))| !elsewhere.is_empty());
    for (lane, (_, who)) in roaming {
        let Some(places) = places(document, lane) else { continue };
        let of_place =
            |place: &Place<'_>| calendar.at_place(place).into_iter().zip(std::iter::repeat(place.location));
        let mut spans: Vec<(Span, usize)> = places.iter().flat_map(of_place).collect();
        spans.sort_unstable();
        let too_close = |pair: &&[(Span, usize)]| match pair {
            [(one, here), (next, there)] => {
                here != there && next.start.since(one.end).0 < document.travel_minutes.0.clamp(0, DAY)
            }
            _ => false,
        };
        let overlap = |pair: &&[(Span, usize)]| match pair {
            [(one, here), (next, there)] => here != there && next.start < one.end,
            _ => false,
        };
        let pairs = || spans.windows(2);
        let (found, code) = match pairs().find(overlap) {
            Some(pair) => (Some(pair), "overlapping_locations"),
            None => (pairs().find(too_close), "too_little_travel"),
        };
        let Some([(one, here), (next, there)]) = found else { continue };
        let name = |at: usize| document.locations.get(at).map_or("", |location| location.id.as_str());
        let when = |span: &Span, at: usize| {
            zones.get(at).map_or_else(String::new, |zone| {
                let ((date, from), (_, to)) = (zone.local(span.start), zone.local(span.end));
                format!("{date} {from}-{to}")
            })
        };
        let (first, second) = (when(one, *here), when(next, *there));
        let (here, there) = (name(*here), name(*there));
        let (message, help) = if code == "overlapping_locations" {
            (
                format!("`{who}` is at `{here}` {first} and at `{there}` {second}"),
                "hours for one date at one location do not cancel the hours at the other: give that date there too",
            )
        } else {
            let gap: Minutes = next.start.since(one.end);
            (
                format!("`{who}` has only {gap} between `{here}` {first} and `{there}` {second}"),
                "leave at least `travel_minutes` between them",
            )
        };
        let providers = document.providers.len();
        let path =
            if lane < providers { entry("provider", lane) } else { entry("resource", lane - providers) };
        report.add(path.field("elsewhere"), code, message, help);
    }
}
