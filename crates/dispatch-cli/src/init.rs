//! `dispatch init`: a commented starter rulebook.

use std::{
    fs::File,
    io::{ErrorKind, Write as _},
    path::Path,
};

use crate::failure::Failure;

const STARTER: &str = include_str!("starter.toml");

/// Writes the starter to a path that does not exist yet.
///
/// # Errors
/// If something is there already, or it cannot be written.
pub(crate) fn write_starter(path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure {
            message: format!("`{shown}` is there already, and is left as it is"),
            mend: Some("name another path, or move the file away".to_owned()),
        },
        ErrorKind::NotFound => Failure {
            message: format!("cannot write `{shown}`: its folder does not exist"),
            mend: Some("create the folder first".to_owned()),
        },
        _ => Failure { message: format!("cannot write `{shown}`: {error}"), mend: None },
    })?;
    file.write_all(STARTER.as_bytes())
        .map_err(|error| Failure { message: format!("cannot write `{shown}`: {error}"), mend: None })?;
    let _ = writeln!(std::io::stderr(), "wrote `{shown}`");
    Ok(())
}
