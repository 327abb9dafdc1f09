//! Relay and spool: what arrives, and what a failure says.

use std::{fs, time::Duration};

use dispatch_core::engine::NoticeKind;
use icalendar::{Calendar, CalendarComponent, Component};
use mail_parser::MessageParser;
use notifier::{Channel, Message, SendError, SmtpRelay, Spool, compose, render};

use crate::{
    fixture::{REMINDER, context, notice, now},
    sink::{Manner, Sink},
};

fn message(kind: NoticeKind) -> Message {
    render(&notice(kind), &context(), now())
}

fn relay(sink: &Sink) -> Channel {
    Channel::Smtp(SmtpRelay::new(sink.address.to_string(), "host.spa.example"))
}

#[tokio::test]
async fn a_mail_arrives_whole_and_its_calendar_entry_is_readable() {
    let sink = Sink::start(Manner::Kind).await;
    let message = message(NoticeKind::Confirmation);
    let sent = relay(&sink).send(&message).await.unwrap();
    assert_eq!(
        (sent.message_id.as_str(), sent.receipt.as_str()),
        (message.message_id.as_str(), "2.0.0 kept")
    );

    let [received] = sink.received().try_into().unwrap();
    assert_eq!(received.from, "desk@spa.example");
    assert_eq!(received.to, ["client@client.example"]);
    assert_eq!(
        received.data.trim_end(),
        String::from_utf8(compose(&message).unwrap().formatted()).unwrap().trim_end()
    );
    let mail = MessageParser::default().parse(received.data.as_bytes()).unwrap();
    let calendar: Calendar = mail.attachment(0).unwrap().text_contents().unwrap().parse().unwrap();
    let [CalendarComponent::Event(event)] = calendar.components.as_slice() else { panic!("one event") };
    assert_eq!(event.property_value("DTSTART"), Some("20260612T180000Z"));
}

#[tokio::test]
async fn distinct_messages_have_distinct_ids_and_a_repetition_has_the_same() {
    let sink = Sink::start(Manner::Kind).await;
    let relay = relay(&sink);
    for kind in [NoticeKind::Confirmation, REMINDER, NoticeKind::Changed, NoticeKind::Changed] {
        relay.send(&message(kind)).await.unwrap();
    }
    assert_eq!((sink.received().len(), sink.distinct_message_ids()), (4, 3));
}

#[tokio::test]
async fn a_failure_before_the_message_has_sent_nothing() {
    for (manner, may_retry) in [
        (Manner::Recipient("550 5.1.1 no such mailbox"), false),
        (Manner::Recipient("451 4.7.1 come back later"), true),
        (Manner::Message("554 5.6.0 not this one"), false),
        (Manner::Message("452 4.3.1 no room"), true),
        (Manner::HangsUpBefore, true),
    ] {
        let sink = Sink::start(manner).await;
        let error = relay(&sink).send(&message(REMINDER)).await.unwrap_err();
        assert!(matches!(error, SendError::Retryable(_)) == may_retry, "{manner:?}: {error}");
        assert!(matches!(error, SendError::Final(_)) != may_retry, "{manner:?}: {error}");
        assert!(!error.to_string().contains("client@"), "no contact in an error: {error}");
        assert!(sink.received().is_empty());
    }
}

#[tokio::test]
async fn nobody_listening_may_be_tried_again() {
    let unused = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let channel = Channel::Smtp(SmtpRelay::new(unused.to_string(), "host.spa.example"));
    let error = channel.send(&message(REMINDER)).await.unwrap_err();
    assert!(matches!(error, SendError::Retryable(_)), "{error}");
}

#[tokio::test]
async fn a_line_that_breaks_before_the_answer_leaves_it_unknown() {
    for manner in [Manner::HangsUpAfter, Manner::FallsSilent] {
        let sink = Sink::start(manner).await;
        let relay = SmtpRelay::new(sink.address.to_string(), "host.spa.example");
        let relay = Channel::Smtp(relay.with_patience(Duration::from_millis(500)));
        let error = relay.send(&message(REMINDER)).await.unwrap_err();
        assert!(matches!(error, SendError::Unknown(_)), "{manner:?}: {error}");
        assert_eq!(sink.received().len(), 1, "the relay did get it");
    }
}

#[tokio::test]
async fn the_spool_keeps_one_file_a_message() {
    let directory = tempfile::tempdir().unwrap();
    let spool = Spool::open(directory.path().join("spool")).unwrap();
    let place = spool.directory().to_owned();
    let channel = Channel::Spool(spool);
    let confirmation = message(NoticeKind::Confirmation);
    let sent = channel.send(&confirmation).await.unwrap();
    assert_eq!(channel.send(&confirmation).await.unwrap(), sent);
    channel.send(&message(REMINDER)).await.unwrap();

    assert_eq!(fs::read_dir(&place).unwrap().count(), 2, "whole files only, one a message");
    let bytes = fs::read(place.join(&sent.receipt)).unwrap();
    assert_eq!(bytes, compose(&confirmation).unwrap().formatted());
}

#[tokio::test]
async fn a_spool_that_cannot_be_written_may_be_tried_again() {
    let directory = tempfile::tempdir().unwrap();
    let spool = Spool::open(directory.path().join("spool")).unwrap();
    fs::remove_dir(spool.directory()).unwrap();
    let error = Channel::Spool(spool).send(&message(REMINDER)).await.unwrap_err();
    assert!(matches!(error, SendError::Retryable(_)), "{error}");
}
