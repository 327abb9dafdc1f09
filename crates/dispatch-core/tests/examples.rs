//! The examples run, and what they assert holds.

#[path = "../examples/custom_criterion.rs"]
mod custom_criterion;
#[path = "../examples/embed.rs"]
mod embed;
#[path = "../examples/slots.rs"]
mod slots;

type Ran = Result<(), Box<dyn std::error::Error>>;

#[test]
fn embedding_runs() -> Ran {
    embed::main()
}

#[test]
fn ranking_by_a_criterion_of_ones_own_runs() -> Ran {
    custom_criterion::main()
}

#[test]
fn finding_slots_runs() -> Ran {
    slots::main()
}
