//! The last word: what each client was told is the truth, or becomes it within the settle time, or a task says that it is not.

use dispatch_core::{
    BookingId, Minutes, NoticeId, Span, Timestamp,
    engine::{Booking, Disposition, Due, NoticeKind, NoticeStatus},
};

use crate::shell::Shell;

use super::{
    case::Case,
    file::Told,
    invariant::{Invariant, Judged},
    memory::Judge,
};

/// The settle time, and a minute for the engine to do it in.
const SETTLE: i64 = 4 * 60_000;
/// Where nothing can be said this long before the start, somebody has to call.
const LEAVE_BEFORE: Minutes = Minutes(60);

/// Judges what the clients of a booking were told.
pub(super) fn judge(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    let (booking, client) = (known.booking, known.snapshot.client.to_string());
    let file = judge.file(booking);
    let mut clients: Vec<String> = file.told.keys().cloned().collect();
    if !clients.contains(&client) {
        clients.push(client);
    }
    for client in clients {
        one_client(judge, case, &client)?;
    }
    Ok(())
}

fn one_client(judge: &mut Judge, case: &Case<'_>, client: &str) -> Judged {
    let booking = case.known.booking;
    let Some(truth) = truth_of(judge, case, client) else {
        judge.file(booking).differs.remove(client);
        return Ok(());
    };
    judge.tried(Invariant::Truth);
    let file = judge.file(booking);
    let told = file.told.get(client).cloned();
    if same(told.as_ref(), &truth) {
        file.differs.remove(client);
        return Ok(());
    }
    let since = *file.differs.entry(client.to_owned()).or_insert(case.now);
    let limit = Timestamp(since.0 + SETTLE);
    if case.now < limit {
        judge.alarms.insert((limit, booking));
        return Ok(());
    }
    let excused = case.known.exception.is_some() || is_planned(case, told.as_ref(), &truth);
    case.must(Invariant::Truth, excused, || {
        format!("since {since} {client} was told {told:?}, and the truth is {truth:?}")
    })
}

/// What a client should know of a booking; none while it is not decided, or it is too late to tell.
fn truth_of(judge: &Judge, case: &Case<'_>, client: &str) -> Option<Told> {
    let known = case.known;
    let file = judge.files.get(&known.booking)?;
    let told = file.told.get(client);
    let gone = |told: &Told| Told { stands: false, ..told.clone() };
    let is_theirs = known.snapshot.client.as_str() == client;
    let truth = match known.disposition {
        // Given to another client: this one's is off.
        Disposition::Assigned | Disposition::AwaitingPerson | Disposition::Unmanaged if !is_theirs => {
            gone(told?)
        }
        Disposition::Assigned => now(known, case.now)?,
        Disposition::Cancelled | Disposition::Declined => gone(told?),
        _ => return None,
    };
    let over = |visit: Span| visit.start.timestamp() <= case.now;
    let is_late =
        told.is_some_and(|told| told.stands && over(told.visit)) || (truth.stands && over(truth.visit));
    (!is_late).then_some(truth)
}

fn now(known: &Booking, at: Timestamp) -> Option<Told> {
    let assignment = &known.desired.as_ref()?.assignment;
    Some(Told { stands: true, visit: assignment.visit, at })
}

/// True if somebody who was told this knows the truth. Who treats may go unsaid.
fn same(told: Option<&Told>, truth: &Told) -> bool {
    match told {
        Some(told) => told.stands == truth.stands && (!truth.stands || told.visit == truth.visit),
        None => !truth.stands,
    }
}

/// True if a message about it is planned, and early enough.
fn is_planned(case: &Case<'_>, told: Option<&Told>, truth: &Told) -> bool {
    let starts = told.filter(|told| told.stands).map(|told| told.visit.start);
    let Some(sooner) = starts.into_iter().chain(truth.stands.then_some(truth.visit.start)).min() else {
        return true;
    };
    let last = sooner.minus(LEAVE_BEFORE).timestamp();
    let planned = |notice: &NoticeId| {
        let Some(notice) = case.shell.state.notice(*notice) else { return false };
        let NoticeStatus::Planned(due) = notice.status else { return false };
        let in_time = match due {
            Due::At(at) => at <= last || at.0 <= case.now.0 + 60_000,
            Due::Acknowledged(_) => true,
        };
        in_time && !matches!(notice.notice.kind, NoticeKind::Reminder { .. })
    };
    case.known.notices.iter().any(planned)
}

/// The desk says that it dealt with a task: it has called whoever did not know.
pub(super) fn told_by_the_desk(judge: &mut Judge, booking: BookingId, at: Timestamp, shell: &Shell) {
    let Some(known) = shell.state.booking(booking) else { return };
    let case = Case { known, now: at, shell };
    let mut clients: Vec<String> = judge.file(booking).told.keys().cloned().collect();
    clients.push(known.snapshot.client.to_string());
    for client in clients {
        if let Some(truth) = truth_of(judge, &case, &client) {
            judge.file(booking).told.insert(client, truth);
        }
    }
}
