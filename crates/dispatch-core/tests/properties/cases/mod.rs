//! Cases with a name, by topic: small practices written by hand.

mod add_ons;
mod calendars;
mod check;
mod clearance;
mod client;
mod decided;
mod easily_wrong;
mod fair;
mod hours;
mod named;
mod needs;
mod overrun;
mod phases;
mod placed;
mod ranked;
mod reasons;
mod series;
mod slots;
mod spacing;
mod starts;
mod supervision;
mod traps;
mod visits;
