//! A practice and a request that can be changed, and what is said of a candidate then. Changed rules may number
//! those who supervise anew: what is booked belongs to whom it names.

use dispatch_core::{
    Block, Candidate, Criteria, Horizon, Occupancy, ProviderDocument, Request, ResourceDocument, Rulebook,
    RulebookDocument, Schedule, Verdict, Who, assign, calendar::local::Zone,
};
use dispatch_testkit::Practice;

use super::left_out::LeftOut;

#[derive(Clone)]
pub(super) struct Scene {
    pub(super) document: RulebookDocument,
    pub(super) horizon: Horizon,
    pub(super) occupancies: Vec<(Who, Occupancy)>,
    pub(super) blocks: Vec<(Who, Block)>,
    pub(super) unreadable: Vec<Who>,
    pub(super) request: Request,
}

impl Scene {
    pub(super) fn of(practice: &Practice, rulebook: &Rulebook, request: &Request) -> Self {
        let who = |lane| rulebook.who(lane).unwrap().clone();
        Self {
            document: practice.document.clone(),
            horizon: practice.horizon,
            occupancies: practice.occupancies.iter().map(|one| (who(one.lane), *one)).collect(),
            blocks: practice.blocks.iter().map(|one| (who(one.lane), *one)).collect(),
            unreadable: practice.unreadable.iter().map(|lane| who(*lane)).collect(),
            request: request.clone(),
        }
    }

    /// What becomes of a candidate.
    pub(super) fn verdict(&self, candidate: &Candidate) -> Result<Verdict, LeftOut> {
        let compiled = Rulebook::compile(&self.document, self.horizon, &Criteria::builtin());
        let rulebook = match compiled {
            Ok(compiled) => compiled.rulebook,
            Err(faults) if faults.iter().all(|fault| fault.code() == "overlapping_hours") => {
                return Err(LeftOut::NightBefore);
            }
            Err(faults) => panic!("{candidate:?}\n{faults:#?}"),
        };
        let lane = |who: &Who| rulebook.lane_of(who).unwrap();
        let mut schedule = Schedule::new(rulebook.pages().clone(), rulebook.capacities());
        for (who, occupancy) in &self.occupancies {
            schedule.insert(Occupancy { lane: lane(who), ..*occupancy });
        }
        for (who, block) in &self.blocks {
            schedule.block(Block { lane: lane(who), ..*block });
        }
        self.unreadable.iter().for_each(|who| schedule.set_readable(lane(who), false));
        let trace = assign(&rulebook, &schedule, &self.request).trace;
        let same = |other: &Candidate| other.role == candidate.role && other.who == candidate.who;
        let found = trace.candidates().find(same).map(|found| found.verdict);
        assert!(found.is_some() || &*candidate.role == "supervisor");
        found.ok_or(LeftOut::NotAsked)
    }

    pub(super) fn provider(&mut self, who: &Who) -> &mut ProviderDocument {
        self.document.providers.iter_mut().find(|provider| provider.id.as_str() == who.as_str()).unwrap()
    }

    pub(super) fn resource(&mut self, who: &Who) -> &mut ResourceDocument {
        self.document.resources.iter_mut().find(|resource| resource.id.as_str() == who.as_str()).unwrap()
    }

    pub(super) fn zone(&self, site: usize) -> Zone {
        Zone::named(&self.document.locations[site].time_zone).unwrap()
    }
}

/// Whose calendar it is: of who supervises, their own.
pub(super) fn calendar_of(who: &Who) -> Who {
    match who {
        Who::Supervisor(id) => Who::Provider(id.clone()),
        other => other.clone(),
    }
}
