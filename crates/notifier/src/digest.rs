//! Derived ids: the same practice and text always give the same digits.

use dispatch_core::PracticeId;
use sha2::{Digest, Sha256};

/// 32 hexadecimal digits that stand for a text of this practice.
pub(crate) fn digest(practice: &PracticeId, text: &str) -> String {
    let mut hash = Sha256::new();
    // The length keeps (practice "a", text "b...") apart from (practice "ab", text "...").
    hash.update((practice.as_str().len() as u64).to_be_bytes());
    hash.update(practice.as_str());
    hash.update(text);
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
