//! A batch of inputs, judged on a private copy of the state.

use dispatch_core::{
    Rulebook, Timestamp,
    engine::{Command, Refusal, State, decide, evolve, react},
};
use dispatch_store::{Batch, Epoch, EventRow, TimerChange};

use super::{input::Input, projection};

/// A batch decided on a private copy of the state.
pub(super) struct Judged {
    pub(super) state: State,
    pub(super) batch: Batch,
    /// One list for each input.
    pub(super) refusals: Vec<Vec<Refusal>>,
}

impl Judged {
    pub(super) fn new(
        rulebook: &Rulebook,
        epoch: Epoch,
        before: &State,
        inputs: &[Input],
        now: Timestamp,
    ) -> Result<Self, serde_json::Error> {
        let batch = Batch::new(rulebook.practice().clone(), epoch, before.sequence());
        let mut judged = Self { state: before.clone(), batch, refusals: Vec::new() };
        for input in inputs {
            let mut refusals = Vec::new();
            judged.batch.timers.extend(input.fired.clone().map(|timer| TimerChange::Remove { timer }));
            for command in &input.commands {
                if let Err(refusal) = judged.judge(rulebook, input, command, now)? {
                    refusals.push(refusal);
                }
                while judged.state.has_waking() {
                    if let Err(refusal) = judged.judge(rulebook, input, &Command::Wake {}, now)? {
                        refusals.push(refusal);
                        break;
                    }
                }
            }
            judged.batch.contacts.extend(input.contacts.iter().cloned());
            judged.batch.deliveries.extend(input.delivery);
            judged.batch.settled.extend(input.settled.clone());
            judged.refusals.push(refusals);
        }
        projection::bookings(before, &judged.state, &mut judged.batch)?;
        Ok(judged)
    }

    fn judge(
        &mut self,
        rulebook: &Rulebook,
        input: &Input,
        command: &Command,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>, serde_json::Error> {
        let mut decided = match decide(rulebook, &self.state, command, now) {
            Ok(decided) => decided,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let traces = std::mem::take(&mut decided.traces);
        let first = self.batch.events.len();
        for record in decided.records(self.state.sequence(), now) {
            evolve(&mut self.state, &record.event);
            let at = self.batch.events.len();
            self.batch.events.push(EventRow {
                at: now,
                cause: input.decision.clone(),
                event: serde_json::to_string(&record)?,
                trace: None,
            });
            for effect in react(&self.state, &record.event) {
                projection::effect(&effect, &record.event, at, &input.decision, now, &mut self.batch)?;
            }
        }
        for (ordinal, trace) in traces {
            if let Some(row) = self.batch.events.get_mut(first + ordinal) {
                row.trace = Some(serde_json::to_string(&trace)?);
            }
        }
        Ok(Ok(()))
    }
}
