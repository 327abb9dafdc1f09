//! A booking's life, case by case: the facts of docs/scenarios/cases, replayed by the command, and what must come out.

mod bad_facts;
mod messages;
pub(crate) mod played;
mod standing;

/// Replays a case.
fn played(case: &str) -> played::Played {
    played::Played::new(case)
}

#[test]
fn every_case_is_listed_and_has_its_files() {
    let folder = std::path::Path::new(played::CASES);
    let page = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let cases = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let cases: Vec<_> = cases.filter(|path| path.is_dir()).collect();
    for case in &cases {
        let name = case.file_name().unwrap().to_str().unwrap();
        assert!(page.contains(&format!("| [{name}]({name}/README.md) |")), "{name} is not in the list");
        for file in ["README.md", "rulebook.toml", "facts.jsonl"] {
            assert!(case.join(file).is_file(), "{name} has no {file}");
        }
    }
    assert_eq!(cases.len(), page.matches("/README.md) |").count(), "the list names a case that is not there");
}
