//! The judge: after each command what it touched, and now and then everything. It shares nothing with the engine's judgment:
//! it knows the practice, the newest picture of everything, and what the engine says that it did.

mod case;
mod entry;
mod file;
mod flags;
mod invariant;
mod ledger;
mod memory;
mod messages;
mod news;
mod reminders;
mod rules;
mod standing;
mod truth;
mod vain;
mod whole;

use std::collections::BTreeSet;

use dispatch_core::{
    BookingId, Lane, Timestamp,
    engine::{Command, Event},
};

use crate::shell::{Shell, Step};

use case::Case;
use invariant::Judged;
pub use invariant::{Invariant, Violation};
use ledger::Ledger;
pub(crate) use memory::Judge;

impl Judge {
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
            entry::event(self, event, step.at, shell);
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

    /// Looks at it.
    pub(crate) fn alarm(&mut self, now: Timestamp, shell: &Shell) -> Judged {
        let Some((_, booking)) = self.alarms.pop_first() else { return Ok(()) };
        let Some(known) = shell.state.booking(booking) else { return Ok(()) };
        let case = Case { known, now, shell };
        truth::judge(self, &case)?;
        reminders::judge(self, &case)
    }
}
