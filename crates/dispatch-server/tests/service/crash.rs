//! The server is killed at random moments, fifty times: nothing that it acknowledged is lost, nothing is written to the
//! platform twice, and no message goes out twice.

use std::{
    collections::{BTreeSet, VecDeque},
    net::SocketAddr,
    path::Path,
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use dispatch_core::{
    Minutes, Timestamp,
    engine::{BookedBy, Disposition, Fact, NoticeStatus, WriteState, WriteStatus},
};
use dispatch_server::{Clock, Server};
use dispatch_store::{OutboxStatus, Store};
use notifier::{Channel, SmtpRelay};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::{Child, Command},
};
use vendor_sandbox::boulevard::{self as standin, Delivery};

use crate::{
    fixture::{self, CONNECTION, LOCATION, lines, practice, setup},
    mail_sink::MailSink,
};

const KILLS: u32 = 50;
const CHILD: &str = "crash::the_server_that_is_killed";
const DIRECTORY: &str = "DISPATCH_TEST_DIRECTORY";
const PLATFORM: &str = "DISPATCH_TEST_PLATFORM";
const SINK: &str = "DISPATCH_TEST_SINK";
const NOW: &str = "DISPATCH_TEST_NOW";

#[tokio::test]
async fn fifty_kills_lose_nothing_and_repeat_nothing() {
    let clock = Clock::scenario(Timestamp::parse("2026-06-08T13:00:00Z").unwrap());
    let platform = fixture::platform();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let platform_address = listener.local_addr().unwrap();
    let platform_clock = clock.clone();
    let now = Arc::new(move || platform_clock.now());
    tokio::spawn(standin::serve(listener, platform.clone(), now, Duration::from_millis(4)));
    let sink = MailSink::open(Duration::from_millis(2)).await;
    let directory = tempfile::tempdir().unwrap();

    let deliveries = deliveries(&platform, &clock);
    let mut waiting = deliveries.iter().collect::<VecDeque<_>>();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut interrupted = Interrupted::default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for _ in 0..KILLS {
        let (mut child, address) = spawn(directory.path(), platform_address, &sink, &clock).await;
        let wait = Duration::from_millis(random.below(200));
        let posting = async {
            // A sender repeats what was not acknowledged, and only that.
            if let Some(delivery) = waiting.front()
                && post(&client, address, delivery).await
            {
                waiting.pop_front();
            }
            std::future::pending::<()>().await;
        };
        let _ = tokio::time::timeout(wait, posting).await;
        child.kill().await.unwrap();
        interrupted.count(directory.path()).await;
    }

    // In this process the server is left alone until everything is done.
    let setup = setup(directory.path(), platform_address, channel(sink.address));
    let running = Server::start(setup, clock.clone()).await.unwrap();
    while let Some(delivery) = waiting.pop_front() {
        assert!(post(&client, running.address(), delivery).await);
    }
    for _ in 0..4 {
        running.advance_to(clock.now().plus(Minutes(1))).await;
    }

    let store = running.store();
    let inbox = store.inbox_counts().await.unwrap();
    assert_eq!(
        (inbox.new, inbox.parked, inbox.done),
        (0, 0, deliveries.len() as u64),
        "none lost, none twice"
    );
    let outbox = store.outbox_counts().await.unwrap();
    assert_eq!(outbox.open, 0, "{outbox:?}");
    assert_eq!(store.overlaps(&practice()).await.unwrap(), 0);

    let state = running.state(&practice()).unwrap();
    assert_eq!(state.bookings().count(), deliveries.len());
    // The platform may refuse, since it knew all bookings from the start; a person is asked then.
    let taken = |write: &&WriteState| matches!(write.status, WriteStatus::Acknowledged(_));
    let refused = |write: &&WriteState| matches!(write.status, WriteStatus::Refused(_));
    let (taken, refused) = (state.writes().filter(taken), state.writes().filter(refused).count());
    let taken: Vec<_> = taken.map(|write| write.write.appointment.as_str()).collect();
    assert_eq!(taken.len() + refused, state.writes().count(), "each write came to its end");
    assert_eq!(refused as u64, outbox.dead);
    assert!(taken.len() > 5, "there was something to write");
    let platform = platform.lock().unwrap();
    let completed = platform.drafts.values().filter(|draft| draft.completed);
    let mut written: Vec<_> = completed.map(|draft| draft.appointment.as_str()).collect();
    written.sort_unstable();
    let mut wanted = taken;
    wanted.sort_unstable();
    assert_eq!(written, wanted, "each decision was written once");

    let accepted = sink.accepted();
    let distinct: BTreeSet<_> = accepted.iter().collect();
    assert_eq!(distinct.len(), accepted.len(), "no message went out twice");
    let sent = state.notices().filter(|notice| notice.status == NoticeStatus::Sent).count();
    let released = state.notices().filter(|notice| notice.status == NoticeStatus::Released).count();
    assert_eq!(released as u64, outbox.unknown, "what may have gone out is shown, and nothing else is left");
    assert!(
        accepted.len() >= sent && accepted.len() <= sent + released,
        "{} {sent} {released}",
        accepted.len()
    );
    let assigned = state.bookings().filter(|booking| booking.disposition == Disposition::Assigned).count();
    assert!(sent + released >= assigned, "each assigned booking has its confirmation");
    assert!(assigned > 20);
    assert!(
        interrupted.deliveries > 0 && interrupted.writes > 0 && interrupted.messages > 0,
        "{interrupted:?}"
    );
}

/// Not a test: the process that the test above kills.
#[tokio::test]
#[ignore = "started by another test"]
async fn the_server_that_is_killed() {
    let Ok(directory) = std::env::var(DIRECTORY) else { return };
    let variable = |name| std::env::var(name).unwrap();
    let sink: SocketAddr = variable(SINK).parse().unwrap();
    let setup = setup(Path::new(&directory), variable(PLATFORM).parse().unwrap(), channel(sink));
    let clock = Clock::scenario(Timestamp(variable(NOW).parse().unwrap()));
    let running = Server::start(setup, clock).await.unwrap();
    println!("\nlistening on {}", running.address());
    std::future::pending::<()>().await;
}

fn channel(sink: SocketAddr) -> Channel {
    Channel::Smtp(SmtpRelay::new(sink.to_string(), "localhost"))
}

/// Every appointment of the Friday as first booked, and the delivery about it.
fn deliveries(platform: &standin::Shared, clock: &Clock) -> Vec<Delivery> {
    let mut platform = platform.lock().unwrap();
    let mut known = BTreeSet::new();
    let mut deliveries = Vec::new();
    for line in lines() {
        let Fact::AppointmentObserved(mut observed) = line.fact else { continue };
        if known.insert(observed.snapshot.id.clone()) {
            // No client asked for a provider: more is decided otherwise than the platform has it, and written back.
            let snapshot = Arc::make_mut(&mut observed.snapshot);
            snapshot.items.iter_mut().for_each(|item| item.provider_requested = false);
            snapshot.booked_by = BookedBy::Client;
            let (event, id) = platform.load(&Fact::AppointmentObserved(observed), LOCATION).unwrap();
            deliveries.push(platform.delivery(event, &id, clock.now()));
        }
    }
    deliveries
}

async fn spawn(
    directory: &Path,
    platform: SocketAddr,
    sink: &MailSink,
    clock: &Clock,
) -> (Child, SocketAddr) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", CHILD, "--ignored", "--nocapture"])
        .env(DIRECTORY, directory)
        .env(PLATFORM, platform.to_string())
        .env(SINK, sink.address.to_string())
        .env(NOW, clock.now().0.to_string())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some(address) = line.strip_prefix("listening on ") {
            return (child, address.parse().unwrap());
        }
    }
    panic!("the server did not start");
}

async fn post(client: &reqwest::Client, address: SocketAddr, delivery: &Delivery) -> bool {
    let mut request =
        client.post(format!("http://{address}/webhooks/{CONNECTION}")).body(delivery.body.clone());
    for header in &delivery.headers {
        request = request.header(&header.name, &header.value);
    }
    request.send().await.is_ok_and(|answer| answer.status().is_success())
}

/// The work that the kills interrupted, as the database shows it before the next start.
#[derive(Debug, Default)]
struct Interrupted {
    deliveries: u64,
    writes: usize,
    messages: usize,
}

impl Interrupted {
    async fn count(&mut self, directory: &Path) {
        let store = Store::open(directory.join("dispatch.sqlite")).await.unwrap();
        self.deliveries += store.inbox_counts().await.unwrap().new;
        let effects = store.effects(&practice()).await.unwrap();
        self.writes += effects
            .iter()
            .filter(|effect| effect.kind == "write" && effect.status == OutboxStatus::InFlight)
            .count();
        self.messages += effects.iter().filter(|effect| effect.status == OutboxStatus::Sending).count();
        store.close().await;
    }
}

/// A fixed sequence, so that a failure comes again.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}
