//! What the adapter of a booking platform implements. An adapter translates and does no I/O: it verifies and reads
//! deliveries, and it drives reads and writes of the platform as *exchanges*, one HTTP request at a time, that can be
//! stored after every step and resumed after a crash. Whoever runs it (the server's one executor, or a test) owns the
//! socket, the clock and the rate budget.
//!
//! A new adapter implements [`Adapter`].

mod adapter;
pub mod conformance;
mod exchange;
mod http;
mod job;
mod local_time;
mod observation;
mod phone;
mod signature;

pub use adapter::{Adapter, Capabilities, DecodeError, RateBudget, Verified, VerifyError};
pub use exchange::{Acknowledged, BadExchange, Exchange, Outcome, Refused, Retry, Step};
pub use http::{Header, HttpReply, HttpRequest, Lost, Method, Reply, header};
pub use job::{Job, Target};
pub use local_time::{LocalTimeUnclear, instant_of, local_naive};
pub use observation::{Contact, Inbound, Observations};
pub use phone::e164;
pub use signature::{Secret, digest, hmac_base64, hmac_matches, within};
