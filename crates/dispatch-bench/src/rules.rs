//! The rulebook that an instance amounts to: one service a shape, one credential a list of providers, hours in UTC.

use std::collections::BTreeMap;

use dispatch_core::{Criteria, Horizon, PathStep, Rulebook, RulebookDocument, RulebookError};
use serde_json::{Value, json};

use crate::{
    error::InstanceError,
    instance::{Booking, Instance, Query, Wanted},
};

/// The one location.
pub(crate) const LOCATION: &str = "main";

/// What bookings and queries have in common: each distinct shape is one service of the menu.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shape<'a> {
    minutes: u16,
    provider: Kept<'a>,
    room: Option<Kept<'a>>,
    device: Option<Kept<'a>>,
}

/// Who or what may serve, and the minutes kept free around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept<'a> {
    any_of: &'a [String],
    before: u16,
    after: u16,
}

impl<'a> Kept<'a> {
    fn of(wanted: &'a Wanted) -> Self {
        Self { any_of: &wanted.any_of, before: wanted.before, after: wanted.after }
    }

    fn buffer(kept: Option<&Self>) -> Value {
        kept.map_or_else(|| json!({}), |kept| json!({ "before": kept.before, "after": kept.after }))
    }
}

impl<'a> Shape<'a> {
    pub(crate) fn of_booking(booking: &'a Booking) -> Self {
        let Booking { minutes, provider, room, device, .. } = booking;
        let (any_of, before, after) = (provider.any_of.as_slice(), provider.before, provider.after);
        let (room, device) = (room.as_ref().map(Kept::of), device.as_ref().map(Kept::of));
        Self { minutes: *minutes, provider: Kept { any_of, before, after }, room, device }
    }

    pub(crate) fn of_query(query: &'a Query) -> Self {
        let Query { minutes, provider, room, device, .. } = query;
        let (any_of, before, after) = (provider.any_of.as_slice(), provider.before, provider.after);
        let (room, device) = (room.as_ref().map(Kept::of), device.as_ref().map(Kept::of));
        Self { minutes: *minutes, provider: Kept { any_of, before, after }, room, device }
    }

    /// A list without entries names nobody; in a rulebook it would name all.
    fn names_somebody(&self) -> bool {
        let lists = [Some(&self.provider), self.room.as_ref(), self.device.as_ref()];
        lists.into_iter().flatten().all(|kept| !kept.any_of.is_empty())
    }
}

/// A rulebook, and the code under which it knows each shape. A shape that nothing could ever serve has none.
pub(crate) struct Rules<'a> {
    pub(crate) rulebook: Rulebook,
    pub(crate) codes: BTreeMap<Shape<'a>, String>,
}

impl<'a> Rules<'a> {
    pub(crate) fn of(instance: &'a Instance) -> Result<Self, InstanceError> {
        let shapes = instance.bookings.iter().map(Shape::of_booking);
        let shapes = shapes.chain(instance.queries.iter().map(Shape::of_query));
        let mut codes = BTreeMap::new();
        for shape in shapes.filter(Shape::names_somebody) {
            let code = format!("shape-{}", codes.len());
            codes.entry(shape).or_insert(code);
        }
        match compile(instance, &codes)? {
            Ok(rulebook) => Ok(Self { rulebook, codes }),
            // A booking that cannot be had is a fair question here, and a fault in a practice's rulebook.
            Err(faults) => {
                let dropped = impossible(&faults)?;
                codes = codes
                    .into_iter()
                    .enumerate()
                    .filter(|(at, _)| !dropped.contains(at))
                    .map(|(_, entry)| entry)
                    .collect();
                let rulebook = compile(instance, &codes)?.map_err(|faults| refused(&faults))?;
                Ok(Self { rulebook, codes })
            }
        }
    }
}

/// The positions of the services that the faults are about; an error if anything else is wrong.
fn impossible(faults: &[RulebookError]) -> Result<Vec<usize>, InstanceError> {
    const NEVER_SERVED: [&str; 3] = ["never_fits", "impossible_together", "impossible_need"];
    let service = |fault: &RulebookError| match fault.path().0.as_slice() {
        [PathStep::Field(list), PathStep::Position(at), ..] if list == "service" => Some(*at),
        _ => None,
    };
    let never_served = |fault: &RulebookError| NEVER_SERVED.contains(&fault.code());
    let dropped = |fault: &RulebookError| if never_served(fault) { service(fault) } else { None };
    let dropped: Option<Vec<usize>> = faults.iter().map(dropped).collect();
    dropped.ok_or_else(|| refused(faults))
}

fn refused(faults: &[RulebookError]) -> InstanceError {
    let Some(fault) = faults.first() else {
        return InstanceError::new("rulebook", "it was refused without a reason", "report this");
    };
    InstanceError::new(format_args!("as a rulebook, {}", fault.path()), fault.message(), fault.help())
}

fn compile(
    instance: &Instance,
    codes: &BTreeMap<Shape<'_>, String>,
) -> Result<Result<Rulebook, Vec<RulebookError>>, InstanceError> {
    let document: RulebookDocument = serde_json::from_value(document(instance, codes))
        .map_err(|fault| InstanceError::new("as a rulebook", fault, "report this"))?;
    // The first of January 1970, so that the minutes of the instance are the core's own.
    let horizon = Horizon { first: Default::default(), days: instance.days };
    let compiled = Rulebook::compile(&document, horizon, &Criteria::builtin());
    Ok(compiled.map(|compiled| compiled.rulebook))
}

/// Written as JSON, so that every field that is not named here has its default.
fn document(instance: &Instance, codes: &BTreeMap<Shape<'_>, String>) -> Value {
    let lists = lists(codes);
    let credentials: Vec<Value> = lists.values().map(|id| json!({ "id": id })).collect();
    let providers = instance.providers.iter().map(|provider| {
        let held = lists.iter().filter(|(list, _)| list.contains(&provider.id));
        let held: Vec<Value> = held.map(|(_, id)| json!({ "id": id })).collect();
        let breaks = breaks(&provider.breaks, [instance.open, instance.close]);
        let breaks: Vec<Value> = breaks.into_iter().map(|pause| json!({ "at": range(pause) })).collect();
        json!({ "id": provider.id, "credentials": held, "breaks": breaks })
    });
    let rooms = instance.rooms.iter().map(|one| json!({ "id": room(&one.id), "kind": "room" }));
    let devices = instance.devices.iter().map(|one| {
        let fixed_in = one.fixed_in.as_deref().map(room);
        json!({ "id": device(&one.id), "kind": "device", "fixed_in": fixed_in })
    });
    let hours = range([instance.open, instance.close]);
    json!({
        "practice": "instance",
        "location": [{ "id": LOCATION, "time_zone": "UTC", "hours": { "daily": [hours] } }],
        "credential": credentials,
        "provider": providers.collect::<Vec<_>>(),
        "resource": rooms.chain(devices).collect::<Vec<_>>(),
        "service": codes.iter().map(|(shape, code)| service(shape, code, &lists)).collect::<Vec<_>>(),
        "ranking": {
            "criteria": [{ "by": "requested" }, { "by": "rulebook_order" }],
            "resource_order": "listed",
        },
    })
}

/// Distinct lists of providers, each with the credential that exactly they hold.
fn lists<'a>(codes: &BTreeMap<Shape<'a>, String>) -> BTreeMap<&'a [String], String> {
    let mut lists = BTreeMap::new();
    for shape in codes.keys() {
        let id = format!("list-{}", lists.len());
        lists.entry(shape.provider.any_of).or_insert(id);
    }
    lists
}

fn service(shape: &Shape<'_>, code: &str, lists: &BTreeMap<&[String], String>) -> Value {
    let room = shape.room.as_ref().map(|kept| ("room", kept, room as fn(&str) -> String));
    let device = shape.device.as_ref().map(|kept| ("device", kept, device as fn(&str) -> String));
    let need = |(kind, kept, name): (&str, &Kept<'_>, fn(&str) -> String)| {
        let any_of: Vec<String> = kept.any_of.iter().map(|id| name(id)).collect();
        json!({ "kind": kind, "any_of": any_of })
    };
    let needs: Vec<Value> = [room, device].into_iter().flatten().map(need).collect();
    json!({
        "code": code,
        "minutes": shape.minutes,
        "qualification": [[lists.get(shape.provider.any_of)]],
        "needs": needs,
        "buffers": {
            "provider": Kept::buffer(Some(&shape.provider)),
            "room": Kept::buffer(shape.room.as_ref()),
            "device": Kept::buffer(shape.device.as_ref()),
        },
    })
}

/// Rooms and devices share one list in a rulebook, so a room and a device of one name are told apart.
pub(crate) fn room(id: &str) -> String {
    format!("room {id}")
}

pub(crate) fn device(id: &str) -> String {
    format!("device {id}")
}

/// The breaks inside the opening hours, in order, those that overlap joined.
fn breaks(breaks: &[[u16; 2]], [open, close]: [u16; 2]) -> Vec<[u16; 2]> {
    let mut inside: Vec<[u16; 2]> =
        breaks.iter().map(|[from, to]| [*from.max(&open), *to.min(&close)]).collect();
    inside.retain(|[from, to]| from < to);
    inside.sort_unstable();
    let mut joined: Vec<[u16; 2]> = Vec::with_capacity(inside.len());
    for [from, to] in inside {
        match joined.last_mut() {
            Some(last) if from <= last[1] => last[1] = last[1].max(to),
            _ => joined.push([from, to]),
        }
    }
    joined
}

fn range([from, to]: [u16; 2]) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}
