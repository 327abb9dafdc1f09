//! Requests as they come in: whoever decides one has just read it, and so it lies at hand, however many others there are.
//! It is the calendars that grow with what stands.

use dispatch_bench::Stands;
use dispatch_core::{BookingId, Request, When};

/// Requests of few kinds, each brought up to date as it is taken.
#[derive(Debug, Default)]
pub struct Requests {
    kinds: Vec<Request>,
    each: Vec<One>,
}

#[derive(Clone, Copy, Debug)]
struct One {
    kind: usize,
    booking: BookingId,
    when: When,
}

impl Requests {
    /// What was asked for each of these bookings.
    #[must_use]
    pub fn of<'a>(standing: impl IntoIterator<Item = &'a Stands>) -> Self {
        let mut requests = Self::default();
        for stands in standing {
            requests.add(&stands.asked.requests[0]);
        }
        requests
    }

    fn add(&mut self, request: &Request) {
        let Request { booking, when, .. } = *request;
        let alike = |kind: &Request| Request { booking, when, ..kind.clone() } == *request;
        let known = self.kinds.iter().position(alike);
        let kind = known.unwrap_or_else(|| {
            self.kinds.push(request.clone());
            self.kinds.len() - 1
        });
        self.each.push(One { kind, booking, when });
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> usize {
        self.each.len()
    }

    /// One of them.
    pub fn take(&mut self, at: usize) -> &Request {
        let One { kind, booking, when } = self.each[at];
        let request = &mut self.kinds[kind];
        (request.booking, request.when) = (booking, when);
        request
    }
}
