//! The body of an answer: numbers on the screen become the names that they stood for.

use chrono::{DateTime, NaiveTime, SecondsFormat};
use serde_json::{Value, json};

use super::{
    arguments::Answer,
    one::as_it_is_now,
    picture::{Choice, ExceptionPicture},
    words::local,
};
use crate::failure::Failure;

/// The body that the service takes.
pub(super) fn body(
    one: &ExceptionPicture,
    answer: &Answer,
    by: &str,
    why: Option<&str>,
    seen: Option<u64>,
) -> Result<Value, Failure> {
    if !one.open {
        return Err(Failure::with_help(
            format!("{} is no longer open\n\n{}", one.id, as_it_is_now(one)),
            "see what waits: dispatch desk",
        )
        .not_taken());
    }
    let mut body = if let Some(number) = answer.choice {
        chosen(one, number, seen)?
    } else if !answer.give.is_empty() {
        let word = if answer.against_rules { "override" } else { "take" };
        let items: Vec<_> = answer.give.iter().map(|give| item(give)).collect();
        json!({ "answer": word, "start": start(one, answer.at.as_deref().unwrap_or_default())?, "items": items })
    } else {
        json!({ "answer": word(answer) })
    };
    body["by"] = by.into();
    if let Some(why) = why {
        body["why"] = why.into();
    }
    Ok(body)
}

const fn word(answer: &Answer) -> &'static str {
    match answer {
        Answer { decline: true, .. } => "decline",
        Answer { keep_platform: true, .. } => "keep_platform",
        _ => "done",
    }
}

/// The choice of a number, in names. The numbers of another version may stand for others.
fn chosen(one: &ExceptionPicture, number: usize, seen: Option<u64>) -> Result<Value, Failure> {
    let show = format!("look at it again: dispatch desk show {}", one.id);
    if seen != one.version {
        let message = format!("{} has changed since version {}", one.id, seen.unwrap_or_default());
        return Err(Failure::with_help(message, show).not_taken());
    }
    let mut choices = one.candidates.iter().chain(&one.alternatives);
    let choice = number.checked_sub(1).and_then(|position| choices.nth(position));
    let choice =
        choice.ok_or_else(|| Failure::with_help(format!("{} has no choice {number}", one.id), show))?;
    Ok(json!({ "answer": "take", "start": choice.start.at, "items": items(choice) }))
}

fn items(choice: &Choice) -> Vec<Value> {
    let items = choice.items.iter().map(|item| {
        let resources: Vec<_> = item.resources.iter().map(|resource| resource.id.as_str()).collect();
        json!({ "provider": item.provider.as_ref().map(|provider| provider.id.as_str()), "resources": resources })
    });
    items.collect()
}

/// `PROVIDER[,ROOM...]`.
fn item(give: &str) -> Value {
    let mut names = give.split(',').map(str::trim);
    let provider = names.next().unwrap_or_default();
    json!({ "provider": provider, "resources": names.collect::<Vec<_>>() })
}

/// A time with its offset, or a time of day on the day of the booking.
fn start(one: &ExceptionPicture, text: &str) -> Result<String, Failure> {
    let unclear = || {
        Failure::with_help(
            format!("`{text}` is not a time"),
            "write it like 14:50, or for another day like 2026-06-13T09:00-04:00",
        )
    };
    // Seconds may be left out.
    let full = text.get(..16).zip(text.get(16..)).map(|(minute, rest)| format!("{minute}:00{rest}"));
    let full = [Some(text.to_owned()), full].into_iter().flatten();
    if let Some(moment) = full.filter_map(|text| DateTime::parse_from_rfc3339(&text).ok()).next() {
        return Ok(moment.to_utc().to_rfc3339_opts(SecondsFormat::Secs, true));
    }
    let time = NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| unclear())?;
    let shown = one.booking.shown.items.first().and_then(|item| local(item.start.as_ref()?));
    let moment = shown.and_then(|shown| shown.with_time(time).single()).ok_or_else(unclear)?;
    Ok(moment.to_utc().to_rfc3339_opts(SecondsFormat::Secs, true))
}
