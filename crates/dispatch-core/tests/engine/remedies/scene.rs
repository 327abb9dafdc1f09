//! A scene: one booking that a person is asked about, the clock, and what people and the platform do.

use dispatch_core::{
    ExceptionId, ReasonCode, Timestamp,
    engine::{
        AppointmentObserved, BlockObserved, Booking, CalendarObserved, CalendarOf, Command, Connection,
        Effect, Fact, FieldAuthority, Resolution, Snapshot, Write, WriteStatus,
    },
};
use serde_json::{Value, json};

use crate::desk::{
    Desk, HORIZON, answer, appointment, at, block, chosen, compile_for, connection, document, requested,
};

/// A practice, and the booking in question. Everything that is done takes a minute.
pub(super) struct Scene {
    pub(super) desk: Desk,
    rules: Value,
    days: u16,
    now: Timestamp,
    /// The booking in question as the platform has it now.
    pub(super) booked: Snapshot,
}

/// The rooms of a practice whose platform keeps them.
pub(super) fn rooms_on_the_platform() -> Connection {
    let mut connection = connection();
    connection.authority.room = FieldAuthority::Write;
    connection
}

/// A filler at two on Friday with the senior.
pub(super) fn filler() -> Snapshot {
    appointment("a", "FILLER", "12 14:00", "P1")
}

impl Scene {
    pub(super) fn of(booked: Snapshot) -> Self {
        Self::with(document(), booked)
    }

    pub(super) fn with(rules: Value, booked: Snapshot) -> Self {
        Self::at(rules, &connection(), booked)
    }

    /// It is Tuesday morning, and the booking in question is not made yet.
    pub(super) fn at(rules: Value, connection: &Connection, booked: Snapshot) -> Self {
        let desk = Desk::with(rules.clone(), connection);
        Self { desk, rules, days: HORIZON, now: at("09 09:00"), booked }
    }

    pub(super) fn run(&mut self, command: &Command) -> Vec<Effect> {
        self.now = Timestamp(self.now.0 + 60_000);
        match self.desk.run_at(self.now, command) {
            Ok(effects) => effects,
            Err(refusal) => panic!("{refusal}\n{}", self.desk.log),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// The platform shows another appointment, or shows it otherwise.
    pub(super) fn see(&mut self, snapshot: &Snapshot) -> Vec<Effect> {
        let observed_at = Timestamp(self.now.0 + 60_000);
        let observed =
            AppointmentObserved { connection: "desk".into(), observed_at, snapshot: snapshot.clone().into() };
        self.run(&Command::Fact(Fact::AppointmentObserved(observed)))
    }

    /// The booking in question is made, or shown as it is by now.
    pub(super) fn book(mut self) -> Self {
        self.show_again();
        self
    }

    pub(super) fn show_again(&mut self) -> Vec<Effect> {
        let booked = self.booked.clone();
        self.see(&booked)
    }

    /// Somebody changes it on the platform.
    pub(super) fn show(&mut self, change: impl FnOnce(&mut Snapshot)) {
        change(&mut self.booked);
        self.show_again();
    }

    pub(super) fn show_provider(&mut self, provider: &str) {
        self.show(|booked| booked.items[0].provider = Some(provider.into()));
    }

    pub(super) fn show_room(&mut self, room: &str) {
        self.show(|booked| booked.items[0].resources = vec![room.into()]);
    }

    /// All of it is moved.
    pub(super) fn show_start(&mut self, start: &str) {
        let start = at(start);
        self.show(|booked| {
            let later = start.0 - booked.items[0].start.0;
            for item in &mut booked.items {
                item.start = Timestamp(item.start.0 + later);
                item.end = Timestamp(item.end.0 + later);
            }
        });
    }

    /// Off from one to four on Friday.
    pub(super) fn time_off(mut self, provider: &str) -> Self {
        self.block(CalendarOf::Provider(provider.into()), "12 13:00", "12 16:00", false);
        self
    }

    /// Not to be used from one to four on Friday.
    pub(super) fn out_of_service(mut self, room: &str) -> Self {
        self.block(CalendarOf::Resource(room.into()), "12 13:00", "12 16:00", false);
        self
    }

    pub(super) fn back_at_work(&mut self, provider: &str) {
        self.block(CalendarOf::Provider(provider.into()), "12 13:00", "12 16:00", true);
    }

    pub(super) fn repaired(&mut self, room: &str) {
        self.block(CalendarOf::Resource(room.into()), "12 13:00", "12 16:00", true);
    }

    fn block(&mut self, of: CalendarOf, start: &str, end: &str, cancelled: bool) {
        let id = format!("block of {}", of.id());
        let Command::Fact(Fact::BlockObserved(block)) =
            block("09 09:00", &id, of.id().as_str(), start, end, cancelled)
        else {
            unreachable!("a block")
        };
        let observed_at = Timestamp(self.now.0 + 60_000);
        self.run(&Command::Fact(Fact::BlockObserved(BlockObserved { of, observed_at, ..block })));
    }

    pub(super) fn calendar(&mut self, provider: &str, readable: bool) {
        let observed_at = Timestamp(self.now.0 + 60_000);
        let of = CalendarOf::Provider(provider.into());
        let connection = "desk".into();
        let seen = CalendarObserved { connection, observed_at, of, readable };
        self.run(&Command::Fact(Fact::CalendarObserved(seen)));
    }

    /// The practice changes its rulebook.
    pub(super) fn revise(&mut self, change: impl FnOnce(&mut Value)) {
        let revision = self.rules["revision"].as_u64().unwrap_or(1) + 1;
        change(&mut self.rules);
        self.rules["revision"] = json!(revision);
        self.desk.rulebook = compile_for(self.rules.clone(), self.days);
        self.run(&Command::AdoptRulebook {});
    }

    /// The rulebook covers so many days from Monday the 8th on.
    pub(super) fn roll(&mut self, days: u16) {
        self.days = days;
        self.desk.rulebook = compile_for(self.rules.clone(), days);
        self.run(&Command::AdoptRulebook {});
    }

    pub(super) fn booking(&self) -> &Booking {
        self.desk.booking(self.booked.id.as_str())
    }

    /// The reasons for which a person is asked about it now.
    pub(super) fn flags(&self) -> Vec<ReasonCode> {
        self.booking().flags.clone()
    }

    pub(super) fn exception(&self) -> ExceptionId {
        self.booking().exception.unwrap_or_else(|| panic!("nobody is asked\n{}", self.desk.log))
    }

    pub(super) fn answer(&mut self, resolution: Resolution) {
        let exception = self.exception();
        self.run(&answer(exception, resolution));
    }

    pub(super) fn done(&mut self) {
        self.answer(Resolution::Done);
    }

    pub(super) fn keep_platform(&mut self) {
        self.answer(Resolution::KeepPlatform);
    }

    /// The person names who treats, and when.
    pub(super) fn take(&mut self, provider: &str, start: &str) {
        self.answer(Resolution::Take(chosen(start, &[(provider, &[])])));
    }

    pub(super) fn take_over(&mut self, provider: &str, start: &str) {
        self.answer(Resolution::Override(chosen(start, &[(provider, &[])])));
    }

    /// The platform takes every write that it has not answered, and shows it.
    pub(super) fn platform_answers(&mut self) {
        let open = |write: &&dispatch_core::engine::WriteState| write.status == WriteStatus::Pending;
        let writes: Vec<Write> =
            self.desk.state.writes().filter(open).map(|write| (*write.write).clone()).collect();
        for write in writes {
            let at = Timestamp(self.now.0 + 60_000);
            self.run(&Command::WriteAcknowledged { write: write.write, appointment: None, at });
            if write.appointment == self.booked.id {
                self.show(|booked| written(booked, &write));
            }
        }
    }
}

/// What a platform shows after a write.
fn written(booked: &mut Snapshot, write: &Write) {
    for (item, wanted) in booked.items.iter_mut().zip(&write.items) {
        if let Some(start) = wanted.start {
            let length = item.end.0 - item.start.0;
            item.start = start.timestamp();
            item.end = Timestamp(item.start.0 + length);
        }
        if let Some(provider) = &wanted.provider {
            item.provider.clone_from(&provider.platform);
        }
        if let Some(resources) = &wanted.resources {
            item.resources = resources.iter().filter_map(|resource| resource.platform.clone()).collect();
        }
    }
}

/// The senior is off at two on Friday, and the client asked for them.
pub(super) fn asked_for_one_who_is_off() -> Scene {
    Scene::of(requested(filler())).time_off("P1").book()
}
