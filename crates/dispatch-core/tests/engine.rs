//! The engine, case by case: commands in, events and effects out, as text.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets the unexpected should stop")]

#[path = "engine/add_ons.rs"]
mod add_ons;
#[path = "engine/architecture.rs"]
mod architecture;
#[path = "engine/calendars.rs"]
mod calendars;
#[path = "engine/cases.rs"]
mod cases;
#[path = "engine/clients.rs"]
mod clients;
#[path = "engine/commands.rs"]
mod commands;
#[path = "engine/desk.rs"]
mod desk;
#[path = "engine/history.rs"]
mod history;
#[path = "engine/holds.rs"]
mod holds;
#[path = "engine/journal.rs"]
mod journal;
#[path = "engine/messages.rs"]
mod messages;
#[path = "engine/people.rs"]
mod people;
#[path = "engine/properties.rs"]
mod properties;
#[path = "engine/render.rs"]
mod render;
#[path = "engine/supervision.rs"]
mod supervision;
#[path = "engine/taken_back.rs"]
mod taken_back;
#[path = "engine/teams.rs"]
mod teams;
#[path = "engine/visits.rs"]
mod visits;
#[path = "engine/writes.rs"]
mod writes;
