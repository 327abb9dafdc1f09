//! The TOML front of the rulebook.
