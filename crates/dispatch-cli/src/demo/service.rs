//! The Friday through the real service: signed webhooks over HTTP, with a stand-in of the
//! platform that checks what it is sent, and messages spooled to files.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use adapter_kit::Secret;
use boulevard_adapter::{Boulevard, Credentials, Settings, WriteMode};
use dispatch_cli::scenario::Scenario;
use dispatch_core::{
    Rulebook, Timestamp,
    calendar::local::Zone,
    engine::{Automation, Disposition, EventRecord, Fact, Sender, State},
};
use dispatch_server::{
    Clock, ConnectionSetup, Limits, MessageSetup, PracticeSetup, Running, Server, Setup, Timing,
};
use notifier::{Channel, Spool};
use tokio::net::TcpListener;
use vendor_sandbox::boulevard::{self as standin, Account, Delivery};

use crate::failure::Failure;

use super::day::Day;

const CONNECTION: &str = "desk";
/// Opens the API of the demo's service, which listens on this machine alone and is gone with the demo.
pub(super) const TOKEN: &str = "the-token-of-the-demo-desk";

/// The day as the service decided it, and its effects outside.
pub(super) struct Served {
    pub(super) day: Day,
    pub(super) running: Running,
    pub(super) timings: Vec<Timing>,
    /// Messages in the spool.
    pub(super) messages: usize,
    /// The differences between the platform's own records and the decisions.
    pub(super) drift: Vec<String>,
    /// The calls that the platform answered.
    pub(super) calls: usize,
    platform: standin::Shared,
}

impl Served {
    /// The state as it is by now, and the differences between the platform's own records and what was decided.
    pub(super) async fn settled(&self) -> Option<(Arc<State>, Vec<String>)> {
        self.running.settled().await;
        let state = self.running.state(self.day.rulebook.practice())?;
        let drift = drift(&self.day.rulebook, &state, &locked(&self.platform));
        Some((state, drift))
    }
}

/// Starts platform and service in `folder`, posts every delivery at its own minute, and lets time go on to `until`.
pub(super) async fn serve(
    scenario: Scenario,
    folder: &Path,
    delay: Duration,
    until: Timestamp,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Served, Failure> {
    let plain = |fault: &dyn std::fmt::Display| Failure::plain(fault);
    let rulebook = Arc::new(scenario.compile()?);
    let opening = scenario.lines.first().map_or(until, |line| line.at);
    let clock = Clock::scenario(opening);
    let location = scenario.document.locations.first();
    let place = location.and_then(|location| location.aliases.first()).cloned().unwrap_or_default();
    let zone = location.and_then(|location| Zone::named(&location.time_zone));
    let platform = platform(&place, zone.ok_or_else(|| Failure::plain(&"no location"))?)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let platform_clock = clock.clone();
    tokio::spawn(standin::serve(listener, platform.clone(), Arc::new(move || platform_clock.now()), delay));

    let spool = Spool::open(folder.join("messages")).map_err(|fault| plain(&fault))?;
    let setup = setup(folder, address, Channel::Spool(spool), &rulebook)?;
    let running = Server::start(setup, clock).await.map_err(|fault| plain(&fault))?;
    let client = reqwest::Client::builder().no_proxy().build().map_err(|fault| plain(&fault))?;

    let mut newest = BTreeMap::new();
    let lines: Vec<_> = scenario.lines.iter().filter(|line| line.at <= until).collect();
    for (position, line) in lines.iter().enumerate() {
        running.advance_to(line.at).await;
        if let Some(delivery) = delivery(&platform, &line.fact, &place, &mut newest, running.clock().now()) {
            post(&client, running.address(), delivery).await?;
        }
        // Deliveries of one minute are handled at the same time.
        if lines.get(position + 1).is_none_or(|next| next.at != line.at) {
            running.settled().await;
        }
        progress(position + 1, lines.len());
    }
    running.advance_to(until).await;
    running.settled().await;
    progress(0, 0);

    let day = read_back(scenario, rulebook, &running).await?;
    let drift = drift(&day.rulebook, &day.state, &locked(&platform));
    let calls = locked(&platform).calls.len();
    let messages = std::fs::read_dir(folder.join("messages"))?.count();
    let timings = running.timings();
    Ok(Served { day, running, timings, messages, drift, calls, platform })
}

fn locked(platform: &standin::Shared) -> MutexGuard<'_, standin::Boulevard> {
    platform.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Brings the platform to the state that a fact reports, and returns the delivery for it. An older snapshot that comes late says
/// nothing about the platform as it is now: it is only delivered again.
fn delivery(
    platform: &standin::Shared,
    fact: &Fact,
    place: &str,
    newest: &mut BTreeMap<String, Timestamp>,
    now: Timestamp,
) -> Option<Delivery> {
    let (id, observed_at) = match fact {
        Fact::AppointmentObserved(observed) => (observed.snapshot.id.to_string(), observed.observed_at),
        Fact::BlockObserved(block) => (block.id.to_string(), block.observed_at),
        Fact::ConnectionDeclared(_) | Fact::CalendarObserved(_) | Fact::Clock {} => return None,
    };
    let mut platform = locked(platform);
    if newest.get(&id).is_some_and(|known| *known >= observed_at) {
        return Some(platform.delivery("APPOINTMENT_UPDATED", &id, now));
    }
    newest.insert(id, observed_at);
    let (event, id) = platform.load(fact, place)?;
    Some(platform.delivery(event, &id, now))
}

async fn post(client: &reqwest::Client, service: SocketAddr, delivery: Delivery) -> Result<(), Failure> {
    let mut request = client.post(format!("http://{service}/webhooks/{CONNECTION}")).body(delivery.body);
    for header in &delivery.headers {
        request = request.header(&header.name, &header.value);
    }
    let answer = request.send().await.map_err(|fault| Failure::plain(&fault))?;
    if answer.status().is_success() {
        return Ok(());
    }
    Err(Failure::plain(&format!("the service answered a delivery with {}", answer.status())))
}

/// The journal and its traces as they were stored: nothing is computed again.
async fn read_back(scenario: Scenario, rulebook: Arc<Rulebook>, running: &Running) -> Result<Day, Failure> {
    let practice = rulebook.practice();
    let state = running.state(practice).ok_or_else(|| Failure::plain(&"the service has no such practice"))?;
    let rows = running.store().events_after(practice, 0, u32::MAX).await;
    let (mut journal, mut traces) = (Vec::new(), BTreeMap::new());
    for row in rows.map_err(|fault| Failure::plain(&fault))? {
        let record: EventRecord = serde_json::from_str(&row.event).map_err(|fault| Failure::plain(&fault))?;
        journal.push(record);
        let trace =
            running.store().trace(practice, row.sequence).await.map_err(|fault| Failure::plain(&fault))?;
        if let Some(trace) = trace {
            traces
                .insert(row.sequence, serde_json::from_str(&trace).map_err(|fault| Failure::plain(&fault))?);
        }
    }
    Ok(Day { scenario, rulebook, state, journal, traces })
}

/// Compares every writable field of the platform's records with what was decided.
fn drift(rulebook: &Rulebook, state: &State, platform: &standin::Boulevard) -> Vec<String> {
    let mut drift = Vec::new();
    for booking in state.bookings().filter(|booking| booking.disposition == Disposition::Assigned) {
        let Some(desired) = &booking.desired else { continue };
        let recorded = platform.appointments.get(booking.appointment.as_str());
        let line = recorded.and_then(|recorded| recorded.lines.first());
        let provider = line.and_then(|line| rulebook.provider(line.staff.as_deref()?));
        let wanted: BTreeSet<_> = desired.assignment.occupancies.iter().map(|each| each.lane).collect();
        if !provider.is_some_and(|provider| wanted.contains(&provider)) {
            drift.push(format!("{}: another provider", booking.appointment));
        }
        if line.map(|line| line.start) != Some(desired.assignment.start()) {
            drift.push(format!("{}: another time", booking.appointment));
        }
    }
    drift
}

fn account() -> Account {
    Account {
        business_id: "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee".into(),
        application_id: "11111111-2222-4333-8444-555555555555".into(),
        api_key: Secret::new("demo-key"),
        api_secret: Secret::new("ZGVtby1hcGktc2VjcmV0"),
        webhook_secret: Secret::new("ZGVtby13ZWJob29rLXNlY3JldA=="),
    }
}

fn platform(place: &str, zone: Zone) -> Result<standin::Shared, Failure> {
    let mut platform = standin::Boulevard::new(account()).map_err(|fault| Failure::plain(&fault))?;
    platform.add_location(place, zone);
    Ok(Arc::new(Mutex::new(platform)))
}

fn setup(
    folder: &Path,
    platform: SocketAddr,
    channel: Channel,
    rulebook: &Arc<Rulebook>,
) -> Result<Setup, Failure> {
    let account = account();
    let from = "desk@example.com".parse().map_err(|fault| Failure::plain(&fault))?;
    let adapter = Boulevard::new(
        Settings {
            base_url: format!("http://{platform}{}", standin::PATH),
            write_mode: WriteMode::DraftBooking,
            vip_tags: [standin::TAG_VIP.to_owned()].into(),
            call_tags: [standin::TAG_CALL.to_owned()].into(),
            ..Settings::new(CONNECTION.into(), &account.business_id)
        },
        Credentials { api_key: account.api_key, api_secret: account.api_secret },
    );
    let connection = ConnectionSetup {
        id: CONNECTION.into(),
        adapter: Arc::new(adapter),
        webhook_secrets: vec![account.webhook_secret],
        automation: Automation::Auto,
        sender: Sender::Us,
        go_live: None,
    };
    let messages = MessageSetup {
        channel,
        practice_name: "Example Med Spa".into(),
        from,
        phone: None,
        places: BTreeMap::new(),
    };
    Ok(Setup {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        database: folder.join("dispatch.sqlite"),
        practices: vec![PracticeSetup {
            rulebook: Arc::clone(rulebook),
            connections: vec![connection],
            messages,
            api_tokens: vec![Secret::new(TOKEN)],
        }],
        limits: Limits::default(),
    })
}
