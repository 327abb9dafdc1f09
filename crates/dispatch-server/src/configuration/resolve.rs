//! Practices: their rulebooks are read, their channels opened, their connections configured.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use adapter_kit::{Platform, Secret};
use chrono::{DateTime, Datelike, Months, NaiveDate};
use dispatch_core::{Criteria, Horizon, LocationId, Rulebook, Timestamp};
use notifier::{Channel, SmtpRelay, Spool};

use super::{
    document::{Document, LimitsDocument, MessagesDocument, PracticeDocument, SecretDocument},
    fault::ConfigurationFault,
    resolver::Resolver,
};
use crate::setup::{Limits, MessageSetup, Place, PracticeSetup, Setup};

/// The days of a rulebook's horizon, which begins on the first of last month: enough for bookings made a year ahead.
const HORIZON_DAYS: u16 = 450;

/// The shortest token that opens the API, in bytes.
const SHORTEST_TOKEN: usize = 24;

pub(super) fn resolve(
    document: Document,
    directory: &Path,
    platforms: &[Platform],
    environment: &dyn Fn(&str) -> Option<String>,
    now: Timestamp,
) -> Result<Setup, Vec<ConfigurationFault>> {
    let mut resolver = Resolver { directory, platforms, environment, now, faults: Vec::new() };
    let listen = match environment("DISPATCH_LISTEN").map(|text| text.parse()) {
        None => document.listen,
        Some(Ok(listen)) => listen,
        Some(Err(_)) => {
            resolver.fault("DISPATCH_LISTEN", "is not an address", "write it like 127.0.0.1:8080");
            document.listen
        }
    };
    let database = match environment("DISPATCH_DATABASE") {
        Some(database) => PathBuf::from(database),
        None => directory.join(document.database),
    };
    if document.practices.is_empty() {
        resolver.fault("practice", "there is none", "add a [[practice]] with a rulebook");
    }
    if document.limits.side_by_side.is_some() {
        resolver.fault("limits.side_by_side", "was renamed", "write `concurrency` instead");
    }
    let practices = document
        .practices
        .into_iter()
        .enumerate()
        .filter_map(|(position, practice)| resolver.practice(practice, &format!("practice[{position}]")))
        .collect();
    if !resolver.faults.is_empty() {
        return Err(resolver.faults);
    }
    Ok(Setup { listen, database, practices, limits: limits(&document.limits) })
}

impl Resolver<'_> {
    fn practice(&mut self, document: PracticeDocument, place: &str) -> Option<PracticeSetup> {
        let rulebook = self.rulebook(&document.rulebook, &format!("{place}.rulebook"));
        let places = document.places.into_iter();
        let places: BTreeMap<_, _> =
            places.map(|(id, of)| (id, Place { name: of.name, address: of.address })).collect();
        if let Some(rulebook) = &rulebook {
            for id in places.keys().filter(|id| rulebook.location(id.as_str()).is_none()) {
                let help = "name a location of the rulebook";
                self.fault(&format!("{place}.places.{id}"), "the rulebook has no such location", help);
            }
        }
        let messages = self.messages(document.messages, document.name, places, &format!("{place}.messages"));
        let connections: Vec<_> = (document.connections.into_iter().enumerate())
            .filter_map(|(position, connection)| {
                self.connection(connection, &format!("{place}.connection[{position}]"))
            })
            .collect();
        let api_tokens = self.api_tokens(&document.api_tokens, &format!("{place}.api_tokens"));
        Some(PracticeSetup { rulebook: rulebook?, connections, messages: messages?, api_tokens })
    }

    fn api_tokens(&mut self, documents: &[SecretDocument], place: &str) -> Vec<Secret> {
        let tokens = self.secrets(documents, place);
        for (position, token) in tokens.iter().enumerate() {
            if token.expose().len() < SHORTEST_TOKEN {
                let help = "use a long random one, such as `openssl rand -hex 32` prints";
                self.fault(&format!("{place}[{position}]"), "could be guessed: it is too short", help);
            }
        }
        tokens
    }

    fn rulebook(&mut self, path: &Path, place: &str) -> Option<Arc<Rulebook>> {
        let path = self.directory.join(path);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                self.fault(place, format!("`{}` cannot be read: {error}", path.display()), "");
                return None;
            }
        };
        let horizon = Horizon { first: first_day(self.now), days: HORIZON_DAYS };
        match rulebook_toml::load(&text, &path.display().to_string(), horizon, &Criteria::default()) {
            Ok(loaded) => Some(Arc::new(loaded.compiled.rulebook)),
            Err(diagnostics) => {
                for diagnostic in diagnostics {
                    self.fault(place, diagnostic.to_string(), "");
                }
                None
            }
        }
    }

    fn messages(
        &mut self,
        document: MessagesDocument,
        practice_name: String,
        places: BTreeMap<LocationId, Place>,
        place: &str,
    ) -> Option<MessageSetup> {
        let channel = match (document.smtp, document.spool) {
            (Some(_), Some(_)) => {
                self.fault(place, "names both a relay and a spool", "keep either `smtp` or `spool`");
                None
            }
            (Some(server), None) => Some(Channel::Smtp(SmtpRelay::new(server, document.hello_name))),
            (None, spool) => {
                let directory = self.directory.join(spool.unwrap_or_else(|| "spool".into()));
                Spool::open(&directory)
                    .map_err(|error| {
                        let message = format!("`{}` cannot be created: {error}", directory.display());
                        self.fault(&format!("{place}.spool"), message, "");
                    })
                    .ok()
                    .map(Channel::Spool)
            }
        };
        let from = document.from.parse();
        if from.is_err() {
            let help = "write an address such as desk@example.com";
            self.fault(&format!("{place}.from"), "is not an e-mail address", help);
        }
        Some(MessageSetup {
            channel: channel?,
            practice_name,
            from: from.ok()?,
            phone: document.phone,
            places,
        })
    }
}

fn limits(document: &LimitsDocument) -> Limits {
    let usual = Limits::default();
    let timeout = document.request_timeout_seconds.map(|seconds| Duration::from_secs(seconds.max(1).into()));
    Limits {
        body_bytes: document.body_bytes.unwrap_or(usual.body_bytes),
        request_timeout: timeout.unwrap_or(usual.request_timeout),
        concurrency: document.concurrency.map_or(usual.concurrency, |count| count.max(1).into()),
        attempts: document.attempts.unwrap_or(usual.attempts),
        keep_bodies_days: document.keep_bodies_days.unwrap_or(usual.keep_bodies_days),
        ..usual
    }
}

/// The first of last month. It stays the same all month, so that a restart adopts no new horizon.
fn first_day(now: Timestamp) -> NaiveDate {
    let today = DateTime::from_timestamp_millis(now.0).unwrap_or_default().date_naive();
    let first = today.with_day(1).unwrap_or(today);
    first.checked_sub_months(Months::new(1)).unwrap_or(first)
}
