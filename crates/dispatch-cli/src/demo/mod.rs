//! `dispatch demo`: the worked example through the real engine, each decision with its reason.

mod board;
mod decisions;
mod desk;
mod play;

use std::{io::Write, time::Duration};

use dispatch_cli::scenario::{Scenario, Variant};
use dispatch_core::{Minutes, Span, Timestamp, engine::Disposition};

use crate::{
    failure::Failure,
    names::Names,
    outcome::{self, plain_table},
};

use play::{Played, play};

/// The lip filler's reminder is due two hours before 14:00 local: the demo stops there.
const NOON: &str = "2026-06-12T12:00:00-04:00";
const OPENING: &str = "2026-06-12T09:00:00-04:00";
const OPEN_MINUTES: Minutes = Minutes(9 * 60);

/// Plays the day, or a variant of it, and prints it.
pub(crate) fn run(variant: Option<&str>, json: bool, out: &mut impl Write) -> Result<(), Failure> {
    let variants = Scenario::variants()?;
    let friday = Scenario::friday()?;
    let noon = Timestamp::parse(NOON).map_err(|fault| Failure::plain(&fault))?;
    let Some(name) = variant else {
        let played = play(friday.clone(), noon)?;
        if json {
            return print_json(&played, out);
        }
        print_day(&played, out)?;
        print_variants(&friday, &variants, noon, out)?;
        return verdict(&played, out);
    };
    let known = || variants.iter().map(|variant| variant.name.as_str()).collect::<Vec<_>>().join(", ");
    let variant = variants.iter().find(|variant| variant.name == name).ok_or_else(|| {
        Failure::with_mend(format!("there is no variant `{name}`"), format!("choose one of {}", known()))
    })?;
    let played = play(friday.with(variant), noon)?;
    if json { print_json(&played, out) } else { print_day(&played, out) }
}

fn print_json(played: &Played, out: &mut impl Write) -> Result<(), Failure> {
    write!(out, "{}", outcome::lines(&played.harness).map_err(|fault| Failure::plain(&fault))?)?;
    Ok(())
}

fn print_day(played: &Played, out: &mut impl Write) -> Result<(), Failure> {
    let (rulebook, state) = (played.harness.rulebook(), played.harness.state());
    let names = Names::new(rulebook, state).ok_or_else(|| Failure::plain(&"the rulebook has no location"))?;
    let bookings = state.bookings().count();
    writeln!(
        out,
        "THE FRIDAY: {bookings} bookings, 5 providers, 4 rooms, 2 lasers; played up to Fri 12:00\n"
    )?;
    writeln!(out, "Decisions, in the order in which bookings became known (local time)")?;
    writeln!(out, "{}\n", decisions::decisions(played, &names))?;

    let appointment = &played.scenario.lip_filler.appointment;
    if let Some(trace) = decisions::full_trace(played, appointment, &names) {
        let received = names.moment(played.scenario.lip_filler.received);
        writeln!(out, "Why {appointment}, the lip filler received at {received}, went where it went")?;
        writeln!(out, "{trace}")?;
    }

    let opening = Timestamp::parse(OPENING).map_err(|fault| Failure::plain(&fault))?.minute_floor();
    writeln!(out, "The day's board (each character is 5 minutes)")?;
    let day = Span::from_start(opening, OPEN_MINUTES);
    writeln!(out, "{}", board::board(rulebook, state.schedule(), day, &names))?;
    writeln!(out, "Messages to clients")?;
    writeln!(out, "{}\n", desk::messages(played, &names))?;
    writeln!(out, "Waiting for a person")?;
    writeln!(out, "{}\n", desk::exceptions(state, &names))?;
    writeln!(out, "Written to the platform")?;
    writeln!(out, "{}\n", desk::writes(state, &names))?;
    print_time(&played.took, out)
}

fn print_time(took: &[Duration], out: &mut impl Write) -> Result<(), Failure> {
    let mut took = took.to_vec();
    took.sort_unstable();
    if let (Some(median), Some(worst)) = (took.get(took.len() / 2), took.last()) {
        writeln!(
            out,
            "A delivery took {median:.1?} at the median and {worst:.1?} at worst: deciding, explaining, planning its \
             messages and taking in the platform's echo."
        )?;
    }
    Ok(())
}

fn print_variants(
    friday: &Scenario,
    variants: &[Variant],
    noon: Timestamp,
    out: &mut impl Write,
) -> Result<(), Failure> {
    writeln!(out, "\nThe same lip filler on days that differ")?;
    let mut table = plain_table(&["variant", "what differs", "afternoon minutes", "goes to"]);
    for variant in variants {
        let played = play(friday.clone().with(variant), noon)?;
        let loads: Vec<_> = variant.loads.iter().map(|(id, load)| format!("{id} {load}")).collect();
        let appointment = &friday.lip_filler.appointment;
        let booking =
            played.harness.state().bookings().find(|booking| booking.appointment.as_str() == appointment);
        let goes_to = booking.map_or_else(
            || "lost".to_owned(),
            |booking| match &booking.desired {
                Some(desired) if booking.disposition == Disposition::Assigned => {
                    desired.assignment.everything().map(|who| who.as_str()).collect::<Vec<_>>().join(", ")
                }
                _ => booking.flags.iter().map(|flag| flag.slug()).collect::<Vec<_>>().join(", "),
            },
        );
        table.add_row([variant.name.clone(), variant.about.clone(), loads.join(", "), goes_to]);
    }
    writeln!(out, "{table}\n")?;
    Ok(())
}

/// The demo is also a test: it fails if a booking is not where the scenario says.
fn verdict(played: &Played, out: &mut impl Write) -> Result<(), Failure> {
    let differences = played.differences();
    let expected = played.scenario.expected.len();
    if differences.is_empty() {
        writeln!(out, "All {expected} bookings are where docs/scenarios/friday/expected.toml says.")?;
        return Ok(());
    }
    Err(Failure::with_mend(
        format!("{} of {expected} bookings differ:\n  {}", differences.len(), differences.join("\n  ")),
        "either the engine or docs/scenarios/friday/expected.toml is wrong",
    ))
}
