//! Random rules about the days between services, and what a client had.

use dispatch_core::{
    Attended, History, Minute, Minutes, RulebookDocument, SameDay, ServiceIndex, SpacingDocument,
    UnknownHistory,
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};

const CATEGORIES: [&str; 2] = ["peel", "laser"];

/// Rules before it is known which services there are.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// The category of each service.
    categories: Vec<Option<usize>>,
    spacings: Vec<SpacingDocument>,
    take_known: bool,
}

pub(super) fn rules() -> impl Strategy<Value = Rules> {
    let category = || select(&CATEGORIES[..]);
    let same_day =
        option::of(select(&[SameDay::Never, SameDay::InOrder, SameDay::InOrder, SameDay::AnyOrder][..]));
    let days = (option::weighted(0.7, 0u16..5), option::weighted(0.4, 0u16..6));
    let spacing =
        (category(), category(), days, same_day).prop_map(|(after, then, (least, most), same_day)| {
            let same_day = same_day.filter(|same_day| after != then || *same_day != SameDay::InOrder);
            SpacingDocument {
                after: after.to_owned(),
                then: then.to_owned(),
                at_least_days: least.or_else(|| (most.is_none() && same_day.is_none()).then_some(1)),
                at_most_days: most.map(|most| most.max(least.unwrap_or(0)).max(1)),
                same_day,
            }
        });
    let categories = vec(option::weighted(0.5, 0..CATEGORIES.len()), 4);
    let spacings = prop_oneof![2 => Just(Vec::new()), 1 => vec(spacing, 1..=3)];
    (categories, spacings, prop::bool::weighted(0.3)).prop_map(|(categories, spacings, take_known)| Rules {
        categories,
        spacings,
        take_known,
    })
}

impl Rules {
    pub(super) fn unknown(&self) -> UnknownHistory {
        if self.take_known { UnknownHistory::TakeKnown } else { UnknownHistory::Flag }
    }

    /// Rules that name what no service is are left out.
    pub(super) fn lay(&self, document: &mut RulebookDocument) {
        for (service, category) in document.services.iter_mut().zip(&self.categories) {
            service.category = category.map(|at| CATEGORIES[at].to_owned());
        }
        let known =
            |name: &String| document.services.iter().any(|service| service.category.as_ref() == Some(name));
        let spacings = self.spacings.iter().filter(|rule| known(&rule.after) && known(&rule.then));
        document.spacings = spacings.cloned().collect();
    }
}

/// What a client had and is to have, before it is known when they ask.
#[derive(Clone, Debug)]
pub(super) struct Had {
    /// Which service, how many days after the start, and how many minutes later in the day.
    services: Vec<(Index, i32, i32)>,
    complete: bool,
}

pub(super) fn had() -> impl Strategy<Value = Had> {
    let days = prop_oneof![1 => Just(0), 2 => -7..7i32];
    let one = (any::<Index>(), days, prop_oneof![1 => Just(0), 4 => -400..400i32]);
    (vec(one, 0..=3), prop::bool::weighted(0.9)).prop_map(|(services, complete)| Had { services, complete })
}

impl Had {
    pub(super) fn history(&self, start: Minute, services: usize) -> History {
        let attended = |(service, days, minutes): &(Index, i32, i32)| Attended {
            service: ServiceIndex(u16::try_from(service.index(services)).unwrap_or(0)),
            start: start.plus(Minutes(days * 24 * 60 + minutes)),
        };
        History { services: self.services.iter().map(attended).collect(), complete: self.complete }
    }
}
