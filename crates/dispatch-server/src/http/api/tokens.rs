//! The tokens that open the API, each of one practice. They are kept as digests and compared in constant time.

use adapter_kit::Secret;
use dispatch_core::PracticeId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

/// Every token that is configured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens(Vec<(Fingerprint, PracticeId)>);

/// The digest of a token.
type Fingerprint = [u8; 32];

/// The holder of a token.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) practice: PracticeId,
    /// A name for the token that gives nothing away.
    pub(crate) token: String,
}

impl Tokens {
    /// Takes a practice's token in; false if another practice has it.
    pub(crate) fn add(&mut self, token: &Secret, practice: &PracticeId) -> bool {
        let fingerprint = fingerprint(token.expose());
        let free = self.0.iter().all(|(known, of)| *known != fingerprint || of == practice);
        self.0.push((fingerprint, practice.clone()));
        free
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The holder of a token. All are compared, so that the time tells nothing about them.
    pub(crate) fn caller(&self, token: &str) -> Option<Caller> {
        let given = fingerprint(token);
        let mut found = None;
        for (known, practice) in &self.0 {
            if bool::from(known.ct_eq(&given)) {
                found = Some(practice);
            }
        }
        let token = given.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        found.map(|practice| Caller { practice: practice.clone(), token })
    }
}

fn fingerprint(token: &str) -> Fingerprint {
    Sha256::digest(token).into()
}
