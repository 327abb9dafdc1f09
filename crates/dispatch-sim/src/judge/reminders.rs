//! Reminders: the moments at which they are due, worked out once more, and those that went out.

use dispatch_core::{
    Minute, Timestamp,
    engine::{Disposition, Notice},
};

use crate::world::{clock_of, day_of, local_minute};

use super::{
    case::Case,
    invariant::{Invariant, Judged},
    memory::Judge,
};

/// A minute to send it in.
const PROMPT: i64 = 90_000;

/// A reminder leaves: is this a moment for one?
pub(super) fn leaves(judge: &mut Judge, case: &Case<'_>, notice: &Notice) -> Judged {
    judge.tried(Invariant::Reminders);
    let start = notice.visit.start;
    let moments: Vec<Timestamp> =
        judge.practice.reminders.iter().flat_map(|before| choices(judge, start, *before)).collect();
    let is_due = moments.iter().any(|due| (0..PROMPT).contains(&(case.now.0 - due.0)));
    case.must(Invariant::Reminders, is_due, || {
        format!("a reminder of {start} goes out, due were {moments:?}")
    })?;
    let file = judge.file(case.known.booking);
    let told = file.told.get(case.known.snapshot.client.as_str());
    let knows = told.is_some_and(|told| told.stands && told.visit == notice.visit);
    let told = told.cloned();
    case.must(Invariant::Reminders, knows, || {
        format!("a reminder of {start} goes to a client who was told {told:?}")
    })?;
    let file = judge.file(case.known.booking);
    let again = file.reminded.iter().any(|(of, at)| *of == start && (case.now.0 - at.0) < PROMPT);
    case.must(Invariant::Reminders, !again, || format!("a second reminder of {start} at once"))
}

/// The moments that one reminder may fall on: its own, and out of quiet hours the evening before and the morning.
fn choices(judge: &Judge, start: Minute, before: i32) -> Vec<Timestamp> {
    let due = Minute(start.0 - before);
    match quiet(judge, due) {
        None => vec![due.timestamp()],
        Some((from, to)) => vec![Minute(from.0 - judge.practice.least_gap).timestamp(), to.timestamp()],
    }
}

/// The quiet hours that a minute lies in.
fn quiet(judge: &Judge, at: Minute) -> Option<(Minute, Minute)> {
    let (from, to) = judge.practice.quiet;
    let (clock, day) = (clock_of(at), day_of(at));
    let evening = if clock >= from {
        day
    } else if clock < to {
        day - 1
    } else {
        return None;
    };
    Some((local_minute(evening, from), local_minute(evening + 1, to)))
}

/// The start of a visit: every reminder that was due since the last change went out.
pub(super) fn judge(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    let visit = case.visit();
    let client = known.snapshot.client.to_string();
    let facts = &known.snapshot.about_client;
    let reachable = facts.email_consent != Some(false) || facts.sms_consent == Some(true);
    let is_due = visit.start.timestamp() == case.now && known.disposition == Disposition::Assigned;
    if !is_due || !reachable || facts.prefers_call {
        return Ok(());
    }
    let file = judge.file(known.booking);
    let (changed, reminded) = (file.changed, file.reminded.clone());
    let Some(told) = file.told.get(&client).filter(|told| told.stands && told.visit == visit) else {
        return Ok(());
    };
    let confirmed = told.at;
    judge.tried(Invariant::Reminders);
    for before in judge.practice.reminders.clone() {
        let Some(due) = expected(judge, visit.start, before, changed, confirmed) else { continue };
        let mut moments = choices(judge, visit.start, before);
        moments.push(due);
        let is_one = |at: &Timestamp| moments.iter().any(|due| (0..PROMPT).contains(&(at.0 - due.0)));
        let went = reminded.iter().any(|(of, at)| *of == visit.start && is_one(at));
        case.must(Invariant::Reminders, went, || format!("no reminder went out at {due}, of {reminded:?}"))?;
    }
    Ok(())
}

/// The moment at which a reminder must go out, where there is no doubt.
fn expected(
    judge: &Judge,
    start: Minute,
    before: i32,
    changed: Timestamp,
    confirmed: Timestamp,
) -> Option<Timestamp> {
    let gap = i64::from(judge.practice.least_gap + 1) * 60_000;
    let clear = |due: Minute| due.timestamp().0 > (confirmed.0 + gap).max(changed.0 + 60_000);
    let due = Minute(start.0 - before);
    if due.timestamp().0 <= changed.0 + 60_000 {
        return None;
    }
    match quiet(judge, due) {
        None => clear(due).then(|| due.timestamp()),
        Some((from, to)) => {
            let evening = Minute(from.0 - judge.practice.least_gap);
            let is_early = evening.timestamp().0 < confirmed.0.max(changed.0) - 60_000;
            if clear(evening) {
                Some(evening.timestamp())
            } else if is_early && clear(to) && start.0 - to.0 >= judge.practice.least_gap {
                Some(to.timestamp())
            } else {
                None
            }
        }
    }
}
