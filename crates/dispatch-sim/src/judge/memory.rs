//! The memory of the judge: the practice, the newest picture of everything, and a file of each booking.

use std::collections::{BTreeMap, BTreeSet};

use dispatch_core::{
    BookingId, ExceptionId, Lane, PlatformId, ReasonCode, Timestamp,
    engine::{BlockObserved, Booking, Event},
};

use crate::{mix::Setting, practice::Practice};

use super::{
    file::{File, Newest},
    invariant::Invariant,
    ledger::Ledger,
};

/// Everything that the judge keeps.
#[derive(Debug)]
pub(crate) struct Judge {
    pub(super) setting: Setting,
    pub(super) practice: Practice,
    tried: Vec<u64>,
    /// The newest picture of each appointment that was delivered.
    pub(super) newest: BTreeMap<PlatformId, Newest>,
    /// Those that came since the whole was judged.
    pub(super) fresh: BTreeSet<PlatformId>,
    pub(super) blocks: BTreeMap<PlatformId, BlockObserved>,
    pub(super) unreadable: BTreeMap<String, (Timestamp, bool)>,
    pub(super) files: BTreeMap<BookingId, File>,
    /// The open exceptions: booking and reasons.
    pub(super) open: BTreeMap<ExceptionId, (BookingId, Vec<ReasonCode>)>,
    /// The bookings that wait for a person.
    pub(super) waiting: BTreeSet<BookingId>,
    /// The bookings that are not long over.
    pub(super) live: BTreeSet<BookingId>,
    pub(super) of_client: BTreeMap<String, BTreeSet<BookingId>>,
    pub(super) ledger: Ledger,
    /// The lanes by name, as adopted.
    pub(super) lanes: BTreeMap<String, Lane>,
    pub(super) alarms: BTreeSet<(Timestamp, BookingId)>,
    /// The bookings touched by the command at hand.
    pub(super) touched: BTreeSet<BookingId>,
    /// It may have touched any: a block, a calendar, the rules.
    pub(super) wide: bool,
}

impl Judge {
    pub(crate) fn new(setting: &Setting, practice: Practice) -> Self {
        Self {
            setting: setting.clone(),
            practice,
            tried: vec![0; Invariant::ALL.len()],
            newest: BTreeMap::new(),
            fresh: BTreeSet::new(),
            blocks: BTreeMap::new(),
            unreadable: BTreeMap::new(),
            files: BTreeMap::new(),
            open: BTreeMap::new(),
            waiting: BTreeSet::new(),
            live: BTreeSet::new(),
            of_client: BTreeMap::new(),
            ledger: Ledger::default(),
            lanes: BTreeMap::new(),
            alarms: BTreeSet::new(),
            touched: BTreeSet::new(),
            wide: false,
        }
    }

    /// An invariant is about to be tried.
    pub(crate) fn tried(&mut self, invariant: Invariant) {
        if let Some(tried) = self.tried.get_mut(invariant as usize) {
            *tried += 1;
        }
    }

    /// How often each invariant was tried.
    pub(crate) fn counts(&self) -> &[u64] {
        &self.tried
    }

    /// The rules are these from now on.
    pub(crate) fn adopt(&mut self, practice: Practice) {
        self.practice = practice;
    }

    /// The UTC days that a booking is or was on.
    pub(super) fn days_of(&self, known: &Booking) -> Vec<i32> {
        let file = self.files.get(&known.booking);
        let before = file.and_then(|file| file.day_before);
        let shown = known.snapshot.items.first().map(|item| item.start.minute_floor().0.div_euclid(1440));
        before.into_iter().chain(shown).collect()
    }

    /// The moment at which something has to be looked at again although nothing happens.
    pub(crate) fn next_alarm(&self) -> Option<Timestamp> {
        self.alarms.first().map(|(at, _)| *at)
    }

    pub(super) fn booking_of(&self, event: &Event) -> Option<BookingId> {
        match event {
            Event::AppointmentSeen(seen) => Some(seen.booking),
            Event::BookingKept(kept) => Some(kept.booking),
            Event::Suggested(suggested) => Some(suggested.booking),
            Event::Assigned(assigned) => Some(assigned.booking),
            Event::ExceptionRaised(raised) => Some(raised.booking),
            Event::ExceptionClosed { exception, .. } | Event::ExceptionEscalated { exception, .. } => {
                self.open.get(exception).map(|(booking, _)| *booking)
            }
            Event::DispositionChanged { booking, .. } | Event::NoticeSkipped { booking, .. } => {
                Some(*booking)
            }
            Event::NoticePlanned { notice, .. } | Event::NoticeReleased { notice } => Some(notice.booking),
            _ => None,
        }
    }

    /// The file of a booking.
    pub(super) fn file(&mut self, booking: BookingId) -> &mut File {
        self.files.entry(booking).or_default()
    }
}
