//! A ranking by a rule of your own: here, whoever was last told that they would get the next walk-in.
//!
//! `cargo run -p dispatch-core-tests --example custom_criterion`

use std::{error::Error, sync::Arc};

use dispatch_core::{
    BookingId, Contender, Criteria, CriterionDocument, CustomCriterion, Horizon, Lane, LocationIndex,
    Outcome, Request, Rulebook, RulebookDocument, Timestamp, Verdict, assign,
};

/// A criterion is a pure function of the contender: what it looks at must stay the same for as long as decisions are to
/// be repeatable. Lower is better.
struct Promised {
    to: Lane,
}

impl CustomCriterion for Promised {
    fn score(&self, contender: &Contender) -> i64 {
        i64::from(contender.provider != self.to)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut document: RulebookDocument = serde_json::from_str(include_str!("practice.json"))?;
    let horizon = Horizon { first: "2026-06-12".parse().map_err(|_| "no such date")?, days: 1 };

    // A rulebook names the criterion; one that nobody registered is a fault of the rulebook, not a surprise later.
    document.ranking.criteria.insert(0, CriterionDocument { by: "promised".to_owned(), tolerance: 0 });
    let faults =
        Rulebook::compile(&document, horizon, &Criteria::builtin()).err().ok_or("it should be unknown")?;
    println!("{}", faults.first().ok_or("no fault")?);

    // Providers come first among the lanes, in the order of the document.
    let criteria = Criteria::builtin().with("promised", Arc::new(Promised { to: Lane(1) }));
    let rulebook =
        Rulebook::compile(&document, horizon, &criteria).map_err(|faults| format!("{faults:?}"))?.rulebook;

    let tox = rulebook.service("INJ-TOX").ok_or("no such service")?;
    let ten = Timestamp::parse("2026-06-12T10:00:00-04:00")?.minute_floor();
    let request = Request::at(BookingId(1), LocationIndex(0), tox, ten);
    let decision = assign(&rulebook, &rulebook.empty_schedule(), &request);
    print!("{}", decision.trace.text(&rulebook.zone(LocationIndex(0)).ok_or("no such location")?));

    // Ana is the senior, and lost on the criterion that is asked first.
    let lost = decision.trace.candidates().any(|candidate| {
        candidate.who.as_str() == "ana"
            && matches!(&candidate.verdict, Verdict::Lost { criterion, .. } if &**criterion == "promised")
    });
    assert!(lost);
    let Outcome::Assigned(assignment) = decision.outcome else { return Err("it goes to Ben".into()) };
    assert!(assignment.everything().any(|who| who.as_str() == "ben"));
    Ok(())
}

#[test]
fn ranking_by_a_criterion_of_ones_own_runs() -> Result<(), Box<dyn Error>> {
    main()
}
