//! A person's command, and the answers to it.

use dispatch_core::{
    ExceptionId,
    engine::{Command, Refusal},
};
use dispatch_store::AnswerKey;

/// A command of a person about an exception.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The decision id.
    pub(crate) decision: String,
    /// The name under which it was sent. Without one it is not remembered: it must be harmless to repeat.
    pub(crate) name: Option<Name>,
    pub(crate) exception: ExceptionId,
    /// The version that the person saw, if the command stands on it.
    pub(crate) seen: Option<u64>,
    pub(crate) command: Command,
}

/// The name of a command, and the digest of what was sent under it.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) key: AnswerKey,
    pub(crate) digest: Vec<u8>,
}

/// The answer to a command of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It was taken in: now, or before if `repeated`.
    Taken { status: u16, version: Option<u64>, body: String, repeated: bool },
    /// Another command was sent under this name before.
    NameUsed,
    /// The exception is another one by now than the person saw.
    Stale,
    /// It makes no sense, or it cannot be done.
    Refused(Refusal),
}
