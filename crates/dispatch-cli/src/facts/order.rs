//! The order of lines: a line whose own moment is years off, so that the clock would have to run backwards by years.

use dispatch_core::Timestamp;

use super::Facts;
use crate::rules::MOST_DAYS;

const MOST_MILLISECONDS: i64 = MOST_DAYS * 24 * 60 * 60_000;

impl Facts {
    /// Leaves out each line whose `at` is years off. Decided at that moment, it would let every deadline of the other
    /// lines pass.
    pub(super) fn leave_out_odd_moments(&mut self) {
        let mut moments: Vec<Timestamp> = self.lines.iter().map(|line| line.line.at).collect();
        moments.sort_unstable();
        // Of two lines in the wrong order, the one that has fewer others near it is the odd one.
        let company = |at: Timestamp| {
            let first = moments.partition_point(|other| at.0.saturating_sub(other.0) > MOST_MILLISECONDS);
            let end = moments.partition_point(|other| other.0.saturating_sub(at.0) <= MOST_MILLISECONDS);
            end - first
        };
        let mut kept = Vec::with_capacity(self.lines.len());
        for line in std::mem::take(&mut self.lines) {
            let at = line.line.at;
            kept.push(line);
            while let [.., before, last] = kept.as_slice()
                && before.line.at.0.saturating_sub(last.line.at.0) > MOST_MILLISECONDS
            {
                let odd = kept.len() - if company(before.line.at) < company(at) { 2 } else { 1 };
                let odd = kept.remove(odd);
                let what =
                    format!("{} is years away from the lines around it: is the year right?", odd.line.at);
                self.troubles.left_out(odd.number, "at", &what);
            }
        }
        self.lines = kept;
    }
}
