//! The rules once more, straight from the document, minute by minute and with nested loops. It shares no code with
//! the solver and takes no care of speed: it is there to be read, and to be compared with.

mod added;
mod case;
mod clearance;
mod clock;
mod combinations;
mod free;
mod hours;
mod judge;
mod limits;
mod menu;
mod outcome;
mod overrun;
mod ranking;
mod spacing;
mod supervision;
mod supervisor;
mod unreadable;
mod visit;

use dispatch_core::{Block, Horizon, Lane, Occupancy, ReasonCode, Request, RulebookDocument, When};

pub use outcome::{ReferenceCandidate, ReferenceOutcome};

use case::{ReferenceCase, Standing};
use clock::Clock;
use hours::Hours;
use menu::Whom;

/// Decides one booking over a schedule given as plain lists.
#[must_use]
pub fn decide(
    document: &RulebookDocument,
    horizon: Horizon,
    occupancies: &[Occupancy],
    blocks: &[Block],
    unreadable: &[Lane],
    request: &Request,
) -> ReferenceOutcome {
    let flagged = |reason| ReferenceOutcome { flags: vec![reason], ..ReferenceOutcome::default() };
    if request.items.len() > 6 {
        return flagged(ReasonCode::SeveralServices);
    }
    let zone = document.locations.first().map_or("UTC", |location| location.time_zone.as_str());
    let clock = Clock::new(zone, horizon);
    let hours = Hours::new(document, horizon);
    // What the booking itself holds already does not stand in its way.
    let others: Vec<_> = occupancies.iter().filter(|other| other.booking != request.booking).collect();
    let mut menu = Vec::new();
    for item in &request.items {
        let Some(service) = document.services.get(item.service.position()) else {
            return flagged(ReasonCode::UnknownService);
        };
        let whom = |uncleared| Whom { new: request.client.new, uncleared };
        menu.push([false, true].map(|uncleared| added::service(service, item, whom(uncleared))));
    }
    let mut cases = Vec::new();
    for (item, as_given) in request.items.iter().zip(&menu) {
        let (clock, hours, others) = (&clock, &hours, &others);
        let whom = Whom { new: request.client.new, uncleared: false };
        let service = &as_given[0];
        let roles = menu::roles(document, service, whom);
        let supervisor = supervisor::supervisor(document, service, whom);
        let standing = Standing::Cleared;
        cases.push(ReferenceCase {
            document,
            clock,
            hours,
            others,
            blocks,
            unreadable,
            request,
            item,
            as_given,
            service,
            whom,
            roles,
            supervisor,
            standing,
        });
    }
    match (cases.as_slice(), request.when) {
        ([], _) => flagged(ReasonCode::UnknownService),
        ([case], When::At(start)) => case.on_the_day(start.0, &[]).judge(start.0),
        ([case], When::Within { window, grid }) => case.earliest(window, grid.0.max(1)),
        (several, _) => visit::decide(several),
    }
}
