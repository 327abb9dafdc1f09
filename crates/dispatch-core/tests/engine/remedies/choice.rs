//! Reasons about who treats and in which room.

use dispatch_core::{
    Cure, ReasonCode,
    engine::{FieldAuthority, Resolution},
};
use serde_json::json;

use super::{
    row::Row,
    scene::{Scene, asked_for_one_who_is_off, filler, rooms_on_the_platform},
};
use crate::desk::{appointment, chosen, connection, document, requested};

pub(super) const ROWS: &[Row] = &[
    Row::new(ReasonCode::Tie, Cure::Provider, "named in the answer", tie, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::Tie, Cure::Provider, "shown on the platform", tie, |scene| {
        scene.show_provider("P1");
    }),
    Row::new(ReasonCode::Tie, Cure::Word, "the platform's stays", tie, Scene::keep_platform),
    Row::new(ReasonCode::Vip, Cure::Provider, "named in the answer", vip, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::Vip, Cure::Provider, "shown on the platform", vip, |scene| {
        scene.show_provider("P1");
    }),
    Row::new(ReasonCode::Vip, Cure::Word, "the platform's stays", vip, Scene::keep_platform),
    Row::new(ReasonCode::NobodyQualified, Cure::Time, "a day on which somebody is", lapsed, |scene| {
        scene.take("technician", "11 14:00");
    }),
    Row::new(ReasonCode::NobodyQualified, Cure::Time, "moved on the platform", lapsed, |scene| {
        scene.show_start("11 14:00");
    }),
    Row::new(ReasonCode::NobodyQualified, Cure::Fact, "the credential is renewed", lapsed, |scene| {
        scene.revise(|rules| rules["provider"][3]["credentials"][0] = json!({ "id": "laser" }));
    }),
    Row::new(ReasonCode::NobodyFree, Cure::Provider, "named against the rules", nobody_free, |scene| {
        scene.take_over("nurse", "12 14:00");
    }),
    Row::new(ReasonCode::NobodyFree, Cure::Provider, "shown on the platform", nobody_free, |scene| {
        scene.show_provider("P3");
    }),
    Row::new(ReasonCode::NobodyFree, Cure::Time, "named in the answer", nobody_free, |scene| {
        scene.take("junior", "12 16:30");
    }),
    Row::new(ReasonCode::NobodyFree, Cure::Time, "moved on the platform", nobody_free, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::NobodyFree, Cure::Fact, "one of them is back", nobody_free, |scene| {
        scene.back_at_work("P2");
    }),
    Row::new(ReasonCode::NoResource, Cure::Time, "named in the answer", no_room, |scene| {
        scene.take("senior", "12 16:30");
    }),
    Row::new(ReasonCode::NoResource, Cure::Time, "moved on the platform", no_room, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::NoResource, Cure::Room, "named against the rules", no_room, |scene| {
        scene.answer(Resolution::Override(chosen("12 14:00", &[("senior", &["room-1"])])));
    }),
    Row::new(ReasonCode::NoResource, Cure::Room, "chosen on the platform", no_room, |scene| {
        scene.show_room("R1");
    }),
    Row::new(ReasonCode::NoResource, Cure::Fact, "a room is repaired", no_room, |scene| {
        scene.repaired("R1");
    }),
    Row::new(
        ReasonCode::RequestedUnavailable,
        Cure::Provider,
        "named in the answer",
        asked_for_one_who_is_off,
        |scene| scene.take("junior", "12 14:00"),
    ),
    Row::new(
        ReasonCode::RequestedUnavailable,
        Cure::Provider,
        "shown on the platform",
        asked_for_one_who_is_off,
        |scene| scene.show_provider("P2"),
    ),
    Row::new(
        ReasonCode::RequestedUnavailable,
        Cure::Time,
        "named in the answer",
        asked_for_one_who_is_off,
        |scene| scene.take("senior", "12 16:30"),
    ),
    Row::new(
        ReasonCode::RequestedUnavailable,
        Cure::Time,
        "moved on the platform",
        asked_for_one_who_is_off,
        |scene| scene.show_start("12 16:30"),
    ),
    Row::new(
        ReasonCode::RequestedUnavailable,
        Cure::Word,
        "she comes in for it",
        asked_for_one_who_is_off,
        |scene| scene.take_over("senior", "12 14:00"),
    ),
    Row::new(
        ReasonCode::RequestedUnavailable,
        Cure::Word,
        "the platform's stays",
        asked_for_one_who_is_off,
        Scene::keep_platform,
    ),
    Row::new(
        ReasonCode::RequestedUnavailable,
        Cure::Fact,
        "the provider is back",
        asked_for_one_who_is_off,
        |scene| scene.back_at_work("P1"),
    ),
    Row::new(ReasonCode::CalendarUnreadable, Cure::Provider, "named in the answer", unread, |scene| {
        scene.take("junior", "12 14:00");
    }),
    Row::new(ReasonCode::CalendarUnreadable, Cure::Provider, "shown on the platform", unread, |scene| {
        scene.show_provider("P2");
    }),
    Row::new(
        ReasonCode::CalendarUnreadable,
        Cure::Time,
        "when another can",
        unread_and_others_off,
        |scene| {
            scene.take("junior", "12 16:30");
        },
    ),
    Row::new(ReasonCode::CalendarUnreadable, Cure::Time, "moved there", unread_and_others_off, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::CalendarUnreadable, Cure::Fact, "it can be read again", unread, |scene| {
        scene.calendar("P1", true);
    }),
    Row::new(ReasonCode::CalendarUnreadable, Cure::Word, "somebody has looked", unread, |scene| {
        scene.take_over("senior", "12 14:00");
    }),
    Row::new(ReasonCode::CalendarUnreadable, Cure::Word, "the platform's stays", unread, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::NoFurtherProvider, Cure::Provider, "shown on the platform", no_assistant, |scene| {
        scene.show_provider("P2");
    }),
    Row::new(
        ReasonCode::NoFurtherProvider,
        Cure::Provider,
        "named against the rules",
        no_assistant,
        |scene| {
            scene.take_over("junior", "12 14:00");
        },
    ),
    Row::new(ReasonCode::NoFurtherProvider, Cure::Time, "named in the answer", no_assistant, |scene| {
        scene.take("senior", "12 16:30");
    }),
    Row::new(ReasonCode::NoFurtherProvider, Cure::Time, "moved on the platform", no_assistant, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::NoFurtherProvider, Cure::Fact, "an assistant is back", no_assistant, |scene| {
        scene.back_at_work("P3");
    }),
    Row::new(ReasonCode::NoSupervisor, Cure::Provider, "shown on the platform", no_supervisor, |scene| {
        scene.show_provider("P1");
    }),
    Row::new(ReasonCode::NoSupervisor, Cure::Provider, "named against the rules", no_supervisor, |scene| {
        scene.take_over("senior", "12 14:00");
    }),
    Row::new(ReasonCode::NoSupervisor, Cure::Time, "named in the answer", no_supervisor, |scene| {
        scene.take("nurse", "12 16:30");
    }),
    Row::new(ReasonCode::NoSupervisor, Cure::Time, "moved on the platform", no_supervisor, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::NoSupervisor, Cure::Fact, "the director is back", no_supervisor, |scene| {
        scene.back_at_work("P9");
    }),
    Row::new(ReasonCode::WishesUnmet, Cure::Provider, "named against the wish", wish, |scene| {
        scene.take_over("senior", "12 14:00");
    }),
    Row::new(ReasonCode::WishesUnmet, Cure::Provider, "shown on the platform", wish, |scene| {
        scene.show_provider("P1");
    }),
    Row::new(ReasonCode::WishesUnmet, Cure::Time, "named in the answer", wish, |scene| {
        scene.take("junior", "12 16:30");
    }),
    Row::new(ReasonCode::WishesUnmet, Cure::Time, "moved on the platform", wish, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::WishesUnmet, Cure::Fact, "one who meets them is back", wish, |scene| {
        scene.back_at_work("P2");
    }),
    Row::new(ReasonCode::WishesUnmet, Cure::Word, "the client gives in", wish, |scene| {
        scene.take_over("senior", "12 14:00");
    }),
    Row::new(ReasonCode::DeskTask, Cure::Provider, "shown on the platform", only_there, |scene| {
        scene.show_provider("P1");
    }),
    Row::new(ReasonCode::DeskTask, Cure::Fact, "the room is set there", wrong_room, |scene| {
        scene.show_room("R1");
    }),
    Row::new(ReasonCode::DeskTask, Cure::Word, "the platform's stays", only_there, Scene::keep_platform),
    Row::new(ReasonCode::DeskTask, Cure::Word, "it is seen to", wrong_room, Scene::done),
];

fn tie() -> Scene {
    let mut rules = document();
    rules["ranking"] = json!({ "criteria": [{ "by": "requested" }] });
    Scene::with(rules, appointment("a", "FILLER", "12 14:00", "P2")).book()
}

fn vip() -> Scene {
    let mut booked = appointment("a", "FILLER", "12 14:00", "P2");
    booked.about_client.vip = true;
    Scene::of(booked).book()
}

/// The one technician may not use the laser any more on Friday.
fn lapsed() -> Scene {
    let mut rules = document();
    rules["provider"][3]["credentials"][0]["until"] = json!("2026-06-11");
    Scene::with(rules, appointment("a", "LASER", "12 14:00", "P4")).book()
}

fn nobody_free() -> Scene {
    let scene = Scene::of(filler()).time_off("P1");
    scene.time_off("P2").book()
}

fn no_room() -> Scene {
    let scene = Scene::at(document(), &rooms_on_the_platform(), filler());
    scene.out_of_service("R1").out_of_service("R2").book()
}

fn unread() -> Scene {
    let mut scene = Scene::of(requested(filler()));
    scene.calendar("P1", false);
    scene.book()
}

fn unread_and_others_off() -> Scene {
    let mut scene = Scene::of(filler()).time_off("P2");
    scene.calendar("P1", false);
    scene.book()
}

/// The filler takes an assistant, and all who could assist are off at two.
fn no_assistant() -> Scene {
    let mut rules = document();
    let needs = rules["service"][0]["needs"].as_array_mut().unwrap();
    needs.push(json!({ "kind": "provider", "role": "assistant", "qualification": [["rn"]] }));
    let scene = Scene::with(rules, filler()).time_off("P2");
    scene.time_off("P3").book()
}

/// The director is off at two, and so are those who need no supervisor.
fn no_supervisor() -> Scene {
    let mut rules = document();
    for id in ["md", "np"] {
        rules["credential"].as_array_mut().unwrap().push(json!({ "id": id }));
    }
    rules["provider"][0]["credentials"].as_array_mut().unwrap().push(json!({ "id": "np" }));
    rules["provider"].as_array_mut().unwrap().push(json!({
        "id": "director", "aliases": ["P9"], "credentials": [{ "id": "md" }], "shifts": {},
        "supervises": { "at_once": 2, "hours": { "daily": ["08:00-20:00"] } },
    }));
    rules["service"][1]["supervision"] =
        json!({ "by": [["md"]], "presence": "reachable", "unless": [["np"]] });
    let scene = Scene::with(rules, requested(appointment("a", "TOX", "12 14:00", "P3")));
    scene.time_off("P9").time_off("P1").book()
}

/// Only the junior speaks the client's language, and they are off at two.
fn wish() -> Scene {
    let mut rules = document();
    rules["provider"][1]["languages"] = json!(["spanish"]);
    let mut booked = appointment("a", "FILLER", "12 14:00", "P2");
    booked.about_client.language = Some(dispatch_core::Wish::Must("spanish".to_owned()));
    Scene::with(rules, booked).time_off("P2").book()
}

/// A provider who may not treat, and only the platform can set another.
fn only_there() -> Scene {
    let mut connection = connection();
    connection.authority.provider = FieldAuthority::Platform;
    Scene::at(document(), &connection, appointment("a", "FILLER", "12 14:00", "P3")).book()
}

/// A room that is out of service, and only the platform can set another.
fn wrong_room() -> Scene {
    let mut connection = connection();
    connection.authority.room = FieldAuthority::Platform;
    let mut booked = filler();
    booked.items[0].resources = vec!["R2".into()];
    Scene::at(document(), &connection, booked).out_of_service("R2").book()
}
