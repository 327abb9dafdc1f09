//! The `dispatch` command.

fn main() {}
