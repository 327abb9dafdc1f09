//! Random rulebooks that hold: every service has somebody who may deliver it and rooms and devices that suit it.

mod add_on;
mod hours;
mod policies;
mod provider;
mod resource;
mod service;

use chrono::{Duration, NaiveDate};
use dispatch_core::{
    ClearanceDocument, CredentialDocument, ExceptionsDocument, Horizon, LocationDocument, Minutes,
    RulebookDocument, UnknownClearance,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    spacing,
    values::{CLEARANCES, CREDENTIALS, DAYS, Hours, OPENING, clearance, credential, location_id, weekly},
};
use add_on::add_on;
use policies::policies;
use provider::{own_lengths, provider};
use resource::resource;
use service::service;

/// Zones with the first day of a horizon. Some horizons hold a change of the clock; in Havana it is at midnight.
const PLACES: &[(&str, (i32, u32, u32))] = &[
    ("America/New_York", (2026, 6, 10)),
    ("America/New_York", (2026, 3, 6)),
    ("America/New_York", (2026, 10, 30)),
    ("Asia/Kolkata", (2026, 6, 10)),
    ("America/Havana", (2026, 3, 6)),
    ("America/Havana", (2026, 10, 30)),
];

/// A rulebook and the days to compile it for.
pub(super) fn document() -> impl Strategy<Value = (RulebookDocument, Horizon)> {
    // A second location may go by another clock.
    let second_zone = option::weighted(0.4, any::<bool>());
    let locations = (
        prop::bool::weighted(0.3),
        second_zone,
        vec((select(OPENING), option::weighted(0.1, 0..i64::from(DAYS))), 2),
    );
    let clearances = (vec(option::of(0u16..8), CLEARANCES), prop::bool::weighted(0.3));
    let policies = (policies(), clearances, spacing::rules());
    let who = (vec(provider(), 1..=4), vec(resource(), 1..=4), vec(resource(), 0..=3));
    let menu = (vec(service(), 1..=4), vec(add_on(), 0..=2));
    (select(PLACES), locations, who, menu, policies).prop_map(
        |((zone, (year, month, day)), locations, (providers, rooms, devices), menu, policies)| {
            let (policies, (clearances, unknown_is_missing), spacings) = policies;
            let (services, add_ons) = menu;
            let first = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
            let (apart, second_zone, locations) = locations;
            let two = apart && providers.len() > 1 && rooms.len() > 1;
            let site = |(at, (hours, closed)): (usize, (Hours, Option<i64>))| LocationDocument {
                id: location_id(at),
                name: None,
                aliases: Vec::new(),
                time_zone: second_zone
                    .filter(|_| at > 0)
                    .map_or(zone, |ahead| zone_near(zone, ahead))
                    .to_owned(),
                hours: weekly(hours),
                closures: closed.map(|day| first + Duration::days(day)).into_iter().collect(),
            };
            let sites = locations.into_iter().enumerate().take(if two { 2 } else { 1 });
            let mut document = RulebookDocument {
                practice: "random".into(),
                revision: 1,
                locations: sites.map(site).collect(),
                credentials: (0..CREDENTIALS)
                    .map(|at| CredentialDocument { id: credential(at), name: None })
                    .collect(),
                clearances: (0..)
                    .zip(clearances)
                    .map(|(at, valid_days)| ClearanceDocument {
                        id: clearance(at),
                        name: None,
                        aliases: Vec::new(),
                        valid_days,
                    })
                    .collect(),
                unknown_clearance: if unknown_is_missing {
                    UnknownClearance::Missing
                } else {
                    UnknownClearance::Flag
                },
                providers: Vec::new(),
                resources: Vec::new(),
                services: Vec::new(),
                spacings: Vec::new(),
                unknown_history: spacings.unknown(),
                add_ons: Vec::new(),
                travel_minutes: Minutes(30),
                padding: policies.0,
                ranking: policies.1,
                visits: policies.4,
                vip: policies.2,
                exceptions: ExceptionsDocument { high_value: policies.3, ..ExceptionsDocument::default() },
                cadence: Default::default(),
            };
            document.providers =
                providers.iter().enumerate().map(|(at, drawn)| drawn.provider(at, two, first)).collect();
            document.resources = rooms.iter().enumerate().map(|(at, drawn)| drawn.room(at, two)).collect();
            for (at, drawn) in devices.iter().enumerate() {
                let device = drawn.device(at, two, first, &document.resources[..rooms.len()]);
                document.resources.push(device);
            }
            for (at, drawn) in services.iter().enumerate() {
                let service = drawn.service(at, &document);
                document.services.push(service);
            }
            own_lengths(&providers, &mut document);
            spacings.lay(&mut document);
            document.add_ons =
                add_ons.iter().enumerate().map(|(at, drawn)| drawn.add_on(at, &document)).collect();
            (document, Horizon { first, days: DAYS })
        },
    )
}

/// A zone an hour or so ahead of another or behind it.
fn zone_near(zone: &str, ahead: bool) -> &'static str {
    match (zone, ahead) {
        ("Asia/Kolkata", true) => "Asia/Dhaka",
        ("Asia/Kolkata", false) => "Asia/Dubai",
        (_, true) => "America/St_Johns",
        (_, false) => "America/Chicago",
    }
}
