//! The arguments of `dispatch desk`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

/// The service, and what to ask it.
#[derive(Debug, Args)]
pub(crate) struct Desk {
    /// The service; DISPATCH_SERVER or http://127.0.0.1:8080 if absent.
    #[arg(long, value_name = "URL", global = true)]
    pub(crate) server: Option<String>,
    /// The file that holds the token of the service; DISPATCH_TOKEN holds the token itself.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) token_file: Option<PathBuf>,
    /// Print the service's JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// What to ask; what waits if absent.
    #[command(subcommand)]
    pub(crate) command: Option<DeskCommand>,
}

/// What to ask.
#[derive(Debug, Subcommand)]
pub(crate) enum DeskCommand {
    /// What waits for a person, soonest deadline first.
    Waiting,
    /// One of them: the reasons, the choices as they are now, what is held and until when.
    #[command(after_help = "Example:\n  dispatch desk show x41")]
    Show {
        /// Its id, such as x41.
        id: String,
    },
    /// Answer one of them.
    #[command(
        after_help = "Examples:\n  dispatch desk answer x41 --choice 1 --seen 57 --by dana\n  dispatch desk answer x41 --give injector-b,room-1 --at 14:50 --by dana\n  dispatch desk answer x41 --give injector-b,room-1 --at 2026-06-13T09:00-04:00 --override --why \"asked for by phone\" --by dana\n  dispatch desk answer x41 --decline --by dana --why \"client called off\"\n  dispatch desk answer x41 --done --by dana\n\nThe numbers are those of `dispatch desk show`, and stand for names: what is sent names provider, room and time, so\nit can never mean another choice than the one that was shown."
    )]
    Answer {
        /// Its id, such as x41.
        id: String,
        /// The answer.
        #[command(flatten)]
        answer: Answer,
        /// Your name; DISPATCH_BY if absent.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// Your reason.
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
        /// The version that you saw. If it has changed since, nothing is answered.
        #[arg(long, value_name = "VERSION")]
        seen: Option<u64>,
    },
    /// Take one of them in hand for five minutes: nobody else answers it meanwhile.
    Claim {
        /// Its id, such as x41.
        id: String,
        /// Your name; DISPATCH_BY if absent.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Give back what you took in hand.
    Release {
        /// Its id, such as x41.
        id: String,
        /// Your name; DISPATCH_BY if absent.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Today's board: each provider's bookings.
    Board {
        /// Another day.
        #[arg(long, value_name = "DATE")]
        date: Option<NaiveDate>,
    },
    /// Messages to clients that failed, newest first.
    Messages,
}

/// The answer: exactly one.
#[derive(Debug, Args)]
#[group(id = "one_answer", required = true, multiple = true)]
pub(crate) struct Answer {
    /// Take the choice of this number, as `show` numbers them.
    #[arg(long, value_name = "N", requires = "seen", conflicts_with_all = ["give", "decline", "keep_platform", "done"])]
    pub(crate) choice: Option<usize>,
    /// Take this provider with these rooms and devices; once for each service of the visit.
    #[arg(long, value_name = "PROVIDER[,ROOM...]", requires = "at", conflicts_with_all = ["decline", "keep_platform", "done"])]
    pub(crate) give: Vec<String>,
    /// At this time: 14:50 on the day of the booking, or 2026-06-13T09:00-04:00.
    #[arg(long, value_name = "TIME", requires = "give")]
    pub(crate) at: Option<String>,
    /// Take them whatever rule they break; needs --why.
    #[arg(long = "override", requires_all = ["give", "why"])]
    pub(crate) against_rules: bool,
    /// Decline the booking: the client is told.
    #[arg(long, conflicts_with_all = ["keep_platform", "done"])]
    pub(crate) decline: bool,
    /// Leave it as the platform shows it, whatever rule that breaks.
    #[arg(long, conflicts_with = "done")]
    pub(crate) keep_platform: bool,
    /// The matter was dealt with; the booking stays as it is.
    #[arg(long)]
    pub(crate) done: bool,
}
