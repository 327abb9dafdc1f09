//! Calendars: local time, business days, and what takes up each lane.

mod capacity;
mod clock;
mod lane_page;
pub mod local;
mod occupancy;
mod page;
mod quarter_index;
mod readable;
mod row;
mod schedule;
mod snapshot;

pub use capacity::LaneCapacity;
pub(crate) use capacity::overlap_groups;
pub(crate) use clock::LocalClock;
pub(crate) use lane_page::{LanePage, Rows};
pub use occupancy::{Block, Occupancy, Origin, Padding};
pub(crate) use page::PageIndex;
pub use page::PageTable;
pub(crate) use quarter_index::NearEntry;
pub(crate) use row::{Mask, PageRange, Row, WORDS};
pub use schedule::Schedule;
pub use snapshot::SCHEDULE_FORMAT;
