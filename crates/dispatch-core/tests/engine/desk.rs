//! A small practice and the words in which cases are told.

use std::sync::Arc;

use chrono::NaiveDate;
use dispatch_core::{
    Criteria, ExceptionId, Horizon, Rulebook, RulebookDocument, Timestamp,
    engine::{
        AppointmentObserved, Authority, Automation, BlockObserved, BookedBy, Booking, CalendarOf, Channels,
        Chosen, ChosenItem, ClientFacts, Command, Completed, Connection, Decided, Due, Effect, EventRecord,
        Fact, FieldAuthority, ItemSnapshot, NoticeState, NoticeStatus, Refusal, Resolution, Sender, Snapshot,
        State, Status, Timer, decide, evolve, react,
    },
};
use serde_json::{Value, json};

use crate::render::Words;

/// A practice under test: commands go in one by one, and what comes out is noted as text. Answers of the platform are
/// given by the case itself.
pub(crate) struct Desk {
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) state: State,
    pub(crate) journal: Vec<EventRecord>,
    pub(crate) log: String,
}

/// One filler injector senior, one junior, one who may not; two rooms, one laser, one technician.
pub(crate) fn document() -> Value {
    json!({
        "practice": "corner",
        "location": [{ "id": "main", "aliases": ["L1"], "time_zone": "America/New_York",
            "hours": { "daily": ["09:00-18:00"] } }],
        "credential": [{ "id": "rn" }, { "id": "filler" }, { "id": "laser" }],
        "provider": [
            { "id": "senior", "aliases": ["P1"], "grade": 3, "credentials": [{ "id": "rn" }, { "id": "filler" }] },
            { "id": "junior", "aliases": ["P2"], "grade": 2, "credentials": [{ "id": "rn" }, { "id": "filler" }] },
            { "id": "nurse", "aliases": ["P3"], "grade": 2, "credentials": [{ "id": "rn" }] },
            { "id": "technician", "aliases": ["P4"], "grade": 1, "credentials": [{ "id": "laser" }] }
        ],
        "resource": [
            { "id": "room-1", "aliases": ["R1"], "kind": "room" },
            { "id": "room-2", "aliases": ["R2"], "kind": "room" },
            { "id": "laser-1", "aliases": ["D1"], "kind": "device" }
        ],
        "service": [
            { "code": "FILLER", "minutes": 45, "qualification": [["rn", "filler"]], "needs": [{ "kind": "room" }],
                "buffers": { "room": { "after": 10 } } },
            { "code": "TOX", "minutes": 25, "qualification": [["rn"]], "needs": [{ "kind": "room" }],
                "buffers": { "room": { "after": 10 } } },
            { "code": "LASER", "minutes": 40, "qualification": [["laser"]],
                "needs": [{ "kind": "room" }, { "kind": "device" }], "buffers": { "device": { "after": 15 } } }
        ]
    })
}

/// The days for which the rulebook is compiled, from Monday the 8th on.
pub(crate) const HORIZON: u16 = 14;

pub(crate) fn compile(document: Value) -> Arc<Rulebook> {
    compile_for(document, HORIZON)
}

pub(crate) fn compile_for(document: Value, days: u16) -> Arc<Rulebook> {
    let document: RulebookDocument = serde_json::from_value(document).unwrap();
    let horizon = Horizon { first: NaiveDate::from_ymd_opt(2026, 6, 8).unwrap(), days };
    match Rulebook::compile(&document, horizon, &Criteria::builtin()) {
        Ok(compiled) => Arc::new(compiled.rulebook),
        Err(faults) => panic!("{faults:?}"),
    }
}

/// June 2026 in New York: `"12 14:00"` is Friday the 12th at two in the afternoon.
pub(crate) fn at(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap();
    Timestamp::parse(&format!("2026-06-{day}T{time}:00-04:00")).unwrap()
}

pub(crate) fn connection() -> Connection {
    let write = FieldAuthority::Write;
    Connection {
        connection: "desk".into(),
        authority: Authority {
            provider: write,
            time: write,
            room: FieldAuthority::Local,
            device: FieldAuthority::Local,
            block: write,
            status: write,
        },
        automation: Automation::Auto,
        sender: Sender::Us,
        go_live: None,
        channels: Channels::default(),
        completed: Completed::default(),
    }
}

/// An appointment booked online by a client who agreed to both channels.
pub(crate) fn appointment(id: &str, service: &str, start: &str, provider: &str) -> Snapshot {
    let start = at(start);
    let minutes = match service {
        "FILLER" => 45,
        "TOX" => 25,
        _ => 40,
    };
    Snapshot {
        id: id.into(),
        location: "L1".into(),
        status: Status::Booked,
        booked_by: BookedBy::Client,
        created_at: None,
        items: vec![ItemSnapshot {
            id: None,
            service: service.into(),
            start,
            end: Timestamp(start.0 + minutes * 60_000),
            provider: Some(provider.into()),
            provider_requested: false,
            resources: Vec::new(),
            add_ons: Vec::new(),
        }],
        client: format!("client of {id}").as_str().into(),
        about_client: ClientFacts {
            email_consent: Some(true),
            sms_consent: Some(true),
            ..ClientFacts::default()
        },
        grouped: false,
    }
}

pub(crate) fn requested(mut snapshot: Snapshot) -> Snapshot {
    snapshot.items[0].provider_requested = true;
    snapshot
}

pub(crate) fn with_status(mut snapshot: Snapshot, status: &str) -> Snapshot {
    snapshot.status = status.into();
    snapshot
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(document(), &connection())
    }

    pub(crate) fn with(document: Value, connection: &Connection) -> Self {
        let mut desk = Self {
            rulebook: compile(document),
            state: State::new(),
            journal: Vec::new(),
            log: String::new(),
        };
        desk.run("08 08:00", &Command::AdoptRulebook {}).unwrap();
        desk.declare("08 08:00", connection);
        desk.log.clear();
        desk
    }

    pub(crate) fn declare(&mut self, now: &str, connection: &Connection) {
        self.run(now, &Command::Fact(Fact::ConnectionDeclared(connection.clone()))).unwrap();
    }

    /// Sees an appointment at this moment, read at this very moment.
    pub(crate) fn see(&mut self, now: &str, snapshot: &Snapshot) -> Vec<Effect> {
        self.see_late(now, now, snapshot)
    }

    pub(crate) fn see_late(&mut self, now: &str, observed_at: &str, snapshot: &Snapshot) -> Vec<Effect> {
        let (connection, observed_at) = ("desk".into(), at(observed_at));
        let observed = AppointmentObserved { connection, observed_at, snapshot: snapshot.clone().into() };
        self.run(now, &Command::Fact(Fact::AppointmentObserved(observed))).unwrap()
    }

    pub(crate) fn block(&mut self, now: &str, id: &str, provider: &str, start: &str, end: &str) {
        self.run(now, &block(now, id, provider, start, end, false)).unwrap();
    }

    pub(crate) fn booking(&self, appointment: &str) -> &Booking {
        self.state.find(&"desk".into(), &appointment.into()).unwrap()
    }

    /// The exception that is open about an appointment.
    pub(crate) fn exception(&self, appointment: &str) -> ExceptionId {
        self.booking(appointment).exception.unwrap()
    }

    /// Who treats in the first service, as decided.
    pub(crate) fn treats(&self, appointment: &str) -> &str {
        let desired = self.booking(appointment).desired.as_ref().unwrap();
        desired.assignment.everything().next().unwrap().as_str()
    }

    /// A person answers what is asked about an appointment.
    pub(crate) fn answer(
        &mut self,
        now: &str,
        appointment: &str,
        resolution: Resolution,
    ) -> Result<Vec<Effect>, Refusal> {
        let exception = self.exception(appointment);
        self.run(now, &answer(exception, resolution))
    }

    /// Fires the timers of the planned notices that are due until then, all at that moment.
    pub(crate) fn fire(&mut self, now: &str) {
        let due = |notice: &&NoticeState| match notice.status {
            NoticeStatus::Planned(Due::At(due)) => due <= at(now),
            _ => false,
        };
        let planned: Vec<_> = self.state.notices().filter(due).map(|notice| notice.notice.notice).collect();
        for notice in planned {
            self.run(now, &Command::TimerFired { timer: Timer::Notice(notice) }).unwrap();
        }
    }

    pub(crate) fn run(&mut self, now: &str, command: &Command) -> Result<Vec<Effect>, Refusal> {
        self.run_at(at(now), command)
    }

    pub(crate) fn run_at(&mut self, now: Timestamp, command: &Command) -> Result<Vec<Effect>, Refusal> {
        let mut effects = self.take_in(now, command)?;
        while self.state.has_waking() {
            effects.extend(self.take_in(now, &Command::Wake {})?);
        }
        Ok(effects)
    }

    fn take_in(&mut self, now: Timestamp, command: &Command) -> Result<Vec<Effect>, Refusal> {
        Words(&self.rulebook).command(&mut self.log, now, command);
        let decided: Decided = match decide(&self.rulebook, &self.state, command, now) {
            Ok(decided) => decided,
            Err(refusal) => {
                self.log.push_str(&format!("  refused: {refusal}\n"));
                return Err(refusal);
            }
        };
        let mut effects = Vec::new();
        for record in decided.records(self.state.sequence(), now) {
            evolve(&mut self.state, &record.event);
            Words(&self.rulebook).event(&mut self.log, &record);
            for effect in react(&self.state, &record.event) {
                Words(&self.rulebook).effect(&mut self.log, &effect);
                effects.push(effect);
            }
            self.journal.push(record);
        }
        Ok(effects)
    }
}

pub(crate) fn block(now: &str, id: &str, provider: &str, start: &str, end: &str, cancelled: bool) -> Command {
    Command::Fact(Fact::BlockObserved(BlockObserved {
        connection: "desk".into(),
        observed_at: at(now),
        id: id.into(),
        of: CalendarOf::Provider(provider.into()),
        start: at(start),
        end: at(end),
        cancelled,
        reason: None,
    }))
}

/// The answer of a person.
pub(crate) fn answer(exception: ExceptionId, resolution: Resolution) -> Command {
    Command::ResolveException { exception, resolution, by: "user-1".into(), why: None }
}

/// What a person chooses by names: who treats in each service, and its rooms and devices.
pub(crate) fn chosen(start: &str, items: &[(&str, &[&str])]) -> Chosen {
    let item = |(provider, resources): &(&str, &[&str])| ChosenItem {
        provider: (*provider).into(),
        resources: resources.iter().map(|resource| (*resource).into()).collect(),
    };
    Chosen { start: at(start).minute_floor(), items: items.iter().map(item).collect() }
}

/// The write that the effects ask for.
pub(crate) fn write_of(effects: &[Effect]) -> dispatch_core::engine::Write {
    let write = effects.iter().find_map(|effect| match effect {
        Effect::WriteBack(write) => Some((**write).clone()),
        _ => None,
    });
    write.unwrap()
}

pub(crate) fn acknowledge(effects: &[Effect], now: &str) -> Command {
    Command::WriteAcknowledged { write: write_of(effects).write, appointment: None, at: at(now) }
}

/// The exception that the effects raise.
pub(crate) fn exception_of(effects: &[Effect]) -> dispatch_core::ExceptionId {
    let exception = effects.iter().find_map(|effect| match effect {
        Effect::RaiseException { exception, .. } => Some(*exception),
        _ => None,
    });
    exception.unwrap()
}
