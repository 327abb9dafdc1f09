//! The requirements that every adapter must meet, as a function that its tests call: [`check`] puts them all to the
//! adapter and a stand-in of its platform. A new requirement for all adapters is added here.

use dispatch_core::{
    Timestamp,
    engine::{AppointmentObserved, Fact, Status, Write},
};

use crate::{
    Adapter, Exchange, Header, HttpRequest, Inbound, Job, Observations, Outcome, Reply, Secret, Step,
};

/// A delivery as it arrives over HTTP.
#[derive(Clone, Debug)]
pub struct SignedDelivery {
    /// Its headers, the signature among them.
    pub headers: Vec<Header>,
    /// Its body.
    pub body: Vec<u8>,
}

/// A stand-in of a platform, with one appointment, joined to the adapter without a socket.
pub trait StandIn {
    /// The adapter under test.
    fn adapter(&self) -> &dyn Adapter;
    /// The secrets that deliveries are signed with.
    fn secrets(&self) -> Vec<Secret>;
    /// The time now.
    fn now(&self) -> Timestamp;
    /// Moves time forward, never back.
    fn wait_until(&mut self, at: Timestamp);
    /// A delivery about the appointment, with everything that the platform usually includes.
    fn delivery(&mut self) -> SignedDelivery;
    /// The same delivery with nothing but the appointment's id.
    fn thin_delivery(&mut self) -> SignedDelivery;
    /// The platform's answer to a request.
    fn answer(&mut self, request: &HttpRequest) -> Reply;
    /// Puts the appointment into a state that no adapter can know, and returns the word for it.
    fn set_unknown_status(&mut self) -> String;
    /// A write that gives the appointment to another provider, and the platform's id of that provider.
    fn write(&self) -> (Write, String);
    /// Contact data of the appointment's client, which facts and stored exchanges must never hold.
    fn contact_words(&self) -> Vec<String>;
}

/// A requirement that the adapter does not meet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {seen}")]
pub struct Failure {
    /// The requirement.
    pub name: &'static str,
    /// What was seen instead.
    pub seen: String,
}

type Requirement = fn(&mut dyn StandIn) -> Result<(), String>;

const REQUIREMENTS: [(&str, Requirement); 7] = [
    ("a good signature is accepted, any other is refused", signatures),
    ("a body that is cut off or garbled never causes a crash", garbled_bodies),
    ("the same delivery twice is the same delivery, with the same facts", duplicate),
    ("an observation says when it was asked for, so that a late one is recognised", late),
    ("a body with nothing but an id leads to the complete appointment", thin_body),
    ("an unknown word survives", unknown_word),
    ("what was written is read back as it was written", echo),
];

/// Puts every requirement to a fresh stand-in, and returns those that the adapter does not meet.
pub fn check<S: StandIn>(mut fresh: impl FnMut() -> S) -> Vec<Failure> {
    let failure = |(name, requirement): (&'static str, Requirement)| {
        requirement(&mut fresh()).err().map(|seen| Failure { name, seen })
    };
    REQUIREMENTS.into_iter().filter_map(failure).collect()
}

fn require(holds: bool, seen: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(seen()) }
}

fn signatures(stand_in: &mut dyn StandIn) -> Result<(), String> {
    let SignedDelivery { headers, body } = stand_in.delivery();
    let (now, secrets) = (stand_in.now(), stand_in.secrets());
    let accepts = |body: &[u8], secrets: &[Secret], now| {
        stand_in.adapter().verify(&headers, body, secrets, now).is_ok()
    };
    require(accepts(&body, &secrets, now), || "a good delivery is refused".to_owned())?;
    for at in [0, body.len() / 2, body.len().saturating_sub(1)] {
        let mut other = body.clone();
        if let Some(byte) = other.get_mut(at) {
            *byte ^= 1;
        }
        require(!accepts(&other, &secrets, now), || format!("byte {at} may be changed"))?;
    }
    require(!accepts(&body, &[Secret::new("YW5vdGhlcg==")], now), || "any secret is accepted".to_owned())?;
    require(!accepts(&body, &[], now), || "it is accepted without a secret".to_owned())?;
    let year = Timestamp(now.0 + 365 * 24 * 3_600_000);
    require(!accepts(&body, &secrets, year), || "it is accepted a year later".to_owned())
}

fn garbled_bodies(stand_in: &mut dyn StandIn) -> Result<(), String> {
    let (body, now) = (stand_in.delivery().body, stand_in.now());
    for cut in 0..body.len() {
        let _ = stand_in.adapter().decode(body.get(..cut).unwrap_or_default(), now);
        let mut other = body.clone();
        if let Some(byte) = other.get_mut(cut) {
            *byte = b'!';
        }
        let _ = stand_in.adapter().decode(&other, now);
    }
    require(stand_in.adapter().decode(b"", now).is_err(), || "an empty body is accepted".to_owned())
}

fn duplicate(stand_in: &mut dyn StandIn) -> Result<(), String> {
    let delivery = stand_in.delivery();
    let (first, one) = take_in(stand_in, &delivery)?;
    let (second, other) = take_in(stand_in, &delivery)?;
    require(first == second, || format!("{first:?} is called {second:?} the second time"))?;
    require(one.snapshot == other.snapshot, || format!("{:?} then {:?}", one.snapshot, other.snapshot))
}

fn late(stand_in: &mut dyn StandIn) -> Result<(), String> {
    let delivery = stand_in.delivery();
    let before = stand_in.now();
    let (_, one) = take_in(stand_in, &delivery)?;
    let later = Timestamp(stand_in.now().0 + 60_000);
    stand_in.wait_until(later);
    let (_, other) = take_in(stand_in, &delivery)?;
    require(one.observed_at >= before && one.observed_at < later && other.observed_at >= later, || {
        format!(
            "asked at {before} and {later}, but observed at {} and {}",
            one.observed_at, other.observed_at
        )
    })
}

fn thin_body(stand_in: &mut dyn StandIn) -> Result<(), String> {
    let (full, thin) = (stand_in.delivery(), stand_in.thin_delivery());
    let ((_, full), (_, thin)) = (take_in(stand_in, &full)?, take_in(stand_in, &thin)?);
    require(full.snapshot == thin.snapshot, || format!("{:?} instead of {:?}", thin.snapshot, full.snapshot))
}

fn unknown_word(stand_in: &mut dyn StandIn) -> Result<(), String> {
    let word = stand_in.set_unknown_status();
    let delivery = stand_in.delivery();
    let (_, observed) = take_in(stand_in, &delivery)?;
    let survives =
        matches!(&observed.snapshot.status, Status::Other(kept) if kept.eq_ignore_ascii_case(&word));
    require(survives, || format!("`{word}` became {:?}", observed.snapshot.status))
}

fn echo(stand_in: &mut dyn StandIn) -> Result<(), String> {
    let (write, provider) = stand_in.write();
    match run(stand_in, &Job::Write(write))? {
        Outcome::Acknowledged(_) => {}
        other => return Err(format!("the write ended in {other:?}")),
    }
    let delivery = stand_in.delivery();
    let (_, observed) = take_in(stand_in, &delivery)?;
    let read = observed.snapshot.items.first().and_then(|item| item.provider.as_ref());
    require(read.is_some_and(|read| read.as_str() == provider), || {
        format!("{read:?} instead of `{provider}`")
    })
}

/// Takes a delivery in as the service does: verify, decode, fetch what it points at. Returns its name and the appointment
/// that it shows.
fn take_in(
    stand_in: &mut dyn StandIn,
    delivery: &SignedDelivery,
) -> Result<(String, AppointmentObserved), String> {
    let (now, secrets) = (stand_in.now(), stand_in.secrets());
    let adapter = stand_in.adapter();
    let verified = adapter
        .verify(&delivery.headers, &delivery.body, &secrets, now)
        .map_err(|fault| format!("a good delivery is refused: {fault}"))?;
    let inbound = adapter.decode(&delivery.body, now).map_err(|fault| format!("not decoded: {fault}"))?;
    let observations = match inbound {
        Inbound::Observations(observations) => observations,
        Inbound::Fetch(job) => match run(stand_in, &job)? {
            Outcome::Observed { observations, .. } => observations,
            other => return Err(format!("the fetch ended in {other:?}")),
        },
        Inbound::Ignored { .. } => return Err("the delivery is ignored".to_owned()),
    };
    private(stand_in, &observations)?;
    let appointments = observations.facts.into_iter().filter_map(|fact| match fact {
        Fact::AppointmentObserved(observed) => Some(observed),
        _ => None,
    });
    let observed = appointments.last().ok_or("no appointment was observed")?;
    Ok((verified.delivery, observed))
}

/// Facts go into journals that are never rewritten, so they must not identify a client.
fn private(stand_in: &dyn StandIn, observations: &Observations) -> Result<(), String> {
    let facts = serde_json::to_string(&observations.facts).map_err(|fault| fault.to_string())?;
    without_contact(stand_in, &facts, "a fact")
}

fn without_contact(stand_in: &dyn StandIn, text: &str, what: &str) -> Result<(), String> {
    let found = stand_in.contact_words().into_iter().find(|word| text.contains(word.as_str()));
    found.map_or(Ok(()), |word| Err(format!("{what} holds the client's `{word}`")))
}

/// Runs a job to its end. Its exchange is stored and read back between every two steps, as in a restart.
fn run(stand_in: &mut dyn StandIn, job: &Job) -> Result<Outcome, String> {
    let mut step = stand_in.adapter().begin(job, stand_in.now());
    for _ in 0..200 {
        let (exchange, reply) = match step {
            Step::Done(outcome) => return Ok(outcome),
            Step::Wait(until, exchange) => {
                stand_in.wait_until(until);
                (exchange, Reply::Due)
            }
            Step::Send(request, exchange) => {
                let reply = stand_in.answer(&request);
                (exchange, reply)
            }
        };
        let stored = serde_json::to_string(&exchange).map_err(|fault| fault.to_string())?;
        without_contact(stand_in, &stored, "a stored exchange")?;
        let read_back: Exchange = serde_json::from_str(&stored).map_err(|fault| fault.to_string())?;
        step = stand_in.adapter().resume(read_back, &reply, stand_in.now());
    }
    Err("the job does not end within 200 steps".to_owned())
}
