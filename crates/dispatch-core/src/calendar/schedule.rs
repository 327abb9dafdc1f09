//! The schedule: occupancies and blocks by lane and business day, as lists (the truth) and bitmaps (an index).

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use crate::{
    calendar::Padding,
    ids::{BlockId, BookingId, Lane},
    time::{Minutes, Span},
};

use super::{
    Block, LaneCapacity, LanePage, Occupancy, PageIndex, PageRange, PageTable,
    lane_page::{block_order, order},
    overlap_groups,
};

/// All occupancies and blocks of a practice. It knows no hours, and of the rules only the capacity of each lane.
///
/// ```
/// use dispatch_core::{BookingId, Criteria, Horizon, Minutes, Origin, Rulebook, Span, Timestamp};
///
/// let text = std::fs::read_to_string("examples/practice.json")?;
/// let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
/// let compiled = Rulebook::compile(&serde_json::from_str(&text)?, horizon, &Criteria::builtin());
/// let rulebook = compiled.unwrap().rulebook;
/// let mut schedule = rulebook.empty_schedule();
///
/// // Another booking of Ana, as a platform shows it.
/// let (ana, tox) = (rulebook.provider("ana").unwrap(), rulebook.service("INJ-TOX").unwrap());
/// let two = Timestamp::parse("2026-06-12T14:00:00-04:00")?.minute_floor();
/// let placed = rulebook.place(BookingId(1), 0, tox, two, &[ana], Origin::Observed).unwrap();
/// let occupancy = placed.occupancies[0];
/// assert_eq!(schedule.insert(occupancy), []);
/// assert_eq!(schedule.booked(ana, Span::from_start(two, Minutes(60))), Minutes(25));
///
/// // A second booking on her at the same time is kept too, and named.
/// let second = rulebook.place(BookingId(2), 0, tox, two, &[ana], Origin::Observed).unwrap();
/// assert_eq!(schedule.insert(second.occupancies[0]), [BookingId(1)]);
/// assert!(schedule.remove(&occupancy));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Schedule {
    table: PageTable,
    capacities: Vec<LaneCapacity>,
    /// By business day. A day is made when the first occupancy or block comes to it.
    pages: Vec<Day>,
    /// Wholly or partly outside the horizon: kept, but in no index.
    outside: Vec<Occupancy>,
    blocks_outside: Vec<Block>,
    /// The lanes whose calendar cannot be read, in order.
    pub(super) unreadable: Vec<Lane>,
}

/// One day: a page for every lane, or nothing yet. Days are shared by the copies of a schedule until one of them changes:
/// a decision that looks ahead copies the days that it changes, however much is booked.
type Day = Option<Arc<[LanePage]>>;

/// Equal if they hold the same: a day that was emptied again is as good as one that never held anything.
impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        let same_page = |(one, other): (&Day, &Day)| match (one, other) {
            (Some(one), Some(other)) => one == other,
            (Some(page), None) | (None, Some(page)) => page.iter().all(LanePage::is_empty),
            (None, None) => true,
        };
        self.table == other.table
            && self.capacities == other.capacities
            && self.outside == other.outside
            && self.blocks_outside == other.blocks_outside
            && self.unreadable == other.unreadable
            && self.pages.len() == other.pages.len()
            && self.pages.iter().zip(&other.pages).all(same_page)
    }
}

impl Eq for Schedule {}

impl Schedule {
    /// An empty schedule over these days, with the capacity of each lane.
    #[must_use]
    pub fn new(table: PageTable, capacities: impl IntoIterator<Item = LaneCapacity>) -> Self {
        let pages = vec![None; table.days()];
        Self {
            table,
            capacities: capacities.into_iter().collect(),
            pages,
            outside: Vec::new(),
            blocks_outside: Vec::new(),
            unreadable: Vec::new(),
        }
    }

    /// Adds an occupancy, whether or not it overlaps, and says which bookings it clashes with on its lane under the
    /// padding rule. An empty answer (which costs no allocation) means that it clashes with none.
    pub fn insert(&mut self, occupancy: Occupancy) -> Vec<BookingId> {
        let padded = occupancy.padded();
        // The usual case, kept short for the sake of speed: one day, and nothing near.
        if let Some((page, day)) = self.table.only_page(padded)
            && let Some(lane_page) = self.lane_page_mut(page, occupancy.lane)
            && lane_page.add_clear(PageRange::inside(day, padded), occupancy)
        {
            return Vec::new();
        }
        self.insert_near(occupancy)
    }

    /// The unusual cases: several days, minutes outside the horizon, near others, or on a lane that holds several.
    #[inline(never)]
    fn insert_near(&mut self, occupancy: Occupancy) -> Vec<BookingId> {
        let padded = occupancy.padded();
        let pages = self.table.touched(padded);
        let clashes = self.clashes_on(pages.clone(), &occupancy);
        if !self.table.horizon().contains(padded) {
            let at = self.outside.partition_point(|other| order(other) < order(&occupancy));
            self.outside.insert(at, occupancy);
        }
        for page in pages.map(PageIndex) {
            let day = self.table.span(page);
            let Some(lane_page) = self.lane_page_mut(page, occupancy.lane) else { continue };
            lane_page.add(day, occupancy);
        }
        clashes
    }

    /// Adds many occupancies at once: the same as inserting one after the other, but each day is indexed once. Clashes are
    /// not reported; [`crate::check`] finds them.
    pub fn load(&mut self, occupancies: impl IntoIterator<Item = Occupancy>) {
        let mut touched = BTreeSet::new();
        for occupancy in occupancies {
            let padded = occupancy.padded();
            if !self.table.horizon().contains(padded) {
                self.outside.push(occupancy);
            }
            for page in self.table.pages(padded) {
                let Some(lane_page) = self.lane_page_mut(page, occupancy.lane) else { continue };
                lane_page.add_unindexed(occupancy);
                touched.insert((page, occupancy.lane));
            }
        }
        self.outside.sort_by_key(order);
        for (page, lane) in touched {
            let day = self.table.span(page);
            let Some(lane_page) = self.lane_page_mut(page, lane) else { continue };
            lane_page.rebuild_index(day);
        }
    }

    /// Takes out one occupancy. False if it was not there.
    pub fn remove(&mut self, occupancy: &Occupancy) -> bool {
        let padded = occupancy.padded();
        if let Some((page, day)) = self.table.only_page(padded) {
            let lane_page = self.lane_page_mut(page, occupancy.lane);
            return lane_page
                .is_some_and(|lane_page| lane_page.take(day, PageRange::inside(day, padded), occupancy));
        }
        self.remove_from_all(occupancy)
    }

    /// The unusual case: several days, or minutes outside the horizon.
    #[inline(never)]
    fn remove_from_all(&mut self, occupancy: &Occupancy) -> bool {
        let padded = occupancy.padded();
        let mut found = false;
        if let Some(at) = self.outside.iter().position(|other| other == occupancy) {
            self.outside.remove(at);
            found = true;
        }
        for page in self.table.pages(padded) {
            let day = self.table.span(page);
            let Some(lane_page) = self.lane_page_mut(page, occupancy.lane) else { continue };
            found |= lane_page.take(day, PageRange::of(day, padded), occupancy);
        }
        found
    }

    /// Adds a block on a lane. Bookings under it stay.
    pub fn block(&mut self, block: Block) {
        if !self.table.horizon().contains(block.span) {
            let at = self.blocks_outside.partition_point(|other| block_order(other) < block_order(&block));
            self.blocks_outside.insert(at, block);
        }
        for page in self.table.pages(block.span) {
            let day = self.table.span(page);
            let Some(lane_page) = self.lane_page_mut(page, block.lane) else { continue };
            lane_page.block(day, block);
        }
    }

    /// Takes a block away. False if it was not there.
    pub fn unblock(&mut self, block: &Block) -> bool {
        let mut found = false;
        if let Some(at) = self.blocks_outside.iter().position(|other| other == block) {
            self.blocks_outside.remove(at);
            found = true;
        }
        for page in self.table.pages(block.span) {
            let day = self.table.span(page);
            let Some(lane_page) = self.lane_page_mut(page, block.lane) else { continue };
            found |= lane_page.unblock(day, block);
        }
        found
    }

    /// The bookings that this occupancy clashes with on its lane, its own left out: a use overlaps a padded use, or,
    /// where paddings are exclusive, padding overlaps padding. On a lane that holds several: all that lie there at a
    /// minute at which it would be one too many.
    #[must_use]
    pub fn clashes(&self, occupancy: &Occupancy) -> Vec<BookingId> {
        self.clashes_on(self.table.touched(occupancy.padded()), occupancy)
    }

    fn clashes_on(&self, pages: Range<u16>, occupancy: &Occupancy) -> Vec<BookingId> {
        let mut clashes = Vec::new();
        let Some(capacity) = self.capacities.get(occupancy.lane.position()) else { return clashes };
        for page in pages.map(PageIndex) {
            let Some(lane_page) = self.lane_page(page, occupancy.lane) else { continue };
            if !lane_page.padded().any(self.table.range(page, occupancy.padded())) {
                continue;
            }
            if capacity.holds() > 1 {
                let others =
                    lane_page.occupancies().iter().filter(|other| other.booking != occupancy.booking);
                let overlap_groups =
                    overlap_groups(occupancy.padded(), others).into_iter().map(|(_, group)| group);
                for group in overlap_groups.filter(|group| group.len() >= usize::from(capacity.holds())) {
                    let new = group.iter().filter(|other| !clashes.contains(&other.booking));
                    let new: Vec<BookingId> = new.map(|other| other.booking).collect();
                    clashes.extend(new);
                }
                continue;
            }
            for other in lane_page.occupancies() {
                let other_counts = other.booking != occupancy.booking && !clashes.contains(&other.booking);
                if other_counts && occupancies_clash(capacity.padding(), occupancy, other) {
                    clashes.push(other.booking);
                }
            }
        }
        clashes
    }

    /// The occupancies of a lane that touch a span with their padding, in order of their start.
    pub fn occupancies(&self, lane: Lane, span: Span) -> impl Iterator<Item = &Occupancy> {
        let first = self.table.page(span.start.max(self.table.horizon().start));
        self.table.pages(span).flat_map(move |page| {
            let listed = self.lane_page(page, lane).map_or(&[][..], LanePage::occupancies);
            listed.iter().filter(move |occupancy| {
                // One that runs over midnight is listed on both days: it counts on the first that is looked at.
                let starts_here =
                    self.table.page(occupancy.padded().start) == Some(page) || Some(page) == first;
                starts_here && occupancy.padded().overlaps(span)
            })
        })
    }

    /// The blocks of a lane that touch a span.
    pub fn blocks(&self, lane: Lane, span: Span) -> impl Iterator<Item = &Block> {
        let first = self.table.page(span.start.max(self.table.horizon().start));
        self.table.pages(span).flat_map(move |page| {
            let listed = self.lane_page(page, lane).map_or(&[][..], LanePage::blocks);
            listed.iter().filter(move |block| {
                let starts_here = self.table.page(block.span.start) == Some(page) || Some(page) == first;
                starts_here && block.span.overlaps(span)
            })
        })
    }

    /// Every occupancy, each once, those outside the horizon last.
    pub fn all_occupancies(&self) -> impl Iterator<Item = &Occupancy> {
        let horizon = self.table.horizon();
        let beyond = self.outside.iter().filter(move |occupancy| !occupancy.padded().overlaps(horizon));
        self.every_lane().flat_map(move |lane| self.occupancies(lane, horizon)).chain(beyond)
    }

    /// Every block, each once, those outside the horizon last.
    pub fn all_blocks(&self) -> impl Iterator<Item = &Block> {
        let horizon = self.table.horizon();
        let beyond = self.blocks_outside.iter().filter(move |block| !block.span.overlaps(horizon));
        self.every_lane().flat_map(move |lane| self.blocks(lane, horizon)).chain(beyond)
    }

    fn every_lane(&self) -> impl Iterator<Item = Lane> + use<> {
        (0..self.capacities.len()).filter_map(|position| u16::try_from(position).ok().map(Lane))
    }

    /// How many lanes.
    #[must_use]
    pub fn lanes(&self) -> usize {
        self.capacities.len()
    }

    pub(super) fn capacities(&self) -> &[LaneCapacity] {
        &self.capacities
    }

    /// The business days.
    #[must_use]
    pub fn pages(&self) -> &PageTable {
        &self.table
    }

    /// The bare minutes booked on a lane within a span: overlapping bookings count once.
    #[must_use]
    pub fn booked(&self, lane: Lane, span: Span) -> Minutes {
        let booked = self.table.pages(span).filter_map(|page| {
            let of_day = self.table.span(page).intersection(span);
            Some(self.lane_page(page, lane)?.booked_without(None, of_day).0)
        });
        Minutes(booked.sum())
    }

    #[inline]
    pub(crate) fn day(&self, page: PageIndex) -> Option<&[LanePage]> {
        self.pages.get(page.0 as usize)?.as_deref()
    }

    #[inline]
    pub(crate) fn lane_page(&self, page: PageIndex, lane: Lane) -> Option<&LanePage> {
        self.day(page)?.get(lane.position())
    }

    /// The page to change, which is made with its day if the day was empty.
    #[inline]
    fn lane_page_mut(&mut self, page: PageIndex, lane: Lane) -> Option<&mut LanePage> {
        let day = self.pages.get_mut(page.0 as usize)?;
        let day = day.get_or_insert_with(|| empty_day(&self.capacities));
        Arc::make_mut(day).get_mut(lane.position())
    }

    /// The blocks with this id on a lane.
    pub fn find_block(&self, lane: Lane, id: BlockId, span: Span) -> Option<&Block> {
        self.blocks(lane, span).find(|block| block.block == id)
    }
}

#[inline(never)]
fn empty_day(capacities: &[LaneCapacity]) -> Arc<[LanePage]> {
    capacities.iter().map(|capacity| LanePage::empty(capacity.holds())).collect()
}

/// The padding rule, on two occupancies of one lane.
fn occupancies_clash(padding: Padding, one: &Occupancy, other: &Occupancy) -> bool {
    match padding {
        Padding::Exclusive => one.padded().overlaps(other.padded()),
        Padding::Shared => one.padded().overlaps(other.used) || one.used.overlaps(other.padded()),
    }
}

#[cfg(test)]
mod tests;
