//! The facts around a notice that the shell looked up, and how they are written in one line.

use dispatch_core::{PracticeId, calendar::local::Zone};

use crate::address::EmailAddress;

/// The facts around a notice that the shell looked up. Names and contact data live here and nowhere else: events hold
/// opaque ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The practice; part of every derived id.
    pub practice: PracticeId,
    /// The practice's name for itself.
    pub practice_name: String,
    /// The address that messages come from. Its domain is that of the Message-IDs.
    pub from: EmailAddress,
    /// A telephone number to call about changes, if the practice gives one.
    pub phone: Option<String>,
    /// The location's name.
    pub location_name: String,
    /// The location's address, in one line.
    pub location_address: Option<String>,
    /// The time zone of every time in the message.
    pub zone: Zone,
    /// The client's address.
    pub to: EmailAddress,
    /// The client's name, whole or the first name alone: the greeting takes the given name from it, if it can tell it.
    pub first_name: Option<String>,
}

/// Name and address of the location in one line.
pub(crate) fn place(context: &Context) -> String {
    let name = one_line(&context.location_name);
    match &context.location_address {
        Some(address) => format!("{name}, {}", one_line(address)),
        None => name,
    }
}

/// Without line breaks and other control characters, which have no place in a header or a name.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
