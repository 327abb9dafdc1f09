//! One exception in words, and what became of it.

use std::io::{self, Write};

use super::{
    picture::{AnsweredPicture, Choice, ExceptionPicture},
    words::{Style, client, day_and_time, given, names, plain, shown, written_back},
};

/// Everything that a person needs to answer it, and how.
pub(super) fn show(one: &ExceptionPicture, style: Style, out: &mut impl Write) -> io::Result<()> {
    question(one, style, out)?;
    if let Some(version) = one.version {
        writeln!(out)?;
        let how =
            if one.candidates.is_empty() && one.alternatives.is_empty() { "--done" } else { "--choice N" };
        writeln!(out, "Answer it: dispatch desk answer {} {how} --seen {version} --by NAME", one.id)?;
    }
    Ok(())
}

/// An exception as it stands, for a person whose answer was not taken.
pub(super) fn as_it_is_now(one: &ExceptionPicture) -> String {
    let mut text = b"As it is now:\n".to_vec();
    // Writing into memory does not fail.
    let _ = show(one, Style { colour: false }, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

fn question(one: &ExceptionPicture, style: Style, out: &mut impl Write) -> io::Result<()> {
    let booking = &one.booking;
    let head = format!("{}  {}, {}", one.id, booking.appointment, client(&booking.client));
    writeln!(out, "{}", style.strong(&head))?;
    for item in &booking.shown.items {
        writeln!(out, "  {}", shown(item))?;
    }
    if !one.open {
        return closed(one, out);
    }
    for reason in &one.reasons {
        writeln!(out, "  {} {}", reason.sentence, reason.action)?;
    }
    if one.clear_now {
        writeln!(out, "  As things are now, nothing stands against it; it still waits for your word.")?;
    }
    let until = day_and_time(one.deadline.as_ref());
    if one.escalated {
        let passed = style.urgent(&format!("The deadline, {until}, has passed"));
        writeln!(out, "  {passed}: {} decides", one.owner)?;
    } else {
        writeln!(out, "  {} decides, until {until}", one.owner)?;
    }
    if let Some(in_hand) = &one.in_hand {
        writeln!(out, "  {} has it in hand until {}", in_hand.by, day_and_time(in_hand.until.as_ref()))?;
    }
    if let Some(held) = &one.held {
        let until = held.until.as_ref().map(|until| format!(" until {}", day_and_time(Some(until))));
        writeln!(
            out,
            "  held{}: {}",
            until.as_deref().unwrap_or(" until it is answered"),
            names(&held.uses)
        )?;
    }
    let mut number = 1;
    for (title, choices) in
        [("possible then", &one.candidates), ("possible at other times", &one.alternatives)]
    {
        if choices.is_empty() {
            continue;
        }
        writeln!(out, "  {title}")?;
        for choice in choices {
            writeln!(out, "  {number:>3}  {}", in_one_line(choice))?;
            number += 1;
        }
    }
    Ok(())
}

fn in_one_line(choice: &Choice) -> String {
    format!("{}  {}", day_and_time(Some(&choice.start)), given(choice))
}

fn closed(one: &ExceptionPicture, out: &mut impl Write) -> io::Result<()> {
    let at = day_and_time(one.closed.as_ref());
    match &one.answered_by {
        Some(by) => writeln!(out, "  answered by {by}, {at}")?,
        None => writeln!(out, "  no longer open since {at}")?,
    }
    let booking = &one.booking;
    let decided = booking.decided.as_ref().map(|choice| format!(": {}", in_one_line(choice)));
    writeln!(out, "  the booking is {}{}", plain(&booking.disposition), decided.unwrap_or_default())?;
    if let Some(written) = &booking.written {
        writeln!(out, "  {}", written_back(written))?;
    }
    match &booking.last_message {
        Some(kind) => writeln!(out, "  last message to the client: {}", plain(kind)),
        None => writeln!(out, "  no message has gone out to the client"),
    }
}

/// An answer that was taken in.
pub(super) fn answered(done: &AnsweredPicture, out: &mut impl Write) -> io::Result<()> {
    let Some(booking) = &done.booking else { return writeln!(out, "{} is answered", done.exception) };
    let decided = booking.decided.as_ref().map(|choice| format!(": {}", in_one_line(choice)));
    let (appointment, disposition) = (&booking.appointment, plain(&booking.disposition));
    writeln!(
        out,
        "{} is answered; {appointment} is {disposition}{}",
        done.exception,
        decided.unwrap_or_default()
    )
}

/// A claim that was taken in.
pub(super) fn claimed(done: &AnsweredPicture, by: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} is in the hands of {by} for five minutes", done.exception)
}

/// A claim that was given back.
pub(super) fn released(done: &AnsweredPicture, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} is in nobody's hands", done.exception)
}
