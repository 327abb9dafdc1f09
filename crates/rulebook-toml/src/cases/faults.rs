//! Faults of a file of cases as they are found, and the names that are looked up on the way.

use std::ops::Range;

use chrono::NaiveDate;
use dispatch_core::{
    DocumentPath, Lane, Minute, ReasonCode, Rulebook, ServiceIndex, Who,
    calendar::local::{Edge, LocalTime, Zone},
};

use crate::{diagnostic::Diagnostic, nearest, source::Source, tree::Tree};

/// Faults as they are found.
pub(super) struct Faults<'t, 'i> {
    source: Source<'t>,
    tree: &'t Tree<'i>,
    found: Vec<Diagnostic>,
}

impl<'t, 'i> Faults<'t, 'i> {
    pub(super) fn new(source: Source<'t>, tree: &'t Tree<'i>) -> Self {
        Self { source, tree, found: Vec::new() }
    }

    pub(super) fn add(
        &mut self,
        path: &DocumentPath,
        code: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add_at(self.tree.span(path), path, code, message, help);
    }

    /// The line on which something is written, from 1.
    pub(super) fn line(&self, path: &DocumentPath) -> usize {
        self.source.place(self.tree.span(path)).line
    }

    fn add_at(
        &mut self,
        span: Range<usize>,
        path: &DocumentPath,
        code: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let fault = Diagnostic::error(self.source, span, code, path).saying(message, help);
        // What stands in every case is looked at once for each.
        if !self.found.contains(&fault) {
            self.found.push(fault);
        }
    }

    /// A name that nothing has.
    pub(super) fn unknown<'k>(
        &mut self,
        path: &DocumentPath,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        let help = nearest::help(name, known, "");
        self.add(path, &format!("unknown_{what}"), format!("the rulebook has no {what} `{name}`"), help);
    }

    /// The same of a key.
    pub(super) fn unknown_key<'k>(
        &mut self,
        path: &DocumentPath,
        name: &str,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        let message = format!("`{name}` is not known here");
        self.add_at(self.tree.key_span(path), path, "unknown_name", message, nearest::help(name, known, ""));
    }

    /// A provider by id or alias.
    pub(super) fn provider(
        &mut self,
        rulebook: &Rulebook,
        path: &DocumentPath,
        name: Option<&str>,
    ) -> Option<Lane> {
        let name = name?;
        let found = rulebook.provider(name);
        if found.is_none() {
            self.unknown(path, "provider", name, known(rulebook, |who| matches!(who, Who::Provider(_))));
        }
        found
    }

    /// A room or device by id or alias.
    pub(super) fn resource(
        &mut self,
        rulebook: &Rulebook,
        path: &DocumentPath,
        kind: &'static str,
        name: Option<&str>,
    ) -> Option<Lane> {
        let name = name?;
        let of_kind = |who: &Who| matches!((kind, who), ("room", Who::Room(_)) | ("device", Who::Device(_)));
        let found = rulebook.resource(name).filter(|lane| rulebook.who(*lane).is_some_and(of_kind));
        if found.is_none() {
            self.unknown(path, kind, name, known(rulebook, of_kind));
        }
        found
    }

    pub(super) fn service(
        &mut self,
        rulebook: &Rulebook,
        path: &DocumentPath,
        name: &str,
    ) -> Option<ServiceIndex> {
        let found = rulebook.service(name);
        if found.is_none() {
            let codes: Vec<_> = (0..).map_while(|at| rulebook.service_code(ServiceIndex(at))).collect();
            self.unknown(path, "service", name, codes.iter().map(|code| code.as_str()));
        }
        found
    }

    /// The minute of a local time that the day has exactly once.
    pub(super) fn minute(
        &mut self,
        path: &DocumentPath,
        zone: Zone,
        date: NaiveDate,
        time: LocalTime,
    ) -> Option<Minute> {
        let (first, last) = (zone.utc(date, time, Edge::Start), zone.utc(date, time, Edge::End));
        if first == last && zone.local(first) == (date, time) {
            return Some(first);
        }
        let message = format!("{date} has no {time}, or has it twice");
        self.add(
            path,
            "local_time_unclear",
            message,
            "choose a time from 00:00 to 23:59 at which no clock changes",
        );
        None
    }

    pub(super) fn reasons(&mut self, path: &DocumentPath, slugs: &[String]) -> Vec<ReasonCode> {
        let mut reasons: Vec<_> = Vec::new();
        for (at, slug) in slugs.iter().enumerate() {
            match ReasonCode::from_slug(slug) {
                Some(reason) => reasons.push(reason),
                None => {
                    let known = ReasonCode::ALL.iter().map(|reason| reason.slug());
                    let help = nearest::help(slug, known, "see docs/reasons.md for all of them");
                    let message = format!("there is no reason `{slug}`");
                    self.add(&path.position(at), "unknown_reason", message, help);
                }
            }
        }
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }

    pub(super) fn into_result<T>(mut self, value: T) -> Result<T, Vec<Diagnostic>> {
        self.found.sort_by_key(|fault| (fault.line, fault.column));
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }
}

/// What the rulebook calls the providers, rooms and devices that are wanted.
pub(super) fn known(
    rulebook: &Rulebook,
    wanted: impl Fn(&Who) -> bool + Clone,
) -> impl Iterator<Item = &str> + Clone {
    // Who supervises has the name that they have already.
    let lanes = rulebook.lanes().map(|(_, who)| who).filter(|who| !matches!(who, Who::Supervisor(_)));
    let lanes: Vec<_> = lanes.filter(|who| wanted(who)).collect();
    lanes.into_iter().map(Who::as_str)
}

/// A provider, room or device by id or alias.
pub(super) fn lane(rulebook: &Rulebook, name: &str) -> Option<Lane> {
    rulebook.provider(name).or_else(|| rulebook.resource(name))
}
