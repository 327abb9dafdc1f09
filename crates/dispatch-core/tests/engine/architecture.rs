//! The lower layer never sees the engine.

use std::{fs, path::Path};

#[test]
#[expect(clippy::disallowed_methods, reason = "it reads the source, not data")]
fn nothing_below_mentions_the_engine() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let mut looked_at = 0;
    for folder in ["assign", "calendar", "rulebook", "explain", "check"] {
        let mut folders = vec![source.join(folder)];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for entry in entries {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                looked_at += 1;
                let text = fs::read_to_string(&path).unwrap();
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                for line in code {
                    assert!(!line.contains("engine"), "{}: {line}", path.display());
                }
            }
        }
    }
    assert!(looked_at > 10, "only {looked_at} files were looked at");
}
