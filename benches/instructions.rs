//! Instructions for one piece of each workload, counted by valgrind: other load on the machine does not disturb them.
//!
//! Runs itself under `valgrind --tool=callgrind` with few rounds and with more; the difference is the work alone.
#![expect(clippy::unwrap_used, reason = "a benchmark binary")]

use std::{env, hint::black_box, process::Command};

use dispatch_benches::{
    decisions::{Day, Full, Half},
    floor::{BareDecisions, BareStarts},
    instances::{half_full, longest, read, ready, repeated, three_quarters_full},
    starts::Starts,
};

const FEW: usize = 1;
const MORE: usize = 3;

const PLANS: [&str; 5] =
    ["friday38_fixed", "multi200_fixed", "days28_fixed", "friday38_fixed x 100 days", "day_x16_fixed"];
const WORKS: [&str; 5] = ["pick + commit + undo", "commit + undo", "pick", "assign", "floor"];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|one| one != "--bench").collect();
    if let [work, plan, rounds] = arguments.as_slice()
        && let Ok(rounds) = rounds.parse()
    {
        println!("{}", run(work, plan, rounds));
        return;
    }
    let wanted = |name: &str| arguments.iter().all(|part| name.contains(part.as_str()));
    println!("| plan | work | instructions |\n| --- | --- | --- |");
    for plan in PLANS {
        WORKS.into_iter().filter(|work| wanted(&format!("{plan} {work}"))).for_each(|work| row(work, plan));
    }
    if wanted("friday38_fixed day from empty") {
        row("day from empty", "friday38_fixed");
    }
    for work in ["first 10 starts", "all starts"] {
        if wanted(&format!("30 days at 75 % {work}")) {
            row(work, "30 days at 75 %");
        }
    }
    for query in 0..5 {
        for work in ["all starts of query", "floor of query"] {
            let work = format!("{work} {query}");
            if wanted(&format!("days28_fixed {work}")) {
                row(&work, "days28_fixed");
            }
        }
    }
}

fn row(work: &str, plan: &str) {
    let ((few, pieces), (more, others)) = (counted(work, plan, FEW), counted(work, plan, MORE));
    println!("| {plan} | {work} | {} |", (more - few) / (others - pieces));
}

/// Instructions of a run, and how many pieces of work it did.
fn counted(work: &str, plan: &str, rounds: usize) -> (u64, u64) {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().unwrap())
        .args([work, plan, &rounds.to_string()])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    let collected = told.lines().find_map(|line| line.split("Collected : ").nth(1));
    let done = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap();
    (collected.unwrap().trim().parse().unwrap(), done)
}

/// Does the work, and says how many pieces of it were done.
fn run(work: &str, plan: &str, rounds: usize) -> usize {
    if plan.starts_with("30 days") {
        let busy = three_quarters_full(&read("friday38_fixed"), 30);
        let mut starts = Starts::of(busy.clone(), longest(&busy), 30);
        let most = if work == "all starts" { usize::MAX } else { 10 };
        return (0..rounds).map(|_| usize::from(black_box(starts.first(most)) > 0)).sum();
    }
    let instance = match plan.strip_suffix(" x 100 days") {
        Some(plan) => repeated(&read(plan), 100),
        None => read(plan),
    };
    if let Some((work, query)) = work.split_once(" of query ") {
        let query: usize = query.parse().unwrap();
        let bare = BareStarts::of(&instance, &instance.queries[query]);
        let practice = ready(&instance);
        let mut all = Starts::of(practice.clone(), &practice.queries[query], 28);
        for _ in 0..rounds {
            if work == "floor" {
                black_box(bare.count()) as usize
            } else {
                black_box(all.first(usize::MAX))
            };
        }
        return rounds;
    }
    match work {
        "pick + commit + undo" | "commit + undo" => {
            let mut full = Full::of(ready(&instance));
            let steps = full.round() * rounds;
            let decided = work.starts_with("pick");
            (0..steps).for_each(|_| if decided { full.pick_commit_undo() } else { full.commit_undo() });
            steps
        }
        "pick" | "assign" => {
            let mut half = Half::of(half_full(&instance));
            let steps = half.round() * rounds;
            (0..steps).for_each(|_| if work == "pick" { half.pick() } else { half.assign() });
            steps
        }
        "floor" => {
            let mut bare = BareDecisions::of(&instance);
            let steps = bare.round() * rounds;
            (0..steps).for_each(|_| bare.pick());
            steps
        }
        _ => {
            let mut day = Day::of(ready(&instance));
            (0..rounds).map(|_| usize::from(day.fill(&mut day.empty()) > 30)).sum()
        }
    }
}
