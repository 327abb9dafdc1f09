//! The `dispatch` command as a person meets it.

use std::{fs, process::Output};

use dispatch_core::{Criteria, Horizon, Rulebook, RulebookDocument};

use crate::program::{dispatch, dispatch_in, folder, text};

#[test]
fn help_names_the_commands_and_the_exit_codes() {
    let output = dispatch(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn a_mistyped_command_is_answered_with_the_nearest() {
    let output = dispatch(&["schma"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("'schema'"), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
}

#[test]
fn every_schema_is_json_and_describes_its_format() {
    for (format, property) in
        [("rulebook", "practice"), ("fact", "at"), ("event", "sequence"), ("decision", "outcome")]
    {
        let output = dispatch(&["schema", format]);
        assert_eq!(output.status.code(), Some(0));
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(schema["properties"][property].is_object(), "{format}: {schema:#}");
    }
}

#[test]
fn init_writes_a_rulebook_that_compiles_and_never_overwrites() {
    let path = folder("init").join("rulebook.toml");
    let shown = path.to_str().unwrap();
    assert_eq!(dispatch(&["init", shown]).status.code(), Some(0));
    let written = fs::read_to_string(&path).unwrap();
    let document: RulebookDocument = toml::from_str(&written).unwrap();
    let first = chrono::NaiveDate::from_ymd_opt(2026, 6, 12).unwrap();
    Rulebook::compile(&document, Horizon { first, days: 7 }, &Criteria::builtin()).unwrap();

    fs::write(&path, "mine").unwrap();
    let again = dispatch(&["init", shown]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("already exists"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn init_in_a_folder_that_is_missing_says_so() {
    let path = folder("init-missing").join("no").join("rulebook.toml");
    let output = dispatch(&["init", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("its folder does not exist"), "{}", text(&output.stderr));
}

const RULEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scenarios/friday/rulebook.toml");
const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scenarios/friday/facts.jsonl");

#[test]
fn replays_of_the_friday_are_equal_to_the_byte_to_each_other_and_to_the_journal() {
    let journal = folder("journal").join("journal.jsonl");
    let journal = journal.to_str().unwrap();
    let once = dispatch(&["replay", RULEBOOK, FACTS, "--json", "--journal", journal]);
    assert_eq!(once.status.code(), Some(0), "{}", text(&once.stderr));
    assert_eq!(text(&once.stdout).lines().count(), 38);
    for again in [dispatch(&["replay", RULEBOOK, FACTS, "--json"]), dispatch(&["rebuild", journal])] {
        assert_eq!(text(&again.stdout), text(&once.stdout));
    }
}

#[test]
fn a_journal_that_is_not_whole_is_refused_at_its_line() {
    let folder = folder("broken-journal");
    let journal = folder.join("journal.jsonl");
    let replayed = dispatch(&["replay", RULEBOOK, FACTS, "--journal", journal.to_str().unwrap()]);
    assert_eq!(replayed.status.code(), Some(0), "{}", text(&replayed.stderr));
    let whole = fs::read_to_string(&journal).unwrap();
    let newer = whole.replacen("{\"version\":1,\"sequence\":3,", "{\"version\":2,\"sequence\":3,", 1);
    let unknown = whole.replacen("\"event\":\"appointment_seen\"", "\"event\":\"appointment_dreamt\"", 1);
    let lines: Vec<&str> = whole.lines().collect();
    let gap = [&lines[..2], &lines[3..]].concat().join("\n");
    for (broken, told) in [
        (newer, "this is a journal line of version 2, and this program reads version 1"),
        (unknown, "unknown variant `appointment_dreamt`"),
        (gap, ":3:1: event 4 stands where event 3 should"),
    ] {
        assert_ne!(broken, whole);
        fs::write(&journal, broken).unwrap();
        let output = dispatch(&["rebuild", journal.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(told), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "nothing is made of a part of it");
    }
}

/// Booking by booking; our numbers of them are the places of events in a journal, which differ where a service takes
/// deliveries of one minute side by side.
#[test]
fn the_demo_through_the_service_decides_what_replay_decides() {
    let decided = |arguments: &[&str]| {
        let output = dispatch(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let mut bookings: Vec<serde_json::Value> =
            text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for booking in &mut bookings {
            booking.as_object_mut().unwrap().remove("booking").unwrap();
        }
        bookings.sort_by_key(|booking| booking["appointment"].to_string());
        bookings
    };
    let replayed = decided(&["replay", RULEBOOK, FACTS, "--json"]);
    assert_eq!(replayed.len(), 38);
    assert_eq!(decided(&["demo", "--json", "--platform-delay", "0"]), replayed);
}

#[test]
fn serve_names_what_is_wrong_with_its_configuration() {
    let folder = folder("serve");
    let path = folder.join("dispatch.toml");
    fs::write(&path, "listen = \"nowhere\"\n").unwrap();
    let output = dispatch(&["serve", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("listen") && said.contains("help:"), "{said}");
}

#[test]
fn a_malformed_line_is_named_and_the_rest_is_not_lost() {
    let folder = folder("malformed");
    let facts = fs::read_to_string(FACTS).unwrap();
    let mut lines: Vec<&str> = facts.lines().take(4).collect();
    lines.insert(2, r#"{"at": "2026-06-09T00:00:00Z", "fact": "clok"}"#);
    lines.insert(4, "{oops");
    fs::write(folder.join("facts.jsonl"), lines.join("\n")).unwrap();
    let output = dispatch_in(&folder, &["replay", RULEBOOK, "facts.jsonl", "--json"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(text(&output.stdout).lines().count(), 3, "the three appointments that can be read");
    insta::assert_snapshot!(text(&output.stderr));
}

#[test]
fn explain_says_why_room_1_could_not_be_had() {
    let output = dispatch(&["explain", RULEBOOK, FACTS, "appointment-34"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output.stdout));
    let unknown = dispatch(&["explain", RULEBOOK, FACTS, "appointment-99"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).contains("`appointment-99`"));
}

#[test]
fn explain_says_why_not_him_and_why_not_then_and_what_would_change_it() {
    let ask = |more: &[&str]| {
        let output = dispatch(&[&["explain", RULEBOOK, FACTS, "appointment-34"], more].concat());
        format!("$ {}\n{}{}", more.join(" "), text(&output.stdout), text(&output.stderr))
    };
    let all = [
        ask(&["--provider", "injector-b"]),
        ask(&["--provider", "Injector C"]),
        ask(&["--provider", "room-1"]),
        ask(&["--provider", "injector-a", "--at", "15:20"]),
        ask(&["--at", "14:15"]),
        ask(&["--at", "2026-06-12T17:30"]),
        ask(&["--provider", "injector-d"]),
        ask(&["--at", "2pm"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn check_points_at_each_fault_and_accepts_what_holds() {
    let good = dispatch(&["check", RULEBOOK, "--from", "2026-06-08"]);
    assert_eq!(good.status.code(), Some(0), "{}", text(&good.stdout));
    let folder = folder("check");
    let broken = fs::read_to_string(RULEBOOK).unwrap().replacen("\"filler\"]", "\"filer\"]", 1).replacen(
        "09:00-18:00",
        "09:00-99:00",
        1,
    );
    fs::write(folder.join("broken.toml"), broken).unwrap();
    let output = dispatch_in(&folder, &["check", "broken.toml", "--from", "2026-06-08"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn check_tries_the_cases_beside_the_rulebook_and_says_why_one_failed() {
    let good = dispatch(&["check", RULEBOOK, "--from", "2026-06-08"]);
    assert_eq!(good.status.code(), Some(0), "{}", text(&good.stdout));
    assert!(text(&good.stdout).contains("7 of 7 cases passed"), "{}", text(&good.stdout));
    let folder = folder("cases");
    fs::copy(RULEBOOK, folder.join("north.toml")).unwrap();
    let cases = RULEBOOK.replace("rulebook.toml", "rulebook.cases.toml");
    let wrong = fs::read_to_string(cases).unwrap().replacen(
        "provider = \"injector-a\", room = \"room-2\"",
        "provider = \"injector-b\", room = \"room-1\"",
        1,
    );
    fs::write(folder.join("north.cases.toml"), &wrong).unwrap();
    fs::write(folder.join("other.toml"), wrong.replace("INJ-LIP-FILLER", "INJ-LIP-FILER")).unwrap();
    let check = |more: &[&str]| {
        dispatch_in(&folder, &[&["check", "north.toml", "--from", "2026-06-08"], more].concat())
    };
    let failed = check(&[]);
    assert_eq!(failed.status.code(), Some(1));
    insta::assert_snapshot!(format!("{}{}", text(&failed.stdout), text(&failed.stderr)));

    let lines: Vec<serde_json::Value> =
        text(&check(&["--json"]).stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let passed: Vec<_> = lines.iter().map(|line| line["passed"].as_bool().unwrap()).collect();
    assert_eq!(passed, [false, true, true, true, true, true, true]);
    assert_eq!(lines[0]["differences"][0]["got"], "injector-a");

    let faulty = check(&["--cases", "other.toml"]);
    assert_eq!(faulty.status.code(), Some(1));
    assert!(text(&faulty.stdout).contains("did you mean `INJ-LIP-FILLER`?"), "{}", text(&faulty.stdout));
}

#[test]
fn an_unknown_variant_is_answered_with_the_known_ones() {
    let output = dispatch(&["demo", "--variant", "nothing"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("loads-swapped"));
    assert_eq!(dispatch(&["demo", "--variant", "equal"]).status.code(), Some(0));
}

const INSTANCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../benches/instances");

fn bench(instance: &str, job: &str, more: &[&str]) -> Output {
    let path = format!("{INSTANCES}/{instance}.json");
    let mut arguments = vec!["bench", "instance", path.as_str(), "--job", job];
    arguments.extend_from_slice(more);
    dispatch(&arguments)
}

fn fields(value: &serde_json::Value) -> Vec<&str> {
    let mut fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    fields
}

#[test]
fn bench_instance_answers_place_in_the_fields_of_the_format() {
    let output = bench("friday38_fixed", "place", &["--repeat", "2", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(fields(&answer), ["choices", "decided", "median_ns", "median_ns_with_trace", "p99_ns"]);
    assert_eq!(answer["decided"], 38);
    assert!(
        answer["median_ns"].as_u64() > Some(0) && answer["p99_ns"].as_u64() >= answer["median_ns"].as_u64()
    );
    let choices = answer["choices"].as_array().unwrap();
    assert_eq!(choices.len(), 38);
    assert_eq!(fields(&choices[0]), ["day", "device", "id", "provider", "room", "start"]);
    let again = bench("friday38_fixed", "place", &["--repeat", "1", "--json"]);
    let again: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!(again["choices"], answer["choices"], "repeating changes no answer");
}

#[test]
fn bench_instance_answers_slots_in_the_fields_of_the_format() {
    let output = bench("friday38_fixed", "slots", &["--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(fields(&answer), ["median_micros", "queries"]);
    let starts = answer["queries"][0]["starts"].as_array().unwrap();
    assert!(starts.iter().all(|start| start[0] == 0 && start[1].as_u64().unwrap() % 5 == 0), "{starts:?}");
}

/// The times differ from run to run and are cut off.
#[test]
fn bench_instance_shows_tables_to_people() {
    let shown = |job| {
        let output = bench("friday38_fixed", job, &["--repeat", "1"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).split(" median ").next().unwrap().to_owned()
    };
    insta::assert_snapshot!(shown("place") + "\n\n" + &shown("slots"));
}

#[test]
fn bench_instance_names_what_is_wrong_with_its_file() {
    let path = folder("bench").join("instance.json");
    let good = fs::read_to_string(format!("{INSTANCES}/friday38_fixed.json")).unwrap();
    fs::write(&path, good.replacen("\"room\":", "\"rom\":", 1)).unwrap();
    let output = dispatch(&["bench", "instance", path.to_str().unwrap(), "--job", "place"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("unknown field `rom`") && said.contains("help: "), "{said}");
    assert!(output.stdout.is_empty());
    assert_eq!(bench("friday38_fixed", "guess", &[]).status.code(), Some(2));
}
