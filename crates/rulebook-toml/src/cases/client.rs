//! The client of a case: wishes, clearances and history, with their names looked up.

use dispatch_core::{
    Attended, ClearanceIndex, Cleared, Client, DocumentPath, History, Rulebook, Wish,
    calendar::local::{Edge, LocalTime},
};

use super::{
    document::{ClearedDocument, ClientDocument, WishDocument},
    faults::Faults,
    standing::Place,
};

pub(super) fn client(
    faults: &mut Faults<'_, '_>,
    place: Place<'_>,
    client: &ClientDocument,
    path: &DocumentPath,
) -> Client {
    let Place { rulebook, zone, date } = place;
    let last_provider = client.last_provider.as_deref();
    let mut avoid = Vec::new();
    for (at, name) in client.avoid.iter().enumerate() {
        avoid.extend(faults.provider(rulebook, &path.field("avoid").position(at), Some(name)));
    }
    Client {
        vip: client.vip,
        new: client.new,
        avoid,
        last_provider: faults.provider(rulebook, &path.field("last_provider"), last_provider),
        gender: wish(faults, client.gender.as_ref(), &path.field("gender")),
        language: wish(faults, client.language.as_ref(), &path.field("language")),
        clearances: clearances(faults, rulebook, client.clearances.as_deref(), &path.field("clearances")),
        history: history(faults, place, client, path),
        busy: client.busy.iter().map(|range| zone.span(date, *range)).collect(),
    }
}

fn history(
    faults: &mut Faults<'_, '_>,
    place: Place<'_>,
    client: &ClientDocument,
    path: &DocumentPath,
) -> History {
    let mut history = History { services: Vec::new(), complete: client.history.is_some() };
    for (at, one) in client.history.iter().flatten().enumerate() {
        let path = path.field("history").position(at);
        let start = match one.time {
            Some(time) => faults.minute(&path.field("time"), place.zone, one.date, time),
            None => Some(place.zone.utc(one.date, LocalTime(0), Edge::Start)),
        };
        let service = faults.service(place.rulebook, &path.field("service"), &one.service);
        if let (Some(service), Some(start)) = (service, start) {
            history.services.push(Attended { service, start });
        }
    }
    history
}

fn clearances(
    faults: &mut Faults<'_, '_>,
    rulebook: &Rulebook,
    had: Option<&[ClearedDocument]>,
    path: &DocumentPath,
) -> Option<Vec<Cleared>> {
    let mut cleared = Vec::new();
    for (at, one) in had?.iter().enumerate() {
        match rulebook.clearance(&one.id) {
            Some(clearance) => cleared.push(Cleared { clearance, on: one.on }),
            None => {
                let known = (0..).map_while(|at| rulebook.clearance_name(ClearanceIndex(at)));
                let known: Vec<_> = known.map(|(id, _)| id.as_str()).collect();
                let path = path.position(at).field("id");
                faults.unknown(&path, "clearance", &one.id, known.iter().copied());
            }
        }
    }
    Some(cleared)
}

fn wish(faults: &mut Faults<'_, '_>, wish: Option<&WishDocument>, path: &DocumentPath) -> Option<Wish> {
    match wish? {
        WishDocument { must: Some(word), prefer: None } => Some(Wish::Must(word.clone())),
        WishDocument { must: None, prefer: Some(word) } => Some(Wish::Prefer(word.clone())),
        _ => {
            let message = "a wish is either a condition or a preference";
            faults.add(path, "unclear_wish", message, "write `must = ...` or `prefer = ...`");
            None
        }
    }
}
