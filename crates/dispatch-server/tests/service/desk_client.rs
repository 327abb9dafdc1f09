//! A person at the desk: requests to the API as any client sends them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixture::{TOKEN, World};

/// An answer of the API.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) etag: Option<String>,
    pub(crate) repeated: bool,
    pub(crate) body: Value,
}

/// A request that may lack what it needs.
#[derive(Clone)]
pub(crate) struct Asking {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<String>,
}

impl Asking {
    pub(crate) fn get(path: &str) -> Self {
        let headers = vec![("authorization", format!("Bearer {TOKEN}"))];
        Self { method: Method::GET, path: path.to_owned(), headers, body: None }
    }

    /// A command with everything that it needs.
    pub(crate) fn post(path: &str, key: &str, body: &Value) -> Self {
        Self { method: Method::POST, ..Self::get(path) }
            .with("idempotency-key", key)
            .with("content-type", "application/json")
            .saying(&body.to_string())
    }

    /// An answer to an exception that was seen at a version.
    pub(crate) fn answer(id: &str, etag: &str, key: &str, body: &Value) -> Self {
        Self::post(&format!("/api/v1/exceptions/{id}/resolution"), key, body).with("if-match", etag)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self
    }

    pub(crate) fn saying(self, body: &str) -> Self {
        Self { body: Some(body.to_owned()), ..self }
    }

    pub(crate) async fn send(&self, world: &World) -> Answered {
        let url = format!("http://{}{}", world.running().address(), self.path);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.request(self.method.clone(), url);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = &self.body {
            request = request.body(body.clone());
        }
        let answer = request.send().await.unwrap();
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (kind, etag) = (header("content-type").unwrap_or_default(), header("etag"));
        let repeated = header("idempotent-replay").as_deref() == Some("true");
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answered { status, kind, etag, repeated, body }
    }
}

impl Answered {
    /// What a problem says: its status and its code.
    pub(crate) fn problem(&self) -> (u16, &str) {
        assert_eq!(self.kind, "application/problem+json", "{}", self.body);
        assert_eq!(self.body["status"], self.status);
        for field in ["type", "title", "detail", "reasons", "retryable", "hint"] {
            assert!(!self.body[field].is_null(), "no `{field}` in {}", self.body);
        }
        (self.status, self.body["code"].as_str().unwrap())
    }
}

/// A candidate or an alternative as an answer that names it.
pub(crate) fn take(choice: &Value, by: &str) -> Value {
    let items = choice["items"].as_array().unwrap().iter().map(|item| {
        let resources = item["resources"].as_array().unwrap().iter().map(|one| one["id"].clone());
        json!({ "provider": item["provider"]["id"], "resources": resources.collect::<Vec<_>>() })
    });
    json!({
        "answer": "take",
        "start": choice["start"]["at"],
        "items": items.collect::<Vec<_>>(),
        "by": by,
    })
}

/// Books appointments of the Friday, and gives the exception that the last of them raised, as the API shows it, with its ETag.
pub(crate) async fn asked(world: &World, appointments: &[&str]) -> (Value, String) {
    for appointment in appointments {
        let delivery = world.book(appointment);
        assert_eq!(world.post(&delivery).await, 200);
        world.settled().await;
    }
    let last = world.booking(appointments.last().unwrap()).unwrap();
    let id = last.exception.expect("it goes to a person");
    let shown = Asking::get(&format!("/api/v1/exceptions/{id}")).send(world).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    (shown.body, shown.etag.unwrap())
}
