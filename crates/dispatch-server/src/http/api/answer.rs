//! Commands of people about an exception: answer it, take it in hand, give it back.

use std::sync::Arc;

use axum::{
    Extension,
    body::Bytes,
    extract::{
        Path, RawQuery, State,
        rejection::{BytesRejection, PathRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use dispatch_core::{
    ExceptionId, ReasonCode,
    engine::{Command, Refusal},
};
use dispatch_store::AnswerKey;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tracing::info;

use super::{
    body::json_text,
    etag::etag,
    headers::{if_match, is_json, key},
    pictures::{current, exception_id, practice, unknown},
    problem::{Code, Problem},
    query::Query,
    resolution::{AnswerDocument, ClaimDocument, checked_name},
    tokens::Caller,
};
use crate::{
    practice::{
        command::{Answer, Asked, Name},
        handle::Practice,
        input::NotTaken,
    },
    shared::Shared,
};

/// Takes an answer in.
pub(super) async fn resolve(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let practice = practice(&shared, &caller)?;
    let exception = exception_id(path)?;
    let key = key(&headers)?;
    let seen = if_match(&headers)?;
    let document = AnswerDocument::read(&json_body(&headers, body)?)?;
    let name = name(&caller, "resolution", key, exception, &document)?;
    let command = Command::ResolveException {
        exception,
        resolution: document.resolution(),
        by: document.by().to_owned(),
        why: document.why().map(str::to_owned),
    };
    let asked = Asked { decision: decision(&name), name: Some(name), exception, seen: Some(seen), command };
    ask(&shared, practice, asked).await
}

/// `POST /api/v1/exceptions/{id}/claim`: takes it in hand for five minutes.
pub(super) async fn claim(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let practice = practice(&shared, &caller)?;
    let exception = exception_id(path)?;
    let key = key(&headers)?;
    let document = ClaimDocument::read(&json_body(&headers, body)?)?;
    let name = name(&caller, "claim", key, exception, &document)?;
    let command = Command::ClaimException { exception, by: document.by };
    let asked = Asked { decision: decision(&name), name: Some(name), exception, seen: None, command };
    ask(&shared, practice, asked).await
}

/// `DELETE /api/v1/exceptions/{id}/claim?by=`: gives it back. To do so twice is harmless, so it needs no key.
pub(super) async fn release(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let practice = practice(&shared, &caller)?;
    let exception = exception_id(path)?;
    let query = Query::read(query.as_deref(), &["by"])?;
    let by = query.get("by").unwrap_or_default().to_owned();
    checked_name("parameter `by`", &by)?;
    let decision = format!("desk-release-{exception}");
    let command = Command::ReleaseException { exception, by };
    ask(&shared, practice, Asked { decision, name: None, exception, seen: None, command }).await
}

/// Asks the practice, and puts its answer into HTTP.
async fn ask(shared: &Shared, practice: &Practice, asked: Asked) -> Result<Response, Problem> {
    let exception = asked.exception;
    let decision = asked.decision.clone();
    let answer = practice.ask(asked).await.map_err(|not_taken| match not_taken {
        NotTaken::Later(why) | NotTaken::Never(why) => Problem::not_stored(why),
    })?;
    match answer {
        Answer::Taken { status, version, body, repeated } => {
            info!(decision, %exception, repeated, "answer taken in");
            Ok(taken(status, version, body, repeated))
        }
        Answer::NameUsed => Err(Problem::new(Code::KeyReused, "this key came with another command before")),
        Answer::Stale => {
            let detail = format!("exception `{exception}` has changed since it was read");
            Err(with_current(shared, practice, exception, Problem::new(Code::Stale, detail)).await)
        }
        Answer::Refused(refusal) => {
            let (code, reasons) = refused(&refusal);
            let problem = Problem::new(code, refusal.to_string()).reasons(reasons);
            Err(with_current(shared, practice, exception, problem).await)
        }
    }
}

fn taken(status: u16, version: Option<u64>, body: String, repeated: bool) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = json_text(status, body);
    let headers = response.headers_mut();
    if let Some(version) = version {
        headers.insert(header::ETAG, etag(version));
    }
    if repeated {
        headers.insert("idempotent-replay", HeaderValue::from_static("true"));
    }
    response
}

/// The problem with what it is about as it is now; if that cannot be read, or never was, the problem that this is.
async fn with_current(
    shared: &Shared,
    practice: &Practice,
    exception: ExceptionId,
    problem: Problem,
) -> Problem {
    match current(shared, practice, exception).await {
        Ok(Some(current)) => problem.current(current.picture, current.version),
        Ok(None) => unknown(&exception.to_string()),
        Err(problem) => problem,
    }
}

/// A refusal as a problem, with the reasons of the registry if it has any.
fn refused(refusal: &Refusal) -> (Code, Vec<ReasonCode>) {
    match refusal {
        Refusal::NotOpen(_) => (Code::Closed, Vec::new()),
        Refusal::DecisionNeeded(_) => (Code::DecisionNeeded, Vec::new()),
        Refusal::InHand { .. } => (Code::InHand, Vec::new()),
        Refusal::ChoiceRefused { reasons, .. } => (Code::ChoiceRefused, reasons.clone()),
        // The engine was not ready for it: no other refusal is about a person's command.
        _ => (Code::NotStored, Vec::new()),
    }
}

fn json_body(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Bytes, Problem> {
    if !is_json(headers) {
        return Err(Problem::new(Code::NotJson, "the body is not said to be JSON"));
    }
    body.map_err(|rejected| match rejected.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge, rejected.body_text()),
        _ => Problem::new(Code::Malformed, rejected.body_text()),
    })
}

/// The name of a command: its sender and route, its key, and the digest of all that was sent under it.
fn name(
    caller: &Caller,
    route: &str,
    key: String,
    exception: ExceptionId,
    document: &impl Serialize,
) -> Result<Name, Problem> {
    let canonical = serde_json::to_vec(document).map_err(Problem::not_stored)?;
    let mut digest = Sha256::new();
    digest.update(format!("POST /api/v1/exceptions/{exception}/{route}\n"));
    digest.update(canonical);
    let scope = format!("{} {route}", caller.token);
    Ok(Name { key: AnswerKey { scope, key }, digest: digest.finalize().to_vec() })
}

/// The decision id: drawn from the command's name, so that a repeat has the same one in every log.
fn decision(name: &Name) -> String {
    let digest = Sha256::digest(format!("{}\n{}", name.key.scope, name.key.key));
    let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("desk-{short}")
}
