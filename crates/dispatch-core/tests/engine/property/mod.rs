//! Properties: random commands and deliveries, and everything that must hold after each.

mod commands;
mod deliveries;
