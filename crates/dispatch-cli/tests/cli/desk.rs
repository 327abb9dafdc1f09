//! A morning at the desk: the demo's three exceptions answered against the running service. What is typed and printed is the
//! transcript of `docs/desk.md`; `UPDATE_DOCS=1 cargo test -p dispatch-cli --test cli desk` writes it anew.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, ChildStdout, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::program::text;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/desk.md");
const FENCE: &str = "```console\n";
const PATIENCE: Duration = Duration::from_secs(60);

/// A demo that keeps running.
struct Demo {
    child: Child,
    out: BufReader<ChildStdout>,
    server: String,
    token_file: String,
}

impl Demo {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dispatch"))
            .args(["demo", "--keep", "--platform-delay", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("Answer what waits: ") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "the demo ended");
        }
        let after = |flag: &str| {
            let (_, rest) = line.split_once(flag).unwrap();
            rest.split_whitespace().next().unwrap().to_owned()
        };
        Self { child, server: after("--server "), token_file: after("--token-file "), out }
    }

    fn desk(&self, arguments: &str) -> Output {
        let split: Vec<_> = arguments.split_whitespace().collect();
        Command::new(env!("CARGO_BIN_EXE_dispatch"))
            .arg("desk")
            .args(split)
            .env("DISPATCH_SERVER", &self.server)
            .env("DISPATCH_TOKEN", fs::read_to_string(&self.token_file).unwrap())
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &str) -> Value {
        serde_json::from_slice(&self.desk(&format!("--json {arguments}")).stdout).unwrap()
    }

    /// Stops it as a service is stopped, and gives what it still said.
    fn stop(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        assert!(self.child.wait().unwrap().success());
        rest
    }
}

/// A demo whose test has failed must not be left running.
impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is typed and printed.
#[derive(Default)]
struct Transcript(String);

impl Transcript {
    fn run(&mut self, demo: &Demo, arguments: &str, code: i32) {
        let output = demo.desk(arguments);
        let printed = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "dispatch desk {arguments}: {printed}");
        self.0.push_str(&format!("$ dispatch desk {arguments}\n{printed}\n").replace("desk \n", "desk\n"));
    }
}

#[test]
fn the_transcript_in_the_page_is_what_the_desk_prints() {
    let demo = Demo::start();
    let waiting = demo.json("");
    let waiting = waiting["exceptions"].as_array().unwrap();
    assert!(waiting.len() >= 2, "the demo leaves something for a person");
    let mut transcript = Transcript::default();
    transcript.run(&demo, "", 0);
    let mut last = String::new();
    for (one, by) in waiting.iter().zip(["dana", "lee"].iter().cycle()) {
        let id = one["id"].as_str().unwrap();
        let seen = demo.json(&format!("show {id}"))["version"].to_string();
        transcript.run(&demo, &format!("show {id}"), 0);
        last = format!("answer {id} --choice 1 --seen {seen}");
        transcript.run(&demo, &format!("{last} --by {by}"), 0);
        written_back(&demo, id);
        transcript.run(&demo, &format!("show {id}"), 0);
    }
    // The second of two people.
    transcript.run(&demo, &format!("{last} --by kim"), 4);
    transcript.run(&demo, "", 0);
    transcript.run(&demo, "board --date 2026-06-13", 0);
    transcript.run(&demo, "messages", 0);

    let said = demo.stop();
    let verdict = "0 exceptions wait for a person; 0 of the platform's records differ from the decisions.";
    assert!(said.contains(verdict), "{said}");

    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(FENCE).unwrap();
    let (written, after) = rest.split_once("```").unwrap();
    let printed = transcript.0.trim_end().to_owned() + "\n";
    if normal(written) == normal(&printed) {
        return;
    }
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, format!("{before}{FENCE}{printed}```{after}")).unwrap();
        return;
    }
    assert_eq!(normal(written), normal(&printed), "docs/desk.md is not what the desk prints");
}

/// Waits until an answer is on the platform, and the client has been told.
fn written_back(demo: &Demo, id: &str) {
    let started = started();
    loop {
        let one = demo.json(&format!("show {id}"));
        let booking = &one["booking"];
        if booking["written"].as_str().is_none_or(|word| word == "acknowledged")
            && booking["last_message"].is_string()
        {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "not written back and confirmed: {one}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[expect(clippy::disallowed_methods, reason = "a test that waits for another process gives up in time")]
fn started() -> Instant {
    Instant::now()
}

/// A transcript without what differs from run to run: ids and versions by the order in which they come up, the width of
/// tables, and the minute of an answer.
fn normal(transcript: &str) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for line in transcript.lines() {
        let mut words: Vec<String> = Vec::new();
        let mut after_seen = false;
        for word in line.split(|letter: char| letter.is_whitespace() || "│─═╪┌┐└┘╞╡├┤┬┴┼".contains(letter))
        {
            if word.is_empty() {
                continue;
            }
            let bare = word.trim_end_matches([':', ',', ';', '.', '`']).trim_start_matches('`');
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let is_id = bare.strip_prefix('x').is_some_and(is_number) || (after_seen && is_number(bare));
            after_seen = bare == "--seen" || bare == "version";
            if !is_id {
                words.push(word.to_owned());
                continue;
            }
            let position = known.iter().position(|known| known == bare).unwrap_or_else(|| {
                known.push(bare.to_owned());
                known.len() - 1
            });
            words.push(word.replace(bare, &format!("#{position}")));
        }
        if let Some(answered) = words.iter().position(|word| word == "answered").filter(|_| words.len() == 5)
        {
            words.truncate(answered + 3);
        }
        lines.push(words.join(" "));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

#[test]
fn only_what_differs_from_run_to_run_is_left_out_of_the_comparison() {
    let one = "│ x41 │ Fri 12:05 │\n$ dispatch desk answer x41 --seen 57\n  answered by dana, Fri 12:00";
    let other =
        "│ x104 │   Fri 12:05 │\n$ dispatch desk answer x104 --seen 230\n  answered by dana, Fri 12:01";
    assert_eq!(normal(one), normal(other));
    assert_ne!(normal(one), normal(&other.replace("12:05", "12:10")));
    assert_ne!(normal(one), normal(&other.replace("answer x104", "answer x105")));
    assert_ne!(normal(one), normal(&other.replace("dana", "lee")));
}

#[test]
fn a_service_that_is_not_there_and_a_wrong_token_are_told_apart() {
    let desk = |arguments: &[&str], token: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_dispatch"))
            .arg("desk")
            .args(arguments)
            .env("DISPATCH_TOKEN", token)
            .env_remove("DISPATCH_BY")
            .env_remove("DISPATCH_SERVER")
            .output()
            .unwrap();
        (output.status.code(), text(&output.stderr))
    };
    let (code, said) = desk(&["--server", "http://127.0.0.1:1"], "a-token");
    assert_eq!(code, Some(1));
    assert!(said.contains("the service at http://127.0.0.1:1 does not answer"), "{said}");
    assert!(said.contains("check the address"), "{said}");
    let (code, said) = desk(&["board"], "");
    assert_eq!((code, said.contains("there is no token")), (Some(1), true), "{said}");
    let (code, said) = desk(&["answer", "x1", "--done"], "a-token");
    assert_eq!((code, said.contains("--by NAME")), (Some(1), true), "{said}");
    for unclear in [
        &["answer", "x1", "--by", "dana"][..],
        &["answer", "x1", "--by", "dana", "--done", "--decline"],
        &["answer", "x1", "--by", "dana", "--choice", "1"],
        &["answer", "x1", "--by", "dana", "--give", "ann"],
        &["answer", "x1", "--by", "dana", "--give", "ann", "--at", "14:00", "--override"],
    ] {
        assert_eq!(desk(unclear, "a-token").0, Some(2), "{unclear:?}");
    }
}
