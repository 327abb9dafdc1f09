//! Random rulebooks that hold: every service has somebody who may deliver it and rooms and devices that suit it.

use std::collections::{BTreeMap, BTreeSet};

use super::{client::clearance, spacing};

use chrono::{Duration, NaiveDate};
use dispatch_core::{
    AddOnDocument, BreakDocument, BufferDocument, BuffersDocument, ClearanceDocument, CredentialDocument,
    CredentialId, CriterionDocument, DatedShifts, DayOfWeek, DutyDocument, ElsewhereDocument,
    ExceptionsDocument, FixedBreak, FloatingBreak, HeldCredential, Horizon, InARowDocument, LocationDocument,
    LocationId, Minutes, NeedDocument, NeedKind, Only, OverrunDocument, Padding, PaddingDocument,
    PhaseDocument, ProviderDocument, RankingDocument, ResourceDocument, ResourceKind, ResourceOrder,
    RulebookDocument, ServiceDocument, TiePolicy, UnknownClearance, VipPolicy, VisitsDocument,
    calendar::local::{LocalRange, LocalTime, Weekly},
};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::{Index, select, subsequence},
};

use super::supervision::{self, Supervised, Supervises};

/// Zones with the first day of a horizon. Some horizons hold a change of the clock; in Havana it is at midnight.
const PLACES: &[(&str, (i32, u32, u32))] = &[
    ("America/New_York", (2026, 6, 10)),
    ("America/New_York", (2026, 3, 6)),
    ("America/New_York", (2026, 10, 30)),
    ("Asia/Kolkata", (2026, 6, 10)),
    ("America/Havana", (2026, 3, 6)),
    ("America/Havana", (2026, 10, 30)),
];
const DAYS: u16 = 4;

/// Hours of a day, in minutes from midnight.
pub(super) type Hours = &'static [(u16, u16)];

pub(super) const OPENING: &[Hours] = &[
    &[(540, 1080)],
    &[(540, 1080)],
    &[(480, 1200)],
    &[(540, 720), (780, 1140)],
    &[(0, 1440)],
    &[(1200, 240)],
    &[(555, 1013)],
];
const FIXED_BREAKS: Hours = &[(720, 750), (600, 615), (1425, 15), (125, 155), (740, 790)];
/// Opening up, a calibration, closing down, and one that meets a fixed break.
const DUTIES: Hours = &[(540, 555), (840, 870), (1065, 1080), (735, 745), (1430, 10)];
/// Every day, every day but Friday, or Friday alone.
const DUTY_DAYS: &[&[DayOfWeek]] = &[
    &[],
    &[],
    &[DayOfWeek::Mon, DayOfWeek::Tue, DayOfWeek::Wed, DayOfWeek::Thu, DayOfWeek::Sat, DayOfWeek::Sun],
    &[DayOfWeek::Fri],
];
const FLOATING_BREAKS: &[(i32, (u16, u16))] =
    &[(30, (660, 840)), (20, (690, 720)), (45, (1200, 1380)), (15, (70, 190)), (60, (540, 700))];

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
pub(super) const CREDENTIALS: usize = 4;
const CAPABILITIES: usize = 3;
pub(super) const CLEARANCES: usize = 2;

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

/// Something to be added, to any service or to one.
#[derive(Clone, Debug)]
struct AddOn {
    minutes: i32,
    price: Option<i64>,
    service: Option<Index>,
}

fn add_on() -> impl Strategy<Value = AddOn> {
    let price = option::weighted(0.5, select(&[0, 5_000, 60_000][..]));
    (select(&[0, 5, 10, 25][..]), price, option::weighted(0.3, any::<Index>()))
        .prop_map(|(minutes, price, service)| AddOn { minutes, price, service })
}

impl AddOn {
    fn add_on(&self, at: usize, document: &RulebookDocument) -> AddOnDocument {
        let service = self.service.map(|service| service.get(&document.services).code.clone());
        AddOnDocument {
            code: format!("ADD-{at}"),
            name: None,
            aliases: Vec::new(),
            minutes: Minutes(self.minutes),
            price: self.price,
            services: service.into_iter().collect(),
        }
    }
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

fn location_id(at: usize) -> LocationId {
    LocationId::from(["uptown", "downtown"][at.min(1)])
}

pub(super) fn credential(at: usize) -> CredentialId {
    CredentialId::from(["rn", "np", "filler", "laser"][at.min(CREDENTIALS - 1)])
}

fn capability(at: usize) -> String {
    ["consult", "laser", "sink"][at.min(CAPABILITIES - 1)].to_owned()
}

fn range((from, to): (u16, u16)) -> LocalRange {
    LocalRange { from: LocalTime(from), to: LocalTime(to) }
}

pub(super) fn weekly(hours: Hours) -> Weekly {
    Weekly { daily: Some(hours.iter().copied().map(range).collect()), ..Weekly::default() }
}

/// A subset of so many things.
pub(super) fn subset(of: usize) -> impl Strategy<Value = BTreeSet<usize>> {
    vec(any::<bool>(), of).prop_map(|taken| {
        taken.into_iter().enumerate().filter(|(_, taken)| *taken).map(|(at, _)| at).collect()
    })
}

#[derive(Clone, Debug)]
struct Provider {
    elsewhere: bool,
    roams: Option<Roams>,
    grade: i32,
    gender: Option<&'static str>,
    languages: BTreeSet<usize>,
    /// Credential, first and last day of the horizon.
    held: Vec<(usize, Option<i64>, Option<i64>)>,
    shifts: Option<Hours>,
    dated: Option<(i64, Option<Hours>)>,
    fixed: Vec<(u16, u16)>,
    floating: Vec<(i32, (u16, u16))>,
    duty: Duty,
    cap: Option<u16>,
    in_a_row: Option<(i32, i32)>,
    /// Own lengths by position of the service.
    minutes: BTreeMap<usize, i32>,
    supervises: Supervises,
}

fn provider() -> impl Strategy<Value = Provider> {
    let day = || option::weighted(0.2, 0..i64::from(DAYS));
    let held = vec((0..CREDENTIALS, day(), day()), 0..=4);
    let dated = option::weighted(0.15, (0..i64::from(DAYS), option::of(select(OPENING))));
    let hours = (option::weighted(0.5, select(OPENING)), dated);
    let fixed = prop_oneof![3 => Just(Vec::new()), 1 => subsequence(FIXED_BREAKS, 1..=3)];
    let breaks = (fixed, vec(select(FLOATING_BREAKS), 0..=2));
    let minutes = btree_map(0usize..4, 10..80, 0..=2);
    let traits = (option::weighted(0.7, select(&["female", "male"][..])), subset(2));
    // Long enough for any service.
    let in_a_row = option::weighted(0.4, (select(&[120, 125, 140, 200][..]), select(&[1, 20, 60, 120][..])));
    let limits = (option::weighted(0.25, 1u16..4), in_a_row);
    let place = (any::<bool>(), option::weighted(0.7, roams()));
    let rest = (place, 0..3, limits, (minutes, supervision::supervises()), traits);
    (held, hours, breaks, duty(), rest).prop_map(|(held, (shifts, dated), (fixed, floating), duty, rest)| {
        let ((elsewhere, roams), grade, (cap, in_a_row), (minutes, supervises), (gender, languages)) = rest;
        Provider {
            elsewhere,
            roams,
            grade,
            gender,
            languages,
            held,
            shifts,
            dated,
            fixed,
            floating,
            duty,
            cap,
            in_a_row,
            minutes,
            supervises,
        }
    })
}

/// When and on which days, if at all.
type Duty = Option<((u16, u16), &'static [DayOfWeek])>;

fn duty() -> impl Strategy<Value = Duty> {
    option::weighted(0.2, (select(DUTIES), select(DUTY_DAYS)))
}

fn duties(drawn: &Duty) -> Vec<DutyDocument> {
    let duty = |(at, days): &((u16, u16), &[DayOfWeek])| DutyDocument {
        name: "duty".to_owned(),
        at: range(*at),
        days: days.to_vec(),
    };
    drawn.iter().map(duty).collect()
}

impl Provider {
    fn provider(&self, at: usize, two: bool, first: NaiveDate) -> ProviderDocument {
        let date = |day: i64| first + Duration::days(day);
        let held = self.held.iter().map(|(id, from, until)| HeldCredential {
            id: credential(*id),
            from: from.map(date).filter(|from| until.is_none_or(|until| *from <= date(until))),
            until: until.map(date),
        });
        let dated = self.dated.iter().map(|(day, hours)| DatedShifts {
            date: date(*day),
            shifts: hours.unwrap_or(&[]).iter().copied().map(range).collect(),
        });
        let fixed = self.fixed.iter().map(|at| BreakDocument::Fixed(FixedBreak { at: range(*at) }));
        let floating = self.floating.iter().map(|(minutes, within)| {
            BreakDocument::Floating(FloatingBreak { minutes: Minutes(*minutes), within: range(*within) })
        });
        let home = place(at, self.elsewhere);
        let roams = self.roams.filter(|_| two).map(|roams| roams.hours(home, first));
        let (shifts, dates, elsewhere) = match roams {
            None => (self.shifts.map(weekly), dated.collect(), Vec::new()),
            Some((shifts, dates, elsewhere)) => (Some(shifts), dates, vec![elsewhere]),
        };
        ProviderDocument {
            id: ["ada", "ben", "cleo", "dov"][at.min(3)].into(),
            name: None,
            aliases: Vec::new(),
            location: two.then(|| location_id(home)),
            gender: self.gender.map(str::to_owned),
            languages: self.languages.iter().map(|at| ["spanish", "Korean"][*at].to_owned()).collect(),
            grade: self.grade,
            credentials: held.collect(),
            shifts,
            dates,
            elsewhere,
            breaks: fixed.into_iter().chain(floating).collect(),
            duties: duties(&self.duty),
            max_appointments_a_day: self.cap,
            max_in_a_row: self
                .in_a_row
                .map(|(minutes, pause)| InARowDocument { minutes: Minutes(minutes), pause: Minutes(pause) }),
            supervises: supervision::of_provider(&self.supervises),
            minutes: BTreeMap::new(),
        }
    }
}

/// Both locations have one of each kind that there are two of.
fn place(at: usize, elsewhere: bool) -> usize {
    if at < 2 { at } else { usize::from(elsewhere) }
}

/// Hours at two locations.
#[derive(Clone, Copy, Debug)]
enum Roams {
    /// So many days at home from the first on, then at the other.
    Days(i64),
    /// The other way round, by the day of the week.
    Weekday(DayOfWeek),
    /// The morning at home and the afternoon at the other, some hours apart whatever the clocks there say.
    Halves,
}

fn roams() -> impl Strategy<Value = Roams> {
    let days = [DayOfWeek::Mon, DayOfWeek::Thu, DayOfWeek::Fri, DayOfWeek::Sat];
    prop_oneof![
        (1..i64::from(DAYS)).prop_map(Roams::Days),
        select(days.to_vec()).prop_map(Roams::Weekday),
        Just(Roams::Halves),
    ]
}

impl Roams {
    /// The week and the dates at home, and the hours at the other location.
    fn hours(self, home: usize, first: NaiveDate) -> (Weekly, Vec<DatedShifts>, ElsewhereDocument) {
        const DAY: Hours = &[(540, 1080)];
        let dated = |day: i64, hours: Hours| DatedShifts {
            date: first + Duration::days(day),
            shifts: hours.iter().copied().map(range).collect(),
        };
        let there = |shifts, dates| ElsewhereDocument { location: location_id(1 - home), shifts, dates };
        let on = |day: DayOfWeek, hours: Hours| {
            let hours = Some(hours.iter().copied().map(range).collect());
            match day {
                DayOfWeek::Mon => Weekly { mon: hours, ..Weekly::default() },
                DayOfWeek::Thu => Weekly { thu: hours, ..Weekly::default() },
                DayOfWeek::Fri => Weekly { fri: hours, ..Weekly::default() },
                _ => Weekly { sat: hours, ..Weekly::default() },
            }
        };
        match self {
            Self::Days(from) => {
                let days = || from..i64::from(DAYS);
                let away = days().map(|day| dated(day, &[])).collect();
                (weekly(DAY), away, there(None, days().map(|day| dated(day, DAY)).collect()))
            }
            Self::Weekday(day) => {
                let home = Weekly { daily: weekly(DAY).daily, ..on(day, &[]) };
                (home, Vec::new(), there(Some(on(day, DAY)), Vec::new()))
            }
            Self::Halves => {
                (weekly(&[(540, 720)]), Vec::new(), there(Some(weekly(&[(840, 1140)])), Vec::new()))
            }
        }
    }
}

/// Own lengths are known once the menu is, and only for services without phases.
fn own_lengths(drawn: &[Provider], document: &mut RulebookDocument) {
    for (provider, drawn) in document.providers.iter_mut().zip(drawn) {
        for (service, minutes) in &drawn.minutes {
            if let Some(service) = document.services.get(*service).filter(|service| service.phases.is_empty())
            {
                provider.minutes.insert(service.code.clone(), Minutes(*minutes));
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Resource {
    elsewhere: bool,
    roams: Option<Roams>,
    hours: Option<Hours>,
    capabilities: BTreeSet<usize>,
    holds: u16,
    /// For a device.
    fixed_in: Option<Index>,
    duty: Duty,
}

fn resource() -> impl Strategy<Value = Resource> {
    let fixed_in = option::weighted(0.5, any::<Index>());
    let what = (subset(CAPABILITIES), prop_oneof![4 => Just(1u16), 1 => 2u16..4]);
    let place = (any::<bool>(), option::weighted(0.7, roams()));
    (place, option::weighted(0.15, select(OPENING)), what, fixed_in, duty()).prop_map(
        |((elsewhere, roams), hours, (capabilities, holds), fixed_in, duty)| Resource {
            elsewhere,
            roams,
            hours,
            capabilities,
            holds,
            fixed_in,
            duty,
        },
    )
}

impl Resource {
    fn room(&self, at: usize, two: bool) -> ResourceDocument {
        ResourceDocument {
            id: format!("room-{}", at + 1).as_str().into(),
            kind: ResourceKind::Room,
            name: None,
            aliases: Vec::new(),
            location: two.then(|| location_id(place(at, self.elsewhere))),
            capabilities: self.capabilities.iter().copied().map(capability).collect(),
            holds: self.holds,
            fixed_in: None,
            hours: self.hours.map(weekly),
            dates: Vec::new(),
            elsewhere: Vec::new(),
            duties: duties(&self.duty),
        }
    }

    fn device(&self, at: usize, two: bool, first: NaiveDate, rooms: &[ResourceDocument]) -> ResourceDocument {
        let room = self.fixed_in.map(|room| &rooms[room.index(rooms.len())]);
        let location =
            room.map_or(two.then(|| location_id(usize::from(self.elsewhere))), |room| room.location.clone());
        let mut device = ResourceDocument {
            id: format!("device-{}", at + 1).as_str().into(),
            kind: ResourceKind::Device,
            location,
            fixed_in: room.map(|room| room.id.clone()),
            ..self.room(at, false)
        };
        if let Some(roams) = self.roams.filter(|_| two && room.is_none()) {
            let (hours, dates, elsewhere) = roams.hours(usize::from(self.elsewhere), first);
            device = ResourceDocument { hours: Some(hours), dates, elsewhere: vec![elsewhere], ..device };
        }
        device
    }
}

#[derive(Clone, Debug)]
struct Service {
    minutes: i32,
    phases: Vec<Drawn>,
    /// Somebody who is to be able to deliver it.
    provider: Index,
    qualified_by: BTreeSet<usize>,
    or_by: Option<BTreeSet<usize>>,
    /// Something of each kind that is to suit it.
    room: Option<(Index, Need)>,
    second_room: Option<(Index, Need)>,
    device: Option<(Index, Need)>,
    /// Somebody else who is to be able to help, and what is asked of them.
    assistants: Vec<(Index, BTreeSet<usize>)>,
    /// Two of a need, where that is possible.
    twice: bool,
    buffers: Vec<i32>,
    price: Option<i64>,
    lead: Option<i32>,
    furthest_days: Option<u16>,
    supervised: Option<Supervised>,
    clearance: BTreeSet<usize>,
}

/// A phase: its minutes, whether the provider and which needs are in it, and for whom alone it is.
type Drawn = (i32, bool, Vec<bool>, Option<Only>);

/// How much of what suits is asked for.
type Need = (BTreeSet<usize>, Option<BTreeSet<usize>>);

fn service() -> impl Strategy<Value = Service> {
    let minutes = select(&[10, 15, 20, 30, 35, 45, 60, 90][..]);
    let only = prop_oneof![
        4 => Just(None),
        2 => Just(Some(Only::NewClient)),
        2 => Just(Some(Only::ClearanceMissing)),
    ];
    let phase = (select(&[5, 10, 20, 25, 40][..]), any::<bool>(), vec(any::<bool>(), 5), only);
    let phases = prop_oneof![2 => Just(Vec::new()), 1 => vec(phase, 2..=3)];
    let need = || (any::<Index>(), (subset(CAPABILITIES), option::weighted(0.3, subset(4))));
    let needs =
        (option::weighted(0.8, need()), option::weighted(0.15, need()), option::weighted(0.5, need()));
    let who = (any::<Index>(), subset(4), option::weighted(0.4, subset(CREDENTIALS)));
    let assistants =
        prop_oneof![5 => vec((any::<Index>(), subset(4)), 0), 3 => vec((any::<Index>(), subset(4)), 1..=2)];
    let buffers = vec(prop_oneof![2 => Just(0), 1 => Just(5), 1 => Just(10), 1 => Just(15)], 6);
    let lead = option::weighted(0.3, select(&[0, 60, 180, 1440, 2000][..]));
    let furthest_days = option::weighted(0.3, 0u16..3);
    let twice = prop::bool::weighted(0.4);
    let supervised = option::weighted(0.36, supervision::supervised());
    let asked = prop_oneof![3 => Just(BTreeSet::new()), 1 => subset(CLEARANCES)];
    let selling =
        (option::weighted(0.6, select(&[0, 9_900, 60_000][..])), lead, furthest_days, supervised, asked);
    ((minutes, phases), (who, assistants, twice), needs, buffers, selling).prop_map(
        |(length, people, needs, buffers, selling)| {
            let (minutes, phases) = length;
            let ((provider, qualified_by, or_by), assistants, twice) = people;
            let (room, second_room, device) = needs;
            let (price, lead, furthest_days, supervised, clearance) = selling;
            // Of a lead time that ends after the furthest date nothing is left.
            let lead =
                lead.filter(|lead| furthest_days.is_none_or(|days| *lead < (i32::from(days) + 1) * 1440));
            Service {
                minutes,
                phases,
                provider,
                qualified_by,
                or_by,
                room,
                second_room,
                device,
                assistants,
                twice,
                buffers,
                price,
                lead,
                furthest_days,
                supervised,
                clearance,
            }
        },
    )
}

impl Service {
    fn service(&self, at: usize, document: &RulebookDocument) -> ServiceDocument {
        let treats = self.provider.index(document.providers.len());
        let provider = &document.providers[treats];
        let mut needs = self.needs(document, provider.location.as_ref());
        needs.extend(self.further_providers(document, treats));
        if self.twice {
            two_of_one(document, treats, &mut needs);
        }
        let buffer = |at: usize| BufferDocument {
            before: Minutes(self.buffers[at]),
            after: Minutes(self.buffers[at + 1]),
        };
        let mut phases: Vec<_> =
            (0..).zip(&self.phases).map(|(at, drawn)| phase(at, drawn, &needs)).collect();
        if self.clearance.is_empty() {
            let asks = |phase: &&mut PhaseDocument| phase.only == Some(Only::ClearanceMissing);
            phases.iter_mut().filter(asks).for_each(|phase| phase.only = None);
        }
        let treats = |phase: &PhaseDocument| phase.uses.iter().any(|used| used == "provider");
        if !phases.iter().any(|phase| phase.only.is_none() && treats(phase)) {
            phases.iter_mut().for_each(|phase| phase.only = None);
        }
        let qualification = self.qualification(provider);
        let supervision =
            self.supervised.as_ref().and_then(|drawn| drawn.of(document, provider, &qualification, &needs));
        ServiceDocument {
            code: ["TOX", "FILLER", "LASER", "FACIAL"][at.min(3)].into(),
            name: None,
            aliases: Vec::new(),
            category: None,
            minutes: phases.is_empty().then_some(Minutes(self.minutes)),
            phases,
            qualification,
            supervision,
            needs,
            buffers: BuffersDocument { provider: buffer(0), room: buffer(2), device: buffer(4) },
            price: self.price,
            lead_minutes: self.lead.map(Minutes),
            furthest_days: self.furthest_days,
            clearance: self.clearance.iter().copied().map(clearance).collect(),
        }
    }

    /// Needs that others than the drawn provider fulfil, if there are any: each somebody of their own, of the same
    /// location if possible.
    fn further_providers(&self, document: &RulebookDocument, treats: usize) -> Vec<NeedDocument> {
        let mut others: Vec<&ProviderDocument> = document.providers.iter().collect();
        let location = others.remove(treats).location.clone();
        others.sort_by_key(|provider| provider.location != location);
        let mut needs = Vec::new();
        for (at, (model, held)) in self.assistants.iter().enumerate() {
            let near = others.iter().filter(|other| other.location == location).count();
            if others.is_empty() {
                break;
            }
            let model = others.remove(model.index(if near > 0 { near } else { others.len() }));
            let set: BTreeSet<_> = model
                .credentials
                .iter()
                .enumerate()
                .filter(|(at, _)| held.contains(at))
                .map(|(_, held)| held.id.clone())
                .collect();
            needs.push(NeedDocument {
                kind: NeedKind::Provider,
                count: 1,
                role: Some(["assistant", "second assistant"][at.min(1)].to_owned()),
                qualification: (!set.is_empty()).then(|| set.into_iter().collect()).into_iter().collect(),
                capabilities: Vec::new(),
                any_of: Vec::new(),
            });
        }
        needs
    }

    /// Some of what the provider holds, or another set.
    fn qualification(&self, provider: &ProviderDocument) -> Vec<Vec<CredentialId>> {
        let held = provider.credentials.iter().enumerate();
        let first: BTreeSet<_> =
            held.filter(|(at, _)| self.qualified_by.contains(at)).map(|(_, held)| held.id.clone()).collect();
        if first.is_empty() {
            return Vec::new();
        }
        let second = self.or_by.iter().map(|set| set.iter().copied().map(credential).collect::<Vec<_>>());
        let second = second.filter(|set| !set.is_empty() && !set.iter().eq(first.iter()));
        std::iter::once(first.iter().cloned().collect()).chain(second).collect()
    }

    /// Needs that the drawn room and device of the location fulfil together.
    fn needs(&self, document: &RulebookDocument, location: Option<&LocationId>) -> Vec<NeedDocument> {
        let of_kind = |kind| {
            let all = document.resources.iter();
            all.filter(|resource| resource.kind == kind && resource.location.as_ref() == location)
                .collect::<Vec<_>>()
        };
        let (rooms, devices) = (of_kind(ResourceKind::Room), of_kind(ResourceKind::Device));
        let device = self.device.as_ref().filter(|_| !devices.is_empty());
        let device = device.map(|(model, need)| (devices[model.index(devices.len())], need));
        let stands_in = device.and_then(|(device, _)| device.fixed_in.as_ref());
        let room = match (&self.room, stands_in) {
            (Some((_, need)), Some(stands_in)) => {
                rooms.iter().find(|room| room.id == *stands_in).map(|room| (*room, need.clone()))
            }
            (None, Some(stands_in)) => {
                rooms.iter().find(|room| room.id == *stands_in).map(|room| (*room, Need::default()))
            }
            (Some((model, need)), None) if !rooms.is_empty() => {
                Some((rooms[model.index(rooms.len())], need.clone()))
            }
            _ => None,
        };
        let second = self.second_room.as_ref().zip(room.as_ref()).and_then(|((model, need), (first, _))| {
            let others: Vec<_> = rooms.iter().filter(|room| room.id != first.id).collect();
            (!others.is_empty()).then(|| (*others[model.index(others.len())], need))
        });
        let first = room.as_ref().map(|(room, wanted)| need(document, room, wanted, None));
        let second = second.map(|(room, wanted)| need(document, room, wanted, Some("second room")));
        let device = device.map(|(device, wanted)| need(document, device, wanted, None));
        // In any order: the solver sorts by kind.
        device.into_iter().chain(first).chain(second).collect()
    }
}

/// Makes the first need that can be had twice a need for two.
fn two_of_one(document: &RulebookDocument, treats: usize, needs: &mut [NeedDocument]) {
    let location = &document.providers[treats].location;
    let alone = |needs: &[NeedDocument], kind| needs.iter().filter(|need| need.kind == kind).count() == 1;
    for at in 0..needs.len() {
        let need = &needs[at];
        let fitting = match need.kind {
            NeedKind::Provider => {
                let holds = |provider: &ProviderDocument, id: &CredentialId| {
                    provider.credentials.iter().any(|held| held.id == *id)
                };
                let may = |provider: &ProviderDocument| {
                    need.qualification.iter().all(|set| set.iter().all(|id| holds(provider, id)))
                };
                let others = document.providers.iter().enumerate().filter(|(at, _)| *at != treats);
                others.filter(|(_, provider)| may(provider)).count()
            }
            NeedKind::Room | NeedKind::Device => {
                let fits = |resource: &&ResourceDocument| {
                    need.kind.resource() == Some(resource.kind)
                        && resource.location == *location
                        && resource.fixed_in.is_none()
                        && (need.any_of.is_empty() || need.any_of.contains(&resource.id))
                        && need.capabilities.iter().all(|wanted| resource.capabilities.contains(wanted))
                };
                document.resources.iter().filter(fits).count()
            }
        };
        if fitting > 1 && alone(needs, need.kind) {
            needs[at].count = 2;
            return;
        }
    }
}

/// A need that the model fulfils: some of its capabilities, and perhaps a list that it is on.
fn need(
    document: &RulebookDocument,
    model: &ResourceDocument,
    wanted: &Need,
    role: Option<&str>,
) -> NeedDocument {
    let (capabilities, listed) = wanted;
    let of_model = model.capabilities.iter().enumerate();
    let of_kind = document.resources.iter().filter(|resource| resource.kind == model.kind).enumerate();
    NeedDocument {
        kind: if model.kind == ResourceKind::Room { NeedKind::Room } else { NeedKind::Device },
        count: 1,
        role: role.map(str::to_owned),
        qualification: Vec::new(),
        capabilities: of_model
            .filter(|(at, _)| capabilities.contains(at))
            .map(|(_, name)| name.clone())
            .collect(),
        any_of: listed.as_ref().map_or_else(Vec::new, |listed| {
            let on_list = |at: usize, id| listed.contains(&at) || id == &model.id;
            of_kind
                .filter(|(at, resource)| on_list(*at, &resource.id))
                .map(|(_, resource)| resource.id.clone())
                .collect()
        }),
    }
}

/// The first phase uses everything, the others some of it.
fn phase(at: usize, (minutes, provider, needed, only): &Drawn, needs: &[NeedDocument]) -> PhaseDocument {
    let role = |need: &NeedDocument| {
        need.role
            .clone()
            .unwrap_or_else(|| if need.kind == NeedKind::Room { "room" } else { "device" }.to_owned())
    };
    let provider = (at == 0 || *provider).then(|| "provider".to_owned());
    let needed = needs.iter().zip(needed).filter(|(_, used)| at == 0 || **used).map(|(need, _)| role(need));
    let mut uses: Vec<_> = provider.into_iter().chain(needed).collect();
    if uses.is_empty() {
        uses.push("provider".to_owned());
    }
    PhaseDocument { name: format!("phase {}", at + 1), minutes: Minutes(*minutes), uses, only: *only }
}

fn policies()
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
