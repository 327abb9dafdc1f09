//! Pictures of the caller's practice, ready to be answered.

use axum::extract::{Path, rejection::PathRejection};
use dispatch_core::{ClientId, ExceptionId, Rulebook, engine::State};
use dispatch_store::StoreError;
use serde::Serialize;
use serde_json::Value;

use super::{
    problem::{Code, Problem},
    tokens::Caller,
};
use crate::{
    desk::{
        client::FirstNames,
        exception::{ClosedException, ExceptionPicture},
        view::View,
    },
    practice::handle::Practice,
    shared::Shared,
};

/// An exception as it is now, with its version while it is open.
pub(super) struct Current {
    pub(super) picture: Value,
    pub(super) version: Option<u64>,
}

/// The caller's practice.
pub(super) fn practice<'s>(shared: &'s Shared, caller: &Caller) -> Result<&'s Practice, Problem> {
    let served = shared.practices.get(&caller.practice);
    served.map(|served| &served.practice).ok_or_else(|| Problem::new(Code::NotFound, "not served here"))
}

/// An exception as it is now, open or closed; none if there never was one.
pub(super) async fn current(
    shared: &Shared,
    practice: &Practice,
    id: ExceptionId,
) -> Result<Option<Current>, Problem> {
    let state = practice.state();
    if let Some(exception) = state.exception(id)
        && let Some(booking) = state.booking(exception.raised.booking)
    {
        let names = names(shared, practice, vec![booking.snapshot.client.clone()]).await?;
        let view = view(shared, practice.rulebook(), &state, &names);
        let picture = json(&ExceptionPicture::of(view, exception, booking))?;
        return Ok(Some(Current { picture, version: Some(exception.version) }));
    }
    let known = shared.store.exception(practice.id(), id).await.map_err(failed)?;
    let Some(known) = known else { return Ok(None) };
    let Some(booking) = state.booking(known.booking) else { return Ok(None) };
    let names = names(shared, practice, vec![booking.snapshot.client.clone()]).await?;
    let view = view(shared, practice.rulebook(), &state, &names);
    let picture = json(&ClosedException::of(view, id.to_string(), &known, booking))?;
    Ok(Some(Current { picture, version: None }))
}

pub(super) async fn names(
    shared: &Shared,
    practice: &Practice,
    clients: Vec<ClientId>,
) -> Result<FirstNames, Problem> {
    FirstNames::read(&shared.store, practice.id(), clients).await.map_err(failed)
}

pub(super) fn view<'a>(
    shared: &Shared,
    rulebook: &'a Rulebook,
    state: &'a State,
    names: &'a FirstNames,
) -> View<'a> {
    View { rulebook, state, now: shared.clock.now(), names }
}

pub(super) fn json(document: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(document).map_err(Problem::not_stored)
}

pub(super) fn failed(error: StoreError) -> Problem {
    Problem::not_stored(error)
}

/// The exception of an address. Its id is written `x12`; anything else names none.
pub(super) fn exception_id(path: Result<Path<String>, PathRejection>) -> Result<ExceptionId, Problem> {
    let Ok(Path(text)) = path else { return Err(unknown("that is not UTF-8")) };
    let digits = text.strip_prefix('x').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let number = digits.and_then(|digits| digits.parse().ok()).filter(|number| *number <= i64::MAX as u64);
    number.map(ExceptionId).ok_or_else(|| unknown(&text))
}

pub(super) fn unknown(id: &str) -> Problem {
    Problem::new(Code::NotFound, format!("there is no exception `{id}`"))
}
