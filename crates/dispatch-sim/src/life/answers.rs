//! Answers: a person at the desk settles what waits.

use dispatch_core::engine::{Command, Resolution};

use crate::{act::How, judge::Violation, world::CONNECTION};

use super::Life;

impl Life {
    /// A person answers the exception of an appointment, if it is still open.
    pub(super) fn answer(&mut self, appointment: &str, how: How) -> Result<(), Violation> {
        let state = &self.shell.state;
        let known = state.find(&CONNECTION.into(), &appointment.into());
        let Some(open) = known.and_then(|known| state.exception(known.exception?)) else { return Ok(()) };
        let raised = &open.raised;
        let candidates = raised.candidates.len();
        let all = candidates + raised.alternatives.len();
        let resolution = match how {
            _ if raised.waiting.is_none() => Resolution::Done,
            How::Decline => Resolution::Decline,
            How::Best if candidates > 0 => Resolution::Candidate(0),
            How::Alternative if all > candidates => Resolution::Candidate(u16::try_from(candidates).unwrap_or(0)),
            How::Alternative if candidates > 1 => Resolution::Candidate(1),
            How::Best | How::Alternative | How::Keep => Resolution::KeepPlatform,
        };
        let exception = raised.exception;
        self.command(Command::ResolveException { exception, resolution, by: "desk".to_owned() })
    }
}
