//! The adoption of a rulebook: the one that decides, and the ones that may follow it.

use crate::calendar::LaneCapacity;

use super::super::model::{Adopted, Event};
use super::{draft::Draft, refusal::Refusal};

/// Adopts the draft's rulebook. The one that is adopted already changes nothing.
pub(super) fn adopt(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let rulebook = draft.rulebook;
    let holds: Vec<u16> = rulebook.capacities().map(LaneCapacity::holds).collect();
    let adopted = Adopted {
        practice: rulebook.practice().clone(),
        revision: rulebook.revision(),
        lanes: rulebook.lanes().map(|(_, who)| who.clone()).collect(),
        paddings: rulebook.capacities().map(LaneCapacity::padding).collect(),
        holds: if holds.iter().any(|holds| *holds > 1) { holds } else { Vec::new() },
        services: rulebook.service_codes().cloned().collect(),
        pages: rulebook.pages().clone(),
    };
    if let Some(before) = draft.state.adopted() {
        if *before == adopted {
            return Ok(());
        }
        if !follows(&adopted, before) {
            return Err(Refusal::NoSuccessor {
                practice: before.practice.clone(),
                adopted: before.revision,
                given: adopted.revision,
            });
        }
    }
    draft.push(Event::RulebookAdopted(adopted));
    Ok(())
}

/// True for a later revision of the same practice, and for the same one over other days.
fn follows(adopted: &Adopted, before: &Adopted) -> bool {
    let same_but_days = Adopted { pages: before.pages.clone(), ..adopted.clone() } == *before;
    adopted.practice == before.practice && (adopted.revision > before.revision || same_but_days)
}

/// Refuses to decide by another rulebook than the adopted one.
pub(super) fn must_be_adopted(draft: &Draft<'_>) -> Result<(), Refusal> {
    let (rulebook, adopted) = (draft.rulebook, draft.state.adopted().ok_or(Refusal::NoRulebook)?);
    let same = adopted.practice == *rulebook.practice()
        && adopted.revision == rulebook.revision()
        && adopted.pages == *rulebook.pages();
    if same {
        return Ok(());
    }
    Err(Refusal::OtherRulebook {
        practice: adopted.practice.clone(),
        adopted: adopted.revision,
        given: rulebook.revision(),
    })
}
