//! Deliveries as the vendor signs them.

use adapter_kit::{Header, hmac_base64};
use dispatch_core::Timestamp;
use serde_json::json;

use super::standin::Boulevard;

/// A signed delivery, ready to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its headers, content type included.
    pub headers: Vec<Header>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Boulevard {
    /// A delivery about an appointment or a block as it is now, such as `("APPOINTMENT_CREATED", id)`.
    pub fn delivery(&mut self, event_type: &str, id: &str, now: Timestamp) -> Delivery {
        let node = match self.blocks.get(id) {
            Some(block) => json!({ "__typename": "Timeblock", "id": block.id }),
            None => self.appointment(id),
        };
        self.envelope(event_type, node, now)
    }

    /// A delivery that names the thing and says nothing more.
    pub fn thin_delivery(&mut self, event_type: &str, id: &str, now: Timestamp) -> Delivery {
        self.envelope(event_type, json!({ "__typename": "Appointment", "id": id }), now)
    }

    fn envelope(&mut self, event_type: &str, node: serde_json::Value, now: Timestamp) -> Delivery {
        let number = self.next_number();
        let body = json!({
            "event": event_type.to_ascii_lowercase().replacen('_', ".", 1),
            "eventType": event_type,
            "resource": node["__typename"],
            "timestamp": now.to_string(),
            "idempotencyKey": format!("00000000-0000-7000-8000-{number:012}"),
            "businessId": format!("urn:blvd:Business:{}", self.account.business_id),
            "apiApplicationId": format!("urn:blvd:ApiApplication:{}", self.account.application_id),
            "webhookId": "urn:blvd:Webhook:22222222-3333-4444-8555-666666666666",
            "data": { "node": node },
        });
        self.signed(body.to_string().into_bytes(), now)
    }

    /// Any body, signed at a moment.
    #[must_use]
    pub fn signed(&self, body: Vec<u8>, now: Timestamp) -> Delivery {
        let salt = format!("blvd-webhook-v1:{}:{}", self.account.application_id, now.0.div_euclid(1000));
        let key = self.account.webhook_secret.base64_key().unwrap_or_default();
        let signature = hmac_base64(&key, &[salt.as_bytes(), b":", &body]);
        let headers = vec![
            Header::new("content-type", "application/json"),
            Header::new("x-blvd-hmac-salt", salt),
            Header::new("x-blvd-hmac-sha256", signature),
        ];
        Delivery { headers, body }
    }
}
