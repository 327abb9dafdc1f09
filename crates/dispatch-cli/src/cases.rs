//! `dispatch check`, second part: the practice's own cases, which stand beside its rulebook.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use dispatch_core::Criteria;
use rulebook_toml::cases::{self, Case, Verdict};
use serde::Serialize;

use crate::{failure::Failure, outcome::plain_table, rules};

/// Tries the cases of a usable rulebook. Without `wanted`, those beside the rulebook, if there are any.
pub(crate) fn run(
    rulebook: &Path,
    wanted: Option<&Path>,
    json: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let Some(path) = wanted.map(Path::to_path_buf).or_else(|| beside(rulebook)) else { return Ok(()) };
    let name = path.display().to_string();
    let tried: Vec<_> = load(rulebook, &path, &name, json, out)?
        .into_iter()
        .map(|case| {
            let verdict = case.run();
            (case, verdict)
        })
        .collect();
    if json {
        for (case, verdict) in &tried {
            writeln!(out, "{}", line(case, verdict)?)?;
        }
    } else {
        print(&name, &tried, out)?;
    }
    let failed = tried.iter().filter(|(_, verdict)| !verdict.passed()).count();
    if failed == 0 {
        return Ok(());
    }
    Err(Failure::with_help(
        format!("{failed} of {} cases failed", tried.len()),
        "correct the rulebook, or the case if the rulebook is right",
    ))
}

/// Those of `north.toml` are in `north.cases.toml`.
fn beside(rulebook: &Path) -> Option<PathBuf> {
    Some(rulebook.with_extension("cases.toml")).filter(|path| path.exists())
}

fn load(
    rulebook: &Path,
    path: &Path,
    name: &str,
    json: bool,
    out: &mut impl Write,
) -> Result<Vec<Case>, Failure> {
    let document = rulebook_toml::read(&rules::text(rulebook)?, &rulebook.display().to_string());
    let document = document.map_err(|_| Failure::plain(&"the rulebook cannot be read"))?;
    let loaded = cases::load(&rules::text(path)?, name, &document, &Criteria::builtin());
    match loaded {
        Ok(cases) => Ok(cases),
        Err(faults) => {
            for fault in &faults {
                if json {
                    writeln!(
                        out,
                        "{}",
                        serde_json::to_string(fault).map_err(|fault| Failure::plain(&fault))?
                    )?;
                } else {
                    writeln!(out, "{fault}")?;
                }
            }
            Err(Failure::with_help(
                format!("the cases of `{name}` cannot be tried: see the faults above"),
                "correct them and check again",
            ))
        }
    }
}

fn print(name: &str, tried: &[(Case, Verdict)], out: &mut impl Write) -> Result<(), Failure> {
    let mut table = plain_table(&["case", "date", "outcome", ""]);
    for (case, verdict) in tried {
        let passed = if verdict.passed() { "passed" } else { "FAILED" };
        let date = case.date().to_string();
        table.add_row([case.name(), &date, &case.summary(verdict), passed]);
    }
    writeln!(out, "{table}")?;
    for (case, verdict) in tried.iter().filter(|(_, verdict)| !verdict.passed()) {
        writeln!(out, "\n{name}:{}: `{}` failed", case.line(), case.name())?;
        if let Some(about) = case.about() {
            writeln!(out, "  {about}")?;
        }
        for difference in &verdict.differences {
            let (field, expected, got) = (&difference.field, &difference.expected, &difference.got);
            writeln!(out, "  {field}: expected {expected}, got {got}")?;
        }
        writeln!(out, "  reasons:")?;
        for flag in verdict.flags() {
            writeln!(out, "    {}", flag.sentence())?;
        }
        for line in verdict.decision.trace.text(case).lines() {
            writeln!(out, "    {line}")?;
        }
    }
    let passed = tried.iter().filter(|(_, verdict)| verdict.passed()).count();
    writeln!(out, "`{name}`: {passed} of {} cases passed", tried.len())?;
    Ok(())
}

/// One case as JSON.
#[derive(Serialize)]
struct Line<'a> {
    case: &'a str,
    line: usize,
    passed: bool,
    #[serde(flatten)]
    verdict: &'a Verdict,
}

fn line(case: &Case, verdict: &Verdict) -> Result<String, Failure> {
    let line = Line { case: case.name(), line: case.line(), passed: verdict.passed(), verdict };
    serde_json::to_string(&line).map_err(|fault| Failure::plain(&fault))
}
