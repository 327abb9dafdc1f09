//! What every adapter must pass, as functions that its tests call: [`check`] runs them all against a platform of the
//! adapter's own, or a stand-in of it. More is asked of an adapter by and by; this is where it is asked.

use dispatch_core::{
    Timestamp,
    engine::{AppointmentObserved, Fact, Status, Write},
};

use crate::{
    Adapter, Exchange, Header, HttpRequest, Inbound, Job, Observations, Outcome, Reply, Secret, Step,
};

/// A delivery as it would come over HTTP.
#[derive(Clone, Debug)]
pub struct SignedDelivery {
    /// Its headers, the signature among them.
    pub headers: Vec<Header>,
    /// Its body.
    pub body: Vec<u8>,
}

/// A platform with one appointment, joined to the adapter without a socket.
pub trait Platform {
    /// The adapter that is judged.
    fn adapter(&self) -> &dyn Adapter;
    /// What deliveries are signed with.
    fn secrets(&self) -> Vec<Secret>;
    /// The time now.
    fn now(&self) -> Timestamp;
    /// Lets time go on, never back.
    fn wait_until(&mut self, at: Timestamp);
    /// A delivery about the appointment, with all that the platform usually tells.
    fn delivery(&mut self) -> SignedDelivery;
    /// The same with nothing but the appointment's id.
    fn thin_delivery(&mut self) -> SignedDelivery;
    /// The platform's answer to a request.
    fn answer(&mut self, request: &HttpRequest) -> Reply;
    /// Puts the appointment into a state that no adapter can know, and gives the word for it.
    fn set_unknown_status(&mut self) -> String;
    /// A write that gives the appointment another provider, and the platform's id of that provider.
    fn write(&self) -> (Write, String);
    /// Contact data of the appointment's client, which facts and stored exchanges must never hold.
    fn contact_words(&self) -> Vec<String>;
}

/// A demand that was not met: its name, and what was seen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {seen}")]
pub struct Unmet {
    /// The demand.
    pub name: &'static str,
    /// What was seen instead.
    pub seen: String,
}

type Demand = fn(&mut dyn Platform) -> Result<(), String>;

const DEMANDS: [(&str, Demand); 7] = [
    ("a good signature is accepted, any other is refused", signatures),
    ("a body cut off or garbled is never a crash", garbled_bodies),
    ("the same delivery twice is the same delivery, with the same facts", duplicate),
    ("a picture says when it was asked for, so that a late one is known as such", late),
    ("a body with nothing but an id leads to the complete appointment", thin_body),
    ("a word that nobody knows survives", unknown_word),
    ("what was written is what is read next: an echo", echo),
];

/// Puts every demand to a fresh platform, and gives those that were not met.
pub fn check<P: Platform>(mut fresh: impl FnMut() -> P) -> Vec<Unmet> {
    let judge =
        |(name, demand): (&'static str, Demand)| demand(&mut fresh()).err().map(|seen| Unmet { name, seen });
    DEMANDS.into_iter().filter_map(judge).collect()
}

fn demand(holds: bool, seen: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(seen()) }
}

fn signatures(platform: &mut dyn Platform) -> Result<(), String> {
    let SignedDelivery { headers, body } = platform.delivery();
    let (now, secrets) = (platform.now(), platform.secrets());
    let accepts = |body: &[u8], secrets: &[Secret], now| {
        platform.adapter().verify(&headers, body, secrets, now).is_ok()
    };
    demand(accepts(&body, &secrets, now), || "a good delivery is refused".to_owned())?;
    for at in [0, body.len() / 2, body.len().saturating_sub(1)] {
        let mut other = body.clone();
        if let Some(byte) = other.get_mut(at) {
            *byte ^= 1;
        }
        demand(!accepts(&other, &secrets, now), || format!("byte {at} may change"))?;
    }
    demand(!accepts(&body, &[Secret::new("YW5vdGhlcg==")], now), || "any secret will do".to_owned())?;
    demand(!accepts(&body, &[], now), || "no secret will do".to_owned())?;
    let year = Timestamp(now.0 + 365 * 24 * 3_600_000);
    demand(!accepts(&body, &secrets, year), || "it is accepted a year later".to_owned())
}

fn garbled_bodies(platform: &mut dyn Platform) -> Result<(), String> {
    let (body, now) = (platform.delivery().body, platform.now());
    for cut in 0..body.len() {
        let _ = platform.adapter().decode(body.get(..cut).unwrap_or_default(), now);
        let mut other = body.clone();
        if let Some(byte) = other.get_mut(cut) {
            *byte = b'!';
        }
        let _ = platform.adapter().decode(&other, now);
    }
    demand(platform.adapter().decode(b"", now).is_err(), || "an empty body is taken".to_owned())
}

fn duplicate(platform: &mut dyn Platform) -> Result<(), String> {
    let delivery = platform.delivery();
    let (first, one) = take_in(platform, &delivery)?;
    let (second, other) = take_in(platform, &delivery)?;
    demand(first == second, || format!("{first:?} is called {second:?} the second time"))?;
    demand(one.snapshot == other.snapshot, || format!("{:?} then {:?}", one.snapshot, other.snapshot))
}

fn late(platform: &mut dyn Platform) -> Result<(), String> {
    let delivery = platform.delivery();
    let before = platform.now();
    let (_, one) = take_in(platform, &delivery)?;
    let later = Timestamp(platform.now().0 + 60_000);
    platform.wait_until(later);
    let (_, other) = take_in(platform, &delivery)?;
    demand(one.observed_at >= before && one.observed_at < later && other.observed_at >= later, || {
        format!(
            "asked at {before} and {later}, but observed at {} and {}",
            one.observed_at, other.observed_at
        )
    })
}

fn thin_body(platform: &mut dyn Platform) -> Result<(), String> {
    let (full, thin) = (platform.delivery(), platform.thin_delivery());
    let ((_, full), (_, thin)) = (take_in(platform, &full)?, take_in(platform, &thin)?);
    demand(full.snapshot == thin.snapshot, || format!("{:?} instead of {:?}", thin.snapshot, full.snapshot))
}

fn unknown_word(platform: &mut dyn Platform) -> Result<(), String> {
    let word = platform.set_unknown_status();
    let delivery = platform.delivery();
    let (_, observed) = take_in(platform, &delivery)?;
    let survives =
        matches!(&observed.snapshot.status, Status::Other(kept) if kept.eq_ignore_ascii_case(&word));
    demand(survives, || format!("`{word}` became {:?}", observed.snapshot.status))
}

fn echo(platform: &mut dyn Platform) -> Result<(), String> {
    let (write, provider) = platform.write();
    match run(platform, &Job::Write(write))? {
        Outcome::Acknowledged(_) => {}
        other => return Err(format!("the write ended in {other:?}")),
    }
    let delivery = platform.delivery();
    let (_, observed) = take_in(platform, &delivery)?;
    let read = observed.snapshot.items.first().and_then(|item| item.provider.as_ref());
    demand(read.is_some_and(|read| read.as_str() == provider), || format!("{read:?} instead of `{provider}`"))
}

/// Takes a delivery in as the service does: verify, decode, fetch what it points at. Gives its name and its picture.
fn take_in(
    platform: &mut dyn Platform,
    delivery: &SignedDelivery,
) -> Result<(String, AppointmentObserved), String> {
    let (now, secrets) = (platform.now(), platform.secrets());
    let adapter = platform.adapter();
    let verified = adapter
        .verify(&delivery.headers, &delivery.body, &secrets, now)
        .map_err(|fault| format!("a good delivery is refused: {fault}"))?;
    let inbound = adapter.decode(&delivery.body, now).map_err(|fault| format!("not decoded: {fault}"))?;
    let observations = match inbound {
        Inbound::Observations(observations) => observations,
        Inbound::Fetch(job) => match run(platform, &job)? {
            Outcome::Observed { observations, .. } => observations,
            other => return Err(format!("the fetch ended in {other:?}")),
        },
        Inbound::Ignored { .. } => return Err("the delivery is ignored".to_owned()),
    };
    private(platform, &observations)?;
    let pictures = observations.facts.into_iter().filter_map(|fact| match fact {
        Fact::AppointmentObserved(observed) => Some(observed),
        _ => None,
    });
    let picture = pictures.last().ok_or("no appointment was observed")?;
    Ok((verified.delivery, picture))
}

/// Facts go into journals that are never rewritten: they hold nothing that tells who a client is.
fn private(platform: &dyn Platform, observations: &Observations) -> Result<(), String> {
    let facts = serde_json::to_string(&observations.facts).map_err(|fault| fault.to_string())?;
    without_contact(platform, &facts, "a fact")
}

fn without_contact(platform: &dyn Platform, text: &str, what: &str) -> Result<(), String> {
    let found = platform.contact_words().into_iter().find(|word| text.contains(word.as_str()));
    found.map_or(Ok(()), |word| Err(format!("{what} holds the client's `{word}`")))
}

/// Runs a job to its end; its exchange is stored and read back between every two steps, as a restart would.
fn run(platform: &mut dyn Platform, job: &Job) -> Result<Outcome, String> {
    let mut step = platform.adapter().begin(job, platform.now());
    for _ in 0..200 {
        let (exchange, reply) = match step {
            Step::Done(outcome) => return Ok(outcome),
            Step::Wait(until, exchange) => {
                platform.wait_until(until);
                (exchange, Reply::Due)
            }
            Step::Send(request, exchange) => {
                let reply = platform.answer(&request);
                (exchange, reply)
            }
        };
        let stored = serde_json::to_string(&exchange).map_err(|fault| fault.to_string())?;
        without_contact(platform, &stored, "a stored exchange")?;
        let read_back: Exchange = serde_json::from_str(&stored).map_err(|fault| fault.to_string())?;
        step = platform.adapter().resume(read_back, &reply, platform.now());
    }
    Err("the job does not end within 200 steps".to_owned())
}
