//! The words of a message: short, plain, and without the name of the treatment.

use std::fmt::Write as _;

use dispatch_core::engine::{Notice, NoticeKind};

use crate::{
    change::{Change, differences},
    context::{Context, one_line, place},
    greeting::greeting,
    moment::day_and_time,
};

/// Subject and text of a notice. The time is when the client should arrive, in the location's own time.
pub(crate) fn fill(notice: &Notice, context: &Context, change: &Change) -> (String, String) {
    let practice = one_line(&context.practice_name);
    let (day, time) = day_and_time(context.zone, notice.visit.start);
    let (headline, sentence) = match notice.kind {
        NoticeKind::Confirmation => ("Confirmed", "Your appointment is confirmed.".to_owned()),
        NoticeKind::Reminder { .. } => ("Reminder", "This is a reminder of your appointment.".to_owned()),
        NoticeKind::Changed => ("Changed", changed(&differences(change, notice, context))),
        NoticeKind::Cancelled => ("Cancelled", "Your appointment has been cancelled.".to_owned()),
    };
    let subject = format!("{headline}: your appointment at {practice}, {day} at {time}");
    (subject, text(context, &practice, &sentence, &format!("{day}, {time}")))
}

/// Names what has changed, where it is known.
fn changed(differences: &[String]) -> String {
    if differences.is_empty() {
        return "Your appointment has changed. Here are the new details.".to_owned();
    }
    format!("Your appointment has changed.\n\n{}", differences.join("\n"))
}

fn text(context: &Context, practice: &str, sentence: &str, when: &str) -> String {
    let greeting = greeting(context.first_name.as_deref());
    let mut text = format!("{greeting}\n\n{sentence}\n\nWhen: {when}\nWhere: {}\n", place(context));
    let contact = match &context.phone {
        Some(phone) => format!("call us at {}", one_line(phone)),
        None => "reply to this message".to_owned(),
    };
    let _infallible = write!(text, "\nTo make a change, please {contact}.\n\n{practice}\n");
    text
}
