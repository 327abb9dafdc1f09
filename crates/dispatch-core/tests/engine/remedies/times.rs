//! Reasons about the time: opening hours, the horizon, lead times, and what else takes up that time.

use dispatch_core::{
    Cure, ReasonCode,
    engine::{Resolution, Snapshot},
};
use serde_json::json;

use super::{
    row::Row,
    scene::{Scene, filler, rooms_on_the_platform},
};
use crate::desk::{appointment, at, chosen, document, requested, with_status};

pub(super) const ROWS: &[Row] = &[
    Row::new(ReasonCode::OutsideOpening, Cure::Time, "named in the answer", late, |scene| {
        scene.take("senior", "12 16:30");
    }),
    Row::new(ReasonCode::OutsideOpening, Cure::Time, "moved on the platform", late, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::OutsideOpening, Cure::Word, "they stay longer", late, |scene| {
        scene.take_over("senior", "12 17:45");
    })
    .besides(&[ReasonCode::NobodyFree]),
    Row::new(ReasonCode::OutsideOpening, Cure::Word, "the platform's stays", late, Scene::keep_platform)
        .besides(&[ReasonCode::NobodyFree]),
    Row::new(ReasonCode::PlatformConflict, Cure::Provider, "named in the answer", booked_twice, |scene| {
        scene.take("junior", "12 14:00");
    }),
    Row::new(ReasonCode::PlatformConflict, Cure::Provider, "shown on the platform", booked_twice, |scene| {
        scene.show_provider("P2");
    }),
    Row::new(ReasonCode::PlatformConflict, Cure::Time, "named in the answer", booked_twice, |scene| {
        scene.take("senior", "12 15:30");
    }),
    Row::new(ReasonCode::PlatformConflict, Cure::Time, "moved on the platform", booked_twice, |scene| {
        scene.show_start("12 15:30");
    }),
    Row::new(ReasonCode::PlatformConflict, Cure::Room, "shown on the platform", two_in_a_room, |scene| {
        scene.show_room("R2");
    }),
    Row::new(ReasonCode::PlatformConflict, Cure::Fact, "the other is called off", booked_twice, |scene| {
        scene.see(&with_status(first_of_two(), "cancelled"));
    }),
    Row::new(ReasonCode::PlatformConflict, Cure::Fact, "the other leaves the room", two_in_a_room, |scene| {
        scene.see(&with_status(from_before(), "cancelled"));
    }),
    Row::new(ReasonCode::PlatformConflict, Cure::Word, "the platform's stays", booked_twice, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::PlatformConflict, Cure::Word, "it is seen to", two_in_a_room, Scene::done),
    Row::new(ReasonCode::OutsideHorizon, Cure::Time, "named in the answer", far_away, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::OutsideHorizon, Cure::Time, "moved on the platform", far_away, |scene| {
        scene.show_start("12 14:00");
    }),
    Row::new(ReasonCode::OutsideHorizon, Cure::Fact, "the horizon rolls on", far_away, |scene| {
        scene.roll(28);
    }),
    Row::new(ReasonCode::OutsideHorizon, Cure::Word, "the platform's stays", far_away, Scene::keep_platform),
    Row::new(ReasonCode::SeveralServices, Cure::Time, "named in the answer", far_apart, |scene| {
        scene.answer(Resolution::Take(chosen("12 14:00", &[("nurse", &[]), ("senior", &[])])));
    }),
    Row::new(ReasonCode::SeveralServices, Cure::Time, "moved on the platform", far_apart, |scene| {
        scene.show(|booked| {
            booked.items[1].start = at("12 16:25");
            booked.items[1].end = at("12 17:10");
        });
    }),
    Row::new(ReasonCode::SeveralServices, Cure::Word, "the platform's stays", far_apart, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::ManualOverride, Cure::Provider, "shown on the platform", may_not_treat, |scene| {
        scene.show_provider("P2");
    }),
    Row::new(ReasonCode::ManualOverride, Cure::Provider, "named in the answer", may_not_treat, |scene| {
        scene.take("junior", "12 14:00");
    }),
    Row::new(ReasonCode::ManualOverride, Cure::Time, "moved on the platform", given_to_one_off, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::ManualOverride, Cure::Time, "named in the answer", given_to_one_off, |scene| {
        scene.take("junior", "12 16:30");
    }),
    Row::new(ReasonCode::ManualOverride, Cure::Room, "shown on the platform", broken_room, |scene| {
        scene.show_room("R1");
    }),
    Row::new(ReasonCode::ManualOverride, Cure::Fact, "the provider is back", given_to_one_off, |scene| {
        scene.back_at_work("P2");
    }),
    Row::new(ReasonCode::ManualOverride, Cure::Word, "it is seen to", may_not_treat, Scene::done),
    Row::new(ReasonCode::ManualOverride, Cure::Word, "the platform's stays", may_not_treat, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::Displaced, Cure::Provider, "named in the answer", displaced, |scene| {
        scene.take("junior", "12 14:00");
    }),
    Row::new(ReasonCode::Displaced, Cure::Provider, "shown on the platform", displaced, |scene| {
        scene.show_provider("P2");
    }),
    Row::new(ReasonCode::Displaced, Cure::Time, "named in the answer", displaced, |scene| {
        scene.take("senior", "12 16:30");
    }),
    Row::new(ReasonCode::Displaced, Cure::Time, "moved on the platform", displaced, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::Displaced, Cure::Room, "named against the rules", out_of_its_room, |scene| {
        scene.answer(Resolution::Override(chosen("12 14:00", &[("senior", &["room-1"])])));
    }),
    Row::new(ReasonCode::Displaced, Cure::Room, "shown on the platform", out_of_its_room, |scene| {
        scene.show_room("R2");
    }),
    Row::new(ReasonCode::Displaced, Cure::Fact, "the block goes away", displaced, |scene| {
        scene.back_at_work("P1");
    }),
    Row::new(ReasonCode::Displaced, Cure::Word, "she comes in for it", displaced, |scene| {
        scene.take_over("senior", "12 14:00");
    }),
    Row::new(ReasonCode::Displaced, Cure::Word, "the platform's stays", displaced, Scene::keep_platform),
    Row::new(ReasonCode::LeadTime, Cure::Time, "named in the answer", too_soon, |scene| {
        scene.take("senior", "15 14:00");
    }),
    Row::new(ReasonCode::LeadTime, Cure::Time, "moved on the platform", too_soon, |scene| {
        scene.show_start("15 14:00");
    }),
    Row::new(ReasonCode::LeadTime, Cure::Word, "accepted all the same", too_soon, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::LeadTime, Cure::Word, "the platform's stays", too_soon, Scene::keep_platform),
    Row::new(ReasonCode::TooFarAhead, Cure::Time, "named in the answer", too_far, |scene| {
        scene.take("senior", "11 14:00");
    }),
    Row::new(ReasonCode::TooFarAhead, Cure::Time, "moved on the platform", too_far, |scene| {
        scene.show_start("11 14:00");
    }),
    Row::new(ReasonCode::TooFarAhead, Cure::Word, "accepted all the same", too_far, |scene| {
        scene.take("senior", "12 14:00");
    }),
];

fn late() -> Scene {
    Scene::of(appointment("a", "FILLER", "12 17:45", "P1")).book()
}

/// Two clients asked for the same provider, and the platform gave both of them the same time.
fn booked_twice() -> Scene {
    let mut scene = Scene::of(requested(filler()));
    scene.see(&first_of_two());
    scene.book()
}

fn first_of_two() -> Snapshot {
    requested(appointment("first", "FILLER", "12 14:30", "P1"))
}

/// Somebody put it into the room of a booking from before go-live.
fn two_in_a_room() -> Scene {
    let mut connection = rooms_on_the_platform();
    connection.go_live = Some(at("09 08:00"));
    let mut scene = Scene::at(document(), &connection, filler());
    scene.see(&from_before());
    let mut scene = scene.book();
    scene.platform_answers();
    scene.show_room("R1");
    scene
}

fn from_before() -> Snapshot {
    let mut first = appointment("first", "FILLER", "12 14:00", "P2");
    first.created_at = Some(at("08 08:00"));
    first.items[0].resources = vec!["R1".into()];
    first
}

fn far_away() -> Scene {
    Scene::of(appointment("a", "FILLER", "25 14:00", "P1")).book()
}

/// Two services with a quarter of an hour between them.
fn far_apart() -> Scene {
    let mut booked = appointment("a", "TOX", "12 16:00", "P3");
    booked.items.extend(appointment("a", "FILLER", "12 16:40", "P1").items);
    Scene::of(booked).book()
}

/// Somebody gave it to a provider who may not treat.
fn may_not_treat() -> Scene {
    let mut scene = Scene::of(filler()).book();
    scene.show_provider("P3");
    scene
}

fn given_to_one_off() -> Scene {
    let mut scene = Scene::of(filler()).time_off("P2").book();
    scene.show_provider("P2");
    scene
}

/// Somebody put it into a room that is out of service.
fn broken_room() -> Scene {
    let scene = Scene::at(document(), &rooms_on_the_platform(), filler());
    let mut scene = scene.out_of_service("R2").book();
    scene.platform_answers();
    scene.show_room("R2");
    scene
}

fn displaced() -> Scene {
    Scene::of(requested(filler())).book().time_off("P1")
}

fn out_of_its_room() -> Scene {
    let mut scene = Scene::at(document(), &rooms_on_the_platform(), filler()).book();
    scene.platform_answers();
    let mut scene = scene.out_of_service("R2");
    scene.platform_answers();
    scene.out_of_service("R1")
}

fn too_soon() -> Scene {
    let mut rules = document();
    rules["service"][0]["lead_minutes"] = json!(4 * 24 * 60);
    Scene::with(rules, filler()).book()
}

fn too_far() -> Scene {
    let mut rules = document();
    rules["service"][0]["furthest_days"] = json!(2);
    Scene::with(rules, filler()).book()
}
