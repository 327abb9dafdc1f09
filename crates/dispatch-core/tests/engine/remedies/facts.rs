//! Reasons about what the platform shows and the rulebook does not know.

use dispatch_core::{Cure, ReasonCode, Timestamp};
use serde_json::json;

use super::{
    row::Row,
    scene::{Scene, filler, rooms_on_the_platform},
};
use crate::desk::{appointment, at, document, with_status};

pub(super) const ROWS: &[Row] = &[
    Row::new(ReasonCode::UnknownService, Cure::Fact, "the rulebook gets an alias", service, |scene| {
        scene.revise(|rules| rules["service"][0]["aliases"] = json!(["S9"]));
    }),
    Row::new(ReasonCode::UnknownService, Cure::Fact, "the platform is mended", service, |scene| {
        scene.show(|booked| booked.items[0].service = "FILLER".into());
    }),
    Row::new(ReasonCode::UnknownService, Cure::Word, "the platform's stays", service, Scene::keep_platform),
    Row::new(ReasonCode::UnknownProvider, Cure::Fact, "the rulebook gets an alias", provider, |scene| {
        scene.revise(|rules| rules["provider"][0]["aliases"] = json!(["P1", "P7"]));
    }),
    Row::new(ReasonCode::UnknownProvider, Cure::Fact, "the platform is mended", provider, |scene| {
        scene.show_provider("P1");
    }),
    Row::new(ReasonCode::UnknownProvider, Cure::Word, "the platform's stays", provider, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::UnknownProvider, Cure::Word, "another is named", provider, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::UnknownLocation, Cure::Fact, "the rulebook gets an alias", location, |scene| {
        scene.revise(|rules| rules["location"][0]["aliases"] = json!(["L1", "L9"]));
    }),
    Row::new(ReasonCode::UnknownLocation, Cure::Fact, "the platform is mended", location, |scene| {
        scene.show(|booked| booked.location = "L1".into());
    }),
    Row::new(ReasonCode::UnknownLocation, Cure::Word, "the platform's stays", location, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::UnknownResource, Cure::Fact, "the rulebook gets an alias", room, |scene| {
        scene.revise(|rules| rules["resource"][0]["aliases"] = json!(["R1", "R9"]));
    }),
    Row::new(ReasonCode::UnknownResource, Cure::Fact, "the platform is mended", room, |scene| {
        scene.show_room("R1");
    }),
    Row::new(ReasonCode::UnknownResource, Cure::Word, "the platform's stays", room, Scene::keep_platform),
    Row::new(ReasonCode::UnknownResource, Cure::Word, "taken with any room", room, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::UnknownStatus, Cure::Fact, "the platform is mended", status, |scene| {
        scene.show(|booked| booked.status = "booked".into());
    }),
    Row::new(ReasonCode::UnknownStatus, Cure::Word, "the platform's stays", status, Scene::keep_platform),
    Row::new(ReasonCode::UnknownStatus, Cure::Word, "it is seen to", status_of_one_assigned, Scene::done),
    Row::new(ReasonCode::UnknownAddOn, Cure::Fact, "the rulebook gets it", unknown_add_on, |scene| {
        scene.revise(|rules| {
            rules["add_on"] = json!([{ "code": "NUMBING", "aliases": ["A9"], "minutes": 0 }])
        });
    }),
    Row::new(ReasonCode::UnknownAddOn, Cure::Fact, "the platform is mended", unknown_add_on, |scene| {
        scene.show(|booked| booked.items[0].add_ons.clear());
    }),
    Row::new(ReasonCode::UnknownAddOn, Cure::Word, "taken all the same", unknown_add_on, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::UnknownAddOn, Cure::Word, "the platform's stays", unknown_add_on, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::AddOnNotAllowed, Cure::Fact, "the rulebook allows it", wrong_add_on, |scene| {
        scene.revise(|rules| rules["add_on"][0]["services"] = json!(["LASER", "FILLER"]));
    }),
    Row::new(ReasonCode::AddOnNotAllowed, Cure::Fact, "the platform is mended", wrong_add_on, |scene| {
        scene.show(|booked| {
            booked.items[0].add_ons.clear();
            booked.items[0].end = at("12 14:45");
        });
    }),
    Row::new(ReasonCode::AddOnNotAllowed, Cure::Word, "taken all the same", wrong_add_on, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::LengthDiffers, Cure::Fact, "the platform is mended", shorter, |scene| {
        scene.show(|booked| booked.items[0].end = at("12 14:45"));
    }),
    Row::new(ReasonCode::LengthDiffers, Cure::Fact, "the rulebook is mended", shorter, |scene| {
        scene.revise(|rules| rules["service"][0]["minutes"] = json!(30));
    }),
    Row::new(ReasonCode::LengthDiffers, Cure::Word, "it is seen to", shorter, Scene::done),
    Row::new(ReasonCode::LengthDiffers, Cure::Word, "a longer one is seen to", longer, Scene::done),
];

fn service() -> Scene {
    let mut booked = filler();
    booked.items[0].service = "S9".into();
    Scene::of(booked).book()
}

fn provider() -> Scene {
    Scene::of(appointment("a", "FILLER", "12 14:00", "P7")).book()
}

fn location() -> Scene {
    let mut booked = filler();
    booked.location = "L9".into();
    Scene::of(booked).book()
}

fn room() -> Scene {
    let mut booked = filler();
    booked.items[0].resources = vec!["R9".into()];
    Scene::at(document(), &rooms_on_the_platform(), booked).book()
}

fn status() -> Scene {
    Scene::of(with_status(filler(), "pencilled in")).book()
}

fn status_of_one_assigned() -> Scene {
    let mut scene = Scene::of(filler()).book();
    scene.show(|booked| booked.status = "pencilled in".into());
    scene
}

fn unknown_add_on() -> Scene {
    let mut booked = filler();
    booked.items[0].add_ons = vec!["A9".into()];
    Scene::of(booked).book()
}

fn wrong_add_on() -> Scene {
    let mut rules = document();
    rules["add_on"] = json!([{ "code": "COOLING", "minutes": 10, "services": ["LASER"] }]);
    let mut booked = filler();
    booked.items[0].add_ons = vec!["COOLING".into()];
    booked.items[0].end = at("12 14:55");
    Scene::with(rules, booked).book()
}

fn shorter() -> Scene {
    of_minutes(30)
}

fn longer() -> Scene {
    of_minutes(60)
}

/// A filler takes 45 minutes by the rulebook.
fn of_minutes(minutes: i64) -> Scene {
    let mut booked = filler();
    booked.items[0].end = Timestamp(booked.items[0].start.0 + minutes * 60_000);
    Scene::of(booked).book()
}
