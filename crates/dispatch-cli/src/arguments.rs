//! The command line: commands, arguments and their help.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};

use crate::{desk::arguments::Desk, replay::Until};

/// Assigns med-spa bookings to a provider, room, device and time by rule, and says why.
#[derive(Debug, Parser)]
#[command(name = "dispatch", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes:
  0  done
  1  failed; stderr says why
  2  the command line is not valid
  3  done, but some input lines were left out, or lie outside the days that can be planned; stderr names them
  4  the answer was not taken: somebody was first, or it is not possible";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play the worked example through a real service: a full Friday, each decision with its reason.
    #[command(
        after_help = "Examples:\n  dispatch demo\n  dispatch demo --variant loads-swapped\n\nExits with 0 only if every booking ends where the scenario says."
    )]
    Demo {
        /// Play a variant of the day: loads-swapped, loads-alike, seniority-first or equal.
        #[arg(long, value_name = "NAME")]
        variant: Option<String>,
        /// Print one JSON object per booking, as `dispatch replay --json` does.
        #[arg(long)]
        json: bool,
        /// Milliseconds that the stand-in platform takes to answer each call.
        #[arg(long, value_name = "MS", default_value_t = 200)]
        platform_delay: u64,
        /// Keep the service running afterwards, until Ctrl-C.
        #[arg(long)]
        keep: bool,
    },
    /// Run the service: receive webhooks, decide, write back and send messages to clients.
    #[command(
        after_help = "Example:\n  dispatch serve dispatch.toml\n\nThe file says where to listen, where the database is, and for each practice its rulebook, its platform\naccounts (secrets from the environment or from files) and how messages go out. docs/serving.md describes it."
    )]
    Serve {
        /// The configuration file.
        configuration: PathBuf,
    },
    /// See what waits for a person at a running service, and answer it.
    #[command(
        after_help = "Examples:\n  dispatch desk --token-file desk-token\n  dispatch desk show x41\n  dispatch desk answer x41 --choice 1 --seen 57 --by dana\n  dispatch desk board\n  dispatch desk messages --json\n\nThe token is one that the service's configuration names under `api_tokens`. docs/desk.md shows a day at the desk."
    )]
    Desk(Desk),
    /// Write a commented starter rulebook.
    #[command(
        after_help = "Examples:\n  dispatch init\n  dispatch init practices/north.toml\n\nAn existing file is never overwritten."
    )]
    Init {
        /// Where to write it.
        #[arg(default_value = "rulebook.toml")]
        path: PathBuf,
    },
    /// Show every fault and weak spot of a rulebook (line, column, reason and help), then try the practice's cases.
    #[command(
        after_help = "Examples:\n  dispatch check rulebook.toml\n  dispatch check rulebook.toml --from 2026-06-01 --days 60 --json\n\nCases stand beside the rulebook: those of `north.toml` in `north.cases.toml`. Each says what is booked, what the\nschedule already holds, and what the outcome must be. docs/rulebook.md describes them. If a case fails, the exit\ncode is 1."
    )]
    Check {
        /// The rulebook.
        rulebook: PathBuf,
        /// The first date to check the rulebook for; today if absent.
        #[arg(long, value_name = "DATE")]
        from: Option<NaiveDate>,
        /// The number of days to check.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=800))]
        days: u16,
        /// The file of cases, if it does not stand beside the rulebook.
        #[arg(long, value_name = "FILE")]
        cases: Option<PathBuf>,
        /// Print one JSON object per finding, then one per case.
        #[arg(long)]
        json: bool,
    },
    /// Decide a file of facts, with a platform that answers immediately.
    #[command(
        after_help = "Examples:\n  dispatch replay rulebook.toml facts.jsonl\n  cat facts.jsonl | dispatch replay rulebook.toml - --json\n  dispatch replay rulebook.toml facts.jsonl --messages --until end\n  dispatch replay rulebook.toml facts.jsonl --messages --until 2026-06-12T18:00-04:00 --json\n  dispatch replay rulebook.toml facts.jsonl --journal journal.jsonl\n  dispatch rebuild journal.jsonl\n\nThe clock stands at the last line: a reminder that is due later is shown as planned. With --until it runs on, and\nreminders go out and deadlines pass. At most 800 days are planned, from the first line on; an appointment outside\nof them is named on stderr, and the exit code is 3."
    )]
    Replay {
        /// The rulebook.
        rulebook: PathBuf,
        /// Facts, one JSON object per line; `-` is standard input.
        events: PathBuf,
        /// Print one JSON object per booking, or per message, instead of a table.
        #[arg(long)]
        json: bool,
        /// Print the messages to clients instead of the bookings: when, which, by which channels, or why not.
        #[arg(long)]
        messages: bool,
        /// Run the clock on after the last line: until this time, such as 2026-06-12T18:00-04:00, or until the `end` of
        /// what is planned.
        #[arg(long, value_name = "TIME")]
        until: Option<Until>,
        /// Write the journal to this file, one JSON object per event.
        #[arg(long, value_name = "FILE")]
        journal: Option<PathBuf>,
    },
    /// Rebuild every booking from a journal alone, without a rulebook.
    #[command(after_help = "Example:\n  dispatch rebuild journal.jsonl")]
    Rebuild {
        /// A journal, as `dispatch replay --journal` writes it.
        journal: PathBuf,
    },
    /// Show why a booking was assigned as it was, and what would have to change.
    #[command(
        after_help = "Examples:\n  dispatch explain rulebook.toml facts.jsonl appointment-34\n  dispatch explain rulebook.toml facts.jsonl b12\n  dispatch explain rulebook.toml facts.jsonl b12 --provider injector-b\n  dispatch explain rulebook.toml facts.jsonl b12 --at 14:15\n  dispatch explain rulebook.toml facts.jsonl b12 --at 2026-11-01T01:30-05:00\n\nWith --provider or --at, the answer is for the schedule after the last fact."
    )]
    Explain {
        /// The rulebook.
        rulebook: PathBuf,
        /// Facts, one JSON object per line; `-` is standard input.
        events: PathBuf,
        /// The booking: its id on the platform, or our own id.
        booking: String,
        /// Ask about this provider, room or device: why or why not, everything in the way, and the next possible time.
        #[arg(long, value_name = "WHO")]
        provider: Option<String>,
        /// Ask about this local time: 14:15, or with a date 2026-06-13T14:15. A time that comes twice when the clocks go
        /// back needs its offset.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// Measure this program on instances that other programs can run too.
    #[command(subcommand)]
    Bench(Bench),
    /// Live a practice's life with faults, and judge every step of it; one seed is one life, byte for byte.
    #[command(
        after_help = "Examples:\n  dispatch simulate\n  dispatch simulate --seed 7 --bookings 50000 --mix chaos\n  dispatch simulate --mix crates/dispatch-sim/mixes/friday.toml --json\n  dispatch simulate --script target/simulate/overlap-7.script --story\n\nIf something does not hold, the exit code is 1, and a short script of what people did is written.\ndocs/simulator.md says what is judged, and how to read a script."
    )]
    Simulate {
        /// The seed.
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
        /// The number of new bookings.
        #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
        bookings: u32,
        /// The mix of what happens: `quiet`, `friday`, `chaos`, or a file; `friday` if absent.
        #[arg(long, value_name = "FILE")]
        mix: Option<PathBuf>,
        /// Play this script instead.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "bookings", "mix"])]
        script: Option<PathBuf>,
        /// Tell everything that happens in a script.
        #[arg(long, requires = "script")]
        story: bool,
        /// Print the figures as one JSON object.
        #[arg(long)]
        json: bool,
        /// The folder that the script of a failure is written to.
        #[arg(long, value_name = "FOLDER", default_value = "target/simulate")]
        scripts: PathBuf,
    },
    /// Print the JSON Schema of a format.
    #[command(
        after_help = "Examples:\n  dispatch schema rulebook > rulebook.schema.json\n  dispatch schema fact"
    )]
    Schema {
        /// The format.
        of: Format,
    },
}

/// A measurement.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Answer a neutral instance with the production rules, and show how long it took.
    #[command(
        after_help = "Examples:\n  dispatch bench instance benches/instances/friday38_fixed.json --job place\n  dispatch bench instance benches/instances/days28_fixed.json --job slots --repeat 1000 --json\n\ndocs/instances.md describes the file, the jobs and the answers. Measure a release build."
    )]
    Instance {
        /// The instance file.
        file: PathBuf,
        /// The question to answer.
        #[arg(long)]
        job: Job,
        /// Repeat the measured work this many times; the answer stays the same.
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
        repeat: u32,
        /// Print the answer as one JSON object.
        #[arg(long)]
        json: bool,
    },
}

/// A question to an instance.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Job {
    /// Take each booking out of the schedule, decide it again, and put it back.
    Place,
    /// List every possible start for each query.
    Slots,
}

/// A format that has a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// The rulebook document.
    Rulebook,
    /// One line of facts that a platform reports.
    Fact,
    /// One line of a journal.
    Event,
    /// A decision of the solver with its trace.
    Decision,
}
