//! The traps of `docs/traps.md`: what has no better place, and that the page tells the truth.

use std::{fs, path::Path};

use dispatch_core::Minutes;
use serde_json::{Value, json};

use crate::clinic::{Clinic, FREE, at, edited, minutes, one_room_each, took};

/// An hour that keeps ten minutes before itself and five after on one kind, beside one that keeps twenty and fifteen.
fn hour(kind: &str, padding: &str) -> Clinic {
    let mut document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-20:00"] } }],
        "provider": [{ "id": "provider" }],
        "resource": [{ "id": "room", "kind": "room" }, { "id": "device", "kind": "device" }],
        "service": [{ "code": "LASER", "minutes": 60, "needs": [{ "kind": "room" }, { "kind": "device" }] }],
    });
    document["service"][0]["buffers"] = json!({ kind: { "before": 10, "after": 5 } });
    document["padding"] = json!({ kind: padding });
    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    clinic.booked(1, kind, minutes("2026-06-12T14:00-04:00", 60), (20, 15));
    clinic
}

#[test]
fn the_buffers_of_both_count_whichever_came_first_and_on_every_kind() {
    for kind in ["provider", "room", "device"] {
        // Exclusive: 15 after the other and 10 before this one; 5 after this one and 20 before the other.
        for (padding, last_before, first_after) in [("exclusive", 25, 25), ("shared", 20, 15)] {
            let clinic = hour(kind, padding);
            let decide = |start| clinic.decide(&clinic.ask(2, start));
            let (begins, ends) = (at("2026-06-12T14:00-04:00"), at("2026-06-12T15:00-04:00"));
            let before = begins.minus(Minutes(last_before + 60));
            let after = ends.plus(Minutes(first_after));
            assert_eq!(took(&decide(before)), Ok(FREE), "{kind}, {padding}");
            assert!(decide(before.plus(Minutes(1))).is_err(), "{kind}, {padding}");
            assert!(decide(after.minus(Minutes(1))).is_err(), "{kind}, {padding}");
            assert_eq!(took(&decide(after)), Ok(FREE), "{kind}, {padding}");
        }
    }
}

/// Programs that end a day at 23:59 lose its last minute; those that take 24:00 for 00:00 lose the day.
#[test]
fn a_day_ends_at_midnight_and_not_a_minute_before() {
    let around_the_clock = one_room_each("America/New_York", "00:00-24:00");
    let mut clinic = Clinic::new(around_the_clock.clone(), "2026-06-12", 2);
    for (booking, start) in [(1, "2026-06-12T23:00-04:00"), (2, "2026-06-13T00:00-04:00")] {
        assert_eq!(took(&clinic.book(booking, start)), Ok(FREE), "{start}");
    }
    let mut clinic = Clinic::new(around_the_clock, "2026-06-12", 2);
    assert_eq!(took(&clinic.book(1, "2026-06-12T23:30-04:00")), Ok(FREE), "over midnight");

    let in_the_evening = |until: &str| {
        let shifts: Value = json!({ "daily": [format!("20:00-{until}")] });
        let document = one_room_each("America/New_York", "00:00-24:00");
        Clinic::new(edited(document, "/provider/0/shifts", shifts), "2026-06-12", 2)
    };
    assert_eq!(took(&in_the_evening("24:00").book(1, "2026-06-12T23:00-04:00")), Ok(FREE));
    assert!(in_the_evening("24:00").book(1, "2026-06-12T23:01-04:00").is_err());
    assert!(in_the_evening("23:59").book(1, "2026-06-12T23:00-04:00").is_err(), "a minute is missing");
    assert_eq!(took(&in_the_evening("23:59").book(1, "2026-06-12T22:59-04:00")), Ok(FREE));
}

const TRAPS: usize = 14;
const NONE_YET: &str = "No test stands yet.";

#[test]
#[expect(clippy::disallowed_methods, reason = "it reads the page and the tests, not data")]
fn every_trap_of_the_page_has_a_test_that_stands() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(folder.join("../../../docs/traps.md")).unwrap();
    let traps: Vec<&str> = page.split("\n## ").skip(1).collect();
    assert_eq!(traps.len(), TRAPS);
    for (number, trap) in (1..).zip(traps) {
        assert!(trap.starts_with(&format!("{number}. ")), "trap {number}: {trap}");
        let tests: Vec<&str> = trap.lines().filter(|line| line.starts_with("- ")).collect();
        assert_ne!(tests.is_empty(), !trap.contains(NONE_YET), "trap {number}");
        for line in tests {
            let [_, file, _, test, ""] = line.split('`').collect::<Vec<_>>()[..] else {
                panic!("trap {number}: `{line}` is not `- ` and a file and a test in backticks")
            };
            let source = fs::read_to_string(folder.join(file));
            let source = source.unwrap_or_else(|fault| panic!("trap {number}: {file}: {fault}"));
            assert!(stands(&source, test), "trap {number}: no test `{test}` in {file}");
        }
    }
}

/// True if there is a function of this name, and `#[test]` is among the attributes above it.
fn stands(source: &str, test: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| line.starts_with(&format!("fn {test}(")));
    let above = at.map(|at| lines[..at].iter().rev().take_while(|line| line.starts_with("#[")));
    above.is_some_and(|mut above| above.any(|line| *line == "#[test]"))
}
