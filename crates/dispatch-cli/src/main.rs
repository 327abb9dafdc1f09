//! The `dispatch` command.

mod arguments;
mod check;
mod demo;
mod explain;
mod facts;
mod failure;
mod init;
mod names;
mod outcome;
mod replay;
mod rules;
mod schema;

use std::{io, process::ExitCode};

use clap::Parser as _;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (out, told) = (&mut io::stdout().lock(), &mut io::stderr());
    let result = match arguments.command {
        Command::Demo { variant, json } => demo::run(variant.as_deref(), json, out),
        Command::Check { rulebook, from, days, json } => check::run(&rulebook, from, days, json, out),
        Command::Replay { rulebook, events, json, journal } => {
            let options = replay::Options { json, journal: journal.as_deref() };
            replay::run(&rulebook, &events, &options, out, told)
        }
        Command::Rebuild { journal } => replay::from_journal(&journal, out),
        Command::Explain { rulebook, events, booking } => {
            explain::run(&rulebook, &events, &booking, out, told)
        }
        Command::Init { path } => init::write_starter(&path),
        Command::Schema { of } => schema::print(of, out),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&mut io::stderr().lock()),
    }
}
