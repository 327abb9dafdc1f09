//! What holds whatever happens.

mod commands;
mod deliveries;
