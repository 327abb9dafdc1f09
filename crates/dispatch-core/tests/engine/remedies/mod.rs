//! The page of reasons, tried out: what it names as settling a reason does settle it, for good, and settles nothing else.

mod choice;
mod client;
mod facts;
mod others;
mod row;
mod scene;
mod tasks;
mod times;

use std::collections::BTreeSet;

use dispatch_core::{
    Cure, ReasonCode,
    engine::{Closed, Event, EventRecord},
};
use serde_json::json;

use row::Row;
use scene::Scene;

/// The reasons that nothing which the engine is told can raise, and why.
const NEVER_RAISED: &[(ReasonCode, &str)] = &[(
    ReasonCode::LocalTimeUnclear,
    "facts come with instants; an adapter that cannot write an unclear local time has the write refused instead",
)];

fn rows() -> impl Iterator<Item = &'static Row> {
    [choice::ROWS, times::ROWS, facts::ROWS, client::ROWS, tasks::ROWS].into_iter().flatten()
}

/// Every reason for which a person is asked.
fn reasons() -> impl Iterator<Item = ReasonCode> {
    ReasonCode::ALL.iter().copied().filter(|reason| !reason.settled_by().is_empty())
}

#[test]
fn every_reason_and_each_of_its_cures_has_a_row() {
    let never: BTreeSet<_> = NEVER_RAISED.iter().map(|(reason, _)| *reason).collect();
    let named: BTreeSet<_> = reasons()
        .filter(|reason| !never.contains(reason))
        .flat_map(|reason| reason.settled_by().iter().map(move |cure| (reason, *cure)))
        .collect();
    let tried: BTreeSet<_> = rows().map(|row| (row.reason, row.cure)).collect();
    let missing: Vec<_> = named.difference(&tried).collect();
    assert!(missing.is_empty(), "nobody has tried {missing:?}");
    let unnamed: Vec<_> = tried.difference(&named).collect();
    assert!(unnamed.is_empty(), "the page of reasons does not name {unnamed:?}");
}

#[test]
fn every_remedy_settles_its_reason_for_good_and_no_other() {
    let wrong: Vec<String> = rows()
        .filter_map(|row| {
            let said = try_out(row).err()?;
            Some(format!("{} by {}, {}: {said}", row.reason, row.cure.words(), row.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn try_out(row: &Row) -> Result<(), String> {
    let mut scene = (row.scene)();
    let before = scene.flags();
    if !before.contains(&row.reason) {
        return Err(format!("the scene raises {before:?}\n{}", scene.desk.log));
    }
    scene.desk.log.clear();
    (row.remedy)(&mut scene);
    scene.platform_answers();
    let after = scene.flags();
    let told = |what: &str, scene: &Scene| Err(format!("{what}\n{}", scene.desk.log));
    if after.contains(&row.reason) {
        return told(&format!("it is still asked: {after:?}"), &scene);
    }
    let answers = |flag: &ReasonCode| flag.settled_by().contains(&row.cure) || row.besides.contains(flag);
    if let Some(gone) = before.iter().find(|flag| !answers(flag) && !after.contains(flag)) {
        return told(&format!("{gone} went with it, and {after:?} is left"), &scene);
    }
    scene.show_again();
    if scene.flags() != after {
        return told(&format!("the same picture again makes {after:?} {:?}", scene.flags()), &scene);
    }
    // Every booking is woken by another revision of the rulebook.
    scene.revise(|_| {});
    if scene.flags() != after {
        return told(&format!("waking makes {after:?} {:?}", scene.flags()), &scene);
    }
    Ok(())
}

/// The same remedies where the booking is of high value besides, which a person alone can answer. Answers to the
/// exception itself are left out: who answers has looked at all of it.
#[test]
fn what_is_done_outside_the_answer_leaves_what_only_a_word_settles() {
    let (mut tried, mut wrong) = (BTreeSet::new(), Vec::new());
    for row in rows().filter(|row| row.cure != Cure::Word) {
        let mut scene = (row.scene)();
        scene.revise(|rules| {
            rules["exceptions"]["high_value"] = json!(1);
            for service in rules["service"].as_array_mut().unwrap() {
                service["price"] = json!(100);
            }
        });
        let before = scene.flags();
        if !(before.contains(&row.reason) && before.contains(&ReasonCode::HighValue)) {
            continue;
        }
        let since = scene.desk.journal.len();
        (row.remedy)(&mut scene);
        let answered = |record: &EventRecord| {
            matches!(record.event, Event::ExceptionClosed { how: Closed::Answered { .. }, .. })
        };
        if scene.desk.journal[since..].iter().any(answered) {
            continue;
        }
        scene.platform_answers();
        scene.show_again();
        let after = scene.flags();
        tried.insert(row.reason);
        if after.contains(&row.reason) || !after.contains(&ReasonCode::HighValue) {
            wrong.push(format!("{} by {}, {}: {after:?}", row.reason, row.cure.words(), row.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried.len() >= 20, "{tried:?}");
}
