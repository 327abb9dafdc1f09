//! Lives in a row: `lives <mix> <bookings> <first seed> <last seed> [script file]`. It ends at the first violation, shrinks it
//! and writes its script. `dispatch simulate` does the same for one seed; this needs nothing but the engine and the simulator,
//! and so builds quickly against a changed engine.

use std::{process::ExitCode, time::Instant};

use dispatch_sim::{Figures, Invariant, MIXES, Mix, Plan, follow, live, shrink};

#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| given.get(at).and_then(|text| text.parse::<u32>().ok());
    let named = given.first().and_then(|name| MIXES.iter().find(|(known, _)| known == name));
    let mix = named.and_then(|(_, text)| Mix::read(text).ok());
    let (Some(mix), Some(bookings), Some(first), Some(last)) = (mix, number(1), number(2), number(3)) else {
        eprintln!("lives <quiet|friday|chaos> <bookings> <first seed> <last seed> [script file]");
        return ExitCode::from(2);
    };
    let except = std::env::var("EXCEPT").unwrap_or_default();
    let except: Vec<_> = except.split(',').filter_map(Invariant::from_slug).collect();
    let mut all = Figures::default();
    let began = Instant::now();
    for seed in first..=last {
        let plan = Plan { seed: u64::from(seed), mix: mix.clone(), except: except.clone(), bookings };
        let lived = live(&plan, &mut |_| {});
        all.add(&lived.figures);
        let Some(violation) = &lived.violation else { continue };
        println!(
            "seed {seed}, booking {}: {} {}",
            lived.figures.bookings, violation.invariant, violation.says
        );
        if let Some(file) = given.get(4) {
            let script = shrink(&lived.script, violation);
            script.acts.iter().for_each(|act| println!("{act}"));
            if std::env::var_os("STORY").is_some() {
                follow(&script, true).story.iter().for_each(|line| println!("{line}"));
            }
            if let Some(violation) = follow(&script, false).violation {
                println!("=> {} at {}: {}", violation.invariant, violation.at, violation.says);
            }
            if let Err(fault) = std::fs::write(file, script.write()) {
                eprintln!("cannot write `{file}`: {fault}");
            }
        }
        return ExitCode::from(1);
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{all:?}");
    for (invariant, tried) in all.by_invariant() {
        println!("{tried:>12}  {invariant}");
    }
    let bookings = f64::from(u32::try_from(all.bookings).unwrap_or(u32::MAX));
    println!("{:.0} bookings a second", bookings / seconds.max(0.001));
    ExitCode::SUCCESS
}
