//! Why a command could not be carried out, told to a person.

use std::{
    io::{self, Write},
    process::ExitCode,
};

/// A failure with its mend.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What went wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) mend: Option<String>,
    /// What the command exits with.
    pub(crate) code: Code,
}

/// What a command exits with. A command line that makes no sense exits with 2, before any of this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The reader left early, as `head` does: no failure.
    ReaderLeft = 0,
    /// It could not be done.
    NotDone = 1,
    /// It was done, but some of the input was left out.
    LeftOut = 3,
}

impl Failure {
    /// A failure and what to do about it.
    pub(crate) fn with_mend(message: String, mend: impl Into<String>) -> Self {
        Self { message, mend: Some(mend.into()), code: Code::NotDone }
    }

    /// A failure that nobody can mend from outside.
    pub(crate) fn plain(fault: &dyn std::fmt::Display) -> Self {
        Self { message: fault.to_string(), mend: None, code: Code::NotDone }
    }

    /// Everything was done but for so many lines of the input.
    pub(crate) fn left_out(lines: usize) -> Self {
        let lines = if lines == 1 { "1 line was".to_owned() } else { format!("{lines} lines were") };
        let message = format!("{lines} left out; the rest was decided");
        Self { message, mend: Some("mend those lines and replay again".to_owned()), code: Code::LeftOut }
    }

    /// Tells it, and gives the exit code.
    pub(crate) fn report(&self, out: &mut impl Write) -> ExitCode {
        if self.code == Code::ReaderLeft {
            return ExitCode::SUCCESS;
        }
        // Nobody is left to tell if stderr itself is closed.
        let _ = writeln!(out, "error: {}", self.message);
        if let Some(mend) = &self.mend {
            let _ = writeln!(out, "  mend: {mend}");
        }
        ExitCode::from(self.code as u8)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let reader_left = error.kind() == io::ErrorKind::BrokenPipe;
        let code = if reader_left { Code::ReaderLeft } else { Code::NotDone };
        Self { message: format!("cannot read or write: {error}"), mend: None, code }
    }
}

impl From<dispatch_cli::scenario::BrokenScenario> for Failure {
    fn from(broken: dispatch_cli::scenario::BrokenScenario) -> Self {
        Self::plain(&broken)
    }
}
