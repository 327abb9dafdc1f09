//! `dispatch simulate`: a life of a practice with faults, judged after every event; on failure the few acts that show it.

use std::{
    fs,
    io::{self, IsTerminal as _, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use dispatch_sim::{Figures, Invariant, Lived, MIXES, Mix, Plan, Script, Violation, follow, live, shrink};
use serde_json::json;

use crate::{failure::Failure, rules};

/// What is asked of the simulator.
pub(crate) struct Options {
    pub(crate) seed: u64,
    pub(crate) bookings: u32,
    pub(crate) mix: Option<PathBuf>,
    pub(crate) script: Option<PathBuf>,
    pub(crate) story: bool,
    pub(crate) json: bool,
    /// The folder for scripts of failures.
    pub(crate) scripts: PathBuf,
}

/// Lives a life, or plays a script, and says what came of it.
#[expect(clippy::disallowed_methods, reason = "a measurement")]
pub(crate) fn run(options: &Options, out: &mut impl Write) -> Result<(), Failure> {
    let began = Instant::now();
    if let Some(path) = &options.script {
        let text = rules::text(path)?;
        let script = Script::read(&text).map_err(|fault| Failure::plain(&fault))?;
        let lived = follow(&script, options.story);
        for line in &lived.story {
            writeln!(out, "{line}")?;
        }
        report(&lived.figures, began, options, out)?;
        let Some(violation) = &lived.violation else {
            writeln!(out, "Every invariant held.")?;
            return Ok(());
        };
        return Err(broken(violation, &script, path));
    }
    let mix = read_mix(options.mix.as_deref())?;
    let plan = Plan { seed: options.seed, mix, except: Vec::new(), bookings: options.bookings };
    let lived = live(&plan, &mut progress(u64::from(options.bookings)));
    report(&lived.figures, began, options, out)?;
    if let Some(violation) = &lived.violation {
        return Err(shrunk(&lived, violation, options)?);
    }
    let untried = lived.figures.untried();
    if !untried.is_empty() {
        let names: Vec<_> = untried.iter().map(|invariant| invariant.slug()).collect();
        let message = format!("never tried: {}", names.join(", "));
        return Err(Failure::with_help(message, "simulate more bookings, or a mix in which more happens"));
    }
    if !options.json {
        writeln!(out, "Every invariant was tried, and held.")?;
    }
    Ok(())
}

fn read_mix(path: Option<&Path>) -> Result<Mix, Failure> {
    let name = path.and_then(Path::to_str).unwrap_or("friday");
    let text = match MIXES.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => (*text).to_owned(),
        None => rules::text(Path::new(name))?,
    };
    Mix::read(&text).map_err(|fault| {
        Failure::with_help(format!("the mix `{name}`: {fault}"), "docs/simulator.md describes each field")
    })
}

/// Shrinks the life, writes its script, and says how to play it again.
fn shrunk(lived: &Lived, violation: &Violation, options: &Options) -> Result<Failure, Failure> {
    let _ =
        writeln!(io::stderr(), "An invariant does not hold; looking for the fewest acts that show it ...");
    let script = shrink(&lived.script, violation);
    fs::create_dir_all(&options.scripts)?;
    let path = options.scripts.join(format!("{}-{}.script", violation.invariant, options.seed));
    fs::write(&path, script.write())?;
    let again = follow(&script, false).violation;
    Ok(broken(again.as_ref().unwrap_or(violation), &script, &path))
}

fn broken(violation: &Violation, script: &Script, path: &Path) -> Failure {
    let mut message = format!("{}\n  {}\n", violation.invariant.sentence(), violation.says);
    for act in &script.acts {
        message.push_str(&format!("  {act}\n"));
    }
    message.push_str(&format!("  {}: {}", violation.at, violation.invariant));
    let replay = format!("dispatch simulate --script {}", path.display());
    Failure::with_help(message, format!("`{replay}` plays it again, and with --story tells all of it"))
}

fn report(figures: &Figures, began: Instant, options: &Options, out: &mut impl Write) -> Result<(), Failure> {
    let seconds = began.elapsed().as_secs_f64().max(0.001);
    let rate = |count: u64| (count as f64 / seconds).round();
    if options.json {
        let tried: Vec<_> = figures
            .by_invariant()
            .map(|(invariant, tried)| json!({ "invariant": invariant, "tried": tried }))
            .collect();
        let line = json!({
            "seed": options.seed, "bookings": figures.bookings, "acts": figures.acts,
            "commands": figures.commands, "events": figures.events, "writes": figures.writes,
            "messages": figures.messages, "exceptions": figures.exceptions, "crashes": figures.crashes,
            "days": figures.days, "whole": figures.whole, "invariants": tried,
        });
        writeln!(out, "{line}")?;
        return Ok(());
    }
    let Figures { bookings, events, messages, writes, exceptions, crashes, days, whole, .. } = figures;
    writeln!(
        out,
        "{bookings} bookings over {days} days: {events} events, {messages} messages, {writes} writes,"
    )?;
    writeln!(out, "{exceptions} exceptions and {crashes} crashes; the whole was judged {whole} times.")?;
    writeln!(out, "{} bookings and {} events a second", rate(*bookings), rate(*events))?;
    for (invariant, tried) in figures.by_invariant() {
        writeln!(out, "{tried:>12}  {}", Invariant::sentence(invariant))?;
    }
    Ok(())
}

/// Shows on a terminal how many bookings were made.
fn progress(all: u64) -> impl FnMut(u64) {
    let shown = io::stderr().is_terminal();
    move |made| {
        if shown {
            let width = 40;
            let full = usize::try_from(made.min(all) * width / all.max(1)).unwrap_or(0);
            let bar = "#".repeat(full);
            // A progress bar that cannot be shown is not a failure.
            let _ = write!(io::stderr(), "\r[{bar:<40}] {made} of {all} bookings");
            if made >= all {
                let _ = write!(io::stderr(), "\r{:70}\r", "");
            }
        }
    }
}
