//! Reasons beside a booking that stands: writes that did not go through, clients who were not told, and a person's claim.

use dispatch_core::{
    Cure, ReasonCode,
    engine::{Command, Effect, Timer, Write},
};

use super::{
    row::Row,
    scene::{Scene, asked_for_one_who_is_off, filler},
};
use crate::desk::{appointment, write_of};

pub(super) const ROWS: &[Row] = &[
    Row::new(ReasonCode::WriteRefused, Cure::Fact, "set on the platform by hand", refused, |scene| {
        scene.show_provider("P1");
    }),
    Row::new(ReasonCode::WriteRefused, Cure::Word, "it is seen to", refused, Scene::done),
    Row::new(ReasonCode::WriteUnacknowledged, Cure::Fact, "it comes late", overdue, |scene| {
        let (write, at) = (the_write(scene), scene.now());
        scene.run(&Command::WriteAcknowledged { write: write.write, appointment: None, at });
    }),
    Row::new(ReasonCode::WriteUnacknowledged, Cure::Fact, "the platform shows it", overdue, |scene| {
        scene.show_provider("P1");
    }),
    Row::new(ReasonCode::WriteUnacknowledged, Cure::Word, "it is seen to", overdue, Scene::done),
    Row::new(ReasonCode::PrefersCall, Cure::Word, "the client was called", wants_a_call, Scene::done),
    Row::new(ReasonCode::MessageFailed, Cure::Word, "the client was called", failed, Scene::done),
    Row::new(ReasonCode::NotTold, Cure::Word, "the client was called", cannot_be_told, Scene::done),
    Row::new(ReasonCode::InHand, Cure::Word, "they choose", in_hand, |scene| {
        scene.take("junior", "12 14:00");
    }),
    Row::new(ReasonCode::InHand, Cure::Word, "they give it back", in_hand, |scene| {
        let exception = scene.exception();
        scene.run(&Command::ReleaseException { exception, by: "user-1".into() });
    }),
];

/// It is the senior's by rule, and the platform has to be told so.
fn corrected() -> (Scene, Write) {
    let mut scene = Scene::of(appointment("a", "FILLER", "12 14:00", "P2"));
    let effects: Vec<Effect> = scene.show_again();
    (scene, write_of(&effects))
}

fn refused() -> Scene {
    let (mut scene, write) = corrected();
    scene.run(&Command::WriteRefused { write: write.write, reason: "locked".into() });
    scene
}

fn overdue() -> Scene {
    let (mut scene, write) = corrected();
    scene.run(&Command::TimerFired { timer: Timer::Write(write.write) });
    scene
}

fn the_write(scene: &Scene) -> Write {
    (*scene.desk.state.writes().next().unwrap().write).clone()
}

fn wants_a_call() -> Scene {
    let mut booked = filler();
    booked.about_client.prefers_call = true;
    Scene::of(booked).book()
}

fn cannot_be_told() -> Scene {
    let mut booked = filler();
    booked.about_client.email_consent = Some(false);
    booked.about_client.sms_consent = None;
    Scene::of(booked).book()
}

fn failed() -> Scene {
    let mut scene = Scene::of(filler()).book();
    let notice = scene.desk.state.notices().next().unwrap().notice.notice;
    scene.run(&Command::MessageFailed { notice, is_final: true });
    scene
}

/// The client takes the wish back while a person has the booking in hand.
fn in_hand() -> Scene {
    let mut scene = asked_for_one_who_is_off();
    let exception = scene.exception();
    scene.run(&Command::ClaimException { exception, by: "user-1".into() });
    scene.show(|booked| booked.items[0].provider_requested = false);
    scene
}
