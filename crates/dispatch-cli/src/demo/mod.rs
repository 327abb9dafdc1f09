//! `dispatch demo`: the worked example through the real service, each decision with its reason.

mod board;
mod day;
mod decisions;
mod desk;
mod service;

use std::{
    io::{self, IsTerminal as _, Write},
    path::Path,
    time::Duration,
};

use dispatch_cli::scenario::{Scenario, Variant};
use dispatch_core::{Minutes, Span, Timestamp, engine::Disposition};
use dispatch_server::Timing;

use crate::{
    failure::Failure,
    names::Names,
    outcome::{self, Outcome, plain_table},
};

use day::Day;
use service::Served;

/// The lip filler's reminder is due two hours before 14:00 local: the demo stops there.
const NOON: &str = "2026-06-12T12:00:00-04:00";
const OPENING: &str = "2026-06-12T09:00:00-04:00";
const OPEN_MINUTES: Minutes = Minutes(9 * 60);

/// The options of the demo.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// A variant of the day, in memory, instead of the day itself through the service.
    pub(crate) variant: Option<String>,
    /// Print one JSON object per booking.
    pub(crate) json: bool,
    /// The time that the stand-in platform takes to answer each call.
    pub(crate) platform_delay: Duration,
    /// Keep the service running until it is stopped.
    pub(crate) keep: bool,
}

/// Plays the day, or a variant of it, and prints it.
pub(crate) fn run(options: &Options, out: &mut impl Write) -> Result<(), Failure> {
    let variants = Scenario::variants()?;
    let friday = Scenario::friday()?;
    let noon = moment(NOON)?;
    if let Some(name) = &options.variant {
        let known = || variants.iter().map(|variant| variant.name.as_str()).collect::<Vec<_>>().join(", ");
        let variant = variants.iter().find(|variant| variant.name == *name).ok_or_else(|| {
            Failure::with_help(format!("there is no variant `{name}`"), format!("use one of {}", known()))
        })?;
        let day = Day::in_memory(friday.with(variant), noon)?;
        return if options.json { print_json(&day, out) } else { print_day(&day, out) };
    }
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let mut progress = progress();
        let served =
            service::serve(friday.clone(), folder.path(), options.platform_delay, noon, &mut progress)
                .await?;
        if options.json {
            print_json(&served.day, out)?;
        } else {
            print_day(&served.day, out)?;
            print_service(&served, options.platform_delay, out)?;
            print_variants(&friday, &variants, noon, out)?;
            verdict(&served, out)?;
        }
        if options.keep {
            keep(&served, folder.path(), out).await?;
        }
        served.running.shutdown().await;
        Ok(())
    })
}

/// Keeps the service running until it is to stop, for `dispatch desk`; then says how the platform's records stand.
async fn keep(served: &Served, folder: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let token = folder.join("desk-token");
    std::fs::write(&token, service::TOKEN)?;
    let address = served.running.address();
    writeln!(
        out,
        "\nThe service is running at http://{address}; its database and messages are in {}. Press Ctrl-C to stop it.",
        folder.display()
    )?;
    writeln!(
        out,
        "Answer what waits: dispatch desk --server http://{address} --token-file {}",
        token.display()
    )?;
    out.flush()?;
    dispatch_server::Running::stop_requested().await;
    let Some((state, drift)) = served.settled().await else { return Ok(()) };
    writeln!(
        out,
        "\n{} exceptions wait for a person; {} of the platform's records differ from the decisions.",
        state.exceptions().count(),
        drift.len()
    )?;
    Ok(())
}

fn moment(text: &str) -> Result<Timestamp, Failure> {
    Timestamp::parse(text).map_err(|fault| Failure::plain(&fault))
}

/// Shows the progress of the day on a terminal; `(0, 0)` clears the line.
fn progress() -> impl FnMut(usize, usize) {
    let shown = io::stderr().is_terminal();
    move |done, of| {
        if !shown {
            return;
        }
        let line =
            if of == 0 { String::new() } else { format!("delivery {done} of {of} through the service") };
        // A progress line that cannot be shown is not a failure.
        let _ = write!(io::stderr(), "\r{line:<60}\r");
    }
}

fn print_json(day: &Day, out: &mut impl Write) -> Result<(), Failure> {
    write!(out, "{}", outcome::lines(&Outcome::all(&day.state)).map_err(|fault| Failure::plain(&fault))?)?;
    Ok(())
}

fn print_day(day: &Day, out: &mut impl Write) -> Result<(), Failure> {
    let (rulebook, state) = (&*day.rulebook, &*day.state);
    let names = Names::new(rulebook, state).ok_or_else(|| Failure::plain(&"the rulebook has no location"))?;
    let bookings = state.bookings().count();
    writeln!(
        out,
        "THE FRIDAY: {bookings} bookings, 5 providers, 4 rooms, 2 lasers; played up to Fri 12:00\n"
    )?;
    writeln!(out, "Decisions, in the order in which bookings became known (local time)")?;
    writeln!(out, "{}\n", decisions::decisions(day, &names))?;

    let appointment = &day.scenario.lip_filler.appointment;
    if let Some(trace) = decisions::full_trace(day, appointment, &names) {
        let received = names.moment(day.scenario.lip_filler.received);
        writeln!(out, "Why {appointment}, the lip filler received at {received}, was assigned as it was")?;
        writeln!(out, "{trace}")?;
    }

    writeln!(out, "The day's board (each character is 5 minutes)")?;
    let open = Span::from_start(moment(OPENING)?.minute_floor(), OPEN_MINUTES);
    writeln!(out, "{}", board::board(rulebook, state.schedule(), open, &names))?;
    writeln!(out, "Messages to clients")?;
    writeln!(out, "{}\n", desk::messages(day, &names))?;
    writeln!(out, "Waiting for a person")?;
    writeln!(out, "{}\n", desk::exceptions(state, &names))?;
    writeln!(out, "Written to the platform")?;
    writeln!(out, "{}\n", desk::writes(state, &names))?;
    Ok(())
}

/// A part of the time that a delivery took, if it came that far.
type Took = fn(&Timing) -> Option<Duration>;

/// The time that the real service took, with the program's own time apart from the platform's.
fn print_service(served: &Served, delay: Duration, out: &mut impl Write) -> Result<(), Failure> {
    let all = |of: Took| {
        let mut times: Vec<_> = served.timings.iter().filter_map(of).collect();
        times.sort_unstable();
        times
    };
    let mut table = plain_table(&["from webhook receipt", "bookings", "median", "p95", "worst"]);
    let rows: [(&str, Took); 4] = [
        ("to the durable decision", |timing| timing.decided),
        ("to the platform's acknowledgement", |timing| timing.acknowledged),
        ("to the accepted message", |timing| timing.message),
        ("of that, the program itself", |timing| {
            timing.message.map(|all| all.saturating_sub(timing.platform))
        }),
    ];
    for (what, of) in rows {
        let times = all(of);
        let at = |share: usize| times.get((times.len() * share).div_ceil(100).saturating_sub(1));
        let shown = |time: Option<&Duration>| time.map(|time| format!("{time:.1?}")).unwrap_or_default();
        table.add_row([
            what.to_owned(),
            times.len().to_string(),
            shown(at(50)),
            shown(at(95)),
            shown(at(100)),
        ]);
    }
    writeln!(
        out,
        "Through the service: signed webhook, durable inbox, decision, journal, write-back, e-mail"
    )?;
    writeln!(out, "{table}")?;
    writeln!(
        out,
        "The stand-in platform answered {} calls in {delay:?} each; {} of its records differ from the decisions. \
         {} messages are in the spool, reminders included.",
        served.calls,
        served.drift.len(),
        served.messages,
    )?;
    Ok(())
}

fn print_variants(
    friday: &Scenario,
    variants: &[Variant],
    noon: Timestamp,
    out: &mut impl Write,
) -> Result<(), Failure> {
    writeln!(out, "\nThe same lip filler on other versions of the day")?;
    let mut table = plain_table(&["variant", "what differs", "afternoon minutes", "assigned to"]);
    for variant in variants {
        let day = Day::in_memory(friday.clone().with(variant), noon)?;
        let loads: Vec<_> = variant.loads.iter().map(|(id, load)| format!("{id} {load}")).collect();
        let goes_to = day.booking(&friday.lip_filler.appointment).map_or_else(
            || "missing".to_owned(),
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

/// The verdict: the demo is also a test, and fails if a booking is not where the scenario says or differs on the platform.
fn verdict(served: &Served, out: &mut impl Write) -> Result<(), Failure> {
    let mut differences = served.day.differences();
    let expected = served.day.scenario.expected.len();
    differences.extend(served.drift.iter().map(|drift| format!("on the platform, {drift}")));
    if differences.is_empty() {
        writeln!(out, "All {expected} bookings are where docs/scenarios/friday/expected.toml says.")?;
        return Ok(());
    }
    Err(Failure::with_help(
        format!("{} of {expected} bookings differ:\n  {}", differences.len(), differences.join("\n  ")),
        "either the program or docs/scenarios/friday/expected.toml is wrong",
    ))
}
