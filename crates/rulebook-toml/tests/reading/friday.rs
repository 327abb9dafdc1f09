//! The Friday's rulebook is read and compiled.

use chrono::NaiveDate;
use dispatch_core::{Criteria, Horizon};
use rulebook_toml::Severity;

const FRIDAY: &str = include_str!("../../../../docs/scenarios/friday/rulebook.toml");

#[test]
fn the_friday_loads() -> Result<(), String> {
    let horizon = Horizon { first: NaiveDate::from_ymd_opt(2026, 6, 8).ok_or("no such date")?, days: 14 };
    let loaded = rulebook_toml::load(FRIDAY, "rulebook.toml", horizon, &Criteria::builtin());
    let loaded =
        loaded.map_err(|faults| faults.iter().map(|fault| format!("{fault}\n\n")).collect::<String>())?;
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    Ok(())
}

#[test]
fn a_weak_spot_is_a_warning_with_its_place() -> Result<(), String> {
    let held = "credentials = [{ id = \"rn\" }, { id = \"filler\", until = \"2026-06-10\" }]";
    let text = FRIDAY.replacen("credentials = [{ id = \"rn\" }, { id = \"filler\" }]", held, 1);
    let horizon = Horizon { first: NaiveDate::from_ymd_opt(2026, 6, 8).ok_or("no such date")?, days: 14 };
    let loaded = rulebook_toml::load(&text, "rulebook.toml", horizon, &Criteria::builtin());
    let warnings = loaded.map_err(|faults| format!("{faults:?}"))?.warnings;
    let expiring =
        warnings.iter().find(|warning| warning.code == "credential_expiring").ok_or("no warning")?;
    assert_eq!(expiring.severity, Severity::Warning);
    assert_eq!((expiring.source.as_str(), expiring.width), (held, "\"2026-06-10\"".len()));
    assert!(expiring.to_string().starts_with("warning[credential_expiring]: "));
    Ok(())
}
