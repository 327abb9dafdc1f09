//! The rulebook: the document as written, its validation, and the compiled form that the solver reads.

mod compile;
mod compiled;
mod criterion;
mod day;
mod demand;
mod document;
mod error;
mod horizon;
mod lane;
mod layout;
mod lookup;
mod missing;
mod off_hours;
mod ranges;
mod references;
mod report;
mod rules;
mod validate;
mod variant;

pub use compile::Compiled;
pub use compiled::Rulebook;
pub(crate) use compiled::{Location, Names, Phase, Service};
pub(crate) use criterion::{BESIDE_THE_CRITERIA, Builtin, Criterion};
pub use criterion::{Contender, Criteria, CustomCriterion};
pub(crate) use day::{AtHandRow, DayRules, ElsewhereRow, Halves, Interruptions, OffHours};
pub(crate) use demand::{Dated, Demand, DemandKind, Fit, LengthRule, Listed, Unfit, Use, ValidPages};
pub use document::{
    CredentialDocument, DatedShifts, ElsewhereDocument, HeldCredential, LocationDocument, NeedDocument,
    NeedKind, Only, PhaseDocument, ProviderDocument, ResourceDocument, ResourceKind, RulebookDocument,
    ServiceDocument,
};
pub use error::{DocumentPath, PathStep, RulebookError};
pub use horizon::Horizon;
pub(crate) use lane::{About, LaneRules};
pub(crate) use missing::Missing;
pub use rules::{
    add_on::{AddOn, AddOnDocument},
    breaks::{BreakDocument, FixedBreak, FloatingBreak},
    buffers::{BufferDocument, BuffersDocument, PaddingDocument},
    cadence::CadenceDocument,
    clearance::{ClearanceDocument, UnknownClearance},
    duties::{DayOfWeek, DutyDocument},
    exceptions::{ExceptionsDocument, OnDeadline, VipPolicy},
    in_a_row::InARowDocument,
    overrun::OverrunDocument,
    ranking::{CriterionDocument, RankingDocument, ResourceOrder, TiePolicy},
    spacing::{SpacingDocument, UnknownHistory},
    supervision::{Presence, SupervisesDocument, SupervisionDocument},
    visits::VisitsDocument,
};
pub(crate) use rules::{
    breaks::{FixedBreakRule, FloatingBreakRule, PageSpan},
    clearance::Clearance,
    ranking::RankedCriterion,
    spacing::{InSpacing, Spacing},
};
pub(crate) use variant::Variant;
