//! A blocked candidate names exactly what stands in its way: lifting all of it frees the candidate, lifting all but one
//! thing does not. What is lifted is taken out where it stands: in the practice's document, which is then compiled
//! again, in the schedule, or in the request.

mod day;
mod hours;
mod left_out;
mod neighbours;
mod rules;
mod scene;

use std::collections::{BTreeMap, BTreeSet};

use dispatch_core::{
    Blocker, Candidate, CredentialId, HeldCredential, NeedDocument, ProviderDocument, ReasonCode, Request,
    Verdict, When, Who, calendar::local::Zone,
};
use dispatch_testkit::{Practice, practice};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{TestCaseError, TestRunner},
};

use crate::random::support::Running;
use left_out::LeftOut;
use scene::Scene;

/// How a blocker is lifted; none for one that cannot be by itself.
fn lift(scene: &mut Scene, candidate: &Candidate, blocker: &Blocker) -> Option<Result<(), LeftOut>> {
    let who = &candidate.who;
    let done = match blocker {
        Blocker::Unqualified { missing } | Blocker::MayNotSupervise { missing } => {
            rules::grant(scene, who, missing);
            Ok(())
        }
        Blocker::Avoided => {
            rules::welcome(scene, who);
            Ok(())
        }
        Blocker::WishUnmet { wish, wanted } => {
            rules::meet(scene, who, *wish, wanted);
            Ok(())
        }
        Blocker::ClientBusy { span } => {
            scene.request.client.busy.retain(|busy| busy != span);
            Ok(())
        }
        Blocker::OutsideHours { needed } if is_closing(candidate, blocker) => {
            hours::close_later(scene, *needed)
        }
        Blocker::OutsideHours { needed } | Blocker::OffShift { needed } => {
            let site = hours::judged_at(scene, who);
            hours::be_there(scene, who, site, *needed)
        }
        Blocker::NotOnSite { needed } => {
            let site = usize::from(scene.request.location.0);
            hours::be_there(scene, who, site, *needed)
        }
        Blocker::NotReachable { needed } => hours::be_reachable(scene, who, *needed),
        Blocker::Block { block, .. } => {
            neighbours::unblock(scene, who, *block);
            Ok(())
        }
        Blocker::Booked { booking, used } | Blocker::Buffer { booking, used, .. } => {
            neighbours::take_out(scene, who, *booking, *used);
            Ok(())
        }
        Blocker::Full { must_go, of, .. } => {
            neighbours::thin_out(scene, who, usize::from(*must_go), of);
            Ok(())
        }
        Blocker::CalendarUnreadable => {
            neighbours::read(scene, who);
            Ok(())
        }
        Blocker::BreakLost { .. } | Blocker::OnBreak { .. } | Blocker::OnDuty { .. } => {
            day::drop(scene, who, blocker)
        }
        Blocker::DayFull { .. } => {
            scene.provider(who).max_appointments_a_day = None;
            Ok(())
        }
        Blocker::TooLongInARow { .. } => {
            scene.provider(who).max_in_a_row = None;
            Ok(())
        }
        Blocker::OtherLocation => hours::move_here(scene, who),
        Blocker::Incapable { missing } => {
            scene.resource(who).capabilities.extend(missing.iter().cloned());
            Ok(())
        }
        Blocker::NotListed => {
            rules::list(scene, candidate);
            Ok(())
        }
        // Not a thing of its own: it stands for what keeps each of the others away, which is named with them.
        // Lifting it would be lifting theirs.
        Blocker::NoPartner { .. } => return None,
        // It stands for the other services of a visit, of which each candidate names its own.
        Blocker::RestOfVisit => return None,
    };
    Some(done)
}

/// How often each kind was lifted, and why what was not was not.
#[derive(Debug, Default)]
struct Told {
    lifted: BTreeMap<ReasonCode, usize>,
    /// Kept while all the others were lifted.
    kept: BTreeMap<ReasonCode, usize>,
    left_out: BTreeMap<LeftOut, usize>,
    /// Lifted of whoever would not be done before closing.
    closing: usize,
}

/// Of several services, what blocks one also depends on where the others go: a visit is left out.
fn each_candidate(practice: &Practice, told: &mut Told) -> Result<(), TestCaseError> {
    let running = Running::of(practice);
    let one_length = practice.document.providers.iter().all(|provider| provider.minutes.is_empty());
    for request in practice.requests.iter().filter(|request| request.items.len() == 1) {
        let trace = running.assign(request).trace;
        let Some(start) = trace.start else { continue };
        let request = Request { when: When::At(start), ..request.clone() };
        for candidate in trace.candidates() {
            // All else is judged for the length of the best provider, who may change when something is lifted.
            if &*candidate.role != "provider" && !one_length {
                continue;
            }
            let Verdict::Blocked(blockers) = &candidate.verdict else { continue };
            let named: Vec<_> = blockers.iter().cloned().collect();
            credentials_are_missing(practice, &request, &candidate)?;
            let scene = Scene::of(practice, &running.rulebook, &request);
            all_and_all_but_one(&scene, &candidate, &named, told)?;
        }
    }
    Ok(())
}

fn all_and_all_but_one(
    scene: &Scene,
    candidate: &Candidate,
    named: &[Blocker],
    told: &mut Told,
) -> Result<(), TestCaseError> {
    let lift_all = |blockers: &[&Blocker]| -> Result<Verdict, LeftOut> {
        let mut scene = scene.clone();
        let mut blockers = blockers.to_vec();
        // Hours are judged where somebody is: whoever moves moves first.
        blockers.sort_by_key(|blocker| **blocker != Blocker::OtherLocation);
        for blocker in blockers {
            lift(&mut scene, candidate, blocker).transpose()?;
        }
        scene.verdict(candidate)
    };
    let all: Vec<&Blocker> = named.iter().collect();
    let own = all.iter().filter(|blocker| !is_of_others(blocker));
    match lift_all(&all) {
        Err(reason) => {
            *told.left_out.entry(reason).or_default() += 1;
            return Ok(());
        }
        Ok(verdict) => {
            let still = still(&verdict, named, &all);
            prop_assert!(still.is_empty(), "{candidate:?}\nstill {still:?}");
        }
    }
    for blocker in own {
        *told.lifted.entry(blocker.reason()).or_default() += 1;
        told.closing += usize::from(is_closing(candidate, blocker));
        let others: Vec<&Blocker> = all.iter().copied().filter(|other| other != blocker).collect();
        if neighbours::share_bookings(blocker, &others) {
            *told.left_out.entry(LeftOut::SharedCrowd).or_default() += 1;
            continue;
        }
        if day::share_an_entry(scene, &candidate.who, blocker, &others) {
            *told.left_out.entry(LeftOut::OneEntry).or_default() += 1;
            continue;
        }
        match lift_all(&others) {
            Err(reason) => *told.left_out.entry(reason).or_default() += 1,
            Ok(verdict) => {
                let still = still(&verdict, named, &others);
                let remains = still.iter().any(|other| other.reason() == blocker.reason());
                prop_assert!(remains, "{candidate:?}\ndespite {blocker:?}\n{verdict:?}");
                *told.kept.entry(blocker.reason()).or_default() += 1;
            }
        }
    }
    Ok(())
}

/// True if it is the location that closes before whoever treats is done.
fn is_closing(candidate: &Candidate, blocker: &Blocker) -> bool {
    matches!((&candidate.who, blocker), (Who::Provider(_), Blocker::OutsideHours { .. }))
}

fn is_of_others(blocker: &Blocker) -> bool {
    matches!(blocker, Blocker::NoPartner { .. } | Blocker::RestOfVisit)
}

/// What stands in somebody's own way after some was lifted. A break that has to fit somewhere is judged by the hours as
/// they stand: how much longer a shift would be than the booking needs, nobody knows, and where a shift that is longer by
/// so much brings a break along that it did not have before, that is not held against it.
fn still(verdict: &Verdict, named: &[Blocker], lifted: &[&Blocker]) -> Vec<Blocker> {
    let Verdict::Blocked(blockers) = verdict else { return Vec::new() };
    let longer = lifted.iter().any(|blocker| {
        matches!(blocker, Blocker::OffShift { .. } | Blocker::OnBreak { .. } | Blocker::OnDuty { .. })
    });
    let brought_along = |blocker: &&Blocker| {
        longer && matches!(blocker, Blocker::BreakLost { .. }) && !named.contains(blocker)
    };
    let own = blockers.iter().filter(|blocker| !is_of_others(blocker));
    own.filter(|blocker| !brought_along(blocker)).cloned().collect()
}

/// Of each set that would do, those credentials are named that are not held on that date, and no others.
fn credentials_are_missing(
    practice: &Practice,
    request: &Request,
    candidate: &Candidate,
) -> Result<(), TestCaseError> {
    let Verdict::Blocked(blockers) = &candidate.verdict else { return Ok(()) };
    let When::At(start) = request.when else { return Ok(()) };
    let document = &practice.document;
    let date = Zone::named(&document.locations[0].time_zone).unwrap().local(start).0;
    let provider = document.providers.iter().find(|provider| provider.id.as_str() == candidate.who.as_str());
    for blocker in blockers.iter() {
        let (Blocker::Unqualified { missing } | Blocker::MayNotSupervise { missing }) = blocker else {
            continue;
        };
        let held: BTreeSet<&CredentialId> = provider
            .into_iter()
            .flat_map(|ProviderDocument { credentials, .. }| credentials)
            .filter(|HeldCredential { from, until, .. }| {
                from.is_none_or(|from| from <= date) && until.is_none_or(|until| date <= until)
            })
            .map(|held| &held.id)
            .collect();
        let service = &document.services[request.items[0].service.position()];
        let need = |need: &&NeedDocument| {
            need.role.as_deref() == Some(&*candidate.role) && need.kind.resource().is_none()
        };
        let sets = match &*candidate.role {
            "provider" => &service.qualification,
            "supervisor" => &service.supervision.as_ref().unwrap().by,
            _ => &service.needs.iter().find(need).unwrap().qualification,
        };
        let lacking = sets.iter().map(|set| set.iter().filter(|id| !held.contains(id)).cloned().collect());
        let lacking: Vec<Vec<CredentialId>> = lacking.collect();
        prop_assert_eq!(missing.to_vec(), lacking, "{:?} on {}", candidate, date);
    }
    Ok(())
}

/// Everybody takes as long as the menu says, or as their own length is.
fn with_lengths(mut practice: Practice, own: bool) -> Practice {
    if !own {
        practice.document.providers.iter_mut().for_each(|provider| provider.minutes.clear());
    }
    practice
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn lifting_all_that_is_named_frees_a_candidate_and_all_but_one_does_not(
        practice in practice(),
        own_lengths in prop::bool::weighted(0.3),
    ) {
        each_candidate(&with_lengths(practice, own_lengths), &mut Told::default())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Of those who fill a room that holds several, any as many as are named must go, and not one fewer.
    #[test]
    fn as_many_as_must_go_free_a_full_room_and_one_fewer_does_not(practice in practice()) {
        let practice = with_lengths(practice, false);
        let running = Running::of(&practice);
        for request in practice.requests.iter().filter(|request| request.items.len() == 1) {
            let trace = running.assign(request).trace;
            let Some(start) = trace.start else { continue };
            let request = Request { when: When::At(start), ..request.clone() };
            for candidate in trace.candidates() {
                let Verdict::Blocked(blockers) = &candidate.verdict else { continue };
                let all: Vec<&Blocker> = blockers.iter().filter(|blocker| !is_of_others(blocker)).collect();
                let [Blocker::Full { must_go, of, .. }] = all.as_slice() else { continue };
                let scene = Scene::of(&practice, &running.rulebook, &request);
                let most = usize::from(*must_go);
                for first in 0..=of.len() - most {
                    let without = |many: usize| {
                        let mut scene = scene.clone();
                        neighbours::thin_out(&mut scene, &candidate.who, many, &of[first..first + many]);
                        scene.verdict(&candidate)
                    };
                    let Ok(verdict) = without(most) else { continue };
                    prop_assert!(still(&verdict, &[], &[]).is_empty(), "{:?}\nstill {:?}", candidate, verdict);
                    let Ok(verdict) = without(most - 1) else { continue };
                    prop_assert!(!still(&verdict, &[], &[]).is_empty(), "{:?}\nfree already", candidate);
                }
            }
        }
    }
}

/// A property that is never put to the test holds easily.
#[test]
fn every_kind_of_blocker_is_lifted_and_kept() {
    let mut runner = TestRunner::deterministic();
    let strategy = (practice(), prop::bool::weighted(0.3));
    let mut told = Told::default();
    for _ in 0..600 {
        let (practice, own_lengths) = strategy.new_tree(&mut runner).unwrap().current();
        each_candidate(&with_lengths(practice, own_lengths), &mut told).unwrap();
    }
    let left_out = told.left_out.values().sum::<usize>();
    let lifted = told.lifted.values().sum::<usize>();
    assert!(left_out * 15 < lifted, "{told:?}");
    assert!(told.closing >= 3, "{told:?}");
    let of_candidates =
        ReasonCode::ALL.iter().filter(|reason| matches!(&reason.code()[..1], "Q" | "A" | "R"));
    for reason in of_candidates.filter(|reason| !NOT_BY_ITSELF.contains(reason)) {
        let often =
            |counts: &BTreeMap<ReasonCode, usize>| counts.get(reason).is_some_and(|times| *times >= 5);
        assert!(often(&told.lifted) && often(&told.kept), "`{reason}` is too rare: {told:?}");
    }
}

const NOT_BY_ITSELF: &[ReasonCode] = &[ReasonCode::NoPartner, ReasonCode::RestOfVisit];
