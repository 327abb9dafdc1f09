use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use dispatch_core::Timestamp;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// A secret as the platform issued it. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret as written.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret as written.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The key that a base64 secret encodes; none if it is empty or not base64.
    #[must_use]
    pub fn base64_key(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.0.trim()).ok().filter(|key| !key.is_empty())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(not shown)")
    }
}

/// HMAC-SHA256 of the message's parts, one after the other, in standard base64.
#[must_use]
pub fn hmac_base64(key: &[u8], parts: &[&[u8]]) -> String {
    mac(key, parts).map_or_else(String::new, |mac| STANDARD.encode(mac.finalize().into_bytes()))
}

/// True if `signature` (standard base64) is the HMAC-SHA256 of the parts under the key. Compares in constant time.
#[must_use]
pub fn hmac_matches(key: &[u8], parts: &[&[u8]], signature: &str) -> bool {
    let Ok(claimed) = STANDARD.decode(signature.trim()) else { return false };
    mac(key, parts).is_some_and(|mac| mac.verify_slice(&claimed).is_ok())
}

/// SHA-256 of some bytes in lower-case hex: the name of a delivery that has none.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// True if a moment is at most this many seconds before or after now.
#[must_use]
pub const fn within(signed_at: Timestamp, now: Timestamp, seconds: u32) -> bool {
    signed_at.0.abs_diff(now.0) <= seconds as u64 * 1000
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
    // HMAC accepts a key of any length, so this does not fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_message_only() {
        let signature = hmac_base64(b"key", &[b"ab", b"c"]);
        assert!(hmac_matches(b"key", &[b"abc"], &signature));
        assert!(!hmac_matches(b"key", &[b"abd"], &signature));
        assert!(!hmac_matches(b"yek", &[b"abc"], &signature));
        assert!(!hmac_matches(b"key", &[b"abc"], "%"));
        assert!(!hmac_matches(b"key", &[b"abc"], ""));
    }

    #[test]
    fn the_window_has_two_ends() {
        let now = Timestamp(1_000_000);
        assert!(within(Timestamp(940_000), now, 60) && within(Timestamp(1_060_000), now, 60));
        assert!(!within(Timestamp(939_999), now, 60) && !within(Timestamp(1_060_001), now, 60));
        assert!(!within(Timestamp(i64::MIN), now, u32::MAX));
    }

    #[test]
    fn secrets_are_not_shown() {
        assert!(!format!("{:?}", Secret::new("hush")).contains("hush"));
    }
}
