//! From the form of the file to what a server starts with: files read, secrets looked up.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use adapter_kit::{Adapter, Secret};
use boulevard_adapter::{Boulevard, Credentials, Settings};
use chrono::{DateTime, Datelike, Months, NaiveDate};
use dispatch_core::{Criteria, Horizon, Rulebook, Timestamp};
use notifier::{Channel, SmtpRelay, Spool};

use super::{
    ConfigurationFault,
    document::{
        ConnectionDocument, Document, LimitsDocument, MessagesDocument, PracticeDocument, SecretDocument,
    },
};
use crate::{ConnectionSetup, Limits, MessageSetup, Place, PracticeSetup, Setup};

/// Rulebooks are laid out from the first of last month for so many days.
const HORIZON_DAYS: u16 = 450;

pub(super) fn resolve(
    document: Document,
    directory: &Path,
    environment: &dyn Fn(&str) -> Option<String>,
    now: Timestamp,
) -> Result<Setup, Vec<ConfigurationFault>> {
    let mut resolver = Resolver { directory, environment, now, faults: Vec::new() };
    let listen = match environment("DISPATCH_LISTEN").map(|text| text.parse()) {
        None => document.listen,
        Some(Ok(listen)) => listen,
        Some(Err(_)) => {
            resolver.fault("DISPATCH_LISTEN", "is no address", "write it like 127.0.0.1:8080");
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

struct Resolver<'a> {
    directory: &'a Path,
    environment: &'a dyn Fn(&str) -> Option<String>,
    now: Timestamp,
    faults: Vec<ConfigurationFault>,
}

impl Resolver<'_> {
    fn fault(&mut self, place: &str, message: impl Into<String>, help: &str) {
        self.faults.push(ConfigurationFault {
            place: place.to_owned(),
            message: message.into(),
            help: help.to_owned(),
        });
    }

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
        Some(PracticeSetup { rulebook: rulebook?, connections, messages: messages? })
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
        places: BTreeMap<dispatch_core::LocationId, Place>,
        place: &str,
    ) -> Option<MessageSetup> {
        let channel = match (document.smtp, document.spool) {
            (Some(_), Some(_)) => {
                self.fault(place, "names both a relay and a spool", "keep one of `smtp` and `spool`");
                None
            }
            (Some(server), None) => Some(Channel::Smtp(SmtpRelay::new(server, document.hello_name))),
            (None, spool) => {
                let directory = self.directory.join(spool.unwrap_or_else(|| "spool".into()));
                Spool::open(&directory)
                    .map_err(|error| {
                        let message = format!("`{}` cannot be made: {error}", directory.display());
                        self.fault(&format!("{place}.spool"), message, "");
                    })
                    .ok()
                    .map(Channel::Spool)
            }
        };
        let from = document.from.parse();
        if from.is_err() {
            let help = "write an address such as desk@example.com";
            self.fault(&format!("{place}.from"), "is no e-mail address", help);
        }
        Some(MessageSetup {
            channel: channel?,
            practice_name,
            from: from.ok()?,
            phone: document.phone,
            places,
        })
    }

    fn connection(&mut self, mut document: ConnectionDocument, place: &str) -> Option<ConnectionSetup> {
        if document.webhook_secrets.is_empty() {
            let help =
                "name at least one secret: without it a forged delivery cannot be told from a real one";
            self.fault(&format!("{place}.webhook_secrets"), "there is none", help);
        }
        let webhook_secrets = std::mem::take(&mut document.webhook_secrets)
            .iter()
            .enumerate()
            .filter_map(|(position, secret)| {
                self.secret(secret, &format!("{place}.webhook_secrets[{position}]"))
            })
            .collect();
        let go_live = match document.go_live.as_deref().map(Timestamp::parse).transpose() {
            Ok(go_live) => go_live,
            Err(error) => {
                self.fault(&format!("{place}.go_live"), error.to_string(), "");
                None
            }
        };
        let adapter: Arc<dyn Adapter> = match document.platform.as_str() {
            "boulevard" => Arc::new(self.boulevard(&document, place)?),
            other => {
                let help = "this version knows `boulevard`";
                self.fault(&format!("{place}.platform"), format!("`{other}` is not known"), help);
                return None;
            }
        };
        Some(ConnectionSetup {
            id: document.id,
            adapter,
            webhook_secrets,
            automation: document.automation,
            sender: document.sender,
            go_live,
        })
    }

    fn boulevard(&mut self, document: &ConnectionDocument, place: &str) -> Option<Boulevard> {
        let mut table = document.settings.clone();
        table.insert("connection".to_owned(), document.id.as_str().into());
        let settings = match table.try_into::<Settings>() {
            Ok(settings) => settings,
            Err(error) => {
                self.fault(&format!("{place}.settings"), error.message(), "");
                return None;
            }
        };
        if !settings.base_url.starts_with("http://") {
            let message = format!("`{}` needs TLS, which this version does not speak", settings.base_url);
            let help = "name a plain http address: the stand-in's, or a local proxy that speaks TLS";
            self.fault(&format!("{place}.settings.base_url"), message, help);
        }
        let api_key = self.named_secret(document, "api_key", place);
        let api_secret = self.named_secret(document, "api_secret", place);
        Some(Boulevard::new(settings, Credentials { api_key: api_key?, api_secret: api_secret? }))
    }

    fn named_secret(&mut self, document: &ConnectionDocument, name: &str, place: &str) -> Option<Secret> {
        let place = format!("{place}.secrets.{name}");
        match document.secrets.get(name) {
            Some(secret) => self.secret(secret, &place),
            None => {
                self.fault(&place, "is missing", "write { env = \"NAME\" } or { file = \"path\" }");
                None
            }
        }
    }

    fn secret(&mut self, document: &SecretDocument, place: &str) -> Option<Secret> {
        let text = match document {
            SecretDocument::Env(name) => {
                (self.environment)(name).ok_or_else(|| format!("the variable `{name}` is not set"))
            }
            SecretDocument::File(path) => {
                let path = self.directory.join(path);
                std::fs::read_to_string(&path)
                    .map_err(|error| format!("`{}` cannot be read: {error}", path.display()))
            }
        };
        match text.as_deref().map(str::trim) {
            Ok("") => {
                self.fault(place, "is empty", "");
                None
            }
            Ok(text) => Some(Secret::new(text)),
            Err(message) => {
                self.fault(place, message.clone(), "");
                None
            }
        }
    }
}

fn limits(document: &LimitsDocument) -> Limits {
    let usual = Limits::default();
    let timeout = document.request_timeout_seconds.map(|seconds| Duration::from_secs(seconds.max(1).into()));
    Limits {
        body_bytes: document.body_bytes.unwrap_or(usual.body_bytes),
        request_timeout: timeout.unwrap_or(usual.request_timeout),
        side_by_side: document.side_by_side.map_or(usual.side_by_side, |count| count.max(1).into()),
        attempts: document.attempts.unwrap_or(usual.attempts),
        keep_bodies_days: document.keep_bodies_days.unwrap_or(usual.keep_bodies_days),
        ..usual
    }
}

/// The first of last month: the same all month, so that a restart adopts nothing anew.
fn first_day(now: Timestamp) -> NaiveDate {
    let today = DateTime::from_timestamp_millis(now.0).unwrap_or_default().date_naive();
    let first = today.with_day(1).unwrap_or(today);
    first.checked_sub_months(Months::new(1)).unwrap_or(first)
}
