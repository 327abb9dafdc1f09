//! Readings: open exceptions, one of them, a day's board, and messages that failed.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::header,
    response::Response,
};
use chrono::NaiveDate;
use dispatch_core::LocationIndex;
use dispatch_store::OutboxStatus;
use serde_json::json as object;

use super::{
    body::json,
    etag::etag,
    pictures::{current, exception_id, failed, names, practice, unknown, view},
    problem::{Code, Problem},
    query::Query,
    tokens::Caller,
};
use crate::{
    desk::{
        board::{Board, on_day},
        client::FirstNames,
        exception::ExceptionLine,
        message::{Ended, FailedMessage},
    },
    practice::payload::OutboxPayload,
    shared::Shared,
};

/// `GET /api/v1/exceptions`: those that are open, soonest deadline first.
pub(super) async fn exceptions(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let limit = Query::read(query.as_deref(), &["limit"])?.limit()?;
    let practice = practice(&shared, &caller)?;
    let state = practice.state();
    let mut open: Vec<_> = state
        .exceptions()
        .filter_map(|exception| Some((exception, state.booking(exception.raised.booking)?)))
        .collect();
    open.sort_by_key(|(exception, _)| (exception.raised.deadline, exception.raised.exception));
    open.truncate(limit);
    let clients = open.iter().map(|(_, booking)| booking.snapshot.client.clone()).collect();
    let names = names(&shared, practice, clients).await?;
    let view = view(&shared, practice.rulebook(), &state, &names);
    let lines: Vec<_> =
        open.into_iter().map(|(exception, booking)| ExceptionLine::of(view, exception, booking)).collect();
    json(&object!({ "exceptions": lines }))
}

/// `GET /api/v1/exceptions/{id}`: one of any time.
pub(super) async fn exception(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    Query::read(query.as_deref(), &[])?;
    let practice = practice(&shared, &caller)?;
    let id = exception_id(path)?;
    let found = current(&shared, practice, id).await?.ok_or_else(|| unknown(&id.to_string()))?;
    let mut response = json(&found.picture)?;
    if let Some(version) = found.version {
        response.headers_mut().insert(header::ETAG, etag(version));
    }
    Ok(response)
}

/// `GET /api/v1/board`: a local date; today if none is named.
pub(super) async fn board(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = Query::read(query.as_deref(), &["date"])?;
    let practice = practice(&shared, &caller)?;
    let date = match query.get("date") {
        Some(text) => text.parse::<NaiveDate>().map_err(|_| {
            let detail = format!("parameter `date`: `{text}` is not a date such as 2026-06-12");
            Problem::new(Code::Malformed, detail)
        })?,
        None => {
            let zone = practice.rulebook().zone(LocationIndex(0));
            let today = zone.map(|zone| zone.local(shared.clock.now().minute_floor()).0);
            today.unwrap_or_default()
        }
    };
    let state = practice.state();
    let nobody = FirstNames::default();
    let bare = view(&shared, practice.rulebook(), &state, &nobody);
    let clients: Vec<_> = on_day(bare, date).map(|booking| booking.snapshot.client.clone()).collect();
    let names = names(&shared, practice, clients).await?;
    let view = view(&shared, practice.rulebook(), &state, &names);
    json(&Board::of(view, date))
}

/// `GET /api/v1/messages?status=failed`: those that failed or may not have gone out, newest first.
pub(super) async fn messages(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = Query::read(query.as_deref(), &["status", "limit"])?;
    if query.get("status") != Some("failed") {
        return Err(Problem::new(Code::Malformed, "parameter `status`: only `failed` can be asked for"));
    }
    let limit = u32::try_from(query.limit()?).unwrap_or(u32::MAX);
    let practice = practice(&shared, &caller)?;
    let rows = shared.store.failed_effects(practice.id(), "notify", limit).await.map_err(failed)?;
    let mut ended = Vec::with_capacity(rows.len());
    for row in rows {
        // A payload of an older program that cannot be read any more is not worth the whole list.
        let Ok(OutboxPayload::Notify { notice, .. }) = serde_json::from_str(&row.payload) else { continue };
        ended.push((notice, row.status == OutboxStatus::Unknown, row.error));
    }
    let state = practice.state();
    let clients = ended
        .iter()
        .filter_map(|(notice, ..)| Some(state.booking(notice.booking)?.snapshot.client.clone()))
        .collect();
    let names = names(&shared, practice, clients).await?;
    let view = view(&shared, practice.rulebook(), &state, &names);
    let messages: Vec<_> = ended
        .into_iter()
        .map(|(notice, unknown, why)| FailedMessage::of(view, Ended { notice: &notice, unknown, why }))
        .collect();
    json(&object!({ "messages": messages }))
}
