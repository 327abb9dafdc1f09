//! Exceptions: what a person is asked, and what is held meanwhile.

mod answers;
mod holds;
