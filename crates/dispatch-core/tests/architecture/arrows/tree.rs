//! The modules of one crate, read from its root file on, and the file in which a path ends.

use std::collections::BTreeMap;

use super::source::{Import, Source};

/// Modules by their number; the root is number 0.
pub(crate) struct Tree {
    pub(crate) modules: Vec<Module>,
}

pub(crate) struct Module {
    /// The file in which it stands, with `/` between folders.
    pub(crate) file: String,
    pub(crate) source: Source,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Module(usize),
    /// An item of the module.
    Item(usize),
}

impl Tree {
    /// Reads a crate. `read` gives the text of a file, or nothing if there is no such file.
    pub(crate) fn read(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let mut tree = Self { modules: Vec::new() };
        let text = read(root).ok_or_else(|| format!("there is no {root}"))?;
        let source = Source::parse(&text).map_err(|fault| format!("{root}: {fault}"))?;
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        tree.add(root, folder, source, None, read)?;
        Ok(tree)
    }

    /// `folder` is where the files of its children lie.
    fn add(
        &mut self,
        file: &str,
        folder: &str,
        mut source: Source,
        parent: Option<usize>,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> Result<usize, String> {
        let declared = std::mem::take(&mut source.modules);
        let number = self.modules.len();
        self.modules.push(Module { file: file.to_owned(), source, parent, children: BTreeMap::new() });
        for module in declared {
            let under = joined(folder, &module.name);
            let child = match module.inline {
                Some(inline) => self.add(file, &under, inline, Some(number), read)?,
                None => {
                    let beside = file.rsplit_once('/').map_or("", |(folder, _)| folder);
                    let (found, text) = match module.path {
                        Some(path) => named(&[joined(beside, &path)], read),
                        None => named(&[format!("{under}.rs"), format!("{under}/mod.rs")], read),
                    }
                    .ok_or_else(|| format!("{file}: there is no file for `mod {};`", module.name))?;
                    let source = Source::parse(&text).map_err(|fault| format!("{found}: {fault}"))?;
                    self.add(&found, &under, source, Some(number), read)?
                }
            };
            self.modules[number].children.insert(module.name, child);
        }
        Ok(number)
    }

    /// What a path ends in, read in this module. None if it leads out of the crate.
    pub(crate) fn resolve(&self, module: usize, path: &[String]) -> Option<Found> {
        self.follow(module, path, false, &mut Vec::new())
    }

    /// What a name stands for that another module brings in by a glob.
    pub(crate) fn name_in(&self, module: usize, name: &str) -> Option<Found> {
        self.look_up(module, name, false, &mut Vec::new())
    }

    /// `as_module`: more names follow, so of a module and an item of one name the module is meant.
    fn follow(
        &self,
        module: usize,
        path: &[String],
        as_module: bool,
        visited: &mut Vec<(usize, String)>,
    ) -> Option<Found> {
        let mut here = Found::Module(module);
        for (at, name) in path.iter().enumerate() {
            // What follows an item is a variant or a function of it.
            let Found::Module(current) = here else { break };
            let as_module = as_module || at + 1 < path.len();
            here = match name.as_str() {
                "crate" => Found::Module(0),
                "self" => here,
                "super" => Found::Module(self.modules[current].parent?),
                _ => match self.look_up(current, name, as_module, visited) {
                    Some(found) => found,
                    None if at == 0 => return None,
                    // A macro defined it: it stands in the module's own file.
                    None => Found::Item(current),
                },
            };
        }
        Some(here)
    }

    fn look_up(
        &self,
        number: usize,
        name: &str,
        as_module: bool,
        visited: &mut Vec<(usize, String)>,
    ) -> Option<Found> {
        let key = (number, name.to_owned());
        if visited.contains(&key) {
            return None;
        }
        visited.push(key);
        let module = &self.modules[number];
        let child = module.children.get(name).map(|child| Found::Module(*child));
        let own = module.source.items.contains(name).then_some(Found::Item(number));
        let mut found: Vec<_> = own.into_iter().chain(child).collect();
        for import in &module.source.imports {
            found.extend(self.brought_in(number, import, name, as_module, visited));
        }
        found.extend(module.source.perhaps_items.contains(name).then_some(Found::Item(number)));
        visited.pop();
        let is_wanted = |found: &&Found| matches!(found, Found::Module(_)) == as_module;
        found.iter().find(is_wanted).or(found.first()).copied()
    }

    fn brought_in(
        &self,
        number: usize,
        import: &Import,
        name: &str,
        as_module: bool,
        visited: &mut Vec<(usize, String)>,
    ) -> Option<Found> {
        match &import.name {
            Some(here) if here == name => self.follow(number, &import.path, as_module, visited),
            Some(_) => None,
            None => match self.follow(number, &import.path, true, visited)? {
                Found::Module(from) => self.look_up(from, name, as_module, visited),
                Found::Item(_) => None,
            },
        }
    }
}

/// The first of these files that there is.
fn named(files: &[String], read: &dyn Fn(&str) -> Option<String>) -> Option<(String, String)> {
    files.iter().find_map(|file| Some((file.clone(), read(file)?)))
}

/// A path below a folder, `..` taken back.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<_> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}
