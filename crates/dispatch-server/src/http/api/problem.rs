//! Problems: errors as `application/problem+json` (RFC 9457), each with a code, its reasons and what to do.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use dispatch_core::ReasonCode;
use serde::Serialize;
use serde_json::Value;

macro_rules! codes {
    ($($variant:ident $slug:literal $status:ident $title:literal $hint:literal;)*) => {
        /// The kind of a problem. `docs/desk.md` lists them all.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code { $($variant,)* }

        impl Code {
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            pub(crate) const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }

            pub(crate) const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)* }
            }

            const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            const fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint,)* }
            }
        }
    };
}

codes! {
    ApiOff "api_off" FORBIDDEN "The API is off" "Name a token under `api_tokens` of the practice and start the service again.";
    NoToken "no_token" UNAUTHORIZED "No valid token" "Send `Authorization: Bearer` with a token that the configuration names.";
    NotFound "not_found" NOT_FOUND "Not found" "Look at GET /api/v1/exceptions for what is open.";
    WrongMethod "wrong_method" METHOD_NOT_ALLOWED "Not done with this method" "docs/desk.md lists what each address answers to.";
    NotJson "not_json" UNSUPPORTED_MEDIA_TYPE "Not JSON" "Send the body as `Content-Type: application/json`.";
    TooLarge "too_large" PAYLOAD_TOO_LARGE "Too large" "Send a shorter body.";
    Malformed "malformed" BAD_REQUEST "Not understood" "Correct the request; docs/desk.md shows one of each kind.";
    KeyMissing "key_missing" BAD_REQUEST "No `Idempotency-Key`" "Send a fresh random key with each new command, and the same one when it is repeated.";
    KeyMalformed "key_malformed" BAD_REQUEST "`Idempotency-Key` not understood" "Use 16 to 128 printable ASCII characters, in quotes or not.";
    KeyReused "key_reused" UNPROCESSABLE_ENTITY "`Idempotency-Key` used before" "Send a fresh key: this one was sent with another command.";
    VersionMissing "version_missing" PRECONDITION_REQUIRED "No `If-Match`" "Read the exception, and send its `ETag` as `If-Match`.";
    VersionMalformed "version_malformed" BAD_REQUEST "`If-Match` not understood" "Send the `ETag` as it was received, quotes included.";
    Stale "stale" CONFLICT "It has changed since" "Look at it as it is now, under `current`, and answer that.";
    Closed "closed" CONFLICT "No longer open" "See under `current` what became of it.";
    InHand "in_hand" CONFLICT "Somebody has it in hand" "Ask them, or wait until it is released.";
    ChoiceRefused "choice_refused" UNPROCESSABLE_ENTITY "Not possible" "Choose among the candidates and alternatives as they are now, under `current`.";
    DecisionNeeded "decision_needed" UNPROCESSABLE_ENTITY "It asks for a decision" "The booking waits: take, override, decline it, or keep what the platform shows.";
    NotStored "not_stored" SERVICE_UNAVAILABLE "Not stored" "Send the same command again with the same key.";
}

/// A problem.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    code: Code,
    detail: String,
    reasons: Vec<ReasonCode>,
    current: Option<Value>,
    version: Option<u64>,
}

#[derive(Serialize)]
struct Body {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: String,
    code: &'static str,
    /// Slugs of the registry.
    reasons: Vec<&'static str>,
    /// True if the very same request may succeed later.
    retryable: bool,
    hint: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<Value>,
}

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), reasons: Vec::new(), current: None, version: None }
    }

    pub(crate) fn reasons(self, reasons: Vec<ReasonCode>) -> Self {
        Self { reasons, ..self }
    }

    /// What it is about as it is now, with its version if it has one.
    pub(crate) fn current(self, current: Value, version: Option<u64>) -> Self {
        Self { current: Some(current), version, ..self }
    }

    /// The database failed: nothing was changed.
    pub(crate) fn not_stored(error: impl std::fmt::Display) -> Self {
        Self::new(Code::NotStored, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self { code, detail, reasons, current, version } = self;
        let body = Body {
            kind: format!("urn:medspa-dispatch:problem:{}", code.slug()),
            title: code.title(),
            status: code.status().as_u16(),
            detail,
            code: code.slug(),
            reasons: reasons.iter().map(|reason| reason.slug()).collect(),
            retryable: code == Code::NotStored,
            hint: code.hint(),
            current,
        };
        let text = serde_json::to_string(&body).unwrap_or_default();
        let mut response = (code.status(), text).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match code {
            Code::NoToken => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Code::NotStored => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        if let Some(version) = version {
            headers.insert(header::ETAG, super::etag::etag(version));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_desk_lists_every_code_with_its_status() {
        let page = include_str!("../../../../../docs/desk.md");
        for code in Code::ALL {
            let row = format!("| {} | `{}` |", code.status().as_u16(), code.slug());
            assert!(page.contains(&row), "docs/desk.md has no row that starts with {row}");
        }
    }
}
