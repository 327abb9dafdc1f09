//! Answers: a person at the desk settles what waits, or takes it in hand.

use std::sync::Arc;

use dispatch_core::{
    Assignment, Minute, ReasonCode, Who,
    engine::{Chosen, ChosenItem, Command, Exception, Resolution, Snapshot},
};

use crate::{
    act::{Courier, How},
    judge::Violation,
    world::CONNECTION,
};

use super::{Coming, Life};

const PERSON: &str = "desk";

impl Life {
    /// A person answers the exception of an appointment, if it is still open.
    pub(super) fn answer(&mut self, appointment: &str, how: How) -> Result<(), Violation> {
        let state = &self.shell.state;
        let known = state.find(&CONNECTION.into(), &appointment.into());
        let Some((known, open)) = known.and_then(|known| Some((known, state.exception(known.exception?)?)))
        else {
            return Ok(());
        };
        let (exception, by) = (open.raised.exception, PERSON.to_owned());
        if how == How::Claim {
            return self.command(Command::ClaimException { exception, by });
        }
        let resolution = resolution(open, &known.snapshot, how);
        let by_hand = [ReasonCode::WriteRefused, ReasonCode::WriteUnacknowledged, ReasonCode::DeskTask];
        if matches!(resolution, Resolution::Done)
            && open.raised.flags.iter().any(|flag| by_hand.contains(flag))
            && let Some(desired) = &known.desired
        {
            // They have set on the platform what we could not.
            let (desired, id) = (desired.clone(), known.appointment.to_string());
            if let Some(thing) = self.world.set_by_hand(&id, &desired.assignment) {
                self.send(1_000, Coming::Read(thing, Courier::default()));
            }
        }
        let why = matches!(resolution, Resolution::Override(_)).then(|| "agreed".to_owned());
        self.command(Command::ResolveException { exception, resolution, by, why })
    }
}

fn resolution(open: &Exception, snapshot: &Snapshot, how: How) -> Resolution {
    let raised = &open.raised;
    if raised.waiting.is_none() {
        return Resolution::Done;
    }
    match how {
        How::Decline => Resolution::Decline,
        How::Best => raised.candidates.first().map_or(Resolution::KeepPlatform, taken),
        How::Alternative => match raised.alternatives.first() {
            Some(_) => Resolution::Candidate(u16::try_from(raised.candidates.len()).unwrap_or(0)),
            None => raised.candidates.last().map_or(Resolution::KeepPlatform, taken),
        },
        How::Force => forced(open, snapshot).map_or(Resolution::KeepPlatform, Resolution::Override),
        How::Keep | How::Claim => Resolution::KeepPlatform,
    }
}

/// A candidate by its names, as the desk takes it.
fn taken(candidate: &Arc<Assignment>) -> Resolution {
    let provider = |item: &dispatch_core::AssignedItem| {
        item.roles.iter().find_map(|role| match &role.who {
            Who::Provider(provider) => Some(ChosenItem { provider: provider.clone(), resources: Vec::new() }),
            _ => None,
        })
    };
    let items = candidate.items.iter().filter_map(provider).collect();
    Resolution::Take(Chosen { start: candidate.start(), items })
}

/// What the platform shows, by its names.
fn forced(open: &Exception, snapshot: &Snapshot) -> Option<Chosen> {
    let items = snapshot.items.iter().map(|item| {
        let provider = item.provider.as_ref()?.as_str().into();
        Some(ChosenItem { provider, resources: Vec::new() })
    });
    let items: Vec<_> = items.collect::<Option<_>>()?;
    let start: Minute = snapshot.items.first()?.start.minute_floor();
    (!open.owner.is_empty()).then_some(Chosen { start, items })
}
