//! Write-back. The appointment is read first: if it is as wanted already, there is nothing to do. That also settles every
//! write of unknown outcome, so no mutation is ever sent again just because its answer was lost.

mod annotate;
mod clash;
mod draft;
mod goal;

use adapter_kit::{Acknowledged, AfterLoss, Next, Observations, Outcome, Refused, Unreadable};
use dispatch_core::{PlatformId, Timestamp, engine::Write};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    call::Call,
    documents,
    read::{Page, observed, started},
    settings::{Settings, WriteMode},
    wire::Appointment,
};
use clash::Clashes;
use draft::{Draft, Edit};
use goal::{Goal, Picture, Problem, goals, unmet};

/// The phases of a write. What is stored of them are ids and times only: no contact data and no notes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "write", rename_all = "snake_case")]
pub(crate) enum Writing {
    /// Read the appointment: before a write, after it, or to find out whether it took effect.
    Look {
        /// The id that a completed draft gave.
        written: Option<PlatformId>,
        /// The appointment before a completion of unknown outcome.
        settling: Option<Picture>,
    },
    /// Open a draft of it.
    Open { picture: Picture },
    /// Edit the draft, one mutation after the other.
    Edit { picture: Picture, draft: Draft, edits: Vec<Edit> },
    /// Find out whether a double booking is real, or the appointment's own overlap with its draft.
    Verify { picture: Picture, draft: Draft, clashes: Clashes },
    /// Complete the draft: it becomes the appointment.
    Complete { picture: Picture, draft: Draft },
    /// Find the appointment that a completion of unknown outcome may have put in the place of a cancelled one.
    Search { picture: Picture },
    /// Write the notes. They are not stored, so this is never sent again from storage.
    Annotate {
        #[serde(skip)]
        notes: Option<String>,
    },
}

impl Writing {
    pub(crate) const fn look() -> Self {
        Self::Look { written: None, settling: None }
    }

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
            Self::Annotate { notes } => {
                let input = json!({ "id": write.appointment, "notes": notes.as_ref()? });
                Call::new("annotate", documents::ANNOTATE, json!({ "input": input }))
            }
        })
    }

    pub(crate) const fn changes(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::Edit { .. } | Self::Complete { .. } | Self::Annotate { .. })
    }

    pub(crate) fn after_loss(&self) -> AfterLoss<Self> {
        match self {
            Self::Look { .. } | Self::Verify { .. } | Self::Search { .. } => AfterLoss::Resend,
            Self::Open { .. } | Self::Edit { .. } => AfterLoss::StartOver,
            Self::Complete { picture, .. } => {
                AfterLoss::Settle(Self::Look { written: None, settling: Some(picture.clone()) })
            }
            Self::Annotate { .. } => AfterLoss::Settle(Self::look()),
        }
    }

    pub(crate) fn answered(
        self,
        write: &Write,
        settings: &Settings,
        sent_at: Timestamp,
        data: Value,
    ) -> Result<Next<Self>, Unreadable> {
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
                    Ok(None) => Ok(Next::Ask(Self::Complete { picture, draft })),
                    Ok(Some(clashes)) => Ok(Next::Ask(Self::Verify { picture, draft, clashes })),
                    Err(problem) => Ok(refused(problem)),
                }
            }
            Self::Complete { .. } => Ok(match draft::completed(&data["bookingComplete"]) {
                Ok(id) => Next::Ask(Self::Look { written: Some(id), settling: None }),
                Err(problem) => refused(problem),
            }),
            Self::Search { picture } => searched(&picture, settings, sent_at, &data["appointments"]),
            Self::Annotate { .. } => Ok(Next::StartOver(Self::look())),
        }
    }
}

/// The next edit, or what follows the last: consider the warnings, then complete the draft.
fn edit(picture: Picture, draft: Draft, edits: Vec<Edit>, settings: &Settings) -> Next<Writing> {
    if !edits.is_empty() {
        return Next::Ask(Writing::Edit { picture, draft, edits });
    }
    match draft.judged(&picture, settings) {
        Ok(None) => Next::Ask(Writing::Complete { picture, draft }),
        Ok(Some(clashes)) => Next::Ask(Writing::Verify { picture, draft, clashes }),
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

fn looked(look: Look<'_>, appointment: &Value) -> Result<Next<Writing>, Unreadable> {
    let Some(appointment) = Option::<Appointment>::deserialize(appointment)? else {
        return Ok(match look.settling {
            Some(picture) => Next::Ask(Writing::Search { picture }),
            None => refused(Problem::new("appointment_gone", "the platform does not know the appointment")),
        });
    };
    let observations = observed(&appointment, look.settings, look.sent_at, None)?;
    let status = appointment.status();
    if matches!(status.as_str(), "cancelled" | "no_show" | "completed") {
        return Ok(match look.settling {
            Some(picture) => Next::Ask(Writing::Search { picture }),
            None => refused_seeing(
                Problem::new("appointment_closed", format!("the appointment is {}", status.as_str())),
                observations,
            ),
        });
    }
    let picture = Picture::of(&appointment, &observations)?;
    if look.settings.write_mode == WriteMode::AnnotateOnly {
        return Ok(match annotate::notes_to_write(look.write, &appointment, &picture) {
            Some(notes) => Next::Ask(Writing::Annotate { notes: Some(notes) }),
            None => acknowledged(&appointment, observations),
        });
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
    let open = Writing::Open { picture };
    Ok(if look.settling.is_some() { Next::StartOver(open) } else { Next::Ask(open) })
}

/// The first goal that is known to fail before a draft is opened.
fn unwritable(goals: &[Goal], picture: &Picture) -> Option<Problem> {
    goals.iter().find_map(|goal| goal.local_start(picture).err())
}

/// Finds the rewritten appointment among the client's: the one whose every line is as decided.
fn searched(
    picture: &Picture,
    settings: &Settings,
    sent_at: Timestamp,
    list: &Value,
) -> Result<Next<Writing>, Unreadable> {
    let page = Page::<Appointment>::of(list)?;
    for appointment in page.nodes().filter(|appointment| !appointment.cancelled) {
        let observations = observed(appointment, settings, sent_at, None)?;
        if Picture::of(appointment, &observations)?.is_as_wanted(picture) {
            return Ok(acknowledged(appointment, observations));
        }
    }
    Ok(refused(Problem::new("appointment_closed", "the appointment was closed while it was written to")))
}

fn acknowledged(appointment: &Appointment, observations: Observations) -> Next<Writing> {
    let appointment = appointment.id.as_str().into();
    Next::Done(Outcome::Acknowledged(Acknowledged { appointment, observations }))
}

fn refused(problem: Problem) -> Next<Writing> {
    refused_seeing(problem, Observations::default())
}

fn refused_seeing(problem: Problem, observations: Observations) -> Next<Writing> {
    Next::Done(Outcome::Refused(Refused {
        slug: problem.slug.to_owned(),
        detail: problem.detail,
        observations,
    }))
}
