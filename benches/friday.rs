//! One decision on the Friday's own schedule, the engine's three functions, and the whole day.
#![expect(clippy::unwrap_used, reason = "a benchmark binary")]

use std::{hint::black_box, sync::Arc};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use dispatch_benches::Friday;
use dispatch_core::{
    Outcome, Request, Rulebook, Schedule, Scratch, assign,
    engine::{Command, Fact, Harness, State, decide, evolve, react},
    pick,
};

/// Each assigned booking in turn: decided afresh beside its own occupancies, which do not stand in its way; then
/// another like it is committed and taken back.
fn decisions(criterion: &mut Criterion) {
    let friday = Friday::play().unwrap();
    let lifted = lifted(&friday);
    let mut group = criterion.benchmark_group("friday");

    let mut cases = lifted.iter().cycle();
    let mut scratch = Scratch::default();
    let mut schedules: Vec<Schedule> = lifted.iter().map(|(schedule, _)| schedule.clone()).collect();
    let mut at = 0;
    group.bench_function("pick + commit + undo", |bencher| {
        bencher.iter(|| {
            at = (at + 1) % lifted.len();
            pick_commit_undo(&friday.rulebook, &mut schedules[at], &lifted[at].1, &mut scratch)
        });
    });
    group.bench_function("pick", |bencher| {
        bencher.iter(|| {
            let (schedule, request) = cases.next().unwrap();
            pick(&friday.rulebook, schedule, request, &mut scratch).is_some()
        });
    });
    let mut cases = lifted.iter().cycle();
    group.bench_function("assign with the full trace", |bencher| {
        bencher.iter(|| {
            let (schedule, request) = cases.next().unwrap();
            matches!(assign(&friday.rulebook, schedule, request).outcome, Outcome::Assigned(_))
        });
    });
    group.finish();
}

/// For each assigned booking that is decided by rule alone: the day without it, and its request.
fn lifted(friday: &Friday) -> Vec<(Schedule, Request)> {
    let lifted = friday.requests.iter().map(|request| {
        let mut schedule = friday.schedule.clone();
        let own: Vec<_> =
            schedule.all_occupancies().filter(|other| other.booking == request.booking).copied().collect();
        for occupancy in &own {
            assert!(schedule.remove(occupancy));
        }
        (schedule, request.clone())
    });
    let decided = |(schedule, request): &(Schedule, Request)| {
        pick(&friday.rulebook, schedule, request, &mut Scratch::default()).is_some()
    };
    let lifted: Vec<_> = lifted.filter(decided).collect();
    assert!(lifted.len() > 20, "most of the day is decided by rule alone: {}", lifted.len());
    lifted
}

fn pick_commit_undo(
    rulebook: &Rulebook,
    schedule: &mut Schedule,
    request: &Request,
    scratch: &mut Scratch,
) -> usize {
    let choice = pick(rulebook, schedule, request, scratch).unwrap();
    for occupancy in choice.occupancies() {
        black_box(schedule.insert(occupancy));
    }
    let taken = choice.occupancies().filter(|occupancy| schedule.remove(occupancy)).count();
    assert!(taken >= 2);
    taken
}

/// One delivery taken in by the engine, and the whole day.
fn engine(criterion: &mut Criterion) {
    let friday = Friday::play().unwrap();
    let mut group = criterion.benchmark_group("engine");
    let lip_filler = friday.lines.iter().position(|line| match &line.fact {
        Fact::AppointmentObserved(observed) => observed.snapshot.id.as_str() == "appointment-34",
        _ => false,
    });
    let (before, after) = friday.lines.split_at(lip_filler.unwrap());
    let mut harness = Harness::new(Arc::clone(&friday.rulebook));
    for line in before {
        harness.feed(line).unwrap();
    }
    let line = &after[0];
    let command = Command::Fact(line.fact.clone());
    group.bench_function("decide + evolve + react, the lip filler", |bencher| {
        bencher.iter_batched_ref(
            || harness.state().clone(),
            |state: &mut State| {
                let decided = decide(&friday.rulebook, state, &command, line.at).unwrap();
                let mut effects = 0;
                for event in &decided.events {
                    evolve(state, event);
                    effects += react(state, event).len();
                }
                assert!(effects > 0);
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("replay of the day", |bencher| {
        bencher.iter(|| {
            let mut harness = Harness::new(Arc::clone(&friday.rulebook));
            for line in &friday.lines {
                harness.feed(line).unwrap();
            }
            harness.journal().len()
        });
    });
    group.finish();
}

criterion_group!(benches, decisions, engine);
criterion_main!(benches);
