//! The client: wishes, history and messages.

mod history;
mod last_word;
mod messages;
mod wishes;
