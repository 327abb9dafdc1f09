//! A person's command: answered once. Its answer is stored with what it changed, so that the same command sent again, after a
//! lost answer or a crash, is answered alike and changes nothing.

use dispatch_core::{
    BookingId, Timestamp,
    engine::{EventRecord, Refusal},
};
use dispatch_store::AnswerRow;

use super::{
    command::{Answer, Asked},
    input::{Input, NotTaken},
    judged::Judged,
    worker::Worker,
};
use crate::desk::{answered::Answered, client::FirstNames, view::View};

impl Worker {
    /// Takes a command in by itself: nothing else shares its transaction, so its answer says what it alone changed.
    pub(super) async fn take_asked(&mut self, asked: &Asked) -> Result<Answer, NotTaken> {
        let input = Input {
            decision: asked.decision.clone(),
            commands: vec![asked.command.clone()],
            ..Input::default()
        };
        for attempt in 0_u32.. {
            // Asked again after each failure: the one before may have been stored although the database reported a failure.
            if let Some(known) = self.known(asked).await? {
                return Ok(known);
            }
            let before = self.state.borrow().clone();
            let Some(open) = before.exception(asked.exception) else {
                return Ok(Answer::Refused(Refusal::NotOpen(asked.exception)));
            };
            if asked.seen.is_some_and(|seen| seen != open.version) {
                return Ok(Answer::Stale);
            }
            let now = self.clock.now();
            let never = |error: serde_json::Error| NotTaken::Never(error.to_string());
            let mut judged =
                Judged::new(&self.rulebook, self.epoch, &before, std::slice::from_ref(&input), now)
                    .map_err(never)?;
            if let Some(refusal) = judged.refusals.iter().flatten().next() {
                self.count_refusal(&input, refusal);
                return Ok(Answer::Refused(refusal.clone()));
            }
            let body = self.body(asked, &judged, open.raised.booking, now).map_err(never)?;
            let version = judged.state.exception(asked.exception).map(|open| open.version);
            let answers = asked.name.iter().map(|name| AnswerRow {
                key: name.key.clone(),
                digest: name.digest.clone(),
                status: 200,
                version,
                body: body.clone(),
                at: now,
            });
            judged.batch.answers.extend(answers);
            match self.store_batch(&judged.batch).await {
                Ok(()) => {
                    self.committed(judged, std::slice::from_ref(&input));
                    return Ok(Answer::Taken { status: 200, version, body, repeated: false });
                }
                Err(failed) => self.after_failure(failed, attempt).await?,
            }
        }
        Err(NotTaken::Later("the database is busy".to_owned()))
    }

    /// The answer that was given to it before.
    async fn known(&self, asked: &Asked) -> Result<Option<Answer>, NotTaken> {
        let Some(name) = &asked.name else { return Ok(None) };
        let known = self.store.answer(self.rulebook.practice(), &name.key).await;
        let known = known.map_err(|error| NotTaken::Later(error.to_string()))?;
        Ok(known.map(|known| {
            if known.digest != name.digest {
                return Answer::NameUsed;
            }
            let AnswerRow { status, version, body, .. } = known;
            Answer::Taken { status, version, body, repeated: true }
        }))
    }

    fn body(
        &self,
        asked: &Asked,
        judged: &Judged,
        booking: BookingId,
        now: Timestamp,
    ) -> Result<String, serde_json::Error> {
        let records = judged.batch.events.iter().map(|row| serde_json::from_str::<EventRecord>(&row.event));
        let events = records.map(|record| record.map(|record| record.event.as_str()));
        let events = events.collect::<Result<Vec<_>, _>>()?;
        let names = FirstNames::default();
        let view = View { rulebook: &self.rulebook, state: &judged.state, now, names: &names };
        serde_json::to_string(&Answered::of(view, asked.exception, booking, events))
    }
}
