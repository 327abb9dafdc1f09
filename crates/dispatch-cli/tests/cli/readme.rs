//! The README shows the demo's own output: every line of its transcript must be in it.

use std::process::Command;

#[test]
fn the_transcript_in_the_readme_is_what_the_demo_prints() {
    let readme = include_str!("../../../../README.md");
    let (_, rest) = readme.split_once("```text\n").unwrap();
    let (transcript, _) = rest.split_once("```").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dispatch"))
        .args(["demo", "--platform-delay", "0"])
        .output()
        .unwrap();
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    let mut at = 0;
    for line in transcript.lines().filter(|line| *line != "…") {
        let found = printed[at..].find(line.trim_end());
        at += found.unwrap_or_else(|| panic!("the demo does not print, or not in this order: {line}"));
    }
    assert!(at > 0);
}
