//! Add-ons: one case a code, with its place and its help.

use serde_json::{Value, json};

use super::{changed, horizon, warnings};
use crate::rulebook::{Criteria, Rulebook, RulebookDocument, RulebookError};

/// A numbing cream that goes with the first service, a mask that goes with any, and one change.
fn added(pointer: &str, value: Value) -> Value {
    let add_ons = json!([
        { "code": "NUMB", "aliases": ["n-1"], "minutes": 15, "price": 2500, "services": ["TOX", "LASER"] },
        { "code": "MASK" },
    ]);
    let mut changes = vec![("/add_on", add_ons)];
    if !pointer.is_empty() {
        changes.push((pointer, value));
    }
    changed(&changes)
}

fn faults(document: &Value) -> Vec<RulebookError> {
    let document: RulebookDocument = serde_json::from_value(document.clone()).unwrap();
    Rulebook::compile(&document, horizon(), &Criteria::builtin()).map(|_| ()).err().unwrap_or_default()
}

#[test]
fn add_ons_that_hold_give_neither_faults_nor_warnings() {
    for (pointer, value) in [
        ("", json!(null)),
        ("/add_on/0/minutes", json!(0)),
        ("/add_on/0/minutes", json!(1440)),
        ("/add_on/0/price", json!(0)),
        // By its alias.
        ("/add_on/0/services/0", json!("t-1")),
        // An add-on may be called as a service is: they are never asked for in one place.
        ("/add_on/1/code", json!("TOX")),
    ] {
        let document = added(pointer, value);
        assert_eq!(faults(&document), [], "{pointer}");
        assert_eq!(warnings(&document), [""; 0], "{pointer}");
    }
}

#[test]
fn every_fault_of_an_add_on_is_found_where_it_is_and_alone_with_its_mend() {
    let cases = [
        ("/add_on/0/minutes", json!(-1), "add_on[0].minutes bad_length", "use 0 to 1440 minutes"),
        ("/add_on/0/minutes", json!(1441), "add_on[0].minutes bad_length", "use 0 to 1440 minutes"),
        ("/add_on/0/price", json!(-1), "add_on[0].price bad_price", "use a price in cents, 0 or more"),
        (
            "/add_on/0/services/1",
            json!("LASR"),
            "add_on[0].services[1] unknown_service",
            "use the code of a service, or add the service",
        ),
        ("/add_on/1/code", json!(" "), "add_on[1].code empty_name", "write a short name"),
        ("/add_on/1/code", json!("NUMB"), "add_on[1].code duplicate_code", "give each add_on its own code"),
        (
            "/add_on/1/aliases",
            json!(["x", "n-1"]),
            "add_on[1].aliases[1] duplicate_alias",
            "keep the alias in one entry only",
        ),
        (
            "/add_on/1/aliases",
            json!(["NUMB"]),
            "add_on[1].aliases[0] duplicate_alias",
            "keep the alias in one entry only",
        ),
        ("/add_on/0/aliases/0", json!(""), "add_on[0].aliases[0] empty_name", "write a short name"),
        (
            "/add_on",
            json!(vec![json!({ "code": "X" }); 4097]),
            "add_on too_many",
            "keep at most 4096, or split the practice",
        ),
    ];
    for (pointer, value, expected, help) in cases {
        let found = faults(&added(pointer, value));
        let told: Vec<_> = found.iter().map(|fault| format!("{} {}", fault.path(), fault.code())).collect();
        assert_eq!(told, [expected], "{pointer}");
        assert_eq!(found[0].help(), help, "{pointer}");
    }
    let unknown = faults(&added("/add_on/0/services/1", json!("LASR")));
    assert_eq!(unknown[0].message(), "there is no service `LASR`");
    assert_eq!(unknown[0].known(), ["TOX", "LASER"]);
}
