//! Reach of the random practices: a property that is never put to the test holds easily.

use std::collections::BTreeMap;

use dispatch_core::{AssignedItem, Assignment, Note, Outcome, ReasonCode, Request, Verdict, Who};
use dispatch_testkit::{Practice, practice};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::random::support::Running;

const PRACTICES: usize = 2000;

#[test]
fn random_practices_reach_every_flag_and_every_blocker() {
    let mut runner = TestRunner::deterministic();
    let strategy = practice();
    let mut seen: BTreeMap<ReasonCode, usize> = BTreeMap::new();
    let (mut asked, mut assigned, mut elsewhere) = (0, 0, 0);
    let (mut with_assistant, mut two_alike, mut for_new_clients, mut with_exam) = (0, 0, 0, 0);
    let mut supervised: BTreeMap<String, usize> = BTreeMap::new();
    let mut visits: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..PRACTICES {
        let practice = strategy.new_tree(&mut runner).unwrap().current();
        let running = Running::of(&practice);
        for request in &practice.requests {
            let decision = running.assign(request);
            asked += usize::from(request.items.len() == 1);
            match &decision.outcome {
                Outcome::Assigned(assignment) => {
                    assigned += usize::from(request.items.len() == 1);
                    elsewhere += usize::from(is_elsewhere(&practice, request, assignment));
                    let providers = assignment.everything().filter(|who| matches!(who, Who::Provider(_)));
                    with_assistant += usize::from(providers.count() > assignment.items.len());
                    traits_of_visit(assignment).for_each(|it| *visits.entry(it).or_default() += 1);
                    let service = &practice.document.services[request.items[0].service.position()];
                    let special = service.phases.iter().any(|phase| phase.only.is_some());
                    for_new_clients += usize::from(special && request.client.new);
                    let exam = |note: &Note| matches!(note, Note::ClearanceMissing { in_phase: true, .. });
                    with_exam += usize::from(decision.trace.notes.iter().any(exam));
                    let roles = &assignment.items[0].roles;
                    if let Some(rule) = &service.supervision {
                        let by = roles.iter().any(|role| &*role.role == "supervisor");
                        *supervised.entry(format!("{:?} {by}", rule.presence)).or_default() += 1;
                    }
                    two_alike += usize::from(roles.windows(2).any(|pair| pair[0].role == pair[1].role));
                }
                Outcome::ToPerson(flagged) => {
                    flagged.flags.iter().for_each(|flag| *seen.entry(*flag).or_default() += 1);
                }
            }
            for candidate in decision.trace.candidates() {
                if let Verdict::Blocked(blockers) = &candidate.verdict {
                    blockers.iter().for_each(|blocker| *seen.entry(blocker.reason()).or_default() += 1);
                }
            }
        }
    }
    assert!(assigned * 7 > asked, "{assigned} of {asked} requests for one service are assigned");
    assert!(elsewhere >= 5, "{elsewhere} assignments away from somebody's home location");
    assert!(with_assistant >= 20, "{with_assistant} assignments have a further provider");
    for wanted in ["several", "three", "waits", "goes on", "changes", "same room"] {
        assert!(visits.get(wanted).is_some_and(|times| *times >= 3), "`{wanted}` is too rare: {visits:?}");
    }
    for wanted in ["InRoom", "OnSite", "Reachable"] {
        for by in [true, false] {
            let times = supervised.get(&format!("{wanted} {by}")).copied().unwrap_or_default();
            assert!(times >= 3, "`{wanted} {by}` is too rare: {supervised:?}");
        }
    }
    assert!(for_new_clients >= 5, "{for_new_clients} assignments have a phase for new clients");
    assert!(with_exam >= 5, "{with_exam} assignments have a phase for clients who lack something");
    assert!(two_alike >= 10, "{two_alike} assignments have two of a kind");
    let wanted = ReasonCode::ALL.iter().filter(|reason| match reason.code().split_at(1) {
        ("Q" | "A" | "R", _) => true,
        _ => FLAGS.contains(reason),
    });
    for reason in wanted {
        assert!(seen.get(reason).is_some_and(|times| *times >= 5), "`{reason}` is too rare: {seen:?}");
    }
}

/// What an assignment of several services shows.
fn traits_of_visit(assignment: &Assignment) -> impl Iterator<Item = &'static str> {
    let some = |shown: &dyn Fn(&AssignedItem, &AssignedItem) -> bool| {
        assignment.items.windows(2).any(|pair| shown(&pair[0], &pair[1]))
    };
    let both = |one: &AssignedItem, other: &AssignedItem, is: fn(&Who) -> bool| {
        one.roles.iter().any(|role| is(&role.who) && other.roles.iter().any(|theirs| theirs.who == role.who))
    };
    let goes_on = some(&|one, other| both(one, other, |who| matches!(who, Who::Provider(_))));
    [
        ("several", assignment.items.len() > 1),
        ("three", assignment.items.len() > 2),
        ("waits", some(&|one, other| one.span.end < other.span.start)),
        ("goes on", goes_on),
        ("changes", assignment.items.len() > 1 && !goes_on),
        ("same room", some(&|one, other| both(one, other, |who| matches!(who, Who::Room(_))))),
    ]
    .into_iter()
    .filter_map(|(name, shown)| shown.then_some(name))
}

/// True if a provider or device of it is not at its home location.
fn is_elsewhere(practice: &Practice, request: &Request, assignment: &Assignment) -> bool {
    let document = &practice.document;
    let place = &document.locations[usize::from(request.location.0)].id;
    assignment.everything().any(|who| {
        let provider = document.providers.iter().find(|one| one.id.as_str() == who.as_str());
        let resource = document.resources.iter().find(|one| one.id.as_str() == who.as_str());
        let home = provider.map_or_else(|| resource.unwrap().location.as_ref(), |one| one.location.as_ref());
        home.is_some_and(|home| home != place)
    })
}

/// The flags that the solver raises for a known service.
const FLAGS: &[ReasonCode] = &[
    ReasonCode::Tie,
    ReasonCode::Vip,
    ReasonCode::NobodyQualified,
    ReasonCode::NobodyFree,
    ReasonCode::NoResource,
    ReasonCode::NoFurtherProvider,
    ReasonCode::NoSupervisor,
    ReasonCode::RequestedUnavailable,
    ReasonCode::OutsideOpening,
    ReasonCode::OutsideHorizon,
    ReasonCode::Grouped,
    ReasonCode::LeadTime,
    ReasonCode::TooFarAhead,
    ReasonCode::HighValue,
    ReasonCode::SeveralServices,
    ReasonCode::ClientElsewhere,
    ReasonCode::WishesUnmet,
    ReasonCode::ClearanceMissing,
    ReasonCode::ClearanceUnknown,
    ReasonCode::HistoryUnknown,
    ReasonCode::TooClose,
    ReasonCode::TooLateInSeries,
];
