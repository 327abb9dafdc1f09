//! Lifted in the document: breaks and duties. What is named is what of it lies in one day; what is taken out is the
//! entry.

use chrono::NaiveDate;
use dispatch_core::{
    Blocker, BreakDocument, DutyDocument, Minute, Span, Who,
    calendar::local::{LocalRange, Zone, weekday},
};

use super::{left_out::LeftOut, scene::Scene};

/// An entry of the document: which, and the times of day that it is about.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Break(BreakDocument),
    Duty(DutyDocument),
}

pub(super) fn drop(scene: &mut Scene, who: &Who, blocker: &Blocker) -> Result<(), LeftOut> {
    let found = entries(scene, who, blocker);
    let stays_break = |one: &BreakDocument| !found.contains(&Entry::Break(one.clone()));
    let stays_duty = |one: &DutyDocument| !found.contains(&Entry::Duty(one.clone()));
    match who {
        Who::Provider(_) | Who::Supervisor(_) => {
            let provider = scene.provider(who);
            provider.breaks.retain(stays_break);
            provider.duties.retain(stays_duty);
        }
        Who::Room(_) | Who::Device(_) => scene.resource(who).duties.retain(stays_duty),
    }
    Ok(())
}

/// True if the entry of a blocker is that of another too.
pub(super) fn share_an_entry(scene: &Scene, who: &Who, blocker: &Blocker, others: &[&Blocker]) -> bool {
    let own = entries(scene, who, blocker);
    others.iter().any(|other| entries(scene, who, other).iter().any(|entry| own.contains(entry)))
}

/// The entries that a blocker may stand for: those that it is a whole day's part of.
fn entries(scene: &Scene, who: &Who, blocker: &Blocker) -> Vec<Entry> {
    let mut scene = scene.clone();
    let (breaks, duties) = match who {
        Who::Provider(_) | Who::Supervisor(_) => {
            let provider = scene.provider(who);
            (provider.breaks.clone(), provider.duties.clone())
        }
        Who::Room(_) | Who::Device(_) => (Vec::new(), scene.resource(who).duties.clone()),
    };
    let all = breaks.into_iter().map(Entry::Break).chain(duties.into_iter().map(Entry::Duty));
    all.filter(|entry| match (blocker, entry) {
        (Blocker::BreakLost { minutes, within }, Entry::Break(BreakDocument::Floating(pause))) => {
            pause.minutes == *minutes && is_on(&scene, pause.within, *within, |_| true)
        }
        (Blocker::OnBreak { span }, Entry::Break(BreakDocument::Fixed(pause))) => {
            is_on(&scene, pause.at, *span, |_| true)
        }
        (Blocker::OnDuty { name, span }, Entry::Duty(duty)) => {
            duty.name == **name && is_on(&scene, duty.at, *span, |date| duty.is_on(weekday(date)))
        }
        _ => false,
    })
    .collect()
}

/// True if a span is what a range of local time has of one business day, by the clock of a location.
fn is_on(scene: &Scene, range: LocalRange, span: Span, on: impl Fn(NaiveDate) -> bool) -> bool {
    let day = page(scene.zone(0), span.start);
    (0..scene.document.locations.len()).map(|site| scene.zone(site)).any(|zone| {
        let date = zone.local(span.start).0;
        let dates = [date.pred_opt().unwrap(), date];
        dates.into_iter().any(|date| on(date) && zone.span(date, range).intersection(day) == span)
    })
}

fn page(zone: Zone, at: Minute) -> Span {
    let date = zone.local(at).0;
    let midnight = |date| {
        use dispatch_core::calendar::local::{Edge, LocalTime};
        zone.utc(date, LocalTime(0), Edge::Start)
    };
    Span::new(midnight(date), midnight(date.succ_opt().unwrap()))
}
