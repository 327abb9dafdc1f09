//! Announcements: what each client of a booking has to be told, next to what they were last told.

use crate::{
    explain::ReasonCode,
    ids::{ClientId, NoticeId, ProviderId, WriteId},
    time::{Minute, Minutes, Span, Timestamp},
};

use super::super::model::{Booking, ClientFacts, Due, Event, Notice, NoticeKind, Sender, Told};
use super::{
    cadence::{self, Reach, Way},
    case::BookingCase,
    draft::Draft,
};

/// What holds of a visit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit<'a> {
    pub(super) span: Span,
    /// The provider who treats in the first service.
    pub(super) provider: &'a ProviderId,
}

/// What is to be said, and how.
pub(super) struct Announcements {
    all: Vec<Announcement>,
}

struct Announcement {
    /// The client, if it is no longer the booking's.
    other: Option<ClientId>,
    kind: NoticeKind,
    span: Span,
    provider: ProviderId,
    was: Option<Told>,
    way: Result<Way, Unsaid>,
}

/// Why something is not said in writing, and whether a person has to say it.
#[derive(Clone, Copy)]
struct Unsaid {
    reason: ReasonCode,
    call: Option<ReasonCode>,
}

impl Announcements {
    /// The reasons for which the desk has to call the client.
    pub(super) fn calls(&self) -> Vec<ReasonCode> {
        let call = |one: &Announcement| match one.way {
            Ok(way) => way.late.then_some(ReasonCode::NotTold),
            Err(unsaid) => unsaid.call,
        };
        self.all.iter().filter_map(call).collect()
    }

    /// Sends or plans them, and gives the moment at which the booking's own client hears of it, if they do.
    pub(super) fn push(
        self,
        draft: &mut Draft<'_>,
        case: &BookingCase<'_>,
        waits_for: Option<WriteId>,
    ) -> Option<Timestamp> {
        let mut told = None;
        for one in self.all {
            let way = match one.way {
                Ok(way) => way,
                Err(unsaid) => {
                    draft.push(Event::NoticeSkipped {
                        booking: case.id,
                        kind: one.kind,
                        reason: unsaid.reason,
                    });
                    continue;
                }
            };
            if one.other.is_none() {
                told = Some(way.due);
            }
            let notice = Notice {
                notice: NoticeId(draft.next_id()),
                booking: case.id,
                client: one.other,
                kind: one.kind,
                visit: one.span,
                provider: one.provider,
                was: one.was,
                sequence: sequence(case.known, one.kind),
                not_after: one.span.start.timestamp(),
                sms: way.channels.sms,
                email: way.channels.email,
            };
            draft.push(match waits_for {
                Some(write) if one.kind != NoticeKind::Cancelled => {
                    Event::NoticePlanned { notice, due: Due::Acknowledged(write) }
                }
                _ if way.due > draft.now => Event::NoticePlanned { notice, due: Due::At(way.due) },
                _ => Event::NoticeReleased { notice },
            });
        }
        told
    }
}

/// SEQUENCE of a calendar entry rises with each change of start, end or status: RFC 5546, 2.1.4. Only the first word to
/// anybody leaves it as it is.
pub(super) fn sequence(known: Option<&Booking>, kind: NoticeKind) -> u32 {
    let Some(known) = known else { return 0 };
    let is_news = !matches!(kind, NoticeKind::Reminder { .. }) && !known.told.is_empty();
    known.sequence + u32::from(is_news)
}

/// What is to be said of a booking that stands as this visit.
pub(super) fn of_visit(draft: &Draft<'_>, case: &BookingCase<'_>, visit: Visit<'_>) -> Announcements {
    let told = case.known.and_then(|known| known.told(&case.snapshot.client));
    let news = match told {
        None => Some(NoticeKind::Confirmation),
        Some(told) if !told.stands => Some(NoticeKind::Confirmation),
        Some(told) if told.visit != visit.span || told.location != case.snapshot.location => {
            Some(NoticeKind::Changed)
        }
        Some(_) => None,
    };
    let mut all = taken_from_others(draft, case);
    all.extend(news.map(|kind| Announcement {
        other: None,
        kind,
        span: visit.span,
        provider: visit.provider.clone(),
        was: told.filter(|told| told.stands).cloned(),
        way: way_to(draft, case, &case.snapshot.about_client, kind, visit.span.start, told),
    }));
    Announcements { all }
}

/// The same for a booking adopted at go-live: its client hears only of a change of what we reminded them of.
pub(super) fn of_adopted(draft: &Draft<'_>, case: &BookingCase<'_>, visit: Visit<'_>) -> Announcements {
    let known = case.known.is_some_and(|known| known.told(&case.snapshot.client).is_some());
    if known { of_visit(draft, case, visit) } else { of_hand_over(draft, case) }
}

/// What is to be said to those whose booking it is no longer.
pub(super) fn of_hand_over(draft: &Draft<'_>, case: &BookingCase<'_>) -> Announcements {
    Announcements { all: taken_from_others(draft, case) }
}

/// What is to be said of a booking that does not stand any more.
pub(super) fn of_end(draft: &Draft<'_>, case: &BookingCase<'_>) -> Announcements {
    let told = case.known.and_then(|known| known.told(&case.snapshot.client));
    let mut all = taken_from_others(draft, case);
    all.extend(told.and_then(|told| cancelled(draft, case, told, None)));
    Announcements { all }
}

/// Those who were told of it, and whose booking it is no longer.
fn taken_from_others(draft: &Draft<'_>, case: &BookingCase<'_>) -> Vec<Announcement> {
    let told = case.known.map_or(&[][..], |known| &known.told);
    let others = told.iter().filter(|told| told.client != case.snapshot.client);
    others.filter_map(|told| cancelled(draft, case, told, Some(told.client.clone()))).collect()
}

/// A visit that has begun is not announced as cancelled.
fn cancelled(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    told: &Told,
    other: Option<ClientId>,
) -> Option<Announcement> {
    if !told.stands || told.visit.start.timestamp() <= draft.now {
        return None;
    }
    let facts = facts_of(case, &told.client);
    let way = way_to(draft, case, &facts, NoticeKind::Cancelled, told.visit.start, Some(told));
    Some(Announcement {
        other,
        kind: NoticeKind::Cancelled,
        span: told.visit,
        provider: told.provider.clone(),
        was: None,
        way,
    })
}

/// What is known of a client. Of one who is no longer the booking's the picture before may say something; else e-mail is
/// not refused.
fn facts_of(case: &BookingCase<'_>, client: &ClientId) -> ClientFacts {
    let pictures = [Some(&case.snapshot), case.known.map(|known| &known.snapshot)];
    let of_client = pictures.into_iter().flatten().find(|snapshot| snapshot.client == *client);
    of_client.map(|snapshot| snapshot.about_client.clone()).unwrap_or_default()
}

/// The way to a client, or why there is none.
fn way_to(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    facts: &ClientFacts,
    kind: NoticeKind,
    start: Minute,
    told: Option<&Told>,
) -> Result<Way, Unsaid> {
    let unsaid = |reason, call| Err(Unsaid { reason, call });
    if case.connection.sender == Sender::Platform {
        return unsaid(ReasonCode::PlatformSends, None);
    }
    if start.timestamp() <= draft.now {
        return unsaid(ReasonCode::VisitBegun, None);
    }
    if facts.prefers_call {
        return unsaid(ReasonCode::PrefersCall, Some(ReasonCode::PrefersCall));
    }
    let call = Some(ReasonCode::NotTold);
    let reach = Reach::of(case.connection, facts);
    let clock = case.resolved.location.and_then(|location| draft.rulebook.clock(location));
    let Some(clock) = clock.filter(|_| !reach.none()) else { return unsaid(ReasonCode::NoConsent, call) };
    let cadence = draft.rulebook.cadence();
    let first = case.known.is_none_or(|known| known.told.is_empty());
    let way = if first && kind == NoticeKind::Confirmation {
        cadence::at_once(cadence, clock, reach, case.answers_client(), start.timestamp(), draft.now)
    } else {
        let sooner = told.filter(|told| told.stands).map_or(start, |told| told.visit.start.min(start));
        let settled = kind == NoticeKind::Cancelled && books_anew(draft, case);
        cadence::of_a_change(cadence, clock, reach, sooner, settled, draft.now)
    };
    way.map(|way| not_at_once_after(case, way)).or_else(|reason| unsaid(reason, call))
}

/// Two messages in one minute look like a mistake: what follows a reminder, or the confirmation of a booking just made, waits
/// for the next.
fn not_at_once_after(case: &BookingCase<'_>, way: Way) -> Way {
    let Some(known) = case.known else { return way };
    let before = [known.reminded_at, (!known.told.is_empty()).then_some(known.first_seen)];
    if before.into_iter().flatten().any(|before| before.minute_floor() == way.due.minute_floor()) {
        return Way { due: way.due.minute_floor().plus(Minutes(1)).timestamp(), ..way };
    }
    way
}

/// True if the client has just booked something else: a platform may move an appointment by making a new one, and what the
/// client reads last should be the new time.
fn books_anew(draft: &Draft<'_>, case: &BookingCase<'_>) -> bool {
    let since = draft.now.plus(Minutes(-draft.rulebook.cadence().settle.0));
    let others = draft.state.bookings_of(&case.connection.connection, &case.snapshot.client);
    let stands = |other: &Booking| other.attended(&case.snapshot.client).is_some();
    others.filter(|other| other.booking != case.id && stands(other)).any(|other| other.first_seen >= since)
}
