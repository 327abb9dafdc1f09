//! Requests: credentials, cost, and answer.

use adapter_kit::{Header, HttpReply, header, hmac_matches};
use base64::{Engine, engine::general_purpose::STANDARD};
use dispatch_core::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    records::{Appointment, CallRecord},
    standin::{Boulevard, Misbehaviour},
};

/// How long a token is valid, before and after its second.
const TOKEN_SECONDS: i64 = 60;

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An HTTP answer.
    Reply(HttpReply),
    /// No answer, ever.
    Silence,
}

impl Boulevard {
    /// Takes one request at a moment of the caller's clock.
    pub fn handle(&mut self, headers: &[Header], body: &[u8], now: Timestamp) -> Answer {
        if !self.lets_in(header(headers, "authorization").unwrap_or_default(), now) {
            return reply(401, json!({ "errors": [{ "message": "unauthorized" }] }));
        }
        let Ok(request) = serde_json::from_slice::<Value>(body) else {
            return reply(400, json!({ "errors": [{ "message": "the body is not JSON" }] }));
        };
        let asked =
            match self.schema.ask(request["query"].as_str().unwrap_or_default(), &request["variables"]) {
                Ok(asked) => asked,
                Err(message) => return failed(&message),
            };
        // The vendor publishes no costs: ten points a call is assumed, and what a page of a hundred was seen to cost.
        let points = 10 + asked.rows() * 16 / 100;
        if let Err(wait) = self.budget.take(points, now) {
            return failed(&format!("API limit reached, wait {wait}ms"));
        }
        let fault = self.fault(&asked.operation);
        let done = !matches!(
            fault,
            Some(Misbehaviour::ServerError | Misbehaviour::Silence | Misbehaviour::Refuse)
                | Some(Misbehaviour::TooMany(_) | Misbehaviour::NotEnabled)
        );
        let operation = asked.operation.clone();
        self.calls.push(CallRecord { operation, at: now, points, done, mutation: asked.mutation });
        match fault {
            Some(Misbehaviour::ServerError) => return reply(500, json!({})),
            Some(Misbehaviour::Silence) => return Answer::Silence,
            Some(Misbehaviour::Refuse) => return failed("the staff member is not available"),
            Some(Misbehaviour::NotEnabled) => {
                return failed("This feature is not enabled for your application.");
            }
            Some(Misbehaviour::TooMany(seconds)) => return too_many(seconds),
            Some(Misbehaviour::CancelFirst) => {
                for appointment in self.appointments.values_mut() {
                    appointment.cancelled = true;
                    appointment.state = "CANCELLED".into();
                }
            }
            _ => {}
        }
        let answer = asked.answer(|field, arguments| self.resolve(field, arguments));
        match (fault, answer) {
            (Some(Misbehaviour::SilenceAfterWork), _) => Answer::Silence,
            (Some(Misbehaviour::ServerErrorAfterWork), _) => reply(500, json!({})),
            (_, Ok(data)) => reply(200, json!({ "data": data })),
            (_, Err(message)) => failed(&message),
        }
    }

    fn lets_in(&self, authorization: &str, now: Timestamp) -> bool {
        let decoded = authorization.strip_prefix("Basic ").and_then(|text| STANDARD.decode(text).ok());
        let Some(text) = decoded.and_then(|bytes| String::from_utf8(bytes).ok()) else { return false };
        let Some((key, token)) = text.split_once(':') else { return false };
        // A mac of 32 bytes is 44 characters of base64; the payload follows it without a mark.
        let Some((mac, payload)) = token.split_at_checked(44) else { return false };
        let seconds = payload
            .strip_prefix("blvd-admin-v1")
            .and_then(|rest| rest.strip_prefix(&self.account.business_id));
        let Some(seconds) = seconds.and_then(|seconds| seconds.parse::<i64>().ok()) else { return false };
        let secret = self.account.api_secret.base64_key().unwrap_or_default();
        key == self.account.api_key.expose()
            && hmac_matches(&secret, &[payload.as_bytes()], mac)
            && (now.0.div_euclid(1000) - seconds).abs() <= TOKEN_SECONDS
    }

    fn resolve(&mut self, field: &str, arguments: &Map<String, Value>) -> Result<Value, String> {
        let text = |name: &str| arguments.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let input = arguments.get("input").cloned().unwrap_or(Value::Null);
        match field {
            "appointment" => Ok(self.appointment(&text("id"))),
            "node" => Ok(match self.blocks.get(&text("id")) {
                Some(block) => self.block_json(block),
                None => self.appointment(&text("id")),
            }),
            "appointments" => {
                let client = arguments.get("clientId").and_then(Value::as_str);
                let of = |a: &&Appointment| {
                    a.location == text("locationId") && client.is_none_or(|id| a.client == id)
                };
                let mut rows = Vec::new();
                for appointment in self.appointments.values().filter(of) {
                    let start = appointment.lines.iter().map(|line| line.start).min().unwrap_or_default();
                    let staff =
                        |id: &str| appointment.lines.iter().any(|line| line.staff.as_deref() == Some(id));
                    if passes(&text("query"), start.timestamp(), appointment.cancelled, staff)? {
                        rows.push(self.appointment(&appointment.id));
                    }
                }
                page(rows, arguments)
            }
            "timeblocks" => {
                let mut rows = Vec::new();
                for block in self.blocks.values().filter(|block| block.location == text("locationId")) {
                    let start = block.span.start.timestamp();
                    if passes(&text("query"), start, block.cancelled, |id| block.staff == id)? {
                        rows.push(self.block_json(block));
                    }
                }
                page(rows, arguments)
            }
            "updateAppointment" => {
                let id = input["id"].as_str().unwrap_or_default();
                let appointment = self.appointments.get_mut(id).ok_or("appointment not found")?;
                if let Some(notes) = input["notes"].as_str() {
                    appointment.notes = Some(notes.to_owned());
                }
                if let Some(state) = input["state"].as_str() {
                    state.clone_into(&mut appointment.state);
                }
                Ok(json!({ "appointment": self.appointment(id) }))
            }
            mutation => self.draft_mutation(mutation, &input),
        }
    }
}

/// The part of the vendor's filter language that is used: conditions joined by AND, values in single quotes.
fn passes(
    query: &str,
    start: Timestamp,
    cancelled: bool,
    staff: impl Fn(&str) -> bool,
) -> Result<bool, String> {
    for condition in query.split(" AND ").filter(|condition| !condition.is_empty()) {
        let bad = || format!("bad condition: {condition}");
        let mut words = condition.splitn(3, ' ');
        let (Some(field), Some(operator), Some(value)) = (words.next(), words.next(), words.next()) else {
            return Err(bad());
        };
        let quoted = || value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
        let holds = match (field, operator) {
            ("cancelled", "=") => cancelled == (value == "true"),
            ("staffId", "=") => staff(quoted().ok_or_else(bad)?),
            ("startAt", operator) => {
                let at = Timestamp::parse(quoted().ok_or_else(bad)?).map_err(|_| bad())?;
                match operator {
                    ">=" => start >= at,
                    ">" => start > at,
                    "<" => start < at,
                    "<=" => start <= at,
                    _ => return Err(bad()),
                }
            }
            _ => return Err(bad()),
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

fn page(rows: Vec<Value>, arguments: &Map<String, Value>) -> Result<Value, String> {
    let first = arguments.get("first").and_then(Value::as_u64).ok_or("`first` is expected")?;
    let first = usize::try_from(first).unwrap_or(0).min(1_000);
    let after = arguments.get("after").and_then(Value::as_str);
    let skip = match after {
        None => 0,
        Some(cursor) => cursor.strip_prefix("row-").and_then(|row| row.parse().ok()).ok_or("bad cursor")?,
    };
    let more = rows.len() > skip + first;
    let end = skip + first.min(rows.len().saturating_sub(skip));
    let edges = rows.into_iter().skip(skip).take(first).map(|node| json!({ "node": node, "cursor": null }));
    Ok(json!({
        "edges": edges.collect::<Value>(),
        "pageInfo": {
            "hasNextPage": more, "endCursor": format!("row-{end}"), "hasPreviousPage": skip > 0, "startCursor": null,
        },
    }))
}

fn reply(status: u16, body: Value) -> Answer {
    let headers = vec![Header::new("content-type", "application/json")];
    Answer::Reply(HttpReply { status, headers, body: body.to_string().into_bytes() })
}

fn failed(message: &str) -> Answer {
    reply(200, json!({ "data": null, "errors": [{ "message": message }] }))
}

fn too_many(seconds: u16) -> Answer {
    let headers = vec![Header::new("retry-after", seconds.to_string())];
    Answer::Reply(HttpReply { status: 429, headers, body: Vec::new() })
}
