//! The cases as written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dispatch_core::calendar::local::{LocalRange, LocalTime};
use serde::Deserialize;

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CasesDocument {
    /// The date of every case that names none.
    pub(super) date: Option<NaiveDate>,
    /// What stands already in every case.
    #[serde(default)]
    pub(super) standing: Vec<StandingDocument>,
    #[serde(default, rename = "case")]
    pub(super) cases: Vec<CaseDocument>,
}

/// One booking and what must become of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseDocument {
    pub(super) name: String,
    /// A word on why.
    pub(super) about: Option<String>,
    pub(super) date: Option<NaiveDate>,
    /// The local time of the start, or instead `between`.
    pub(super) time: Option<LocalTime>,
    /// Where the whole visit must lie: the earliest start that works is taken.
    pub(super) between: Option<LocalRange>,
    /// Distance of the starts that are tried in `between`.
    pub(super) every: Option<u16>,
    pub(super) location: Option<String>,
    pub(super) service: String,
    /// What is added to it.
    #[serde(default)]
    pub(super) add_ons: Vec<String>,
    /// Whom the client asked for.
    pub(super) provider: Option<String>,
    /// Whom the client would like.
    pub(super) preferred: Option<String>,
    /// A group or couple booking.
    #[serde(default)]
    pub(super) group: bool,
    /// When it is booked, for lead times and furthest dates.
    pub(super) now: Option<MomentDocument>,
    #[serde(default)]
    pub(super) client: ClientDocument,
    #[serde(default)]
    pub(super) standing: Vec<StandingDocument>,
    /// Whose calendar cannot be read.
    #[serde(default)]
    pub(super) unreadable: Vec<String>,
    pub(super) expect: ExpectDocument,
}

/// A local date and time.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MomentDocument {
    /// The case's date if absent.
    pub(super) date: Option<NaiveDate>,
    pub(super) time: LocalTime,
}

/// What is known of the client.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientDocument {
    #[serde(default)]
    pub(super) vip: bool,
    /// Was never here before.
    #[serde(default)]
    pub(super) new: bool,
    pub(super) last_provider: Option<String>,
    #[serde(default)]
    pub(super) avoid: Vec<String>,
    pub(super) gender: Option<WishDocument>,
    pub(super) language: Option<WishDocument>,
    /// When the client is elsewhere, on the case's date.
    #[serde(default)]
    pub(super) busy: Vec<LocalRange>,
    /// What they have had; nobody says if absent.
    pub(super) clearances: Option<Vec<ClearedDocument>>,
    /// What they had before and are to have later, all of it; nobody says if absent.
    pub(super) history: Option<Vec<HadDocument>>,
}

/// A service that the client had or is to have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HadDocument {
    pub(super) service: String,
    pub(super) date: NaiveDate,
    /// Before all else of that date if absent.
    pub(super) time: Option<LocalTime>,
}

/// Something that the client has had.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClearedDocument {
    pub(super) id: String,
    pub(super) on: NaiveDate,
}

/// One of the two.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WishDocument {
    pub(super) must: Option<String>,
    pub(super) prefer: Option<String>,
}

/// What stands already: a booking (`service` and `time`), a bare use (`used`), or a block (`blocked`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StandingDocument {
    pub(super) name: Option<String>,
    /// The case's date if absent.
    pub(super) date: Option<NaiveDate>,
    pub(super) service: Option<String>,
    pub(super) time: Option<LocalTime>,
    pub(super) used: Option<LocalRange>,
    pub(super) blocked: Option<LocalRange>,
    pub(super) provider: Option<String>,
    pub(super) room: Option<String>,
    pub(super) device: Option<String>,
    /// A provider who supervises it.
    pub(super) supervisor: Option<String>,
}

/// What must become of it. What is not named is not looked at, flags apart: without `flags` it must go ahead by rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectDocument {
    pub(super) provider: Option<String>,
    pub(super) room: Option<String>,
    pub(super) device: Option<String>,
    /// By role, where a service has several of a kind.
    #[serde(default)]
    pub(super) roles: BTreeMap<String, String>,
    pub(super) start: Option<LocalTime>,
    /// The slugs of the reasons for which a person decides.
    pub(super) flags: Option<Vec<String>>,
    /// Who or what cannot be had, each with the slugs of everything that stands in the way.
    #[serde(default)]
    pub(super) blocked: BTreeMap<String, Vec<String>>,
}
