//! A message as Internet mail (RFC 5322, MIME).

use std::time::{Duration, SystemTime};

use lettre::message::{
    Mailbox, MultiPart, SinglePart,
    header::{ContentDisposition, ContentType, HeaderName, HeaderValue},
};

use crate::message::Message;

/// A message that breaks the rules for mail.
#[derive(Debug, thiserror::Error)]
#[error("the message cannot be written as mail: {source}")]
pub struct ComposeError {
    #[source]
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// The message as it is sent. The same message gives the same bytes.
///
/// # Errors
/// [`ComposeError`] if a header breaks the rules for mail; trying again would not help.
pub fn compose(message: &Message) -> Result<lettre::Message, ComposeError> {
    let (name, address) = &message.from;
    lettre::Message::builder()
        .message_id(Some(format!("<{}>", message.message_id)))
        .date(date(message))
        .from(Mailbox::new(Some(name.clone()), address.parsed()))
        .to(Mailbox::new(None, message.to.parsed()))
        .subject(message.subject.clone())
        // Asks for no automatic answers, such as absence notes (RFC 3834).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .multipart(parts(message).map_err(failed)?)
        .map_err(failed)
}

fn parts(message: &Message) -> Result<MultiPart, lettre::message::header::ContentTypeErr> {
    // Derived, because lettre would draw it at random. The text is encoded, so it cannot contain the boundary.
    let boundary = format!("part-{}", message.message_id.split('@').next().unwrap_or_default());
    let text = SinglePart::plain(message.text.clone());
    let Some(entry) = &message.calendar_entry else {
        return Ok(MultiPart::mixed().boundary(boundary).singlepart(text));
    };
    let kind = ContentType::parse(&format!("text/calendar; charset=utf-8; method={}", entry.method.word()))?;
    let entry = SinglePart::builder()
        .header(kind)
        .header(ContentDisposition::attachment("appointment.ics"))
        .body(entry.text.clone());
    Ok(MultiPart::mixed().boundary(boundary).singlepart(text).singlepart(entry))
}

fn date(message: &Message) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(message.written_at.0).unwrap_or(0))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ComposeError {
    ComposeError { source: source.into() }
}
