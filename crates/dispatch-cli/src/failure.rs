//! The failure of a command, as a person reads it.

use std::{
    io::{self, Write},
    process::ExitCode,
};

/// A failure with its help.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The message: what went wrong.
    pub(crate) message: String,
    /// The help: what to do about it.
    pub(crate) help: Option<String>,
    /// The exit code.
    pub(crate) code: Code,
}

/// Exit codes. A command line that is not valid exits with 2, before any of this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The reader left early, as `head` does: not a failure.
    ReaderLeft = 0,
    /// It could not be done.
    NotDone = 1,
    /// It was done, but some of the input was left out, or cannot be decided by rule.
    PartlyDone = 3,
    /// The service did not take the answer: somebody was first, or it is not possible.
    NotTaken = 4,
}

impl Failure {
    /// A failure and what to do about it.
    pub(crate) fn with_help(message: String, help: impl Into<String>) -> Self {
        Self { message, help: Some(help.into()), code: Code::NotDone }
    }

    /// A failure that the user cannot correct.
    pub(crate) fn plain(fault: &dyn std::fmt::Display) -> Self {
        Self { message: fault.to_string(), help: None, code: Code::NotDone }
    }

    /// Everything was done except for a part of the input.
    pub(crate) fn partly_done(message: String, help: String) -> Self {
        Self { message, help: Some(help), code: Code::PartlyDone }
    }

    /// The same, as an answer that the service did not take.
    pub(crate) fn not_taken(self) -> Self {
        Self { code: Code::NotTaken, ..self }
    }

    /// Prints the failure and returns the exit code.
    pub(crate) fn report(&self, out: &mut impl Write) -> ExitCode {
        if self.code == Code::ReaderLeft {
            return ExitCode::SUCCESS;
        }
        // If stderr itself is closed, there is no way left to report it.
        let _ = writeln!(out, "error: {}", self.message);
        if let Some(help) = &self.help {
            let _ = writeln!(out, "  help: {help}");
        }
        ExitCode::from(self.code as u8)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let reader_left = error.kind() == io::ErrorKind::BrokenPipe;
        let code = if reader_left { Code::ReaderLeft } else { Code::NotDone };
        Self { message: format!("cannot read or write: {error}"), help: None, code }
    }
}

impl From<dispatch_cli::scenario::BrokenScenario> for Failure {
    fn from(broken: dispatch_cli::scenario::BrokenScenario) -> Self {
        Self::plain(&broken)
    }
}
