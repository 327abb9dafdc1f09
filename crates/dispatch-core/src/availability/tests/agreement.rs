//! Holds, blockers and the whole day say the same of every start.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use proptest::test_runner::{Config, TestRunner};

use super::{
    super::{
        client::Client,
        context::{Context, Moment},
        day::{Day, LaneOnDay, pieces},
        inspection::{CandidateRef, Inspection},
        lane_at_start::LaneAtStart,
        start_set::{StartSet, Words},
    },
    RULES,
    random_day::{OWN, RandomDay, random_day},
};
use crate::{
    calendar::{PageIndex, PageRange},
    explain::PackedTrace,
    ids::{LocationIndex, ServiceIndex},
    rulebook::Demand,
    time::{Minute, Minutes},
};

/// The middle one of three planned days.
const PAGE: PageIndex = PageIndex(1);

/// How often each rule said yes and no: a rule that never says one of them was not tried.
type Tried = BTreeMap<&'static str, [u64; 2]>;

#[test]
fn three_faces_agree_rule_by_rule_and_together() {
    let tried = RefCell::new(Tried::new());
    let mut runner = TestRunner::new(Config { cases: 300, ..Config::default() });
    runner
        .run(&random_day(), |day| {
            all_agree(&day, &mut tried.borrow_mut());
            Ok(())
        })
        .unwrap();
    let tried = tried.into_inner();
    for name in RULES.iter().map(|rule| rule.name).chain(["together"]) {
        let [no, yes] = tried.get(name).copied().unwrap_or_default();
        assert!(no >= 100 && yes >= 100, "{name} said no {no} times and yes {yes} times: {tried:?}");
    }
}

fn all_agree(random: &RandomDay, tried: &mut Tried) {
    let rulebook = random.rulebook();
    let midnight = rulebook.pages().span(PAGE).start;
    let schedule = random.schedule(&rulebook, midnight);
    let client = Client::default();
    let location = LocationIndex(u16::from(random.elsewhere));
    let context =
        Context { rulebook: &rulebook, schedule: &schedule, booking: OWN, client: &client, location };
    let words = Words::covering(PageRange { from: 0, to: 1440 });
    let rules = rulebook.day(PAGE).unwrap();
    let day = Day { context, page: PAGE, rules, lanes: schedule.day(PAGE), words };
    let service = rulebook.services.get(ServiceIndex(0).position()).unwrap();
    for demand in &service.demands {
        let starts = Starts::of(&day, demand, Minutes(random.extra));
        for at in (0..1440).step_by(3).filter(|at| stays_inside(demand, random.extra, *at)) {
            let moment = context.moment(midnight.plus(Minutes(at))).unwrap();
            starts.compare(&context, demand, &moment, at.unsigned_abs(), tried);
        }
    }
}

/// The whole day's face is asked only of starts whose uses, with their padding, lie in the day.
fn stays_inside(demand: &Demand, extra: i32, at: i32) -> bool {
    pieces(demand, Minutes(extra)).all(|piece| at + piece.from() >= 0 && at + piece.to() <= 1440)
}

/// The whole day's face of one lane: rule by rule, and together.
struct Starts<'d> {
    asked: LaneOnDay<'d>,
    by_rule: Vec<StartSet>,
    together: StartSet,
}

impl<'d> Starts<'d> {
    fn of(day: &Day<'d>, demand: &'d Demand, extra: Minutes) -> Self {
        let fit = demand.fit.first().unwrap();
        let rules = day.context.lane(fit.lane).unwrap();
        let asked = LaneOnDay { demand, extra, lane: fit.lane, rules };
        let together = if demand.kind.takes_a_provider() {
            day.provider(demand, fit, extra, &StartSet::full(day.words))
        } else {
            day.resource(demand, fit.lane, extra)
        };
        Self { asked, by_rule: RULES.iter().map(|rule| (rule.starts)(day, &asked)).collect(), together }
    }

    fn compare(
        &self,
        context: &Context<'_>,
        demand: &Demand,
        moment: &Moment<'_>,
        at: u32,
        tried: &mut Tried,
    ) {
        let LaneOnDay { extra, lane, rules, .. } = self.asked;
        let wanted = context.demand_at_start(demand, extra, moment);
        let asked = LaneAtStart { context, wanted: &wanted, lane, rules, moment };
        let inspection = Inspection::at(*context, demand, extra, moment);
        let mut all_hold = true;
        for (rule, starts) in RULES.iter().zip(&self.by_rule) {
            let holds = (rule.holds)(&asked);
            // Of a lane that never works there, the blockers say what its hours at home would leave.
            if rule.name == "hours" && !rules.works_at(context.location) {
                all_hold &= holds;
                continue;
            }
            let mut packed = empty();
            let mut found = packed.blockers_so_far();
            (rule.blockers)(&inspection, &asked, &mut found);
            let named: Vec<_> = found.iter().cloned().collect();
            assert_eq!(holds, named.is_empty(), "{} at {}: {named:?}", rule.name, clock(moment.start));
            assert_eq!(holds, starts.contains(at), "{} at {}: the whole day", rule.name, clock(moment.start));
            all_hold &= holds;
            tried.entry(rule.name).or_default()[usize::from(holds)] += 1;
        }
        let one_start = if demand.kind.takes_a_provider() {
            context.person_free(&wanted, lane, rules, moment)
        } else {
            context.resource_free(&wanted, lane, moment)
        };
        let mut packed = empty();
        let mut found = packed.blockers_so_far();
        let fit = demand.fit.iter().find(|fit| fit.lane == lane);
        inspection.find(&CandidateRef { lane, fit, unfit: None }, &mut found);
        let quick = context.fast_path(&wanted, moment).zip(fit);
        let quick = quick.and_then(|(fast_path, fit)| fast_path.quick_answer(fit));
        let at_clock = clock(moment.start);
        assert_eq!(one_start, all_hold, "one start at {at_clock}");
        assert_eq!(found.is_empty(), all_hold, "all blockers at {at_clock}");
        assert_eq!(self.together.contains(at), all_hold, "all starts at {at_clock}");
        if demand.kind.takes_a_provider() {
            assert!(quick.is_none_or(|quick| quick == all_hold), "the fast path at {at_clock}: {quick:?}");
        }
        tried.entry("together").or_default()[usize::from(all_hold)] += 1;
    }
}

fn empty() -> PackedTrace {
    PackedTrace::of(&Arc::default(), 1, 0)
}

fn clock(at: Minute) -> String {
    at.to_string()
}
