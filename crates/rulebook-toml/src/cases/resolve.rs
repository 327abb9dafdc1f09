//! From the cases as written to cases that can be tried: names looked up, times laid out.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Days, NaiveDate};
use dispatch_core::{
    AddOn, BookingId, Criteria, DocumentPath, Horizon, LocationIndex, Minute, Minutes, Request, RequestItem,
    Rulebook, RulebookDocument, ServiceIndex, When, calendar::local::Zone,
};

use super::{
    case::{Case, Expected},
    client::client,
    document::{CaseDocument, CasesDocument, ExpectDocument},
    faults::{Faults, known, lane},
    standing::{Place, Placed},
};
use crate::{diagnostic::Diagnostic, source::Source, tree::Tree};

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
        faults: Faults::new(source, tree),
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
        let place = Place { rulebook: &rulebook, zone, date };
        let client = client(&mut self.faults, place, &case.client, &path.field("client"));
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
        let line = self.faults.line(&path.field("name"));
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

    fn compiled(&mut self, date: NaiveDate, path: &DocumentPath) -> Option<Arc<Rulebook>> {
        let (document, criteria) = (self.rulebook, self.criteria);
        let compiled = self.compiled.entry(date).or_insert_with(|| {
            let horizon = Horizon { first: date.checked_sub_days(Days::new(1))?, days: DAYS };
            let compiled = Rulebook::compile(document, horizon, criteria).ok()?;
            Some(Arc::new(compiled.rulebook))
        });
        if compiled.is_none() {
            let message = format!("the rulebook cannot be used on {date}");
            self.faults.add(path, "unusable_date", message, "choose another date, or help the rulebook");
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
        place: Place<'_>,
        service: Option<ServiceIndex>,
        expect: &ExpectDocument,
        path: &DocumentPath,
    ) -> Expected {
        let Place { rulebook, zone, date } = place;
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
