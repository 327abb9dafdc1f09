//! Cases of the checker.

mod bookings;
mod lanes;
mod supervision;
mod violations;
