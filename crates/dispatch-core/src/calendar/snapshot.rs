//! The stored form of a schedule: its lists alone, with the number of the format. The bitmaps are made anew when it is read.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{calendar::Padding, ids::Lane};

use super::{Block, LaneCapacity, Occupancy, PageTable, Schedule};

/// The format of a stored [`Schedule`], raised with every change that an older version could not read.
pub const SCHEDULE_FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    /// First, so that a format that is not known is refused before anything else is read.
    #[serde(deserialize_with = "known_format")]
    format: u32,
    days: PageTable,
    paddings: Vec<Padding>,
    /// How many each lane holds at once; left out if all hold one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    holds: Vec<u16>,
    occupancies: Vec<Occupancy>,
    blocks: Vec<Block>,
    /// The lanes whose calendar cannot be read; left out if all can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unreadable: Vec<Lane>,
}

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let capacities = self.capacities();
        let several = capacities.iter().any(|capacity| capacity.holds() > 1);
        let stored = Stored {
            format: SCHEDULE_FORMAT,
            days: self.pages().clone(),
            paddings: capacities.iter().map(|capacity| capacity.padding()).collect(),
            holds: if several {
                capacities.iter().map(|capacity| capacity.holds()).collect()
            } else {
                Vec::new()
            },
            occupancies: self.all_occupancies().copied().collect(),
            blocks: self.all_blocks().copied().collect(),
            unreadable: self.unreadable().to_vec(),
        };
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let lanes = stored.paddings.len();
        let known = |lane: Lane| lane.position() < lanes;
        let used = stored.occupancies.iter().map(|occupancy| occupancy.lane);
        let used = used.chain(stored.blocks.iter().map(|block| block.lane));
        if !used.chain(stored.unreadable.iter().copied()).all(known) {
            return Err(de::Error::custom("this schedule takes up a lane that it does not have"));
        }
        if !stored.holds.is_empty() && stored.holds.len() != lanes {
            return Err(de::Error::custom("this schedule does not say of every lane how many it holds"));
        }
        let holds = stored.holds.into_iter().chain(std::iter::repeat(1));
        let capacities = stored.paddings.into_iter().zip(holds);
        let mut schedule =
            Self::new(stored.days, capacities.map(|(padding, holds)| LaneCapacity::new(padding, holds)));
        schedule.load(stored.occupancies);
        for block in stored.blocks {
            schedule.block(block);
        }
        for lane in stored.unreadable {
            schedule.set_readable(lane, false);
        }
        Ok(schedule)
    }
}

fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let format = u32::deserialize(deserializer)?;
    if format == SCHEDULE_FORMAT {
        return Ok(format);
    }
    Err(de::Error::custom(format_args!(
        "this is a schedule of format {format}, and this version reads format {SCHEDULE_FORMAT}"
    )))
}
