//! Times to offer: the first starts, the best ones, and who could take somebody who is at the desk now.
//!
//! `cargo run -p dispatch-core-tests --example slots`

use std::error::Error;

use dispatch_core::{
    BookingId, Criteria, Horizon, LocationIndex, Minutes, Outcome, Request, Rulebook, RulebookDocument,
    SlotScratch, Span, Timestamp, When, assign, best_slots, slots, who_can,
};

fn main() -> Result<(), Box<dyn Error>> {
    let document: RulebookDocument = serde_json::from_str(include_str!("practice.json"))?;
    let horizon = Horizon { first: "2026-06-12".parse().map_err(|_| "no such date")?, days: 28 };
    let compiled = Rulebook::compile(&document, horizon, &Criteria::builtin());
    let rulebook = compiled.map_err(|faults| format!("{faults:?}"))?.rulebook;
    let zone = rulebook.zone(LocationIndex(0)).ok_or("no such location")?;

    // The only laser is in use until noon.
    let mut schedule = rulebook.empty_schedule();
    let laser = rulebook.service("LAS-HAIR").ok_or("no such service")?;
    let at =
        |time: &str| Timestamp::parse(&format!("2026-06-12T{time}:00-04:00")).map(Timestamp::minute_floor);
    for (number, time) in (1..).zip(["09:00", "10:00", "11:00"]) {
        let request = Request::at(BookingId(number), LocationIndex(0), laser, at(time)?);
        let assignment = match assign(&rulebook, &schedule, &request).outcome {
            Outcome::Assigned(assignment) => assignment,
            // At first Cleo and Dan are equal on every criterion: a person takes the first.
            Outcome::ToPerson(flagged) => flagged.candidates.into_iter().next().ok_or("nobody can")?,
        };
        schedule.load(assignment.occupancies);
    }

    let mut request = Request::at(BookingId(9), LocationIndex(0), laser, at("09:00")?);
    request.when =
        When::Within { window: Span::from_start(at("09:00")?, Minutes(28 * 24 * 60)), grid: Minutes(15) };
    let mut scratch = SlotScratch::default();
    let first = slots(&rulebook, &schedule, &request, 3, &mut scratch);
    for slot in &first {
        println!("first: {}", zone.local(slot.start()).1);
    }
    // 15 minutes of cooling down after 11:40.
    assert_eq!(first.first().map(|slot| slot.start()), Some(at("12:00")?));

    for slot in best_slots(&rulebook, &schedule, &request, 3, &mut scratch) {
        let (date, time) = zone.local(slot.start());
        println!("best: {date} {time}");
    }

    let tox = Request::at(
        BookingId(10),
        LocationIndex(0),
        rulebook.service("INJ-TOX").ok_or("none")?,
        at("10:00")?,
    );
    let now = who_can(&rulebook, &schedule, &tox, at("10:10")?, &mut scratch);
    let names: Vec<_> = now.candidates.iter().flat_map(|one| one.everything().next()).collect();
    println!("at 10:10: {names:?}");
    assert_eq!(names.len(), 2);
    Ok(())
}

#[test]
fn finding_slots_runs() -> Result<(), Box<dyn Error>> {
    main()
}
