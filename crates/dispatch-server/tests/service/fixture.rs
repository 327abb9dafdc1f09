//! A server, a stand-in of its platform, and a spool for its messages, all of their own.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{Arc, MutexGuard},
    time::Duration,
};

use adapter_kit::Secret;
use boulevard_adapter::{Boulevard, Credentials, Settings, WriteMode};
use dispatch_core::{
    Criteria, Horizon, PracticeId, Rulebook, Timestamp,
    calendar::local::Zone,
    engine::{Automation, Fact, FactLine, Sender},
};
use dispatch_server::{Clock, ConnectionSetup, Limits, MessageSetup, PracticeSetup, Running, Server, Setup};
use notifier::{Channel, Spool};
use tempfile::TempDir;
use tokio::net::TcpListener;
use vendor_sandbox::boulevard::{self as standin, Account, Delivery};

pub(crate) const RULEBOOK: &str = include_str!("../../../../docs/scenarios/friday/rulebook.toml");
pub(crate) const FACTS: &str = include_str!("../../../../docs/scenarios/friday/facts.jsonl");
pub(crate) const LOCATION: &str = "urn:blvd:Location:00000000-0000-4000-8000-0000000000a1";
pub(crate) const CONNECTION: &str = "desk";
/// The token that opens the API.
pub(crate) const TOKEN: &str = "a-token-that-cannot-be-guessed";

/// A server and all that it speaks to.
pub(crate) struct World {
    pub(crate) directory: TempDir,
    pub(crate) platform: standin::Shared,
    pub(crate) clock: Clock,
    pub(crate) running: Option<Running>,
    platform_address: SocketAddr,
    client: reqwest::Client,
    api_tokens: Vec<Secret>,
}

impl World {
    /// At a moment of the Friday's week.
    pub(crate) async fn at(moment: &str) -> Self {
        Self::with_tokens(moment, vec![Secret::new(TOKEN)]).await
    }

    /// The same, with its API off.
    pub(crate) async fn without_a_token(moment: &str) -> Self {
        Self::with_tokens(moment, Vec::new()).await
    }

    async fn with_tokens(moment: &str, api_tokens: Vec<Secret>) -> Self {
        let clock = Clock::scenario(Timestamp::parse(moment).unwrap());
        let platform = platform();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let platform_address = listener.local_addr().unwrap();
        let platform_clock = clock.clone();
        tokio::spawn(standin::serve(
            listener,
            platform.clone(),
            Arc::new(move || platform_clock.now()),
            Duration::ZERO,
        ));
        let directory = tempfile::tempdir().unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut world =
            Self { directory, platform, clock, running: None, platform_address, client, api_tokens };
        world.start().await;
        world
    }

    pub(crate) async fn start(&mut self) {
        let spool = Spool::open(self.directory.path().join("spool")).unwrap();
        let mut setup = setup(self.directory.path(), self.platform_address, Channel::Spool(spool));
        setup.practices[0].api_tokens = self.api_tokens.clone();
        self.running = Some(Server::start(setup, self.clock.clone()).await.unwrap());
    }

    pub(crate) fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    pub(crate) fn platform(&self) -> MutexGuard<'_, standin::Boulevard> {
        self.platform.lock().unwrap()
    }

    pub(crate) async fn post(&self, delivery: &Delivery) -> u16 {
        self.post_to(CONNECTION, delivery).await
    }

    pub(crate) async fn post_to(&self, connection: &str, delivery: &Delivery) -> u16 {
        let url = format!("http://{}/webhooks/{connection}", self.running().address());
        let mut request = self.client.post(url).body(delivery.body.clone());
        for header in &delivery.headers {
            request = request.header(&header.name, &header.value);
        }
        request.send().await.unwrap().status().as_u16()
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let url = format!("http://{}{path}", self.running().address());
        let answer = self.client.get(url).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Books an appointment of the Friday on the platform and gives the delivery about it.
    pub(crate) fn book(&self, appointment: &str) -> Delivery {
        let line = line_of(appointment);
        let mut platform = self.platform();
        let (event, id) = platform.load(&line.fact, LOCATION).unwrap();
        platform.delivery(event, &id, self.clock.now())
    }

    pub(crate) async fn settled(&self) {
        tokio::time::timeout(Duration::from_secs(30), self.running().settled()).await.expect("it settles");
    }

    pub(crate) fn booking(&self, appointment: &str) -> Option<dispatch_core::engine::Booking> {
        let state = self.running().state(&practice()).unwrap();
        state.find(&CONNECTION.into(), &appointment.into()).cloned()
    }

    /// Provider and room or device ids of what was decided.
    pub(crate) fn assigned(&self, appointment: &str) -> Option<String> {
        let state = self.running().state(&practice()).unwrap();
        let booking = state.find(&CONNECTION.into(), &appointment.into())?;
        Some(describe(booking))
    }

    /// The names of the messages in the spool.
    pub(crate) fn messages(&self) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(self.directory.path().join("spool"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        names
    }
}

/// What was decided about a booking, in one line.
pub(crate) fn describe(booking: &dispatch_core::engine::Booking) -> String {
    let desired = booking.desired.as_ref().map(|desired| {
        let mut uses: Vec<_> =
            booking.occupancies.iter().map(|use_of| (use_of.lane, use_of.used.start)).collect();
        uses.sort_unstable();
        format!("{uses:?} {:?}", desired.assignment.items.first().map(|item| &item.roles))
    });
    format!("{:?} {:?} {desired:?}", booking.disposition, booking.flags)
}

pub(crate) fn practice() -> PracticeId {
    "friday".into()
}

pub(crate) fn rulebook() -> Arc<Rulebook> {
    let horizon = Horizon { first: "2026-06-08".parse().unwrap(), days: 14 };
    let loaded = rulebook_toml::load(RULEBOOK, "rulebook.toml", horizon, &Criteria::default()).unwrap();
    Arc::new(loaded.compiled.rulebook)
}

pub(crate) fn lines() -> Vec<FactLine> {
    FACTS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The first fact about an appointment.
pub(crate) fn line_of(appointment: &str) -> FactLine {
    let about = |line: &FactLine| match &line.fact {
        Fact::AppointmentObserved(observed) => observed.snapshot.id.as_str() == appointment,
        _ => false,
    };
    lines().into_iter().find(about).unwrap()
}

fn account() -> Account {
    Account {
        business_id: "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee".into(),
        application_id: "11111111-2222-4333-8444-555555555555".into(),
        api_key: Secret::new("an-api-key"),
        api_secret: Secret::new("YW4tYXBpLXNlY3JldA=="),
        webhook_secret: Secret::new("YS13ZWJob29rLXNlY3JldA=="),
    }
}

pub(crate) fn platform() -> standin::Shared {
    let mut platform = standin::Boulevard::new(account()).unwrap();
    platform.add_location(LOCATION, Zone::named("America/New_York").unwrap());
    Arc::new(std::sync::Mutex::new(platform))
}

/// A server of the Friday in a directory, with this platform and this way to the clients.
pub(crate) fn setup(directory: &Path, platform: SocketAddr, channel: Channel) -> Setup {
    let account = account();
    let adapter = Boulevard::new(
        Settings {
            base_url: format!("http://{platform}{}", standin::PATH),
            write_mode: WriteMode::DraftBooking,
            settle_milliseconds: 20,
            vip_tags: [standin::TAG_VIP.to_owned()].into(),
            call_tags: [standin::TAG_CALL.to_owned()].into(),
            ..Settings::new(CONNECTION.into(), &account.business_id)
        },
        Credentials { api_key: account.api_key, api_secret: account.api_secret },
    );
    Setup {
        listen: "127.0.0.1:0".parse().unwrap(),
        database: directory.join("dispatch.sqlite"),
        practices: vec![PracticeSetup {
            rulebook: rulebook(),
            connections: vec![ConnectionSetup {
                id: CONNECTION.into(),
                adapter: Arc::new(adapter),
                webhook_secrets: vec![account.webhook_secret],
                automation: Automation::Auto,
                sender: Sender::Us,
                go_live: None,
            }],
            messages: MessageSetup {
                channel,
                practice_name: "Example Med Spa".into(),
                from: "desk@example.com".parse().unwrap(),
                phone: None,
                places: std::collections::BTreeMap::new(),
            },
            api_tokens: Vec::new(),
        }],
        limits: Limits { request_timeout: Duration::from_millis(500), ..Limits::default() },
    }
}

/// Nothing in the store contradicts a finished day: no delivery waits, nothing is left to be done, nothing overlaps.
pub(crate) async fn assert_finished(world: &World) {
    let store = world.running().store();
    let (inbox, outbox) = (store.inbox_counts().await.unwrap(), store.outbox_counts().await.unwrap());
    assert_eq!((inbox.new, inbox.parked), (0, 0), "{inbox:?}");
    assert_eq!((outbox.open, outbox.unknown), (0, 0), "{outbox:?}");
    assert_eq!(store.overlaps(&practice()).await.unwrap(), 0);
}
