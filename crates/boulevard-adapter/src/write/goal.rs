//! Goals: the appointment as it is, and what a write wants of each of its lines.

use std::collections::BTreeSet;

use adapter_kit::{Observations, Unreadable, local_naive};
use dispatch_core::{
    Minute, Minutes, PlatformId, Span,
    calendar::local::Zone,
    engine::{Fact, Write, WrittenItem},
};
use serde::{Deserialize, Serialize};

use crate::{settings::Settings, wire::Appointment};

/// The reason to refuse a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) slug: &'static str,
    pub(crate) detail: String,
}

impl Problem {
    pub(crate) fn new(slug: &'static str, detail: impl Into<String>) -> Self {
        Self { slug, detail: detail.into() }
    }
}

/// An appointment as far as a write concerns it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Picture {
    pub(crate) location: PlatformId,
    pub(crate) client: String,
    pub(crate) zone: String,
    pub(crate) lines: Vec<Line>,
}

/// One line of an appointment: one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) id: PlatformId,
    pub(crate) service: PlatformId,
    pub(crate) start: Minute,
    pub(crate) busy: Minutes,
    pub(crate) staff: Option<PlatformId>,
    pub(crate) resources: BTreeSet<PlatformId>,
}

/// The goal of one line; none where it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Goal {
    /// Position of the line in its picture.
    pub(crate) line: usize,
    pub(crate) start: Option<Minute>,
    pub(crate) staff: Option<PlatformId>,
    /// Of the resources that we may set only.
    pub(crate) resources: Option<BTreeSet<PlatformId>>,
}

impl Picture {
    pub(crate) fn of(appointment: &Appointment, observations: &Observations) -> Result<Self, Unreadable> {
        let Some(Fact::AppointmentObserved(observed)) = observations.facts.first() else {
            return Err(Unreadable::new("no appointment was read"));
        };
        let lines = observed.snapshot.items.iter().map(|item| {
            let id = item.id.clone().unwrap_or_else(|| item.service.clone());
            Line {
                busy: appointment
                    .total_duration(&id)
                    .max(item.end.minute_ceil().since(item.start.minute_floor())),
                id,
                service: item.service.clone(),
                start: item.start.minute_floor(),
                staff: item.provider.clone(),
                resources: item.resources.iter().cloned().collect(),
            }
        });
        Ok(Self {
            location: observed.snapshot.location.clone(),
            client: appointment.client_id.clone(),
            zone: appointment.location.tz.clone(),
            lines: lines.collect(),
        })
    }

    pub(crate) fn zone(&self) -> Option<Zone> {
        Zone::named(&self.zone)
    }

    /// The span of all lines.
    pub(crate) fn reach(&self) -> Span {
        let start = self.lines.iter().map(|line| line.start).min().unwrap_or_default();
        let end = self.lines.iter().map(|line| line.span().end).max().unwrap_or_default();
        Span::new(start, end)
    }

    /// The picture as it will be once the goals are met.
    pub(crate) fn reaching(mut self, goals: &[Goal]) -> Self {
        for goal in goals {
            let Some(line) = self.lines.get_mut(goal.line) else { continue };
            line.start = goal.start.unwrap_or(line.start);
            if goal.staff.is_some() {
                line.staff.clone_from(&goal.staff);
            }
            if let Some(resources) = &goal.resources {
                line.resources.clone_from(resources);
            }
        }
        self
    }

    /// True if every line is as in the other picture, whatever the lines' ids.
    pub(crate) fn is_as_wanted(&self, wanted: &Self) -> bool {
        let content = |picture: &Self| {
            let lines = picture.lines.iter().cloned();
            let mut lines: Vec<_> =
                lines.map(|line| (line.start, line.service, line.staff, line.resources)).collect();
            lines.sort();
            lines
        };
        content(self) == content(wanted)
    }
}

impl Line {
    pub(crate) const fn span(&self) -> Span {
        Span::from_start(self.start, self.busy)
    }
}

impl Goal {
    /// The start to set, in the form that the platform expects; none if it stays.
    pub(crate) fn local_start(&self, picture: &Picture) -> Result<Option<String>, Problem> {
        let current = picture.lines.get(self.line).map(|line| line.start);
        let Some(start) = self.start.filter(|start| Some(*start) != current) else { return Ok(None) };
        let zone = picture.zone().ok_or_else(|| Problem::new("local_time_unclear", "unknown time zone"))?;
        local_naive(zone, start)
            .map(Some)
            .map_err(|unclear| Problem::new("local_time_unclear", unclear.to_string()))
    }
}

/// The goals of a write, line by line. A rewritten appointment may have new line ids (`renamed`): then their order
/// decides.
pub(crate) fn goals(
    write: &Write,
    picture: &Picture,
    settings: &Settings,
    renamed: bool,
) -> Result<Vec<Goal>, Problem> {
    let changed = || Problem::new("items_changed", "the appointment has other services than the decision");
    if write.items.len() != picture.lines.len() {
        return Err(changed());
    }
    let by_id =
        |item: &WrittenItem| picture.lines.iter().position(|line| Some(&line.id) == item.item.as_ref());
    let named = write.items.iter().all(|item| item.item.is_none() || by_id(item).is_some());
    if !named && !renamed {
        return Err(changed());
    }
    let items = write.items.iter().enumerate();
    items.map(|(position, item)| goal(item, by_id(item).unwrap_or(position), settings)).collect()
}

fn goal(item: &WrittenItem, line: usize, settings: &Settings) -> Result<Goal, Problem> {
    let staff = match &item.provider {
        None => None,
        Some(named) => Some(named.platform.clone().ok_or_else(|| {
            Problem::new("provider_unknown", format!("provider `{}` has no id on the platform", named.id))
        })?),
    };
    // A resource that is not among those we may set is known to us alone and never written.
    let settable = if settings.resources.is_empty() { None } else { item.resources.as_ref() };
    let resources = settable.map(|resources| {
        let named = resources.iter().filter_map(|named| named.platform.clone());
        named.filter(|id| settings.resources.contains_key(id)).collect()
    });
    Ok(Goal { line, start: item.start, staff, resources })
}

/// The goals that are not met yet, in words for a person.
pub(crate) fn unmet(goals: &[Goal], picture: &Picture, settings: &Settings) -> Vec<String> {
    let mut unmet = Vec::new();
    for goal in goals {
        let Some(line) = picture.lines.get(goal.line) else { continue };
        if let Some(start) = goal.start.filter(|start| *start != line.start) {
            unmet.push(format!("`{}` starts at {} instead of {start}", line.id, line.start));
        }
        if let Some(staff) = goal.staff.as_ref().filter(|staff| Some(*staff) != line.staff.as_ref()) {
            let current = line.staff.as_ref().map_or("no provider".to_owned(), |id| format!("`{id}`"));
            unmet.push(format!("`{}` is with {current} instead of `{staff}`", line.id));
        }
        if let Some(wanted) = &goal.resources
            && *wanted != managed(&line.resources, settings)
        {
            unmet.push(format!("`{}` has other rooms or devices than wanted", line.id));
        }
    }
    unmet
}

/// The resources among these that we may set.
pub(crate) fn managed(resources: &BTreeSet<PlatformId>, settings: &Settings) -> BTreeSet<PlatformId> {
    resources.iter().filter(|id| settings.resources.contains_key(*id)).cloned().collect()
}
