//! What may stand on the command line.

use std::path::PathBuf;

use chrono::NaiveDate;
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
  2  the command line makes no sense
  3  it was done, but lines of the input were left out; they are named on stderr";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play the worked example through a service of its own: a full Friday, each decision with its reason.
    #[command(
        after_help = "Examples:\n  dispatch demo\n  dispatch demo --variant loads-swapped\n\nExits with 0 only if every booking ends where the scenario says."
    )]
    Demo {
        /// Play a variant of the day: loads-swapped, loads-alike, seniority-first or equal.
        #[arg(long, value_name = "NAME")]
        variant: Option<String>,
        /// One JSON object a booking, as `dispatch replay --json` prints them.
        #[arg(long)]
        json: bool,
        /// Milliseconds that the stand-in of the platform takes over each call.
        #[arg(long, value_name = "MS", default_value_t = 200)]
        platform_delay: u64,
        /// Leave the service up afterwards, until Ctrl-C.
        #[arg(long)]
        keep: bool,
    },
    /// Serve: take webhooks in, decide, write back and tell the clients.
    #[command(
        after_help = "Example:\n  dispatch serve dispatch.toml\n\nThe file says where to listen, where the database lies, and for each practice its rulebook, its platform\naccounts (secrets from the environment or from files) and how messages go out. docs/serving.md describes it."
    )]
    Serve {
        /// The configuration file.
        configuration: PathBuf,
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
    /// Point at every fault and weak spot of a rulebook: line, column, why, and the mend; then try the practice's cases.
    #[command(
        after_help = "Examples:\n  dispatch check rulebook.toml\n  dispatch check rulebook.toml --from 2026-06-01 --days 60 --json\n\nCases lie beside the rulebook: those of `north.toml` in `north.cases.toml`. Each says what is booked, what stands\nalready, and what must become of it. docs/rulebook.md describes them. One that fails exits with 1."
    )]
    Check {
        /// The rulebook.
        rulebook: PathBuf,
        /// The first date to check it for; today if absent.
        #[arg(long, value_name = "DATE")]
        from: Option<NaiveDate>,
        /// For how many days.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=800))]
        days: u16,
        /// Cases to try, if they do not lie beside the rulebook.
        #[arg(long, value_name = "FILE")]
        cases: Option<PathBuf>,
        /// One JSON object a finding, then one a case.
        #[arg(long)]
        json: bool,
    },
    /// Decide a file of facts, with a platform that answers at once.
    #[command(
        after_help = "Examples:\n  dispatch replay rulebook.toml facts.jsonl\n  cat facts.jsonl | dispatch replay rulebook.toml - --json\n  dispatch replay rulebook.toml facts.jsonl --journal journal.jsonl\n  dispatch rebuild journal.jsonl"
    )]
    Replay {
        /// The rulebook.
        rulebook: PathBuf,
        /// Facts, one JSON object a line; `-` is standard input.
        events: PathBuf,
        /// One JSON object a booking instead of a table.
        #[arg(long)]
        json: bool,
        /// Write the journal there, one JSON object an event.
        #[arg(long, value_name = "FILE")]
        journal: Option<PathBuf>,
    },
    /// Rebuild every booking from a journal alone, without any rulebook.
    #[command(after_help = "Example:\n  dispatch rebuild journal.jsonl")]
    Rebuild {
        /// A journal as `dispatch replay --journal` writes it.
        journal: PathBuf,
    },
    /// Say why a booking went where it went, and what would have to change.
    #[command(
        after_help = "Examples:\n  dispatch explain rulebook.toml facts.jsonl appointment-34\n  dispatch explain rulebook.toml facts.jsonl b12\n  dispatch explain rulebook.toml facts.jsonl b12 --provider injector-b\n  dispatch explain rulebook.toml facts.jsonl b12 --at 14:15\n\nWith --provider or --at it answers as things stand after the last fact."
    )]
    Explain {
        /// The rulebook.
        rulebook: PathBuf,
        /// Facts, one JSON object a line; `-` is standard input.
        events: PathBuf,
        /// The booking, by the platform's id or by ours.
        booking: String,
        /// Why this provider (or room or device) or why not, everything in the way, and when it would be possible.
        #[arg(long, value_name = "WHO")]
        provider: Option<String>,
        /// Why not at this local time: 14:15, or with a date 2026-06-13T14:15.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// Measure this program where others can be measured too.
    #[command(subcommand)]
    Bench(Bench),
    /// Print the JSON Schema of a format.
    #[command(
        after_help = "Examples:\n  dispatch schema rulebook > rulebook.schema.json\n  dispatch schema fact"
    )]
    Schema {
        /// Which format.
        of: Format,
    },
}

/// What to measure.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Answer a neutral instance with the rules that run in production, and say how long it took.
    #[command(
        after_help = "Examples:\n  dispatch bench instance benches/instances/friday38_fixed.json --job place\n  dispatch bench instance benches/instances/days28_fixed.json --job slots --repeat 1000 --json\n\ndocs/instances.md describes the file, the jobs and the answers. Measure a release build."
    )]
    Instance {
        /// The instance.
        file: PathBuf,
        /// What to answer.
        #[arg(long)]
        job: Job,
        /// Do the measured work so many times over; the answer stays the same.
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
        repeat: u32,
        /// The answer as one JSON object.
        #[arg(long)]
        json: bool,
    },
}

/// A question to an instance.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Job {
    /// Lift each booking that stands, decide it afresh, and put it back.
    Place,
    /// Every start that each query could have.
    Slots,
}

/// A format that has a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// The rulebook document.
    Rulebook,
    /// One input line of what platforms report.
    Fact,
    /// One line of a journal.
    Event,
    /// An answer of the solver with its trace.
    Decision,
}
