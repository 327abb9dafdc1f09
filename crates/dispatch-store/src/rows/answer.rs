//! Answers to commands of people, kept so that the same command sent again gets the same answer.

use dispatch_core::Timestamp;

/// The name under which a command was sent: unique in its practice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnswerKey {
    /// The sender and the route.
    pub scope: String,
    /// The sender's own word for this command.
    pub key: String,
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// The name of its command.
    pub key: AnswerKey,
    /// The digest of the command: another command under the same name is not answered with this.
    pub digest: Vec<u8>,
    /// The HTTP status.
    pub status: u16,
    /// The version of what the command was about, if there still is one.
    pub version: Option<u64>,
    /// The body, as JSON.
    pub body: String,
    /// When it was given.
    pub at: Timestamp,
}
