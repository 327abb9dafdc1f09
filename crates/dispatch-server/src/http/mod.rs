//! The addresses that the server answers.

pub(crate) mod api;
pub(crate) mod routes;
mod webhooks;
