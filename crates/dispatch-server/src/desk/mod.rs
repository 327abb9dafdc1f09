//! Pictures for the desk: exceptions, bookings and messages in the words and names that people use, as JSON documents. They
//! know no HTTP.

pub(crate) mod answered;
pub(crate) mod board;
pub(crate) mod booking;
pub(crate) mod choice;
pub(crate) mod client;
pub(crate) mod exception;
pub(crate) mod message;
pub(crate) mod moment;
pub(crate) mod named;
pub(crate) mod view;
