//! Add-ons: what may be added to a service, which makes it longer and dearer.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ServiceCode, ServiceIndex},
    rulebook::{
        ServiceDocument, references,
        report::{DAY, Report, entry},
    },
    time::Minutes,
};

/// Something that may be added to a service: it makes it longer and dearer, and the provider who treats does it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddOnDocument {
    /// Short stable code.
    pub code: String,
    /// Name for people; the code if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' codes and ids of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How much longer the service is with it.
    #[serde(default)]
    pub minutes: Minutes,
    /// What it costs, in cents; nothing if absent.
    #[serde(default)]
    pub price: Option<i64>,
    /// The services that it may be added to, by code or alias; any if empty.
    #[serde(default)]
    pub services: Vec<ServiceCode>,
}

/// Length, price, and services that exist.
pub(in crate::rulebook) fn judge(
    report: &mut Report,
    add_ons: &[AddOnDocument],
    services: &[ServiceDocument],
) {
    for (at, add_on) in add_ons.iter().enumerate() {
        let path = entry("add_on", at);
        let Minutes(minutes) = add_on.minutes;
        if !(0..=DAY).contains(&minutes) {
            let message = format!("an add-on cannot take `{minutes}` minutes");
            report.add(path.field("minutes"), "bad_length", message, format!("use 0 to {DAY} minutes"));
        }
        if let Some(price) = add_on.price.filter(|price| *price < 0) {
            let message = format!("the price `{price}` is below 0");
            report.add(path.field("price"), "bad_price", message, "use a price in cents, 0 or more");
        }
        for (position, code) in add_on.services.iter().enumerate() {
            references::service(report, services, path.field("services").position(position), code);
        }
    }
}

/// An add-on as compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddOn {
    pub(crate) code: Arc<str>,
    pub(crate) name: Arc<str>,
    pub(crate) minutes: Minutes,
    pub(crate) price: i64,
    /// Any if empty.
    pub(crate) services: Vec<ServiceIndex>,
}

impl AddOn {
    /// `service` finds a service by code or alias.
    pub(in crate::rulebook) fn of(
        document: &AddOnDocument,
        service: impl Fn(&str) -> Option<ServiceIndex>,
    ) -> Self {
        Self {
            code: document.code.as_str().into(),
            name: document.name.as_deref().unwrap_or(&document.code).into(),
            minutes: document.minutes,
            price: document.price.unwrap_or(0),
            services: document.services.iter().filter_map(|code| service(code.as_str())).collect(),
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Its name for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How much longer a service is with it.
    #[must_use]
    pub fn minutes(&self) -> Minutes {
        self.minutes
    }

    /// What it costs, in cents.
    #[must_use]
    pub fn price(&self) -> i64 {
        self.price
    }

    /// True if it may be added to that service.
    #[must_use]
    pub fn goes_with(&self, service: ServiceIndex) -> bool {
        self.services.is_empty() || self.services.contains(&service)
    }
}
