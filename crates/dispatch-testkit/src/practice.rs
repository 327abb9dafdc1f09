//! Random practices: a rulebook without faults, a schedule that platforms and people have already filled, and
//! requests. Everything is drawn as plain numbers first and then made to fit, so that failing cases shrink well.

mod client;
mod rules;
mod spacing;
mod supervision;

use std::fmt;

use dispatch_core::{
    Block, BlockId, BookingId, Client, Compiled, Criteria, Horizon, Lane, LocationIndex, Minute, Minutes,
    Occupancy, Origin, Request, RequestItem, Rulebook, RulebookDocument, RulebookError, Schedule,
    ServiceIndex, Span, When,
    calendar::local::{Edge, LocalTime, Zone},
};
use proptest::{collection::vec, option, prelude::*, sample::Index};

use client::{Asks, asks};
use spacing::Had;

/// A practice with requests that wait for an answer.
#[derive(Clone)]
pub struct Practice {
    /// Its rules.
    pub document: RulebookDocument,
    /// The days that they are compiled for.
    pub horizon: Horizon,
    /// What is booked already, by anybody, overlaps included.
    pub occupancies: Vec<Occupancy>,
    /// Blocks and PTO.
    pub blocks: Vec<Block>,
    /// Whose calendar cannot be read.
    pub unreadable: Vec<Lane>,
    /// What is asked, each for a booking of its own or for a standing one.
    pub requests: Vec<Request>,
}

/// A line for each entry: a failing case must be readable.
impl fmt::Debug for Practice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn lines<T: fmt::Debug>(f: &mut fmt::Formatter<'_>, name: &str, entries: &[T]) -> fmt::Result {
            writeln!(f, "{name}:")?;
            entries.iter().try_for_each(|entry| writeln!(f, "  {entry:?}"))
        }
        let RulebookDocument { locations, providers, resources, services, padding, ranking, .. } =
            &self.document;
        let RulebookDocument { vip, exceptions, .. } = &self.document;
        writeln!(f, "{:?}", self.horizon)?;
        lines(f, "locations", locations)?;
        lines(f, "providers", providers)?;
        lines(f, "resources", resources)?;
        lines(f, "services", services)?;
        writeln!(f, "{padding:?}\n{ranking:?}\n{vip:?}\n{exceptions:?}")?;
        lines(f, "occupancies", &self.occupancies)?;
        lines(f, "blocks", &self.blocks)?;
        lines(f, "unreadable", &self.unreadable)?;
        lines(f, "requests", &self.requests)
    }
}

impl Practice {
    /// The compiled rulebook.
    ///
    /// # Errors
    /// Never, if the practice comes from [`practice`]; else as [`Rulebook::compile`].
    pub fn rulebook(&self) -> Result<Rulebook, Vec<RulebookError>> {
        let compiled = Rulebook::compile(&self.document, self.horizon, &Criteria::builtin());
        compiled.map(|Compiled { rulebook, .. }| rulebook)
    }

    /// The schedule as it stands.
    #[must_use]
    pub fn schedule(&self, rulebook: &Rulebook) -> Schedule {
        let mut schedule = Schedule::new(rulebook.pages().clone(), rulebook.capacities());
        for occupancy in &self.occupancies {
            schedule.insert(*occupancy);
        }
        for block in &self.blocks {
            schedule.block(*block);
        }
        for lane in &self.unreadable {
            schedule.set_readable(*lane, false);
        }
        schedule
    }
}

/// Any practice: one or two locations, 1 to 4 providers, rooms and services, up to 3 devices, some days around a
/// change of the clock or in summer.
pub fn practice() -> impl Strategy<Value = Practice> {
    let standing = vec(standing(), 0..=14);
    let blocks = vec((any::<Index>(), moment(), 10..240), 0..=4);
    // With many rules at once little can be had on a crowded day: more than half are nearly empty.
    let quiet = prop::bool::weighted(0.6);
    let unreadable = prop_oneof![11 => Just(Vec::new()), 1 => vec(any::<Index>(), 1..=2)];
    let drawn = (rules::document(), quiet, standing, (blocks, unreadable), vec(wish(), 1..=5));
    drawn.prop_map(|((document, horizon), quiet, mut standing, (mut blocks, unreadable), wishes)| {
        if quiet {
            standing.truncate(3);
            blocks.clear();
        }
        let days = Days::of(&document, horizon);
        let lanes = document.providers.len() + document.resources.len();
        let behind = supervision::from_outside(&document).len();
        let mut occupancies = Vec::new();
        for (booking, standing) in (STANDING..).map(BookingId).zip(standing) {
            standing.place(booking, &document, lanes + behind, &days, &mut occupancies);
        }
        crowd(&document, &mut occupancies);
        let block = |(id, (on, at, minutes)): (u64, (Index, Moment, i32))| Block {
            block: BlockId(id),
            lane: lane(on.index(lanes)),
            span: Span::from_start(days.at(at), Minutes(minutes)),
        };
        let blocks = (1..).zip(blocks).map(block).collect();
        let requests =
            (1..).map(BookingId).zip(wishes).map(|(booking, wish)| wish.request(booking, &document, &days));
        let requests = requests.collect();
        let unreadable = unreadable.iter().map(|on| lane(on.index(lanes))).collect();
        Practice { document, horizon, occupancies, blocks, unreadable, requests }
    })
}

/// Where several bookings fit in at once there are several: random ones would hardly meet.
fn crowd(document: &RulebookDocument, occupancies: &mut Vec<Occupancy>) {
    let holds = |lane: Lane| {
        if let Some(at_once) = supervision::at_once(document, lane) {
            return at_once;
        }
        let resource = lane.position().checked_sub(document.providers.len());
        resource.and_then(|at| document.resources.get(at)).map_or(1, |resource| resource.holds)
    };
    for at in 0..occupancies.len() {
        let one = occupancies[at];
        if holds(one.lane) > 1 {
            let used = Span::from_start(one.used.start.plus(Minutes(7)), one.used.minutes());
            let booking = BookingId(one.booking.0 + CROWD);
            occupancies.push(Occupancy { booking, used, service: None, origin: Origin::Observed, ..one });
        }
    }
}

/// What a booking's number is raised by for the one beside it.
const CROWD: u64 = 1000;

/// The first number of standing bookings; requests count from 1.
const STANDING: u64 = 100;

fn lane(position: usize) -> Lane {
    Lane(u16::try_from(position).unwrap_or(u16::MAX))
}

/// A minute of the day on one of the days; one day before the horizon to one day after.
type Moment = (Index, u16);

fn moment() -> impl Strategy<Value = Moment> {
    let minute = prop_oneof![
        6 => (32u16..80).prop_map(|quarter| quarter * 15),
        4 => 480u16..1200,
        1 => 0u16..1440,
        1 => prop_oneof![0u16..200, 1300u16..1440],
    ];
    (any::<Index>(), minute)
}

struct Days {
    zone: Option<Zone>,
    horizon: Horizon,
}

impl Days {
    fn of(document: &RulebookDocument, horizon: Horizon) -> Self {
        let zone = document.locations.first().and_then(|location| Zone::named(&location.time_zone));
        Self { zone, horizon }
    }

    fn last(&self) -> chrono::NaiveDate {
        self.horizon.first + chrono::Duration::days(i64::from(self.horizon.days) - 1)
    }

    /// A moment inside the horizon, but for one in 24.
    fn at(&self, (day, minute): Moment) -> Minute {
        let days = i64::from(self.horizon.days);
        let day = i64::try_from(day.index(24 * self.horizon.days as usize)).unwrap_or(0);
        let day = if day == 0 {
            -1
        } else if day == 1 {
            days
        } else {
            day % days
        };
        let date = self.horizon.first + chrono::Duration::days(day);
        self.zone.map_or(Minute(0), |zone| zone.utc(date, LocalTime(minute), Edge::Start))
    }
}

/// A booking that is there already.
#[derive(Clone, Debug)]
struct Standing {
    at: Moment,
    service: Option<Index>,
    origin: Origin,
    uses: Vec<StandingUse>,
}

#[derive(Clone, Debug)]
struct StandingUse {
    on: Index,
    offset: i32,
    minutes: i32,
    before: i32,
    after: i32,
}

fn standing() -> impl Strategy<Value = Standing> {
    let origin = prop_oneof![
        4 => Just(Origin::Observed),
        1 => Just(Origin::Forced),
        1 => Just(Origin::Hold),
        1 => Just(Origin::Vacating),
    ];
    let padding = || prop_oneof![3 => Just(0), 1 => Just(5), 1 => Just(10), 1 => Just(15)];
    let each = (any::<Index>(), prop_oneof![3 => Just(0), 1 => 0..60], 5..100, padding(), padding())
        .prop_map(|(on, offset, minutes, before, after)| StandingUse { on, offset, minutes, before, after });
    (moment(), option::of(any::<Index>()), origin, vec(each, 1..=3))
        .prop_map(|(at, service, origin, uses)| Standing { at, service, origin, uses })
}

impl Standing {
    fn place(
        &self,
        booking: BookingId,
        document: &RulebookDocument,
        lanes: usize,
        days: &Days,
        into: &mut Vec<Occupancy>,
    ) {
        for (phase, each) in (0..).zip(&self.uses) {
            into.push(Occupancy {
                lane: lane(each.on.index(lanes)),
                booking,
                item: 0,
                phase,
                service: self.service.map(|service| lane(service.index(document.services.len())).0),
                used: Span::from_start(days.at(self.at).plus(Minutes(each.offset)), Minutes(each.minutes)),
                before: Minutes(each.before),
                after: Minutes(each.after),
                origin: self.origin,
            });
        }
    }
}

/// A further service of a visit.
type Further = (Index, Option<Index>, Option<Index>);

/// A request, before it is known who there is.
#[derive(Clone, Debug)]
struct Wish {
    service: Index,
    /// Further services, each with who is asked for and who would be liked.
    further: Vec<Further>,
    location: Index,
    at: Moment,
    window: Option<(i32, i32)>,
    not_before: Option<i32>,
    requested: Option<Index>,
    preferred: Option<Index>,
    asks: Asks,
    history: Had,
    group: bool,
    new: bool,
    /// How many minutes before the start, or the start of the window.
    asked: Option<i32>,
    standing: Option<u64>,
    /// What is added to each service that it goes with.
    adds: Vec<Index>,
}

fn wish() -> impl Strategy<Value = Wish> {
    let grid = prop_oneof![Just(1), Just(5), Just(15), Just(30), Just(35), Just(60), Just(0)];
    let window = option::weighted(0.25, (20..400, grid));
    let when = (moment(), window, option::weighted(0.3, -60..200));
    let whom = || option::weighted(0.25, any::<Index>());
    let wished = (option::weighted(0.12, any::<Index>()), whom(), asks(), spacing::had());
    let asked = prop_oneof![Just(-30), Just(0), 0..200, 0..1440, 0..4000, Just(60), Just(1440)];
    let one_more = (any::<Index>(), whom(), whom());
    let further = prop_oneof![3 => Just(Vec::new()), 2 => vec(one_more, 1..=2)];
    let rest = (
        option::weighted(0.15, STANDING..STANDING + 4),
        prop::bool::weighted(0.03),
        prop::bool::weighted(0.4),
        option::weighted(0.5, asked),
        further,
        prop_oneof![4 => Just(Vec::new()), 1 => vec(any::<Index>(), 1..=2)],
    );
    (any::<Index>(), any::<Index>(), when, wished, rest).prop_map(|(service, location, when, whom, rest)| {
        let (standing, group, new, asked, further, adds) = rest;
        let (at, window, not_before) = when;
        let (requested, preferred, asks, history) = whom;
        Wish {
            service,
            further,
            location,
            at,
            window,
            not_before,
            requested,
            preferred,
            asks,
            history,
            group,
            new,
            asked,
            standing,
            adds,
        }
    })
}

impl Wish {
    fn with_add_ons(&self, mut item: RequestItem, document: &RulebookDocument) -> RequestItem {
        let code = document.services.get(item.service.position()).map(|service| &service.code);
        for add in self.adds.iter().filter(|_| !document.add_ons.is_empty()) {
            let add_on = add.get(&document.add_ons);
            if add_on.services.is_empty() || add_on.services.iter().any(|service| Some(service) == code) {
                item.added_minutes.0 += add_on.minutes.0;
                item.added_price += add_on.price.unwrap_or(0);
            }
        }
        item
    }

    fn request(&self, booking: BookingId, document: &RulebookDocument, days: &Days) -> Request {
        let start = days.at(self.at);
        let provider = |whom: Index| lane(whom.index(document.providers.len()));
        Request {
            booking: self.standing.map_or(booking, BookingId),
            location: LocationIndex(lane(self.location.index(document.locations.len())).0),
            items: std::iter::once((self.service, self.requested, self.preferred))
                .chain(self.further.iter().copied())
                .map(|(service, requested, preferred)| {
                    let service = lane(service.index(document.services.len())).0;
                    RequestItem {
                        requested: requested.map(provider),
                        preferred: preferred.map(provider),
                        ..self.with_add_ons(RequestItem::of(ServiceIndex(service)), document)
                    }
                })
                .collect(),
            when: match self.window {
                None => When::At(start),
                Some((minutes, grid)) => {
                    // The reference tries everything at every start of a visit.
                    let grid = if self.further.is_empty() { grid } else { grid.max(15) };
                    When::Within { window: Span::from_start(start, Minutes(minutes)), grid: Minutes(grid) }
                }
            },
            client: Client {
                new: self.new,
                history: self.history.history(start, document.services.len()),
                ..self.asks.client(start, days.last(), provider)
            },
            group: self.group,
            not_before: self.not_before.map(|minutes| start.plus(Minutes(minutes))),
            now: self.asked.map(|before| start.minus(Minutes(before))),
        }
    }
}
