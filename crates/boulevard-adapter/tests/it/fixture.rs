use adapter_kit::{Adapter, HttpRequest, Job, Lost, Outcome, Reply, Secret, Step, Target};
use boulevard_adapter::{Boulevard, CatalogueKind, Credentials, Settings, WriteMode};
use dispatch_core::{
    BookingId, PlatformId, Timestamp, WriteId,
    calendar::local::Zone,
    engine::{
        AppointmentObserved, BookedBy, ClientFacts, Fact, ItemSnapshot, Named, Snapshot, Status, Write,
        WrittenItem,
    },
};
use vendor_sandbox::boulevard::{Account, Answer, Boulevard as Standin, TAG_VIP};

pub(crate) const BUSINESS: &str = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
pub(crate) const SECRET: &str = "Ymx2ZC1hZGFwdGVyLXRlc3Qtc2VjcmV0LTAxMjM0NTY=";
pub(crate) const LOCATION: &str = "urn:blvd:Location:1";
pub(crate) const APPOINTMENT: &str = "urn:blvd:Appointment:1";

/// An adapter and a stand-in joined without a socket, on one clock.
pub(crate) struct Pair {
    pub(crate) adapter: Boulevard,
    pub(crate) standin: Standin,
    pub(crate) now: Timestamp,
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn settings() -> Settings {
    let mut settings = Settings::new("desk".into(), BUSINESS);
    settings.write_mode = WriteMode::DraftBooking;
    settings.vip_tags.insert(TAG_VIP.into());
    for room in ["room-1", "room-2"] {
        settings.resources.insert(room.into(), CatalogueKind::Room);
    }
    settings
}

pub(crate) fn standin() -> Standin {
    let account = Account {
        business_id: BUSINESS.into(),
        application_id: "11111111-2222-4333-8444-555555555555".into(),
        api_key: Secret::new("key"),
        api_secret: Secret::new(SECRET),
        webhook_secret: Secret::new(SECRET),
    };
    let mut standin = Standin::new(account).unwrap();
    standin.add_location(LOCATION, Zone::named("America/New_York").unwrap());
    standin
}

pub(crate) fn adapter(settings: Settings) -> Boulevard {
    let credentials = Credentials { api_key: Secret::new("key"), api_secret: Secret::new(SECRET) };
    Boulevard::new(settings, credentials)
}

/// A lip filler at 14:00 local with provider `b` in room 1, booked by the client.
pub(crate) fn snapshot(id: &str) -> Snapshot {
    Snapshot {
        id: id.into(),
        location: LOCATION.into(),
        status: Status::Booked,
        booked_by: BookedBy::Client,
        created_at: Some(at("2026-06-12T13:14:00Z")),
        items: vec![ItemSnapshot {
            id: Some(format!("{id}/line").as_str().into()),
            service: "INJ-LIP-FILLER".into(),
            start: at("2026-06-12T18:00:00Z"),
            end: at("2026-06-12T18:45:00Z"),
            provider: Some("b".into()),
            provider_requested: false,
            resources: vec!["room-1".into()],
            add_ons: Vec::new(),
        }],
        client: format!("{id}/client").as_str().into(),
        about_client: ClientFacts {
            vip: true,
            prefers_call: false,
            new: false,
            last_provider: Some("c".into()),
            email_consent: Some(true),
            sms_consent: Some(false),
            ..ClientFacts::default()
        },
        grouped: false,
    }
}

pub(crate) fn fact(snapshot: Snapshot) -> Fact {
    let observed_at = at("2026-06-12T13:14:00Z");
    let (connection, snapshot) = ("desk".into(), snapshot.into());
    Fact::AppointmentObserved(AppointmentObserved { connection, observed_at, snapshot })
}

impl Pair {
    pub(crate) fn new(settings: Settings) -> Self {
        let mut standin = standin();
        standin.load(&fact(snapshot(APPOINTMENT)), LOCATION);
        Self { adapter: adapter(settings), standin, now: at("2026-06-12T13:14:00Z") }
    }

    pub(crate) fn send(&mut self, request: &HttpRequest) -> Reply {
        match self.standin.handle(&request.headers, &request.body, self.now) {
            Answer::Reply(reply) => Reply::Answer(reply),
            Answer::Silence => Reply::Lost(Lost::Timeout),
        }
    }

    /// Runs a job to its end, storing and reading back the exchange between every two steps.
    pub(crate) fn run(&mut self, job: &Job) -> Outcome {
        self.run_with(job, |_, _| None)
    }

    /// The same, with a chance to lose the answer of the n-th request (counted from 0).
    pub(crate) fn run_with(
        &mut self,
        job: &Job,
        lose: impl Fn(usize, &HttpRequest) -> Option<Reply>,
    ) -> Outcome {
        let mut step = self.adapter.begin(job, self.now);
        for count in 0..200 {
            let (exchange, reply) = match step {
                Step::Done(outcome) => return outcome,
                Step::Wait(until, exchange) => {
                    self.now = self.now.max(until);
                    (exchange, Reply::Due)
                }
                Step::Send(request, exchange) => {
                    self.now.0 += 200;
                    let reply = self.send(&request);
                    (exchange, lose(count, &request).unwrap_or(reply))
                }
            };
            let stored = adapter_json(&exchange);
            assert!(
                !stored.contains("example.com") && !stored.contains("+1202"),
                "contact data is stored: {stored}"
            );
            step = self.adapter.resume(from_json(&stored), &reply, self.now);
        }
        panic!("the job does not end");
    }

    pub(crate) fn hydrate(&mut self, id: &str) -> Outcome {
        self.run(&Job::Hydrate(Target::Appointment(id.into())))
    }
}

fn adapter_json(exchange: &adapter_kit::Exchange) -> String {
    serde_json::to_string(exchange).unwrap()
}

fn from_json(text: &str) -> adapter_kit::Exchange {
    serde_json::from_str(text).unwrap()
}

/// Provider `a`, room 2, and perhaps another time.
pub(crate) fn write(start: Option<&str>) -> Job {
    let named = |id: &str| Named { id: id.into(), platform: Some(PlatformId::from(id)) };
    Job::Write(Write {
        write: WriteId(1),
        booking: BookingId(1),
        revision: 1,
        connection: "desk".into(),
        appointment: APPOINTMENT.into(),
        items: vec![WrittenItem {
            item: Some(format!("{APPOINTMENT}/line").as_str().into()),
            start: start.map(|text| at(text).minute_floor()),
            provider: Some(Named { id: "a".into(), platform: Some("a".into()) }),
            resources: Some(vec![named("room-2")]),
        }],
    })
}
