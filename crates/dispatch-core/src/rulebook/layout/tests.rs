use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::{
    calendar::{PageIndex, PageRange},
    explain::Blocker,
    ids::{CredentialId, Lane, LocationIndex, ServiceIndex},
    rulebook::{
        Criteria, DayRules, DemandKind, FixedBreakRule, Horizon, LengthRule, Missing, PageSpan, Rulebook,
        RulebookDocument, Use, ValidPages,
    },
    time::Minutes,
};

fn document() -> Value {
    json!({
        "practice": "example",
        "location": [{
            "id": "main", "time_zone": "America/New_York", "closures": ["2026-07-04"],
            "hours": { "weekdays": ["09:00-18:00"], "sat": ["10:00-14:00"] },
        }],
        "credential": [{ "id": "rn" }, { "id": "filler" }],
        "provider": [
            {
                "id": "a", "aliases": ["101"], "grade": 2,
                "credentials": [{ "id": "rn" }, { "id": "filler", "until": "2026-06-14" }],
                "breaks": [{ "minutes": 30, "within": "11:00-14:00" }, { "at": "15:00-15:15" }],
                "minutes": { "LIP": 40 },
            },
            {
                "id": "b", "credentials": [{ "id": "rn" }],
                "shifts": { "fri": ["12:00-18:00"] },
                "dates": [{ "date": "2026-06-13", "shifts": ["10:00-12:00"] }, { "date": "2026-06-19", "shifts": [] }],
            },
        ],
        "resource": [
            { "id": "r1", "kind": "room", "capabilities": ["consult", "laser"] },
            { "id": "r2", "kind": "room", "capabilities": ["consult"] },
            { "id": "r3", "kind": "room", "capabilities": ["laser"] },
            { "id": "laser", "kind": "device", "fixed_in": "r3" },
        ],
        "service": [
            {
                "code": "LIP", "aliases": ["f-1"], "minutes": 45, "qualification": [["rn", "filler"]],
                "needs": [{ "kind": "room", "capabilities": ["consult"] }],
                "buffers": { "room": { "before": 15, "after": 10 }, "provider": { "after": 5 } },
            },
            {
                "code": "LASER", "qualification": [["rn"]],
                "needs": [{ "kind": "device", "any_of": ["laser"] }, { "kind": "room", "capabilities": ["laser"] }],
                "phases": [
                    { "name": "numbing", "minutes": 20, "uses": ["room"] },
                    { "name": "laser", "minutes": 40, "uses": ["room", "device", "provider"] },
                    { "name": "wait", "minutes": 10, "uses": ["room"] },
                    { "name": "look", "minutes": 5, "uses": ["room", "provider"] },
                ],
            },
        ],
    })
}

fn compile(document: Value, first: &str, days: u16) -> Rulebook {
    let document: RulebookDocument = serde_json::from_value(document).unwrap();
    let horizon = Horizon { first: date(first), days };
    Rulebook::compile(&document, horizon, &Criteria::builtin()).unwrap().rulebook
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Friday 2026-06-12 and the two weeks after.
fn friday() -> Rulebook {
    compile(document(), "2026-06-12", 14)
}

fn open(day: &DayRules, lane: u16) -> Vec<(u32, u32)> {
    let row = day.open[usize::from(lane)];
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for at in (0..1536).filter(|at| row.any(PageRange { from: *at, to: at + 1 })) {
        match spans.last_mut() {
            Some(last) if last.1 == at => last.1 = at + 1,
            _ => spans.push((at, at + 1)),
        }
    }
    spans
}

#[test]
fn pages_are_local_days() {
    let rulebook = friday();
    assert_eq!(rulebook.table.days(), 14);
    assert_eq!(rulebook.table.horizon().start.to_string(), "2026-06-12T04:00Z");
}

#[test]
fn shifts_dates_and_breaks_open_a_provider() {
    let rulebook = friday();
    let friday = rulebook.day(PageIndex(0)).unwrap();
    assert_eq!(open(friday, 0), [(540, 900), (915, 1080)], "location hours without the fixed break");
    assert_eq!(open(friday, 1), [(720, 1080)]);
    let pause = FixedBreakRule {
        lane: Lane(0),
        location: LocationIndex(0),
        within: PageSpan { from: 900, to: 915 },
        duty: None,
    };
    assert_eq!(friday.fixed_breaks, [pause]);
    assert_eq!(friday.floating_breaks.len(), 1);
    assert_eq!(friday.floating_breaks[0].within, PageSpan { from: 660, to: 840 });
    assert_eq!((friday.split, friday.open_words.clone()), (720, 8..17));
    let saturday = rulebook.day(PageIndex(1)).unwrap();
    assert_eq!(open(saturday, 1), [(600, 720)], "a date of its own beats the week");
    let sunday = rulebook.day(PageIndex(2)).unwrap();
    assert!(sunday.floating_breaks.is_empty() && sunday.open_words.is_empty());
    assert_eq!(open(rulebook.day(PageIndex(7)).unwrap(), 1), [], "an empty date is a day off");
}

#[test]
fn days_that_are_alike_share_an_entry() {
    let rulebook = friday();
    // Friday, Saturday with b, Sunday, four weekdays without b, Friday without b too, Saturday without b.
    assert_eq!(rulebook.day_of_page, [0, 1, 2, 3, 3, 3, 3, 3, 4, 2, 3, 3, 3, 3]);
}

#[test]
fn a_closed_date_closes_every_lane() {
    let rulebook = compile(document(), "2026-07-04", 1);
    assert!((0..6).all(|lane| open(rulebook.day(PageIndex(0)).unwrap(), lane).is_empty()));
    assert!(rulebook.locations[0].opening.is_empty());
}

#[test]
fn ranges_over_midnight_spill_into_the_next_page() {
    let mut document = document();
    document["provider"][1]["shifts"] = json!({ "fri": ["20:00-02:00"] });
    document["provider"][1]["dates"] = json!([]);
    let rulebook = compile(document, "2026-06-12", 2);
    assert_eq!(open(rulebook.day(PageIndex(0)).unwrap(), 1), [(1200, 1440)]);
    assert_eq!(open(rulebook.day(PageIndex(1)).unwrap(), 1), [(0, 120)]);
}

#[test]
fn clock_changes_move_the_minutes_of_the_page() {
    // Saturday, then the Sunday of 23 hours.
    let mut spring = document();
    spring["location"][0]["hours"] = json!({ "daily": ["09:00-18:00"] });
    let rulebook = compile(spring, "2026-03-07", 2);
    let (saturday, sunday) = (rulebook.day(PageIndex(0)).unwrap(), rulebook.day(PageIndex(1)).unwrap());
    assert_eq!((open(saturday, 2), saturday.split), (vec![(540, 1080)], 720));
    assert_eq!((open(sunday, 2), sunday.split), (vec![(480, 1020)], 660));
}

#[test]
fn dates_of_credentials_become_pages() {
    let rulebook = friday();
    let lip = &rulebook.services[0];
    let provider = &lip.demands[0];
    assert_eq!(provider.kind, DemandKind::Provider);
    assert_eq!(provider.fit.len(), 1);
    let dated = provider.fit[0].dated.as_ref().unwrap();
    assert_eq!(dated.valid, ValidPages::Ranges(std::iter::once(0..3).collect()), "the last date is included");
    let lacks_filler = vec![vec![CredentialId::from("filler")]];
    let ineligibility = |missing: &Missing| {
        let found = missing
            .on(PageIndex(3))
            .and_then(|ineligibility| rulebook.trace_names.ineligibility_at(ineligibility));
        found.map(|found| found.clone().into_iter().collect::<Vec<_>>())
    };
    let lacks_filler = [Blocker::Unqualified { missing: lacks_filler.into() }];
    assert_eq!(ineligibility(&dated.missing).unwrap(), lacks_filler);
    assert_eq!(provider.fit[0].extra, Minutes(-5));
    let [(Lane(1), unfit)] = &provider.unfit[..] else { panic!("{:?}", provider.unfit) };
    assert_eq!(
        (ineligibility(&unfit.missing).unwrap().as_slice(), unfit.extra),
        (&lacks_filler[..], Minutes(0))
    );
    assert_eq!((provider.before, provider.after), (Minutes(0), Minutes(5)));
}

#[test]
fn any_of_several_sets_is_enough() {
    let mut document = document();
    document["service"][0]["qualification"] = json!([["rn", "filler"], ["rn"]]);
    let rulebook = compile(document, "2026-06-12", 14);
    assert!(rulebook.services[0].demands[0].fit.iter().all(|fit| fit.dated.is_none()));
}

#[test]
fn resources_are_ordered_by_scarcity_or_as_listed() {
    // r1 serves both services, r2 one.
    let lanes = |rulebook: &Rulebook| -> Vec<u16> {
        rulebook.services[0].demands[1].fit.iter().map(|fit| fit.lane.0).collect()
    };
    assert_eq!(lanes(&friday()), [3, 2]);
    let mut listed = document();
    listed["ranking"] = json!({ "resource_order": "listed" });
    assert_eq!(lanes(&compile(listed, "2026-06-12", 1)), [2, 3]);
    let rulebook = friday();
    let [(Lane(4), unfit)] = &rulebook.services[0].demands[1].unfit[..] else { panic!("{rulebook:?}") };
    let ineligibility =
        rulebook.trace_names.ineligibility_at(unfit.missing.on(PageIndex(0)).unwrap()).unwrap();
    let incapable = Blocker::Incapable { missing: vec!["consult".to_owned()].into() };
    assert_eq!(ineligibility.iter().collect::<Vec<_>>(), [&incapable]);
}

#[test]
fn phases_merge_into_contiguous_uses() {
    let rulebook = friday();
    let laser = &rulebook.services[1];
    assert_eq!(laser.minutes, Minutes(75));
    let roles: Vec<_> = laser.demands.iter().map(|demand| &**rulebook.role(demand).unwrap()).collect();
    assert_eq!(roles, ["provider", "room", "device"]);
    let part = |offset, minutes, phase, stretch| Use {
        offset: Minutes(offset),
        minutes: Minutes(minutes),
        phase,
        stretch,
    };
    assert_eq!(
        laser.demands[0].uses[..],
        [part(20, 40, 1, LengthRule::Stays), part(70, 5, 3, LengthRule::Grows)]
    );
    assert_eq!(laser.demands[1].uses[..], [part(0, 75, 0, LengthRule::Grows)]);
    assert_eq!(laser.demands[2].uses[..], [part(20, 40, 1, LengthRule::Stays)]);
    assert_eq!(rulebook.lanes[5].fixed_in, Some(Lane(4)));
}

#[test]
fn ids_and_aliases_name_the_same_things() {
    let rulebook = friday();
    assert_eq!(rulebook.provider("101"), Some(Lane(0)));
    assert_eq!(rulebook.resource("laser"), Some(Lane(5)));
    assert_eq!(
        (rulebook.service("f-1"), rulebook.service("LIP")),
        (Some(ServiceIndex(0)), Some(ServiceIndex(0)))
    );
}
