//! Properties of the solver, the schedule and the checker on random practices, and the same decided a second time by
//! a slow reference.

#[cfg(test)]
mod properties {
    mod cases;
    mod cases_add_ons;
    mod cases_calendars;
    mod cases_checked;
    mod cases_checked_bookings;
    mod cases_checked_supervision;
    mod cases_clearance;
    mod cases_client;
    mod cases_decided;
    mod cases_fair;
    mod cases_hours;
    mod cases_named;
    mod cases_overrun;
    mod cases_placed;
    mod cases_ranked;
    mod cases_reasons;
    mod cases_series;
    mod cases_slots;
    mod cases_spacing;
    mod cases_starts;
    mod cases_supervision;
    mod cases_visit_people;
    mod cases_visits;
    mod clinic;
    mod coverage;
    mod differential;
    mod invariants;
    mod lifting;
    mod needs;
    mod phases;
    mod slots;
    mod stored;
    mod support;
    mod trap_4_times;
    mod traps;
    mod violations;
    mod visits;
    mod why;
    mod why_visits;
}
