//! Cases with a name: what is asked of one service by itself is asked of each in a visit. Who may, who is wanted, how many
//! bookings a day.

use dispatch_core::{Client, Request};
use serde_json::{Value, json};

use crate::{
    cases::visits::several::{booked, both, span, ten},
    clinic::Clinic,
};

const DAY_BEFORE: &str = "2026-06-11";

/// A peel with somebody who helps, and a facial. Ada comes first, then Ben, then Cleo.
fn helped(change: &[(&str, Value)]) -> Clinic {
    let mut document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "credential": [{ "id": "rn" }, { "id": "ma" }],
        "provider": [
            { "id": "ada", "credentials": [{ "id": "rn" }, { "id": "ma" }] },
            { "id": "ben", "credentials": [{ "id": "rn" }, { "id": "ma" }] },
            { "id": "cleo", "credentials": [{ "id": "ma" }] },
        ],
        "service": [
            {
                "code": "PEEL", "minutes": 30, "qualification": [["rn"]],
                "needs": [{ "kind": "provider", "role": "helper", "qualification": [["ma"]] }],
            },
            { "code": "FACIAL", "minutes": 45, "qualification": [["rn"]] },
        ],
        "ranking": { "criteria": [{ "by": "rulebook_order" }] },
    });
    for (path, value) in change {
        *document.pointer_mut(path).unwrap() = value.clone();
    }
    Clinic::new(document, "2026-06-12", 2)
}

fn who(clinic: &Clinic, client: Client) -> Vec<String> {
    let assignment = booked(clinic, &Request { client, ..both(clinic, ten()) }).unwrap();
    assignment.everything().map(|who| who.as_str().to_owned()).collect()
}

#[test]
fn a_helper_is_somebody_else_whom_the_client_does_not_avoid() {
    let clinic = helped(&[]);
    assert_eq!(who(&clinic, Client::default()), ["ada", "ben", "ada"]);
    let avoid = vec![clinic.lane("ben")];
    assert_eq!(who(&clinic, Client { avoid, ..Client::default() }), ["ada", "cleo", "ada"]);
}

#[test]
fn a_credential_counts_on_the_day() {
    let lapsed = json!([{ "id": "rn", "until": DAY_BEFORE }, { "id": "ma", "until": DAY_BEFORE }]);
    let ada = helped(&[("/provider/0/credentials", lapsed.clone())]);
    assert_eq!(who(&ada, Client::default()), ["ben", "cleo", "ben"]);
    let ben = helped(&[("/provider/1/credentials", lapsed)]);
    assert_eq!(who(&ben, Client::default()), ["ada", "cleo", "ada"]);
}

#[test]
fn a_cap_counts_those_who_treat_and_those_who_help() {
    let capped = |who: &str| {
        let provider = |id: &str, credentials: &[&str]| {
            let credentials: Vec<_> = credentials.iter().map(|id| json!({ "id": id })).collect();
            let most = if id == who { 1 } else { 9 };
            json!({ "id": id, "credentials": credentials, "max_appointments_a_day": most })
        };
        let (both, one) = (["rn", "ma"], ["ma"]);
        let all = [provider("ada", &both), provider("ben", &both), provider("cleo", &one)];
        let mut clinic = helped(&[("/provider", json!(all))]);
        clinic.booked(8, who, span(200, 230), (0, 0));
        self::who(&clinic, Client::default())
    };
    assert_eq!(capped("ada"), ["ben", "cleo", "ben"]);
    assert_eq!(capped("ben"), ["ada", "cleo", "ada"]);
}

/// From outside the room: the first who may is taken, unless their credential has lapsed or the client avoids them.
#[test]
fn who_supervises_may_that_day_and_is_not_avoided() {
    let supervised = |until: &str| {
        let director = |id: &str, until: &str| {
            json!({
                "id": id, "credentials": [{ "id": "md", "until": until }], "shifts": {},
                "supervises": { "hours": { "daily": ["09:00-18:00"] } },
            })
        };
        let service = |code: &str, minutes: u32| {
            json!({
                "code": code, "minutes": minutes, "qualification": [["rn"]],
                "supervision": { "by": [["md"]], "presence": "reachable" },
            })
        };
        let all = json!([
            { "id": "ada", "credentials": [{ "id": "rn" }] },
            director("mara", until),
            director("noel", "2027-01-01"),
        ]);
        let services = json!([service("PEEL", 30), service("FACIAL", 45)]);
        helped(&[
            ("/credential", json!([{ "id": "rn" }, { "id": "md" }])),
            ("/provider", all),
            ("/service", services),
        ])
    };
    let (ada, noel) = (("ada", "noel"), Client::default());
    let expect = |both: (&str, &str)| [both.0, both.1, both.0, both.1].map(str::to_owned);
    assert_eq!(who(&supervised("2026-06-12"), noel.clone()), expect(("ada", "mara")));
    assert_eq!(who(&supervised(DAY_BEFORE), noel), expect(ada));
    let clinic = supervised("2026-06-12");
    let avoid = vec![clinic.lane("mara")];
    assert_eq!(who(&clinic, Client { avoid, ..Client::default() }), expect(ada));
}
