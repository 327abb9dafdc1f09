//! The words of a message: short, plain, and without the name of the treatment.

use std::fmt::Write as _;

use chrono::NaiveDate;
use dispatch_core::{
    Minute,
    calendar::local::{LocalTime, Zone},
    engine::{Notice, NoticeKind},
};

use crate::context::{Context, one_line, place};

/// Subject and text of a notice. The time is when the client should arrive, in the location's own time.
pub(crate) fn fill(notice: &Notice, context: &Context) -> (String, String) {
    let practice = one_line(&context.practice_name);
    let (day, time) = day_and_time(context.zone, notice.visit.start);
    let (headline, sentence) = match notice.kind {
        NoticeKind::Confirmation => ("Confirmed", "Your appointment is confirmed."),
        NoticeKind::Reminder { .. } => ("Reminder", "This is a reminder of your appointment."),
        NoticeKind::Changed => ("Changed", "Your appointment has changed. Here are the new details."),
        NoticeKind::Cancelled => ("Cancelled", "Your appointment has been cancelled."),
    };
    let subject = format!("{headline}: your appointment at {practice}, {day} at {time}");
    (subject, text(context, &practice, sentence, &format!("{day}, {time}")))
}

fn text(context: &Context, practice: &str, sentence: &str, when: &str) -> String {
    let greeting = match context.first_name.as_deref().map(one_line).filter(|name| !name.is_empty()) {
        Some(name) => format!("Hello {name},"),
        None => "Hello,".to_owned(),
    };
    let mut text = format!("{greeting}\n\n{sentence}\n\nWhen: {when}\nWhere: {}\n", place(context));
    let contact = match &context.phone {
        Some(phone) => format!("call us at {}", one_line(phone)),
        None => "reply to this message".to_owned(),
    };
    let _infallible = write!(text, "\nTo make a change, please {contact}.\n\n{practice}\n");
    text
}

/// A moment as the location's staff would say it.
fn day_and_time(zone: Zone, at: Minute) -> (String, String) {
    let (date, time) = zone.local(at);
    (long_date(date), clock(time))
}

fn long_date(date: NaiveDate) -> String {
    date.format("%A, %B %-d, %Y").to_string()
}

fn clock(time: LocalTime) -> String {
    let (hour, minute) = (time.0 / 60 % 24, time.0 % 60);
    let half = if hour < 12 { "AM" } else { "PM" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    format!("{hour}:{minute:02} {half}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noon_and_midnight_are_twelve() {
        let at = |minutes| clock(LocalTime(minutes));
        assert_eq!(
            [at(0), at(9 * 60 + 5), at(12 * 60), at(14 * 60)],
            ["12:00 AM", "9:05 AM", "12:00 PM", "2:00 PM"]
        );
    }
}
