//! The `dispatch` command.

mod arguments;
mod bench;
mod cases;
mod check;
mod demo;
mod desk;
mod explain;
mod facts;
mod failure;
mod init;
mod local_start;
mod messages;
mod names;
mod outcome;
mod platforms;
mod replay;
mod rules;
mod schema;
mod serve;
mod simulate;

use std::{env, io, process::ExitCode, time::Duration};

use clap::Parser as _;

use arguments::{Arguments, Bench, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (out, err) = (&mut io::stdout().lock(), &mut io::stderr());
    let result = match arguments.command {
        Command::Demo { variant, json, platform_delay, keep } => {
            let platform_delay = Duration::from_millis(platform_delay);
            demo::run(&demo::Options { variant, json, platform_delay, keep }, out)
        }
        Command::Desk(desk) => desk::run(&desk, &|name| env::var(name).ok(), out),
        Command::Serve { configuration } => serve::run(&configuration, out, err),
        Command::Check { rulebook, from, days, cases, json } => check::run(&rulebook, from, days, json, out)
            .and_then(|()| cases::run(&rulebook, cases.as_deref(), json, out)),
        Command::Replay { rulebook, events, json, messages, until, journal } => {
            let options = replay::Options { json, messages, until, journal: journal.as_deref() };
            replay::run(&rulebook, &events, &options, out, err)
        }
        Command::Rebuild { journal } => replay::from_journal(&journal, out),
        Command::Explain { rulebook, events, booking, provider, at } => {
            let (candidate, at) = (provider.as_deref(), at.as_deref());
            let question = explain::Question { booking: &booking, candidate, at };
            explain::run(&rulebook, &events, &question, out, err)
        }
        Command::Init { path } => init::write_starter(&path),
        Command::Bench(Bench::Instance { file, job, repeat, json }) => {
            bench::instance(&file, job, repeat, json, out)
        }
        Command::Simulate { seed, bookings, mix, script, story, json, scripts } => {
            simulate::run(&simulate::Options { seed, bookings, mix, script, story, json, scripts }, out)
        }
        Command::Schema { of } => schema::print(of, out),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&mut io::stderr().lock()),
    }
}
