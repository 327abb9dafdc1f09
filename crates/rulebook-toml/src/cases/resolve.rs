//! From the cases as written to cases that can be tried: names looked up, times laid out.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use chrono::{Days, NaiveDate};
use dispatch_core::{
    AddOn, Attended, BookingId, ClearanceIndex, Cleared, Client, Criteria, DocumentPath, History, Horizon,
    Lane, LocationIndex, Minute, Minutes, ReasonCode, Request, RequestItem, Rulebook, RulebookDocument,
    ServiceIndex, When, Who, Wish,
    calendar::local::{Edge, LocalTime, Zone},
};

use super::{
    Case, Expected,
    document::{CaseDocument, CasesDocument, ClearedDocument, ClientDocument, ExpectDocument, WishDocument},
    standing::{self, Placed},
};
use crate::{diagnostic::Diagnostic, nearest, source::Source, tree::Tree};

/// A case is tried under the rulebook of so many days from the day before it: alternatives are looked for in the week after.
const DAYS: u16 = 9;
/// Distance of the starts in `between`, if the case does not say.
const EVERY: u16 = 15;
/// The booking that a case is about; what stands already has the numbers after it.
const OURS: BookingId = BookingId(0);

pub(super) fn cases(
    source: Source<'_>,
    tree: &Tree<'_>,
    document: &CasesDocument,
    rulebook: &RulebookDocument,
    criteria: &Criteria,
) -> Result<Vec<Case>, Vec<Diagnostic>> {
    let mut resolver = Resolver {
        faults: Faults { source, tree, found: Vec::new() },
        document,
        rulebook,
        criteria,
        compiled: BTreeMap::new(),
    };
    let mut names = BTreeSet::new();
    let mut cases = Vec::new();
    for (at, case) in document.cases.iter().enumerate() {
        let path = DocumentPath::default().field("case").position(at);
        if !names.insert(&case.name) {
            let message = format!("another case is called `{}` too", case.name);
            resolver.faults.add(
                &path.field("name"),
                "duplicate_name",
                message,
                "give each a name of its own",
            );
        }
        cases.extend(resolver.case(case, &path));
    }
    resolver.faults.into_result(cases)
}

/// Faults as they are found.
pub(super) struct Faults<'t, 'i> {
    source: Source<'t>,
    tree: &'t Tree<'i>,
    found: Vec<Diagnostic>,
}

impl Faults<'_, '_> {
    pub(super) fn add(
        &mut self,
        path: &DocumentPath,
        code: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add_at(self.tree.span(path), path, code, message, help);
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
    fn unknown<'k>(
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
    fn unknown_key<'k>(
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

    fn reasons(&mut self, path: &DocumentPath, slugs: &[String]) -> Vec<ReasonCode> {
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

    fn into_result<T>(mut self, value: T) -> Result<T, Vec<Diagnostic>> {
        self.found.sort_by_key(|fault| (fault.line, fault.column));
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }
}

fn known(rulebook: &Rulebook, wanted: impl Fn(&Who) -> bool + Clone) -> impl Iterator<Item = &str> + Clone {
    // Who supervises has the name that they have already.
    let lanes = rulebook.lanes().map(|(_, who)| who).filter(|who| !matches!(who, Who::Supervisor(_)));
    let lanes: Vec<_> = lanes.filter(|who| wanted(who)).collect();
    lanes.into_iter().map(Who::as_str)
}

struct Resolver<'t, 'i> {
    faults: Faults<'t, 'i>,
    document: &'t CasesDocument,
    rulebook: &'t RulebookDocument,
    criteria: &'t Criteria,
    /// By the date of the cases; none if it does not compile for it.
    compiled: BTreeMap<NaiveDate, Option<Arc<Rulebook>>>,
}

impl Resolver<'_, '_> {
    fn case(&mut self, case: &CaseDocument, path: &DocumentPath) -> Option<Case> {
        let Some(date) = case.date.or(self.document.date) else {
            self.faults.add(
                path,
                "no_date",
                "this case has no date",
                "add `date = \"2026-06-12\"`, here or at the top",
            );
            return None;
        };
        let rulebook = self.compiled(date, path)?;
        // What cannot be found is a fault already: the rest of the case is looked at all the same.
        let location = self.location(&rulebook, case, path).unwrap_or_default();
        let zone = rulebook.zone(location)?;
        let service = self.faults.service(&rulebook, &path.field("service"), &case.service);
        let when = self.when(case, path, zone, date);
        let item = RequestItem {
            requested: self.faults.provider(&rulebook, &path.field("provider"), case.provider.as_deref()),
            preferred: self.faults.provider(&rulebook, &path.field("preferred"), case.preferred.as_deref()),
            ..RequestItem::of(service.unwrap_or_default())
        };
        let item = self.with_add_ons(&rulebook, item, case, &path.field("add_ons"));
        let mut client = self.client(&rulebook, &case.client, &path.field("client"));
        client.history = self.history(&rulebook, zone, &case.client, &path.field("client"));
        client.busy = case.client.busy.iter().map(|range| zone.span(date, *range)).collect();
        let now = case.now.and_then(|now| {
            let path = path.field("now").field("time");
            self.faults.minute(&path, zone, now.date.unwrap_or(date), now.time)
        });
        let request = Request {
            items: vec![item],
            when: when.unwrap_or(When::At(Minute(0))),
            client,
            group: case.group,
            now,
            ..Request::at(OURS, location, item.service, Minute(0))
        };

        let place = standing::Place { rulebook: &rulebook, zone, date };
        let common = (DocumentPath::default().field("standing"), &self.document.standing);
        let own = (path.field("standing"), &case.standing);
        let mut placed = Placed::new(&rulebook);
        for (list, entries) in [common, own] {
            for (at, entry) in entries.iter().enumerate() {
                placed.add(&mut self.faults, place, entry, &list.position(at));
            }
        }
        let (mut schedule, standing) = placed.into_parts();
        for (at, name) in case.unreadable.iter().enumerate() {
            match lane(&rulebook, name) {
                Some(lane) => schedule.set_readable(lane, false),
                None => {
                    let path = path.field("unreadable").position(at);
                    self.faults.unknown(&path, "name", name, known(&rulebook, |_| true));
                }
            }
        }
        let expected = self.expected(place, service, &case.expect, &path.field("expect"));
        let line = self.faults.source.place(self.faults.tree.span(&path.field("name"))).line;
        let (name, about) = (case.name.clone(), case.about.clone());
        Some(Case { name, about, line, rulebook, schedule, request, date, zone, standing, expected })
    }

    fn with_add_ons(
        &mut self,
        rulebook: &Rulebook,
        mut item: RequestItem,
        case: &CaseDocument,
        path: &DocumentPath,
    ) -> RequestItem {
        for (at, name) in case.add_ons.iter().enumerate() {
            let path = path.position(at);
            let Some(add_on) = rulebook.add_on(name) else {
                let known: Vec<&str> = rulebook.add_ons().map(AddOn::code).collect();
                self.faults.unknown(&path, "add_on", name, known);
                continue;
            };
            if !add_on.goes_with(item.service) {
                let message = format!("`{name}` may not be added to `{}`", case.service);
                let help = "take it out, or extend its `services` in the rulebook";
                self.faults.add(&path, "add_on_not_allowed", message, help);
            }
            item = item.with(add_on);
        }
        item
    }

    fn client(&mut self, rulebook: &Rulebook, client: &ClientDocument, path: &DocumentPath) -> Client {
        let last_provider = client.last_provider.as_deref();
        let avoid = client.avoid.iter().enumerate().filter_map(|(at, name)| {
            self.faults.provider(rulebook, &path.field("avoid").position(at), Some(name))
        });
        Client {
            vip: client.vip,
            new: client.new,
            avoid: avoid.collect(),
            last_provider: self.faults.provider(rulebook, &path.field("last_provider"), last_provider),
            gender: self.wish(client.gender.as_ref(), &path.field("gender")),
            language: self.wish(client.language.as_ref(), &path.field("language")),
            clearances: self.clearances(rulebook, client.clearances.as_deref(), &path.field("clearances")),
            ..Client::default()
        }
    }

    fn history(
        &mut self,
        rulebook: &Rulebook,
        zone: Zone,
        client: &ClientDocument,
        path: &DocumentPath,
    ) -> History {
        let mut history = History { services: Vec::new(), complete: client.history.is_some() };
        for (at, one) in client.history.iter().flatten().enumerate() {
            let path = path.field("history").position(at);
            let start = match one.time {
                Some(time) => self.faults.minute(&path.field("time"), zone, one.date, time),
                None => Some(zone.utc(one.date, LocalTime(0), Edge::Start)),
            };
            let service = self.faults.service(rulebook, &path.field("service"), &one.service);
            if let (Some(service), Some(start)) = (service, start) {
                history.services.push(Attended { service, start });
            }
        }
        history
    }

    fn clearances(
        &mut self,
        rulebook: &Rulebook,
        had: Option<&[ClearedDocument]>,
        path: &DocumentPath,
    ) -> Option<Vec<Cleared>> {
        let mut cleared = Vec::new();
        for (at, one) in had?.iter().enumerate() {
            match rulebook.clearance(&one.id) {
                Some(clearance) => cleared.push(Cleared { clearance, on: one.on }),
                None => {
                    let known = (0..).map_while(|at| rulebook.clearance_name(ClearanceIndex(at)));
                    let known: Vec<_> = known.map(|(id, _)| id.as_str()).collect();
                    let path = path.position(at).field("id");
                    self.faults.unknown(&path, "clearance", &one.id, known.iter().copied());
                }
            }
        }
        Some(cleared)
    }

    fn wish(&mut self, wish: Option<&WishDocument>, path: &DocumentPath) -> Option<Wish> {
        match wish? {
            WishDocument { must: Some(word), prefer: None } => Some(Wish::Must(word.clone())),
            WishDocument { must: None, prefer: Some(word) } => Some(Wish::Prefer(word.clone())),
            _ => {
                let message = "a wish is either a condition or a preference";
                self.faults.add(path, "unclear_wish", message, "write `must = ...` or `prefer = ...`");
                None
            }
        }
    }

    fn compiled(&mut self, date: NaiveDate, path: &DocumentPath) -> Option<Arc<Rulebook>> {
        let (document, criteria) = (self.rulebook, self.criteria);
        let compiled = self.compiled.entry(date).or_insert_with(|| {
            let horizon = Horizon { first: date.checked_sub_days(Days::new(1))?, days: DAYS };
            let compiled = Rulebook::compile(document, horizon, criteria).ok()?;
            Some(Arc::new(compiled.rulebook))
        });
        if compiled.is_none() {
            let message = format!("the rulebook cannot be used on {date}");
            self.faults.add(path, "unusable_date", message, "choose another date, or correct the rulebook");
        }
        compiled.clone()
    }

    fn location(
        &mut self,
        rulebook: &Rulebook,
        case: &CaseDocument,
        path: &DocumentPath,
    ) -> Option<LocationIndex> {
        let known: Vec<_> = (0..).map_while(|at| rulebook.location_name(LocationIndex(at))).collect();
        match &case.location {
            None if known.len() == 1 => Some(LocationIndex(0)),
            None => {
                let message = "the rulebook has several locations, and this case names none";
                self.faults.add(path, "location_omitted", message, "add `location = ...`");
                None
            }
            Some(name) => {
                let found = rulebook.location(name);
                if found.is_none() {
                    let known = known.iter().map(|(id, _)| id.as_str());
                    self.faults.unknown(&path.field("location"), "location", name, known);
                }
                found
            }
        }
    }

    fn when(
        &mut self,
        case: &CaseDocument,
        path: &DocumentPath,
        zone: Zone,
        date: NaiveDate,
    ) -> Option<When> {
        match (case.time, case.between) {
            (Some(time), None) if case.every.is_none() => {
                self.faults.minute(&path.field("time"), zone, date, time).map(When::At)
            }
            (None, Some(between)) => {
                let grid = Minutes(case.every.unwrap_or(EVERY).into());
                Some(When::Within { window: zone.span(date, between), grid })
            }
            _ => {
                let message = "a case has a start or a range to find one in";
                let help = "write `time = \"14:00\"`, or `between = \"13:00-17:00\"` (with `every = 15`, if you like)";
                self.faults.add(path, "no_time", message, help);
                None
            }
        }
    }

    fn expected(
        &mut self,
        place: standing::Place<'_>,
        service: Option<ServiceIndex>,
        expect: &ExpectDocument,
        path: &DocumentPath,
    ) -> Expected {
        let standing::Place { rulebook, zone, date } = place;
        let faults = &mut self.faults;
        let first = [
            ("provider", faults.provider(rulebook, &path.field("provider"), expect.provider.as_deref())),
            ("room", faults.resource(rulebook, &path.field("room"), "room", expect.room.as_deref())),
            ("device", faults.resource(rulebook, &path.field("device"), "device", expect.device.as_deref())),
        ];
        let mut expected = Expected {
            first: first.into_iter().filter_map(|(kind, lane)| Some((kind, lane?))).collect(),
            flags: faults.reasons(&path.field("flags"), expect.flags.as_deref().unwrap_or_default()),
            start: expect.start.and_then(|time| faults.minute(&path.field("start"), zone, date, time)),
            ..Expected::default()
        };
        let roles: Vec<_> = service.into_iter().flat_map(|service| rulebook.service_roles(service)).collect();
        for (role, name) in &expect.roles {
            let path = path.field("roles").field(role);
            if service.is_some() && !roles.contains(&role.as_str()) {
                faults.unknown_key(&path, role, roles.iter().copied());
            }
            let lane = lane(rulebook, name);
            if lane.is_none() {
                faults.unknown(&path, "name", name, known(rulebook, |_| true));
            }
            if let Some(lane) = lane {
                expected.roles.push((role.clone(), lane));
            }
        }
        for (name, slugs) in &expect.blocked {
            let path = path.field("blocked").field(name);
            let reasons = faults.reasons(&path, slugs);
            match lane(rulebook, name) {
                Some(lane) => expected.blocked.push((lane, reasons)),
                None => faults.unknown_key(&path, name, known(rulebook, |_| true)),
            }
        }
        expected
    }
}

/// A provider, room or device by id or alias.
fn lane(rulebook: &Rulebook, name: &str) -> Option<Lane> {
    rulebook.provider(name).or_else(|| rulebook.resource(name))
}
