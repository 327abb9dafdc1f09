//! Diagnostics: the fault or weak spot of a file, its place, and what to do about it.

use std::{fmt, ops::Range};

use dispatch_core::DocumentPath;
use serde::Serialize;

use crate::source::Source;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The rulebook cannot be used.
    Error,
    /// The rulebook can be used, but the practice should look at it.
    Warning,
}

impl Severity {
    const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    const fn colour(self) -> &'static str {
        match self {
            Self::Error => "\u{1b}[1;31m",
            Self::Warning => "\u{1b}[1;33m",
        }
    }
}

/// One fault or weak spot of a file. Its `Display` is plain text of several lines, without a line break at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The severity.
    pub severity: Severity,
    /// The file, as the caller named it.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The stable word for this kind of fault, such as `unknown_credential`.
    pub code: String,
    /// The path in the document: `service[3].needs[0].kind`, positions from 0; empty for the document as a whole.
    pub path: String,
    /// The fault in one sentence.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
    /// The line as written in the file.
    pub source: String,
    /// The number of characters of that line that are meant, at least 1.
    pub width: usize,
}

impl Diagnostic {
    /// An error about a span of bytes.
    pub(crate) fn error(source: Source<'_>, span: Range<usize>, code: &str, path: &DocumentPath) -> Self {
        let place = source.place(span);
        Self {
            severity: Severity::Error,
            file: source.file.to_owned(),
            line: place.line,
            column: place.column,
            code: code.to_owned(),
            path: path.to_string(),
            message: String::new(),
            help: String::new(),
            source: place.text.to_owned(),
            width: place.width,
        }
    }

    /// The same with a message and a help.
    pub(crate) fn saying(self, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), ..self }
    }

    /// The text for a terminal (with colour) or for a file.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let paint =
            |code, text: &str| if colour { format!("{code}{text}\u{1b}[0m") } else { text.to_owned() };
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let bar = paint(BLUE, "|");
        let head = paint(self.severity.colour(), &format!("{}[{}]", self.severity.word(), self.code));
        let caret = paint(self.severity.colour(), &"^".repeat(self.width));
        let mut lines = vec![
            format!("{head}: {}", harmless(&self.message)),
            format!("{margin}{} {}:{}:{}", paint(BLUE, "-->"), self.file, self.line, self.column),
            format!("{margin} {bar}"),
            format!("{} {bar} {}", paint(BLUE, &number), harmless(&self.source)),
            format!("{margin} {bar} {}{caret}", self.indent()),
        ];
        if !self.help.is_empty() {
            lines.push(format!("{margin} {} {}", paint(BLUE, "= help:"), harmless(&self.help)));
        }
        lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
    }

    /// Blanks as wide as the text before the caret; tabs stay tabs.
    fn indent(&self) -> String {
        let before = self.source.chars().take(self.column.saturating_sub(1));
        before.map(|letter| if letter == '\t' { '\t' } else { ' ' }).collect()
    }
}

/// Text without control characters: the content of a file must not control the terminal that shows it.
fn harmless(text: &str) -> String {
    let steers = |letter: char| letter.is_control() && letter != '\t';
    text.chars().map(|letter| if steers(letter) { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

const BLUE: &str = "\u{1b}[1;34m";

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic() -> Diagnostic {
        let source = Source { file: "a.toml", text: "x = 1\n\tname = \"\u{e9}\u{1b}[2J\"\n" };
        let path = DocumentPath::default().field("name");
        Diagnostic::error(source, 14..22, "bad_name", &path).saying("`\u{1b}[2J` is no name", "write one")
    }

    #[test]
    fn the_caret_stands_under_what_is_meant() {
        let expected = "error[bad_name]: `\u{fffd}[2J` is no name\n --> a.toml:2:9\n  |\n2 | \tname = \"\u{e9}\u{fffd}[2J\"\n  | \t       ^^^^^^^\n  = help: write one";
        assert_eq!(diagnostic().to_string(), expected);
    }

    #[test]
    fn colour_only_adds_colour() {
        let mut plain = diagnostic().render(true);
        for code in [BLUE, Severity::Error.colour(), "\u{1b}[0m"] {
            assert!(plain.contains(code));
            plain = plain.replace(code, "");
        }
        assert_eq!(plain, diagnostic().to_string());
    }
}
