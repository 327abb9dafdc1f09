//! The configuration file: what it gives, and that all its faults are told at once.

use std::path::Path;

use adapter_kit::{Platform, SettingFault};
use dispatch_core::{Timestamp, engine::Automation};
use dispatch_server::{ConfigurationFault, Setup, configure};

use crate::fixture::RULEBOOK;

const GOOD: &str = r#"
listen = "127.0.0.1:0"
database = "data/dispatch.sqlite"
limits = { body_bytes = 1000, request_timeout_seconds = 3 }

[[practice]]
rulebook = "rulebook.toml"
name = "Example Med Spa"
messages = { from = "desk@example.com", spool = "mail" }
places = { main = { name = "Main Street", address = "1 Main Street" } }
api_tokens = [{ env = "DESK_TOKEN" }]

[[practice.connection]]
id = "desk"
platform = "boulevard"
automation = "auto"
go_live = "2026-06-01T00:00:00Z"
webhook_secrets = [{ env = "NEW_SECRET" }, { file = "old-secret" }]
secrets = { api_key = { env = "API_KEY" }, api_secret = { env = "API_SECRET" } }

[practice.connection.settings]
business_id = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
base_url = "http://127.0.0.1:9/api"
write_mode = "draft_booking"
"#;

fn configured(directory: &Path, text: &str, set: &[(&str, &str)]) -> Result<Setup, Vec<ConfigurationFault>> {
    configured_with(&[boulevard_adapter::PLATFORM], directory, text, set)
}

fn configured_with(
    platforms: &[Platform],
    directory: &Path,
    text: &str,
    set: &[(&str, &str)],
) -> Result<Setup, Vec<ConfigurationFault>> {
    std::fs::write(directory.join("rulebook.toml"), RULEBOOK).unwrap();
    std::fs::write(directory.join("old-secret"), "b2xk\n").unwrap();
    let path = directory.join("dispatch.toml");
    std::fs::write(&path, text).unwrap();
    let environment =
        |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    configure(&path, platforms, &environment, Timestamp::parse("2026-06-12T13:14:00Z").unwrap())
}

const SECRETS: [(&str, &str); 4] = [
    ("NEW_SECRET", "bmV3"),
    ("API_KEY", "key"),
    ("API_SECRET", "c2VjcmV0"),
    ("DESK_TOKEN", "a-token-that-cannot-be-guessed"),
];

#[test]
fn a_good_file_with_its_environment_is_a_setup() {
    let directory = tempfile::tempdir().unwrap();
    let setup = configured(directory.path(), GOOD, &SECRETS).unwrap();
    assert_eq!(setup.database, directory.path().join("data/dispatch.sqlite"));
    assert_eq!(setup.limits.body_bytes, 1000);
    let practice = &setup.practices[0];
    assert_eq!(practice.practice().as_str(), "friday");
    let connection = &practice.connections[0];
    assert_eq!((connection.automation, connection.webhook_secrets.len()), (Automation::Auto, 2));
    assert_eq!(connection.webhook_secrets[1].expose(), "b2xk", "without the line's end");
    assert_eq!(practice.api_tokens[0].expose(), "a-token-that-cannot-be-guessed");
    assert!(directory.path().join("mail").is_dir());

    let elsewhere = [SECRETS.as_slice(), &[("DISPATCH_LISTEN", "127.0.0.1:1"), ("DISPATCH_DATABASE", "/d")]];
    let setup = configured(directory.path(), GOOD, &elsewhere.concat()).unwrap();
    assert_eq!((setup.listen.port(), setup.database.as_path()), (1, Path::new("/d")));
}

#[test]
fn every_fault_is_told_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let bad = GOOD
        .replace("desk@example.com", "desk")
        .replace("2026-06-01T00:00:00Z", "June")
        .replace("\"old-secret\"", "\"no-such-file\"")
        .replace("http://127.0.0.1:9/api", "https://example.com/api")
        .replace("places = { main", "places = { moon");
    let faults = configured(directory.path(), &bad, &SECRETS[..1]).err().unwrap();
    let places: Vec<_> = faults.iter().map(|fault| fault.place.as_str()).collect();
    assert_eq!(
        places,
        [
            "practice[0].places.moon",
            "practice[0].messages.from",
            "practice[0].connection[0].webhook_secrets[1]",
            "practice[0].connection[0].go_live",
            "practice[0].connection[0].settings.base_url",
            "practice[0].connection[0].secrets.api_key",
            "practice[0].connection[0].secrets.api_secret",
            "practice[0].api_tokens[0]",
        ]
    );
    let shown = faults.iter().map(ToString::to_string).collect::<String>();
    assert!(!shown.contains("bmV3"), "no secret is shown");
}

#[test]
fn a_file_of_the_wrong_form_or_without_a_secret_is_no_setup() {
    let directory = tempfile::tempdir().unwrap();
    for bad in ["", "listen = 1", "unknown = true", &GOOD.replace("name = \"Example Med Spa\"", "")] {
        assert!(configured(directory.path(), bad, &SECRETS).is_err(), "{bad}");
    }
    let unsigned = GOOD.replace("[{ env = \"NEW_SECRET\" }, { file = \"old-secret\" }]", "[]");
    let faults = configured(directory.path(), &unsigned, &SECRETS).err().unwrap();
    assert_eq!(faults[0].place, "practice[0].connection[0].webhook_secrets");
}

#[test]
fn a_token_that_could_be_guessed_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let short = [&SECRETS[..3], &[("DESK_TOKEN", "desk")]].concat();
    let [fault] = configured(directory.path(), GOOD, &short).err().unwrap().try_into().unwrap();
    assert_eq!(fault.to_string(), "practice[0].api_tokens[0]: could be guessed: it is too short");
    let none = GOOD.replace("api_tokens = [{ env = \"DESK_TOKEN\" }]\n", "");
    assert!(configured(directory.path(), &none, &SECRETS).unwrap().practices[0].api_tokens.is_empty());
}

#[test]
fn a_limit_that_was_renamed_is_told_by_its_new_name() {
    let directory = tempfile::tempdir().unwrap();
    let old = GOOD.replace("body_bytes = 1000", "side_by_side = 3");
    let [fault] = configured(directory.path(), &old, &SECRETS).err().unwrap().try_into().unwrap();
    assert_eq!(fault.to_string(), "limits.side_by_side: was renamed");
    assert_eq!(fault.help, "write `concurrency` instead");
    let new = GOOD.replace("body_bytes = 1000", "concurrency = 3");
    assert_eq!(configured(directory.path(), &new, &SECRETS).unwrap().limits.concurrency, 3);
}

#[test]
fn a_platform_is_one_that_was_handed_in() {
    const OTHER: Platform = Platform {
        name: "other",
        connect: |_| {
            let (path, message, help) = ("settings".into(), "not today".into(), "come back tomorrow".into());
            Err(vec![SettingFault { path, message, help }])
        },
    };
    let directory = tempfile::tempdir().unwrap();
    let faults = |text: &str| configured_with(&[OTHER], directory.path(), text, &SECRETS).err().unwrap();
    let [unknown] = faults(GOOD).try_into().unwrap();
    assert_eq!(unknown.to_string(), "practice[0].connection[0].platform: `boulevard` is not known");
    assert_eq!(unknown.help, "this program was built with `other`");
    let [refused] = faults(&GOOD.replace("\"boulevard\"", "\"other\"")).try_into().unwrap();
    assert_eq!(refused.to_string(), "practice[0].connection[0].settings: not today");
    assert_eq!(refused.help, "come back tomorrow");
}
