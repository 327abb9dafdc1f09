//! `dispatch bench instance`: a neutral instance answered with the production rules, and the time it takes.

use std::{io::Write, path::Path, time::Instant};

use dispatch_bench::{
    Instance, InstanceError, PlaceAnswer, PlaceChoice, Practice, SlotsAnswer, place, slots,
};
use serde::Serialize;

use crate::{arguments::Job, failure::Failure, outcome::plain_table, rules};

/// Answers one job of an instance.
pub(crate) fn instance(
    path: &Path,
    job: Job,
    repeat: u32,
    json: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let refused = |fault: InstanceError| {
        Failure::with_help(format!("`{}`, {fault}", path.display()), fault.help().to_owned())
    };
    let instance = Instance::read(&rules::text(path)?).map_err(refused)?;
    let mut practice = Practice::of(&instance).map_err(refused)?;
    let mut clock = stopwatch();
    match job {
        Job::Place => {
            let answer = place(&mut practice, repeat, &mut clock);
            if json { print(&answer, out) } else { place_table(&answer, out) }
        }
        Job::Slots => {
            let answer = slots(&practice, repeat, &mut clock);
            if json { print(&answer, out) } else { slots_table(&answer, out) }
        }
    }
}

/// A stopwatch: nanoseconds since it was made.
#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn stopwatch() -> impl FnMut() -> u64 {
    let start = Instant::now();
    move || u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

fn print(answer: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    let text = serde_json::to_string(answer).map_err(|fault| Failure::plain(&fault))?;
    Ok(writeln!(out, "{text}")?)
}

fn place_table(answer: &PlaceAnswer, out: &mut impl Write) -> Result<(), Failure> {
    let mut table = plain_table(&["booking", "day", "start", "provider", "room", "device"]);
    for PlaceChoice { id, day, start, provider, room, device } in &answer.choices {
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let day = day.map(|day| day.to_string());
        let start = start.map_or_else(|| "not possible".to_owned(), time_of_day);
        table.add_row([id.to_string(), name(&day), start, name(provider), name(room), name(device)]);
    }
    writeln!(out, "{table}")?;
    let PlaceAnswer { decided, median_ns, p99_ns, median_ns_with_trace, .. } = answer;
    writeln!(out, "{decided} bookings, each taken out, decided again and put back:")?;
    writeln!(out, "  without a trace   median {median_ns} ns, p99 {p99_ns} ns")?;
    Ok(writeln!(out, "  with every reason median {median_ns_with_trace} ns")?)
}

fn slots_table(answer: &SlotsAnswer, out: &mut impl Write) -> Result<(), Failure> {
    let mut table = plain_table(&["query", "starts", "first", "last"]);
    for (at, query) in answer.queries.iter().enumerate() {
        let shown = |start: Option<&(u16, u16)>| {
            start.map_or_else(String::new, |(day, start)| format!("day {day} {}", time_of_day(*start)))
        };
        let (first, last) = (shown(query.starts.first()), shown(query.starts.last()));
        table.add_row([at.to_string(), query.starts.len().to_string(), first, last]);
    }
    writeln!(out, "{table}")?;
    let (count, median) = (answer.queries.len(), answer.median_micros);
    Ok(writeln!(out, "{count} queries, every start of each: median {median} us")?)
}

fn time_of_day(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
