//! Calendars: local time, business days, and who is occupied when.

mod clock;
mod lane_page;
pub mod local;
mod near;
mod occupancy;
mod page;
mod readable;
mod row;
mod schedule;
mod shape;
mod snapshot;

pub(crate) use clock::LocalClock;
pub(crate) use lane_page::{LanePage, Rows};
pub(crate) use near::NearEntry;
pub use occupancy::{Block, Occupancy, Origin, Padding};
pub(crate) use page::PageIndex;
pub use page::PageTable;
pub(crate) use row::{Mask, PageRange, Row, WORDS};
pub use schedule::Schedule;
pub use shape::LaneCapacity;
pub(crate) use shape::overlap_groups;
pub use snapshot::SCHEDULE_FORMAT;
