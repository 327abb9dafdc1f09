//! The lower layer in a service of your own: compile a rulebook, put in what stands, decide, and say why.
//!
//! `cargo run -p dispatch-core-tests --example embed`

use std::error::Error;

use dispatch_core::{
    BookingId, Criteria, Horizon, LocationIndex, Outcome, Request, Rulebook, RulebookDocument, Scratch,
    Timestamp, assign, check, pick, why,
};

fn main() -> Result<(), Box<dyn Error>> {
    // The document is plain serde data: JSON here, TOML with positions in its faults by the crate `rulebook-toml`.
    let document: RulebookDocument = serde_json::from_str(include_str!("practice.json"))?;
    let horizon = Horizon { first: "2026-06-12".parse().map_err(|_| "no such date")?, days: 14 };
    let compiled = match Rulebook::compile(&document, horizon, &Criteria::builtin()) {
        Ok(compiled) => compiled,
        Err(faults) => {
            for fault in &faults {
                eprintln!("{fault} ({})", fault.help());
            }
            return Err("the rulebook cannot be used".into());
        }
    };
    let rulebook = compiled.rulebook;

    // A schedule knows no rules: it holds what takes up whom and what, and when.
    let mut schedule = rulebook.empty_schedule();
    let tox = rulebook.service("INJ-TOX").ok_or("no such service")?;
    let two = Timestamp::parse("2026-06-12T14:00:00-04:00")?.minute_floor();

    // The hot path: who, where and with what, and nothing about why. Memory is reused from call to call.
    let mut scratch = Scratch::default();
    for number in 1..=2 {
        let request = Request::at(BookingId(number), LocationIndex(0), tox, two);
        let choice = pick(&rulebook, &schedule, &request, &mut scratch).ok_or("nobody is free")?;
        let names: Vec<_> = choice.lanes().iter().map(|lane| rulebook.lane_name(*lane)).collect();
        println!("booking {number}: {}", names.join(", "));
        let taken: Vec<_> = choice.occupancies().collect();
        for occupancy in taken {
            // Empty: what `pick` chose clashes with nothing.
            assert!(schedule.insert(occupancy).is_empty());
        }
    }

    // The third at that time: both nurses are taken. `assign` answers with every reason and with other times.
    let third = Request::at(BookingId(3), LocationIndex(0), tox, two);
    let decision = assign(&rulebook, &schedule, &third);
    let zone = rulebook.zone(LocationIndex(0)).ok_or("no such location")?;
    print!("{}", decision.trace.text(&zone));
    let Outcome::ToPerson(flagged) = decision.outcome else { return Err("somebody is free".into()) };
    for flag in &flagged.flags {
        println!("{}: {} {}", flag.code(), flag.sentence(), flag.action());
    }
    for other in &flagged.alternatives {
        println!("could be had at {}", zone.local(other.start()).1);
    }

    // Why not her, and what would have to change?
    let ana = rulebook.provider("ana").ok_or("no such provider")?;
    let answer = why(&rulebook, &schedule, &third, ana, two).ok_or("no such lane")?;
    print!("{}", answer.text(&zone));

    // The checker derives everything anew and shares no code with the solver.
    assert!(check(&rulebook, &schedule).is_empty());
    Ok(())
}

#[test]
fn embedding_runs() -> Result<(), Box<dyn Error>> {
    main()
}
