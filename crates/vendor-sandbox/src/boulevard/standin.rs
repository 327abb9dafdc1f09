//! The stand-in's state, and the faults that a test asks of it.

use std::collections::{BTreeMap, VecDeque};

use adapter_kit::Secret;
use dispatch_core::{Span, calendar::local::Zone};

use super::{
    budget::Budget,
    graphql::Schema,
    records::{Appointment, Block, CallRecord, Client, DraftRecord},
};

/// The account whose requests the stand-in accepts and whose deliveries it signs.
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

/// A fault that a test asks of the stand-in.
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

/// The stand-in: everything that it knows, and a record of every call.
#[derive(Debug)]
pub struct Boulevard {
    pub(super) account: Account,
    pub(super) schema: Schema,
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
    /// True if completing a draft cancels the appointment and creates another in its place.
    pub renumber: bool,
    faults: VecDeque<(String, Misbehaviour)>,
    pub(super) budget: Budget,
    counter: u64,
}

impl Boulevard {
    /// An empty stand-in with the vendor's point budget: 10,000 points, 50 given back each second.
    ///
    /// # Errors
    /// If the schema that it was built with is not valid.
    pub fn new(account: Account) -> Result<Self, String> {
        Ok(Self {
            account,
            schema: Schema::load()?,
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
            budget: Budget::new(10_000, 50),
            counter: 0,
        })
    }

    /// Gives it a location in a time zone.
    pub fn add_location(&mut self, id: &str, zone: Zone) {
        self.zones.insert(id.to_owned(), zone);
    }

    /// Sets another point budget.
    pub const fn set_budget(&mut self, bucket: u32, leak: u32) {
        self.budget.resize(bucket, leak);
    }

    /// Makes the next call of an operation fail, once. The operation is its name in the document, such as `CompleteDraft`,
    /// or `*` for any.
    pub fn misbehave(&mut self, operation: &str, how: Misbehaviour) {
        self.faults.push_back((operation.to_owned(), how));
    }

    pub(super) fn fault(&mut self, operation: &str) -> Option<Misbehaviour> {
        let found = self.faults.iter().position(|(name, _)| name == "*" || name == operation)?;
        self.faults.remove(found).map(|(_, how)| how)
    }

    pub(super) fn next_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    pub(super) fn zone_of(&self, location: &str) -> Option<Zone> {
        self.zones.get(location).copied()
    }

    /// True if a provider, room or device is in use in a span: by an appointment (as with the vendor, the one that a draft
    /// was made from counts) or, for a provider, by a block.
    pub(super) fn taken(&self, id: &str, span: Span) -> bool {
        let lines = self.appointments.values().filter(|appointment| !appointment.cancelled);
        let mut lines = lines.flat_map(|appointment| &appointment.lines);
        let mut blocks = self.blocks.values().filter(|block| !block.cancelled && block.staff == id);
        lines.any(|line| {
            line.span().overlaps(span)
                && (line.staff.as_deref() == Some(id) || line.resources.iter().any(|of| of == id))
        }) || blocks.any(|block| block.span.overlaps(span))
    }
}
