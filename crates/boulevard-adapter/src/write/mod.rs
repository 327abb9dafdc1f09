//! Write-back. The appointment is read first: if it is as wanted already there is nothing to do, which also settles
//! every write whose outcome nobody knows. No mutation is ever sent twice for want of an answer.

mod annotate;
mod clash;
mod draft;
mod goal;

use adapter_kit::{Acknowledged, Observations, Outcome, Refused};
use dispatch_core::{PlatformId, Timestamp, engine::Write};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    Settings, WriteMode,
    call::Call,
    documents,
    progress::{AfterLoss, Next, Phase},
    read::{Page, observed, started},
    wire::{Appointment, Unreadable},
};
use clash::Clashes;
use draft::{Draft, Edit};
use goal::{Goal, Picture, Problem, goals, unmet};

/// The warnings that the vendor's schema names.
pub(crate) const KNOWN_WARNINGS: [&str; 3] =
    ["RESOURCE_DOUBLE_BOOKED", "STAFF_DOES_NOT_PERFORM_SERVICE", "STAFF_DOUBLE_BOOKED"];

/// Where a write stands. Ids and times only: no contact data and no notes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "write", rename_all = "snake_case")]
pub(crate) enum Writing {
    /// Read the appointment: before anything is written, after it, or to find out whether it was.
    Look {
        /// The id that a completed draft gave.
        written: Option<PlatformId>,
        /// What was there before a completion of unknown outcome.
        settling: Option<Picture>,
    },
    /// Open a draft of it.
    Open { picture: Picture },
    /// Edit the draft, one mutation after the other.
    Edit { picture: Picture, draft: Draft, edits: Vec<Edit> },
    /// See whether a double booking is one, or the appointment's own overlap with its draft.
    Verify { picture: Picture, draft: Draft, clashes: Clashes },
    /// Make the draft the appointment.
    Complete { picture: Picture, draft: Draft },
    /// Find the appointment that a completion of unknown outcome may have put in the place of a cancelled one.
    Search { picture: Picture },
    /// Write the notes. What they say is not stored, so this is never sent again from storage.
    Annotate,
}

impl Writing {
    pub(crate) fn call(&self, write: &Write, settings: &Settings) -> Option<Call> {
        Some(match self {
            Self::Look { written, .. } => {
                let id = written.as_ref().unwrap_or(&write.appointment);
                let (name, document) = match settings.write_mode {
                    WriteMode::AnnotateOnly => ("appointment_and_notes", documents::APPOINTMENT_AND_NOTES),
                    _ => ("appointment", documents::APPOINTMENT),
                };
                Call::new(name, document, json!({ "id": id }))
            }
            Self::Open { .. } => {
                let input = json!({ "appointmentId": write.appointment });
                Call::new("open_draft", documents::OPEN_DRAFT, json!({ "input": input }))
            }
            Self::Edit { draft, edits, .. } => edits.first()?.call(draft),
            Self::Verify { picture, clashes, .. } => clashes.call(picture)?,
            Self::Complete { picture, draft } => draft.complete(picture, settings),
            Self::Search { picture } => {
                let span = picture.reach();
                let variables = json!({
                    "locationId": picture.location,
                    "clientId": picture.client,
                    "query": format!("{} AND cancelled = false", started(span.start.timestamp(), span.end.timestamp())),
                });
                Call::page("appointments_of_client", documents::APPOINTMENTS_OF_CLIENT, variables)
            }
            Self::Annotate => return None,
        })
    }

    pub(crate) const fn mutates(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::Edit { .. } | Self::Complete { .. } | Self::Annotate)
    }

    pub(crate) fn after_loss(&self) -> AfterLoss {
        match self {
            Self::Look { .. } | Self::Verify { .. } | Self::Search { .. } => AfterLoss::Resend,
            Self::Open { .. } | Self::Edit { .. } => AfterLoss::StartOver,
            Self::Complete { picture, .. } => {
                let look = Self::Look { written: None, settling: Some(picture.clone()) };
                AfterLoss::Settle(Box::new(Phase::Write(look)))
            }
            Self::Annotate => AfterLoss::Settle(Box::new(Phase::look())),
        }
    }

    pub(crate) fn answered(
        self,
        write: &Write,
        settings: &Settings,
        sent_at: Timestamp,
        data: Value,
    ) -> Result<Next, Unreadable> {
        match self {
            Self::Look { written, settling } => {
                looked(Look { write, settings, sent_at, written, settling }, &data["appointment"])
            }
            Self::Open { picture } => {
                let draft = Draft::opened(&data["bookingCreateFromAppointment"])?;
                let goals = match goals(write, &picture, settings, false) {
                    Ok(goals) => goals,
                    Err(problem) => return Ok(refused(problem)),
                };
                match draft.edits(&picture, &goals, settings) {
                    Ok(edits) => Ok(edit(picture.reaching(&goals), draft, edits, settings)),
                    Err(problem) => Ok(refused(problem)),
                }
            }
            Self::Edit { picture, mut draft, mut edits } => {
                draft.warned(&data)?;
                if !edits.is_empty() {
                    edits.remove(0);
                }
                Ok(edit(picture, draft, edits, settings))
            }
            Self::Verify { picture, draft, clashes } => {
                match clashes.answered(&picture, &write.appointment, &data)? {
                    Ok(None) => Ok(Next::Go(Phase::Write(Self::Complete { picture, draft }))),
                    Ok(Some(clashes)) => Ok(Next::Go(Phase::Write(Self::Verify { picture, draft, clashes }))),
                    Err(problem) => Ok(refused(problem)),
                }
            }
            Self::Complete { .. } => Ok(match draft::completed(&data["bookingComplete"]) {
                Ok(id) => Next::Go(Phase::Write(Self::Look { written: Some(id), settling: None })),
                Err(problem) => refused(problem),
            }),
            Self::Search { picture } => searched(&picture, settings, sent_at, &data["appointments"]),
            Self::Annotate => Ok(Next::Over(Phase::look())),
        }
    }
}

/// The next edit, or what follows the last: heed the warnings, then complete.
fn edit(picture: Picture, draft: Draft, edits: Vec<Edit>, settings: &Settings) -> Next {
    if !edits.is_empty() {
        return Next::Go(Phase::Write(Writing::Edit { picture, draft, edits }));
    }
    match draft.judged(&picture, settings) {
        Ok(None) => Next::Go(Phase::Write(Writing::Complete { picture, draft })),
        Ok(Some(clashes)) => Next::Go(Phase::Write(Writing::Verify { picture, draft, clashes })),
        Err(problem) => refused(problem),
    }
}

struct Look<'a> {
    write: &'a Write,
    settings: &'a Settings,
    sent_at: Timestamp,
    written: Option<PlatformId>,
    settling: Option<Picture>,
}

fn looked(look: Look<'_>, appointment: &Value) -> Result<Next, Unreadable> {
    let Some(appointment) = Option::<Appointment>::deserialize(appointment)? else {
        return Ok(match look.settling {
            Some(picture) => Next::Go(Phase::Write(Writing::Search { picture })),
            None => refused(Problem::new("appointment_gone", "the platform does not know the appointment")),
        });
    };
    let observations = observed(&appointment, look.settings, look.sent_at, None)?;
    let status = appointment.status();
    if matches!(status.as_str(), "cancelled" | "no_show" | "completed") {
        return Ok(match look.settling {
            Some(picture) => Next::Go(Phase::Write(Writing::Search { picture })),
            None => refused_seeing(
                Problem::new("appointment_closed", format!("the appointment is {}", status.as_str())),
                observations,
            ),
        });
    }
    let picture = Picture::of(&appointment, &observations)?;
    if look.settings.write_mode == WriteMode::AnnotateOnly {
        return Ok(annotate::looked(look.write, &appointment, &picture, observations));
    }
    let renamed = look.written.is_some() || look.settling.is_some();
    let goals = match goals(look.write, &picture, look.settings, renamed) {
        Ok(goals) => goals,
        Err(problem) => return Ok(refused_seeing(problem, observations)),
    };
    let unmet = unmet(&goals, &picture, look.settings);
    if unmet.is_empty() {
        return Ok(acknowledged(&appointment, observations));
    }
    if look.written.is_some() {
        return Ok(refused_seeing(Problem::new("not_as_written", unmet.join("; ")), observations));
    }
    if let Some(problem) = unwritable(&goals, &picture) {
        return Ok(refused_seeing(problem, observations));
    }
    let open = Phase::Write(Writing::Open { picture });
    Ok(if look.settling.is_some() { Next::Over(open) } else { Next::Go(open) })
}

/// What can be known to fail before a draft is opened.
fn unwritable(goals: &[Goal], picture: &Picture) -> Option<Problem> {
    goals.iter().find_map(|goal| goal.local_start(picture).err())
}

/// Takes an appointment of the same client for the rewritten one only if every line is as it was to be.
fn searched(
    picture: &Picture,
    settings: &Settings,
    sent_at: Timestamp,
    list: &Value,
) -> Result<Next, Unreadable> {
    let page = Page::<Appointment>::of(list)?;
    for appointment in page.nodes().filter(|appointment| !appointment.cancelled) {
        let observations = observed(appointment, settings, sent_at, None)?;
        if Picture::of(appointment, &observations)?.is_as_wanted(picture) {
            return Ok(acknowledged(appointment, observations));
        }
    }
    Ok(refused(Problem::new("appointment_closed", "the appointment was closed while it was written to")))
}

fn acknowledged(appointment: &Appointment, observations: Observations) -> Next {
    let appointment = appointment.id.as_str().into();
    Next::Done(Outcome::Acknowledged(Acknowledged { appointment, observations }))
}

fn refused(problem: Problem) -> Next {
    refused_seeing(problem, Observations::default())
}

fn refused_seeing(problem: Problem, observations: Observations) -> Next {
    Next::Done(Outcome::Refused(Refused {
        slug: problem.slug.to_owned(),
        detail: problem.detail,
        observations,
    }))
}
