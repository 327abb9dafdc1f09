//! Connections: which platform builds the adapter, and who signs the deliveries.

use std::sync::Arc;

use adapter_kit::{Adapter, Connecting, Platform, Secret};
use dispatch_core::Timestamp;

use super::{
    document::{ConnectionDocument, SecretDocument},
    resolver::Resolver,
};
use crate::setup::ConnectionSetup;

impl Resolver<'_> {
    pub(super) fn connection(
        &mut self,
        mut document: ConnectionDocument,
        place: &str,
    ) -> Option<ConnectionSetup> {
        let webhook_secrets = std::mem::take(&mut document.webhook_secrets);
        let webhook_secrets = self.webhook_secrets(&webhook_secrets, &format!("{place}.webhook_secrets"));
        let go_live = match document.go_live.as_deref().map(Timestamp::parse).transpose() {
            Ok(go_live) => go_live,
            Err(error) => {
                self.fault(&format!("{place}.go_live"), error.to_string(), "");
                None
            }
        };
        let (id, automation, sender) = (document.id.clone(), document.automation, document.sender);
        let adapter = self.adapter(document, place)?;
        Some(ConnectionSetup { id, adapter, webhook_secrets, automation, sender, go_live })
    }

    fn webhook_secrets(&mut self, documents: &[SecretDocument], place: &str) -> Vec<Secret> {
        if documents.is_empty() {
            let help =
                "name at least one secret: without it, a forged delivery cannot be told from a real one";
            self.fault(place, "there is none", help);
        }
        self.secrets(documents, place)
    }

    /// The adapter as the connection's platform builds it.
    fn adapter(&mut self, document: ConnectionDocument, place: &str) -> Option<Arc<dyn Adapter>> {
        let platform = self.platform(&document.platform, &format!("{place}.platform"))?;
        let secrets = document.secrets.iter().map(|(name, secret)| (name.clone(), self.secret(secret)));
        let connecting = Connecting::new(document.id, document.settings, secrets.collect());
        match (platform.connect)(connecting) {
            Ok(adapter) => Some(adapter),
            Err(faults) => {
                for fault in faults {
                    self.fault(&format!("{place}.{}", fault.path), fault.message, &fault.help);
                }
                None
            }
        }
    }

    fn platform(&mut self, name: &str, place: &str) -> Option<Platform> {
        let found = self.platforms.iter().find(|platform| platform.name == name).copied();
        if found.is_none() {
            let known: Vec<_> =
                self.platforms.iter().map(|platform| format!("`{}`", platform.name)).collect();
            let help = format!("this program was built with {}", known.join(", "));
            self.fault(place, format!("`{name}` is not known"), &help);
        }
        found
    }
}
