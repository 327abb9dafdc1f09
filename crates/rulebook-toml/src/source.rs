//! The source text: bytes of a file as line and column.

use std::ops::Range;

/// A file's text and its name.
#[derive(Clone, Copy)]
pub(crate) struct Source<'t> {
    pub(crate) file: &'t str,
    pub(crate) text: &'t str,
}

/// A span within one line.
pub(crate) struct Place<'t> {
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
    /// In characters, at least 1; a span over several lines ends with its first.
    pub(crate) width: usize,
    /// The whole line, without its end.
    pub(crate) text: &'t str,
}

impl<'t> Source<'t> {
    /// The place of a span of bytes; any span is allowed.
    pub(crate) fn place(self, span: Range<usize>) -> Place<'t> {
        let start = self.boundary(span.start);
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = self.text.get(line_start..).unwrap_or_default();
        let text = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let end = self.boundary(span.end).min(line_start + text.len()).max(start);
        let count = |from, to| self.text.get(from..to).map_or(0, |part| part.chars().count());
        Place {
            line: before.matches('\n').count() + 1,
            column: count(line_start, start) + 1,
            width: count(start, end).max(1),
            text,
        }
    }

    /// The nearest start of a character at or before a byte.
    fn boundary(self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        (0..=byte).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_columns_in_characters() {
        let source = Source { file: "x", text: "a\r\nzo\u{eb} = [1,\n2]\n" };
        let place = source.place(9..15);
        assert_eq!((place.line, place.column, place.width, place.text), (2, 6, 4, "zo\u{eb} = [1,"));
        let end = source.place(99..120);
        assert_eq!((end.line, end.column, end.width, end.text), (4, 1, 1, ""));
    }
}
