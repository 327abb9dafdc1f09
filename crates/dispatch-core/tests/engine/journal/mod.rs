//! The journal: what is read of it, which rulebook stands in it, and the journals of earlier versions.

mod adoption;
mod digest;
mod golden;
mod new_rules;
mod reading;
