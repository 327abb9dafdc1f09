//! A choice that a person has: start, provider and rooms of each service, named so that an answer can name them again.

use dispatch_core::{Assignment, Rulebook, Who, calendar::local::Zone};
use serde::Serialize;

use super::{moment::Moment, named::Named};

/// A candidate or an alternative, or what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Choice {
    start: Moment,
    end: Moment,
    items: Vec<ChoiceItem>,
}

/// What one service gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ChoiceItem {
    service: Named,
    start: Moment,
    end: Moment,
    /// The provider who treats.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<Named>,
    /// Rooms and devices.
    resources: Vec<Named>,
    /// Who assists, or supervises from outside the room.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    with: Vec<Named>,
}

impl Choice {
    pub(crate) fn of(rulebook: &Rulebook, assignment: &Assignment, zone: Zone) -> Self {
        let items = assignment.items.iter().map(|item| {
            let mut providers = Vec::new();
            let mut resources = Vec::new();
            for role in &item.roles {
                let named = Named::who(rulebook, &role.who);
                match role.who {
                    Who::Provider(_) | Who::Supervisor(_) => providers.push(named),
                    Who::Room(_) | Who::Device(_) => resources.push(named),
                }
            }
            let mut providers = providers.into_iter();
            ChoiceItem {
                service: Named::service(rulebook, item.service.as_str()),
                start: Moment::minute(item.span.start, zone),
                end: Moment::minute(item.span.end, zone),
                provider: providers.next(),
                resources,
                with: providers.collect(),
            }
        });
        Self {
            start: Moment::minute(assignment.visit.start, zone),
            end: Moment::minute(assignment.visit.end, zone),
            items: items.collect(),
        }
    }
}
