//! The API for people who answer: `/api/v1`, JSON, guarded by a token.

mod answer;
mod body;
mod etag;
mod guard;
mod headers;
mod pictures;
pub(crate) mod problem;
mod query;
mod read;
mod resolution;
pub(crate) mod routes;
pub(crate) mod tokens;
