//! The settings of a connection, with their defaults.

use std::collections::{BTreeMap, BTreeSet};

use adapter_kit::{RateBudget, Secret};
use dispatch_core::{
    ConnectionId, PlatformId,
    engine::{Authority, FieldAuthority},
};
use serde::Deserialize;

/// The warnings that the vendor's schema names.
pub(crate) const KNOWN_WARNINGS: [&str; 3] =
    ["RESOURCE_DOUBLE_BOOKED", "STAFF_DOES_NOT_PERFORM_SERVICE", "STAFF_DOUBLE_BOOKED"];

/// The settings of a connection to Boulevard. Everything that the vendor leaves open is a setting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Our name of the connection.
    pub connection: ConnectionId,
    /// The business's bare UUID.
    pub business_id: String,
    /// The Admin API's whole address, version path included.
    #[serde(default = "defaults::base_url")]
    pub base_url: String,
    /// The way in which decisions are written back.
    #[serde(default)]
    pub write_mode: WriteMode,
    /// The greatest distance between a delivery's stamp and now, in seconds. Wide, because a retry may carry the stamp of
    /// the first attempt.
    #[serde(default = "defaults::window_seconds")]
    pub window_seconds: u32,
    /// The header that carries the salt.
    #[serde(default = "defaults::salt_header")]
    pub salt_header: String,
    /// The header that carries the signature.
    #[serde(default = "defaults::signature_header")]
    pub signature_header: String,
    /// The days over which a client's last provider is looked up; 0 leaves the look-up out and saves one call.
    #[serde(default = "defaults::continuity_days")]
    pub continuity_days: u16,
    /// Tags that mark a client as a VIP, by id.
    #[serde(default)]
    pub vip_tags: BTreeSet<String>,
    /// Tags that mark a client who prefers a call, by id.
    #[serde(default)]
    pub call_tags: BTreeSet<String>,
    /// Tags that mark a client who has never been here before, by id.
    #[serde(default)]
    pub new_client_tags: BTreeSet<String>,
    /// The rooms and devices that we may set, by the platform's id, because no query lists them. Others are never
    /// changed.
    #[serde(default)]
    pub resources: BTreeMap<PlatformId, CatalogueKind>,
    /// The staff id under which a draft is completed; none for the provider of its first service.
    #[serde(default)]
    pub book_with_staff_id: Option<PlatformId>,
    /// True if Boulevard should notify the client of a completed draft.
    #[serde(default)]
    pub notify_client: bool,
    /// Codes of warnings that stop a write. A code that no version of ours knows stops it too.
    #[serde(default = "defaults::blocking_warnings")]
    pub blocking_warnings: BTreeSet<String>,
    /// The response to a double-booking warning that may be the appointment's own overlap with its draft.
    #[serde(default)]
    pub self_overlap: SelfOverlap,
    /// The calling code of phone numbers without a country.
    #[serde(default = "defaults::calling_code")]
    pub calling_code: String,
    /// The rate budget.
    #[serde(default)]
    pub rate: Rate,
    /// How long to leave the platform to finish before a write without an answer is settled, in milliseconds.
    #[serde(default = "defaults::settle_milliseconds")]
    pub settle_milliseconds: u32,
}

/// The way in which decisions are written back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteMode {
    /// Through booking drafts: provider, time, rooms and devices.
    DraftBooking,
    /// As a line in the appointment's notes, for the desk to carry out.
    AnnotateOnly,
    /// Not at all.
    #[default]
    Off,
}

/// The kind of a resource that we may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogueKind {
    /// A room or chair.
    Room,
    /// A device.
    Device,
}

/// The response to a double-booking warning that may be the appointment's own overlap with its draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelfOverlap {
    /// Read appointments and blocks, and go on if there is no other overlap.
    #[default]
    Verify,
    /// Refuse the write.
    Refuse,
}

/// The rate budget, and what calls are assumed to cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rate {
    /// Points the bucket holds.
    pub bucket: u32,
    /// Points given back each second.
    pub leak: u32,
    /// Points of a single read or mutation.
    pub call_cost: u32,
    /// Points of a page of a list.
    pub page_cost: u32,
}

impl Default for Rate {
    fn default() -> Self {
        Self { bucket: 10_000, leak: 50, call_cost: 10, page_cost: 20 }
    }
}

/// The keys that requests are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The application's key.
    pub api_key: Secret,
    /// The application's secret, as handed out (base64).
    pub api_secret: Secret,
}

impl Settings {
    /// Settings with every default.
    #[must_use]
    pub fn new(connection: ConnectionId, business_id: &str) -> Self {
        Self {
            connection,
            business_id: business_id.to_owned(),
            base_url: defaults::base_url(),
            write_mode: WriteMode::default(),
            window_seconds: defaults::window_seconds(),
            salt_header: defaults::salt_header(),
            signature_header: defaults::signature_header(),
            continuity_days: defaults::continuity_days(),
            vip_tags: BTreeSet::new(),
            call_tags: BTreeSet::new(),
            new_client_tags: BTreeSet::new(),
            resources: BTreeMap::new(),
            book_with_staff_id: None,
            notify_client: false,
            blocking_warnings: defaults::blocking_warnings(),
            self_overlap: SelfOverlap::default(),
            calling_code: defaults::calling_code(),
            rate: Rate::default(),
            settle_milliseconds: defaults::settle_milliseconds(),
        }
    }

    pub(crate) fn authority(&self) -> Authority {
        let writes = self.write_mode == WriteMode::DraftBooking;
        let resource = |kind| {
            let known = self.resources.values().any(|of| *of == kind);
            match (known, writes) {
                (true, true) => FieldAuthority::Write,
                (true, false) => FieldAuthority::Platform,
                (false, _) => FieldAuthority::Local,
            }
        };
        let drafted = if writes { FieldAuthority::Write } else { FieldAuthority::Platform };
        Authority {
            provider: drafted,
            time: drafted,
            room: resource(CatalogueKind::Room),
            device: resource(CatalogueKind::Device),
            block: FieldAuthority::Platform,
            status: FieldAuthority::Platform,
        }
    }

    pub(crate) const fn rate_budget(&self) -> RateBudget {
        RateBudget { bucket: self.rate.bucket, leak: self.rate.leak }
    }
}

mod defaults {
    use std::collections::BTreeSet;

    pub(super) fn base_url() -> String {
        "https://dashboard.boulevard.io/api/2020-01/admin".into()
    }
    pub(super) const fn window_seconds() -> u32 {
        24 * 60 * 60
    }
    pub(super) fn salt_header() -> String {
        "x-blvd-hmac-salt".into()
    }
    pub(super) fn signature_header() -> String {
        "x-blvd-hmac-sha256".into()
    }
    pub(super) const fn continuity_days() -> u16 {
        365
    }
    pub(super) fn blocking_warnings() -> BTreeSet<String> {
        super::KNOWN_WARNINGS.iter().map(|code| (*code).to_owned()).collect()
    }
    pub(super) fn calling_code() -> String {
        "1".into()
    }
    pub(super) const fn settle_milliseconds() -> u32 {
        2_000
    }
}
