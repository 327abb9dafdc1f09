//! An e-mail address, checked once and well formed from then on.

use std::{fmt, str::FromStr};

use lettre::Address;

/// An e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(Address);

/// A text that is not an e-mail address. The text is left out, to keep contact data out of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address such as desk@example.com")]
pub struct BadAddress;

impl EmailAddress {
    /// The part after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// The address as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    pub(crate) fn parsed(&self) -> Address {
        self.0.clone()
    }
}

impl FromStr for EmailAddress {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        text.trim().parse().map(Self).map_err(|_| BadAddress)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_cannot_enter_through_an_address() {
        assert_eq!("client@example.com".parse::<EmailAddress>().unwrap().domain(), "example.com");
        for bad in ["", "client", "a@b\r\nBcc: c@d.example", "a b@example.com", "<a@example.com>"] {
            assert_eq!(bad.parse::<EmailAddress>(), Err(BadAddress), "{bad:?}");
        }
    }
}
