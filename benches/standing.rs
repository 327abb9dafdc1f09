//! A practice with many bookings standing, and the events of its days.

use std::sync::Arc;

use dispatch_core::{
    Criteria, Horizon, Rulebook, RulebookDocument, Timestamp,
    engine::{
        AppointmentObserved, Authority, Automation, BookedBy, Channels, ClientFacts, Command, Completed,
        Connection, Fact, FieldAuthority, ItemSnapshot, Sender, Snapshot, State, Status, decide, evolve,
        react,
    },
};
use serde_json::json;

/// As many bookings a day as a busy practice has.
const A_DAY: usize = 40;
const PROVIDERS: usize = 8;
const MINUTE: i64 = 60_000;

/// A practice in which so many bookings stand, 40 a day; every twentieth asks for a provider who is taken, and waits.
#[derive(Clone, Debug)]
pub struct Standing {
    rulebook: Arc<Rulebook>,
    /// The state.
    pub state: State,
    first: Timestamp,
    days: usize,
    next: usize,
}

impl Standing {
    /// Fills the days.
    #[must_use]
    pub fn new(bookings: usize) -> Self {
        let days = bookings.div_ceil(A_DAY);
        let rulebook = Arc::new(rulebook(days + 2));
        let first = Timestamp::parse("2026-06-01T13:00:00Z").unwrap_or(Timestamp(0));
        let mut standing = Self { rulebook, state: State::new(), first, days, next: 0 };
        let now = Timestamp(first.0 - 24 * 60 * MINUTE);
        standing.take(&Command::AdoptRulebook {}, now);
        standing.take(&Command::Fact(Fact::ConnectionDeclared(connection())), now);
        for booking in 0..bookings {
            let (day, at) = (booking / A_DAY, booking % A_DAY);
            let taken = at % 20 == 19;
            let at = if taken { at - 1 } else { at };
            let snapshot = standing.appointment(&format!("s{booking}"), day, at, taken, "booked");
            standing.see(snapshot, now);
        }
        standing
    }

    /// Four events of one more client: booked, moved, made a VIP's no more than looked at, and cancelled, which frees a
    /// time that others wait for.
    ///
    /// # Panics
    /// If the engine refuses one.
    pub fn events(&mut self) -> usize {
        self.next += 1;
        let day = self.next * 7 % self.days;
        let now = Timestamp(self.first.0 - 20 * 60 * MINUTE + i64::try_from(self.next).unwrap_or(0));
        let id = format!("n{}", self.next);
        let at = A_DAY + self.next % 60;
        let booked = self.appointment(&id, day, at, false, "booked");
        let moved = self.appointment(&id, day, at + 1, false, "booked");
        let mut cleared = moved.clone();
        cleared.about_client.avoid = vec!["p0".into()];
        let cancelled = Snapshot { status: Status::Cancelled, ..cleared.clone() };
        let mut events = 0;
        for (later, snapshot) in (0..).zip([booked, moved, cleared, cancelled]) {
            events += self.see(snapshot, Timestamp(now.0 + later * MINUTE));
        }
        assert!(events > 4);
        4
    }

    fn see(&mut self, snapshot: Snapshot, now: Timestamp) -> usize {
        let snapshot = Arc::new(snapshot);
        let observed = AppointmentObserved { connection: "desk".into(), observed_at: now, snapshot };
        self.take(&Command::Fact(Fact::AppointmentObserved(observed)), now)
    }

    /// Takes a command in, and whatever it wakes.
    fn take(&mut self, command: &Command, now: Timestamp) -> usize {
        let mut taken = self.take_one(command, now);
        while self.state.has_waking() {
            taken += self.take_one(&Command::Wake {}, now);
        }
        taken
    }

    fn take_one(&mut self, command: &Command, now: Timestamp) -> usize {
        let Ok(decided) = decide(&self.rulebook, &self.state, command, now) else { return 0 };
        for event in &decided.events {
            evolve(&mut self.state, event);
            let _ = react(&self.state, event);
        }
        decided.events.len()
    }

    /// Half an hour with one of the providers, somewhere in a day of nine hours.
    fn appointment(&self, id: &str, day: usize, at: usize, requested: bool, status: &str) -> Snapshot {
        let minutes = day * 24 * 60 + at / PROVIDERS * 30;
        let start = Timestamp(self.first.0 + i64::try_from(minutes).unwrap_or(0) * MINUTE);
        Snapshot {
            id: id.into(),
            location: "main".into(),
            status: status.into(),
            booked_by: BookedBy::Client,
            created_at: None,
            items: vec![ItemSnapshot {
                id: None,
                service: "TOX".into(),
                start,
                end: Timestamp(start.0 + 30 * MINUTE),
                provider: Some(format!("p{}", at % PROVIDERS).as_str().into()),
                provider_requested: requested,
                resources: Vec::new(),
                add_ons: Vec::new(),
            }],
            client: format!("client of {id}").as_str().into(),
            about_client: ClientFacts { email_consent: Some(true), ..ClientFacts::default() },
            grouped: false,
        }
    }
}

fn rulebook(days: usize) -> Rulebook {
    let providers =
        (0..PROVIDERS).map(|at| json!({ "id": format!("p{at}"), "credentials": [{ "id": "rn" }] }));
    let rooms = (0..PROVIDERS + 2).map(|at| json!({ "id": format!("r{at}"), "kind": "room" }));
    let document = json!({
        "practice": "standing",
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-23:00"] } }],
        "credential": [{ "id": "rn" }],
        "provider": providers.collect::<Vec<_>>(),
        "resource": rooms.collect::<Vec<_>>(),
        "service": [{ "code": "TOX", "minutes": 30, "qualification": [["rn"]], "needs": [{ "kind": "room" }] }]
    });
    let document: Result<RulebookDocument, _> = serde_json::from_value(document);
    let first = chrono::NaiveDate::from_ymd_opt(2026, 5, 31).unwrap_or_default();
    let horizon = Horizon { first, days: u16::try_from(days).unwrap_or(u16::MAX) };
    let compiled = document.map(|document| Rulebook::compile(&document, horizon, &Criteria::builtin()));
    match compiled {
        Ok(Ok(compiled)) => compiled.rulebook,
        other => panic!("{:?}", other.map(|compiled| compiled.map(drop))),
    }
}

fn connection() -> Connection {
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
