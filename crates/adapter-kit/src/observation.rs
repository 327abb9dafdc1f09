use dispatch_core::{ClientId, engine::Fact};

use crate::Job;

/// What a delivery says.
#[derive(Clone, Debug, PartialEq)]
pub enum Inbound {
    /// It carries all we need.
    Observations(Observations),
    /// It says that something changed; read it.
    Fetch(Job),
    /// Nothing for us: a ping, or an event of another kind.
    Ignored {
        /// The platform's word for it.
        event: String,
    },
}

/// Facts for the engine and, apart from them, contact data for the shell: contact data never enters the journal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observations {
    /// Facts, in the order in which they are to be taken in.
    pub facts: Vec<Fact>,
    /// Who the facts' clients are.
    pub contacts: Vec<Contact>,
}

/// How a client is reached. Kept apart from scheduling data.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The client, as facts name it.
    pub client: ClientId,
    /// How to address the client.
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
