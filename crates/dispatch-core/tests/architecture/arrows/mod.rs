//! Arrows between the files of a crate: a file points at another if it names something that stands there.
//!
//! Imports and paths count, whether a `use` brings the name in or the code spells it out. Re-exports are seen through to the
//! file that defines the name, so that a `mod.rs` which only gathers names is not pointed at. A `mod` declaration alone is
//! no arrow, a `pub use` is one only if the file uses the name itself, and what is compiled for tests alone does not count.

mod circles;
mod source;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;

pub(crate) use circles::circles;
use tree::{Found, Tree};

/// From one file to another, each with the path that leads there.
pub(crate) type Arrows = BTreeMap<(String, String), String>;

/// The arrows of the crate whose root file this is. `read` gives the text of a file, or nothing if there is no such file.
pub(crate) fn arrows(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Arrows, String> {
    let tree = Tree::read(root, read)?;
    let mut arrows = Arrows::new();
    for (number, module) in tree.modules.iter().enumerate() {
        let goes_through = |name: &String| module.source.paths.iter().any(|path| path.first() == Some(name));
        let used_here = |name: &String| module.source.names.contains(name);
        let mut point = |to: usize, path: &[String]| {
            let to = &tree.modules[to].file;
            if *to != module.file {
                arrows.entry((module.file.clone(), to.clone())).or_insert_with(|| path.join("::"));
            }
        };
        for import in &module.source.imports {
            match (&import.name, tree.resolve(number, &import.path)) {
                (Some(name), Some(Found::Item(to))) if used_here(name) || !import.is_public => {
                    point(to, &import.path);
                }
                // A module is pointed at by the paths that go through it; without any, a macro is handed its name.
                (Some(name), Some(Found::Module(to))) if !import.is_public && !goes_through(name) => {
                    point(to, &import.path);
                }
                (None, Some(Found::Module(from))) => {
                    for name in &module.source.names {
                        if let Some(Found::Item(to)) = tree.name_in(from, name) {
                            point(to, &[import.path.as_slice(), std::slice::from_ref(name)].concat());
                        }
                    }
                }
                _ => {}
            }
        }
        for path in &module.source.paths {
            if let Some(Found::Item(to)) = tree.resolve(number, path) {
                point(to, path);
            }
        }
    }
    Ok(arrows)
}
