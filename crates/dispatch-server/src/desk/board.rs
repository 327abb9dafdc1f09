//! The board of a day: each provider's bookings in order of time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dispatch_core::{
    Lane, Minute, Rulebook, Span, Who,
    calendar::{
        Origin,
        local::{Edge, LocalTime, Zone},
    },
    engine::{Booking, Disposition},
};
use serde::Serialize;

use super::{booking::written, client::ShownClient, moment::Moment, named::Named, view::View};

/// A day.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Board {
    date: NaiveDate,
    providers: Vec<Row>,
    /// Bookings that no provider is shown for.
    without_provider: Vec<Entry>,
}

/// One provider's day.
#[derive(Clone, Debug, Serialize)]
struct Row {
    provider: Named,
    bookings: Vec<Entry>,
}

/// One booking, or the part of it that one provider has.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    #[serde(skip)]
    from: Minute,
    start: Moment,
    end: Moment,
    services: Vec<Named>,
    resources: Vec<Named>,
    booking: String,
    appointment: String,
    client: ShownClient,
    disposition: Disposition,
    flags: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<&'static str>,
}

/// One service of a booking on the board.
struct Part {
    span: Span,
    service: Named,
    provider: Option<Lane>,
    resources: Vec<Named>,
}

impl Board {
    /// Every booking that touches the local date of its location, the released ones left out.
    pub(crate) fn of(view: View<'_>, date: NaiveDate) -> Self {
        let mut rows: BTreeMap<Lane, Vec<Entry>> = BTreeMap::new();
        let mut without_provider = Vec::new();
        for booking in on_day(view, date) {
            let Some(zone) = view.zone_of(booking) else { continue };
            for (provider, parts) in by_provider(parts(view.rulebook, booking)) {
                let Some(entry) = entry(view, booking, zone, parts) else { continue };
                match provider {
                    Some(lane) => rows.entry(lane).or_default().push(entry),
                    None => without_provider.push(entry),
                }
            }
        }
        let providers = rows.into_iter().filter_map(|(lane, mut bookings)| {
            bookings.sort_by_key(|entry| entry.from);
            Some(Row { provider: Named::lane(view.rulebook, lane)?, bookings })
        });
        let providers = providers.collect();
        without_provider.sort_by_key(|entry| entry.from);
        Self { date, providers, without_provider }
    }
}

/// The bookings of a local date.
pub(crate) fn on_day(view: View<'_>, date: NaiveDate) -> impl Iterator<Item = &Booking> {
    view.state.bookings().filter(move |booking| {
        let stands = !booking.disposition.is_released();
        stands && view.zone_of(booking).is_some_and(|zone| visit(booking).overlaps(day(zone, date)))
    })
}

fn day(zone: Zone, date: NaiveDate) -> Span {
    let midnight = |time, edge| zone.utc(date, LocalTime(time), edge);
    Span::new(midnight(0, Edge::Start), midnight(24 * 60, Edge::End))
}

/// From the first start to the last end, as decided or else as the platform shows it.
fn visit(booking: &Booking) -> Span {
    if let Some(desired) = decided(booking) {
        return desired.visit;
    }
    let items = || booking.snapshot.items.iter();
    let start = items().map(|item| item.start.minute_floor()).min();
    let end = items().map(|item| item.end.minute_ceil()).max();
    start.zip(end).map_or_else(Span::default, |(start, end)| Span::new(start, end))
}

/// What was decided, while it is what is to happen. What is under way is shown as the platform shows it.
fn decided(booking: &Booking) -> Option<&dispatch_core::Assignment> {
    let counts = booking.disposition == Disposition::Assigned;
    booking.desired.as_ref().filter(|_| counts).map(|desired| &*desired.assignment)
}

fn parts(rulebook: &Rulebook, booking: &Booking) -> Vec<Part> {
    if let Some(assignment) = decided(booking) {
        let items = assignment.items.iter().map(|item| {
            let of = |wanted: fn(&Who) -> bool| {
                item.roles.iter().map(|role| &role.who).filter(move |who| wanted(who))
            };
            Part {
                span: item.span,
                service: Named::service(rulebook, item.service.as_str()),
                provider: of(|who| matches!(who, Who::Provider(_)))
                    .next()
                    .and_then(|who| rulebook.lane_of(who)),
                resources: of(|who| matches!(who, Who::Room(_) | Who::Device(_)))
                    .map(|who| Named::who(rulebook, who))
                    .collect(),
            }
        });
        return items.collect();
    }
    let items = (0_u8..).zip(&booking.snapshot.items).map(|(number, item)| {
        let used = || {
            let of_item = booking
                .occupancies
                .iter()
                .filter(move |occupancy| occupancy.item == number && occupancy.origin != Origin::Hold);
            of_item.filter_map(|occupancy| Some((occupancy.lane, rulebook.who(occupancy.lane)?)))
        };
        let shown = item.provider.as_ref().and_then(|provider| rulebook.provider(provider.as_str()));
        let ours = || used().find(|(_, who)| matches!(who, Who::Provider(_))).map(|(lane, _)| lane);
        let mut resources: Vec<_> =
            item.resources.iter().map(|id| Named::resource(rulebook, id.as_str())).collect();
        // Where the platform keeps none, ours count.
        if resources.is_empty() {
            let ours = used().filter(|(_, who)| matches!(who, Who::Room(_) | Who::Device(_)));
            resources = ours.map(|(_, who)| Named::who(rulebook, who)).collect();
        }
        Part {
            span: Span::new(item.start.minute_floor(), item.end.minute_ceil()),
            service: Named::service(rulebook, item.service.as_str()),
            provider: shown.or_else(ours),
            resources,
        }
    });
    items.collect()
}

/// The parts of each provider, in the order in which the providers come up.
fn by_provider(parts: Vec<Part>) -> Vec<(Option<Lane>, Vec<Part>)> {
    let mut all: Vec<(Option<Lane>, Vec<Part>)> = Vec::new();
    for part in parts {
        match all.iter_mut().find(|(provider, _)| *provider == part.provider) {
            Some((_, parts)) => parts.push(part),
            None => all.push((part.provider, vec![part])),
        }
    }
    all
}

fn entry(view: View<'_>, booking: &Booking, zone: Zone, parts: Vec<Part>) -> Option<Entry> {
    let from = parts.iter().map(|part| part.span.start).min()?;
    let to = parts.iter().map(|part| part.span.end).max()?;
    let mut resources: Vec<Named> = Vec::new();
    for resource in parts.iter().flat_map(|part| &part.resources) {
        if !resources.contains(resource) {
            resources.push(resource.clone());
        }
    }
    Some(Entry {
        from,
        start: Moment::minute(from, zone),
        end: Moment::minute(to, zone),
        services: parts.into_iter().map(|part| part.service).collect(),
        resources,
        booking: booking.booking.to_string(),
        appointment: booking.appointment.to_string(),
        client: view.names.show(&booking.snapshot.client),
        disposition: booking.disposition,
        flags: booking.all_flags().map(|flag| flag.slug()).collect(),
        exception: booking.exception.map(|exception| exception.to_string()),
        written: written(view, booking),
    })
}
