use std::collections::BTreeMap;

use adapter_kit::{AdapterOrFaults, Connecting, Secret, SettingFault};
use boulevard_adapter::PLATFORM;
use serde_json::{Value, json};

use crate::fixture::{BUSINESS, SECRET};

fn connect(settings: Value, secrets: &[&str]) -> AdapterOrFaults {
    let Value::Object(settings) = settings else { panic!("no table") };
    let secrets: BTreeMap<_, _> =
        secrets.iter().map(|name| ((*name).to_owned(), Ok(Secret::new(SECRET)))).collect();
    (PLATFORM.connect)(Connecting::new("desk".into(), settings, secrets))
}

fn fault(settings: Value) -> SettingFault {
    let [fault] = connect(settings, &["api_key", "api_secret"]).err().unwrap().try_into().unwrap();
    fault
}

#[test]
fn a_connection_needs_its_business_and_two_secrets() {
    let settings =
        json!({ "business_id": BUSINESS, "base_url": "http://127.0.0.1:9", "rate": { "bucket": 7 } });
    let adapter = connect(settings, &["api_key", "api_secret"]).ok().unwrap();
    assert_eq!(adapter.capabilities().rate.unwrap().bucket, 7);
}

#[test]
fn all_faults_are_told_at_once() {
    let settings = json!({ "business_id": BUSINESS, "base_url": "https://example.com/api" });
    let faults = connect(settings, &["api_secret"]).err().unwrap();
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["settings.base_url", "secrets.api_key"]);
    assert!(faults.iter().all(|fault| !fault.help.is_empty()));
}

#[test]
fn a_fault_names_its_field() {
    assert_eq!(fault(json!({})).path, "settings");
    assert!(fault(json!({})).message.contains("business_id"));
    let deep = fault(json!({ "business_id": BUSINESS, "rate": { "bucket": "many" } }));
    assert_eq!(deep.path, "settings.rate.bucket");
    let unknown = fault(json!({ "business_id": BUSINESS, "write_moed": "off" }));
    assert!(unknown.message.contains("write_moed"), "{unknown:?}");
}
