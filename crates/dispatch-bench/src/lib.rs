//! Neutral bench instances, answered with the core's own rules.
//!
//! An [`Instance`] is one JSON file: providers, rooms, devices, bookings, a plan that stands, and queries. Any program
//! can answer it, so that speed and answers can be compared. Here it becomes a rulebook and a schedule like any
//! practice's ([`Practice`]), and each job runs the functions that production runs: no solver of its own.
//!
//! The jobs measure themselves with a clock that the caller brings; this crate reads none.

mod answer;
mod error;
mod faults;
mod instance;
mod instance_practice;
mod place;
mod read;
mod rules;
mod slots;
mod timings;

pub use answer::{PlaceAnswer, PlaceChoice, QueryAnswer, SlotsAnswer};
pub use error::InstanceError;
pub use instance::{Booking, Device, Instance, Provider, Query, Room, Standing, Wanted, WantedProvider};
pub use instance_practice::{Asked, Practice, Stands};
pub use place::place;
pub use slots::slots;
pub use timings::Nanoseconds;
