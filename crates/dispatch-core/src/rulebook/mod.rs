//! The rulebook: the document as written, its validation, and the compiled form that the solver reads.

mod add_on;
mod compile;
mod compiled;
mod criterion;
mod day;
mod demand;
mod document;
mod error;
mod lane;
mod layout;
mod lookup;
mod missing;
mod off_hours;
mod overrun;
mod validate;
mod variant;

pub use add_on::AddOn;
pub use compile::{Compiled, Horizon};
pub use compiled::Rulebook;
pub(crate) use compiled::*;
pub(crate) use criterion::{BESIDE_THE_CRITERIA, Builtin, Criterion};
pub use criterion::{Contender, Criteria, CustomCriterion};
pub(crate) use day::*;
pub(crate) use demand::*;
pub use document::*;
pub use error::{DocumentPath, PathStep, RulebookError};
pub(crate) use lane::*;
pub(crate) use missing::Missing;
pub(crate) use off_hours::OffHours;
pub(crate) use variant::Variant;
