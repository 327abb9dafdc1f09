//! A stand-in for Boulevard's Admin API and its webhooks. The rules are in [`Boulevard`], which takes requests one at
//! a time and knows no socket; [`serve`] puts it on one.

mod api;
mod draft;
mod graphql;
mod http;
mod load;
mod records;
mod webhook;

use std::collections::{BTreeMap, VecDeque};

use adapter_kit::{Secret, instant_of};
use dispatch_core::{Minute, Minutes, Span, Timestamp, calendar::local::Zone};

pub use api::Answer;
pub use draft::DraftRecord;
pub use graphql::{SCHEMA, schema_errors};
pub use http::{Shared, serve};
pub use load::{TAG_CALL, TAG_VIP};
pub use records::{Appointment, Block, CallRecord, Client, Line};
pub use webhook::Delivery;

/// The path under which the Admin API is served.
pub const PATH: &str = "/api/2020-01/admin";

/// Who the stand-in takes requests from and signs deliveries for.
#[derive(Clone, Debug)]
pub struct Account {
    /// The business's bare UUID.
    pub business_id: String,
    /// The application's bare UUID.
    pub application_id: String,
    /// The application's key.
    pub api_key: Secret,
    /// The secret of requests, base64.
    pub api_secret: Secret,
    /// The secret of deliveries, base64.
    pub webhook_secret: Secret,
}

/// What the stand-in does wrong on command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misbehaviour {
    /// Answers HTTP 500 and does nothing.
    ServerError,
    /// Does the work and answers HTTP 500.
    ServerErrorAfterWork,
    /// Never answers and does nothing.
    Silence,
    /// Does the work and never answers.
    SilenceAfterWork,
    /// Answers a GraphQL error.
    Refuse,
    /// Answers HTTP 429 with this many seconds in `Retry-After`.
    TooMany(u16),
    /// Says that the application lacks the feature.
    NotEnabled,
    /// A person cancels the appointment before the request is looked at.
    CancelFirst,
}

/// The stand-in: everything it knows, and the records of what was done to it.
#[derive(Debug)]
pub struct Boulevard {
    account: Account,
    schema: graphql::Schema,
    zones: BTreeMap<String, Zone>,
    /// Appointments by id, as they are now.
    pub appointments: BTreeMap<String, Appointment>,
    /// Clients by id.
    pub clients: BTreeMap<String, Client>,
    /// Blocks by id.
    pub blocks: BTreeMap<String, Block>,
    /// Service codes (`externalId`) by service id.
    pub services: BTreeMap<String, String>,
    /// Drafts by id, completed or left.
    pub drafts: BTreeMap<String, DraftRecord>,
    /// Every call that was let in, in order.
    pub calls: Vec<CallRecord>,
    /// Staff and service pairs that the menu rules out.
    pub not_performed: Vec<(String, String)>,
    /// True if completing a draft cancels the appointment and makes another in its place.
    pub renumber: bool,
    faults: VecDeque<(String, Misbehaviour)>,
    budget: Budget,
    counter: u64,
}

/// A leaky bucket of points, in the clock of the calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// Points the bucket holds.
    bucket: i64,
    /// Points given back each second.
    leak: i64,
    /// Thousandths of a point in use.
    used: i64,
    at: Timestamp,
}

impl Boulevard {
    /// An empty stand-in with the vendor's point budget: 10,000 points, 50 given back each second.
    ///
    /// # Errors
    /// If the schema that it was built with is not valid.
    pub fn new(account: Account) -> Result<Self, String> {
        Ok(Self {
            account,
            schema: graphql::Schema::load()?,
            zones: BTreeMap::new(),
            appointments: BTreeMap::new(),
            clients: BTreeMap::new(),
            blocks: BTreeMap::new(),
            services: BTreeMap::new(),
            drafts: BTreeMap::new(),
            calls: Vec::new(),
            not_performed: Vec::new(),
            renumber: false,
            faults: VecDeque::new(),
            budget: Budget { bucket: 10_000, leak: 50, used: 0, at: Timestamp(i64::MIN) },
            counter: 0,
        })
    }

    /// Gives it a location in a time zone.
    pub fn add_location(&mut self, id: &str, zone: Zone) {
        self.zones.insert(id.to_owned(), zone);
    }

    /// Sets another point budget.
    pub const fn set_budget(&mut self, bucket: u32, leak: u32) {
        self.budget.bucket = bucket as i64;
        self.budget.leak = leak as i64;
    }

    /// Makes the next call of an operation (its name in the document, such as `CompleteDraft`, or `*` for any) go
    /// wrong, once.
    pub fn misbehave(&mut self, operation: &str, how: Misbehaviour) {
        self.faults.push_back((operation.to_owned(), how));
    }

    fn fault(&mut self, operation: &str) -> Option<Misbehaviour> {
        let found = self.faults.iter().position(|(name, _)| name == "*" || name == operation)?;
        self.faults.remove(found).map(|(_, how)| how)
    }

    fn next_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    fn zone_of(&self, location: &str) -> Option<Zone> {
        self.zones.get(location).copied()
    }

    /// Who else is on a provider, room or device in a span: appointments (the one a draft was made from included, as
    /// with the vendor) and, for providers, blocks.
    fn taken(&self, id: &str, span: Span) -> bool {
        let lines = self.appointments.values().filter(|appointment| !appointment.cancelled);
        let mut lines = lines.flat_map(|appointment| &appointment.lines);
        let mut blocks = self.blocks.values().filter(|block| !block.cancelled && block.staff == id);
        lines.any(|line| {
            line.span().overlaps(span)
                && (line.staff.as_deref() == Some(id) || line.resources.iter().any(|of| of == id))
        }) || blocks.any(|block| block.span.overlaps(span))
    }
}

impl Budget {
    /// Takes points, or says how many milliseconds to wait for them.
    fn take(&mut self, points: i64, now: Timestamp) -> Result<(), i64> {
        let elapsed = now.0.saturating_sub(self.at.0).max(0);
        self.used = self.used.saturating_sub(elapsed.saturating_mul(self.leak)).max(0);
        self.at = self.at.max(now);
        let over = self.used + points * 1000 - self.bucket * 1000;
        if over > 0 {
            return Err(over / self.leak.max(1) + 1);
        }
        self.used += points * 1000;
        Ok(())
    }
}

fn local_minute(zone: Zone, text: &str) -> Option<Minute> {
    instant_of(zone, text).ok().map(Timestamp::minute_floor)
}

const fn span(start: Minute, minutes: Minutes) -> Span {
    Span::from_start(start, minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_leaks() {
        let mut budget = Budget { bucket: 100, leak: 50, used: 0, at: Timestamp(i64::MIN) };
        assert_eq!(budget.take(100, Timestamp(0)), Ok(()));
        assert_eq!(budget.take(10, Timestamp(0)), Err(201));
        assert_eq!(budget.take(10, Timestamp(201)), Ok(()));
        assert!(budget.take(1, Timestamp(201)).is_err());
    }
}
