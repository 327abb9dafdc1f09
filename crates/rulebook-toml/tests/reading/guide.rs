//! The example of docs/rulebook.md, put together, is a rulebook without faults or weak spots.

use dispatch_core::{Criteria, Horizon};

#[test]
fn the_example_of_the_guide_compiles_without_a_warning() {
    let guide = include_str!("../../../../docs/rulebook.md");
    let blocks = guide.split("```toml\n").skip(1);
    let example: String = blocks.filter_map(|block| block.split("```").next()).collect();
    let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
    let loaded = rulebook_toml::load(&example, "docs/rulebook.md", horizon, &Criteria::builtin()).unwrap();
    assert!(loaded.warnings.is_empty(), "{:#?}", loaded.warnings);
}
