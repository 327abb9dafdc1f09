//! The README shows the demo's own output: every line of its transcript must be in it.

use crate::program::{dispatch, text};

#[test]
fn the_transcript_in_the_readme_is_what_the_demo_prints() {
    let readme = include_str!("../../../../README.md");
    let (_, rest) = readme.split_once("```text\n").unwrap();
    let (transcript, _) = rest.split_once("```").unwrap();
    let output = dispatch(&["demo", "--platform-delay", "0"]);
    assert!(output.status.success());
    let printed = text(&output.stdout);
    let mut at = 0;
    for line in transcript.lines().filter(|line| *line != "…") {
        let found = printed[at..].find(line.trim_end());
        at += found.unwrap_or_else(|| panic!("the demo does not print, or not in this order: {line}"));
    }
    assert!(at > 0);
}
