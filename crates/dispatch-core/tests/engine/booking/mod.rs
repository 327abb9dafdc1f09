//! Bookings: what the platform shows, what is decided, and what comes in its way.

mod add_ons;
mod displaced;
mod observed;
mod overridden;
mod supervision;
mod taken_back;
mod teams;
mod under_way;
mod visits;
