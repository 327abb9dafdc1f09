//! The simulated practice: who works there, its rooms and devices, its menu, and the rulebook that says so.

use chrono::NaiveDate;
use dispatch_core::{Criteria, Horizon, Rulebook, RulebookDocument};
use serde_json::{Value, json};

/// The time zone of the practice: one whose clocks change.
pub(crate) const ZONE: chrono_tz::Tz = chrono_tz::America::New_York;

/// One practice as it is now. The judge reads it too: it never asks the compiled rulebook.
#[derive(Clone, Debug)]
pub(crate) struct Practice {
    pub(crate) revision: u32,
    /// Minutes from local midnight, Monday to Saturday.
    pub(crate) open: (i32, i32),
    pub(crate) providers: Vec<Provider>,
    pub(crate) things: Vec<Thing>,
    pub(crate) services: Vec<Service>,
    pub(crate) reminders: Vec<i32>,
    /// Local minutes in which nothing is sent, over midnight.
    pub(crate) quiet: (i32, i32),
    pub(crate) least_gap: i32,
    /// A booking of this price goes to a person.
    pub(crate) high_value: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Provider {
    pub(crate) id: &'static str,
    pub(crate) grade: u8,
    pub(crate) credentials: Vec<&'static str>,
    /// Local minutes of the shift, by weekday from Monday; none on a day off.
    pub(crate) shifts: [Option<(i32, i32)>; 6],
}

/// A room or a device.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) id: &'static str,
    pub(crate) is_room: bool,
    pub(crate) can: Vec<&'static str>,
    pub(crate) fixed_in: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub(crate) code: &'static str,
    pub(crate) minutes: i32,
    /// All of them are needed.
    pub(crate) qualification: Vec<&'static str>,
    pub(crate) room: &'static str,
    pub(crate) device: Option<&'static str>,
    /// Before and after, of the provider, the room and the device.
    pub(crate) buffers: [(i32, i32); 3],
    /// Days for which an exam is valid; none if none is needed.
    pub(crate) exam_days: Option<u16>,
    pub(crate) lead: Option<i32>,
    pub(crate) price: i64,
}

/// A change of the rules: each makes a later revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleChange {
    /// Rooms are cleaned for five minutes more, or less again.
    Cleaning,
    /// Bob learns filler, or his certificate is withdrawn.
    Certificate,
    /// Ann stops at three on Wednesdays, or works until five again.
    ShortWednesday,
    /// Facials take ten minutes more, or less again.
    LongerFacial,
}

impl RuleChange {
    pub(crate) const ALL: [Self; 4] =
        [Self::Cleaning, Self::Certificate, Self::ShortWednesday, Self::LongerFacial];

    pub(crate) const fn says(self) -> &'static str {
        match self {
            Self::Cleaning => "cleaning a room takes five minutes more, or less again",
            Self::Certificate => "bob may treat with filler, or no longer",
            Self::ShortWednesday => "ann works until three on Wednesdays, or until five again",
            Self::LongerFacial => "a facial takes ten minutes more, or less again",
        }
    }
}

impl Practice {
    /// Six providers, five rooms and two devices.
    pub(crate) fn new() -> Self {
        let (day, late) = ((9 * 60, 17 * 60), (10 * 60, 18 * 60));
        let five = [Some(day), Some(day), Some(day), Some(day), Some(day), None];
        let tuesday_on = [None, Some(late), Some(late), Some(late), Some(late), Some(late)];
        let provider = |id, grade, credentials: &[&'static str], shifts| Provider {
            id,
            grade,
            credentials: credentials.to_vec(),
            shifts,
        };
        let room = |id, can: &[&'static str]| Thing { id, is_room: true, can: can.to_vec(), fixed_in: None };
        let laser = |id, fixed_in| Thing { id, is_room: false, can: vec!["laser"], fixed_in };
        Self {
            revision: 1,
            open: (9 * 60, 18 * 60),
            providers: vec![
                provider("ann", 3, &["rn", "filler"], five),
                provider("bob", 2, &["rn", "filler"], tuesday_on),
                provider("cleo", 2, &["rn", "esthetics"], five),
                provider("dan", 1, &["laser", "esthetics"], five),
                provider("eve", 1, &["laser", "esthetics"], tuesday_on),
                provider("fay", 1, &["rn", "esthetics"], tuesday_on),
            ],
            things: vec![
                room("room-1", &["treatment", "consult"]),
                room("room-2", &["treatment", "consult"]),
                room("room-3", &["treatment", "laser"]),
                room("room-4", &["treatment", "laser"]),
                room("room-5", &["treatment"]),
                laser("laser-1", Some("room-3")),
                laser("laser-2", None),
            ],
            services: menu(),
            reminders: vec![48 * 60, 2 * 60],
            quiet: (21 * 60, 8 * 60),
            least_gap: 30,
            high_value: 150_000,
        }
    }

    pub(crate) fn provider(&self, id: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.id == id)
    }

    pub(crate) fn thing(&self, id: &str) -> Option<&Thing> {
        self.things.iter().find(|thing| thing.id == id)
    }

    pub(crate) fn service(&self, code: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.code == code)
    }

    /// The next revision, with one rule changed.
    pub(crate) fn change(&mut self, change: RuleChange) {
        self.revision += 1;
        match change {
            RuleChange::Cleaning => {
                let longer = self.services.iter().any(|service| service.buffers[1].1 % 10 != 0);
                let more = if longer { -5 } else { 5 };
                for service in self.services.iter_mut().filter(|service| service.buffers[1].1 > 0) {
                    service.buffers[1].1 += more;
                }
            }
            RuleChange::Certificate => {
                let Some(bob) = self.providers.iter_mut().find(|provider| provider.id == "bob") else {
                    return;
                };
                match bob.credentials.iter().position(|held| *held == "filler") {
                    Some(at) => _ = bob.credentials.remove(at),
                    None => bob.credentials.push("filler"),
                }
            }
            RuleChange::ShortWednesday => {
                let Some(ann) = self.providers.iter_mut().find(|provider| provider.id == "ann") else {
                    return;
                };
                let short = Some((9 * 60, 15 * 60));
                ann.shifts[2] = if ann.shifts[2] == short { Some((9 * 60, 17 * 60)) } else { short };
            }
            RuleChange::LongerFacial => {
                let facial = self.services.iter_mut().find(|service| service.code == "FACIAL");
                if let Some(facial) = facial {
                    facial.minutes = if facial.minutes == 40 { 50 } else { 40 };
                }
            }
        }
    }

    /// The rulebook over these days.
    ///
    /// # Errors
    /// The fault, should the practice not be a rulebook.
    pub(crate) fn compile(&self, first: NaiveDate, days: u16) -> Result<Rulebook, String> {
        let document: RulebookDocument =
            serde_json::from_value(self.document()).map_err(|fault| fault.to_string())?;
        let compiled = Rulebook::compile(&document, Horizon { first, days }, &Criteria::builtin());
        compiled.map(|compiled| compiled.rulebook).map_err(|faults| format!("{faults:?}"))
    }

    fn document(&self) -> Value {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat"];
        let hours = |shifts: &[Option<(i32, i32)>; 6]| -> Value {
            let worked = days.iter().zip(shifts).filter_map(|(day, shift)| Some((day, (*shift)?)));
            worked.map(|(day, shift)| ((*day).to_owned(), json!([range(shift)]))).collect()
        };
        let credential = |id: &&str| json!({ "id": id });
        let providers: Vec<_> = self
            .providers
            .iter()
            .map(|provider| {
                json!({ "id": provider.id, "grade": provider.grade, "shifts": hours(&provider.shifts),
                    "credentials": provider.credentials.iter().map(credential).collect::<Vec<_>>() })
            })
            .collect();
        let things: Vec<_> = self
            .things
            .iter()
            .map(|thing| {
                let kind = if thing.is_room { "room" } else { "device" };
                json!({ "id": thing.id, "kind": kind, "capabilities": thing.can, "fixed_in": thing.fixed_in })
            })
            .collect();
        let credentials = ["rn", "filler", "laser", "esthetics"];
        json!({
            "practice": "simulated", "revision": self.revision,
            "location": [{ "id": "main", "time_zone": ZONE.name(), "hours": hours(&[Some(self.open); 6]) }],
            "credential": credentials.iter().map(credential).collect::<Vec<_>>(),
            "clearance": [{ "id": "exam", "valid_days": 365 }],
            "provider": providers, "resource": things,
            "service": self.services.iter().map(Service::document).collect::<Vec<_>>(),
            "ranking": { "criteria":
                [{ "by": "requested" }, { "by": "lighter_half_day", "tolerance": 15 }, { "by": "seniority" }] },
            "exceptions": { "owner": "front desk", "escalate_to": "manager", "high_value": self.high_value },
            "cadence": { "reminders": self.reminders, "quiet_hours": range(self.quiet), "least_gap": self.least_gap },
        })
    }
}

impl Service {
    fn document(&self) -> Value {
        let mut needs = vec![json!({ "kind": "room", "capabilities": [self.room] })];
        needs.extend(self.device.map(|device| json!({ "kind": "device", "capabilities": [device] })));
        let [provider, room, device] =
            self.buffers.map(|(before, after)| json!({ "before": before, "after": after }));
        json!({
            "code": self.code, "minutes": self.minutes, "qualification": [self.qualification], "needs": needs,
            "buffers": { "provider": provider, "room": room, "device": device },
            "clearance": self.exam_days.map(|_| "exam").into_iter().collect::<Vec<_>>(),
            "lead_minutes": self.lead, "price": self.price,
        })
    }
}

fn range((from, to): (i32, i32)) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}

fn menu() -> Vec<Service> {
    let service = |code, minutes, needs: &[&'static str], room, buffers: [(i32, i32); 3], price| Service {
        code,
        minutes,
        qualification: needs.to_vec(),
        room,
        device: (room == "laser").then_some("laser"),
        buffers,
        exam_days: None,
        lead: None,
        price,
    };
    let usual = [(0, 5), (0, 10), (0, 15)];
    let examined = |service: Service| Service { exam_days: Some(365), ..service };
    vec![
        examined(service("TOX", 30, &["rn"], "treatment", usual, 40_000)),
        examined(service("FILLER", 45, &["rn", "filler"], "consult", [(0, 5), (15, 20), (0, 0)], 90_000)),
        service("LASER", 40, &["laser"], "laser", usual, 30_000),
        service("FACIAL", 40, &["esthetics"], "treatment", usual, 15_000),
        Service { lead: Some(24 * 60), ..service("CONSULT", 20, &["rn"], "treatment", usual, 0) },
        service("GALA", 60, &["esthetics"], "treatment", usual, 180_000),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_revision_is_a_rulebook() {
        let mut practice = Practice::new();
        let first = NaiveDate::from_ymd_opt(2026, 10, 20).unwrap();
        practice.compile(first, 28).unwrap();
        for change in RuleChange::ALL.into_iter().chain(RuleChange::ALL) {
            practice.change(change);
            assert_eq!(practice.compile(first, 28).unwrap().revision(), practice.revision, "{change:?}");
        }
        let again = Practice { revision: 9, ..Practice::new() };
        assert_eq!(format!("{practice:?}"), format!("{again:?}"), "each change twice is none");
    }
}
