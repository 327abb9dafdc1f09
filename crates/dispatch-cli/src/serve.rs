//! `dispatch serve`: the service, as its configuration file says.

use std::{
    env,
    io::Write,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use dispatch_core::Timestamp;
use dispatch_server::{Clock, Running, Server, configure};

use crate::failure::Failure;

/// Serves until SIGTERM or Ctrl-C, then finishes what it began. Always in the system's own time: a scenario's clock is
/// for the demo alone.
pub(crate) fn run(configuration: &Path, out: &mut impl Write, err: &mut impl Write) -> Result<(), Failure> {
    let setup = match configure(configuration, &|name| env::var(name).ok(), now()) {
        Ok(setup) => setup,
        Err(faults) => {
            for fault in &faults {
                writeln!(err, "{}: {}\n  help: {}", fault.place, fault.message, fault.help)?;
            }
            return Err(Failure::with_help(
                format!("`{}` cannot be used: {} faults", configuration.display(), faults.len()),
                "correct them and start again",
            ));
        }
    };
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let running = Server::start(setup, Clock::system()).await.map_err(|fault| Failure::plain(&fault))?;
        writeln!(out, "listening on http://{}", running.address())?;
        out.flush()?;
        Running::stop_requested().await;
        running.shutdown().await;
        Ok(())
    })
}

#[expect(clippy::disallowed_methods, reason = "the shell tells the time to those who may not look")]
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
