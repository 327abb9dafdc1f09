//! A practice's own cases: what is wrong with a file of them, and what a case finds out.

use dispatch_core::Criteria;
use rulebook_toml::{
    Diagnostic,
    cases::{Case, load},
    read,
};

const FRIDAY: &str = include_str!("../../../../docs/scenarios/friday/rulebook.toml");
const CASES: &str = include_str!("../../../../docs/scenarios/friday/rulebook.cases.toml");

fn cases(text: &str) -> Result<Vec<Case>, Vec<Diagnostic>> {
    load(text, "x.cases.toml", &read(FRIDAY, "rulebook.toml").unwrap(), &Criteria::builtin())
}

/// What a single case finds to differ, as `field: expected, got`.
fn differences(rest: &str) -> Vec<String> {
    let text = format!("date = \"2026-06-12\"\n[[case]]\nname = \"x\"\n{rest}");
    let cases = cases(&text).unwrap();
    let verdict = cases.first().unwrap().run();
    let told = verdict.differences.iter();
    told.map(|one| format!("{}: {}, {}", one.field, one.expected, one.got)).collect()
}

#[test]
fn every_fault_of_a_file_of_cases_is_pointed_at() {
    let text = r#"
[[standing]]
service = "INJ-TOX"
time = "13:25"
provider = "injectr-c"

[[case]]
name = "no date"
time = "14:00"
service = "INJ-TOX"
expect = {}

[[case]]
name = "names"
date = "2026-06-12"
time = "14:00"
service = "INJ-TOXX"
location = "man"
provider = "nobody"
client = { last_provider = "room-1" }
expect = { room = "laser-1", flags = ["tye"], roles = { rom = "room-1" }, blocked = { "room-9" = ["bookd"] } }

[[case]]
name = "names"
date = "2026-03-08"
time = "02:30"
between = "09:00-10:00"
service = "INJ-TOX"
standing = [
    { used = "09:00-10:00" },
    { service = "INJ-TOX", time = "02:30", room = "room-1" },
    { service = "INJ-TOX", time = "12:00", device = "laser-1" },
    { blocked = "09:00-10:00", used = "09:00-10:00", provider = "injector-a" },
]
expect = { start = "02:30" }
"#;
    let faults = cases(text).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n\n"));
    assert!(faults.iter().all(|fault| !fault.help.is_empty()));
}

#[test]
fn faults_of_form_are_pointed_at_as_in_a_rulebook() {
    let text = "[[case]]\nname = 5\ntme = \"14:00\"\nservice = \"INJ-TOX\"\nexpect = { start = \"2pm\" }\n";
    let faults = cases(text).unwrap_err();
    let found: Vec<_> = faults.iter().map(|fault| (fault.line, fault.code.as_str())).collect();
    assert_eq!(found, [(2, "wrong_type"), (3, "unknown_field"), (5, "bad_value")]);
}

#[test]
fn the_cases_of_the_friday_pass() {
    for case in cases(CASES).unwrap() {
        assert_eq!(case.run().differences, [], "{}", case.name());
    }
}

#[test]
fn each_expectation_is_compared() {
    let lip_filler = "time = \"14:00\"\nservice = \"INJ-LIP-FILLER\"\n";
    let found = |expect: &str| differences(&format!("{lip_filler}expect = {expect}\n"));
    // With nothing booked the senior takes it in the first consult room.
    assert!(found("{ provider = \"injector-a\", room = \"room-1\", start = \"14:00\" }").is_empty());
    assert_eq!(found("{ provider = \"injector-b\" }"), ["provider: injector-b, injector-a"]);
    assert_eq!(found("{ room = \"room-2\" }"), ["room: room-2, room-1"]);
    assert_eq!(found("{ device = \"laser-1\" }"), ["device: laser-1, none"]);
    assert_eq!(found("{ start = \"14:15\" }"), ["start: 14:15, 14:00"]);
    assert_eq!(found("{ flags = [\"tie\", \"vip\"] }"), ["flags: tie, vip, none"]);
    assert_eq!(found("{ roles = { room = \"room-2\" } }"), ["roles.room: room-2, room-1"]);
    assert_eq!(
        found("{ blocked = { injector-c = [\"off_shift\"], injector-a = [\"booked\"] } }"),
        ["blocked.injector-a: booked, nothing: could take it", "blocked.injector-c: off_shift, unqualified"]
    );
}

#[test]
fn what_stands_already_stands() {
    let tox = "time = \"14:00\"\nservice = \"INJ-TOX\"\nprovider = \"injector-a\"\n";
    let free = |standing: &str| {
        differences(&format!("{tox}standing = [{standing}]\nexpect = {{ provider = \"injector-a\" }}\n"))
            .is_empty()
    };
    assert!(free(""));
    assert!(free("{ used = \"13:00-14:00\", provider = \"injector-a\" }"));
    assert!(!free("{ used = \"13:00-14:01\", provider = \"injector-a\" }"));
    assert!(!free("{ blocked = \"14:20-15:00\", provider = \"injector-a\" }"));
    // A booking brings its buffers: 5 minutes after for the provider.
    assert!(free("{ service = \"INJ-TOX\", time = \"13:30\", provider = \"injector-a\" }"));
    assert!(!free("{ service = \"INJ-TOX\", time = \"13:31\", provider = \"injector-a\" }"));
    assert!(free("{ date = \"2026-06-13\", used = \"13:00-16:00\", provider = \"injector-a\" }"));
}

#[test]
fn what_is_known_of_the_booking_is_judged() {
    let tox =
        |rest: &str| differences(&format!("time = \"14:00\"\nservice = \"INJ-TOX\"\n{rest}expect = {{}}\n"));
    assert!(tox("").is_empty());
    assert_eq!(tox("client = { vip = true }\n"), ["flags: none, vip"]);
    assert_eq!(tox("client = { gender = { must = \"other\" } }\n"), ["flags: none, wishes_unmet"]);
    assert!(tox("client = { language = { prefer = \"klingon\" } }\n").is_empty());
    assert_eq!(tox("client = { busy = [\"14:10-14:20\"] }\n"), ["flags: none, client_elsewhere"]);
    assert_eq!(tox("group = true\n"), ["flags: none, grouped"]);
    let lead = FRIDAY.replace("code = \"INJ-TOX\"\n", "code = \"INJ-TOX\"\nlead_minutes = 60\n");
    let case = |now: &str| {
        let case = format!(
            "[[case]]\nname = \"x\"\ndate = \"2026-06-12\"\ntime = \"14:00\"\nservice = \"INJ-TOX\"\nnow = {now}\nexpect = {{}}\n"
        );
        let rulebook = read(&lead, "rulebook.toml").unwrap();
        let cases = load(&case, "x.cases.toml", &rulebook, &Criteria::builtin()).unwrap();
        cases.first().unwrap().run().passed()
    };
    assert!(case("{ time = \"13:00\" }"));
    assert!(!case("{ time = \"13:01\" }"));
    assert!(case("{ date = \"2026-06-11\", time = \"13:01\" }"));
}

/// A medical director who supervises two at once from wherever they are, and a nurse practitioner who needs nobody.
#[test]
fn who_supervises_is_a_role_and_stands() {
    let rulebook = "practice = \"p\"\n[[location]]\nid = \"main\"\ntime_zone = \"UTC\"\nhours = { daily = [\"09:00-18:00\"] }\n\
         [[credential]]\nid = \"rn\"\n[[credential]]\nid = \"md\"\n\
         [[provider]]\nid = \"ada\"\ncredentials = [{ id = \"rn\" }]\n\
         [[provider]]\nid = \"dr-rao\"\naliases = [\"77\"]\ncredentials = [{ id = \"md\" }]\nshifts = {}\n\
         supervises = { at_once = 2, hours = { daily = [\"09:00-18:00\"] } }\n\
         [[service]]\ncode = \"TOX\"\nminutes = 30\nqualification = [[\"rn\"]]\n\
         supervision = { by = [[\"md\"]], presence = \"reachable\" }\n";
    let case = |standing: &str, expect: &str| {
        let case = format!(
            "[[case]]\nname = \"x\"\ndate = \"2026-06-12\"\ntime = \"14:00\"\nservice = \"TOX\"\nstanding = [{standing}]\nexpect = {expect}\n"
        );
        let rulebook = read(rulebook, "rulebook.toml").unwrap();
        let cases = load(&case, "x.cases.toml", &rulebook, &Criteria::builtin()).unwrap();
        let verdict = cases.first().unwrap().run();
        verdict
            .differences
            .iter()
            .map(|one| format!("{}: {}, {}", one.field, one.expected, one.got))
            .collect::<Vec<_>>()
    };
    let by_rao = "{ roles = { supervisor = \"dr-rao\" } }";
    assert!(case("", by_rao).is_empty());
    assert_eq!(case("", "{ roles = { supervisor = \"ada\" } }"), ["roles.supervisor: ada, dr-rao"]);
    let one = "{ used = \"13:30-14:10\", supervisor = \"77\" }";
    assert!(case(one, by_rao).is_empty());
    assert!(case(&format!("{one}, {one}"), "{ flags = [\"no_supervisor\"] }").is_empty());
    assert!(
        case("{ blocked = \"14:10-14:20\", provider = \"dr-rao\" }", "{ flags = [\"no_supervisor\"] }")
            .is_empty()
    );
}

#[test]
fn what_a_client_has_had_is_judged_and_pointed_at() {
    let rules = FRIDAY.replace("code = \"INJ-TOX\"\n", "code = \"INJ-TOX\"\nclearance = [\"gfe\"]\n")
        + "\n[[clearance]]\nid = \"gfe\"\nvalid_days = 30\n";
    let rulebook = read(&rules, "rulebook.toml").unwrap();
    let load = |client: &str| {
        let case = format!(
            "[[case]]\nname = \"x\"\ndate = \"2026-06-12\"\ntime = \"14:00\"\nservice = \"INJ-TOX\"\nclient = {client}\nexpect = {{}}\n"
        );
        load(&case, "x.cases.toml", &rulebook, &Criteria::builtin())
    };
    let told = |client: &str| {
        let cases = load(client).unwrap();
        cases.first().unwrap().run().differences.iter().map(|one| one.got.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told("{}"), ["clearance_unknown"]);
    assert_eq!(told("{ clearances = [] }"), ["clearance_missing"]);
    assert_eq!(told("{ clearances = [{ id = \"gfe\", on = \"2026-05-12\" }] }"), ["clearance_missing"]);
    assert!(told("{ clearances = [{ id = \"gfe\", on = \"2026-05-13\" }] }").is_empty());
    let faults = load("{ clearances = [{ id = \"gfd\", on = \"2026-05-12\" }] }").unwrap_err();
    let fault = faults.first().unwrap();
    assert_eq!((fault.line, fault.code.as_str()), (6, "unknown_clearance"));
    assert!(fault.help.contains("gfe"), "{}", fault.help);
}

#[test]
fn what_a_client_had_before_is_judged_and_pointed_at() {
    let rules = FRIDAY.to_owned()
        + "\n[[spacing]]\nafter = \"injectables\"\nthen = \"injectables\"\nat_least_days = 14\n";
    let rulebook = read(&rules, "rulebook.toml").unwrap();
    let load = |client: &str| {
        let case = format!(
            "[[case]]\nname = \"x\"\ndate = \"2026-06-12\"\ntime = \"14:00\"\nservice = \"INJ-TOX\"\nclient = {client}\nexpect = {{}}\n"
        );
        load(&case, "x.cases.toml", &rulebook, &Criteria::builtin())
    };
    let told = |client: &str| {
        let cases = load(client).unwrap();
        cases.first().unwrap().run().differences.iter().map(|one| one.got.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told("{}"), ["history_unknown"]);
    assert!(told("{ history = [] }").is_empty());
    assert_eq!(told("{ history = [{ service = \"INJ-TOX\", date = \"2026-05-30\" }] }"), ["too_close"]);
    assert!(
        told("{ history = [{ service = \"INJ-TOX\", date = \"2026-05-29\", time = \"17:00\" }] }").is_empty()
    );
    let faults = load("{ history = [{ service = \"INJ-TX\", date = \"2026-05-29\" }] }").unwrap_err();
    assert_eq!((faults[0].line, faults[0].code.as_str()), (6, "unknown_service"));
}
