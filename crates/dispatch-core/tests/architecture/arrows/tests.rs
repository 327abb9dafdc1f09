//! The checker itself, tried on small crates that are made up here.

use super::{arrows, circles};

/// A crate of these files, the root first. Gives the arrows as `from -> to`.
fn arrows_of(files: &[(&str, &str)]) -> Vec<String> {
    let read = |wanted: &str| {
        let found = files.iter().find(|(file, _)| *file == wanted);
        found.map(|(_, text)| (*text).to_owned())
    };
    let arrows = arrows(files[0].0, &read).unwrap();
    arrows.keys().map(|(from, to)| format!("{from} -> {to}")).collect()
}

fn circles_of(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let read = |wanted: &str| {
        let found = files.iter().find(|(file, _)| *file == wanted);
        found.map(|(_, text)| (*text).to_owned())
    };
    circles(&arrows(files[0].0, &read).unwrap())
}

#[test]
fn an_import_is_an_arrow_and_a_declaration_is_none() {
    let files =
        [("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::B; fn a(_: B) {}"), ("b.rs", "pub struct B;")];
    assert_eq!(arrows_of(&files), ["a.rs -> b.rs"]);
}

#[test]
fn a_path_in_the_code_is_an_arrow() {
    for code in [
        "fn a() { crate::b::b(); }",
        "fn a() { assert!(matches!(x, crate::b::b)); }",
        "use super::b; fn a() { b::b(); }",
        "use crate::b as other; fn a() { other::b(); }",
        "use super::*; fn a() { b::b(); }",
        "fn a() { use crate::b::{b}; }",
        "mod inner { pub fn a() { super::super::b::b() } }",
        "#[serde(with = \"crate::b::b\")] struct A;",
        "type A = Vec<<crate::b::B as Default>::Other>;",
    ] {
        let files = [("lib.rs", "mod a; mod b;"), ("a.rs", code), ("b.rs", "pub fn b() {}")];
        assert_eq!(arrows_of(&files), ["a.rs -> b.rs"], "{code}");
    }
}

#[test]
fn what_is_no_code_is_no_arrow() {
    for code in [
        "// crate::b::b()",
        "/// [`crate::b::b`]\nfn a() {}",
        "/* use crate::b::b; */",
        "const A: &str = \"use crate::b::b;\";",
        "pub(in crate::b) fn a() {}",
        "fn a(x: X) { x.b::<u8>(); x.b(); ::b::b(); std::b::b(); }",
    ] {
        let files = [("lib.rs", "mod a; mod b;"), ("a.rs", code), ("b.rs", "pub fn b() {}")];
        assert!(arrows_of(&files).is_empty(), "{code}");
    }
}

#[test]
fn what_is_for_tests_alone_does_not_count() {
    let code = "#[cfg(test)] use crate::b::B; #[cfg(test)] mod tests { use crate::b::B; } \
                #[cfg(all(test, unix))] mod more; #[test] fn a() { crate::b::b() } #[cfg(doctest)] struct A(crate::b::B); \
                #[cfg(not(test))] use crate::c::C;";
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", code),
        ("b.rs", "pub struct B;"),
        ("c.rs", "pub struct C;"),
    ];
    assert_eq!(arrows_of(&files), ["a.rs -> c.rs"]);
}

#[test]
fn re_exports_are_seen_through() {
    let files = [
        ("lib.rs", "mod a; mod house; pub use house::Door;"),
        ("a.rs", "use crate::{Door, house::{Window, Roof}};"),
        (
            "house/mod.rs",
            "mod door; mod window; mod roof; pub use door::*; pub(crate) use window::Pane as Window; \
                          pub use self::roof::Roof;",
        ),
        ("house/door.rs", "pub struct Door;"),
        ("house/window.rs", "pub struct Pane;"),
        ("house/roof.rs", "pub struct Roof;"),
    ];
    assert_eq!(
        arrows_of(&files),
        ["a.rs -> house/door.rs", "a.rs -> house/roof.rs", "a.rs -> house/window.rs"]
    );
}

#[test]
fn a_name_that_is_handed_on_is_an_arrow_only_if_it_is_used() {
    let door = ("door.rs", "pub struct Door;");
    assert!(arrows_of(&[("lib.rs", "mod door; pub use door::Door;"), door]).is_empty());
    let used = [("lib.rs", "mod door; pub use door::Door; fn open(_: Door) {}"), door];
    assert_eq!(arrows_of(&used), ["lib.rs -> door.rs"]);
}

#[test]
fn a_function_and_a_module_may_have_one_name() {
    let files = [
        ("lib.rs", "mod check; mod a; pub use check::check;"),
        ("check/mod.rs", "mod inner; pub fn check() { inner::run() }"),
        ("check/inner.rs", "pub fn run() {}"),
        ("a.rs", "use crate::check; fn a() { check::other(); crate::check::check(); }"),
    ];
    assert_eq!(arrows_of(&files), ["a.rs -> check/mod.rs", "check/mod.rs -> check/inner.rs"]);
}

#[test]
fn what_a_macro_defines_stands_where_the_macro_is_called() {
    let files = [
        ("lib.rs", "mod ids; mod a; mod b;"),
        ("ids/mod.rs", "mod text; pub use text::*;"),
        ("ids/text.rs", "macro_rules! ids { () => {} } ids! { RoomId, BookingId }"),
        ("a.rs", "use crate::ids::RoomId;"),
        ("b.rs", "use crate::ids::text::BookingId;"),
    ];
    assert_eq!(arrows_of(&files), ["a.rs -> ids/text.rs", "b.rs -> ids/text.rs"]);
}

#[test]
fn variants_and_functions_lead_to_the_type() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::{self, Kind::Small}; fn a() { b::Kind::new(); }"),
        ("b.rs", "pub enum Kind { Small } pub use super::c::Other;"),
        ("c.rs", "pub struct Other;"),
    ];
    assert_eq!(arrows_of(&files), ["a.rs -> b.rs"]);
}

#[test]
fn a_module_whose_name_a_macro_is_handed_is_pointed_at() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::{b, c}; all!(b); fn a() { c::of(); }"),
        ("b.rs", "pub fn holds() {}"),
        ("c.rs", "pub use crate::d::of;"),
        ("d.rs", "pub fn of() {}"),
    ];
    assert_eq!(arrows_of(&files), ["a.rs -> b.rs", "a.rs -> d.rs"]);
}

#[test]
fn files_are_found_by_folder_and_by_path() {
    let files = [
        ("tests/it/main.rs", "mod a; #[path = \"../common/b.rs\"] mod b;"),
        ("tests/it/a.rs", "mod deep; use crate::b::B;"),
        ("tests/it/a/deep.rs", "use super::super::b::B;"),
        ("tests/common/b.rs", "pub struct B;"),
    ];
    assert_eq!(
        arrows_of(&files),
        ["tests/it/a.rs -> tests/common/b.rs", "tests/it/a/deep.rs -> tests/common/b.rs"]
    );
}

#[test]
fn a_circle_is_found_with_all_its_files() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::c::C; pub struct B;"),
        ("c.rs", "use crate::a::A; use crate::d::D; pub struct C;"),
        ("d.rs", "pub struct D;"),
    ];
    assert_eq!(circles_of(&files), [["a.rs", "b.rs", "c.rs"]]);
}

#[test]
fn a_circle_through_a_re_export_is_found() {
    let files = [
        ("lib.rs", "mod house;"),
        ("house/mod.rs", "mod door; mod window; pub use door::Door; use window::Window; fn a(_: Window) {}"),
        ("house/door.rs", "use super::Window; pub struct Door;"),
        ("house/window.rs", "use super::Door; pub struct Window;"),
    ];
    assert_eq!(circles_of(&files), [["house/door.rs", "house/window.rs"]]);
}

#[test]
fn a_tree_has_no_circle() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; pub use a::A;"),
        ("a.rs", "use crate::{b::B, c::C}; pub struct A;"),
        ("b.rs", "use crate::c::C; pub struct B;"),
        ("c.rs", "pub struct C; #[cfg(test)] mod tests { use crate::a::A; }"),
    ];
    assert!(circles_of(&files).is_empty());
}
