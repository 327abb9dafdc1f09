//! A stand-in for Boulevard's Admin API and its webhooks. The rules are in [`Boulevard`], which takes requests one at
//! a time and knows no socket; [`serve`] puts it on one.

mod api;
mod budget;
mod draft;
mod graphql;
mod http;
mod load;
mod records;
mod render;
mod standin;
mod webhook;

pub use api::Answer;
pub use graphql::{SCHEMA, schema_errors};
pub use http::{PATH, Shared, serve};
pub use load::{TAG_CALL, TAG_VIP};
pub use records::{Appointment, Block, CallRecord, Client, DraftRecord, Line};
pub use standin::{Account, Boulevard, Misbehaviour};
pub use webhook::Delivery;
