//! `dispatch serve`: the service, as configured by a file.

use std::{
    env,
    io::Write,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use dispatch_core::Timestamp;
use dispatch_server::{Clock, Running, Server, configure};

use crate::{failure::Failure, platforms::PLATFORMS};

/// Serves until SIGTERM or Ctrl-C, then finishes what it began. It always runs on the system's clock: a scenario's clock
/// is for the demo only.
pub(crate) fn run(configuration: &Path, out: &mut impl Write, err: &mut impl Write) -> Result<(), Failure> {
    let setup = match configure(configuration, PLATFORMS, &|name| env::var(name).ok(), now()) {
        Ok(setup) => setup,
        Err(faults) => {
            for fault in &faults {
                writeln!(err, "{fault}")?;
                if !fault.help.is_empty() {
                    writeln!(err, "  help: {}", fault.help)?;
                }
            }
            let faults =
                if faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.len()) };
            return Err(Failure::with_help(
                format!("`{}` cannot be used: {faults}", configuration.display()),
                "correct the configuration and start again",
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
