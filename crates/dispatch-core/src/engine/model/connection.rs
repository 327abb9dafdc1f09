//! A connection: a platform account, and what it lets the engine do.

use serde::{Deserialize, Serialize};

use crate::{ids::ConnectionId, time::Timestamp};

/// A platform account and what it lets us do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Connection {
    /// Our name of it.
    pub connection: ConnectionId,
    /// The owner of each field of an appointment, and the fields that it can write.
    pub authority: Authority,
    /// The extent to which the engine acts by itself.
    pub automation: Automation,
    /// The sender of messages to clients.
    #[serde(default)]
    pub sender: Sender,
    /// Appointments created before this moment are adopted as they are; later ones are dispatched.
    #[serde(default)]
    pub go_live: Option<Timestamp>,
    /// The channels by which its clients can be reached.
    #[serde(default, skip_serializing_if = "Channels::are_usual")]
    pub channels: Channels,
    /// What the platform's `completed` says.
    #[serde(default, skip_serializing_if = "Completed::is_usual")]
    pub completed: Completed,
}

/// The channels that are set up; by default all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Channels {
    /// True if an SMS can be sent.
    pub sms: bool,
    /// True if an e-mail can be sent.
    pub email: bool,
}

impl Default for Channels {
    fn default() -> Self {
        Self { sms: true, email: true }
    }
}

impl Channels {
    fn are_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// What a platform means by `completed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Completed {
    /// The treatment is over: what is left of its time is free.
    #[default]
    Finished,
    /// It is paid for, which may be before the treatment: no time becomes free.
    Paid,
}

impl Completed {
    fn is_usual(&self) -> bool {
        *self == Self::Finished
    }
}

/// The owner of each field of an appointment on the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the fields are the appointment's")]
pub struct Authority {
    pub provider: FieldAuthority,
    pub time: FieldAuthority,
    pub room: FieldAuthority,
    pub device: FieldAuthority,
    pub block: FieldAuthority,
    pub status: FieldAuthority,
}

/// The owner of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldAuthority {
    /// We decide and write it to the platform.
    Write,
    /// The platform owns it: a wrong value becomes a desk task.
    Platform,
    /// The platform does not know it: it is kept here alone and takes no part in drift comparison.
    Local,
}

/// The extent to which the engine acts by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Automation {
    /// Nothing is decided.
    Off,
    /// Decide and show; write and send nothing.
    #[default]
    Suggest,
    /// Decide, write and send.
    Auto,
}

/// The sender of messages to clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// We do.
    #[default]
    Us,
    /// The platform does; we send nothing.
    Platform,
}
