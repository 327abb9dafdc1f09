//! The addresses that the server answers.

pub(crate) mod routes;
pub(crate) mod webhooks;
