//! Calendars: local time, business days, and who is occupied when.

mod clock;
pub mod local;
mod occupancy;
mod page;
mod readable;
mod schedule;
mod shape;
mod snapshot;

pub(crate) use clock::LocalClock;
pub use occupancy::{Block, Occupancy, Origin};
pub use page::PageTable;
pub(crate) use page::{Mask, PageIndex, PageRange, Row, WORDS};
pub use schedule::Schedule;
pub(crate) use schedule::{LanePage, Rows};
pub use shape::LaneShape;
pub(crate) use shape::crowds;
pub use snapshot::SCHEDULE_FORMAT;
