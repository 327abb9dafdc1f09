//! An exception as the desk sees it: the question, the choices as they are now, and who has it in hand.

use dispatch_core::{
    Assignment,
    calendar::Origin,
    engine::{Booking, Exception, question},
};
use dispatch_store::KnownException;
use serde::Serialize;

use super::{
    booking::BookingPicture,
    choice::Choice,
    moment::Moment,
    named::{Named, Reason},
    view::View,
};

/// An open exception in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ExceptionLine {
    id: String,
    open: bool,
    version: u64,
    reasons: Vec<Reason>,
    owner: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Moment>,
    escalated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_hand: Option<InHand>,
    booking: BookingPicture,
}

/// One open exception with its choices.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ExceptionPicture {
    #[serde(flatten)]
    line: ExceptionLine,
    /// True if nothing stands against the booking any more: the reasons are those for which a person was asked.
    clear_now: bool,
    /// Possible at the time asked for, best first.
    candidates: Vec<Choice>,
    /// Possible at other times, nearest first.
    alternatives: Vec<Choice>,
    /// Kept while an answer is awaited.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<Held>,
}

/// The person who has it in hand, and until when.
#[derive(Clone, Debug, Serialize)]
struct InHand {
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Moment>,
}

/// The time that is kept for the best candidate.
#[derive(Clone, Debug, Serialize)]
struct Held {
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Moment>,
    uses: Vec<HeldUse>,
}

#[derive(Clone, Debug, Serialize)]
struct HeldUse {
    #[serde(flatten)]
    what: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Moment>,
}

/// An exception that is no longer open.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ClosedException {
    id: String,
    open: bool,
    /// The person who answered it; none if nobody had to.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<Moment>,
    booking: BookingPicture,
}

impl ExceptionLine {
    pub(crate) fn of(view: View<'_>, exception: &Exception, booking: &Booking) -> Self {
        let raised = &exception.raised;
        Self {
            id: raised.exception.to_string(),
            open: true,
            version: exception.version,
            reasons: raised.flags.iter().map(|flag| Reason::from(*flag)).collect(),
            owner: exception.owner.clone(),
            deadline: view.moment(raised.deadline, booking),
            escalated: exception.escalated,
            in_hand: in_hand(view, exception, booking),
            booking: BookingPicture::of(view, booking),
        }
    }
}

impl ExceptionPicture {
    /// Judged as it is now: what was stored with the question may be older.
    pub(crate) fn of(view: View<'_>, exception: &Exception, booking: &Booking) -> Self {
        let now = question(view.rulebook, view.state, exception.raised.exception, view.now);
        let zone = view.zone_of(booking);
        let choices = |all: &[Assignment]| -> Vec<Choice> {
            let Some(zone) = zone else { return Vec::new() };
            all.iter().map(|one| Choice::of(view.rulebook, one, zone)).collect()
        };
        let mut line = ExceptionLine::of(view, exception, booking);
        let clear_now = now.as_ref().is_some_and(|now| now.flags.is_empty());
        if let Some(now) = now.as_ref().filter(|_| !clear_now) {
            line.reasons = now.flags.iter().map(|flag| Reason::from(*flag)).collect();
        }
        Self {
            line,
            clear_now,
            candidates: now.as_ref().map_or_else(Vec::new, |now| choices(&now.candidates)),
            alternatives: now.as_ref().map_or_else(Vec::new, |now| choices(&now.alternatives)),
            held: held(view, exception, booking),
        }
    }
}

impl ClosedException {
    pub(crate) fn of(view: View<'_>, id: String, known: &KnownException, booking: &Booking) -> Self {
        Self {
            id,
            open: false,
            answered_by: known.answered_by.clone(),
            closed: known.closed_at.and_then(|at| view.moment(at, booking)),
            booking: BookingPicture::of(view, booking),
        }
    }
}

fn in_hand(view: View<'_>, exception: &Exception, booking: &Booking) -> Option<InHand> {
    let claim = exception.claim.as_ref().filter(|claim| claim.until > view.now)?;
    Some(InHand { by: claim.by.clone(), until: view.moment(claim.until, booking) })
}

fn held(view: View<'_>, exception: &Exception, booking: &Booking) -> Option<Held> {
    let holds = booking.occupancies.iter().filter(|occupancy| occupancy.origin == Origin::Hold);
    let uses: Vec<_> = holds
        .filter_map(|occupancy| {
            Some(HeldUse {
                what: Named::lane(view.rulebook, occupancy.lane)?,
                start: view.minute(occupancy.used.start, booking),
                end: view.minute(occupancy.used.end, booking),
            })
        })
        .collect();
    if uses.is_empty() {
        return None;
    }
    // Once the deadline has passed, it is kept until there is an answer.
    let until = Some(exception.raised.deadline).filter(|_| !exception.escalated);
    Some(Held { until: until.and_then(|until| view.moment(until, booking)), uses })
}
