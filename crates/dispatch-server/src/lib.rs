//! The service: webhooks in, decisions durable, write-backs and messages out. It does all I/O and decides nothing.
//!
//! A delivery is verified and stored before it is answered; a worker reads what it speaks of from the platform and hands
//! the facts to the practice, which decides a batch and stores it in one transaction: events, timers and effects. Then the
//! platform is written to, and a message goes to the client. A stop at any moment loses nothing that was answered, and
//! repeats nothing that cannot be repeated.
//!
//! The rooms: `http/` answers, `workers/` take up what is due, `platform/` speaks to booking platforms, `practice/` decides in
//! batches, `desk/` shows people what stands, `observe/` counts, `configuration/` reads the file.
//!
//! [`configure`] reads a configuration file. [`Server::start`] takes a [`Setup`] and a [`Clock`] and gives a [`Running`] server.

mod clock;
mod configuration;
mod desk;
mod http;
mod observe;
mod platform;
mod practice;
mod running;
mod server;
mod setup;
mod shared;
mod workers;

pub use clock::Clock;
pub use configuration::{ConfigurationFault, configure};
pub use observe::timing::Timing;
pub use practice::replay::OpenError;
pub use running::Running;
pub use server::{Server, StartError};
pub use setup::{ConnectionSetup, Limits, MessageSetup, Place, PracticeSetup, Setup};
