//! Messages: the state is asked once more whether one may go, then it is sent once.

use dispatch_core::{
    Timestamp,
    engine::{Command, Notice, NoticeStatus},
};
use dispatch_store::{ClaimedEffect, Settled, StoreError};
use notifier::{Consent, Context, EmailAddress, SendError, ready, render};
use tracing::{error, info, warn};

use super::finish::finish;
use crate::{
    observe::metrics,
    setup::Place,
    shared::{ServedPractice, Shared},
};

/// Sends a notice, unless it is no longer wanted.
pub(crate) async fn send(
    shared: &Shared,
    served: &ServedPractice,
    effect: &ClaimedEffect,
    notice: &Notice,
    decided_at: Timestamp,
) -> Result<(), StoreError> {
    let context = match context(shared, served, notice).await? {
        Ok(context) => context,
        Err(unsendable) => return not_sent(shared, served, effect, notice, unsendable).await,
    };
    let message = render(notice, &context, decided_at);
    // From here on a crash leaves it unknown whether the message went out.
    shared.store.mark_sending(effect.claim).await?;
    match served.messages.channel.send(&message).await {
        Ok(sent) => {
            info!(notice = %notice.notice, message_id = sent.message_id, "message accepted");
            metrics::count(&shared.metrics.messages, "sent");
            shared.timings.message(&effect.cause);
            let command = Command::MessageSent { notice: notice.notice };
            finish(shared, &served.practice, effect, vec![command], Vec::new(), Settled::Done).await
        }
        Err(SendError::Retryable(why)) => {
            let attempts = effect.attempts + 1;
            if attempts >= shared.limits.attempts {
                return not_sent(shared, served, effect, notice, Unsendable::Failed(why)).await;
            }
            metrics::count(&shared.metrics.messages, "postponed");
            let at = shared.retry_at(attempts, effect.claim.id.0, None);
            info!(notice = %notice.notice, why, %at, "message tried again later");
            shared.store.postpone_effect(effect.claim, at, Some(&why), false).await
        }
        Err(SendError::Final(why)) => not_sent(shared, served, effect, notice, Unsendable::Failed(why)).await,
        Err(SendError::Unknown(why)) => {
            error!(notice = %notice.notice, why, "it is not known whether a message was sent");
            metrics::count(&shared.metrics.messages, "unknown");
            let settled = Settled::Unknown(why);
            finish(shared, &served.practice, effect, Vec::new(), Vec::new(), settled).await
        }
    }
}

/// Why a notice does not go out.
enum Unsendable {
    /// It is no longer wanted; the engine knows.
    Withdrawn,
    /// It cannot or may not go.
    Failed(String),
}

async fn context(
    shared: &Shared,
    served: &ServedPractice,
    notice: &Notice,
) -> Result<Result<Context, Unsendable>, StoreError> {
    let state = served.practice.state();
    let released = state.notice(notice.notice).is_some_and(|known| known.status == NoticeStatus::Released);
    let booking = state.booking(notice.booking);
    let (true, Some(booking)) = (released, booking) else { return Ok(Err(Unsendable::Withdrawn)) };
    // One who has the booking no more is told so by their own contact.
    let client = notice.client.as_ref().unwrap_or(&booking.snapshot.client);
    let own = *client == booking.snapshot.client;
    let email = if own { booking.snapshot.about_client.email_consent } else { notice.email.then_some(true) };
    let consent = Consent { email };
    if let Err(skipped) = ready(notice, consent, shared.clock.now()) {
        return Ok(Err(Unsendable::Failed(skipped.to_string())));
    }
    let contact = shared.store.contact(served.practice.id(), client).await?;
    let Some(to) = contact.as_ref().and_then(|contact| contact.email.as_deref()) else {
        return Ok(Err(Unsendable::Failed("no e-mail address is known".to_owned())));
    };
    let Ok(to) = to.parse::<EmailAddress>() else {
        return Ok(Err(Unsendable::Failed("the e-mail address is not well formed".to_owned())));
    };
    let rulebook = served.practice.rulebook();
    let location = rulebook.location(booking.snapshot.location.as_str());
    let Some(zone) = location.and_then(|location| rulebook.zone(location)) else {
        return Ok(Err(Unsendable::Failed("the rulebook does not know the location".to_owned())));
    };
    let (id, place) = served
        .messages
        .places
        .iter()
        .find(|(id, _)| rulebook.location(id.as_str()) == location)
        .map_or((booking.snapshot.location.as_str(), None), |(id, place)| (id.as_str(), Some(place)));
    let place = place.cloned().unwrap_or_else(|| Place { name: id.to_owned(), address: None });
    let name = contact.and_then(|contact| contact.name);
    Ok(Ok(Context {
        practice: served.practice.id().clone(),
        practice_name: served.messages.practice_name.clone(),
        from: served.messages.from.clone(),
        phone: served.messages.phone.clone(),
        location_name: place.name,
        location_address: place.address,
        zone,
        to,
        first_name: name.and_then(|name| name.split_whitespace().next().map(str::to_owned)),
    }))
}

async fn not_sent(
    shared: &Shared,
    served: &ServedPractice,
    effect: &ClaimedEffect,
    notice: &Notice,
    unsendable: Unsendable,
) -> Result<(), StoreError> {
    let (commands, settled) = match unsendable {
        Unsendable::Withdrawn => {
            info!(notice = %notice.notice, "message no longer wanted");
            metrics::count(&shared.metrics.messages, "withdrawn");
            (Vec::new(), Settled::Done)
        }
        Unsendable::Failed(why) => {
            warn!(notice = %notice.notice, why, "message not sent");
            metrics::count(&shared.metrics.messages, "failed");
            let command = Command::MessageFailed { notice: notice.notice, is_final: true };
            (vec![command], Settled::Dead(why))
        }
    };
    finish(shared, &served.practice, effect, commands, Vec::new(), settled).await
}
