//! `dispatch check`: every fault and weak spot of a rulebook, each with its place and its help.

use std::{
    io::Write,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, NaiveDate};
use dispatch_core::Criteria;

use crate::{failure::Failure, rules};

/// Checks a rulebook for the `days` from `from` on (today if absent).
pub(crate) fn run(
    path: &Path,
    from: Option<NaiveDate>,
    days: u16,
    json: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let horizon = rules::horizon(from.unwrap_or_else(today), i64::from(days));
    let name = path.display().to_string();
    let (found, faults) = match rulebook_toml::load(&rules::text(path)?, &name, horizon, &Criteria::builtin())
    {
        Ok(loaded) => (loaded.warnings, 0),
        Err(faults) => {
            let count = faults.len();
            (faults, count)
        }
    };
    for diagnostic in &found {
        if json {
            writeln!(out, "{}", serde_json::to_string(diagnostic).map_err(|fault| Failure::plain(&fault))?)?;
        } else {
            writeln!(out, "{diagnostic}")?;
        }
    }
    if faults > 0 {
        return Err(Failure::with_help(
            format!("`{name}` cannot be used: {}", counted(faults, "fault")),
            "correct them and check again",
        ));
    }
    if !json {
        writeln!(out, "`{name}` can be used: {}", counted(found.len(), "weak spot"))?;
    }
    Ok(())
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the shell may read a clock: credentials are judged as of today"
)]
fn today() -> NaiveDate {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    DateTime::from_timestamp(i64::try_from(seconds).unwrap_or(0), 0).unwrap_or_default().date_naive()
}
