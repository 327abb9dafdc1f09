//! Faults of an instance: all that makes no sense, found before any rulebook is made of it.

use std::collections::BTreeSet;

use crate::{
    error::InstanceError,
    instance::{Booking, FORMAT, Instance, Standing},
};

const MINUTES_A_DAY: u16 = 1440;
const MOST_DAYS: u16 = 800;

/// The first fault, if there is one.
pub(crate) fn first(instance: &Instance) -> Result<(), InstanceError> {
    if instance.format != FORMAT {
        let message = format!("`{}` is not known", instance.format);
        return Err(InstanceError::new("format", message, format!("write `{FORMAT}`")));
    }
    length("grid", instance.grid)?;
    range("open", [instance.open, instance.close])?;
    if !(1..=MOST_DAYS).contains(&instance.days) {
        let message = format!("{} days are not supported", instance.days);
        return Err(InstanceError::new("days", message, format!("use 1 to {MOST_DAYS}")));
    }
    if [instance.open, instance.close] == [0, MINUTES_A_DAY] && instance.days > 1 {
        let message = "a day that never closes runs into the next day, and bookings must not";
        return Err(InstanceError::new("close", message, "close for a minute, or use one day"));
    }
    let names = Names {
        providers: names("providers", instance.providers.iter().map(|one| one.id.as_str()))?,
        rooms: names("rooms", instance.rooms.iter().map(|one| one.id.as_str()))?,
        devices: names("devices", instance.devices.iter().map(|one| one.id.as_str()))?,
    };
    for (at, provider) in instance.providers.iter().enumerate() {
        for (position, pause) in provider.breaks.iter().enumerate() {
            range(&format!("providers[{at}].breaks[{position}]"), *pause)?;
        }
    }
    for (at, device) in instance.devices.iter().enumerate() {
        if let Some(room) = &device.fixed_in {
            known(&format!("devices[{at}].in"), "room", &names.rooms, room)?;
        }
    }
    bookings(instance, &names)?;
    for (at, query) in instance.queries.iter().enumerate() {
        let place = format!("queries[{at}]");
        let wanted = Wish {
            minutes: query.minutes,
            provider: (&query.provider.any_of, query.provider.prefers.as_ref()),
            room: query.room.as_ref().map(|wanted| &wanted.any_of),
            device: query.device.as_ref().map(|wanted| &wanted.any_of),
        };
        wish(&place, &names, &wanted)?;
        days(&place, instance.days, &query.days)?;
        range(&format!("{place}.window"), query.window)?;
    }
    standing(instance)
}

/// In the order of their lists.
struct Names<'a> {
    providers: Vec<&'a str>,
    rooms: Vec<&'a str>,
    devices: Vec<&'a str>,
}

fn names<'a>(list: &str, ids: impl Iterator<Item = &'a str>) -> Result<Vec<&'a str>, InstanceError> {
    let ids: Vec<&str> = ids.collect();
    let mut seen = BTreeSet::new();
    match ids.iter().enumerate().find(|(_, id)| !seen.insert(**id)) {
        None => Ok(ids),
        Some((at, id)) => {
            let place = format!("{list}[{at}].id");
            Err(InstanceError::new(place, format!("`{id}` is listed twice"), "give each its own id"))
        }
    }
}

fn known(place: &str, what: &str, names: &[&str], name: &str) -> Result<(), InstanceError> {
    if names.contains(&name) {
        return Ok(());
    }
    let help = format!("use one that is listed: {}", listed(names));
    Err(InstanceError::new(place, format!("there is no {what} `{name}`"), help))
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > shown.len() { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn length(place: &str, minutes: u16) -> Result<(), InstanceError> {
    if (1..=MINUTES_A_DAY).contains(&minutes) {
        return Ok(());
    }
    let message = format!("{minutes} minutes is not a valid length");
    Err(InstanceError::new(place, message, format!("use 1 to {MINUTES_A_DAY}")))
}

fn range(place: &str, [from, to]: [u16; 2]) -> Result<(), InstanceError> {
    if from < to && to <= MINUTES_A_DAY {
        return Ok(());
    }
    let help = format!("use minutes of one day, the first before the second, at most {MINUTES_A_DAY}");
    Err(InstanceError::new(place, format!("{from} to {to} is not a part of a day"), help))
}

fn day(place: &str, days: u16, day: u16) -> Result<(), InstanceError> {
    if day < days {
        return Ok(());
    }
    let help = format!("days are counted from 0; the last is {}", days - 1);
    Err(InstanceError::new(place, format!("there is no day {day}"), help))
}

fn days(place: &str, count: u16, named: &[u16]) -> Result<(), InstanceError> {
    named.iter().enumerate().try_for_each(|(at, one)| day(&format!("{place}.days[{at}]"), count, *one))
}

/// What bookings and queries have in common.
struct Wish<'a> {
    minutes: u16,
    provider: (&'a [String], Option<&'a String>),
    room: Option<&'a Vec<String>>,
    device: Option<&'a Vec<String>>,
}

fn wish(place: &str, names: &Names<'_>, wish: &Wish<'_>) -> Result<(), InstanceError> {
    length(&format!("{place}.minutes"), wish.minutes)?;
    let (any_of, prefers) = wish.provider;
    chosen_from(&format!("{place}.provider"), "provider", &names.providers, any_of)?;
    if let Some(wished) = prefers {
        known(&format!("{place}.provider.prefers"), "provider", &names.providers, wished)?;
    }
    if let Some(any_of) = wish.room {
        chosen_from(&format!("{place}.room"), "room", &names.rooms, any_of)?;
    }
    if let Some(any_of) = wish.device {
        chosen_from(&format!("{place}.device"), "device", &names.devices, any_of)?;
    }
    Ok(())
}

/// The order matters (the first that works is taken), and is the list's: another order would say something that
/// nobody answers.
fn chosen_from(place: &str, what: &str, names: &[&str], any_of: &[String]) -> Result<(), InstanceError> {
    let mut last = None;
    for (at, name) in any_of.iter().enumerate() {
        let place = format!("{place}.any_of[{at}]");
        known(&place, what, names, name)?;
        let position = names.iter().position(|other| other == name);
        if position <= last {
            let message = format!("`{name}` is not in the order of the list of {what}s, each once");
            return Err(InstanceError::new(place, message, "sort `any_of` like that list"));
        }
        last = position;
    }
    Ok(())
}

fn bookings(instance: &Instance, names: &Names<'_>) -> Result<(), InstanceError> {
    let mut seen = BTreeSet::new();
    for (at, booking) in instance.bookings.iter().enumerate() {
        let place = format!("bookings[{at}]");
        if !seen.insert(booking.id) {
            let message = format!("{} is listed twice", booking.id);
            return Err(InstanceError::new(format!("{place}.id"), message, "give each its own number"));
        }
        let wanted = Wish {
            minutes: booking.minutes,
            provider: (&booking.provider.any_of, booking.provider.prefers.as_ref()),
            room: booking.room.as_ref().map(|wanted| &wanted.any_of),
            device: booking.device.as_ref().map(|wanted| &wanted.any_of),
        };
        wish(&place, names, &wanted)?;
        match booking {
            Booking { day: Some(on), start: Some(start), days: None, window: None, .. } => {
                day(&format!("{place}.day"), instance.days, *on)?;
                minute(&format!("{place}.start"), *start)?;
            }
            Booking { day: None, start: None, days: Some(on), window: Some(window), .. } => {
                days(&place, instance.days, on)?;
                range(&format!("{place}.window"), *window)?;
            }
            _ => {
                let help = "give `day` and `start`, or `days` and `window`";
                return Err(InstanceError::new(place, "the booking does not say when", help));
            }
        }
    }
    Ok(())
}

fn minute(place: &str, minute: u16) -> Result<(), InstanceError> {
    if minute < MINUTES_A_DAY {
        return Ok(());
    }
    let help = format!("minutes of a day are 0 to {}", MINUTES_A_DAY - 1);
    Err(InstanceError::new(place, format!("a day has no minute {minute}"), help))
}

fn standing(instance: &Instance) -> Result<(), InstanceError> {
    let mut seen = BTreeSet::new();
    for (at, standing) in instance.standing.iter().enumerate() {
        let place = format!("standing[{at}]");
        let Some(booking) = instance.bookings.iter().find(|booking| booking.id == standing.id) else {
            let message = format!("there is no booking {}", standing.id);
            return Err(InstanceError::new(format!("{place}.id"), message, "use the number of a booking"));
        };
        if !seen.insert(standing.id) {
            let message = format!("{} is in the plan twice", standing.id);
            return Err(InstanceError::new(format!("{place}.id"), message, "remove one of the two"));
        }
        day(&format!("{place}.day"), instance.days, standing.day)?;
        minute(&format!("{place}.start"), standing.start)?;
        roles(&place, booking, standing)?;
    }
    Ok(())
}

fn roles(place: &str, booking: &Booking, standing: &Standing) -> Result<(), InstanceError> {
    let wanted = [
        ("provider", Some(&booking.provider.any_of), Some(&standing.provider)),
        ("room", booking.room.as_ref().map(|wanted| &wanted.any_of), standing.room.as_ref()),
        ("device", booking.device.as_ref().map(|wanted| &wanted.any_of), standing.device.as_ref()),
    ];
    for (role, any_of, given) in wanted {
        let good = match (any_of, given) {
            (Some(any_of), Some(given)) => any_of.contains(given),
            (None, None) => true,
            _ => false,
        };
        if !good {
            let message = format!("booking {} cannot have this {role}", booking.id);
            let help = "give it one of its `any_of` if it needs one, and none otherwise";
            return Err(InstanceError::new(format!("{place}.{role}"), message, help));
        }
    }
    Ok(())
}
