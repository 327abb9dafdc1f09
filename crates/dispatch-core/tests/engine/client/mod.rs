//! The client: wishes, history and messages.

mod history;
mod messages;
mod wishes;
