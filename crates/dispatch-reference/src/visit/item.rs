//! The pieces of a visit: the services as asked for, and each with everything that it gets.

use std::{cell::RefCell, collections::BTreeMap};

use dispatch_core::{Lane, Occupancy, Span};

use crate::{case::ReferenceCase, clock::span};

/// All services of a request.
pub(super) struct Visit<'a, 'c> {
    pub(super) cases: &'a [ReferenceCase<'c>],
    pub(super) first: &'a ReferenceCase<'c>,
    /// What was asked before, since every way to wait asks the same again: lane, use and service, free or not.
    pub(super) known: RefCell<BTreeMap<Asked, bool>>,
}

/// One service with everything it gets.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) start: i32,
    pub(super) end: i32,
    /// The provider's first.
    pub(super) lanes: Vec<Lane>,
    /// With the paddings of the service by itself.
    pub(super) occupancies: Vec<Occupancy>,
}

/// Everything that works for some waiting times: for each choice of providers the first choice of rooms and devices.
pub(super) type Solutions = Vec<Vec<Item>>;

/// A lane, its use and for which service.
pub(super) type Asked = (Lane, Span, Option<u16>);

impl<'a, 'c> Visit<'a, 'c> {
    pub(super) fn of(cases: &'a [ReferenceCase<'c>]) -> Self {
        Self { cases, first: &cases[0], known: RefCell::default() }
    }
}

impl Visit<'_, '_> {
    /// True if somewhere else the client is waited for before the end, though not before the menu's end.
    pub(super) fn must_leave(&self, start: i32, end: i32) -> bool {
        let (all, menu) = (span((start, end)), span((start, start + self.menu())));
        self.first.request.client.busy.iter().any(|busy| busy.overlaps(all) && !busy.overlaps(menu))
    }

    pub(super) fn menu(&self) -> i32 {
        self.cases.iter().map(|case| case.minutes()).sum()
    }

    pub(super) fn is_open(&self, from: i32, to: i32) -> bool {
        self.first.hours.open(self.first.clock, self.first.request.location, (from, to))
    }
}
