//! Messages: each with its moment and its calendar entry.

use super::{played, played::Message};

#[test]
fn cancelled_at_night_is_told_before_the_client_leaves_home() {
    let played = played("cancelled-at-night");
    for (appointment, kind, start) in [
        ("called-off", "cancelled", "2026-06-12T11:30Z"),
        ("eight", "cancelled", "2026-06-12T12:00Z"),
        ("moved", "changed", "2026-06-12T11:30Z"),
    ] {
        let messages = played.messages(appointment);
        let told: Vec<_> = messages.iter().filter(|message| message.kind == kind).collect();
        let at_once = told.iter().any(|message| message.at.as_str() < "2026-06-12T02:00Z");
        let by_the_desk = played.asked(appointment).contains(&"not_told".to_owned());
        assert!(at_once || by_the_desk, "{appointment}: {messages:#?}");
        assert!(told.iter().all(|message| message.at.as_str() < start), "{appointment}: {messages:#?}");
    }
}

#[test]
fn ics_reinstated_counts_each_entry_up() {
    let messages = played("ics-reinstated").messages("a");
    let told: Vec<_> = messages.iter().map(|message| (&*message.kind, message.sequence)).collect();
    assert_eq!(told[..3], [("confirmation", 0), ("cancelled", 1), ("confirmation", 2)]);
}

#[test]
fn longer_visit_untold_gets_an_entry_with_the_new_end() {
    let messages = played("longer-visit-untold").messages("a");
    let told: Vec<_> = messages
        .iter()
        .map(|message| (&*message.at, &*message.kind, message.sequence, &*message.ends))
        .collect();
    assert_eq!(
        told,
        [
            ("2026-06-08T14:00Z", "confirmation", 0, "2026-06-12T18:30Z"),
            ("2026-06-09T14:03Z", "changed", 1, "2026-06-12T19:00Z"),
            ("2026-06-10T18:00Z", "reminder 2880", 1, "2026-06-12T19:00Z"),
            ("2026-06-12T16:00Z", "reminder 120", 1, "2026-06-12T19:00Z"),
        ]
    );
}

/// What the message says of the change is tested with the notifier; here, that it has something to say.
#[test]
fn mail_texts_tell_of_another_provider_or_nothing() {
    let played = played("mail-texts");
    played.outcome("a").is_assigned_to("bob");
    let changed = |message: &Message| message.kind == "changed";
    let messages = played.messages("a");
    for message in messages.iter().filter(|message| changed(message)) {
        assert_eq!((&*message.provider, message.sequence), ("bob", 1), "{messages:#?}");
    }
}

#[test]
fn mail_texts_confirm_no_visit_that_has_begun() {
    let played = played("mail-texts");
    played.outcome("walk-in").is_assigned_to("bob");
    assert_eq!(played.kinds("walk-in"), [""; 0]);
    let skipped = played.skipped("walk-in");
    assert!(skipped.contains(&("confirmation".to_owned(), "visit_begun".to_owned())), "{skipped:?}");
    assert!(played.questions("walk-in").is_empty(), "the client stands at the desk");
}

#[test]
fn prefers_call_gets_a_call_and_nothing_in_writing() {
    let played = played("prefers-call");
    assert!(played.asked("a").contains(&"prefers_call".to_owned()));
    assert_eq!(played.outcome("a").given[0], "ann");
    assert_eq!(played.messages("a"), []);
}

#[test]
fn two_reminders_at_once_are_one() {
    let messages = played("two-reminders-at-once").messages("a");
    let told: Vec<_> = messages.iter().map(|message| (&*message.kind, &*message.at)).collect();
    assert_eq!(told[..2], [("confirmation", "2026-06-08T14:00Z"), ("reminder 2880", "2026-06-10T13:00Z")]);
    assert_eq!(told[2].1, "2026-06-12T00:30Z", "20:30 on the evening before: {told:?}");
    let morning: Vec<_> = told[3..].iter().map(|(_, at)| *at).collect();
    assert!(morning.is_empty() || morning == ["2026-06-12T12:00Z"], "{told:?}");
}

#[test]
fn two_reminders_at_once_leave_one_for_the_morning_where_the_evening_is_too_soon() {
    let messages = played("two-reminders-at-once").messages("b");
    let reminders = messages.iter().filter(|message| message.kind.starts_with("reminder"));
    let at: Vec<_> = reminders.map(|message| &*message.at).collect();
    assert_eq!(at, ["2026-06-12T12:00Z"], "08:00, 90 minutes before the start: {messages:#?}");
}
