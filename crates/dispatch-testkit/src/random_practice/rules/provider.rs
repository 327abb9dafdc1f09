//! Random providers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};
use dispatch_core::{
    BreakDocument, DatedShifts, FixedBreak, FloatingBreak, HeldCredential, InARowDocument, Minutes,
    ProviderDocument, RulebookDocument,
};
use proptest::{
    collection::btree_map, collection::vec, option, prelude::*, sample::select, sample::subsequence,
};

use super::hours::{Duty, Roams, duties, duty, roams};
use crate::random_practice::{
    supervision::{self, Supervises},
    values::{CREDENTIALS, DAYS, Hours, OPENING, credential, location_id, place, range, subset, weekly},
};

const FLOATING_BREAKS: &[(i32, (u16, u16))] =
    &[(30, (660, 840)), (20, (690, 720)), (45, (1200, 1380)), (15, (70, 190)), (60, (540, 700))];

const FIXED_BREAKS: Hours = &[(720, 750), (600, 615), (1425, 15), (125, 155), (740, 790)];

#[derive(Clone, Debug)]
pub(super) struct Provider {
    elsewhere: bool,
    roams: Option<Roams>,
    grade: i32,
    gender: Option<&'static str>,
    languages: BTreeSet<usize>,
    /// Credential, first and last day of the horizon.
    held: Vec<(usize, Option<i64>, Option<i64>)>,
    shifts: Option<Hours>,
    dated: Option<(i64, Option<Hours>)>,
    fixed: Vec<(u16, u16)>,
    floating: Vec<(i32, (u16, u16))>,
    duty: Duty,
    cap: Option<u16>,
    in_a_row: Option<(i32, i32)>,
    /// Own lengths by position of the service.
    minutes: BTreeMap<usize, i32>,
    supervises: Supervises,
}

pub(super) fn provider() -> impl Strategy<Value = Provider> {
    let day = || option::weighted(0.2, 0..i64::from(DAYS));
    let held = vec((0..CREDENTIALS, day(), day()), 0..=4);
    let dated = option::weighted(0.15, (0..i64::from(DAYS), option::of(select(OPENING))));
    let hours = (option::weighted(0.5, select(OPENING)), dated);
    let fixed = prop_oneof![3 => Just(Vec::new()), 1 => subsequence(FIXED_BREAKS, 1..=3)];
    let breaks = (fixed, vec(select(FLOATING_BREAKS), 0..=2));
    let minutes = btree_map(0usize..4, 10..80, 0..=2);
    let traits = (option::weighted(0.7, select(&["female", "male"][..])), subset(2));
    // Long enough for any service.
    let in_a_row = option::weighted(0.4, (select(&[120, 125, 140, 200][..]), select(&[1, 20, 60, 120][..])));
    let limits = (option::weighted(0.25, 1u16..4), in_a_row);
    let place = (any::<bool>(), option::weighted(0.7, roams()));
    let rest = (place, 0..3, limits, (minutes, supervision::supervises()), traits);
    (held, hours, breaks, duty(), rest).prop_map(|(held, (shifts, dated), (fixed, floating), duty, rest)| {
        let ((elsewhere, roams), grade, (cap, in_a_row), (minutes, supervises), (gender, languages)) = rest;
        Provider {
            elsewhere,
            roams,
            grade,
            gender,
            languages,
            held,
            shifts,
            dated,
            fixed,
            floating,
            duty,
            cap,
            in_a_row,
            minutes,
            supervises,
        }
    })
}

impl Provider {
    pub(super) fn provider(&self, at: usize, two: bool, first: NaiveDate) -> ProviderDocument {
        let date = |day: i64| first + Duration::days(day);
        let held = self.held.iter().map(|(id, from, until)| HeldCredential {
            id: credential(*id),
            from: from.map(date).filter(|from| until.is_none_or(|until| *from <= date(until))),
            until: until.map(date),
        });
        let dated = self.dated.iter().map(|(day, hours)| DatedShifts {
            date: date(*day),
            shifts: hours.unwrap_or(&[]).iter().copied().map(range).collect(),
        });
        let fixed = self.fixed.iter().map(|at| BreakDocument::Fixed(FixedBreak { at: range(*at) }));
        let floating = self.floating.iter().map(|(minutes, within)| {
            BreakDocument::Floating(FloatingBreak { minutes: Minutes(*minutes), within: range(*within) })
        });
        let home = place(at, self.elsewhere);
        let roams = self.roams.filter(|_| two).map(|roams| roams.hours(home, first));
        let (shifts, dates, elsewhere) = match roams {
            None => (self.shifts.map(weekly), dated.collect(), Vec::new()),
            Some((shifts, dates, elsewhere)) => (Some(shifts), dates, vec![elsewhere]),
        };
        ProviderDocument {
            id: ["ada", "ben", "cleo", "dov"][at.min(3)].into(),
            name: None,
            aliases: Vec::new(),
            location: two.then(|| location_id(home)),
            gender: self.gender.map(str::to_owned),
            languages: self.languages.iter().map(|at| ["spanish", "Korean"][*at].to_owned()).collect(),
            grade: self.grade,
            credentials: held.collect(),
            shifts,
            dates,
            elsewhere,
            breaks: fixed.into_iter().chain(floating).collect(),
            duties: duties(&self.duty),
            max_appointments_a_day: self.cap,
            max_in_a_row: self
                .in_a_row
                .map(|(minutes, pause)| InARowDocument { minutes: Minutes(minutes), pause: Minutes(pause) }),
            supervises: supervision::of_provider(&self.supervises),
            minutes: BTreeMap::new(),
        }
    }
}

/// Own lengths are known once the menu is, and only for services without phases.
pub(super) fn own_lengths(drawn: &[Provider], document: &mut RulebookDocument) {
    for (provider, drawn) in document.providers.iter_mut().zip(drawn) {
        for (service, minutes) in &drawn.minutes {
            if let Some(service) = document.services.get(*service).filter(|service| service.phases.is_empty())
            {
                provider.minutes.insert(service.code.clone(), Minutes(*minutes));
            }
        }
    }
}
