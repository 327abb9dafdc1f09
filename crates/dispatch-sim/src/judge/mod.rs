//! The judge: after each command what it touched, and now and then everything. It shares nothing with the engine's judgment:
//! it knows the practice, the newest picture of everything, and what the engine says that it did.

mod case;
mod file;
mod flags;
mod invariant;
mod ledger;
mod messages;
mod news;
mod reminders;
mod rules;
mod standing;
mod truth;
mod vain;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use dispatch_core::{
    BookingId, ExceptionId, Lane, PlatformId, ReasonCode, Timestamp,
    engine::{BlockObserved, Booking, Command, Event},
};

use crate::{
    mix::Setting,
    practice::Practice,
    shell::{Shell, Step},
};

use case::Case;
use file::File;
pub use invariant::{Invariant, Violation};
use ledger::Ledger;

pub(crate) type Judged = Result<(), Violation>;

/// Everything that the judge keeps.
#[derive(Debug)]
pub(crate) struct Judge {
    setting: Setting,
    practice: Practice,
    tried: Vec<u64>,
    /// The newest picture of each appointment that was delivered.
    newest: BTreeMap<PlatformId, file::Newest>,
    /// Those that came since the whole was judged.
    fresh: BTreeSet<PlatformId>,
    blocks: BTreeMap<PlatformId, BlockObserved>,
    unreadable: BTreeMap<String, (Timestamp, bool)>,
    files: BTreeMap<BookingId, File>,
    /// The open exceptions: booking and reasons.
    open: BTreeMap<ExceptionId, (BookingId, Vec<ReasonCode>)>,
    /// The bookings that wait for a person.
    waiting: BTreeSet<BookingId>,
    /// The bookings that are not long over.
    live: BTreeSet<BookingId>,
    of_client: BTreeMap<String, BTreeSet<BookingId>>,
    ledger: Ledger,
    /// The lanes by name, as adopted.
    lanes: BTreeMap<String, Lane>,
    alarms: BTreeSet<(Timestamp, BookingId)>,
    /// The bookings touched by the command at hand.
    touched: BTreeSet<BookingId>,
    /// It may have touched any: a block, a calendar, the rules.
    wide: bool,
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

    /// A command is about to be given: what it says of the platform is the newest picture, or it is not.
    pub(crate) fn given(&mut self, command: &Command, now: Timestamp) {
        if let Command::Fact(fact) = command {
            news::take_in(self, fact, now);
        }
    }

    /// Takes in a step as it is taken, and judges what can only be judged then.
    pub(crate) fn saw(&mut self, step: &Step, shell: &Shell) -> Judged {
        let mut touched = BTreeSet::new();
        let mut judged = Ok(());
        for event in step.events() {
            touched.extend(self.booking_of(event));
            self.wide |=
                matches!(event, Event::BlockSeen(_) | Event::CalendarSeen(_) | Event::RulebookAdopted(_));
            if let Event::RulebookAdopted(adopted) = event {
                let names = adopted.lanes.iter().zip(0..);
                self.lanes = names.map(|(who, at)| (who.as_str().to_owned(), Lane(at))).collect();
                self.ledger = Ledger::default();
                touched.extend(self.live.iter().copied());
            }
            // Whatever does not hold, the events are entered: a known fault must not make others.
            judged = judged.and(messages::event(self, event, step.at, shell));
            file::event(self, event, step.at, shell);
        }
        for booking in &touched {
            if let Some(known) = shell.state.booking(*booking) {
                self.ledger.set(*booking, &known.occupancies);
                self.live.insert(*booking);
                self.of_client.entry(known.snapshot.client.to_string()).or_default().insert(*booking);
            }
        }
        for event in step.events() {
            if let Event::Assigned(assigned) = event {
                judged = judged.and(rules::assigned(self, assigned, step.at, shell));
            }
        }
        self.touched.append(&mut touched);
        judged
    }

    /// Judges what a command touched, once everything that follows from it is done.
    pub(crate) fn settled(&mut self, now: Timestamp, shell: &Shell) -> Judged {
        let touched = std::mem::take(&mut self.touched);
        let around = if std::mem::take(&mut self.wide) { self.live.clone() } else { BTreeSet::new() };
        for booking in touched.iter().chain(around.difference(&touched)) {
            self.one(*booking, now, shell)?;
        }
        self.those_who_wait(&touched, now, shell)
    }

    /// Judges one booking.
    fn one(&mut self, booking: BookingId, now: Timestamp, shell: &Shell) -> Judged {
        let Some(known) = shell.state.booking(booking) else { return Ok(()) };
        let case = Case { known, now, shell };
        standing::judge(self, &case)?;
        flags::judge(self, &case)?;
        truth::judge(self, &case)
    }

    /// Judges everybody who waits, whether it was touched or not: what they wait for may have gone.
    fn those_who_wait(&mut self, touched: &BTreeSet<BookingId>, now: Timestamp, shell: &Shell) -> Judged {
        let days: BTreeSet<_> = touched
            .iter()
            .filter_map(|booking| shell.state.booking(*booking))
            .flat_map(|known| self.days_of(known))
            .collect();
        for booking in self.waiting.clone() {
            let Some(known) = shell.state.booking(booking) else { continue };
            let near = self.days_of(known).iter().any(|day| days.contains(day));
            vain::judge(self, &Case { known, now, shell }, near)?;
        }
        Ok(())
    }

    /// The UTC days that a booking is or was on.
    fn days_of(&self, known: &Booking) -> Vec<i32> {
        let file = self.files.get(&known.booking);
        let before = file.and_then(|file| file.day_before);
        let shown = known.snapshot.items.first().map(|item| item.start.minute_floor().0.div_euclid(1440));
        before.into_iter().chain(shown).collect()
    }

    /// The moment at which something has to be looked at again although nothing happens.
    pub(crate) fn next_alarm(&self) -> Option<Timestamp> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// Looks at it.
    pub(crate) fn alarm(&mut self, now: Timestamp, shell: &Shell) -> Judged {
        let Some((_, booking)) = self.alarms.pop_first() else { return Ok(()) };
        let Some(known) = shell.state.booking(booking) else { return Ok(()) };
        let case = Case { known, now, shell };
        truth::judge(self, &case)?;
        reminders::judge(self, &case)
    }

    fn booking_of(&self, event: &Event) -> Option<BookingId> {
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
    fn file(&mut self, booking: BookingId) -> &mut File {
        self.files.entry(booking).or_default()
    }
}
