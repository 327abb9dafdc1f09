//! Errors of syntax: all of them, each where it stands.

#[test]
fn every_syntax_error_is_found() {
    let text =
        "practice = \"p\nrevision = = 1\n\n[[location]]\nid = \"main\"\nid = \"other\"\ntime_zone \"UTC\"\n";
    let faults = rulebook_toml::read(text, "bad.toml").err().unwrap_or_default();
    let places: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column, fault.code.as_str())).collect();
    let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(all.join("\n\n"));
    assert!(places.iter().all(|(_, _, code)| *code == "syntax"));
    assert_eq!(places.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 2, 6, 7]);
}
