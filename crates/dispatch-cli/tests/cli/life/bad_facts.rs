//! Facts that cannot be right hurt themselves alone, and what is said of them is true.

use std::fs;

use super::{
    played,
    played::{CASES, Played},
};
use crate::program::{dispatch, dispatch_in, folder, text};

#[test]
fn one_bad_date_is_named_and_the_rest_is_decided() {
    let played = played("one-bad-date");
    played.outcome("good").is_assigned_to("ann");
    let said = "facts.jsonl:2: snapshot.items[0].start: 2016-06-12T15:00:00.000Z is before the days that are planned, \
                2026-05-31 to 2026-06-20: no rule decides it";
    assert!(played.said.contains(said), "{}", played.said);
    assert!(played.said.contains("error: 1 appointment is outside the planned days;"), "{}", played.said);
    assert!(!played.said.contains("left out"), "no line was left out: {}", played.said);
}

/// Three appointments by one connection; `edit` may spoil them.
fn spoilt(name: &str, edit: impl Fn(&str) -> String) -> Played {
    let rulebook = format!("{CASES}/one-bad-date/rulebook.toml");
    let facts = fs::read_to_string(format!("{CASES}/one-bad-date/facts.jsonl")).unwrap();
    let path = folder(name).join("facts.jsonl");
    fs::write(&path, edit(&facts)).unwrap();
    Played::files(&rulebook, path.to_str().unwrap())
}

#[test]
fn a_date_of_any_year_hurts_itself_alone() {
    for year in ["1970", "2001", "2029", "2262", "6054", "9999"] {
        let played = spoilt(&format!("year-{year}"), |facts| facts.replace("2016-", &format!("{year}-")));
        played.outcome("good").is_assigned_to("ann");
        assert!(played.said.contains(&format!("facts.jsonl:2: snapshot.items[0].start: {year}-06-12")));
        let start = &played.found("typo")["start"];
        assert!(start.as_str().unwrap().starts_with(year), "it is shown as it came: {start}");
    }
}

#[test]
fn the_zero_of_an_export_hurts_itself_alone() {
    let played = spoilt("zero", |facts| {
        facts.replace("2016-06-12T15:00:00Z", "1970-01-01T00:00:00Z").replace("2016-06-12", "1970-01-01")
    });
    played.outcome("good").is_assigned_to("ann");
    assert!(played.said.contains("1970-01-01T00:00:00.000Z is before the days"), "{}", played.said);
}

/// The declaration and the first appointment came three years ago, the second today.
#[test]
fn years_of_history_leave_today_and_next_year_decided() {
    let played = spoilt("history", |facts| {
        let ahead = facts.lines().last().unwrap().replace("good", "ahead");
        let ahead = ahead.replace("2026-06-12", "2027-05-12");
        facts
            .replacen("2026-06-01", "2023-06-01", 1)
            .replace("2026-06-08T14:00", "2023-06-08T14:00")
            .replace("2016-", "2023-")
            + &ahead
    });
    played.outcome("good").is_assigned_to("ann");
    played.outcome("ahead").is_assigned_to("ann");
    assert!(played.said.contains("facts.jsonl:2: "), "{}", played.said);
}

#[test]
fn many_dates_outside_are_counted_rather_than_listed() {
    let played = spoilt("many", |facts| {
        let odd = facts.lines().nth(1).unwrap();
        let more = (0..30).map(|at| odd.replace("typo", &format!("typo-{at}")) + "\n");
        facts.to_owned() + &more.collect::<String>()
    });
    played.outcome("good").is_assigned_to("ann");
    assert_eq!(played.said.matches("no rule decides it").count(), 10, "{}", played.said);
    assert!(played.said.contains("facts.jsonl: 21 more appointments are outside"), "{}", played.said);
    assert!(played.said.contains("error: 31 appointments are outside"), "{}", played.said);
}

#[test]
fn a_line_of_another_century_does_not_let_the_deadlines_of_the_others_pass() {
    let line = |at: &str| format!("{{\"at\":\"{at}\",\"fact\":\"clock\"}}\n");
    for odd in ["2062-06-08T14:00:00Z", "1970-01-01T00:00:00Z"] {
        let played = spoilt(&format!("odd-{odd}"), |facts| {
            let (first, rest) = facts.split_once('\n').unwrap();
            format!(
                "{first}\n{}{}",
                line(odd),
                rest.replace("2016-", "2026-").replacen("T15:00", "T16:00", 1)
            )
        });
        played.outcome("good").is_assigned_to("ann");
        let said = format!("facts.jsonl:2: at: {}.000Z is years away from the lines around it", &odd[..19]);
        assert!(played.said.contains(&said), "{}", played.said);
        assert!(played.said.contains("error: 1 line was left out; the rest was decided"), "{}", played.said);
    }
    let run_on = spoilt("run-on", |facts| facts.to_owned() + &line("2062-06-08T14:00:00Z"));
    run_on.outcome("good").is_assigned_to("ann");
    assert!(!run_on.said.contains("2062"), "a clock that is run on is in order: {}", run_on.said);
}

#[test]
fn lines_of_the_far_future_alone_are_told_as_such_and_not_as_a_fault_of_the_rulebook() {
    let said = spoilt("far", |facts| facts.replace("\"2026-", "\"9999-")).said;
    assert!(said.contains("error: the lines are of a time after the year 2200"), "{said}");
    assert!(said.contains("help: correct the `at` of each line"), "{said}");
    assert!(!said.contains("rulebook.toml"), "{said}");
}

#[test]
fn what_cannot_be_read_is_named_with_its_field() {
    for (from, to, told) in [
        (
            "\"start\":\"2016-06-12T15:00:00Z\"",
            "\"start\":\"noon\"",
            "snapshot.items[0].start: `noon` is not a time such as",
        ),
        (
            "\"client\":\"c-typo\"",
            "\"client\":7",
            "snapshot.client: invalid type: integer `7`, expected a string",
        ),
        (
            "\"vip\":false",
            "\"vip\":\"no\"",
            "snapshot.about_client.vip: invalid type: string \"no\", expected a boolean",
        ),
        ("\"items\":[", "\"services\":[", "snapshot: missing field `items`"),
        ("{\"at\":\"2026-06-08T14:00:00Z\",", "{", "at: is missing"),
        ("\"at\":\"2026-06-08T14:00:00Z\"", "\"at\":\"yesterday\"", "at: `yesterday` is not a time such as"),
        ("appointment_observed", "appointment_seen", "fact: unknown variant `appointment_seen`"),
        ("{\"at\":\"2026-06-08T14:00", "[{\"at\":\"2026-06-08T14:00", "column 418: EOF while parsing a list"),
    ] {
        let played = spoilt("unreadable", |facts| facts.replacen(from, to, 1));
        assert!(played.said.contains(&format!("facts.jsonl:2: {told}")), "{}", played.said);
        assert!(played.said.contains("error: 1 line was left out; the rest was decided"), "{}", played.said);
        played.outcome("good").is_assigned_to("ann");
    }
}

#[test]
fn a_fact_of_an_undeclared_connection_is_named_with_its_line() {
    let played = spoilt("undeclared", |facts| {
        let (first, rest) = facts.split_once('\n').unwrap();
        format!("{first}\n{}", rest.replacen("\"desk\"", "\"web\"", 1))
    });
    let said = "facts.jsonl:2: connection: connection `web` has not been declared";
    assert!(played.said.contains(said), "{}", played.said);
    assert!(played.said.contains("error: 1 line was left out;"), "{}", played.said);
    played.outcome("good").is_assigned_to("ann");
}

#[test]
fn seconds_and_empty_blocks_are_told_and_nothing_counts_as_left_out() {
    let block = r#"{"at":"2026-06-08T14:02:00Z","fact":"block_observed","connection":"desk","observed_at":"2026-06-08T14:02:00Z","id":"off","start":"2026-06-12T18:00:00Z","end":"2026-06-12T17:00:00Z","provider":"ann"}"#;
    let played = spoilt("seconds", |facts| {
        facts
            .replace("2016-06-12T15:00:00Z", "2026-06-12T17:00:30Z")
            .replace("2016-06-12T15:30:00Z", "2026-06-12T17:30:30Z")
            + block
    });
    let said = [
        "facts.jsonl:2: snapshot.items[0].start: 2026-06-12T17:00:30.000Z is not a whole minute: its seconds are left out\n",
        "facts.jsonl:4: end: 2026-06-12T17:00:00.000Z is not after the block's start: it takes up no time\n",
    ];
    for line in said {
        assert!(played.said.contains(line), "{}", played.said);
    }
    assert!(!played.said.contains("error"), "{}", played.said);
    assert_eq!(played.outcome("typo").given[0], "ann");
    assert_eq!(played.found("typo")["start"], "2026-06-12T17:00Z");
}

#[test]
fn an_id_of_two_connections_is_two_bookings_and_explain_asks_which() {
    let folder = folder("two-connections");
    let facts =
        fs::read_to_string(format!("{CASES}/one-bad-date/facts.jsonl")).unwrap().replace("2016-", "2026-");
    let web = facts.replace("\"desk\"", "\"web\"").replace("T15:", "T18:");
    fs::write(folder.join("facts.jsonl"), facts + &web).unwrap();
    let rulebook = format!("{CASES}/one-bad-date/rulebook.toml");
    let replayed = dispatch_in(&folder, &["replay", &rulebook, "facts.jsonl", "--json"]);
    assert_eq!(replayed.status.code(), Some(0));
    assert_eq!(text(&replayed.stdout).lines().count(), 4);
    let said = "facts.jsonl:5: snapshot.id: `typo` is on connection `web` here and on `desk` in line 2: these are two bookings\n";
    assert!(text(&replayed.stderr).starts_with(said), "{}", text(&replayed.stderr));
    let ask = |booking: &str| dispatch_in(&folder, &["explain", &rulebook, "facts.jsonl", booking]);
    let unclear = ask("good");
    assert_eq!(unclear.status.code(), Some(1));
    let said = text(&unclear.stderr);
    assert!(said.contains("2 bookings are called `good`"), "{said}");
    assert!(said.contains("(connection `desk`)") && said.contains("(connection `web`)"), "{said}");
    let (_, id) = said.split_once("our own id: `").unwrap();
    assert_eq!(ask(id.split('`').next().unwrap()).status.code(), Some(0));
}

#[test]
fn untrue_left_free_says_that_the_room_is_free_and_no_more() {
    let (rulebook, facts) =
        (format!("{CASES}/untrue-left-free/rulebook.toml"), format!("{CASES}/untrue-left-free/facts.jsonl"));
    let output = dispatch(&["explain", &rulebook, &facts, "x"]);
    let said = text(&output.stdout);
    let room = said.lines().find(|line| line.contains("room-1 (room)")).unwrap();
    assert!(room.contains("free"), "{room}");
    assert!(!room.contains("another"), "nothing else is used: {room}");
}
