//! Exceptions: what a person is asked, what is held meanwhile, and what is judged again.

mod answers;
mod choices;
mod claims;
mod holds;
mod waking;
