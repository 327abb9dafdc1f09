//! The `dispatch` command.

mod arguments;
mod demo;
mod failure;
mod init;
mod names;
mod schema;

use std::{io, process::ExitCode};

use clap::Parser as _;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Demo { variant } => demo::run(variant.as_deref(), &mut io::stdout().lock()),
        Command::Init { path } => init::write_starter(&path),
        Command::Schema { of } => schema::print(of, &mut io::stdout().lock()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&mut io::stderr().lock()),
    }
}
