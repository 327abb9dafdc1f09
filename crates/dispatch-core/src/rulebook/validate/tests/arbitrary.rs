//! No document makes the compiler panic, and what has no faults is laid out.

use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Value, json};

use crate::rulebook::{Criteria, Horizon, Rulebook, RulebookDocument};

/// Few names, so that references hit as often as they miss.
fn name() -> impl Strategy<Value = &'static str> {
    select(vec!["a", "b", "c", "room", "device", "provider", "", "é"])
}

fn names(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    vec(name(), 0..=most)
}

fn minutes() -> impl Strategy<Value = i32> {
    select(vec![1, 5, 30, 60, 480, 0, -1, 1440, 1441, i32::MAX, i32::MIN])
}

fn range() -> impl Strategy<Value = &'static str> {
    select(vec![
        "09:00-18:00",
        "00:00-24:00",
        "20:00-02:00",
        "08:00-09:00",
        "01:00-00:30",
        "23:59-00:01",
        "00:00-00:01",
    ])
}

fn week() -> impl Strategy<Value = Value> {
    let days = vec((select(vec!["daily", "weekdays", "fri", "sat", "sun", "mon"]), vec(range(), 0..3)), 0..4);
    days.prop_map(|days| days.into_iter().map(|(day, ranges)| (day.to_owned(), json!(ranges))).collect())
}

fn date() -> impl Strategy<Value = &'static str> {
    select(vec![
        "2026-06-12",
        "2026-06-13",
        "2026-03-08",
        "2026-11-01",
        "2011-12-30",
        "0001-01-01",
        "9999-12-31",
        "-262143-01-01",
        "+262142-12-31",
    ])
}

fn buffers() -> impl Strategy<Value = Value> {
    let one =
        || (minutes(), minutes()).prop_map(|(before, after)| json!({ "before": before, "after": after }));
    let none = || Just(json!({}));
    let all = (prop_oneof![none(), one()], prop_oneof![none(), one()], prop_oneof![none(), one()]);
    all.prop_map(|(provider, room, device)| json!({ "provider": provider, "room": room, "device": device }))
}

fn location() -> impl Strategy<Value = Value> {
    let zone = select(vec!["America/New_York", "UTC", "Pacific/Apia", "Australia/Lord_Howe", "Nowhere"]);
    (name(), names(1), zone, week(), vec(date(), 0..2)).prop_map(|(id, aliases, zone, hours, closures)| {
        json!({ "id": id, "aliases": aliases, "time_zone": zone, "hours": hours, "closures": closures })
    })
}

fn provider() -> impl Strategy<Value = Value> {
    let held = (name(), option::of(date()), option::of(date()))
        .prop_map(|(id, from, until)| json!({ "id": id, "from": from, "until": until }));
    let pause = prop_oneof![
        range().prop_map(|at| json!({ "at": at })),
        (minutes(), range()).prop_map(|(minutes, within)| json!({ "minutes": minutes, "within": within })),
    ];
    let duty = (name(), range(), vec(select(vec!["mon", "fri", "sun"]), 0..3))
        .prop_map(|(name, at, days)| json!({ "name": name, "at": at, "days": days }));
    let away = (name(), option::of(week()), vec((date(), vec(range(), 0..2)), 0..2)).prop_map(
        |(location, shifts, dates)| {
            let dates: Vec<_> =
                dates.into_iter().map(|(date, shifts)| json!({ "date": date, "shifts": shifts })).collect();
            json!({ "location": location, "shifts": shifts, "dates": dates })
        },
    );
    let in_a_row =
        (minutes(), minutes()).prop_map(|(minutes, pause)| json!({ "minutes": minutes, "pause": pause }));
    let dates =
        (date(), vec(range(), 0..3)).prop_map(|(date, shifts)| json!({ "date": date, "shifts": shifts }));
    let own = vec((name(), minutes()), 0..2)
        .prop_map(|own| own.into_iter().map(|(code, m)| (code.to_owned(), json!(m))).collect::<Value>());
    let first = (name(), names(1), option::of(name()), vec(held, 0..3), option::of(week()));
    let second = (
        (vec(dates, 0..2), vec(away, 0..2)),
        vec(pause, 0..3),
        vec(duty, 0..2),
        (option::of(0..3u16), option::of(in_a_row)),
        (own, option::of((0..3u16, option::of(week())))),
    );
    (first, second).prop_map(|((id, aliases, location, credentials, shifts), (dates, breaks, duties, most, (own, supervises)))| {
        let supervises = supervises.map(|(at_once, hours)| json!({ "at_once": at_once, "hours": hours }));
        json!({
            "supervises": supervises,
            "id": id, "aliases": aliases, "location": location, "credentials": credentials, "shifts": shifts,
            "dates": dates.0, "elsewhere": dates.1, "breaks": breaks, "max_appointments_a_day": most.0, "max_in_a_row": most.1, "minutes": own, "duties": duties,
        })
    })
}

fn kind() -> impl Strategy<Value = &'static str> {
    select(vec!["room", "device"])
}

fn resource() -> impl Strategy<Value = Value> {
    (name(), kind(), names(1), option::of(name()), names(2), option::of(name()), option::of(week())).prop_map(
        |(id, kind, aliases, location, capabilities, fixed_in, hours)| {
            json!({
                "id": id, "kind": kind, "aliases": aliases, "location": location, "capabilities": capabilities,
                "fixed_in": fixed_in, "hours": hours,
            })
        },
    )
}

fn service() -> impl Strategy<Value = Value> {
    let need = (kind(), option::of(name()), names(1), names(1)).prop_map(|(kind, role, capabilities, any_of)| {
        json!({ "kind": kind, "role": role, "capabilities": capabilities, "any_of": any_of })
    });
    let only = option::of(select(vec!["new_client", "clearance_missing"]));
    let phase = (name(), minutes(), names(3), only).prop_map(
        |(name, minutes, uses, only)| json!({ "name": name, "minutes": minutes, "uses": uses, "only": only }),
    );
    let first = (name(), names(1), option::of(minutes()), vec(phase, 0..3));
    let presence = select(vec!["in_room", "on_site", "reachable"]);
    let second = (
        vec(names(2), 0..2),
        vec(need, 0..4),
        buffers(),
        option::of(-1..2i64),
        option::of(minutes()),
        (option::of(0..2), option::of((vec(names(2), 0..2), presence, vec(names(2), 0..2)))),
        (option::of(name()), names(2)),
    );
    (first, second).prop_map(|((code, aliases, minutes, phases), rest)| {
        let (qualification, needs, buffers, price, lead, (furthest, supervision), (category, clearance)) =
            rest;
        let supervision = supervision
            .map(|(by, presence, unless)| json!({ "by": by, "presence": presence, "unless": unless }));
        json!({
            "supervision": supervision,
            "code": code, "aliases": aliases, "minutes": minutes, "phases": phases,
            "qualification": qualification, "needs": needs, "buffers": buffers, "price": price,
            "lead_minutes": lead, "furthest_days": furthest, "category": category, "clearance": clearance,
        })
    })
}

fn spacing() -> impl Strategy<Value = Value> {
    let days = || option::of(select(vec![0u16, 1, 14, u16::MAX]));
    let same_day = option::of(select(vec!["never", "in_order", "any_order"]));
    (name(), name(), days(), days(), same_day).prop_map(|(after, then, least, most, same_day)| {
        json!({
            "after": after, "then": then, "at_least_days": least, "at_most_days": most, "same_day": same_day,
        })
    })
}

fn document() -> impl Strategy<Value = Value> {
    let lists = (
        vec(location(), 0..3),
        vec(name().prop_map(|id| json!({ "id": id })), 0..3),
        vec(provider(), 0..4),
        vec(resource(), 0..5),
        (
            vec(service(), 0..4),
            vec(name().prop_map(|id| json!({ "id": id, "valid_days": 3 })), 0..3),
            vec(spacing(), 0..3),
        ),
    );
    let by = select(vec!["requested", "seniority", "lighter_day", "nothing"]);
    let ranked = (by, -1..2i64).prop_map(|(by, tolerance)| json!({ "by": by, "tolerance": tolerance }));
    let rest = (vec(ranked, 0..3), vec(minutes(), 0..3), minutes(), option::of(range()));
    (lists, rest).prop_map(|((locations, credentials, providers, resources, services), rest)| {
        let (criteria, reminders, deadline, quiet) = rest;
        let (services, clearances, spacings) = services;
        json!({
            "practice": "any", "location": locations, "credential": credentials, "provider": providers,
            "resource": resources, "service": services, "clearance": clearances, "spacing": spacings, "ranking": { "criteria": criteria },
            "exceptions": { "deadline": deadline, "high_value": deadline },
            "cadence": { "reminders": reminders, "quiet_hours": quiet, "least_gap": deadline },
        })
    })
}

fn horizon() -> impl Strategy<Value = Horizon> {
    (date(), select(vec![0u16, 1, 3, 20, 801, u16::MAX]))
        .prop_map(|(first, days)| Horizon { first: first.parse().unwrap(), days })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_document_makes_the_compiler_panic(document in document(), horizon in horizon()) {
        let document: RulebookDocument = serde_json::from_value(document).unwrap();
        if let Ok(compiled) = Rulebook::compile(&document, horizon, &Criteria::builtin()) {
            prop_assert_eq!(compiled.rulebook.table.days(), usize::from(horizon.days));
        }
    }

    /// One change at a random place of a document without faults.
    #[test]
    fn no_change_of_a_sound_document_makes_the_compiler_panic(
        pick in any::<prop::sample::Index>(),
        number in minutes(),
        text in name(),
    ) {
        let mut document = super::base();
        let mut leaves = Vec::new();
        leaf_paths(&document, String::new(), &mut leaves);
        let path = pick.get(&leaves);
        let leaf = document.pointer_mut(path).unwrap();
        *leaf = if leaf.is_number() { json!(number) } else { json!(text) };
        if let Ok(document) = serde_json::from_value::<RulebookDocument>(document) {
            let _ = Rulebook::compile(&document, super::horizon(), &Criteria::builtin());
        }
    }
}

fn leaf_paths(value: &Value, path: String, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| leaf_paths(value, format!("{path}/{at}"), found));
        }
        Value::Object(table) => {
            table.iter().for_each(|(key, value)| leaf_paths(value, format!("{path}/{key}"), found));
        }
        _ => found.push(path),
    }
}
