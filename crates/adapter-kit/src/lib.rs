//! The kit for adapters of booking platforms. An adapter translates and does no I/O: it verifies and reads deliveries,
//! and it reads and writes the platform in *exchanges*, one HTTP request at a time, that can be stored after every step
//! and resumed after a crash. The program that runs it (the server's one executor, or a test) owns the socket, the clock
//! and the rate budget.
//!
//! A new adapter implements [`Adapter`], says the phases of its exchanges ([`ExchangePhase`]), and gives a [`Platform`]
//! for the program's list.

mod adapter;
mod answer;
pub mod conformance;
mod driver;
mod exchange;
mod http;
mod job;
mod local_time;
mod observation;
mod phase;
mod phone;
mod platform;
mod signature;

pub use adapter::{Adapter, Capabilities, DecodeError, RateBudget, Verified, VerifyError};
pub use answer::Answer;
pub use driver::{begin, resume};
pub use exchange::{Acknowledged, BadExchange, Exchange, Outcome, Refused, Retry, Step};
pub use http::{Header, HttpReply, HttpRequest, Lost, Method, Reply, header};
pub use job::{Job, Target};
pub use local_time::{LocalTimeUnclear, instant_of, local_naive};
pub use observation::{Contact, Inbound, Observations};
pub use phase::{AfterLoss, ExchangePhase, Next, Unreadable};
pub use phone::e164;
pub use platform::{AdapterOrFaults, Connecting, Platform, SettingFault, SettingsTable};
pub use signature::{Secret, digest, hmac_base64, hmac_matches, within};
