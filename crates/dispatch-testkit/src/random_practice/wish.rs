//! Random requests.

use dispatch_core::{
    BookingId, Client, LocationIndex, Minutes, Request, RequestItem, RulebookDocument, ServiceIndex, Span,
    When,
};
use proptest::{collection::vec, option, prelude::*, sample::Index};

use super::{
    client::{Asks, asks},
    days::{Days, Moment, moment},
    spacing::{self, Had},
    standing::STANDING,
    values::lane,
};

/// A further service of a visit.
type Further = (Index, Option<Index>, Option<Index>);

/// A request, before it is known who there is.
#[derive(Clone, Debug)]
pub(super) struct Wish {
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

pub(super) fn wish() -> impl Strategy<Value = Wish> {
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

    pub(super) fn request(&self, booking: BookingId, document: &RulebookDocument, days: &Days) -> Request {
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
