//! One source file as tokens: the modules, names and imports of each of its modules, and the paths that its code mentions.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Words that a name of an item follows.
const ITEM_WORDS: [&str; 9] =
    ["struct", "enum", "union", "trait", "type", "fn", "const", "static", "macro_rules"];

/// What one module holds, without what is compiled for tests alone.
#[derive(Default)]
pub(crate) struct Source {
    pub(crate) modules: Vec<Declared>,
    /// Names of the items that stand here.
    pub(crate) items: BTreeSet<String>,
    /// Names in calls of macros that stand between the items: a macro may define any of them.
    pub(crate) perhaps_items: BTreeSet<String>,
    pub(crate) imports: Vec<Import>,
    /// Paths of two names or more, as written.
    pub(crate) paths: BTreeSet<Vec<String>>,
    /// All names outside imports, fields and methods left out.
    pub(crate) names: BTreeSet<String>,
}

/// `mod name;`, or `mod name { .. }` with what stands in the braces.
pub(crate) struct Declared {
    pub(crate) name: String,
    /// The file that `#[path]` names.
    pub(crate) path: Option<String>,
    pub(crate) inline: Option<Source>,
}

/// One name that a `use` brings in.
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// What it is called here; none for a glob.
    pub(crate) name: Option<String>,
    /// `pub use`: handed on rather than needed here.
    pub(crate) is_public: bool,
}

impl Source {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let tokens: TokenStream = text.parse().map_err(|fault| format!("{fault}"))?;
        let mut source = Self::default();
        source.module(tokens);
        Ok(source)
    }

    /// The tokens of a module: items one after the other.
    fn module(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        self.items_in(&tokens);
        self.code(&tokens, true);
    }

    fn items_in(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            if let Some(skipped) = only_for_tests(tokens, at) {
                at = skipped;
                continue;
            }
            let (word, next) = (word(tokens, at), word(tokens, at + 1));
            match (word.as_deref(), next) {
                // `const fn`: the name follows the second word.
                (Some("const"), Some(next)) if ITEM_WORDS.contains(&next.as_str()) || next == "unsafe" => {}
                (Some(word), Some(name)) if ITEM_WORDS.contains(&word) => {
                    self.items.insert(name);
                }
                (Some("macro_rules"), None) => self.items.extend(self::word(tokens, at + 2)),
                (Some(_), None) if is_punct(tokens, at + 1, '!') => {
                    let call = tokens.get(at + 2).into_iter().cloned().collect();
                    names_in(call, &mut self.perhaps_items);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Any tokens: imports, nested modules (where a module's own items stand) and paths.
    fn code(&mut self, tokens: &[TokenTree], between_items: bool) {
        let mut at = 0;
        while at < tokens.len() {
            if let Some(skipped) = only_for_tests(tokens, at) {
                at = skipped;
                continue;
            }
            at = match word(tokens, at).as_deref() {
                Some("use") if !is_punct(tokens, at + 1, '<') => self.import(tokens, at),
                Some("mod") if between_items => self.declaration(tokens, at),
                // `pub(in path)` says who may look, not what is used.
                Some("pub") if matches!(tokens.get(at + 1), Some(TokenTree::Group(_))) => at + 2,
                Some(_) => self.path(tokens, at),
                None => {
                    match &tokens[at] {
                        TokenTree::Punct(punct) if punct.as_char() == '#' => self.attribute(tokens, at),
                        TokenTree::Group(group) => self.group(group),
                        _ => {}
                    }
                    at + 1
                }
            };
        }
    }

    fn group(&mut self, group: &Group) {
        let tokens: Vec<_> = group.stream().into_iter().collect();
        self.code(&tokens, false);
    }

    /// Paths that serde is told in text: `#[serde(with = "super::text")]`.
    fn attribute(&mut self, tokens: &[TokenTree], at: usize) {
        let Some(TokenTree::Group(group)) = tokens.get(at + 1) else { return };
        if !group.stream().to_string().starts_with("doc") {
            texts_in(group.stream(), &mut |text| {
                let path: Vec<_> = text.split("::").map(str::to_owned).collect();
                if path.len() > 1 && path.iter().all(|name| is_name(name)) {
                    self.paths.insert(path);
                }
            });
        }
    }

    fn declaration(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let Some(name) = word(tokens, at + 1) else { return at + 1 };
        let inline = match tokens.get(at + 2) {
            Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {
                let mut inline = Self::default();
                inline.module(body.stream());
                Some(inline)
            }
            _ => None,
        };
        self.modules.push(Declared { name, path: path_attribute(tokens, at), inline });
        at + 3
    }

    fn import(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let length = tokens[at..].iter().position(|token| is(token, ';')).unwrap_or(tokens.len() - at);
        // A leading `::` names another crate.
        if !is_punct(tokens, at + 1, ':') {
            let before = at.checked_sub(1).map(|before| &tokens[before]);
            let before_group = at.checked_sub(2).and_then(|before| word(tokens, before));
            let is_public = match before {
                Some(TokenTree::Ident(before)) => before == "pub",
                Some(TokenTree::Group(_)) => before_group.as_deref() == Some("pub"),
                _ => false,
            };
            self.use_tree(&tokens[at + 1..at + length], &[], is_public);
        }
        at + length
    }

    /// `a::b::{c, d as e, f::*}`, the names before it handed in.
    fn use_tree(&mut self, tokens: &[TokenTree], before: &[String], is_public: bool) {
        for branch in tokens.split(|token| is(token, ',')).filter(|branch| !branch.is_empty()) {
            let mut path = before.to_vec();
            let mut name = None;
            let mut ended = false;
            for (at, token) in branch.iter().enumerate() {
                match token {
                    TokenTree::Ident(word) if word == "as" => {
                        name = self::word(branch, at + 1);
                        break;
                    }
                    TokenTree::Ident(word) => path.push(bare(&word.to_string())),
                    TokenTree::Group(group) => {
                        let inside: Vec<_> = group.stream().into_iter().collect();
                        self.use_tree(&inside, &path, is_public);
                        ended = true;
                    }
                    TokenTree::Punct(star) if star.as_char() == '*' => {
                        self.imports.push(Import { path: path.clone(), name: None, is_public });
                        ended = true;
                    }
                    _ => {}
                }
            }
            if !ended {
                // `use a::b::{self}` is `use a::b`.
                if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                    path.pop();
                }
                let name = name.or_else(|| path.last().cloned());
                self.imports.push(Import { path, name, is_public });
            }
        }
    }

    /// The names from here on that `::` joins. Where it ends is where reading goes on.
    fn path(&mut self, tokens: &[TokenTree], start: usize) -> usize {
        let follows = |at: usize| is_punct(tokens, at, ':') && is_punct(tokens, at + 1, ':');
        let mut path: Vec<_> = word(tokens, start).into_iter().collect();
        let mut at = start + 1;
        while follows(at) {
            let Some(name) = word(tokens, at + 2) else { break };
            path.push(name);
            at += 3;
        }
        // The rest of `<T as Trait>::rest` and of `::krate::rest`, and what follows a dot, belong to what stands before.
        let belongs_before = start >= 2 && follows(start - 2)
            || start >= 1 && is(&tokens[start - 1], '.') && !(start >= 2 && is(&tokens[start - 2], '.'));
        if !belongs_before {
            self.names.extend(path.first().cloned());
            if path.len() > 1 {
                self.paths.insert(path);
            }
        }
        at
    }
}

/// Where reading goes on if an attribute here says that what follows is for tests alone.
fn only_for_tests(tokens: &[TokenTree], at: usize) -> Option<usize> {
    if !is(&tokens[at], '#') {
        return None;
    }
    let Some(TokenTree::Group(attribute)) = tokens.get(at + 1) else { return None };
    let text = attribute.stream().to_string();
    let is_test = text == "test"
        || text.starts_with("cfg") && !text.contains("not") && {
            let mut names = BTreeSet::new();
            names_in(attribute.stream(), &mut names);
            names.contains("test") || names.contains("doctest")
        };
    if !is_test {
        return None;
    }
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => is(token, ';'),
    };
    let length = tokens[at..].iter().position(ends);
    Some(length.map_or(tokens.len(), |length| at + length + 1))
}

/// The text of `#[path = ".."]` among the attributes that stand before a module.
fn path_attribute(tokens: &[TokenTree], module: usize) -> Option<String> {
    let mut at = module;
    while at >= 1 {
        at -= 1;
        match &tokens[at] {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                let inside: Vec<_> = group.stream().into_iter().collect();
                if word(&inside, 0).as_deref() == Some("path") {
                    return inside.get(2).map(|text| text.to_string().trim_matches('"').to_owned());
                }
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {}
            TokenTree::Punct(punct) if punct.as_char() == '#' => {}
            TokenTree::Ident(word) if word == "pub" => {}
            _ => break,
        }
    }
    None
}

fn names_in(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                names.insert(bare(&word.to_string()));
            }
            TokenTree::Group(group) => names_in(group.stream(), names),
            _ => {}
        }
    }
}

fn texts_in(tokens: TokenStream, take: &mut impl FnMut(&str)) {
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => take(literal.to_string().trim_matches('"')),
            TokenTree::Group(group) => texts_in(group.stream(), take),
            _ => {}
        }
    }
}

fn word(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(word)) => Some(bare(&word.to_string())),
        _ => None,
    }
}

/// `r#type` is `type`.
fn bare(word: &str) -> String {
    word.strip_prefix("r#").unwrap_or(word).to_owned()
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

fn is_punct(tokens: &[TokenTree], at: usize, wanted: char) -> bool {
    tokens.get(at).is_some_and(|token| is(token, wanted))
}

fn is(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}
