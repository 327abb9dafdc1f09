//! A call of the Admin API: its signature, and the meaning of its answer.

use adapter_kit::{Answer, Header, HttpReply, HttpRequest, Method, hmac_base64};
use base64::{Engine, engine::general_purpose::STANDARD};
use dispatch_core::Timestamp;
use serde_json::{Value, json};

use crate::settings::{Credentials, Settings};

/// A GraphQL document with its variables.
pub(crate) struct Call {
    pub(crate) name: &'static str,
    pub(crate) document: &'static str,
    pub(crate) variables: Value,
    pub(crate) page: bool,
}

impl Call {
    pub(crate) const fn new(name: &'static str, document: &'static str, variables: Value) -> Self {
        Self { name, document, variables, page: false }
    }

    pub(crate) const fn page(name: &'static str, document: &'static str, variables: Value) -> Self {
        Self { name, document, variables, page: true }
    }

    pub(crate) fn request(
        &self,
        settings: &Settings,
        credentials: &Credentials,
        now: Timestamp,
    ) -> HttpRequest {
        let body = json!({ "query": self.document, "variables": self.variables });
        let rate = settings.rate;
        HttpRequest {
            method: Method::Post,
            url: settings.base_url.clone(),
            headers: vec![
                Header::new("content-type", "application/json"),
                Header::new("accept", "application/json"),
                Header::secret("authorization", authorization(&settings.business_id, credentials, now)),
            ],
            body: body.to_string().into_bytes(),
            name: self.name,
            read: !self.document.starts_with("mutation"),
            cost: if self.page { rate.page_cost } else { rate.call_cost },
        }
    }
}

/// A token of its own for each request: it is valid for a short, unpublished time.
fn authorization(business_id: &str, credentials: &Credentials, now: Timestamp) -> String {
    let payload = format!("blvd-admin-v1{business_id}{}", now.0.div_euclid(1000));
    let key = credentials.api_secret.base64_key().unwrap_or_default();
    let mac = hmac_base64(&key, &[payload.as_bytes()]);
    format!("Basic {}", STANDARD.encode(format!("{}:{mac}{payload}", credentials.api_key.expose())))
}

/// The meaning of a reply, whatever was asked.
pub(crate) fn answer(reply: &HttpReply, now: Timestamp) -> Answer {
    Answer::by_status(reply, now).unwrap_or_else(|| graphql(&reply.body, now))
}

fn graphql(body: &[u8], now: Timestamp) -> Answer {
    let Ok(document) = serde_json::from_slice::<Value>(body) else { return Answer::Unknown("not_json") };
    let errors = document["errors"].as_array().map_or(&[][..], Vec::as_slice);
    if errors.is_empty() {
        let data = document["data"].clone();
        return if data.is_object() { Answer::Data(data) } else { Answer::Unknown("no_data") };
    }
    let messages: Vec<&str> = errors.iter().filter_map(|error| error["message"].as_str()).collect();
    let text = messages.join("; ");
    if text.contains("API limit") {
        return Answer::Limited(Timestamp(now.0.saturating_add(wait_milliseconds(&text).unwrap_or(1_000))));
    }
    if text.contains("not enabled for your application") {
        Answer::NotEnabled(text)
    } else {
        Answer::Failed(text)
    }
}

/// The number in `wait 420ms`.
fn wait_milliseconds(text: &str) -> Option<i64> {
    let (_, rest) = text.split_once("wait ")?;
    let digits = rest.split_once("ms")?.0.trim();
    digits.parse::<u32>().ok().map(i64::from)
}

#[cfg(test)]
mod tests {
    use adapter_kit::Secret;

    use super::*;

    #[test]
    fn the_published_token_vector_is_minted() {
        let credentials = Credentials {
            api_key: Secret::new("key"),
            api_secret: Secret::new("Ymx2ZC1hZGFwdGVyLXRlc3Qtc2VjcmV0LTAxMjM0NTY="),
        };
        let business = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
        let value = authorization(business, &credentials, Timestamp(1_767_225_600_999));
        let plain = STANDARD.decode(value.strip_prefix("Basic ").unwrap()).unwrap();
        let mac = "haaQ3y2n2blSKXXDVXbi8C1DOI6Rr79+oyZOs+2TF5A=";
        assert_eq!(String::from_utf8(plain).unwrap(), format!("key:{mac}blvd-admin-v1{business}1767225600"));
    }

    fn of(status: u16, body: &str) -> Answer {
        let headers = vec![Header::new("Retry-After", "7")];
        answer(&HttpReply { status, headers, body: body.into() }, Timestamp(1_000))
    }

    #[test]
    fn answers_are_told_apart() {
        assert_eq!(of(200, r#"{"data":{"a":1}}"#), Answer::Data(json!({ "a": 1 })));
        let limited = r#"{"errors":[{"message":"API limit exceeded, wait 420ms"}]}"#;
        assert_eq!(of(200, limited), Answer::Limited(Timestamp(1_420)));
        assert_eq!(of(429, ""), Answer::Limited(Timestamp(8_000)));
        assert!(matches!(of(200, r#"{"data":null,"errors":[{"message":"no"}]}"#), Answer::Failed(_)));
        let grant = r#"{"errors":[{"message":"This feature is not enabled for your application."}]}"#;
        assert!(matches!(of(200, grant), Answer::NotEnabled(_)));
        assert!(matches!(of(200, "<html>"), Answer::Unknown(_)));
        assert!(matches!(of(502, "{}"), Answer::Unknown(_)));
        assert!(matches!(of(401, "{}"), Answer::Unauthorized(_)));
        assert!(matches!(of(404, "{}"), Answer::Failed(_)));
    }
}
