//! Acts: everything that people and the world do at a simulated practice, each with its moment. A list of them is a script.

use dispatch_core::{
    Minute, Minutes, Timestamp,
    engine::{FactLine, Status},
};
use serde::{Deserialize, Serialize};

use crate::practice::RuleChange;

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The moment.
    pub at: Timestamp,
    /// The way in which word of it reaches us.
    #[serde(default, skip_serializing_if = "Courier::is_usual")]
    pub courier: Courier,
    /// The act itself.
    #[serde(flatten)]
    pub what: What,
}

/// The way in which word of a change on the platform reaches us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Courier {
    /// Seconds between the reading and the delivery, beside the usual two.
    #[serde(skip_serializing_if = "is_zero")]
    pub late: u32,
    /// Seconds after which it is delivered once more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again: Option<u32>,
    /// True if it is never delivered: a later read finds it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Courier {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// An act. Appointments, clients, blocks, providers, rooms and devices are named by the platform's ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the field's own words")]
pub enum What {
    /// A new appointment.
    Book {
        appointment: String,
        client: String,
        start: Minute,
        items: Vec<Asked>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_staff: bool,
        /// The status that it begins with; `booked` if absent.
        #[serde(default)]
        status: Status,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        grouped: bool,
        /// True if it was made before go-live.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        imported: bool,
    },
    /// Another start.
    Move { appointment: String, start: Minute },
    /// Another provider.
    Swap { appointment: String, provider: String },
    /// Another length of its last service.
    Lengthen { appointment: String, minutes: Minutes },
    /// Another service in place of the first.
    Exchange { appointment: String, service: String, minutes: Minutes },
    /// Another status, and with it perhaps another provider or start.
    SetStatus {
        appointment: String,
        status: Status,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<Minute>,
    },
    /// Another client.
    HandOver { appointment: String, client: String },
    /// A client comes to be known, or something about a client changes.
    Client { client: String, now: Changed },
    /// Time off, or a room or device out of service; a known block changes.
    Block { block: String, of: String, start: Minute, end: Minute },
    /// A block is taken away.
    Unblock { block: String },
    /// A calendar can be read, or cannot.
    Calendar { provider: String, readable: bool },
    /// The rules change.
    Rules { change: RuleChange },
    /// The service crashes, and starts again from its journal.
    Crash {},
    /// A person answers the exception of an appointment.
    Answer { appointment: String, how: How },
    /// Anything that a platform could report, as in a file of facts. For scripts that people write.
    Report { line: Box<FactLine> },
}

/// A service as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the field's own words")]
pub struct Asked {
    pub service: String,
    pub minutes: Minutes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub requested: bool,
}

/// The news of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are the field's")]
pub enum Changed {
    /// Had the exam on this day, counted from 1970-01-01.
    Examined(i32),
    /// The exam is struck off.
    Unexamined,
    /// The platform does not say whether the client had the exam.
    ExamUnknown,
    Vip(bool),
    Avoids(String),
    AvoidsNobody,
    PrefersCall(bool),
    Email(bool),
    Sms(bool),
}

/// A person's answer to an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are the field's own")]
pub enum How {
    Best,
    Alternative,
    Decline,
    Keep,
    /// What the platform shows, by name and whatever rule it breaks.
    Force,
    /// Nothing yet: they take it in hand.
    Claim,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_reads_as_a_sentence_and_is_stored_as_one_line() {
        let what = What::Move { appointment: "a7".into(), start: Minute(29_700_000) };
        let courier = Courier { late: 90, ..Courier::default() };
        let act = Act { at: Timestamp(1_782_000_000_000), courier, what };
        assert_eq!(
            act.to_string(),
            "Sat 20 Jun 20:00:00  a7 is moved to Sat 20 Jun 20:00 (word of it is 90 s late)"
        );
        let line = serde_json::to_string(&act).unwrap();
        assert!(!line.contains('\n'));
        assert_eq!(serde_json::from_str::<Act>(&line).unwrap(), act);
    }
}
