//! The story of a script, line by line: `story <script file>`.

use std::process::ExitCode;

use dispatch_sim::{Script, follow};

fn main() -> ExitCode {
    let text = std::env::args().nth(1).and_then(|file| std::fs::read_to_string(file).ok());
    let Some(script) = text.and_then(|text| Script::read(&text).ok()) else { return ExitCode::from(2) };
    let lived = follow(&script, true);
    lived.story.iter().for_each(|line| println!("{line}"));
    println!("{:?}", lived.violation);
    ExitCode::SUCCESS
}
