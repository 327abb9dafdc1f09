//! The messages that clients get, read back with other people's parsers, over a real connection.

#[cfg(test)]
mod channels;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod sink;
