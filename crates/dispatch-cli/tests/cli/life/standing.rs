//! Bookings that stand: the time that each has when something around it changes.

use super::played;

#[test]
fn block_lifted_gives_the_booking_back_and_its_reminders() {
    let played = played("block-lifted");
    for appointment in ["a", "fell-in-a-gap"] {
        played.outcome(appointment).is_assigned_to("ann");
        assert_eq!(played.kinds(appointment), ["confirmation", "reminder 2880", "reminder 120"]);
        let messages = played.messages(appointment);
        assert!(messages.iter().all(|message| message.sequence == 0), "nothing changed: {messages:#?}");
    }
}

#[test]
fn handed_to_another_client_is_judged_for_her() {
    let played = played("handed-to-another-client");
    assert!(played.outcome("a").waits_for("clearance_missing"), "{:?}", played.outcome("a"));
    let questions = played.questions("a");
    assert!(!questions[0]["candidates"].to_string().contains("\"ann\""), "she avoids ann: {questions:#?}");
    let messages = played.messages("a");
    let told: Vec<_> = messages.iter().map(|message| (&*message.at, &*message.kind)).collect();
    let expected = [("2026-06-08T14:00Z", "confirmation"), ("2026-06-09T14:03Z", "cancelled")];
    assert_eq!(told, expected, "the mother knows that it is off, and the daughter hears nothing yet");
    assert_eq!(messages[1].sequence, 1);
}

#[test]
fn handed_to_another_client_holds_for_an_exam_that_is_struck_off() {
    let revoked = played("handed-to-another-client").outcome("revoked");
    assert!(revoked.waits_for("clearance_missing"), "{revoked:?}");
}

#[test]
fn imported_appointments_take_up_rooms() {
    let played = played("imported");
    let new = played.outcome("new");
    assert!(new.waits_for("fully_booked"), "two clients in two rooms already: {new:?}");
    assert_eq!(played.kinds("new"), [""; 0]);
}

#[test]
fn imported_appointments_under_a_block_are_told() {
    let played = played("imported");
    let old = played.outcome("old-1");
    let elsewhere = old.disposition == "assigned" && old.given[0] != "ann";
    assert!(elsewhere || played.asked("old-1").contains(&"displaced".to_owned()), "{old:?}");
}

#[test]
fn mended_on_the_platform_is_decided_again() {
    let played = played("mended-on-the-platform");
    for appointment in ["exam-entered", "exam-looked-up", "accepted", "no-vip-after-all"] {
        played.outcome(appointment).is_assigned_to("ann");
        let kinds = played.kinds(appointment);
        assert_eq!(kinds, ["confirmation", "reminder 2880", "reminder 120"], "{appointment}");
        let confirmed = &played.messages(appointment)[0].at;
        assert!(confirmed.starts_with("2026-06-09T14:"), "{appointment} is confirmed once it is right");
    }
}

#[test]
fn mended_on_the_platform_closes_the_task_of_a_length() {
    let played = played("mended-on-the-platform");
    assert!(played.asked("length-set").contains(&"length_differs".to_owned()), "or nothing is to be closed");
    played.outcome("length-set").is_assigned_to("ann");
    let kinds = played.kinds("length-set");
    assert_eq!(kinds.iter().filter(|kind| *kind == "confirmation").count(), 1, "{kinds:?}");
}

#[test]
fn new_before_cancel_ends_as_the_other_order_does() {
    let played = played("new-before-cancel");
    played.outcome("new").is_assigned_to("ann");
    assert_eq!(played.outcome("old").disposition, "cancelled");
    assert_eq!(played.kinds("new").first().map(String::as_str), Some("confirmation"));
    assert_eq!(played.kinds("old"), ["confirmation", "cancelled"]);
}

#[test]
fn no_show_time_is_free_again() {
    let played = played("no-show-time");
    played.outcome("walk-in").is_assigned_to("ann");
    assert_eq!(played.outcome("a").disposition, "no_show");
}

#[test]
fn stretched_appointment_takes_up_what_the_platform_shows() {
    let played = played("stretched-appointment");
    let (stretched, next) = (played.outcome("stretched"), played.outcome("next"));
    assert!(stretched.has("length_differs"), "{stretched:?}");
    let both_told = stretched.has("platform_conflict") && next.has("platform_conflict");
    assert!(next.disposition == "awaiting_person" || both_told, "{stretched:?} {next:?}");
    if next.disposition == "awaiting_person" {
        assert_eq!(played.kinds("next"), [""; 0], "nothing is confirmed before somebody decided");
    }
}

#[test]
fn swapped_at_check_in_is_with_the_other_provider() {
    let played = played("swapped-at-check-in");
    let (first, second) = (played.outcome("first"), played.outcome("second"));
    assert_eq!((&*first.disposition, &*first.given[0]), ("arrived", "bob"), "{first:?}");
    let both_told = first.has("platform_conflict") && second.has("platform_conflict");
    assert!(second.waits_for("requested_unavailable") || both_told, "{second:?}");
    assert_eq!(played.kinds("second"), [""; 0]);
}

#[test]
fn swapped_at_check_in_holds_for_a_visit_that_is_stretched_while_it_lasts() {
    let played = played("swapped-at-check-in");
    let (long, after) = (played.outcome("long"), played.outcome("after-long"));
    let both_told = long.has("platform_conflict") && after.has("platform_conflict");
    assert!(after.disposition == "awaiting_person" || both_told, "{long:?} {after:?}");
    assert_eq!(played.kinds("after-long"), [""; 0]);
}

#[test]
fn waiting_bypassed_by_no_picture_that_decides_nothing() {
    let played = played("waiting-bypassed");
    for (appointment, flag) in [("no-exam", "clearance_missing"), ("vip", "vip")] {
        let outcome = played.outcome(appointment);
        assert!(outcome.waits_for(flag), "{appointment}: {outcome:?}");
        assert_eq!(played.kinds(appointment), [""; 0], "{appointment}");
    }
}

#[test]
fn waiting_bypassed_by_no_change_of_injector() {
    let played = played("waiting-bypassed");
    let swapped = played.outcome("no-exam-swapped");
    assert!(swapped.has("clearance_missing"), "{swapped:?}");
    assert_eq!(played.kinds("no-exam-swapped"), [""; 0]);
}
