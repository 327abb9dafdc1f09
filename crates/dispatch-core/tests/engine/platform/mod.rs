//! The platform: what it lets us do, our writes, and calendars that cannot be read.

mod connection;
mod imported;
mod readability;
mod writes;
