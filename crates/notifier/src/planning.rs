//! Whether a message may still go: asked once more just before it is sent, since hours may lie between the decision
//! and the sending.

use dispatch_core::{Timestamp, engine::Notice};

/// What the client agreed to, as last read; none means unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// E-mail about appointments.
    pub email: Option<bool>,
}

/// Why a message is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Skipped {
    /// Its time is over.
    #[error("too late: not to be sent after {0}")]
    TooLate(Timestamp),
    /// The notice was decided without e-mail.
    #[error("this notice does not go by e-mail")]
    NotByEmail,
    /// The client has said no since.
    #[error("the client does not want e-mail about appointments")]
    ConsentWithdrawn,
}

/// True from the moment `due` on.
#[must_use]
pub fn is_due(now: Timestamp, due: Timestamp) -> bool {
    now >= due
}

/// True after the last moment at which the notice makes sense.
#[must_use]
pub fn too_late(now: Timestamp, notice: &Notice) -> bool {
    now > notice.not_after
}

/// Whether the notice may go by e-mail now. Unknown consent leaves what was decided with the notice.
///
/// # Errors
/// [`Skipped`]: why it may not. Nothing is to be sent, now or later.
pub fn ready(notice: &Notice, consent: Consent, now: Timestamp) -> Result<(), Skipped> {
    if too_late(now, notice) {
        Err(Skipped::TooLate(notice.not_after))
    } else if !notice.email {
        Err(Skipped::NotByEmail)
    } else if consent.email == Some(false) {
        Err(Skipped::ConsentWithdrawn)
    } else {
        Ok(())
    }
}
