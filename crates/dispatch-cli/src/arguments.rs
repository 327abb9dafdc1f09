//! What may stand on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Assigns med-spa bookings to provider, room, device and time by rule, and says why.
#[derive(Debug, Parser)]
#[command(name = "dispatch", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes:
  0  done
  1  it could not be done; the reason is on stderr
  2  the command line makes no sense";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play the worked example: a full Friday, each decision with its reason.
    #[command(
        after_help = "Examples:\n  dispatch demo\n  dispatch demo --variant loads-swapped\n\nExits with 0 only if every booking ends where the scenario says."
    )]
    Demo {
        /// Play a variant of the day: loads-swapped, loads-alike, seniority-first or equal.
        #[arg(long, value_name = "NAME")]
        variant: Option<String>,
    },
    /// Write a commented starter rulebook.
    #[command(
        after_help = "Examples:\n  dispatch init\n  dispatch init practices/north.toml\n\nA file that is there already is never overwritten."
    )]
    Init {
        /// Where to write it.
        #[arg(default_value = "rulebook.toml")]
        path: PathBuf,
    },
    /// Print the JSON Schema of a format.
    #[command(
        after_help = "Examples:\n  dispatch schema rulebook > rulebook.schema.json\n  dispatch schema fact"
    )]
    Schema {
        /// Which format.
        of: Format,
    },
}

/// A format that has a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// The rulebook document.
    Rulebook,
    /// One input line of what platforms report.
    Fact,
    /// An answer of the solver with its trace.
    Decision,
}
