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
        let mut point = |found: Option<Found>, path: &dyn Fn() -> String| {
            // A module that is only named is pointed at by the paths that go through it.
            let Some(Found::Item(to)) = found else { return };
            let to = &tree.modules[to].file;
            if *to != module.file {
                arrows.entry((module.file.clone(), to.clone())).or_insert_with(path);
            }
        };
        for import in &module.source.imports {
            let used_here = |name: &String| module.source.names.contains(name);
            match &import.name {
                Some(name) if import.is_public && !used_here(name) => {}
                Some(_) => point(tree.resolve(number, &import.path), &|| import.path.join("::")),
                None => {
                    let Some(Found::Module(from)) = tree.resolve(number, &import.path) else { continue };
                    for name in &module.source.names {
                        point(tree.name_in(from, name), &|| format!("{}::{name}", import.path.join("::")));
                    }
                }
            }
        }
        for path in &module.source.paths {
            point(tree.resolve(number, path), &|| path.join("::"));
        }
    }
    Ok(arrows)
}
