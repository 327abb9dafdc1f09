//! The rulebook file of a command.

use std::{fs, io::Write, path::Path};

use chrono::NaiveDate;
use dispatch_core::{Criteria, Horizon, Rulebook};

use crate::failure::Failure;

/// The most days that a rulebook is compiled for.
pub(crate) const MOST_DAYS: i64 = 800;

/// The text of a file that the user named.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|fault| {
        Failure::with_help(
            format!("cannot read `{}`: {fault}", path.display()),
            "give a file that exists and holds UTF-8 text",
        )
    })
}

/// Compiles a rulebook for a horizon; its faults are printed to `err`, and its weak spots are left to `dispatch check`.
pub(crate) fn load(path: &Path, horizon: Horizon, err: &mut impl Write) -> Result<Rulebook, Failure> {
    let name = path.display().to_string();
    match rulebook_toml::load(&text(path)?, &name, horizon, &Criteria::builtin()) {
        Ok(loaded) => Ok(loaded.compiled.rulebook),
        Err(faults) => {
            for fault in &faults {
                writeln!(err, "{fault}")?;
            }
            Err(Failure::with_help(
                format!("`{name}` cannot be used: see the faults above"),
                "correct them; `dispatch check` lists them again",
            ))
        }
    }
}

/// A horizon of some days from a date.
pub(crate) fn horizon(first: NaiveDate, days: i64) -> Horizon {
    Horizon { first, days: u16::try_from(days.clamp(1, MOST_DAYS)).unwrap_or(1) }
}
