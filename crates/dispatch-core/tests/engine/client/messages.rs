//! Messages to the client, and the moments at which they go out.

use dispatch_core::engine::{Automation, BookedBy, Command, Sender, Timer};
use insta::assert_snapshot;
use serde_json::json;

use crate::desk::{Desk, appointment, connection, document};

#[test]
fn reminders_go_out_once_each() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    desk.fire("10 14:00");
    let sent: Vec<_> = desk.state.notices().map(|notice| notice.notice.notice).collect();
    for notice in sent {
        desk.run("10 14:00", &Command::MessageSent { notice }).unwrap();
        desk.run("10 14:01", &Command::MessageSent { notice }).unwrap();
        desk.run("10 14:01", &Command::TimerFired { timer: Timer::Notice(notice) }).unwrap();
    }
    // Moved away and back again: the reminders that went out for this start are not repeated.
    desk.see("10 15:00", &appointment("a", "FILLER", "12 16:00", "P1"));
    desk.see("10 15:30", &appointment("a", "FILLER", "12 14:00", "P1"));
    // A timer that fires early is set again.
    let early = Timer::Notice(desk.state.bookings().next().unwrap().notices[0]);
    desk.run("11 14:00", &Command::TimerFired { timer: early }).unwrap();
    desk.fire("12 12:00");
    assert_snapshot!(desk.log);
}

#[test]
fn consent_decides_the_channels_and_is_looked_at_again_when_due() {
    let mut desk = Desk::new();
    let mut no_sms = appointment("a", "TOX", "12 14:00", "P1");
    no_sms.about_client.sms_consent = None;
    no_sms.about_client.email_consent = None;
    desk.see("11 09:00", &no_sms);
    let mut nothing = appointment("b", "TOX", "12 15:00", "P1");
    nothing.about_client.sms_consent = None;
    nothing.about_client.email_consent = Some(false);
    desk.see("11 09:00", &nothing);
    no_sms.about_client.email_consent = Some(false);
    desk.see("11 10:00", &no_sms);
    desk.fire("12 12:00");
    assert_snapshot!(desk.log);
}

#[test]
fn quiet_hours_hold_back_what_does_not_answer_the_client() {
    // Quiet hours begin at 21:00.
    let mut desk = Desk::new();
    desk.see("09 22:30", &appointment("client", "TOX", "12 14:00", "P1"));
    let mut staff = appointment("staff", "TOX", "12 15:00", "P1");
    staff.booked_by = BookedBy::Staff;
    desk.see("09 22:30", &staff);
    desk.fire("10 08:00");
    desk.fire("10 14:00");
    assert_snapshot!(desk.log);
}

#[test]
fn a_timer_that_fires_in_quiet_hours_waits_for_the_morning() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("a", "TOX", "12 14:00", "P1"));
    desk.fire("10 22:00");
    assert_snapshot!(desk.log);
}

#[test]
fn a_message_that_comes_too_late_is_not_sent() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("a", "TOX", "12 14:00", "P1"));
    desk.fire("12 14:05");
    assert_snapshot!(desk.log);
}

#[test]
fn where_the_platform_sends_we_do_not() {
    let mut connection = connection();
    connection.sender = Sender::Platform;
    let mut desk = Desk::with(document(), &connection);
    let booked = appointment("a", "TOX", "12 14:00", "P1");
    desk.see("09 09:00", &booked);
    desk.see("09 10:00", &crate::desk::with_status(booked, "cancelled"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_message_that_failed_for_good_is_the_desks() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("a", "TOX", "12 14:00", "P1"));
    let notice = desk.state.notices().next().unwrap().notice.notice;
    desk.run("09 09:01", &Command::MessageFailed { notice, is_final: false }).unwrap();
    desk.run("09 09:02", &Command::MessageFailed { notice, is_final: true }).unwrap();
    desk.run("09 09:03", &Command::MessageFailed { notice, is_final: true }).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn the_cadence_is_the_rulebooks() {
    let mut rules = document();
    rules["cadence"] = json!({ "reminders": [1440, 60], "quiet_hours": null });
    let mut desk = Desk::with(rules, &connection());
    desk.see("09 09:00", &appointment("a", "TOX", "12 14:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn nothing_more_is_sent_once_the_practice_takes_it_back() {
    let mut desk = Desk::new();
    desk.see("11 09:00", &appointment("a", "TOX", "12 14:00", "P1"));
    let mut suggest = connection();
    suggest.automation = Automation::Suggest;
    desk.declare("11 10:00", &suggest);
    let effects = desk.journal.len();
    desk.fire("12 12:00");
    let after: Vec<_> = desk.journal[effects..].iter().map(|record| record.event.as_str()).collect();
    assert_eq!(after, ["notice_withdrawn"]);
}
