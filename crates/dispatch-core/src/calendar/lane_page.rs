//! One lane on one day: its occupancies and blocks, as lists (the truth) and as a bitmap (an index).

use std::collections::BTreeSet;

use smallvec::SmallVec;

use crate::{
    calendar::Padding,
    ids::BookingId,
    time::{Minutes, Span},
};

use super::{
    Block, Occupancy, PageRange, Row, overlap_groups,
    quarter_index::{NEAR, NearEntry, QuarterIndex},
};

/// So many occupancies are stored in the page itself: enough for an ordinary day, which then needs no allocation and no
/// second look into memory.
const FEW: usize = 10;

/// One lane on one day. The order of the fields puts what a decision reads into two lines of the cache: the working hours
/// of the bitmap in one; in the other the length of the list (which the list keeps at its end) with all that follows it.
#[derive(Clone, Debug)]
#[repr(C)]
pub(crate) struct LanePage {
    /// Uses with their padding, and blocks. On a lane that holds several: the minutes in which it is full, and blocks.
    padded: Row,
    /// Ordered by start. Like every list here in a total order, so that two pages that hold the same are equal.
    occupancies: SmallVec<[Occupancy; FEW]>,
    /// The quarters of an hour of the first occupancies.
    near: QuarterIndex,
    /// None on most days, and so no longer than a pointer.
    #[expect(clippy::box_collection, reason = "a pointer and a length would not fit into the line")]
    blocks: Option<Box<Vec<Block>>>,
    /// A bit for each booking among the occupancies, which several may share.
    marks: u64,
    /// How many bookings at once.
    holds: u16,
    /// Distinct bookings among the occupancies.
    appointments: u16,
    /// Two occupancies may share a minute, paddings included. While none do, a removal clears the bits of the one that
    /// leaves and need not look at the others.
    may_overlap: bool,
}

/// The bit of a booking in [`LanePage::marks`].
#[inline]
fn mark(booking: BookingId) -> u64 {
    1 << (booking.0 % u64::from(u64::BITS))
}

/// Equal if they hold the same. The index `near` follows from the lists, and `may_overlap` may be set without need.
impl PartialEq for LanePage {
    fn eq(&self, other: &Self) -> bool {
        self.padded == other.padded
            && self.marks == other.marks
            && self.occupancies == other.occupancies
            && self.blocks == other.blocks
            && self.holds == other.holds
            && self.appointments == other.appointments
    }
}

/// The bitmaps of one lane on one day, made from its lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rows {
    /// As [`LanePage::padded`].
    pub(crate) padded: Row,
    /// Bare uses, and blocks. Needed only where paddings may overlap, and so not kept in the page.
    pub(crate) hard: Row,
}

impl Rows {
    fn occupy(&mut self, day: Span, occupancy: &Occupancy) {
        self.padded.set(PageRange::of(day, occupancy.padded()));
        self.hard.set(PageRange::of(day, occupancy.used));
    }

    fn block(&mut self, range: PageRange) {
        self.padded.set(range);
        self.hard.set(range);
    }

    /// The padding rule.
    pub(crate) fn leave_room(&self, padding: Padding, padded: PageRange, used: PageRange) -> bool {
        match padding {
            Padding::Exclusive => !self.padded.any(padded),
            Padding::Shared => !self.padded.any(used) && !self.hard.any(padded),
        }
    }
}

/// The parts of a stretch in which the lane is full.
fn full<'o>(
    day: Span,
    holds: u16,
    stretch: Span,
    occupancies: impl Iterator<Item = &'o Occupancy> + Clone,
) -> impl Iterator<Item = PageRange> {
    let overlap_groups = overlap_groups(stretch, occupancies).into_iter();
    let full = overlap_groups.filter(move |(_, group)| group.len() >= usize::from(holds));
    full.map(move |(part, _)| PageRange::of(day, part))
}

pub(super) fn order(occupancy: &Occupancy) -> impl Ord + use<> {
    let Occupancy { lane, booking, item, phase, service, used, before, after, origin } = *occupancy;
    (used, booking, item, phase, lane, service, before, after, origin)
}

pub(super) fn block_order(block: &Block) -> impl Ord + use<> {
    let Block { block, lane, span } = *block;
    (span, block, lane)
}

impl LanePage {
    pub(super) fn empty(holds: u16) -> Self {
        Self {
            padded: Row::EMPTY,
            occupancies: SmallVec::new(),
            near: QuarterIndex::NONE,
            blocks: None,
            marks: 0,
            holds,
            appointments: 0,
            may_overlap: false,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.occupancies.is_empty() && self.blocks.is_none()
    }

    /// The minutes that are taken: uses with their padding, and blocks.
    #[inline]
    pub(crate) fn padded(&self) -> &Row {
        &self.padded
    }

    #[inline]
    pub(crate) fn occupancies(&self) -> &[Occupancy] {
        &self.occupancies
    }

    /// All occupancies near a stretch of the day, paddings included, and perhaps a few others.
    #[inline]
    pub(crate) fn near(&self, stretch: NearEntry) -> impl Iterator<Item = &Occupancy> {
        let listed = self.occupancies.as_slice();
        let first = self.near.to(stretch).filter_map(|at| listed.get(at));
        first.chain(listed.get(NEAR..).unwrap_or_default())
    }

    pub(crate) fn blocks(&self) -> &[Block] {
        self.blocks.as_deref().map_or(&[][..], Vec::as_slice)
    }

    /// The number of distinct bookings, `booking` left out.
    #[inline]
    pub(crate) fn appointments_without(&self, booking: BookingId) -> u16 {
        if self.holds(booking) { self.appointments.saturating_sub(1) } else { self.appointments }
    }

    /// Minutes of a stretch in which it is in use, a booking left out: where uses overlap they count once.
    pub(crate) fn booked_without(&self, booking: Option<BookingId>, stretch: Span) -> Minutes {
        let (mut minutes, mut counted_to) = (0, stretch.start);
        for Occupancy { used, booking: by, .. } in &self.occupancies {
            if used.start >= stretch.end {
                break;
            }
            let (from, to) = (used.start.max(counted_to), used.end.min(stretch.end));
            if from < to && booking != Some(*by) {
                minutes += to.since(from).0;
                counted_to = to;
            }
        }
        Minutes(minutes)
    }

    /// The padding rule, for a use on the day of this page.
    #[inline]
    pub(crate) fn leaves_room(
        &self,
        day: Span,
        padding: Padding,
        padded: PageRange,
        used: PageRange,
    ) -> bool {
        if !self.padded.any(padded) {
            return true;
        }
        let bare = || {
            let uses = self.occupancies.iter().map(|occupancy| occupancy.used);
            uses.chain(self.blocks().iter().map(|block| block.span))
        };
        padding == Padding::Shared
            && !self.padded.any(used)
            && !bare().any(|span| PageRange::of(day, span).overlaps(padded))
    }

    /// The bitmaps as they would be without the occupancies and blocks that are to be left out.
    pub(crate) fn rows_without(
        &self,
        day: Span,
        left_out: impl Fn(&Occupancy) -> bool,
        block_left_out: impl Fn(&Block) -> bool,
    ) -> Rows {
        let mut rows = Rows { padded: Row::EMPTY, hard: Row::EMPTY };
        let left = || self.occupancies.iter().filter(|occupancy| !left_out(occupancy));
        if self.holds > 1 {
            full(day, self.holds, day, left()).for_each(|part| rows.block(part));
        } else {
            left().for_each(|occupancy| rows.occupy(day, occupancy));
        }
        for block in self.blocks().iter().filter(|block| !block_left_out(block)) {
            rows.block(PageRange::of(day, block.span));
        }
        rows
    }

    #[inline]
    pub(crate) fn holds(&self, booking: BookingId) -> bool {
        self.may_hold(booking) && self.occupancies.iter().any(|occupancy| occupancy.booking == booking)
    }

    /// False for nearly every booking that has nothing here, without a look at the list.
    #[inline]
    pub(crate) fn may_hold(&self, booking: BookingId) -> bool {
        self.marks & mark(booking) != 0
    }

    fn mark_all(&mut self) {
        self.marks = self.occupancies.iter().fold(0, |marks, one| marks | mark(one.booking));
    }

    /// Makes the bits of a stretch anew from the lists: after a removal, others may still lie there.
    #[inline(never)]
    fn reindex(&mut self, day: Span, stretch: Span) {
        self.padded.clear(PageRange::of(day, stretch));
        let touched = self.occupancies.iter().filter(|occupancy| occupancy.reaches(stretch));
        if self.holds > 1 {
            full(day, self.holds, stretch, touched).for_each(|part| self.padded.set(part));
        } else {
            touched.for_each(|occupancy| self.padded.set(PageRange::of(day, occupancy.padded())));
        }
        for block in self.blocks.iter().flat_map(|blocks| blocks.iter()) {
            self.padded.set(PageRange::of(day, block.span.intersection(stretch)));
        }
    }

    /// Adds an occupancy that lies on this day alone, if its minutes are clear. False, and nothing is added, if they are not.
    #[inline]
    pub(super) fn add_clear(&mut self, range: PageRange, occupancy: Occupancy) -> bool {
        let is_clear = self.holds == 1 && self.padded.set_if_clear(range);
        if is_clear {
            self.list(range, occupancy);
        }
        is_clear
    }

    /// Adds an occupancy, clear or not.
    pub(super) fn add(&mut self, day: Span, occupancy: Occupancy) {
        let padded = PageRange::of(day, occupancy.padded());
        self.list(padded, occupancy);
        if self.holds > 1 {
            self.reindex(day, occupancy.padded());
        } else if !self.padded.set_if_clear(padded) {
            self.may_overlap = true;
            self.padded.set(padded);
        }
    }

    #[inline]
    fn list(&mut self, range: PageRange, occupancy: Occupancy) {
        let start = occupancy.used.start;
        if !self.holds(occupancy.booking) {
            self.appointments = self.appointments.saturating_add(1);
            self.marks |= mark(occupancy.booking);
        }
        let after = |other: &Occupancy| {
            other.used.start > start || other.used.start == start && order(other) > order(&occupancy)
        };
        let at = self.occupancies.iter().position(after).unwrap_or(self.occupancies.len());
        self.occupancies.insert(at, occupancy);
        self.near.insert(at, range);
    }

    /// Adds one of many without its bits: [`Self::rebuild_index`] must follow.
    pub(super) fn add_unindexed(&mut self, occupancy: Occupancy) {
        self.occupancies.push(occupancy);
    }

    /// Orders the list and makes the bitmap and the other indexes anew, after many were added at once.
    pub(super) fn rebuild_index(&mut self, day: Span) {
        self.occupancies.sort_by_key(order);
        self.mark_all();
        let bookings: BTreeSet<_> = self.occupancies.iter().map(|occupancy| occupancy.booking).collect();
        self.appointments = u16::try_from(bookings.len()).unwrap_or(u16::MAX);
        self.reindex(day, day);
        let padded = |one: &Occupancy| PageRange::of(day, one.padded());
        self.near = QuarterIndex::of(self.occupancies.iter().map(padded));
        let mut placed = Row::EMPTY;
        self.may_overlap = !self.occupancies.iter().all(|one| placed.set_if_clear(padded(one)));
    }

    /// Takes out one occupancy equal to this one, whose padded use is `range`. False if there is none.
    pub(super) fn take(&mut self, day: Span, range: PageRange, occupancy: &Occupancy) -> bool {
        let is_it = |other: &Occupancy| other.used == occupancy.used && other == occupancy;
        let Some(at) = self.occupancies.iter().position(is_it) else { return false };
        // Where every booking has one occupancy, the one that leaves has no other.
        let once = self.occupancies.len() == usize::from(self.appointments);
        self.occupancies.remove(at);
        let last = self.occupancies.get(NEAR - 1).map(|other| PageRange::of(day, other.padded()));
        self.near.remove(at, last);
        if once || !self.holds(occupancy.booking) {
            self.appointments = self.appointments.saturating_sub(1);
            self.mark_all();
        }
        if self.holds > 1 || self.may_overlap || self.blocks.is_some() {
            self.reindex(day, occupancy.padded());
            self.may_overlap &= !self.occupancies.is_empty();
        } else {
            self.padded.clear(range);
        }
        true
    }

    /// Adds a block.
    pub(super) fn block(&mut self, day: Span, block: Block) {
        let blocks = self.blocks.get_or_insert_default();
        let at = blocks.partition_point(|other| block_order(other) < block_order(&block));
        blocks.insert(at, block);
        self.reindex(day, block.span);
    }

    /// Takes a block away. False if it was not there.
    pub(super) fn unblock(&mut self, day: Span, block: &Block) -> bool {
        let Some(blocks) = &mut self.blocks else { return false };
        let Some(at) = blocks.iter().position(|other| other == block) else { return false };
        blocks.remove(at);
        self.blocks.take_if(|blocks| blocks.is_empty());
        self.reindex(day, block.span);
        true
    }
}
