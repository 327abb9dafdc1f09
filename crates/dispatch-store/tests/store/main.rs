//! The promises of a store: one suite over every kind of store, and what is special to one kind.
//!
//! A case gets a way to open its store. Whatever it opens is one place, empty at first: to open it again is a restart, or a
//! second process.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answers;
mod guard;
mod inbox;
mod journal;
mod migrations;
mod outbox;
mod ownership;
mod rows;
mod sqlite;
mod timers;

/// Runs every case on one kind of store. `$place` is what one case works on: made by `new`, opened by `open`.
macro_rules! on_store {
    ($place:ty, [$($topic:ident::$case:ident),* $(,)?]) => {
        $(
            #[tokio::test]
            async fn $case() {
                let place = <$place>::new();
                crate::$topic::$case(async || place.open().await).await;
            }
        )*
    };
}

/// The suite.
macro_rules! suite {
    ($place:ty) => {
        crate::on_store!(
            $place,
            [
                answers::an_answer_is_stored_with_its_batch_or_not_at_all,
                answers::an_answer_is_forgotten_in_time,
                answers::who_answered_an_exception_is_remembered,
                guard::only_a_hold_may_stand_beside_what_is_being_vacated,
                guard::paddings_that_may_be_shared_and_lanes_that_hold_two,
                guard::the_guard_refuses_what_the_engine_must_never_decide,
                guard::what_moves_in_a_batch_is_deleted_before_anything_is_inserted,
                inbox::a_delivery_is_claimed_once_until_it_is_given_up,
                inbox::a_delivery_is_stored_once_and_another_body_once_more,
                inbox::deliveries_of_no_served_connection_are_parked,
                journal::a_batch_decided_on_an_old_journal_is_refused_whole,
                outbox::what_failed_is_found_newest_first,
                outbox::what_is_to_be_done_outside_survives_a_crash,
                ownership::a_connection_that_moves_takes_its_deliveries_along,
                ownership::an_owner_before_stores_nothing_more,
                ownership::claims_of_an_owner_before_hold_no_more,
                ownership::practices_are_owned_one_by_one,
                timers::timers_exceptions_and_contacts_follow_the_batch,
            ]
        );
    };
}

pub(crate) use {on_store, suite};
