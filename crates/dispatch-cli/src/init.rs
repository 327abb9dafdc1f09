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
/// If the path exists already, or it cannot be written.
pub(crate) fn write_starter(path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::with_help(
            format!("`{shown}` already exists, so it is left as it is"),
            "choose another path, or move the file away",
        ),
        ErrorKind::NotFound => Failure::with_help(
            format!("cannot write `{shown}`: its folder does not exist"),
            "create the folder first",
        ),
        _ => Failure::plain(&format!("cannot write `{shown}`: {error}")),
    })?;
    file.write_all(STARTER.as_bytes())
        .map_err(|error| Failure::plain(&format!("cannot write `{shown}`: {error}")))?;
    let _ = writeln!(std::io::stderr(), "wrote `{shown}`");
    Ok(())
}
