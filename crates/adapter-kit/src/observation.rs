use dispatch_core::{ClientId, engine::Fact};

use crate::Job;

/// The content of a delivery.
#[derive(Clone, Debug, PartialEq)]
pub enum Inbound {
    /// It has everything that we need.
    Observations(Observations),
    /// It says that something changed: read it.
    Fetch(Job),
    /// It does not concern us: a ping, or an event of another kind.
    Ignored {
        /// The platform's word for it.
        event: String,
    },
}

/// Facts for the engine and, apart from them, contact data for the shell: contact data never enters the journal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observations {
    /// Facts, in the order in which they apply.
    pub facts: Vec<Fact>,
    /// The contact data of the facts' clients.
    pub contacts: Vec<Contact>,
}

/// The contact data of a client. It is kept apart from scheduling data.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The client's id, as in the facts.
    pub client: ClientId,
    /// The client's name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number in E.164 form.
    pub phone: Option<String>,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contact").field("client", &self.client).finish_non_exhaustive()
    }
}
