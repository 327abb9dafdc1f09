//! The platform's and the channels' side of what we send: writes slow, refused or unacknowledged, and messages that fail.

use std::sync::Arc;

use dispatch_core::engine::{Notice, Write};

use crate::{act::Courier, dice::Dice};

use super::{Coming, Life};

impl Life {
    /// A write leaves. Its fate hangs on the appointment and the decision alone, so that it is the same in a shorter script.
    pub(super) fn write_leaves(&mut self, write: &Arc<Write>) {
        let mut dice = self.fate("write", write);
        let slow = dice.per_mille(self.mix.faults.write_slow);
        let seconds = if slow { dice.between(30, 600) } else { dice.between(1, 4) };
        self.send(i64::from(seconds) * 1_000, Coming::Write(Arc::clone(write)));
    }

    /// A write reaches the platform.
    pub(super) fn write_arrives(&mut self, write: &Arc<Write>) {
        let mut dice = self.fate("arrival", write);
        let refused = dice.per_mille(self.mix.faults.write_refused);
        let thing = if refused { None } else { self.world.write(write) };
        let Some(thing) = thing else {
            self.tell(|| format!("  the platform refuses the write to {}", write.appointment));
            return self.send(500, Coming::Refused(write.write));
        };
        let (late, doubled, lost) = (self.mix.faults.late, self.mix.faults.doubled, self.mix.faults.lost);
        let courier = Courier {
            late: if dice.per_mille(late) { dice.between(5, 1200) } else { 0 },
            again: dice.per_mille(doubled).then(|| dice.between(5, 1200)),
            lost: dice.per_mille(lost),
        };
        self.send(300, Coming::Read(thing, courier));
        if dice.per_mille(self.mix.faults.write_unacknowledged) {
            if dice.per_mille(800) {
                let minutes = i64::from(dice.between(2, 20));
                self.send(minutes * 60_000, Coming::Acknowledged(write.write));
            }
        } else {
            self.send(500, Coming::Acknowledged(write.write));
        }
    }

    /// A message leaves.
    pub(super) fn message_leaves(&mut self, notice: &Notice) {
        let appointment = self.shell.state.booking(notice.booking).map(|known| known.appointment.clone());
        let thing = format!("message {appointment:?} {:?} {}", notice.kind, notice.visit.start);
        let mut dice = Dice::of(self.seed, &thing);
        let failed = dice.per_mille(self.mix.faults.message_failed);
        let seconds = dice.between(1, 20);
        self.send(i64::from(seconds) * 1_000, Coming::Message(notice.notice, failed));
    }

    fn fate(&self, what: &str, write: &Write) -> Dice {
        Dice::of(self.seed, &format!("{what} {} {}", write.appointment, write.revision))
    }
}
