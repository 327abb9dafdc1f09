//! The Friday's rulebook is read and compiled.

use chrono::NaiveDate;
use dispatch_core::{Criteria, Horizon};

const FRIDAY: &str = include_str!("../../../docs/scenarios/friday/rulebook.toml");

#[test]
fn the_friday_loads() -> Result<(), String> {
    let horizon = Horizon { first: NaiveDate::from_ymd_opt(2026, 6, 8).ok_or("no such date")?, days: 14 };
    let loaded = rulebook_toml::load(FRIDAY, "rulebook.toml", horizon, &Criteria::builtin());
    let loaded =
        loaded.map_err(|faults| faults.iter().map(|fault| format!("{fault}\n\n")).collect::<String>())?;
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    Ok(())
}
