//! The last check before a message is sent: hours may have passed since the decision.

use dispatch_core::{Timestamp, engine::Notice};

/// The client's consent, as last read; `None` means unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// E-mail about appointments.
    pub email: Option<bool>,
}

/// Why a message is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Skipped {
    /// It is too late to send it.
    #[error("too late: it made no sense after {0}")]
    TooLate(Timestamp),
    /// The notice was decided without e-mail.
    #[error("this notice is not sent by e-mail")]
    NotByEmail,
    /// The client has since withdrawn consent.
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

/// Checks that the notice may be sent by e-mail now. Unknown consent leaves the decision as it was.
///
/// # Errors
/// [`Skipped`]: the reason not to send it, now or later.
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
