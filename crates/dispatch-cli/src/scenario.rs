//! The worked example as data: the Friday's rulebook, its facts, the expected outcome of each booking, and its variants.

use std::{collections::BTreeMap, sync::Arc};

use dispatch_core::{
    Criteria, CriterionDocument, Horizon, Minute, PlatformId, ProviderId, ReasonCode, ResourceId, Rulebook,
    RulebookDocument, Who,
    engine::{Booking, Disposition, Fact, FactLine},
};
use serde::Deserialize;

const RULEBOOK: &str = include_str!("../../../docs/scenarios/friday/rulebook.toml");
const FACTS: &str = include_str!("../../../docs/scenarios/friday/facts.jsonl");
const EXPECTED: &str = include_str!("../../../docs/scenarios/friday/expected.toml");
const VARIANTS: &str = include_str!("../../../docs/scenarios/friday/variants.toml");

/// A day, ready to be played.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The rules.
    pub document: RulebookDocument,
    /// The facts, in the order in which they become known.
    pub lines: Vec<FactLine>,
    /// The expected outcome of the bookings.
    pub expected: Vec<ExpectedBooking>,
    /// The booking that the worked example is about.
    pub lip_filler: LipFiller,
}

/// The expected outcome of one booking.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedBooking {
    /// The platform's id.
    pub appointment: String,
    /// The code of its service.
    #[serde(default)]
    pub service: Option<String>,
    /// The start, where it is stated.
    #[serde(default)]
    pub start: Option<Minute>,
    /// By rule, or to a person.
    pub outcome: ExpectedOutcome,
    /// The treating provider.
    #[serde(default)]
    pub provider: Option<ProviderId>,
    /// The room.
    #[serde(default)]
    pub room: Option<ResourceId>,
    /// The device.
    #[serde(default)]
    pub device: Option<ResourceId>,
    /// The reasons why a person decides.
    #[serde(default)]
    pub flags: Vec<ReasonCode>,
    /// A short explanation.
    #[serde(default)]
    pub note: String,
}

/// By rule, or to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedOutcome {
    /// It is assigned by rule.
    Assigned,
    /// A person decides.
    ToPerson,
}

/// The figures of the worked example.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LipFiller {
    /// The platform's id.
    pub appointment: String,
    /// The moment at which it becomes known.
    pub received: dispatch_core::Timestamp,
    /// Minutes booked in the afternoon before it.
    pub afternoon_minutes: BTreeMap<ProviderId, i32>,
    /// The messages to the client, with their times.
    pub notices: Vec<String>,
}

/// A variant of the Friday: its differences, and the expected outcome of the lip filler.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The differences, as text.
    pub about: String,
    /// Appointments that get another provider on the platform.
    #[serde(default)]
    pub reassign: BTreeMap<String, ProviderId>,
    /// Appointments that are left out.
    #[serde(default)]
    pub remove: Vec<String>,
    /// Other grades.
    #[serde(default)]
    pub grades: BTreeMap<ProviderId, i32>,
    /// Another ranking.
    #[serde(default)]
    pub ranking: Option<Vec<CriterionDocument>>,
    /// Minutes booked in the afternoon before the lip filler.
    #[serde(default)]
    pub loads: BTreeMap<ProviderId, i32>,
    /// The treating provider.
    #[serde(default)]
    pub provider: Option<ProviderId>,
    /// The room.
    #[serde(default)]
    pub room: Option<ResourceId>,
    /// The reasons why a person decides.
    #[serde(default)]
    pub flags: Vec<ReasonCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFile {
    #[serde(rename = "booking")]
    bookings: Vec<ExpectedBooking>,
    lip_filler: LipFiller,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantsFile {
    #[serde(rename = "variant")]
    variants: Vec<Variant>,
}

/// The embedded scenario cannot be read: a fault of the program, not of its user.
#[derive(Debug, thiserror::Error)]
#[error("the embedded scenario is broken: {0}")]
pub struct BrokenScenario(String);

impl BrokenScenario {
    /// A scenario that is broken in this way.
    #[must_use]
    pub fn new(fault: impl std::fmt::Display) -> Self {
        Self(fault.to_string())
    }
}

fn broken(fault: impl std::fmt::Display) -> BrokenScenario {
    BrokenScenario::new(fault)
}

impl Scenario {
    /// The Friday.
    ///
    /// # Errors
    /// [`BrokenScenario`] if the embedded files do not fit the program.
    pub fn friday() -> Result<Self, BrokenScenario> {
        let expected: ExpectedFile = toml::from_str(EXPECTED).map_err(broken)?;
        Ok(Self {
            document: toml::from_str(RULEBOOK).map_err(broken)?,
            lines: FACTS.lines().map(serde_json::from_str).collect::<Result<_, _>>().map_err(broken)?,
            expected: expected.bookings,
            lip_filler: expected.lip_filler,
        })
    }

    /// The variants of the Friday, in order.
    ///
    /// # Errors
    /// [`BrokenScenario`] if the embedded file does not fit the program.
    pub fn variants() -> Result<Vec<Variant>, BrokenScenario> {
        toml::from_str::<VariantsFile>(VARIANTS).map(|file| file.variants).map_err(broken)
    }

    /// The rulebook as text, for a service that reads files.
    #[must_use]
    pub fn rulebook_text() -> &'static str {
        RULEBOOK
    }

    /// This day with a variant's differences. The expected outcomes of the other bookings are left as they were: only the
    /// lip filler is stated.
    #[must_use]
    pub fn with(mut self, variant: &Variant) -> Self {
        let alias = |id: &ProviderId| {
            let provider = self.document.providers.iter().find(|provider| provider.id == *id);
            provider
                .and_then(|provider| provider.aliases.first())
                .map(|alias| PlatformId::from(alias.as_str()))
        };
        self.lines.retain_mut(|line| {
            let Fact::AppointmentObserved(observed) = &mut line.fact else { return true };
            let appointment = observed.snapshot.id.as_str();
            if let Some(other) = variant.reassign.get(appointment).and_then(alias) {
                for item in &mut Arc::make_mut(&mut observed.snapshot).items {
                    item.provider = Some(other.clone());
                }
            }
            !variant.remove.iter().any(|removed| removed == observed.snapshot.id.as_str())
        });
        for provider in &mut self.document.providers {
            if let Some(grade) = variant.grades.get(&provider.id) {
                provider.grade = *grade;
            }
        }
        if let Some(criteria) = &variant.ranking {
            self.document.ranking.criteria.clone_from(criteria);
        }
        self
    }

    /// The rulebook compiled for the days of the scenario.
    ///
    /// # Errors
    /// [`BrokenScenario`] with the first fault.
    pub fn compile(&self) -> Result<Rulebook, BrokenScenario> {
        let first =
            chrono::NaiveDate::from_ymd_opt(2026, 6, 8).ok_or_else(|| broken("there is no such date"))?;
        Rulebook::compile(&self.document, Horizon { first, days: 14 }, &Criteria::builtin())
            .map(|compiled| compiled.rulebook)
            .map_err(|faults| faults.first().map_or_else(|| broken("no fault is named"), broken))
    }
}

impl ExpectedBooking {
    /// The difference from the expected outcome, as text; none if there is none.
    #[must_use]
    pub fn differs(&self, booking: &Booking) -> Option<String> {
        let assigned = booking.disposition == Disposition::Assigned;
        match self.outcome {
            ExpectedOutcome::ToPerson if booking.disposition != Disposition::AwaitingPerson => {
                Some(format!("a person should decide, but it is {:?}", booking.disposition))
            }
            ExpectedOutcome::ToPerson if booking.flags != self.flags => {
                Some(format!("flagged {:?} instead of {:?}", booking.flags, self.flags))
            }
            ExpectedOutcome::ToPerson => None,
            ExpectedOutcome::Assigned if !assigned => {
                Some(format!("should be assigned, but is {:?} {:?}", booking.disposition, booking.flags))
            }
            ExpectedOutcome::Assigned => self.differs_in_place(booking),
        }
    }

    fn differs_in_place(&self, booking: &Booking) -> Option<String> {
        let Some(desired) = &booking.desired else { return Some("has no assignment".to_owned()) };
        let wanted: Vec<Who> = (self.provider.iter().cloned().map(Who::Provider))
            .chain(self.room.iter().cloned().map(Who::Room))
            .chain(self.device.iter().cloned().map(Who::Device))
            .collect();
        let got: Vec<Who> = desired.assignment.everything().cloned().collect();
        let start = desired.assignment.start();
        if wanted != got {
            return Some(format!("{got:?} instead of {wanted:?}"));
        }
        let wrong_start = self.start.is_some_and(|wanted| wanted != start);
        wrong_start.then(|| format!("at {start} instead of {:?}", self.start))
    }
}
