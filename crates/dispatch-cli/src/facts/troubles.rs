//! Troubles: what is to be said of lines that were left out, of those that no rule decides, and of odd ones.

use std::{collections::BTreeSet, io::Write, path::Path};

use crate::{failure::Failure, rules::MOST_DAYS};

/// So many appointments outside the planned days are named one by one.
const MOST_NAMED: usize = 10;

/// What is to be said of a file, line by line.
pub(crate) struct Troubles {
    file: String,
    said: Vec<(usize, Kind, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    LeftOut,
    Outside,
    Note,
}

impl Troubles {
    /// None yet.
    pub(super) fn of(path: &Path) -> Self {
        let standard_input = path.as_os_str() == "-";
        let file = if standard_input { "standard input".to_owned() } else { path.display().to_string() };
        Self { file, said: Vec::new() }
    }

    /// A line was left out; `place` is the field, or the column.
    pub(crate) fn left_out(&mut self, number: usize, place: &str, what: &str) {
        self.say(number, Kind::LeftOut, place, what);
    }

    /// A line's appointment lies outside the planned days.
    pub(super) fn outside(&mut self, number: usize, place: &str, what: &str) {
        self.say(number, Kind::Outside, place, what);
    }

    /// A line was decided, and something about it is worth knowing.
    pub(super) fn note(&mut self, number: usize, place: &str, what: &str) {
        self.say(number, Kind::Note, place, what);
    }

    fn say(&mut self, number: usize, kind: Kind, place: &str, what: &str) {
        self.said.push((number, kind, format!("{}:{number}: {place}: {what}", self.file)));
    }

    /// Prints everything in the order of the lines. A failure of its own kind if anything was not decided, since
    /// everything else was.
    pub(crate) fn report(&self, err: &mut impl Write) -> Result<(), Failure> {
        let of_kind = |kind| self.said.iter().filter(move |(_, own, _)| *own == kind);
        let without: BTreeSet<_> = of_kind(Kind::LeftOut).map(|(number, _, _)| number).collect();
        // Of a line that was left out, nothing else matters.
        let matters =
            |(number, kind, _): &&(usize, Kind, String)| *kind == Kind::LeftOut || !without.contains(number);
        let mut said: Vec<_> = self.said.iter().filter(matters).collect();
        said.sort();
        let (mut left_out, mut outside) = (0, 0);
        for (_, kind, text) in said {
            left_out += usize::from(*kind == Kind::LeftOut);
            outside += usize::from(*kind == Kind::Outside);
            if *kind != Kind::Outside || outside <= MOST_NAMED {
                writeln!(err, "{text}")?;
            }
        }
        if outside > MOST_NAMED {
            let more = counted(outside - MOST_NAMED, "more appointment is", "more appointments are");
            writeln!(err, "{}: {more} outside the days that are planned", self.file)?;
        }
        let mut parts = Vec::new();
        let mut help = Vec::new();
        if left_out > 0 {
            parts.push(counted(left_out, "line was left out", "lines were left out"));
            help.push("correct those lines and run the command again".to_owned());
        }
        if outside > 0 {
            let (one, several) =
                ("appointment is outside the planned days", "appointments are outside the planned days");
            parts.push(counted(outside, one, several));
            help.push(format!("correct the year if it is wrong; at most {MOST_DAYS} days are planned"));
        }
        if parts.is_empty() {
            return Ok(());
        }
        let message = format!("{}; the rest was decided", parts.join(", "));
        Err(Failure::partly_done(message, help.join("; ")))
    }
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
