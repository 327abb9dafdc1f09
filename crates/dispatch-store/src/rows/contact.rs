//! Contacts of clients, kept apart from all scheduling data.

use std::fmt;

use dispatch_core::ClientId;

/// Name and addresses of a client.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// The client.
    pub client: ClientId,
    /// How to address the client.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number in E.164 form.
    pub phone: Option<String>,
}

/// Shows the client's id alone: the rest must not reach a log.
impl fmt::Debug for ContactRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactRow").field("client", &self.client).finish_non_exhaustive()
    }
}
