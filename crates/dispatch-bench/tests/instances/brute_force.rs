//! Every small instance answered a second time: straight from the JSON and the format's rules, one flag a minute and
//! nested loops. It shares nothing with the library but the file.

use std::{collections::BTreeMap, fs, path::Path};

use dispatch_bench::{Instance, PlaceChoice, Practice, place, slots};
use serde_json::Value;

const INSTANCES: [&str; 10] = [
    "friday38_fixed",
    "friday38_flex",
    "multi200_fixed",
    "multi200_flex",
    "over42_fixed",
    "over42_coupled",
    "over50_flex",
    "day_x4_fixed",
    "days28_fixed",
    "day_x16_fixed",
];

#[test]
fn place_answers_as_the_rules_of_the_format_do() {
    for name in INSTANCES {
        let text = instance(name);
        let mut practice = Practice::of(&Instance::read(&text).unwrap()).unwrap();
        let mut ticks = 0;
        let answer = place(&mut practice, 2, &mut || {
            ticks += 1;
            ticks
        });
        let expected = Plain::of(&text).place();
        assert_eq!(answer.decided, expected.len(), "{name}");
        for (choice, expected) in answer.choices.iter().zip(&expected) {
            assert_eq!(choice, expected, "{name}");
        }
        assert_eq!((answer.median_ns, answer.p99_ns, answer.median_ns_with_trace), (1, 1, 1), "{name}");
    }
}

#[test]
fn slots_answers_as_the_rules_of_the_format_do() {
    let (mut found, mut refused) = (0, 0);
    for name in INSTANCES {
        let text = instance(name);
        let practice = Practice::of(&Instance::read(&text).unwrap()).unwrap();
        let answer = slots(&practice, 1, &mut || 0);
        let expected = Plain::of(&text).slots();
        assert_eq!(answer.queries.len(), expected.len(), "{name}");
        for (at, (query, (starts, of))) in answer.queries.iter().zip(expected).enumerate() {
            assert_eq!(query.starts, starts, "{name}, query {at}");
            found += starts.len();
            refused += of - starts.len();
        }
    }
    assert!(found > 100 && refused > 100, "both answers are common: {found} starts of {}", found + refused);
}

/// Devices in rooms, several rooms with and without the device, breaks that overlap, starts off the grid, a list that
/// nobody is on, a service that no day can hold, a query at the edges of the day.
#[test]
fn shapes_that_no_copied_instance_has_are_answered_as_well() {
    let text = r#"{
        "format": "dispatch-instance/1", "name": "corners", "grid": 7, "open": 0, "close": 1439, "days": 3,
        "providers": [
            {"id": "x", "breaks": [[600, 700], [650, 720], [0, 30]]},
            {"id": "y"},
            {"id": "z", "breaks": [[0, 1440]]}
        ],
        "rooms": [{"id": "x"}, {"id": "r1"}],
        "devices": [{"id": "x", "in": "r1"}, {"id": "d1"}],
        "bookings": [
            {"id": 7, "minutes": 61, "day": 0, "start": 721, "provider": {"any_of": ["x", "y", "z"], "before": 1, "prefers": "y"},
             "room": {"any_of": ["x", "r1"], "after": 3}, "device": {"any_of": ["x"]}},
            {"id": 3, "minutes": 10, "days": [2, 1], "window": [3, 700], "provider": {"any_of": ["x"]}},
            {"id": 4, "minutes": 10, "days": [1], "window": [7, 24], "provider": {"any_of": ["y"], "prefers": "x"}},
            {"id": 5, "minutes": 10, "days": [0], "window": [7, 24], "provider": {"any_of": []}},
            {"id": 6, "minutes": 1440, "days": [0], "window": [0, 1440], "provider": {"any_of": ["y"], "after": 1}},
            {"id": 8, "minutes": 10, "days": [2], "window": [14, 25], "provider": {"any_of": ["y"]},
             "room": {"any_of": ["x"]}, "device": {"any_of": ["x"]}},
            {"id": 9, "minutes": 20, "days": [0, 1], "window": [0, 40], "provider": {"any_of": ["x"]}}
        ],
        "standing": [
            {"id": 7, "day": 0, "start": 800, "provider": "x", "room": "r1", "device": "x"},
            {"id": 3, "day": 2, "start": 900, "provider": "x"},
            {"id": 4, "day": 0, "start": 14, "provider": "y", "room": null, "device": null},
            {"id": 9, "day": 1, "start": 31, "provider": "x"}
        ],
        "queries": [
            {"minutes": 61, "days": [2, 0], "window": [0, 1440], "provider": {"any_of": ["x", "z"], "before": 1},
             "room": {"any_of": ["r1"]}, "device": {"any_of": ["x", "d1"], "after": 5}},
            {"minutes": 10, "days": [0], "window": [0, 1440], "provider": {"any_of": ["y"]},
             "room": {"any_of": ["x"]}, "device": {"any_of": ["x"]}},
            {"minutes": 30, "days": [0, 1, 2], "window": [0, 40], "provider": {"any_of": ["x", "y", "z"]}}
        ]
    }"#;
    let mut practice = Practice::of(&Instance::read(text).unwrap()).unwrap();
    let answer = place(&mut practice, 1, &mut || 0);
    let plain = Plain::of(text);
    assert_eq!(answer.choices, Plain::of(text).place());
    let starts: Vec<Option<u16>> = answer.choices.iter().map(|choice| choice.start).collect();
    assert_eq!(starts, [Some(721), Some(56), Some(7), None]);
    let slots: Vec<_> =
        slots(&practice, 1, &mut || 0).queries.into_iter().map(|query| query.starts).collect();
    for (at, (slots, (expected, _))) in slots.iter().zip(plain.slots()).enumerate() {
        assert_eq!(*slots, expected, "query {at}");
    }
    assert!(!slots[0].is_empty() && slots[1].is_empty() && !slots[2].is_empty());
}

fn instance(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/instances");
    fs::read_to_string(folder.join(name).with_extension("json")).unwrap()
}

/// The instance, and one flag for each minute of each day of everybody and everything: is it taken?
struct Plain {
    instance: Value,
    taken: BTreeMap<(Kind, String), Vec<bool>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Provider,
    Room,
    Device,
}

const KINDS: [(Kind, &str, &str); 3] = [
    (Kind::Provider, "provider", "providers"),
    (Kind::Room, "room", "rooms"),
    (Kind::Device, "device", "devices"),
];

const DAY: i64 = 1440;

impl Plain {
    fn of(text: &str) -> Self {
        let instance: Value = serde_json::from_str(text).unwrap();
        let days = number(&instance["days"]);
        let mut taken = BTreeMap::new();
        for (kind, _, list) in KINDS {
            for one in list_of(&instance[list]) {
                // A minute outside the opening hours is as good as taken.
                let mut flags = vec![true; usize::try_from(days * DAY).unwrap()];
                for day in 0..days {
                    set(&mut flags, day, number(&instance["open"]), number(&instance["close"]), false);
                    for pause in list_of(&one["breaks"]) {
                        set(&mut flags, day, number(&pause[0]), number(&pause[1]), true);
                    }
                }
                taken.insert((kind, name(&one["id"])), flags);
            }
        }
        let mut plain = Self { instance, taken };
        for standing in list_of(&plain.instance["standing"]).to_vec() {
            plain.lay(&standing, true);
        }
        plain
    }

    fn booking(&self, id: &Value) -> &Value {
        list_of(&self.instance["bookings"]).iter().find(|booking| booking["id"] == *id).unwrap()
    }

    fn lay(&mut self, standing: &Value, taken: bool) {
        let booking = self.booking(&standing["id"]).clone();
        for (kind, role, _) in KINDS {
            if let Some(given) = standing[role].as_str() {
                let (from, to) = padded(&booking, role, number(&standing["start"]));
                let flags = self.taken.get_mut(&(kind, given.to_owned())).unwrap();
                set(flags, number(&standing["day"]), from, to, taken);
            }
        }
    }

    fn place(mut self) -> Vec<PlaceChoice> {
        let mut choices = Vec::new();
        for standing in list_of(&self.instance["standing"]).to_vec() {
            self.lay(&standing, false);
            choices.push(self.choice(&self.booking(&standing["id"]).clone()));
            self.lay(&standing, true);
        }
        choices
    }

    fn choice(&self, booking: &Value) -> PlaceChoice {
        let id = booking["id"].as_u64().unwrap();
        for (day, start) in self.starts(booking) {
            if let Some((provider, room, device)) = self.combination(booking, day, start) {
                let small = |number: i64| Some(u16::try_from(number).unwrap());
                return PlaceChoice {
                    id,
                    day: small(day),
                    start: small(start),
                    provider: Some(provider),
                    room,
                    device,
                };
            }
        }
        PlaceChoice { id, ..PlaceChoice::default() }
    }

    /// For each query the starts, and how many were tried.
    fn slots(&self) -> Vec<(Vec<(u16, u16)>, usize)> {
        let small = |number: i64| u16::try_from(number).unwrap();
        let queries = list_of(&self.instance["queries"]).iter().map(|query| {
            let starts = self.starts(query);
            let works = |(day, start): &&(i64, i64)| self.combination(query, *day, *start).is_some();
            let good = starts.iter().filter(works).map(|(day, start)| (small(*day), small(*start)));
            (good.collect(), starts.len())
        });
        queries.collect()
    }

    /// The starts to try, earliest first.
    fn starts(&self, asked: &Value) -> Vec<(i64, i64)> {
        if let Some(start) = asked["start"].as_i64() {
            return vec![(number(&asked["day"]), start)];
        }
        let mut days: Vec<i64> = list_of(&asked["days"]).iter().map(number).collect();
        days.sort_unstable();
        let (grid, minutes) = (number(&self.instance["grid"]), number(&asked["minutes"]));
        let (from, to) = (number(&asked["window"][0]), number(&asked["window"][1]));
        let fits = move |start: &i64| start % grid == 0 && from <= *start && start + minutes <= to;
        days.into_iter().flat_map(|day| (0..DAY).filter(fits).map(move |start| (day, start))).collect()
    }

    fn combination(
        &self,
        asked: &Value,
        day: i64,
        start: i64,
    ) -> Option<(String, Option<String>, Option<String>)> {
        let mut providers = wished_first(&asked["provider"]);
        providers.retain(|provider| self.free(asked, Kind::Provider, Some(provider), day, start));
        let [mut rooms, mut devices] = [&asked["room"], &asked["device"]].map(candidates);
        rooms.retain(|room| self.free(asked, Kind::Room, room.as_ref(), day, start));
        devices.retain(|device| self.free(asked, Kind::Device, device.as_ref(), day, start));
        for provider in providers {
            for room in &rooms {
                for device in &devices {
                    if self.stands_there(device.as_ref(), room.as_ref()) {
                        return Some((provider, room.clone(), device.clone()));
                    }
                }
            }
        }
        None
    }

    fn free(&self, asked: &Value, kind: Kind, name: Option<&String>, day: i64, start: i64) -> bool {
        let Some(name) = name else { return true };
        let role = KINDS[kind as usize].1;
        let (from, to) = padded(asked, role, start);
        let flags = &self.taken[&(kind, name.clone())];
        (from..to)
            .all(|minute| (0..DAY).contains(&minute) && !flags[usize::try_from(day * DAY + minute).unwrap()])
    }

    fn stands_there(&self, device: Option<&String>, room: Option<&String>) -> bool {
        let Some(device) = device else { return true };
        let devices = list_of(&self.instance["devices"]);
        let one = devices.iter().find(|one| one["id"] == device.as_str()).unwrap();
        one["in"].as_str().is_none_or(|fixed_in| room.is_some_and(|room| room == fixed_in))
    }
}

fn padded(asked: &Value, role: &str, start: i64) -> (i64, i64) {
    let side = |side: &str| asked[role][side].as_i64().unwrap_or(0);
    (start - side("before"), start + number(&asked["minutes"]) + side("after"))
}

/// The list, or a single nothing where nothing is needed.
fn candidates(wanted: &Value) -> Vec<Option<String>> {
    match wanted.is_object() {
        true => list_of(&wanted["any_of"]).iter().map(|id| Some(name(id))).collect(),
        false => vec![None],
    }
}

fn wished_first(wanted: &Value) -> Vec<String> {
    let mut all: Vec<String> = list_of(&wanted["any_of"]).iter().map(name).collect();
    all.sort_by_key(|id| wanted["prefers"] != id.as_str());
    all
}

fn set(flags: &mut [bool], day: i64, from: i64, to: i64, taken: bool) {
    for minute in from..to {
        flags[usize::try_from(day * DAY + minute).unwrap()] = taken;
    }
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn name(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn list_of(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
