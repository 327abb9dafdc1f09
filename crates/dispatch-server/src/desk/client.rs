//! The client of a booking: an opaque id, and the first name where a contact is known. Nothing else of a contact is shown.

use std::collections::BTreeMap;

use dispatch_core::{ClientId, PracticeId};
use dispatch_store::{Store, StoreError};
use serde::Serialize;

/// A client as the desk sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ShownClient {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<String>,
}

/// The first names of some clients.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstNames(BTreeMap<ClientId, String>);

impl FirstNames {
    /// Reads the first names of these clients.
    pub(crate) async fn read(
        store: &Store,
        practice: &PracticeId,
        clients: Vec<ClientId>,
    ) -> Result<Self, StoreError> {
        let mut names = BTreeMap::new();
        for client in clients {
            if names.contains_key(&client) {
                continue;
            }
            let contact = store.contact(practice, &client).await?;
            let name = contact.and_then(|contact| contact.name);
            if let Some(first) = name.as_deref().and_then(first_name) {
                names.insert(client, first.to_owned());
            }
        }
        Ok(Self(names))
    }

    pub(crate) fn show(&self, client: &ClientId) -> ShownClient {
        ShownClient { id: client.as_str().to_owned(), first_name: self.0.get(client).cloned() }
    }
}

/// The first word of a name, without what sets it off from the next.
fn first_name(name: &str) -> Option<&str> {
    name.split_whitespace().next().map(|word| word.trim_end_matches(',')).filter(|word| !word.is_empty())
}
