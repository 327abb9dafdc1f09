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
}

impl Failure {
    /// A failure that nobody can mend from outside.
    pub(crate) fn plain(fault: &dyn std::fmt::Display) -> Self {
        Self { message: fault.to_string(), mend: None }
    }

    /// Tells it, and gives the exit code 1.
    pub(crate) fn report(&self, out: &mut impl Write) -> ExitCode {
        // Nobody is left to tell if stderr itself is closed.
        let _ = writeln!(out, "error: {}", self.message);
        if let Some(mend) = &self.mend {
            let _ = writeln!(out, "  mend: {mend}");
        }
        ExitCode::from(1)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self { message: format!("cannot write the output: {error}"), mend: None }
    }
}

impl From<dispatch_cli::scenario::BrokenScenario> for Failure {
    fn from(broken: dispatch_cli::scenario::BrokenScenario) -> Self {
        Self::plain(&broken)
    }
}
